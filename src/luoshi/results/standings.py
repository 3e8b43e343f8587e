"""状态: where the items of a plan stand, for pages, lists and reports: as kept for today, or from the facts for any (D, K).

Nothing is reckoned here. What is told of a node above leaves is made of all that stands below it, so it is told to those
who may read the whole plan; others are told the items that they may read, with the names of those above.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.urls import reverse

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS, NO_DAY, WORST_FIRST, Lamp
from luoshi.arithmetic.rollup import ROOT, mean
from luoshi.arithmetic.shares import SCALE, Ints, told
from luoshi.people import access
from luoshi.people.models import Member, Unit
from luoshi.plans import models as kept
from luoshi.plans.ledger import Mine
from luoshi.plans.models import Item, Plan, Wording
from luoshi.plans.models.kept import TALLY
from luoshi.plans.models.plan import WIDTH
from luoshi.results import recalling
from luoshi.results.marking import Course, course
from luoshi.results.recalling import Recalled

Shares = tuple[float | None, float | None, float | None]  # claimed, shown, expected


@dataclass(frozen=True, slots=True)
class Standing:
    """状态: where an item stands on D as known at K; shares are fractions of 1, None for undefined.

    `above` are the items that it stands under, the top first; `tally` says how many of the leaves below (a leaf: itself)
    are under each lamp. `whole` is False where the reader does not see all that a number is made of, so that none is told;
    `opened`, where they may read the item.
    """

    item: int
    above: tuple[int, ...] = ()
    code: str = ""
    title: str = ""
    lead: Unit | None = None
    leaf: bool = True
    counts: bool = False
    weight: int = 1
    starts: date | None = None
    due: date | None = None
    claimed: float | None = None
    shown: float | None = None
    expected: float | None = None
    result: Lamp = Lamp.NONE
    time: Lamp = Lamp.NONE
    tally: dict[Lamp, int] = field(default_factory=dict)
    whole: bool = True
    opened: bool = True
    # Of a leaf whose schedule is not linear, where the row was kept; otherwise marking.courses_at tells it.
    course: Course | None = field(default=None, compare=False)

    def get_absolute_url(self) -> str:
        """Return the page of the item."""
        return f"{_items()}{self.item}/"

    @property
    def apart(self) -> bool:
        """Tell whether what is claimed and what is shown make different lamps."""
        return self.result != self.time

    @property
    def ratio(self) -> float | None:
        """Return shown ÷ expected, undefined before the start."""
        return self.shown / self.expected if self.shown is not None and self.expected else None

    @property
    def level(self) -> int:
        """Return how deep it stands, the top being 1."""
        return len(self.above) + 1

    @property
    def number(self) -> int:
        """Return how many leaves stand below."""
        return sum(self.tally.values())

    @property
    def worst_first(self) -> list[tuple[Lamp, int]]:
        """Return the tally, beginning with the lamp that needs a person most."""
        return [(lamp, self.tally[lamp]) for lamp in WORST_FIRST if self.tally.get(lamp)]


@dataclass(frozen=True)
class Sight:
    """所见: what a member sees of a plan's tree, in its order; whole, if they may read the whole plan."""

    rows: Sequence[Standing]
    whole: bool = True

    @cached_property
    def leaves(self) -> list[Standing]:
        """Return what stands above nothing."""
        return [row for row in self.rows if row.leaf]

    @cached_property
    def tally(self) -> Counter[Lamp]:
        """Count the leaves by lamp."""
        return Counter(row.result for row in self.leaves)

    @cached_property
    def total(self) -> Shares:
        """Roll up what stands at the top as a node above it would; of a plan that is seen in part, the leaves that are seen."""
        rows = [row for row in self.rows if not row.above] if self.whole else self.leaves
        parts = [row for row in rows if row.counts]
        claimed, shown, expected = (
            told(mean((row.weight, _share(getattr(row, name))) for row in parts))
            for name in ("claimed", "shown", "expected")
        )
        return claimed, shown, expected


@lru_cache(maxsize=1)
def _items() -> str:
    """Return what the addresses of all items begin with: asked of the resolver once, not for each of three thousand rows."""
    return reverse("results:item", kwargs={"pk": 1}).removesuffix("1/")


