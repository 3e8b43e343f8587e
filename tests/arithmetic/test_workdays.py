"""工作日: counting undoes adding, and no holiday is known that nobody imported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic.errors import BadCalendar
from luoshi.arithmetic.workdays import Calendar, read_calendar

START = date(2026, 1, 1)
dates = st.integers(0, 800).map(lambda number: START + timedelta(days=number))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    chosen = draw(st.sets(dates, max_size=40))
    weekend = draw(st.sets(dates, max_size=20))
    on = {day for day in weekend if day.weekday() >= 5}
    return Calendar.of(chosen - on, on)


@given(calendars(), dates, st.integers(0, 60))
def test_counting_undoes_adding(calendar: Calendar, day: date, count: int) -> None:
    end = calendar.add(day, count)
    assert calendar.between(day, end) == count
    assert count == 0 or calendar.works(end)
    assert calendar.between(end, day) == -count


@given(calendars(), dates, dates, dates)
def test_counts_add_up(calendar: Calendar, a: date, b: date, c: date) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(calendars(), dates, st.integers(0, 120))
def test_the_count_is_that_of_the_days_one_by_one(calendar: Calendar, day: date, length: int) -> None:
    days = [day + timedelta(days=number) for number in range(1, length + 1)]
    assert calendar.between(day, day + timedelta(days=length)) == sum(map(calendar.works, days))


def test_a_holiday_is_off_and_a_make_up_day_is_worked() -> None:
    calendar = read_calendar(
        "# 某年\n2026-05-01 休 劳动节\n2026-05-04，休\n2026-05-05,休,劳动节\n\n2026-05-09 班"
    )
    worked = [day for day in range(1, 13) if calendar.works(date(2026, 5, day))]
    assert worked == [6, 7, 8, 9, 11, 12]
    assert calendar.add(date(2026, 4, 30), 4) == date(2026, 5, 9)


def test_no_holiday_is_guessed() -> None:
    assert Calendar().works(date(2026, 10, 1))
    assert Calendar().works(date(2026, 1, 1))
    assert not Calendar().certain(date(2026, 9, 1), date(2026, 9, 2))
    calendar = read_calendar("2026-10-01 休")
    assert calendar.certain(date(2026, 1, 1), date(2026, 12, 31))
    assert not calendar.certain(date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-05-09 休\n2026-05-09 班", "既列为放假又列为调休上班"),
        ("2026-05-07 班", "不是周末"),
        ("2026-05-07 放", "日历第1行读不懂"),
        ("2026-05-01 休\n2026-02-30 休", "日历第2行读不懂"),
        ("2026/05/01 休", "日历第1行读不懂"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadCalendar, match=told):
        read_calendar(text)


def test_days_are_not_added_backwards() -> None:
    with pytest.raises(ValueError, match="-1"):
        Calendar().add(START, -1)


def test_what_lies_ahead_has_no_age() -> None:
    assert Calendar().age(date(2026, 3, 9), date(2026, 3, 6)) == 0
    assert Calendar().age(date(2026, 3, 6), date(2026, 3, 10)) == 2
