"""里程碑表: which milestones of an item are claimed and which are shown, on D as known at K, and in one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.plans.models import Item, Schedule
from luoshi.plans.rules import Mark
from luoshi.results.models import Observation
from luoshi.work.models import Step, Update


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone, whether it is claimed and shown, and whether its day has passed without its being shown."""

    mark: Mark
    claimed: bool
    shown: bool
    over: bool = False


def rows(item: Item, on: date, known: datetime) -> list[Row]:
    """List the milestones of an item; one query where it has none, and two more where it has."""
    said = Schedule.everything.filter(item=item, about__lte=on, known_at__lte=known)
    schedule = said.order_by("-about", "-known_at", "starts", "due", "pk").first()
    if schedule is None or not schedule.milestones:
        return []
    returned = Step.everything.filter(
        update_of=OuterRef("pk"), became=Update.State.RETURNED, known_at__lte=known
    )
    signed = Update.everything.filter(item=item, about__lte=on, signed_at__lte=known)
    claimed = _reached(signed.exclude(Exists(returned)), "signed_at")
    shown = _reached(Observation.everything.filter(item=item, about__lte=on, known_at__lte=known), "known_at")
    return [
        Row(one, _holds(claimed, one), _holds(shown, one), over=one.due < on and not _holds(shown, one))
        for one in schedule.marks
    ]


def _reached(seen: QuerySet[Any], known: str) -> int:
    """Return the milestones that the row names which holds; none where it names a per cent."""
    last = seen.order_by("-about", f"-{known}", "percent", "reached")
    return int(last.values_list("reached", flat=True).first() or 0)


def _holds(marks: int, one: Mark) -> bool:
    return bool(marks >> (one.key or 0) & 1)


def told(update: Update, observation: Observation | None) -> list[Row]:
    """List what a report says of milestones, of all that its item has had; nothing where it states a per cent."""
    if update.reached is None:
        return []
    marks: dict[int | None, Mark] = {}
    for schedule in Schedule.everything.filter(item=update.item_id).order_by("known_at", "pk"):
        marks |= {one.key: one for one in schedule.marks}
    shown = (observation and observation.reached) or 0
    named = sorted(marks.values(), key=lambda one: (one.due, one.key or 0))
    return [Row(one, claimed=True, shown=_holds(shown, one)) for one in named if _holds(update.reached, one)]
