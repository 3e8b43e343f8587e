"""From rows to arrays: the facts about a plan's structure as columns of whole numbers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from json import loads
from typing import Any

import numpy as np
from django.db import connections, models
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from luoshi.arithmetic import standing
from luoshi.arithmetic.asof import NEVER, Column
from luoshi.arithmetic.courses import NONE, Courses
from luoshi.arithmetic.lamps import NO_DAY
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import UNDEFINED, Flags, Ints
from luoshi.arithmetic.standing import LINEAR, Held
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

TEXT = models.TextField()
Mine = dict[str, Any]  # which facts: {"item__plan": plan} or {"item__in": keys}

FATES = {"live": standing.LIVE, "ended": standing.ENDED, "merged": standing.MERGED}


def int64(of: int) -> Value:
    """Return a whole number of 64 bits: one without its field is sent to PostgreSQL as 32 bits, and cut short without a word."""
    return Value(of, output_field=models.BigIntegerField())


class Ordinal(Func):
    """A day as its proleptic ordinal, worked out by the database: a million dates are not worth a million objects."""

    output_field = models.BigIntegerField()
    template = "(%(expressions)s - DATE '0001-01-01' + 1)"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Count the days by the Julian day."""
        template = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **more)


class Moment(Func):
    """A moment as whole microseconds since 1970, worked out by the database."""

    output_field = models.BigIntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000000 AS bigint)"  # numeric, so exact

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Add up the seconds and what stands behind the point."""
        seconds = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        behind = "CAST(substr(%(expressions)s, 21, 6) AS INTEGER)"
        return self.as_sql(compiler, connection, template=f"({seconds} * 1000000 + {behind})", **more)


def table(rows: QuerySet[Any], *columns: Any) -> Ints:
    """Fetch columns of whole numbers, one array row for each row of the database."""
    sql, given = rows.values_list(*columns).query.get_compiler(rows.db).as_sql()
    width = len(columns)
    with connections[rows.db].cursor() as cursor:  # a queryset would look at each of a million rows once more
        cursor.execute(sql, given)
        found = cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=len(found) * width)
    return flat.reshape(-1, width)


def places_of(keys: Ints, found: Ints) -> Ints:
    """Return where keys stand in the sorted `keys`; ROOT for 0, which is nobody's key."""
    return np.where(found == 0, ROOT, np.searchsorted(keys, found))


def keys_of(plan: Plan) -> Ints:
    """Return the keys of a plan's items, sorted."""
    return table(Item.everything.filter(plan=plan).order_by("pk"), "pk")[:, 0]


def coded(name: str, codes: Mapping[str, int]) -> models.Case:
    """Read a choice as a whole number."""
    whens = [models.When(**{name: said}, then=int64(code)) for said, code in codes.items()]
    return models.Case(*whens, output_field=models.BigIntegerField())


def column(keys: Ints, rows: Ints, until: Ints | None = None) -> Column:
    """Make a column of fetched rows (item, about, known, value…)."""
    ends = np.full(len(rows), NEVER) if until is None else until
    item = places_of(keys, rows[:, 0])
    return Column.of(len(keys), np.column_stack((item, rows[:, 1:3], ends, rows[:, 3:])), rows.shape[1] - 3)


WHEN = (Ordinal("about"), Moment("known_at"))
PLACE = (Coalesce("parent", int64(0)), F("weight"), F("position"))
SPAN = (Ordinal("starts"), Ordinal("due"), F("pk"))
# Of two facts known at one moment the one with the smaller values holds, as in luoshi.arithmetic.asof.
TIES: dict[type[ItemFact], tuple[str, ...]] = {
    Wording: ("title",),
    Place: ("parent", "weight", "position"),
    Schedule: ("starts", "due", "pk"),
    Fate: ("fate",),
    Assignment: ("role",),
    Leadership: ("member",),
}


def rising(kind: type[ItemFact]) -> list[models.expressions.OrderBy]:
    """Order facts of one moment so that the one that holds comes first."""
    return [F(name).asc(nulls_first=True) for name in TIES[kind]]


def falling(kind: type[ItemFact]) -> list[models.expressions.OrderBy]:
    """Order facts of one moment so that the one that holds comes last."""
    return [F(name).desc(nulls_last=True) for name in TIES[kind]]


