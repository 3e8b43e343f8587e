"""将迟: which tasks will be late if they go on as they have been shown to go, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.arithmetic.ahead import BEYOND, ahead, line
from luoshi.arithmetic.asof import Column, moment
from luoshi.arithmetic.derivation import SHARE, Derivation, Lack, undefined, written
from luoshi.arithmetic.lamps import SETTLED
from luoshi.arithmetic.shares import Ints
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import models as kept
from luoshi.plans.ledger import WHEN, Ordinal, column, table
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results import ledger
from luoshi.results.history import fact
from luoshi.results.models import Observation
from luoshi.results.sharing import SEEN
from luoshi.results.standings import KEPT, Standing, as_kept


@dataclass(frozen=True, slots=True)
class Ahead:
    """预计办结: the day on which a task's line reaches the whole, None where it never does, and by how many days it is late."""

    day: date | None
    due: date | None

    @property
    def days(self) -> int | None:
        """Return by how many days it is later than due, below 0 where it is earlier; None where one of the days is not there."""
        return (self.day - self.due).days if self.day and self.due else None

    @property
    def late(self) -> bool:
        """Tell whether it is later than due; without a due day nothing is late."""
        return self.due is not None and _after(self.day, self.due)


def said(one: Ahead) -> str:
    """Say how the day ahead stands to the due day.

    >>> said(Ahead(date(2026, 5, 13), date(2026, 5, 1))), said(Ahead(None, date(2026, 5, 1)))
    ('晚 12 天', '按现有走势达不到')
    """
    if one.day is None:
        return _("按现有走势达不到")
    days = one.days or 0
    if days < 0:
        return ngettext("早 {n} 天", "早 {n} 天", -days).format(n=-days)
    return ngettext("晚 {n} 天", "晚 {n} 天", days).format(n=days) if days else ""


@dataclass(frozen=True, slots=True)
class Late:
    """A task as it stands now, and the day ahead of it."""

    row: Standing
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The tasks that will be late, those that never arrive first, then the latest; and how many there are in all."""

    rows: tuple[Late, ...] = ()
    number: int = 0


def foresee(plan: Plan, on: date, known: datetime, items: list[int] | None = None) -> dict[int, date | None]:
    """Return for the items of a plan, or for some, the day ahead by what was shown until D as known at K; None for never.

    Of what has been shown on fewer than four days nothing is said.
    """
    keys, shown = ledger.shown_of({"item__plan": plan} if items is None else {"item__in": items})
    return _days(keys, shown, on, known)


def outlook(
    plan: Plan, rows: Iterable[Standing], on: date, known: datetime, items: list[int] | None = None
) -> dict[int, Ahead]:
    """Return the day ahead of those of some tasks that are still to be done and of which something can be said.

    A day that has come without the whole being shown was a wrong guess, and is not told.
    """
    open_ = [row for row in rows if row.leaf and row.whole and row.result not in SETTLED]
    days = foresee(plan, on, known, items)
    return {
        row.item: Ahead(day, row.due)
        for row in open_
        if row.item in days and ((day := days[row.item]) is None or day > on)
    }


def why(item: Item, on: date, known: datetime) -> Derivation[date]:
    """Tell how the day ahead of a task comes about, down to what was shown; in two queries."""
    name = f"{item.code} {item.title}"
    _keys, shown = ledger.shown_of({"item": item.pk})
    found = line(shown, on.toordinal(), moment(known))
    if found is None:
        return undefined(name, Lack.FEW_OBSERVATIONS)
    days = [date.fromordinal(day) for day in found.days.tolist()]
    held = Observation.everything.filter(item=item, about__in=days, known_at__lte=known)
    # Of one day the later known, of two of one moment the smaller: the last that is met holds.
    rows = {row.about: row for row in held.order_by("about", "known_at", "-percent")}
    facts = tuple(fact(_("观测值"), row) for row in rows.values())
    words = _("{n} 个观测日两两相连，斜率的中位数为每 30 天 {pace}，照此推到 100%").format(
        n=len(days), pace=written(round(found.slope * 30), SHARE)
    )
    if found.day < 0:
        return Derivation(name, days[-1], "", "ahead", _("已证 100%，不必预测"), facts)
    day = None if found.day == BEYOND else date.fromordinal(found.day)
    lack = Lack.NEVER if day is None else None
    return Derivation(name, day, "", "ahead", words, facts, lack=lack)


def late(plan: Plan, member: Member, on: date, known: datetime, most: int | None) -> Foreseen:
    """List the tasks that a member may read, that are due today or later, and that will not be done by then."""
    open_ = kept.Standing.everything.filter(plan=plan, leaf=LEAF, due__gte=on).exclude(result__in=SETTLED)
    if not access.can(member, "read_whole", plan):
        open_ = open_.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    seen = Observation.everything.filter(item__in=open_.order_by().values("item")).order_by()
    rows = table(seen, "item", *WHEN, *SEEN, Ordinal("item__standing__due"))
    due = dict(zip(rows[:, 0].tolist(), rows[:, -1].tolist(), strict=True))
    keys = np.unique(rows[:, 0])
    days = _days(keys, column(keys, rows[:, :-1]), on, known)
    slow = [(item, day) for item, day in days.items() if _after(day, date.fromordinal(due[item]))]
    slow.sort(key=lambda one: (one[1] is not None, due[one[0]] - (one[1] or on).toordinal(), one[0]))
    first = slow[:most]
    if not first:
        return Foreseen(number=len(slow))
    found = kept.Standing.everything.filter(pk__in=[item for item, _ in first]).order_by()
    stands = {row.item: row for row in as_kept(found.values_list("path", *KEPT))}
    return Foreseen(tuple(Late(stands[item], Ahead(day, stands[item].due)) for item, day in first), len(slow))


def _days(keys: Ints, shown: Column, on: date, known: datetime) -> dict[int, date | None]:
    found = ahead(shown, on.toordinal(), moment(known))
    return {
        int(keys[thing]): None if day == BEYOND else date.fromordinal(day)
        for thing, day in zip(found.things.tolist(), found.days.tolist(), strict=True)
    }


def _after(day: date | None, due: date) -> bool:
    return day is None or day > due
