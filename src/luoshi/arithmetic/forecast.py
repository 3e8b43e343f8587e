"""预测: on which day the target is reached if it goes on like this, and how likely that is by the due day.

The pace is that of Theil and Sen, the median of the slopes of all pairs. The day, its band and the chance come from drawing
the observations again from a seed, a running total by its steps (see `ways`). The draws use nothing of the generator but
what Python promises to keep: the same facts give the same day next year.

No forecast is made from fewer than 4 observations or fewer than 3 days. Four times in five the day should lie in the band; of
a season, a plan that begins later or a figure that is only booked in December it knows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from luoshi.arithmetic.derivation import SHARE, Derivation, Lack, undefined, written
from luoshi.arithmetic.exact import scaled
from luoshi.arithmetic.indicators import Comparator, Direction, Indicator, Observation, reached
from luoshi.arithmetic.shares import SCALE, ratio
from luoshi.arithmetic.ways import Line, Track, Walk
from luoshi.wording import noted, say

FEWEST, FEWEST_DAYS = 4, 3
NEWEST = 36  # observations that are looked at: the pairs grow with the square
CHANCE = noted("按期达到的可能")
LOW, HIGH = 10, 90  # per cent of the draws below and above which the band ends


@dataclass(frozen=True, slots=True)
class Forecast:
    """预测: the day of the middle draw, the days that bound the band (None: never), the chance by the due day.

    The chance is at least one half exactly when the day is not after the due day: the two never disagree.
    """

    day: Derivation[date]
    early: date | None
    late: date | None
    chance: Derivation[int]
    pace: Derivation[Decimal]


def forecast(
    indicator: Indicator,
    rows: Sequence[Observation],
    target: Decimal,
    due: date | None,
    *,
    seed: int = 0,
    draws: int = 200,
) -> Forecast:
    """Return when a target is reached if it goes on as observed; of two observations of one day the later known counts.

    >>> from luoshi.arithmetic.indicators import Kind
    >>> kind = Indicator("到账经费", Kind.MAXIMISE, "万元", base=Decimal(0))
    >>> rows = [Observation(date(2026, 1, 1 + day), Decimal(day)) for day in range(6)]
    >>> found = forecast(kind, rows, Decimal(10), date(2026, 1, 15))
    >>> found.day.shown, found.early == found.late == found.day.value, found.chance.shown
    ('2026-01-11', True, '100%')
    """
    held = series(rows)
    if lack := _lack(indicator, rows, held):
        return _none(indicator, lack)
    line = Line.of(_track(indicator, held, target))
    pace, first = _pace(indicator, held, line), held[0].about.toordinal()
    if since := _reached_since(indicator, held, target):
        return _told([since.toordinal()], say("{day} 起已达到", day=since), due, pace)
    way, chance = Walk.of(line.track) if indicator.running else line, Random(seed)  # noqa: S311 - no secret
    found = [way.drawn(chance) for _ in range(draws)]
    again = (
        noted("目标 {target}；各期增量重抽 {n} 次")
        if indicator.running
        else noted("目标 {target}；观测值重抽 {n} 次")
    )
    words = say(again, target=written(target, indicator.unit), n=draws)
    return _told([None if day is None else first + day for day in found], words, due, pace)


def series(rows: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return for each day the observation that holds, in the order of the days; the newest 36 of them."""
    held: dict[date, Observation] = {}
    for row in sorted(rows, key=Observation.rank):
        held[row.about] = row
    return tuple(held.values())[-NEWEST:]


def _lack(indicator: Indicator, rows: Sequence[Observation], held: Sequence[Observation]) -> Lack | None:
    if indicator.direction is Direction.KEEP:
        return Lack.KEPT
    if len(rows) < FEWEST:
        return Lack.FEW_OBSERVATIONS
    return Lack.FEW_DAYS if len(held) < FEWEST_DAYS else None


def _none(indicator: Indicator, lack: Lack) -> Forecast:
    day, chance = undefined(say("达到日"), lack), undefined(say(CHANCE), lack, SHARE)
    return Forecast(day, None, None, chance, undefined(say("走势"), lack, indicator.unit))


def _reached_since(indicator: Indicator, held: Sequence[Observation], target: Decimal) -> date | None:
    """Return the day since which every observation reaches the target."""
    since = None
    for row in reversed(held):
        if not reached(indicator, row.value, target):
            break
        since = row.about
    return since


def _track(indicator: Indicator, held: Sequence[Observation], target: Decimal) -> Track:
    days = [(row.about - held[0].about).days for row in held]
    return Track.of(
        days,
        [row.value for row in held],
        target,
        down=indicator.direction is Direction.DOWN,
        strict=indicator.comparator in {Comparator.MORE, Comparator.LESS},
    )


def _told(found: list[int | None], words: str, due: date | None, pace: Derivation[Decimal]) -> Forecast:
    """Say of the days of all draws the middle one, the band and how many are in time."""
    never = date.max.toordinal() + 1
    days = sorted(never if day is None else day for day in found)
    places = ((len(days) - 1) // 2, len(days) * LOW // 100, -(-len(days) * HIGH // 100) - 1)
    middle, early, late = (_day(days[place]) for place in places)
    told = say(
        "{how}，{low}%～{high}% 在 {early} 至 {late}",
        how=words,
        low=LOW,
        high=HIGH,
        early=early or say("达不到"),
        late=late or say("达不到"),
    )
    lack = None if middle else Lack.NEVER
    day = Derivation(say("达到日"), middle, "", "draws", told, parts=(pace,), lack=lack)
    return Forecast(day, early, late, _chance(days, due, day), pace)


def _day(ordinal: int) -> date | None:
    return None if ordinal > date.max.toordinal() else date.fromordinal(ordinal)


def _chance(days: list[int], due: date | None, day: Derivation[date]) -> Derivation[int]:
    name = say(CHANCE)
    if due is None:
        return undefined(name, Lack.NO_DUE_DAY, SHARE, day)
    inside = sum(one <= due.toordinal() for one in days)
    words = say("{n} 次中 {inside} 次不晚于 {due}", n=len(days), inside=inside, due=due)
    return Derivation(name, ratio(inside, len(days)), SHARE, "draws", words, parts=(day,))


def _pace(indicator: Indicator, held: Sequence[Observation], line: Line) -> Derivation[Decimal]:
    """Return the slope of the line through all observations, for 30 days."""
    slope = 30 * (-line.slope if indicator.direction is Direction.DOWN else line.slope)
    words = say("{n} 个观测值两两斜率的中位数，按 30 天计", n=len(held))
    facts = tuple(row.fact for row in held)
    return Derivation(say("走势"), scaled(round(slope * SCALE)), indicator.unit, "median slope", words, facts)