def _share(of: float | None) -> int | None:
    return None if of is None else round(of * SCALE)


def today(plan: Plan, on: date, now: datetime) -> Clock | None:
    """Return None where what is kept answers for today, else both clocks: the plan has not turned to the day yet."""
    return None if plan.day == on else Clock(on, now)


def sight(
    plan: Plan, member: Member, clock: Clock | None, item: int | None = None, *, whole: bool | None = None
) -> Sight:
    """Say where what a member sees of a plan stands on D as known at K, or as kept; with `item`, it and its children.

    `whole` is whether they may read the whole plan, where the caller has asked for that already.
    """
    if access.can(member, "read_whole", plan) if whole is None else whole:
        return Sight(_kept(plan, item) if clock is None else _recalled(plan, clock, item))
    keys = Item.objects.visible_to(member).filter(plan=plan).values_list("pk", flat=True)
    visible = frozenset(keys)
    rows = _kept_of(plan, visible) if clock is None else _recalled_of(plan, clock, visible)
    return Sight(_in_part(rows, visible), whole=False)


def goals(plan: Plan) -> tuple[Standing, ...]:
    """Say where the nodes at the top of a plan that stand above others stand, as kept; for who may read the whole plan."""
    tops = kept.Standing.everything.filter(plan=plan, item__parent=None, leaf=False)
    return tuple(as_kept(tops.order_by("order").values_list("path", *KEPT)))


def all_of(plan: Plan, clock: Clock) -> Sight:
    """Say where everything in a plan stood on D as known at K."""
    return Sight(_recalled(plan, clock, None))


def _in_part(rows: Iterable[Standing], visible: Collection[int]) -> list[Standing]:
    """Take from the nodes above leaves what is made of more than the member may read."""
    found = [row for row in rows if not row.leaf or row.item in visible]
    below: defaultdict[int, Counter[Lamp]] = defaultdict(Counter)
    for row in found:
        for above in row.above if row.leaf else ():
            below[above][row.result] += 1
    return [row if row.leaf else _named(row, dict(below[row.item]), visible) for row in found]


def _named(row: Standing, tally: dict[Lamp, int], visible: Collection[int]) -> Standing:
    """Name a node and count what is seen below it; who leads it, only to those who may read it."""
    opened = row.item in visible
    bare = Standing(row.item, row.above, row.code, row.title, row.lead if opened else None, leaf=False)
    return replace(bare, tally=tally, whole=False, opened=opened)


# As kept ---------------------------------------------------------------------


def _kept(plan: Plan, item: int | None) -> list[Standing]:
    rows = kept.Standing.everything.filter(plan=plan)
    # Both are sought in one table, so that each is found by its index.
    near = Item.everything.filter(Q(pk=item) | Q(parent=item)).values("pk")
    return _in_order(rows.filter(item__in=near) if item else rows)


def _kept_of(plan: Plan, visible: Collection[int]) -> list[Standing]:
    """Fetch some items and those that they stand under."""
    rows = kept.Standing.everything.filter(plan=plan)
    found = {
        key for path in rows.filter(item__in=visible).values_list("path", flat=True) for key in _keys(path)
    }
    return _in_order(rows.filter(item__in=found))


def _in_order(rows: QuerySet[kept.Standing]) -> list[Standing]:
    """Tell rows that are kept, each before what stands below it; of two in one position the older first."""
    return list(as_kept(rows.order_by("order").values_list("path", *KEPT)))


# What is told of a row that is kept, and nothing else: three thousand whole rows would cost more than the page.
LEAD = ("lead_id", "lead__organisation_id", "lead__name", "lead__short", "lead__path")
KEPT = (
    *("item_id", "item__code", "item__title", *LEAD, "leaf", "counts", "weight", "starts", "due"),
    *("claimed", "shown", "expected", "result", "time", "steps", "milestones", "shown_marks", *TALLY),
)
_UNIT = ("id", "organisation_id", "name", "short", "path")


def as_kept(rows: Iterable[tuple[Any, ...]]) -> Iterator[Standing]:
    """Tell rows of a path and the columns KEPT; a unit that leads several items is one and the same."""
    units: dict[int | None, Unit | None] = {None: None}
    for path, item, code, title, *values in rows:
        lead, rest = values[: len(_UNIT)], values[len(_UNIT) :]
        if lead[0] not in units:
            units[lead[0]] = Unit.from_db(None, _UNIT, lead)
        yield _as_kept(path, (item, code, title), units[lead[0]], rest)


