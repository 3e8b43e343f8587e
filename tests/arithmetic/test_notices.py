"""督办时限: promises beside the cases: later is never less over, and clocks can be set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic.notices import Clocks, Event, Move, Notice, Phase, running
from luoshi.arithmetic.workdays import Calendar

START = date(2026, 3, 2)
simple = [Move.ARRANGED, Move.RECEIVED, Move.REPLIED, Move.ANSWERED, Move.RETURNED, Move.CLOSED]
histories = st.lists(st.tuples(st.sampled_from(simple), st.integers(0, 40)), max_size=5)


def day(number: int) -> date:
    return START + timedelta(days=number)


def events(rows: list[tuple[Move, int]]) -> tuple[Event, ...]:
    return tuple(Event(move, day(number)) for move, number in rows)


@given(histories, st.booleans(), st.integers(0, 60))
def test_of_each_leg_only_the_last_still_runs(rows: list[tuple[Move, int]], hard: bool, on: int) -> None:
    found = running(Notice(START, hard, events(rows)), Calendar(), day(on))
    assert all(leg.done for leg in found.legs[:-1])
    assert (found.legs[-1].done is not None) == (found.phase in {Phase.CHECK, Phase.CLOSED})
    assert (found.due is None) == (found.phase in {Phase.CHECK, Phase.CLOSED})
    assert not (found.left and found.over)


@given(histories, st.integers(0, 60), st.integers(0, 20))
def test_waiting_never_makes_a_clock_less_over(rows: list[tuple[Move, int]], on: int, more: int) -> None:
    """While nothing happens: of the same phase and legs the later day is over at least as much."""
    notice = Notice(START, events=events([row for row in rows if row[1] <= on]))
    was, now = (running(notice, Calendar(), day(number)) for number in (on, on + more))
    assert now.phase == was.phase
    assert now.over >= was.over


@given(histories, st.integers(0, 60))
def test_what_happens_later_is_not_known_before(rows: list[tuple[Move, int]], on: int) -> None:
    so_far = [row for row in rows if row[1] <= on]
    whole, part = (
        running(Notice(START, events=events(some)), Calendar(), day(on)) for some in (rows, so_far)
    )
    assert whole == part


def test_the_clocks_can_be_set() -> None:
    notice = Notice(START, events=events([(Move.ARRANGED, 0), (Move.REPLIED, 1)]))
    assert running(notice, Calendar(), day(1)).due == day(9)
    assert running(notice, Calendar(), day(1), Clocks(ordinary=2)).due == day(2)


def test_a_plan_needs_its_day_and_nothing_else_has_one() -> None:
    with pytest.raises(ValueError, match="plan"):
        Event(Move.PLANNED, START)
    with pytest.raises(ValueError, match="plan"):
        Event(Move.CLOSED, START, START)


@pytest.mark.parametrize("planned", [3, 5])
def test_a_plan_of_the_last_day_or_after_it_counts_no_more(planned: int) -> None:
    rows = (*events([(Move.ARRANGED, 0), (Move.CLOSED, 3)]), Event(Move.PLANNED, day(planned), day(50)))
    found = running(Notice(START, events=rows), Calendar(), day(9))
    assert (found.phase, [leg.phase for leg in found.legs][-1]) == (Phase.CLOSED, Phase.FINISH)


def test_the_limit_tells_how_it_was_counted() -> None:
    found = running(Notice(START), Calendar(), START)
    assert list(found.legs[0].due.lines()) == ["交办期限 2026-03-03：2026-03-02 之后第 1 个工作日"]


def test_of_one_day_the_numbers_say_what_came_first() -> None:
    """Answered, returned and answered again on one day is answered; answered twice and then returned is not."""
    moves = [Move.ARRANGED, Move.ANSWERED, Move.RETURNED, Move.ANSWERED]
    rows = tuple(Event(move, START, number=number) for number, move in enumerate(moves))
    assert running(Notice(START, events=rows[::-1]), Calendar(), START).phase is Phase.CHECK
    assert running(Notice(START, events=rows[2::-1]), Calendar(), START).phase is Phase.FINISH


def test_a_return_may_name_a_day_or_none() -> None:
    rows = (*events([(Move.ARRANGED, 0), (Move.ANSWERED, 1)]), Event(Move.RETURNED, day(2), day(20)))
    found = running(Notice(START, events=rows), Calendar(), day(3))
    assert (found.phase, found.due) == (Phase.REDO, day(20))
    assert next(found.legs[-1].due.lines()) == "重办期限 2026-03-22：2026-03-04 退回重办时定的"
