"""What is kept for today: a fact carries its difference up the tree, in its own transaction.

Sums are whole numbers, so what is kept by differences equals what is worked out from all facts, to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max, Min

from luoshi.arithmetic import lamps
from luoshi.arithmetic.lamps import LAMPS, NO_DAY, Lamp
from luoshi.arithmetic.milestones import reached
from luoshi.arithmetic.shares import UNDEFINED, clipped, divide
from luoshi.people.models import made
from luoshi.plans.models import Plan, Standing
from luoshi.plans.models.kept import TALLY
from luoshi.plans.models.plan import WIDTH


@dataclass(frozen=True, slots=True)
class Part:
    """What a node gives to the one above it."""

    bottom: int = 0
    top_claimed: int = 0
    top_shown: int = 0
    top_expected: int = 0
    tally: tuple[int, ...] = (0,) * len(TALLY)


SUMS = tuple(field.name for field in fields(Part) if field.name != "tally")
NOTHING = Part()
STRUCTURE = (
    "lead_id",
    "path",
    "order",
    "goal",
    "leaf",
    "off",
    "weight",
    "starts",
    "due",
    "own_days",
    "steps",
    "milestones",
)
# What a report or a verification moves: whole numbers, words and flags, which no field has to convert.
MOVING = (
    *(
        "counts",
        "own_claimed",
        "own_shown",
        "claimed_marks",
        "shown_marks",
        "claimed",
        "shown",
        "expected",
        "result",
        "time",
    ),
    *SUMS,
    *TALLY,
)
KEPT = (*STRUCTURE, *MOVING)
# Written as they are sent: in a deed that is done a hundred times a second the making of sentences would be most of it.
_NAMES = ", ".join(f'"{field.column}"' for field in Standing._meta.concrete_fields)
_ALL = f"SELECT {_NAMES} FROM plans_standing WHERE item_id IN ({{}}) ORDER BY length(path) DESC, item_id DESC"  # noqa: S608
_ROWS = {"sqlite": _ALL, "postgresql": _ALL + " FOR UPDATE"}
_DAY = "SELECT day FROM plans_plan WHERE id = (SELECT plan_id FROM plans_standing WHERE item_id = %s)"
_MOVE = f"UPDATE plans_standing SET {', '.join(f'{name} = %s' for name in MOVING)} WHERE item_id = %s"  # noqa: S608


def part(row: Standing) -> Part:
    """Work out what a node gives to the one above it."""
    weight = row.weight if row.counts else 0
    claimed, shown, expected = (
        weight * clipped(share or 0) for share in (row.claimed, row.shown, row.expected)
    )
    return Part(weight, claimed, shown, expected, _tally(row))


def _tally(row: Standing) -> tuple[int, ...]:
    """Return the leaves below by lamp; a leaf counts itself."""
    if row.leaf:
        return tuple(int(lamp == row.result) for lamp in LAMPS)
    return tuple(getattr(row, name) for name in TALLY)


@dataclass(frozen=True, slots=True)
class Branch:
    """分支: the standings of an item and of all above it, locked, the deepest first, and the day they are kept for."""

    rows: Sequence[Standing]
    day: date

    def change(self, **columns: Any) -> None:
        """Write columns of the item's standing and carry the difference up: one writing a level.

        `own_claimed` and `own_shown` are shares of the item itself, `claimed_marks` and `shown_marks` its milestones;
        `starts`, `due`, `own_days`, `steps`, `milestones`, `weight`, `off`, `lead_id` what the plan says.
        """
        first, before = self.rows[0], part(self.rows[0])
        were = [_kept(row) for row in self.rows]
        for name, value in columns.items():
            setattr(first, name, value)
        light(first, self.day)
        _climb(self.rows, before, self.day, spans=bool(columns.keys() & {"starts", "due", "off"}))
        _write(self.rows, were)


def lock(item: int) -> Branch:
    """Lock the standings of an item and of all above it: the deepest first, in one order for everybody.

    What else depends on the facts is asked after this, when nobody else can be at it: the day first of all, since a
    turn may just have ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM plans_standing WHERE item_id = %s", (item,))
        (path,) = cursor.fetchone()
    keys = [int(path[at : at + WIDTH]) for at in range(0, len(path), WIDTH)]
    with connection.cursor() as cursor, connection.cursor() as second:
        cursor.execute(_ROWS[connection.vendor].format(", ".join(["%s"] * len(keys))), keys)
        second.execute(_DAY, (item,))
        rows = made(Standing, cursor)
        (day,) = second.fetchone()
    if rows[0].path != path:  # it was moved while we waited for it
        return lock(item)
    return Branch(rows, day)


