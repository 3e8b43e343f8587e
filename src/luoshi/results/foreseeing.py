"""将迟: which tasks will be late if they go on as they have been shown to go, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet

from luoshi.arithmetic.ahead import BEYOND, ahead
from luoshi.arithmetic.asof import moment
from luoshi.arithmetic.lamps import SETTLED
from luoshi.arithmetic.shares import Ints
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import ledger
from luoshi.plans import models as kept
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results.models import Observation
from luoshi.results.sharing import SEEN
from luoshi.results.standings import KEPT, Standing, as_kept

_COLUMNS = ("item", *ledger.WHEN, *SEEN)


@dataclass(frozen=True, slots=True)
class Late:
    """A task as it stands now, and the day on which its line reaches the whole; None where it never does."""

    row: Standing
    day: date | None

    @property
    def days(self) -> int | None:
        """Return by how many days it will be late; None for ever."""
        return (self.day - self.row.due).days if self.day and self.row.due else None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The tasks that will be late, those that never arrive first, then the latest; and how many there are in all."""

    rows: tuple[Late, ...] = ()
    number: int = 0


def foresee(plan: Plan, on: date, known: datetime, items: list[int] | None = None) -> dict[int, date | None]:
    """Return for the items of a plan, or for some, the day ahead by what was shown until D as known at K; None for never.

    Of what has been shown on fewer than four days nothing is said.
    """
    mine = {"item__plan": plan} if items is None else {"item__in": items}
    return _ahead(ledger.table(_observed(**mine), *_COLUMNS), on, known)


def late(plan: Plan, member: Member, on: date, known: datetime, most: int | None) -> Foreseen:
    """List the tasks that a member may read, that are due today or later, and that will not be done by then."""
    open_ = kept.Standing.everything.filter(plan=plan, leaf=LEAF, due__gte=on).exclude(result__in=SETTLED)
    if not access.can(member, "read_whole", plan):
        open_ = open_.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    seen = _observed(item__in=open_.order_by().values("item"))
    rows = ledger.table(seen, *_COLUMNS, ledger.Ordinal("item__standing__due"))
    due = dict(zip(rows[:, 0].tolist(), rows[:, -1].tolist(), strict=True))
    slow = [(item, day) for item, day in _ahead(rows, on, known).items() if _after(day, due[item])]
    slow.sort(key=lambda one: (one[1] is not None, due[one[0]] - (one[1] or on).toordinal(), one[0]))
    first = slow[:most]
    if not first:
        return Foreseen(number=len(slow))
    found = kept.Standing.everything.filter(pk__in=[item for item, _ in first]).order_by()
    stands = {row.item: row for row in as_kept(found.values_list("path", *KEPT))}
    return Foreseen(tuple(Late(stands[item], day) for item, day in first), len(slow))


def _observed(**mine: Any) -> QuerySet[Observation]:
    return Observation.everything.filter(**mine).order_by()


def _ahead(rows: Ints, on: date, known: datetime) -> dict[int, date | None]:
    """Return the day ahead of each item, by rows whose first columns are those of the ledger."""
    keys = np.unique(rows[:, 0])
    found = ahead(ledger.column(keys, rows[:, : len(_COLUMNS)]), on.toordinal(), moment(known))
    return {
        int(keys[thing]): None if day == BEYOND else date.fromordinal(day)
        for thing, day in zip(found.things.tolist(), found.days.tolist(), strict=True)
    }


def _after(day: date | None, due: int) -> bool:
    return day is None or day.toordinal() > due
