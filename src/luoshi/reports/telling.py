"""What a report tells, gathered from the facts for (D, K): the same facts give the same telling for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import Lamp
from luoshi.plans import coverage
from luoshi.plans.coverage import Coverage
from luoshi.plans.models import Plan
from luoshi.records.models import Sentence
from luoshi.results.standings import Standing, all_of


@dataclass(frozen=True, slots=True)
class Line:
    """A task, or a node above tasks, as the report tells it."""

    code: str
    title: str
    lead: str
    lamp: Lamp
    claimed: float | None
    shown: float | None
    due: date | None
    level: int = 1
    leaf: bool = True


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one report tells; `tree` are the tasks with what they stand under, `lines` the tasks alone."""

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
    tree: tuple[Line, ...] = ()


def tell(plan: Plan, *, on: date, known: datetime) -> Telling:
    """Gather what is told of a plan on D as known at K."""
    seen = all_of(plan, Clock(on, known))
    claimed, shown, expected = seen.total
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
        lamps=tuple((lamp, seen.tally[lamp]) for lamp in Lamp if seen.tally[lamp]),
        claimed=claimed,
        shown=shown,
        expected=expected,
        cover=coverage.count(sentences),
        lines=_lines(seen.leaves),
        tree=_lines(seen.rows),
        unanswered=tuple(one.words.strip() for one in sentences if coverage.cover(one) == coverage.OPEN),
    )


def _lines(rows: Iterable[Standing]) -> tuple[Line, ...]:
    return tuple(
        Line(
            code=row.code,
            title=row.title,
            lead=row.lead.name if row.lead else "",
            lamp=row.result,
            claimed=row.claimed,
            shown=row.shown,
            due=row.due,
            level=row.level,
            leaf=row.leaf,
        )
        for row in rows
    )
