"""时点查询: all that is known of items on D as known at K, in one answer: words, structure, owners, shares, targets, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS, Lamp
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.arithmetic.targets import Point, version
from luoshi.plans.ledger import falling
from luoshi.plans.models import (
    Assignment,
    Fate,
    Item,
    ItemFact,
    Leadership,
    Place,
    Plan,
    Schedule,
    Wording,
)
from luoshi.results.history import History, histories
from luoshi.results.models import Acceptance, Evidence, Indicator
from luoshi.results.recalling import Recalled, recall

F = TypeVar("F", bound=ItemFact)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator then: its name, its value, the target that was asked for, and the share that it makes."""

    indicator: int
    name: str
    value: Decimal | None
    target: tuple[Point, ...]
    share: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence then, and the last word on it ("" where nobody had said one)."""

    evidence: int
    update: int
    word: str


@dataclass(frozen=True, slots=True)
class Then:
    """An item as it stood; shares in hundred-millionths, None for undefined; owners are roles by the units' keys."""

    item: int
    title: str
    parent: int | None
    position: int
    weight: int
    starts: date | None
    due: date | None
    fate: str
    into: int | None
    owners: dict[int, str]
    leader: int | None
    claimed: int | None
    shown: int | None
    expected: int | None
    result: Lamp
    time: Lamp
    figures: tuple[Figure, ...]
    evidence: tuple[Proof, ...]


def as_of(plan: Plan, clock: Clock, items: Collection[int] | None = None) -> dict[int, Then]:
    """Answer for items of a plan (or all of them) on D as known at K; what was not there then is left out.

    A fixed number of queries, however many items: shares come from the plan's book, which is fetched once.
    """
    past = recall(plan, clock)
    there = past.keys[past.state.nodes.there & ~past.state.nodes.tree.loose]
    keys = there.tolist() if items is None else sorted(set(items) & set(there.tolist()))
    told = _Told(keys, clock)
    return {
        key: told.of(key, past, at) for key, at in zip(keys, np.searchsorted(past.keys, keys), strict=True)
    }


class _Told:
    """What the facts say of some items, each kind fetched once."""

    def __init__(self, keys: list[int], clock: Clock) -> None:
        self.clock = clock
        self.titles = self._last(Wording, keys)
        self.places = self._last(Place, keys)
        self.spans = self._last(Schedule, keys)
        self.fates = self._last(Fate, keys)
        self.leaders = self._last(Leadership, keys)
        self.owners: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for row in self._held(Assignment, keys):
            self.owners[row.item_id][row.unit_id] = row.role
        self.figures = self._figures(keys)
        self.evidence = self._evidence(keys)

    def of(self, key: int, past: Recalled, at: int) -> Then:
        """Tell of one item."""
        place, span, fate = self.places[key], self.spans.get(key), self.fates.get(key)
        leader, title = self.leaders.get(key), self.titles.get(key)
        claimed, shown, expected = (
            None if share == UNDEFINED else share
            for share in (int(of[at]) for of in (past.state.claimed, past.state.shown, past.state.expected))
        )
        return Then(
            item=key,
            title=title.title if title else "",
            parent=place.parent_id,
            position=place.position,
            weight=place.weight,
            starts=span.starts if span else None,
            due=span.due if span else None,
            fate=fate.fate if fate else Item.Fate.LIVE,
            into=fate.into_id if fate else None,
            owners={unit: role for unit, role in self.owners[key].items() if role != Assignment.Role.OUT},
            leader=leader.member_id if leader else None,
            claimed=claimed,
            shown=shown,
            expected=expected,
            result=LAMPS[past.state.result[at]],
            time=LAMPS[past.state.time[at]],
            figures=tuple(self.figures[key]),
            evidence=tuple(self.evidence[key]),
        )

    def _held(self, kind: type[F], keys: list[int]) -> Iterable[F]:
        """Fetch the facts up to D and K, so that of each thing the one that holds comes last."""
        seen = kind._default_manager.filter(
            item__in=keys, about__lte=self.clock.on, known_at__lte=self.clock.known
        )
        return seen.order_by("about", "known_at", *falling(kind))

    def _last(self, kind: type[F], keys: list[int]) -> dict[int, F]:
        return {row.item_id: row for row in self._held(kind, keys)}

    def _figures(self, keys: list[int]) -> defaultdict[int, list[Figure]]:
        items = dict(Indicator.everything.filter(item__in=keys).order_by("pk").values_list("pk", "item"))
        books = histories(items)
        found: defaultdict[int, list[Figure]] = defaultdict(list)
        for key, item in items.items():
            found[item] += self._figure(books[key])
        return found

    def _figure(self, book: History) -> Iterable[Figure]:
        on, known = self.clock.on, self.clock.known
        definition, aim = book.definition(on, known), version(book.versions(), on, known)
        if definition is not None:
            target = aim.points if aim else ()
            yield Figure(
                book.key,
                definition.name,
                book.actual(on, known).value,
                target,
                book.share(on, known).value,
            )

    def _evidence(self, keys: list[int]) -> defaultdict[int, list[Proof]]:
        """Fetch the pieces about days up to D and the words said by K; a word is about its piece, not about its own day."""
        known = self.clock.known
        seen: dict[str, Any] = {"about__lte": self.clock.on, "known_at__lte": known}
        pieces = Evidence.everything.filter(update_of__item__in=keys, **seen).order_by("known_at", "pk")
        said = Acceptance.everything.filter(evidence__in=pieces.order_by(), known_at__lte=known)
        words = dict(said.order_by("known_at", "pk").values_list("evidence", "word"))
        found: defaultdict[int, list[Proof]] = defaultdict(list)
        for key, update, item in pieces.values_list("pk", "update_of", "update_of__item"):
            found[item].append(Proof(key, update, words.get(key, "")))
        return found
