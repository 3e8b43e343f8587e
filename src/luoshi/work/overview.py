"""What is unsettled in an organisation, as far as reminders go: four queries, however many items there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from luoshi.arithmetic.reminders import Life
from luoshi.people.models import Organisation
from luoshi.plans.models import UNSETTLED, Assignment, Item, Schedule
from luoshi.work.models import Step, Update

DOING = (Assignment.Role.LEAD, Assignment.Role.DUTY)


@dataclass(frozen=True, slots=True)
class Line:
    """One item: the paths of the units that do it, its life, the trouble told last."""

    item: int
    code: str
    title: str
    units: tuple[str, ...]
    life: Life
    trouble: str


def overview(organisation: Organisation, known: datetime) -> Iterator[Line]:
    """Yield the unsettled items that have a due day, as known at a time; settled are those that the standings say are."""
    units: dict[int, list[str]] = defaultdict(list)
    for item, path in _doing(organisation, known):
        units[item].append(path)
    spans = _last_spans(organisation, known)
    returned = _returned(organisation, known)
    for row in _items(organisation, known).iterator():
        if row.pk not in spans:
            continue
        starts, due = spans[row.pk]
        life = Life(starts, due, _day(row.reported), returned.get(row.pk))
        yield Line(row.pk, row.code, row.title, tuple(units[row.pk]), life, row.trouble or "")


def _items(organisation: Organisation, known: datetime) -> QuerySet[Any]:
    """Fetch the unsettled items with their last report."""
    steps = Step.everything.filter(update_of__item=OuterRef("pk"), known_at__lte=known)
    taken_back = Step.everything.filter(
        update_of=OuterRef("update_of"), became=Update.State.WITHDRAWN, known_at__lte=known
    )
    reported = steps.filter(~Exists(taken_back), became=Update.State.REPORTED).order_by("-known_at", "-pk")
    rows = Item.everything.filter(UNSETTLED, plan__unit__organisation=organisation, known_at__lte=known)
    return (
        rows.annotate(
            reported=Subquery(reported.values("known_at")[:1]),
            trouble=Subquery(reported.values("update_of__trouble")[:1]),
        )
        .only("code", "title")
        .order_by("pk")
    )


def _doing(organisation: Organisation, known: datetime) -> Iterator[tuple[int, str]]:
    """Yield which units led or owned which items, as known at a time: of each unit what was said of it last."""
    said = Assignment.everything.filter(
        item__plan__unit__organisation=organisation, known_at__lte=known, about__lte=timezone.localdate(known)
    )
    rows = said.order_by("about", "known_at", "-role").values_list("item", "unit__path", "role")
    last = {(item, path): role for item, path, role in rows}
    yield from (pair for pair, role in last.items() if role in DOING)


def _last_spans(organisation: Organisation, known: datetime) -> dict[int, tuple[date, date]]:
    """Map items to the days that were known last."""
    rows = Schedule.everything.filter(item__plan__unit__organisation=organisation, known_at__lte=known)
    return {
        item: (starts, due)
        for item, starts, due in rows.order_by("known_at", "pk").values_list("item", "starts", "due")
    }


def _returned(organisation: Organisation, known: datetime) -> dict[int, date]:
    """Map items to the day of their oldest return that no unit has answered."""
    rows = Update.everything.filter(item__plan__unit__organisation=organisation).unanswered(known)
    found: dict[int, date] = {}
    for row in rows.only("item").order_by("pk"):
        day = timezone.localdate(row.returned_at)
        found[row.item_id] = min(day, found.get(row.item_id, day))
    return found


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
