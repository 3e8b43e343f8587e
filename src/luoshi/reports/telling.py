"""What a report tells, gathered from the facts for (D, K): the same facts give the same telling for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.arithmetic.lamps import Lamp
from luoshi.plans import coverage
from luoshi.plans.coverage import Coverage
from luoshi.plans.models import Item, Plan
from luoshi.records.models import Sentence
from luoshi.results.standings import Standing, standings, total


@dataclass(frozen=True, slots=True)
class Line:
    """A task as the report tells it."""

    code: str
    title: str
    lead: str
    lamp: Lamp
    claimed: float | None
    shown: float | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one report tells."""

    plan: str
    unit: str
    on: date
    known: datetime
    lamps: tuple[tuple[Lamp, int], ...]
    claimed: float | None
    shown: float | None
    expected: float | None
    cover: Coverage
    lines: tuple[Line, ...]
    unanswered: tuple[str, ...]


def tell(plan: Plan, *, on: date, known: datetime) -> Telling:
    """Gather what is told of a plan on D as known at K."""
    rows = Item.everything.filter(plan=plan, kind=Item.Kind.TASK, known_at__lte=known).with_facts(on, known)
    tasks = sorted(rows, key=lambda task: (task.parent.position if task.parent else 0, task.position))
    found = standings(tasks, on, known)
    counted = Counter(found[task.pk].result for task in tasks)
    # The documents of the plan's own unit, which whoever may read the report may read as well, and of its own time:
    # what was said before it began is another plan's to answer.
    said = Sentence.everything.filter(
        reading__document__unit=plan.unit,
        reading__document__about__range=(plan.starts, on),
        reading__known_at__lte=known,
    )
    sentences = list(coverage.with_cover(said, known).order_by("reading__known_at", "reading", "number"))
    return Telling(
        plan=plan.name,
        unit=plan.unit.name,
        on=on,
        known=known,
        lamps=tuple((lamp, counted[lamp]) for lamp in Lamp if counted[lamp]),
        claimed=total(tasks, found, "claimed"),
        shown=total(tasks, found, "shown"),
        expected=total(tasks, found, "expected"),
        cover=coverage.count(sentences),
        lines=_lines(tasks, found),
        unanswered=tuple(one.words.strip() for one in sentences if coverage.cover(one) == coverage.OPEN),
    )


def _lines(tasks: Sequence[Item], found: dict[int, Standing]) -> tuple[Line, ...]:
    return tuple(
        Line(
            code=task.code,
            title=task.title,
            lead="、".join(owner.unit.name for owner in task.takes_part() if owner.role == "lead"),
            lamp=found[task.pk].result,
            claimed=found[task.pk].claimed,
            shown=found[task.pk].shown,
            due=found[task.pk].due,
        )
        for task in tasks
    )
