"""清单: the tasks of a plan by unit and lamp, fifty at a time with the number under each lamp; as kept today, or as of (D, K)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, QuerySet

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS, Lamp, code
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import Ints, told
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import models as kept
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results import recalling
from luoshi.results.recalling import Recalled
from luoshi.results.standings import Standing, as_recalled, goals

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


# The same of a row that is kept, and nothing else: fifty whole items would cost more than the question.
COLUMNS = (
    *("item", "item__code", "item__title", "lead__name"),
    *("result", "time", "claimed", "shown", "expected", "due"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of tasks, how many there are under each lamp in all, and where the next page begins ("" at the end).

    `goals` are the nodes at the top of the tree that stand above others, where the list is of the whole plan.
    """

    rows: tuple[Row, ...]
    counts: dict[Lamp, int]
    after: str
    goals: tuple[Standing, ...] = ()


def find(plan: Plan, ask: Ask, member: Member) -> Page:
    """List tasks of a plan as they stand today; three queries at most beyond those that say what the member may see."""
    whole = access.can(member, "read_whole", plan)
    mine = kept.Standing.everything.filter(plan=plan, leaf=LEAF)
    if not whole:
        mine = mine.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    if ask.unit:
        mine = mine.filter(lead=ask.unit)
    above = goals(plan) if whole and not ask.unit else ()
    counts = _counts(plan, above) if whole and not ask.unit else _counted(mine)
    wanted = mine.filter(result=ask.lamp) if ask.lamp else mine
    rows = wanted.filter(order__gt=ask.after).order_by("order").values_list("order", *COLUMNS)
    found = list(rows[: ask.number])
    after = found[-1][0] if len(found) == ask.number else ""
    return Page(tuple(_row(*one) for _, *one in found), counts, after, above)


def _row(item: int, number: str, title: str, lead: str | None, *values: Any) -> Row:
    result, time, claimed, shown, expected, due = values
    shares = (told(claimed), told(shown), told(expected))
    return Row(item, number, title, lead or "", Lamp(result), Lamp(time), *shares, due)


def listed(row: Standing) -> Row:
    """Tell of a standing what the list shows."""
    lead = row.lead.name if row.lead else ""
    shares = (row.claimed, row.shown, row.expected)
    return Row(row.item, row.code, row.title, lead, row.result, row.time, *shares, row.due)


def _counts(plan: Plan, above: tuple[Standing, ...]) -> dict[Lamp, int]:
    """Add up what the top of the tree keeps of the leaves below: a few rows, however many there are."""
    alone = _counted(kept.Standing.everything.filter(plan=plan, item__parent=None, leaf=LEAF))
    below = sum((Counter(goal.tally) for goal in above), Counter(alone))
    return {lamp: below[lamp] for lamp in LAMPS if below[lamp]}


def _counted(rows: QuerySet[kept.Standing]) -> dict[Lamp, int]:
    counted = rows.order_by().values_list("result").annotate(number=Count("*"))
    return {Lamp(result): number for result, number in counted}


def find_as_of(plan: Plan, ask: Ask, member: Member, clock: Clock) -> Page:
    """List tasks of a plan as they stood on D as known at K: structure, owners, words, days and shares of that time."""
    past = recalling.recall(plan, clock)
    wanted, tops = past.leaves, np.zeros(0, dtype=np.int64)
    if not access.can(member, "read_whole", plan):
        visible = Item.objects.visible_to(member).filter(plan=plan).values_list("pk", flat=True)
        wanted = wanted & np.isin(past.keys, np.array(list(visible), dtype=np.int64))
    elif not ask.unit:
        tops = _tops(past)
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
    told_of = as_recalled(past, np.concatenate((tops, page)), clock)
    after = str(begin + ask.number) if more else ""
    rows = tuple(map(listed, told_of[len(tops) :]))
    return Page(rows, counts, after, tuple(told_of[: len(tops)]))


def _tops(past: Recalled) -> Ints:
    """Return the nodes at the top that stand above others, in their order."""
    tree, order = past.state.nodes.tree, past.order
    found: Ints = order[tree.inner[order] & (tree.parent[order] == ROOT)]
    return found
