"""目标序列: what a target asks for day by day, and progress against the newest and the first version side by side.

A target that was changed is not forgotten: whoever lowers it has the progress against the first one beside the new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from luoshi.arithmetic.derivation import Derivation, Fact, Lack, undefined, written
from luoshi.arithmetic.exact import less, quotient, times, total
from luoshi.arithmetic.indicators import (
    Direction,
    Goal,
    Indicator,
    Milestone,
    Outcome,
    judge,
    passed,
    progress,
)
from luoshi.wording import noted, say


class Shape(StrEnum):
    """应达走势: between two points the earlier holds (阶梯), or the way is even (匀速)."""

    STEP = "step"
    LINEAR = "linear"


class Mark(StrEnum):
    """哪一档: the bottom line or the stretch."""

    BOTTOM = "bottom"
    STRETCH = "stretch"


@dataclass(frozen=True, slots=True)
class Point:
    """目标点: what is to be reached by a day."""

    on: date
    goal: Goal


@dataclass(frozen=True, slots=True)
class Version:
    """目标版本: the points that hold from a day on, when they were set, and why."""

    about: date
    known: datetime
    points: tuple[Point, ...]
    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """起点与走势: the day from which a target is pursued, and how one comes from point to point."""

    starts: date
    shape: Shape = Shape.LINEAR


@dataclass(frozen=True, slots=True)
class Sides:
    """新旧对照: progress against the version that holds and the first that held; how often the target was changed."""

    newest: Outcome
    first: Outcome
    changes: int


def value_at(point: Point, mark: Mark) -> Decimal | None:
    """Return what a point asks for on one of the two marks."""
    return point.goal.bottom if mark is Mark.BOTTOM else point.goal.stretch


def expected(
    indicator: Indicator, points: Sequence[Point], course: Course, on: date, mark: Mark = Mark.BOTTOM
) -> Derivation[Decimal]:
    """Return the value that is due on a day: the base before the start, the last point after all of them.

    >>> from luoshi.arithmetic.indicators import Kind
    >>> kind = Indicator("毕业生留辽人数", Kind.MAXIMISE, "人", base=Decimal(800))
    >>> points = [Point(date(2026, 1, 11), Goal(Decimal(1200)))]
    >>> expected(kind, points, Course(date(2026, 1, 1)), date(2026, 1, 6)).shown
    '1000人'
    >>> expected(kind, points, Course(date(2026, 1, 1), Shape.STEP), date(2026, 1, 6)).shown
    '800人'
    """
    name = say("{day} 应达", day=on)
    ahead = [(point.on, asked) for point in points if (asked := value_at(point, mark)) is not None]
    if not ahead:
        return undefined(name, Lack.TARGET, indicator.unit)
    if indicator.direction is Direction.KEEP:
        return _kept(name, indicator, sorted(ahead), on)
    if indicator.start is None:
        return undefined(name, Lack.BASE, indicator.unit)
    stops = [(course.starts, indicator.start), *sorted(ahead)]
    behind = [stop for stop in stops if stop[0] <= on]
    coming = [stop for stop in stops if stop[0] > on]
    if not behind or not coming or course.shape is Shape.STEP:
        day, value = behind[-1] if behind else stops[0]
        return Derivation(
            name, value, indicator.unit, "step", say("{day} 起应为 {value}", day=day, value=written(value))
        )
    return _between(Derivation(name, None, indicator.unit, lack=Lack.TARGET), behind[-1], coming[0], on)


def _kept(
    name: str, indicator: Indicator, ahead: list[tuple[date, Decimal]], on: date
) -> Derivation[Decimal]:
    """Return what is to be kept on a day: there is no way to it, it is asked for from the first day."""
    day, value = next((stop for stop in ahead if stop[0] >= on), ahead[-1])
    words = say("到 {day} 均应保持 {value}", day=day, value=written(value))
    return Derivation(name, value, indicator.unit, "kept", words)


def _between(
    named: Derivation[Decimal], left: tuple[date, Decimal], right: tuple[date, Decimal], on: date
) -> Derivation[Decimal]:
    """Return the value on the even way from one stop to the next."""
    (begun, low), (due, high) = left, right
    gone, whole = (on - begun).days, (due - begun).days
    rise = quotient(times(less(high, low), Decimal(gone)), Decimal(whole))
    value = total([low, rise or Decimal(0)])
    way = noted("{low} +（{high} − {low}）× {gone}天 ÷ {whole}天")
    words = say(way, low=written(low), high=written(high), gone=gone, whole=whole)
    return Derivation(named.name, value, named.unit, "linear", words)


def expected_progress(
    indicator: Indicator, points: Sequence[Point], course: Course, on: date, mark: Mark = Mark.BOTTOM
) -> Derivation[int]:
    """Return the expected value as progress toward the last point: what the shown progress is held against.

    A value that is to be kept is expected in full from the first day.
    """
    last = due_point(points, on) if indicator.direction is Direction.KEEP else final(points)
    target = value_at(last, mark) if last else None
    found = progress(indicator, expected(indicator, points, course, on, mark), target)
    return replace(found, name=say("应达进度"))


def expected_milestones(rows: Iterable[Milestone], on: date) -> Derivation[int]:
    """Return the weight of the milestones that were due up to D as a share of all weight (形象进度应达).

    >>> rows = [Milestone("方案", Decimal(1), due=date(2026, 3, 1)), Milestone("验收", Decimal(3), due=date(2026, 9, 1))]
    >>> expected_milestones(rows, date(2026, 6, 30)).shown
    '25%'
    """
    due = noted("应完成节点权重 {done} ÷ 全部权重 {whole}")
    found = passed((replace(step, passed=step.due) for step in rows), on, due)
    return replace(found, name=say("应达进度"), rule="expected")


def final(points: Iterable[Point]) -> Point | None:
    """Return the point of the latest day."""
    return max(points, key=lambda point: point.on, default=None)


def due_point(points: Iterable[Point], on: date) -> Point | None:
    """Return the point that is pursued on a day: the next that is due, after all of them the last."""
    rows = sorted(points, key=lambda point: point.on)
    return next((point for point in rows if point.on >= on), rows[-1] if rows else None)


def _until(versions: Iterable[Version], on: date, known: datetime) -> list[Version]:
    seen = (row for row in versions if row.about <= on and row.known <= known)
    return sorted(seen, key=lambda row: (row.about, row.known, row.key))


def version(versions: Iterable[Version], on: date, known: datetime) -> Version | None:
    """Return the version about the latest day up to D, of two about one day the one known last up to K."""
    rows = _until(versions, on, known)
    return rows[-1] if rows else None


def sides(
    indicator: Indicator, actual: Derivation[Decimal], versions: Iterable[Version], on: date, known: datetime
) -> Sides | None:
    """Hold a value against the last point of the version that holds on D as known at K, and of the first.

    Changed twice within a period, what stands beside the newest is still the first. None where no target was set.
    """
    rows = _until(versions, on, known)
    if not rows:
        return None
    newest, first = (_judged(indicator, actual, row) for row in (rows[-1], rows[0]))
    return Sides(newest, first, len(rows) - 1)


def _judged(indicator: Indicator, actual: Derivation[Decimal], row: Version) -> Outcome:
    point = final(row.points)
    outcome = judge(indicator, actual, point.goal if point else Goal())
    fact = Fact(say("目标版本"), row.key, row.about, row.known)
    bottom, stretch = (
        against and replace(against, progress=replace(against.progress, facts=(fact,)))
        for against in (outcome.bottom, outcome.stretch)
    )
    return Outcome(outcome.actual, bottom, stretch)