def _as_kept(path: str, named: tuple[int, str, str], lead: Unit | None, values: Sequence[Any]) -> Standing:
    (
        leaf,
        counts,
        weight,
        starts,
        due,
        claimed,
        shown,
        expected,
        lit,
        time,
        steps,
        marks,
        kept_marks,
        *many,
    ) = values
    item, code, title = named
    result = Lamp(lit)
    below = {lamp: number for lamp, number in zip(LAMPS, many, strict=True) if number}
    return Standing(
        item=item,
        above=tuple(_keys(path)[:-1]),
        code=code,
        title=title,
        lead=lead,
        leaf=leaf,
        counts=counts,
        weight=weight,
        starts=starts,
        due=due,
        claimed=told(claimed),
        shown=told(shown),
        expected=told(expected),
        result=result,
        time=Lamp(time),
        tally={result: 1} if leaf else below,
        course=course(steps, marks, kept_marks, shown or 0) if leaf and (steps or marks) else None,
    )


def _keys(path: str) -> list[int]:
    return [int(path[at : at + WIDTH]) for at in range(0, len(path), WIDTH)]


# From the facts --------------------------------------------------------------


def _recalled(plan: Plan, clock: Clock, item: int | None) -> list[Standing]:
    past = recalling.recall(plan, clock)
    if item is None:
        return as_recalled(past, past.order, clock, {"item__plan": plan})
    at = np.flatnonzero(past.keys == item)
    wanted = past.order[np.isin(past.order, at) | np.isin(past.state.nodes.tree.parent[past.order], at)]
    return as_recalled(past, wanted, clock)


def _recalled_of(plan: Plan, clock: Clock, visible: Collection[int]) -> list[Standing]:
    past = recalling.recall(plan, clock)
    wanted = np.isin(past.keys, np.array(sorted(visible), dtype=np.int64))
    tree = past.state.nodes.tree
    for level in tree.upward():
        wanted[tree.parent[level[wanted[level]]]] = True
    return as_recalled(past, past.order[wanted[past.order]], clock)


def as_recalled(past: Recalled, places: Ints, clock: Clock, mine: Mine | None = None) -> list[Standing]:
    """Tell some nodes of a plan that was recalled, by the names that they had; `mine` says which items these are."""
    said = Wording.everything.filter(
        about__lte=clock.on,
        known_at__lte=clock.known,
        **(mine or {"item__in": past.keys[places].tolist()}),
    )
    rows = said.order_by("about", "known_at", "-title").values_list("item", "item__code", "title")
    names = {key: (code, title) for key, code, title in rows}
    leads = Unit.everything.in_bulk(set(past.lead[places].tolist()) - {0})
    return [_as_recalled(past, at, names, leads) for at in places.tolist()]


def _as_recalled(
    past: Recalled, at: int, names: dict[int, tuple[str, str]], leads: dict[int, Unit]
) -> Standing:
    found = past.state
    code, title = names.get(int(past.keys[at]), ("", ""))
    return Standing(
        item=int(past.keys[at]),
        above=_above(past, at),
        code=code,
        title=title,
        lead=leads.get(int(past.lead[at])),
        leaf=bool(past.leaves[at]),
        counts=bool(found.counts[at]),
        weight=int(found.nodes.weight[at]),
        starts=_day(found.nodes.starts[at]),
        due=_day(found.nodes.due[at]),
        claimed=told(int(found.claimed[at])),
        shown=told(int(found.shown[at])),
        expected=told(int(found.expected[at])),
        result=LAMPS[found.result[at]],
        time=LAMPS[found.time[at]],
        tally={lamp: int(number) for lamp, number in zip(LAMPS, found.tally[at], strict=True) if number},
    )


def _above(past: Recalled, at: int) -> tuple[int, ...]:
    parent, found = past.state.nodes.tree.parent, []
    while (at := int(parent[at])) != ROOT:
        found.append(int(past.keys[at]))
    return tuple(reversed(found))


def _day(ordinal: int) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(int(ordinal))