def places(mine: Mine, keys: Ints) -> Column:
    """Fetch under which item the items stood, how much they weighed, and in which place among their sisters."""
    rows = table(Place.everything.filter(**mine).order_by(), "item", *WHEN, *PLACE)
    rows[:, 3] = places_of(keys, rows[:, 3])
    return column(keys, rows)


def spans(mine: Mine, keys: Ints) -> tuple[Column, Courses]:
    """Fetch the items' days, and the courses of those schedules that are not linear, by the schedule's key."""
    straight = models.Case(models.When(steps=[], milestones=[], then=int64(1)), default=int64(0))
    rows = table(Schedule.everything.filter(**mine).order_by(), "item", *WHEN, *SPAN, straight)
    courses = NONE if rows[:, -1].all() else _courses(mine)
    found = column(keys, rows[:, :-1])
    starts, due, schedule = found.values
    return replace(found, values=(starts, due, _bent(schedule, courses))), courses


def _courses(mine: Mine) -> Courses:
    bent = Schedule.everything.filter(**mine).exclude(steps=[], milestones=[]).order_by()
    rows = list(bent.values_list("pk", Cast("steps", TEXT), Cast("milestones", TEXT)))
    # All texts read as one: twenty thousand small ones would take longer than all else together.
    steps, milestones = (loads(f"[{','.join(row[part] for row in rows)}]") for part in (1, 2))
    keys = [row[0] for row in rows]
    return Courses.of(
        [(key, day, share) for key, said in zip(keys, steps, strict=True) for day, share in said],
        [
            (key, one["key"], date.fromisoformat(one["due"]).toordinal(), one["weight"])
            for key, said in zip(keys, milestones, strict=True)
            for one in said
        ],
    )


def _bent(schedules: Ints, courses: Courses) -> Ints:
    """Return the keys of the schedules that are not linear, and LINEAR for the others."""
    return np.where(np.isin(schedules, courses.keys), schedules, LINEAR)


def fates(mine: Mine, keys: Ints) -> Column:
    """Fetch what became of the items."""
    return column(keys, table(Fate.everything.filter(**mine).order_by(), "item", *WHEN, coded("fate", FATES)))


def last(
    keys: Ints, rows: QuerySet[Any], columns: Sequence[Any], ties: Sequence[Any], *, known: str = "known_at"
) -> tuple[Flags, list[Ints]]:
    """Fetch of facts that were sifted by both clocks the values that hold of each item, and which items have any."""
    found = table(rows.order_by("item", "about", known, *ties), "item", *columns)
    item = np.searchsorted(keys, found[:, 0])
    there = np.zeros(len(keys), dtype=np.bool_)
    there[item] = True
    values = []
    for number in range(1, found.shape[1]):
        value = np.zeros(len(keys), dtype=np.int64)
        value[item] = found[:, number]  # of several the last in order is written last
        values.append(value)
    return there, values


def held(plan: Plan, keys: Ints, on: date, known: datetime | None = None) -> tuple[Held, Courses]:
    """Fetch what a plan says of its items on D as known at K (or now): only what holds, not all that was ever said."""
    sieve: Mine = {"item__plan": plan, "about__lte": on}
    if known is not None:
        sieve["known_at__lte"] = known
    there, (parent, weight, position) = last(keys, Place.everything.filter(**sieve), PLACE, falling(Place))
    dated, (starts, due, schedule) = last(keys, Schedule.everything.filter(**sieve), SPAN, falling(Schedule))
    fated, (fate,) = last(keys, Fate.everything.filter(**sieve), (coded("fate", FATES),), falling(Fate))
    courses = _courses({"item__plan": plan})
    none = np.full(len(keys), UNDEFINED)
    return Held(
        there=there,
        parent=places_of(keys, parent),
        weight=weight,
        position=position,
        starts=np.where(dated, starts, NO_DAY),
        due=np.where(dated, due, NO_DAY),
        course=np.where(dated, _bent(schedule, courses), LINEAR),
        fate=np.where(fated, fate, standing.LIVE),
        claims=none,
        shows=none,
    ), courses
