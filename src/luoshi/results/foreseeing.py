"""将迟: which tasks will be late if they go on as they have been shown to go, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from luoshi.arithmetic.ahead import BEYOND, ahead
from luoshi.arithmetic.asof import moment
from luoshi.arithmetic.lamps import SETTLED
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import models as kept
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results import ledger
from luoshi.results.standings import KEPT, Standing, as_kept


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
    keys = np.array(sorted(items), dtype=np.int64) if items is not None else keys_of(plan)
    found = ahead(ledger.shows(mine, keys), on.toordinal(), moment(known))
    return {
        int(keys[thing]): None if day == BEYOND else date.fromordinal(day)
        for thing, day in zip(found.things.tolist(), found.days.tolist(), strict=True)
    }


def late(plan: Plan, member: Member, on: date, known: datetime, most: int | None) -> Foreseen:
    """List the tasks that a member may read, that are due today or later, and that will not be done by then."""
    open_ = kept.Standing.everything.filter(plan=plan, leaf=LEAF, due__gte=on).exclude(result__in=SETTLED)
    if not access.can(member, "read_whole", plan):
        open_ = open_.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    due: dict[int, Any] = dict(open_.order_by("order").values_list("item", "due"))
    days = foresee(plan, on, known)
    slow = [(item, days[item]) for item, last in due.items() if item in days and _after(days[item], last)]
    slow.sort(key=lambda one: (one[1] is not None, due[one[0]] - (one[1] or on)))
    first = slow[:most]
    rows = kept.Standing.everything.filter(pk__in=[item for item, _ in first]).order_by()
    stands = {row.item: row for row in as_kept(rows.values_list("path", *KEPT))}
    return Foreseen(tuple(Late(stands[item], day) for item, day in first), len(slow))


def _after(day: date | None, due: date) -> bool:
    return day is None or day > due