def add(row: Standing, parent: int | None) -> None:
    """Keep the standing of a new item, under the one that it stands under."""
    above = lock(parent).rows if parent is not None else []
    were = [_kept(one) for one in above]
    day = Plan.everything.values_list("day", flat=True).get(pk=row.plan_id)
    light(row, day)
    row.save(force_insert=True)
    _climb([row, *above], NOTHING, day, spans=True)
    _write(above, were)


def _climb(rows: Sequence[Standing], before: Part, day: date, *, spans: bool) -> None:
    """Take what has changed in the first row up to the last."""
    for below, row in pairwise(rows):
        passed = part(row)
        row.leaf = False
        _add(row, before, part(below))
        if spans and not row.own_days:
            row.starts, row.due = _span(row, below)
        light(row, day)
        before = passed


def _kept(row: Standing) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT}


def _write(rows: Sequence[Standing], were: Sequence[dict[str, Any]]) -> None:
    """Write what has changed: numbers all at once, without the detour through a query for each row."""
    moved = []
    for row, was in zip(rows, were, strict=True):
        structure = {name: now for name in STRUCTURE if (now := getattr(row, name)) != was[name]}
        if structure:
            Standing.everything.filter(pk=row.pk).update(**structure)
        now = [getattr(row, name) for name in MOVING]
        if now != [was[name] for name in MOVING]:
            moved.append([*now, row.pk])
    if moved:
        with connection.cursor() as cursor:
            cursor.executemany(_MOVE, moved)


def _add(row: Standing, before: Part, after: Part) -> None:
    """Put a child's new part in the place of its old one, and divide anew."""
    for name in SUMS:
        setattr(row, name, getattr(row, name) + getattr(after, name) - getattr(before, name))
    for name, old, new in zip(TALLY, before.tally, after.tally, strict=True):
        setattr(row, name, getattr(row, name) + new - old)
    sums = np.array([row.top_claimed, row.top_shown, row.top_expected])
    shares = divide(sums, np.full(3, row.bottom)).tolist()
    row.claimed, row.shown, row.expected = (None if share == UNDEFINED else share for share in shares)


def _span(row: Standing, below: Standing) -> tuple[date | None, date | None]:
    """Return the days from the children's first start to their last due day; the one below is not written yet."""
    sisters = Standing.everything.filter(item__parent=row.pk, off=False).exclude(pk=below.pk)
    found = sisters.aggregate(starts=Min("starts"), due=Max("due"))
    mine = (None, None) if below.off else (below.starts, below.due)
    starts, due = ([day for day in days if day] for days in zip(mine, found.values(), strict=True))
    return min(starts, default=None), max(due, default=None)


def light(row: Standing, day: date) -> None:
    """Say by what lamps a node stands on a day, and whether it counts."""
    on = day.toordinal()
    starts, due = (np.array([one.toordinal() if one else NO_DAY]) for one in (row.starts, row.due))
    if row.leaf or not row.bottom:
        row.expected = alone(starts, due, on, row.steps)
    if row.leaf:
        row.claimed = reached(row.milestones, row.claimed_marks, row.own_claimed)
        row.shown = reached(row.milestones, row.shown_marks, row.own_shown)
    shares = np.array([UNDEFINED if share is None else share for share in (row.shown, row.claimed)])
    should = np.full(2, UNDEFINED if row.expected is None else row.expected)
    lit = lamps.lamps(shares, should, np.repeat(starts, 2), np.repeat(due, 2), on).tolist()
    row.result, row.time = (Lamp.OFF if row.off else LAMPS[code] for code in lit)
    row.counts = not row.off and (row.result != Lamp.WAIT if row.leaf else row.bottom > 0)


def alone(starts: Any, due: Any, on: int, steps: Sequence[Sequence[int]]) -> int | None:
    """Return what a node by itself is expected to have reached, linear in time or by its steps."""
    share = int(lamps.time_shares(starts, due, on)[0])
    if share == UNDEFINED:
        return None
    return lamps.stepped([(day, part) for day, part in steps], on) if steps else share
