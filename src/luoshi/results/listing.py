"""清单: the tasks of a plan by unit and lamp, fifty at a time with the number under each lamp; as kept today, or as of (D, K)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, QuerySet, Sum

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS, NO_DAY, Lamp, code
from luoshi.arithmetic.shares import Ints, told
from luoshi.arithmetic.standing import State
from luoshi.people import access
from luoshi.people.models import Member, Unit
from luoshi.plans.models import Item, Plan, Standing, Wording
from luoshi.plans.models.kept import TALLY
from luoshi.results import recalling
from luoshi.results.recalling import Recalled

PAGE = 50


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: of which lead unit, under which lamp, and where the page before ended."""

    unit: int | None = None
    lamp: Lamp | None = None
    after: str = ""
    number: int = PAGE


class Row(NamedTuple):
    """One task as the list shows it; shares are fractions of 1."""

    item: int
    code: str
    title: str
    lead: str
    result: Lamp
    time: Lamp
    claimed: float | None
    shown: float | None
    expected: float | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of tasks, how many there are under each lamp in all, and where the next page begins ("" at the end)."""

    rows: tuple[Row, ...]
    counts: dict[Lamp, int]
    after: str


def find(plan: Plan, ask: Ask, member: Member) -> Page:
    """List tasks of a plan as they stand today; two queries beyond those that say what the member may see."""
    whole = access.can(member, "read_whole", plan)
    mine = Standing.everything.filter(plan=plan, leaf=True)
    if not whole:
        mine = mine.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    if ask.unit:
        mine = mine.filter(lead=ask.unit)
    counts = _counts(plan) if whole and not ask.unit else _counted(mine)
    wanted = mine.filter(result=ask.lamp) if ask.lamp else mine
    rows = wanted.filter(order__gt=ask.after).order_by("order").values_list("order", *COLUMNS)
    found = list(rows[: ask.number])
    return Page(
        tuple(_row(*one) for _, *one in found), counts, found[-1][0] if len(found) == ask.number else ""
    )


# What a row of the list shows, and nothing else: fifty whole items would cost more than the question.
COLUMNS = (
    *("item", "item__code", "item__title", "lead__name"),
    *("result", "time", "claimed", "shown", "expected", "due"),
)


def _row(item: int, number: str, title: str, lead: str | None, *kept: Any) -> Row:
    result, time, claimed, shown, expected, due = kept
    return Row(
        item=item,
        code=number,
        title=title,
        lead=lead or "",
        result=Lamp(result),
        time=Lamp(time),
        claimed=told(claimed),
        shown=told(shown),
        expected=told(expected),
        due=due,
    )


def _counts(plan: Plan) -> dict[Lamp, int]:
    """Add up what the top of the tree keeps of the leaves below: a few rows, however many there are."""
    tops = Standing.everything.filter(plan=plan, item__parent=None)
    kept = tops.filter(leaf=False).aggregate(**{f"all_{name}": Sum(name, default=0) for name in TALLY})
    alone = _counted(tops.filter(leaf=True))
    return {
        lamp: kept[f"all_{name}"] + alone.get(lamp, 0)
        for lamp, name in zip(LAMPS, TALLY, strict=True)
        if kept[f"all_{name}"] + alone.get(lamp, 0)
    }


def _counted(rows: QuerySet[Standing]) -> dict[Lamp, int]:
    counted = rows.order_by().values_list("result").annotate(number=Count("pk"))
    return {Lamp(result): number for result, number in counted}


def find_as_of(plan: Plan, ask: Ask, member: Member, clock: Clock) -> Page:
    """List tasks of a plan as they stood on D as known at K: structure, owners, words, days and shares of that time."""
    past = recalling.recall(plan, clock)
    wanted = past.leaves
    if not access.can(member, "read_whole", plan):
        visible = Item.objects.visible_to(member).filter(plan=plan).values_list("pk", flat=True)
        wanted = wanted & np.isin(past.keys, np.array(list(visible), dtype=np.int64))
    if ask.unit:
        wanted = wanted & (past.lead == ask.unit)
    numbers = np.bincount(past.state.result[wanted], minlength=len(LAMPS))
    counts = {lamp: int(number) for lamp, number in zip(LAMPS, numbers, strict=True) if number}
    if ask.lamp:
        wanted = wanted & (past.state.result == code(ask.lamp))
    begin = min(int(ask.after or 0), past.order.size)
    places = past.order[wanted[past.order]]
    page = places[begin : begin + ask.number]
    more = begin + ask.number < len(places)
    return Page(_rows_as_of(past, page, clock), counts, str(begin + ask.number) if more else "")


def _rows_as_of(past: Recalled, places: Ints, clock: Clock) -> tuple[Row, ...]:
    keys = past.keys[places].tolist()
    codes = dict(Item.everything.filter(pk__in=keys).values_list("pk", "code"))
    said = Wording.everything.filter(item__in=keys, about__lte=clock.on, known_at__lte=clock.known)
    titles = dict(said.order_by("about", "known_at", "-title").values_list("item", "title"))
    leads = dict(Unit.everything.filter(pk__in=set(past.lead[places].tolist())).values_list("pk", "name"))
    return tuple(
        _row_as_of(past.state, at, (key, codes[key], titles.get(key, ""), leads.get(int(past.lead[at]), "")))
        for at, key in zip(places.tolist(), keys, strict=True)
    )


def _row_as_of(found: State, at: int, named: tuple[int, str, str, str]) -> Row:
    due = int(found.nodes.due[at])
    return Row(
        *named,
        result=LAMPS[found.result[at]],
        time=LAMPS[found.time[at]],
        claimed=told(int(found.claimed[at])),
        shown=told(int(found.shown[at])),
        expected=told(int(found.expected[at])),
        due=None if due == NO_DAY else date.fromordinal(due),
    )
