"""将迟: the line of many tasks at once is the line of each alone, and says nothing of what is not known."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic.ahead import BEYOND, ahead
from luoshi.arithmetic.asof import NEVER, Column
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.shares import SCALE, UNDEFINED
from luoshi.arithmetic.standing import UNDRIVEN

Row = tuple[int, ...]  # task, day, known, until, share, milestones, claim of the indicator that drives
rows = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(1000, 1060),
        st.integers(0, 9),
        st.just(NEVER),
        st.integers(0, 100).map(lambda percent: percent * SCALE // 100),
        st.just(UNMARKED),
        st.sampled_from([UNDRIVEN, 5]),
    ),
    max_size=60,
)


def alone(given: list[Row], on: int, known: int) -> dict[int, int]:
    """Work the same out task by task, in fractions."""
    found: dict[int, int] = {}
    for task in {row[0] for row in given}:
        held: dict[int, tuple[int, bool]] = {}
        mine = [row for row in given if row[0] == task and row[1] <= on and row[2] <= known < row[3]]
        for _, day, _, _, share, _, claim in sorted(mine, key=lambda row: (row[1], row[2], -row[4], -row[6])):
            held[day] = share, claim != UNDRIVEN
        days = sorted(held)
        points = [(day, held[day][0]) for day in days if held[day][1] == held[days[-1]][1]][-36:]
        if len(points) < 4 or points[-1][1] >= SCALE:
            continue
        slopes = [Fraction(b[1] - a[1], b[0] - a[0]) for i, a in enumerate(points) for b in points[i + 1 :]]
        slope = median(slopes)
        if slope <= 0:
            found[task] = BEYOND
            continue
        start = points[0][0]
        base = median([share - slope * (day - start) for day, share in points])
        reach = math.ceil((SCALE - base) / slope)
        found[task] = BEYOND if reach >= 3_000_000 else max(start + reach, points[-1][0] + 1)
    return found


@given(rows, st.integers(1000, 1060), st.integers(0, 9))
def test_many_at_once_are_as_each_alone(facts: list[Row], on: int, known: int) -> None:
    said = ahead(Column.of(5, facts, 3), on, known)
    assert dict(zip(said.things.tolist(), said.days.tolist(), strict=True)) == alone(facts, on, known)


def steady(*shares: int) -> Column:
    """Return one task that was shown at some per cent every ten days."""
    return Column.of(1, [shown(i, 1, share) for i, share in enumerate(shares)], 3)


def shown(turn: int, known: int, share: int, claim: int = UNDRIVEN) -> Row:
    return 0, 1000 + 10 * turn, known, NEVER, share * SCALE // 100, UNMARKED, claim


@pytest.mark.parametrize(
    ("shares", "days"),
    [
        ((10, 20, 30), []),  # three days say nothing
        ((10, 20, 30, 40), [1090]),
        ((40, 40, 40, 40), [BEYOND]),
        ((40, 30, 20, 10), [BEYOND]),
        ((70, 80, 90, 100), []),  # it is there
        ((10, 20, 30, 40, 50, 95), [1090]),  # one leap does not carry the line away
        ((95, 96, 97, 98, 99), [1050]),
    ],
)
def test_a_line_is_drawn_through_what_was_shown(shares: tuple[int, ...], days: list[int]) -> None:
    assert ahead(steady(*shares), 2000, 1).days.tolist() == days


def test_what_is_not_known_yet_or_about_a_later_day_moves_nothing() -> None:
    late = Column.of(1, [shown(i, i, 10 * i) for i in range(1, 7)], 3)
    assert len(ahead(late, 2000, 3).days) == 0
    assert ahead(late, 2000, 4).days.tolist() == ahead(late, 1040, 9).days.tolist() == [1100]


def test_an_undefined_share_is_no_observation() -> None:
    rows = [(0, 1000 + i, 1, NEVER, UNDEFINED, UNMARKED, UNDRIVEN) for i in range(9)]
    assert ahead(Column.of(1, rows, 3), 2000, 1).things.tolist() == []


def test_only_what_was_shown_in_the_present_way_counts() -> None:
    rows = [shown(i, 1, 10 * i) for i in range(5)] + [shown(i, 1, 50, claim=7) for i in range(5, 8)]
    assert ahead(Column.of(1, rows, 3), 2000, 1).days.tolist() == []
    rows.append(shown(8, 1, 50, claim=7))
    assert ahead(Column.of(1, rows, 3), 2000, 1).days.tolist() == [BEYOND]
