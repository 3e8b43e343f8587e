"""横道图的几何: days on the width of a page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.web import drawing, gantt
from luoshi.web.gantt import Axis

YEAR = Axis(date(2026, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def share(length: str) -> float:
    assert length.endswith("%")
    return float(length[:-1]) / 100


@given(DAYS, DAYS, st.one_of(st.none(), st.floats(-1, 2)))
def test_a_bar_lies_within_the_page_whatever_its_days(one: date, two: date, shown: float | None) -> None:
    starts, due = sorted((one, two))
    bar = gantt.bar(YEAR, starts, due, shown)
    assert bar is not None
    begin, width = share(bar.x), share(bar.width)
    assert 0 <= begin <= begin + width <= 1.00001
    assert (bar.shown is None) is (shown is None)
    assert bar.shown is None or 0 <= share(bar.shown) <= width + 1e-9


def test_a_plan_fills_the_width_and_a_day_has_one() -> None:
    assert gantt.bar(YEAR, YEAR.starts, YEAR.ends, 1) == gantt.Bar("0%", "100%", "100%")
    one = gantt.bar(YEAR, date(2026, 3, 1), date(2026, 3, 1), None)
    assert one is not None
    assert share(one.width) == pytest.approx(1 / 365, abs=1e-5)
    assert one.shown is None


@pytest.mark.parametrize(
    ("starts", "due"), [(None, date(2026, 1, 1)), (date(2026, 1, 1), None), (None, None)]
)
def test_without_days_there_is_no_bar(starts: date | None, due: date | None) -> None:
    assert gantt.bar(YEAR, starts, due, 0.5) is None


@given(st.integers(0, 4000))
def test_months_stand_in_order_and_apart(days: int) -> None:
    axis = Axis(date(2026, 1, 17), date(2026, 1, 17) + timedelta(days=days))
    found = gantt.ticks(axis)
    places = [share(tick.x) for tick in found]
    assert places == sorted(places)
    assert len(found) <= gantt.ROOM
    assert all(tick.word.endswith("年") is tick.year for tick in found)


def test_a_milestone_is_kept_to_come_or_missed() -> None:
    stages = [(date(2026, 2, 1), True), (date(2026, 3, 1), False), (date(2026, 12, 31), False)]
    kept, missed, coming = gantt.nodes(YEAR, stages, date(2026, 6, 1))
    assert [(node.kept, node.late) for node in (kept, missed, coming)] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert coming.x == "100%"
    # On its own day nothing is late yet.
    assert not gantt.nodes(YEAR, [(date(2026, 6, 1), False)], date(2026, 6, 1))[0].late


def test_only_a_due_day_after_that_of_an_item_above_is_told() -> None:
    due = date(2026, 6, 30)
    assert gantt.beyond(YEAR, due, [due]) is None
    assert gantt.beyond(YEAR, due, []) is None
    assert gantt.beyond(YEAR, None, [due]) is None
    found = gantt.beyond(YEAR, date(2026, 9, 1), [None, date(2026, 12, 31), due])
    assert found is not None
    assert share(found) == pytest.approx(YEAR.after(due), abs=1e-5)


def test_a_row_draws_its_bar_its_nodes_and_the_day_that_it_overruns() -> None:
    bar = gantt.bar(YEAR, date(2026, 1, 1), date(2026, 6, 30), 0.5)
    nodes = gantt.nodes(YEAR, [(date(2026, 2, 1), True), (date(2026, 3, 1), False)], date(2026, 2, 15))
    drawn = drawing.row(bar, nodes, "25%", "说明", leaf=True)
    for part in (
        'class="g-bar"',
        'class="g-fill"',
        'href="#g-kept"',
        'href="#g-coming"',
        'class="g-above"',
        '"说明"',
    ):
        assert drawn.count(part) == 1
    assert "g-line" not in drawn
    assert "g-line" in drawing.row(bar, (), None, "", leaf=False)
    assert "g-bar" not in drawing.row(None, (), None, "", leaf=True)
    assert 'aria-hidden="true"' in drawing.row(
        None, (), None, "", leaf=True
    )  # a picture of nothing has no words


def test_a_month_at_the_very_end_has_no_room_for_its_name() -> None:
    *_, before, last = gantt.ticks(Axis(date(2026, 1, 1), date(2029, 1, 12)))
    assert (before.word, before.room, last.word, last.room) == ("10月", True, "2029年", False)
