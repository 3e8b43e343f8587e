"""为什么: how a share of an item, or of an indicator, came about on D as known at K, down to the facts.

A node above leaves is worked out from its children's shares by weight; a leaf is what a fact says, or what the indicator
that drives it makes. A test holds every node's tree to what `arithmetic.standing` says of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Exists, OuterRef

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, Lack, undefined, written
from luoshi.arithmetic.lamps import LAMPS
from luoshi.arithmetic.shares import PERCENT, SCALE, UNDEFINED, Ints, clipped, ratio
from luoshi.arithmetic.standing import State
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Item, Wording
from luoshi.results import models
from luoshi.results.history import fact, histories
from luoshi.results.ledger import state_of
from luoshi.results.models import Observation
from luoshi.results.sharing import Own, own_of
from luoshi.work.models import Step, Update

NAMES = {True: "已证进度", False: "已报进度"}
WHOLE = 64  # levels: more than a plan has


def explain_indicator(
    indicator: models.Indicator, on: date, known: datetime, *, shown: bool = True
) -> Derivation[int]:
    """Tell how an indicator makes a share of its item: value, target, base, and the facts that they come from."""
    return histories([indicator.pk])[indicator.pk].share(on, known, shown=shown)


def explain_item(
    item: Item, on: date, known: datetime, *, shown: bool = True, depth: int = WHOLE
) -> Derivation[int]:
    """Tell how the share of an item came about, `depth` levels down; in a fixed number of queries."""
    told = _gather(item, Clock(on, known), shown, depth)
    return told.node(told.place, depth)


@dataclass(frozen=True, slots=True)
class _Told:
    """A plan on D as known at K, and the words and facts of the nodes that are told of."""

    clock: Clock
    shown: bool
    keys: Ints
    state: State
    place: int
    below: dict[int, list[int]]
    titles: dict[int, str]
    facts: dict[int, tuple[int, Fact]]
    own: dict[int, Own]

    def node(self, at: int, depth: int) -> Derivation[int]:
        if not self.state.nodes.tree.inner[at]:
            return self._leaf(int(self.keys[at]))
        if depth < 1:
            return self._closed(at)
        return self._inner(at, depth)

    def _closed(self, at: int) -> Derivation[int]:
        """Return a node whose own tree is not asked for."""
        share = int((self.state.shown if self.shown else self.state.claimed)[at])
        lack = Lack.WEIGHT if share == UNDEFINED else None
        return Derivation(self._name(at), None if lack else share, SHARE, "weighted", "见该事项", lack=lack)

    def _inner(self, at: int, depth: int) -> Derivation[int]:
        children = self.below.get(at, [])
        counting = [child for child in children if self.state.counts[child]]
        parts = tuple(self.node(child, depth - 1) for child in counting)
        weights = [int(self.state.nodes.weight[child]) for child in counting]
        top = sum(weight * clipped(part.value or 0) for weight, part in zip(weights, parts, strict=True))
        value = ratio(top, sum(weights) * SCALE)
        terms = " + ".join(
            f"{written(clipped(part.value or 0), SHARE)} × {weight}"
            for weight, part in zip(weights, parts, strict=True)
        )
        words = f"（{terms}）÷ {sum(weights)}" if parts else ""
        out = [
            f"{self._name(child)}（{self._why(child)}）" for child in children if child not in set(counting)
        ]
        if out:
            words += ("；" if words else "") + "不计入：" + "、".join(out)
        lack = Lack.WEIGHT if value is None else None
        return Derivation(self._name(at), value, SHARE, "weighted", words, parts=parts, lack=lack)

    def _leaf(self, key: int) -> Derivation[int]:
        name = self.titles[key]
        if self.shown:
            own = self.own.get(key)
            driver = own.driver(self.clock.on, self.clock.known) if own else None
            if driver is not None:
                found = driver.share(self.clock.on, self.clock.known)
                words = "由主指标得出"
                return Derivation(name, found.value, SHARE, "driven", words, (), (found,), found.lack)
        if key not in self.facts:
            return undefined(name, Lack.OBSERVATION, SHARE)
        share, row = self.facts[key]
        return Derivation(name, share, SHARE, "given", NAMES[self.shown], (row,))

    def _name(self, at: int) -> str:
        return self.titles[int(self.keys[at])]

    def _why(self, at: int) -> str:
        """Say why a node does not count."""
        if self.state.nodes.off[at]:
            return "终止或并入"
        return "其下没有计入的事项" if self.state.nodes.tree.inner[at] else LAMPS[self.state.result[at]].word


def _gather(item: Item, clock: Clock, shown: bool, depth: int) -> _Told:  # noqa: FBT001 - one of two shares
    plan = item.plan
    keys = keys_of(plan)
    state = state_of(plan, clock)
    place = int(np.searchsorted(keys, item.pk))
    below = _below(state, place, depth)
    named = sorted({place, *(child for children in below.values() for child in children)})
    mine = [int(keys[at]) for at in named]
    leaves = [int(keys[at]) for at in named if not state.nodes.tree.inner[at]]
    own = own_of(leaves) if shown else {}
    return _Told(
        clock=clock,
        shown=shown,
        keys=keys,
        state=state,
        place=place,
        below=below,
        titles=_titles(mine, clock),
        facts=_observed(leaves, own, clock) if shown else _claimed(leaves, clock),
        own=own,
    )


def _below(state: State, place: int, depth: int) -> dict[int, list[int]]:
    """Return the children of a node and of those below it, as deep as is asked for."""
    tree = state.nodes.tree
    found: dict[int, list[int]] = {}
    level = np.array([place], dtype=np.int64)
    hung = np.flatnonzero(state.nodes.there & ~tree.loose)
    for _ in range(depth):
        children = hung[np.isin(tree.parent[hung], level)]
        if not len(children):
            break
        for child, above in zip(children.tolist(), tree.parent[children].tolist(), strict=True):
            found.setdefault(above, []).append(child)
        level = children
    return found


def _titles(keys: list[int], clock: Clock) -> dict[int, str]:
    codes = Item.everything.filter(pk__in=keys).values_list("pk", "code")
    said = Wording.everything.filter(item__in=keys, about__lte=clock.on, known_at__lte=clock.known)
    titles = dict(said.order_by("about", "known_at", "-title").values_list("item", "title"))
    return {key: f"{code} {titles.get(key, '')}".strip() for key, code in codes}


def _observed(leaves: list[int], own: dict[int, Own], clock: Clock) -> dict[int, tuple[int, Fact]]:
    """Return for each leaf the verified report that holds; where an indicator has ever driven it, by its own history."""
    plain = [key for key in leaves if key not in own]
    seen = Observation.everything.filter(item__in=plain, about__lte=clock.on, known_at__lte=clock.known)
    found = {row.item_id: row for row in seen.order_by("about", "known_at", "-percent")}
    driven = {key: book.told(clock.on, clock.known) for key, book in own.items()}
    rows = found | {key: row for key, row in driven.items() if row}
    return {key: ((row.percent or 0) * PERCENT, fact("观测值", row)) for key, row in rows.items()}


def _claimed(leaves: list[int], clock: Clock) -> dict[int, tuple[int, Fact]]:
    returned = Step.everything.filter(
        update_of=OuterRef("pk"), became=Update.State.RETURNED, known_at__lte=clock.known
    )
    signed = Update.everything.filter(
        item__in=leaves, about__lte=clock.on, signed_at__isnull=False, signed_at__lte=clock.known
    )
    rows = signed.exclude(Exists(returned)).order_by("about", "signed_at", "-percent")
    return {
        row.item_id: (row.percent * PERCENT, Fact("进展", f"update/{row.pk}", row.about, row.signed_at))
        for row in rows
    }
