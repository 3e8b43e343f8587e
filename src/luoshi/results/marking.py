"""里程碑表: which milestones of an item are claimed and which are shown, on D as known at K, and in one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.plans.ledger import falling, keys_of
from luoshi.plans.models import Item, Plan, Schedule
from luoshi.plans.rules import Mark
from luoshi.results.ledger import own
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


@dataclass(frozen=True, slots=True)
class Course:
    """走势: the stages of an item by day, each with whether it is shown: its milestones, or the steps that it states."""

    stages: tuple[tuple[date, bool], ...]
    marked: bool

    @property
    def shown(self) -> int:
        """Return how many are shown."""
        return sum(kept for _, kept in self.stages)


def courses_at(plan: Plan, clock: Clock) -> dict[int, Course]:
    """Map the items of a plan whose schedule was not linear on D as known at K to their stages; four queries."""
    keys = keys_of(plan)
    said = Schedule.everything.filter(item__plan=plan, about__lte=clock.on, known_at__lte=clock.known)
    held = {row.item_id: row.course for row in said.order_by("about", "known_at", *falling(Schedule))}
    stated = own(plan, keys, clock.on, clock.known)
    places = {key: place for place, key in enumerate(keys.tolist())}
    return {
        item: course(
            steps, marks, int(stated.show_marks[places[item]]), max(int(stated.shows[places[item]]), 0)
        )
        for item, (steps, marks) in held.items()
        if steps or marks
    }


def course(steps: list[Any], marks: list[Any], shown: int, share: int) -> Course:
    """Tell the stages of a schedule from its steps and milestones, of what is shown: milestones, or a share."""
    if marks:
        named = shown if shown != UNMARKED else 0
        stages = ((date.fromordinal(day), bool(named >> key & 1)) for key, day, _ in marks)
        return Course(tuple(stages), marked=True)
    return Course(tuple((date.fromordinal(day), share >= wanted) for day, wanted in steps), marked=False)
