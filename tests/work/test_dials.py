"""钟面: since when the clock runs that is drawn, and how many of its working days are gone."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.arithmetic.notices import Event, Move, Notice, running
from luoshi.arithmetic.workdays import Calendar
from luoshi.work.dials import dial

OPENED, WEEKS = date(2026, 3, 2), Calendar()  # a Monday
ARRANGED = Event(Move.ARRANGED, date(2026, 3, 3))
RECEIVED = Event(Move.RECEIVED, date(2026, 3, 4))
PLANNED = Event(Move.PLANNED, date(2026, 3, 12), date(2026, 4, 1), 1)
BACK = Event(Move.RETURNED, date(2026, 3, 16), date(2026, 3, 20), 3)
ANSWERED = Event(Move.ANSWERED, date(2026, 3, 13), None, 2)


@pytest.mark.parametrize(
    ("events", "on", "told"),
    [
        # The office has a day to issue what it drafted.
        ((), date(2026, 3, 4), ("交办", OPENED, 2, 1, 1)),
        # The first reply counts from the day of arranging, whether or not it was signed for.
        ((ARRANGED, RECEIVED), date(2026, 3, 5), ("首次反馈", ARRANGED.on, 2, 3, 0)),
        ((ARRANGED,), date(2026, 3, 10), ("首次反馈", ARRANGED.on, 5, 3, 2)),
        # A plan and a return set a day that counts from when they were made.
        ((ARRANGED, PLANNED), date(2026, 3, 13), ("按方案办结", PLANNED.on, 1, 14, 0)),
        ((ARRANGED, ANSWERED, BACK), date(2026, 3, 18), ("重办", BACK.on, 2, 4, 0)),
    ],
)
def test_the_clock_that_runs(
    events: tuple[Event, ...], on: date, told: tuple[str, date, int, int, int]
) -> None:
    clocks = running(Notice(OPENED, events=events), WEEKS, on)
    face = dial(clocks, OPENED, WEEKS, on)
    assert face is not None
    assert (face.phase, face.since, face.used, face.limit, face.over) == told
    assert face.due == clocks.due
    assert face.over == clocks.over


def test_what_is_answered_has_none() -> None:
    clocks = running(Notice(OPENED, events=(ARRANGED, ANSWERED)), WEEKS, date(2026, 3, 20))
    assert dial(clocks, OPENED, WEEKS, date(2026, 3, 20)) is None
