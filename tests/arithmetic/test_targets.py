"""目标序列: what is expected never leaves the way from point to point, and old targets are not forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic import targets
from luoshi.arithmetic.derivation import given as stated
from luoshi.arithmetic.indicators import Goal, Indicator, Kind, Milestone, passed
from luoshi.arithmetic.targets import Course, Mark, Point, Shape, Version

START = date(2026, 1, 1)
KIND = Indicator("数", Kind.MAXIMISE, "", Decimal(0))
rising = st.lists(st.tuples(st.integers(1, 90), st.integers(0, 500)), min_size=1, max_size=6)


def day(number: int) -> date:
    return START + timedelta(days=number)


def points(steps: list[tuple[int, int]]) -> list[Point]:
    """Return points that never fall, each later than the one before."""
    found, at, value = [], 0, 0
    for days, more in steps:
        at, value = at + days, value + more
        found.append(Point(day(at), Goal(Decimal(value), Decimal(2 * value))))
    return found


@given(rising, st.integers(-5, 600), st.sampled_from(Shape))
def test_what_is_expected_lies_between_base_and_target_and_never_falls(
    steps: list[tuple[int, int]], on: int, shape: Shape
) -> None:
    rows, course = points(steps), Course(START, shape)
    today, tomorrow = (targets.expected(KIND, rows, course, day(n)).value for n in (on, on + 1))
    end = rows[-1].goal.bottom
    assert today is not None
    assert tomorrow is not None
    assert end is not None
    assert 0 <= today <= tomorrow <= end


@given(rising, st.integers(0, 600))
def test_steps_are_never_ahead_of_the_even_way_and_both_meet_in_the_points(
    steps: list[tuple[int, int]], on: int
) -> None:
    rows = points(steps)
    step, even = (
        targets.expected(KIND, rows, Course(START, shape), day(on)).value
        for shape in (Shape.STEP, Shape.LINEAR)
    )
    assert step is not None
    assert even is not None
    assert step <= even
    for point in rows:
        for shape in Shape:
            found = targets.expected(KIND, rows, Course(START, shape), point.on).value
            assert found == point.goal.bottom


@given(rising, st.integers(0, 600))
def test_the_stretch_has_its_own_way(steps: list[tuple[int, int]], on: int) -> None:
    rows = points(steps)
    bottom, stretch = (
        targets.expected(KIND, rows, Course(START, Shape.STEP), day(on), mark).value for mark in Mark
    )
    assert bottom is not None
    assert stretch == 2 * bottom


def test_the_point_that_is_pursued_is_the_next_that_is_due() -> None:
    rows = points([(10, 5), (10, 5)])
    assert [targets.due_point(rows, day(n)) for n in (0, 10, 11, 99)] == [rows[0], rows[0], rows[1], rows[1]]
    assert targets.due_point([], day(0)) is None


def test_the_newest_version_is_looked_up_by_what_was_known() -> None:
    known = [datetime(2026, month, 1, tzinfo=UTC) for month in (2, 4)]
    rows = [
        Version(START, at, (Point(day(300), Goal(Decimal(100 - 50 * n))),), str(n))
        for n, at in enumerate(known)
    ]
    assert targets.version(rows, day(0), known[0] - timedelta(seconds=1)) is None
    assert targets.version(reversed(rows), day(0), known[0]) == rows[0]
    assert targets.version(rows, day(0), known[1]) == rows[1]


dated = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6, unique=True)


@given(dated, st.integers(0, 9), st.integers(0, 9))
def test_a_version_holds_by_both_clocks_in_whatever_order_they_come(
    said: list[tuple[int, int]], on: int, known: int
) -> None:
    moments = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(10)]
    rows = [
        Version(day(about), moments[at], (Point(day(300), Goal(Decimal(100 + 10 * about + at))),))
        for about, at in said
    ]
    seen = sorted(pair for pair in said if pair[0] <= on and pair[1] <= known)
    found = targets.version(rows, day(on), moments[known])
    sides = targets.sides(KIND, stated("数", Decimal(60), ""), rows, day(on), moments[known])
    assert (found is None, sides is None) == (not seen, not seen)
    if found and sides:
        assert (found.about, found.known) == (day(seen[-1][0]), moments[seen[-1][1]])
        assert sides.changes == len(seen) - 1
        assert sides.first.bottom
        assert sides.first.bottom.target == 100 + 10 * seen[0][0] + seen[0][1]


def test_beside_the_newest_stands_the_first_with_the_versions_as_facts() -> None:
    known = [datetime(2026, month, 1, tzinfo=UTC) for month in (2, 4, 6)]
    rows = [
        Version(day(n), at, (Point(day(300), Goal(Decimal(target), Decimal(2 * target))),), f"v{target}")
        for n, (at, target) in enumerate(zip(known, (120, 100, 80), strict=True))
    ]
    found = targets.sides(KIND, stated("数", Decimal(60), ""), rows, day(9), known[-1])
    assert found
    assert found.newest.bottom
    assert found.first.stretch
    assert (found.newest.bottom.progress.shown, found.first.stretch.progress.shown) == ("75%", "25%")
    assert [(fact.key, fact.about) for fact in found.newest.bottom.progress.facts] == [("v80", day(2))]
    assert [fact.key for fact in found.first.stretch.progress.facts] == ["v120"]


def test_milestones_are_expected_when_they_are_due_and_shown_when_they_are_passed() -> None:
    rows = [
        Milestone("方案", Decimal(1), day(8), due=day(10)),
        Milestone("建设", Decimal(2), None, due=day(20)),
        Milestone("验收", Decimal(1)),
    ]
    found = [targets.expected_milestones(rows, day(n)) for n in (9, 10, 20, 400)]
    assert [one.shown for one in found] == ["0%", "25%", "75%", "75%"]
    assert passed(rows, day(9)).shown == "25%"
    assert found[1].words == "应完成节点权重 1 ÷ 全部权重 4"
