"""指标一览: what is told of an indicator in one line: value, target, gap, lamps, forecast, how fresh its figures are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _

from luoshi.arithmetic.derivation import Derivation
from luoshi.arithmetic.exact import less
from luoshi.arithmetic.forecast import Forecast
from luoshi.arithmetic.indicators import Against, Direction
from luoshi.arithmetic.lamps import LAMPS, Lamp, lamps
from luoshi.arithmetic.shares import SCALE, clipped
from luoshi.arithmetic.targets import Course, Mark, Point, Sides, Version, expected_progress, final, version
from luoshi.results import meaning
from luoshi.results.history import History, histories
from luoshi.results.measuring import Soundness, Stand, foretold, sound, statements, stood
from luoshi.results.models import Indicator
from luoshi.wording import noted

REACHED = noted("已达到")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator on D as known at K."""

    indicator: Indicator
    held: History
    stand: Stand
    aim: Version | None
    expected: Derivation[int] | None
    ahead: Forecast
    sound: Soundness
    result: Lamp
    time: Lamp

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.stand.definition.name if self.stand.definition else ""

    @property
    def unit(self) -> str:
        """Return in what it is measured."""
        return self.stand.definition.measure if self.stand.definition else ""

    @property
    def point(self) -> Point | None:
        """Return the last point of the target that holds."""
        return final(self.aim.points) if self.aim else None

    @property
    def against(self) -> Against | None:
        """Return how the verified value stands to what is asked: the bottom line, else the stretch."""
        return _against(self.stand.shown_sides)

    @property
    def claimed_against(self) -> Against | None:
        """Return how the claimed value stands to what is asked."""
        return _against(self.stand.claimed_sides)

    @property
    def gap(self) -> Decimal | None:
        """Return how much is missing to what is asked; nothing or less where it is reached."""
        against, value, definition = self.against, self.stand.shown.value, self.stand.definition
        if against is None or value is None or definition is None:
            return None
        if definition.direction == Direction.KEEP:
            return abs(less(value, against.target))
        down = definition.direction == Direction.DOWN
        return less(value, against.target) if down else less(against.target, value)

    @property
    def word(self) -> str:
        """Say the lamp by result in the words of an indicator."""
        return _(REACHED) if self.result is Lamp.DONE else self.result.word


def _against(sides: Sides | None) -> Against | None:
    return (sides.newest.bottom or sides.newest.stretch) if sides else None


def figures(
    indicators: Sequence[Indicator],
    on: date,
    known: datetime,
    *,
    starts: dict[int, date],
    stated: bool = True,
) -> list[Figure]:
    """Tell of some indicators, in four queries however many there are; `starts` says from when each is pursued.

    Where what is stated of their figures is not told, it is not asked for.
    """
    keys = [one.pk for one in indicators]
    found, said = histories(keys), statements(keys) if stated else dict.fromkeys(keys, ())
    return [
        figure(one, found[one.pk], sound(found[one.pk], said[one.pk], on, known), (on, known), starts[one.pk])
        for one in indicators
    ]


def figure(
    indicator: Indicator, held: History, soundness: Soundness, at: tuple[date, datetime], starts: date
) -> Figure:
    """Tell of one indicator from its history."""
    stand, aim = stood(held, *at), version(held.versions(), *at)
    due = expected_of(stand, aim, starts, at[0])
    result, time = (
        _lamp(_against(sides), due, aim, starts, at[0]) for sides in (stand.shown_sides, stand.claimed_sides)
    )
    return Figure(indicator, held, stand, aim, due, foretold(held, *at), soundness, result, time)


def expected_of(stand: Stand, aim: Version | None, starts: date, on: date) -> Derivation[int] | None:
    """Return the progress that is due on a day, on an even way from the start through the points."""
    point = final(aim.points) if aim else None
    if stand.definition is None or aim is None or point is None:
        return None
    mark = Mark.BOTTOM if point.goal.bottom is not None else Mark.STRETCH
    return expected_progress(meaning.of(stand.definition), aim.points, Course(starts), on, mark)


def _lamp(
    against: Against | None, due: Derivation[int] | None, aim: Version | None, starts: date, on: date
) -> Lamp:
    """Light a lamp by the rules for items: what is reached is done, what has no value or no target is no data."""
    if against is None or against.reached is None or aim is None:
        return Lamp.NONE
    if against.reached:
        return Lamp.DONE
    if against.progress.value is None or due is None or due.value is None:
        return Lamp.NONE
    point = final(aim.points)
    assert point is not None
    share = min(clipped(against.progress.value), SCALE - 1)  # not reached, whatever the share says
    first, last = np.array([starts.toordinal()]), np.array([point.on.toordinal()])
    lit = lamps(np.array([share]), np.array([clipped(due.value)]), first, last, on.toordinal())
    return LAMPS[int(lit[0])]


def starts_of(indicators: Iterable[Indicator]) -> dict[int, date]:
    """Return from when each is pursued: the item's start, else the plan's; item and plan are fetched along."""
    return {one.pk: one.item.starts or one.item.plan.starts for one in indicators}
