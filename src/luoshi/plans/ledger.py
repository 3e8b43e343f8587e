"""From rows to arrays: the facts about a plan's structure as columns of whole numbers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db import models
from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Coalesce

from luoshi.arithmetic import standing
from luoshi.arithmetic.asof import NEVER, Column
from luoshi.arithmetic.lamps import Step
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import Ints
from luoshi.plans.models import Fate, Item, Place, Plan, Schedule

Mine = dict[str, Any]  # which facts: {"item__plan": plan} or {"item__in": keys}

FATES = {"live": standing.LIVE, "ended": standing.ENDED, "merged": standing.MERGED}


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
    found = list(rows.values_list(*columns))
    width = len(columns)
    flat = np.fromiter((value for row in found for value in row), dtype=np.int64, count=len(found) * width)
    return flat.reshape(-1, width)


def places_of(keys: Ints, found: Ints) -> Ints:
    """Return where keys stand in the sorted `keys`; ROOT for 0, which is nobody's key."""
    return np.where(found == 0, ROOT, np.searchsorted(keys, found))


def column(keys: Ints, rows: Ints, until: Ints | None = None) -> Column:
    """Make a column of fetched rows (item, about, known, value…)."""
    ends = np.full(len(rows), NEVER) if until is None else until
    item = places_of(keys, rows[:, 0])
    return Column.of(len(keys), np.column_stack((item, rows[:, 1:3], ends, rows[:, 3:])), rows.shape[1] - 3)


def keys_of(plan: Plan) -> Ints:
    """Return the keys of a plan's items, sorted."""
    return table(Item.everything.filter(plan=plan).order_by("pk"), "pk")[:, 0]


WHEN = (Ordinal("about"), Moment("known_at"))


def places(mine: Mine, keys: Ints) -> Column:
    """Fetch under which item the items stood, how much they weighed, and in which place among their sisters."""
    rows = table(
        Place.everything.filter(**mine).order_by(),
        "item",
        *WHEN,
        Coalesce("parent", Value(0)),
        "weight",
        "position",
    )
    rows[:, 3] = places_of(keys, rows[:, 3])
    return column(keys, rows)


def spans(mine: Mine, keys: Ints) -> tuple[Column, dict[int, tuple[Step, ...]]]:
    """Fetch the items' days, and the steps of those schedules that have any, by the schedule's key."""
    found = Schedule.everything.filter(**mine).order_by()
    stepped = {pk: _steps(steps) for pk, steps in found.exclude(steps=[]).values_list("pk", "steps")}
    rows = table(found, "item", *WHEN, Ordinal("starts"), Ordinal("due"), F("pk"))
    if stepped:
        rows[:, 5] = np.where(np.isin(rows[:, 5], list(stepped)), rows[:, 5], -1)
    else:
        rows[:, 5] = -1
    return column(keys, rows), stepped


def _steps(steps: Sequence[Sequence[int]]) -> tuple[Step, ...]:
    return tuple((int(day), int(share)) for day, share in steps)


def coded(name: str, codes: Mapping[str, int]) -> models.Case:
    """Read a choice as a whole number."""
    whens = [models.When(**{name: said}, then=Value(code)) for said, code in codes.items()]
    return models.Case(*whens, output_field=models.BigIntegerField())


def fates(mine: Mine, keys: Ints) -> Column:
    """Fetch what became of the items."""
    return column(keys, table(Fate.everything.filter(**mine).order_by(), "item", *WHEN, coded("fate", FATES)))


def nothing(keys: Ints, width: int) -> Column:
    """Return a column without facts."""
    return Column.of(len(keys), np.empty((0, 4 + width), dtype=np.int64), width)
