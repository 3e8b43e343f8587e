"""Geometry: what is drawn says the number, whatever the number is."""

from __future__ import annotations

import doctest
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pytest

from luoshi.web import charts, drawing
from luoshi.web.charts import Bar, Lines, Reading, Target, series_chart
from luoshi.web.templatetags.luoshi import strip_dense

NONE = Lines((), (), ())
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


def readings(*values: float | None) -> list[Reading]:
    return [Reading(date(2026, month, 28), value) for month, value in enumerate(values, 1)]


def test_the_examples_hold() -> None:
    found = doctest.testmod(charts)
    assert found.attempted > 8
    assert not found.failed
    assert not doctest.testmod(drawing).failed


def test_charts_know_nothing_of_django() -> None:
    probe = "import sys; import luoshi.web.charts; print(sorted(n for n in sys.modules if n.startswith('django')))"
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (None, None),
        (0, Bar("0%", beyond=False)),
        (0.4, Bar("40%", beyond=False)),
        (1, Bar("100%", beyond=False)),
        (1.0001, Bar("100%", beyond=True)),
        (3, Bar("100%", beyond=True)),
        (-0.2, Bar("0%", beyond=False)),
        (1 / 3, Bar("33.333%", beyond=False)),
    ],
)
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_all(
    share: float | None, bar: Bar | None
) -> None:
    made = charts.dual(share, share, share)
    assert made.claimed == made.shown == bar
    assert made.due == (bar and bar.width)


def test_no_data_is_not_nothing() -> None:
    assert charts.dual(None, 0, None) == charts.Dual(None, Bar("0%", beyond=False), None)


@pytest.mark.parametrize("number", [1, 2, 22, 400, 3000])
def test_a_strip_fills_the_width_once_however_long_the_text(number: int) -> None:
    places = charts.strip(["open", "frame"] * number)
    assert len(places) == 2 * number
    assert all(float(place.width[:-1]) > 0 for place in places)
    assert float(places[0].left[:-1]) == 0
    end = float(places[-1].left[:-1]) + float(places[-1].pitch[:-1])
    assert end == pytest.approx(100, abs=0.01)
    rights = [float(place.x[:-1]) + float(place.width[:-1]) for place in places]
    assert all(right <= float(after.x[:-1]) + 0.002 for right, after in zip(rights, places[1:], strict=False))


def test_a_tick_stands_on_the_line_and_its_height_tells_its_kind() -> None:
    kinds = ["answered", "open", "aside", "order", "report", "reason", "frame", "not yet invented"]
    places = charts.strip(kinds)
    assert [place.height for place in places] == [26, 26, 26, 26, 12, 7, 7, 7]
    assert {place.y + place.height for place in places} == {charts.ABOVE + charts.TALL}
    assert all(place.y >= 0 for place in places)


def test_the_strip_of_a_long_text_is_a_line_for_each_kind_and_few_links() -> None:
    marks = [
        SimpleNamespace(href=f"?s={n}", kind="open" if n % 7 == 0 else "reason", label="", here=n == 700)
        for n in range(1, 1001)
    ]
    dense = strip_dense(marks)
    assert dense
    assert dense.lines.count("<path") == 2
    assert dense.lines.count("v26") == 1000 // 7
    assert len(dense.stretches) == 40
    assert [dense.stretches[0].href, dense.stretches[1].href] == ["?s=7", "?s=28"], (
        "the first that nobody has"
    )
    assert dense.stretches[0].label == "第 1 至 25 句，要求 3 条，无人接 3 条"
    assert dense.here == ("69.9%", "0.4%")
    assert strip_dense(marks[:100]) is None


def test_an_empty_text_has_an_empty_strip() -> None:
    assert charts.strip([]) == ()
    assert charts.spans([]) == ()
    assert charts.spans([0, 0]) == (("0%", "0%"), ("0%", "0%"))


@pytest.mark.parametrize(
    ("used", "limit", "kinds", "over", "left"),
    [
        (0, 3, ["is-left"] * 3, 0, 3),
        (3, 3, ["is-used"] * 3, 0, 0),
        (4, 3, ["is-used"] * 3 + ["is-over"], 1, 0),
        (2, 0, ["is-over"] * 2, 2, 0),
        (-1, 2, ["is-left"] * 2, 0, 2),
    ],
)
def test_a_clock_counts_working_days(used: int, limit: int, kinds: list[str], over: int, left: int) -> None:
    made = charts.clock(used, limit)
    assert [day.kind for day in made.days] == kinds
    assert (made.over, made.left) == (over, left)
    assert all(day.x < made.stroke for day in made.days if day.kind != "is-over")
    assert all(day.x > made.stroke for day in made.days if day.kind == "is-over")
    assert all(day.x + 17 <= made.width for day in made.days)


def test_a_long_clock_stays_small_and_still_says_how_long() -> None:
    made = charts.clock(400, 90)
    assert len(made.days) == 2 * charts.MOST_DAYS
    assert made.over == 310


def test_a_chart_puts_nothing_at_the_bottom_and_the_most_below_the_top() -> None:
    made = series_chart(Lines(readings(0, 900, 1800), readings(0, 0, 0), ()), **YEAR)
    assert made.shown.dots[0][1] == made.bottom
    assert [y for _, y in made.claimed.dots] == sorted((y for _, y in made.claimed.dots), reverse=True)
    assert all(made.top <= y <= made.bottom for _, y in made.claimed.dots)
    assert [level.text for level in made.levels] == ["0", "500", "1000", "1500", "2000"]


def test_a_value_beyond_the_target_is_still_on_the_chart() -> None:
    made = series_chart(Lines(readings(2600), (), ()), target=Target(1800, before=1600), **YEAR)
    assert made.claimed.dots[0][1] >= made.top
    assert made.target and made.old_target
    assert made.claimed.dots[0][1] < made.target.y < made.old_target.y < made.bottom


def test_what_nobody_knows_breaks_the_line_and_has_no_dot() -> None:
    made = series_chart(Lines((), readings(1, None, 3, 4), ()), **YEAR)
    assert made.shown.path.count("M") == 2
    assert len(made.shown.dots) == 3


def test_a_chart_without_any_value_says_so() -> None:
    made = series_chart(NONE, today=date(2026, 6, 1), **YEAR)
    assert made.shown.path == ""
    assert made.shown.label is None
    assert made.told == "已报无数据，已证无数据，应达无数据"
    assert made.today


def test_a_chart_shows_only_its_own_days_in_their_order() -> None:
    late, early, outside = (
        Reading(date(2026, 9, 1), 2),
        Reading(date(2026, 2, 1), 1),
        Reading(date(2027, 2, 1), 9),
    )
    made = series_chart(Lines([late, outside, early], (), ()), today=date(2027, 1, 5), **YEAR)
    assert [x for x, _ in made.claimed.dots] == sorted(x for x, _ in made.claimed.dots)
    assert len(made.claimed.dots) == 2
    assert made.today is None
    assert max(float(level.text) for level in made.levels) == 2


def test_labels_do_not_cover_one_another_and_stay_in_the_drawing() -> None:
    lines = Lines(readings(*[1] * 11, 1000), readings(*[1] * 11, 990), readings(*[1] * 11, 980))
    for canvas in (charts.WIDE, charts.NARROW):
        made = series_chart(lines, canvas=canvas, **YEAR)
        claimed, shown = made.claimed.label, made.shown.label
        assert claimed and shown
        assert abs(claimed.y - shown.y) >= charts.LINE
        assert claimed.y < shown.y
        for label in (claimed, shown):
            assert label.x <= canvas.width - (0 if label.anchor == "end" else charts.LABEL_ROOM - 8)


@pytest.mark.parametrize("canvas", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("last", [320, 478, 600, 790])
def test_no_word_of_a_chart_covers_another_or_runs_out(canvas: charts.Canvas, last: int) -> None:
    lines = Lines(
        [*readings(20, 90), Reading(date(2026, 11, 24), last + 30)],
        [*readings(20, 90), Reading(date(2026, 11, 22), last)],
        (),
        stairs=[
            charts.Stair(kind, word, [(date(2026, 12, 31), value)])
            for kind, word, value in (
                ("bottom", "确保", 600),
                ("stretch", "力争", 640),
                ("old", "原目标", 580),
            )
        ],
        outlook=charts.Outlook(
            Reading(date(2026, 11, 24), last + 30), 900, date(2026, 12, 20), date(2026, 12, 10), None
        ),
    )
    made = series_chart(lines, today=date(2026, 11, 29), canvas=canvas, **YEAR)
    words = [made.today, made.claimed.label, made.shown.label, made.fore and made.fore.label]
    words += [flight.label for flight in made.flights]
    boxes = [charts._box(word) for word in words if word]
    assert len(boxes) == 7
    for at, one in enumerate(boxes):
        assert one[0] >= 0, words[at]
        assert one[2] <= canvas.width, words[at]
        assert not any(charts._meet(one, other) for other in boxes[at + 1 :]), words[at]


def test_months_have_room() -> None:
    for end in (date(2026, 3, 1), date(2026, 12, 31), date(2028, 12, 31), date(2040, 1, 1)):
        made = series_chart(NONE, start=date(2026, 1, 1), end=end, canvas=charts.NARROW)
        places = [month.x for month in made.months]
        assert places, end
        assert all(b - a >= 20 for a, b in pairwise(places)), end


def test_a_chart_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="a day after"):
        series_chart(NONE, start=date(2026, 1, 1), end=date(2026, 1, 1))


@pytest.mark.parametrize("most", [0.003, 0.4, 1, 1.1, 7, 80, 99.99, 100, 1800, 1_234_567])
def test_the_scale_is_round_and_holds_the_most(most: float) -> None:
    top, step = charts._scale(most)
    assert most <= top * (1 + 1e-9) <= most * 2.01
    assert 2 <= round(top / step) <= 5
    assert round(top / step) * step == pytest.approx(top)


# Targets by their steps, and how it goes on

STAIRS = charts.Stair("bottom", "确保", [(date(2026, 6, 30), 50.0), (date(2026, 12, 31), 100.0)])


def test_a_target_is_drawn_as_stairs_and_told_in_words() -> None:
    made = series_chart(Lines((), (), (), stairs=[STAIRS]), **YEAR)
    (flight,) = made.flights
    low, high = (next(level.y for level in made.levels if level.text == text) for text in ("50", "100"))
    assert flight.path.startswith(f"M{made.left} {low:g}H")
    assert f"{high:g}H{made.right:g}" in flight.path
    assert flight.label.text == "确保 100"
    assert "确保 2026-06-30 50，确保 2026-12-31 100" in made.told


def outlook(day: date | None, early: date | None, late: date | None) -> charts.Fore | None:
    given = charts.Outlook(Reading(date(2026, 7, 1), 50), 100, day, early, late)
    return series_chart(Lines((), (), (), outlook=given), **YEAR).fore


def test_how_it_goes_on_ends_in_a_ring_where_the_day_is_on_the_chart() -> None:
    made = outlook(date(2026, 10, 1), date(2026, 9, 1), date(2026, 11, 1))
    assert made and made.ring and made.label
    assert made.path.endswith(f"L{made.ring[0]:g} {made.ring[1]:g}")
    assert made.label.text == "预计 2026-10-01"


def test_a_day_beyond_the_chart_is_cut_off_at_its_edge() -> None:
    made = outlook(date(2027, 7, 1), date(2026, 12, 1), None)
    assert made and made.ring is None
    right = series_chart(NONE, **YEAR).right
    assert f"L{right:g} " in made.path
    assert made.band.count("L") == 3  # along the value to the edge, and down to where it never comes


def test_a_target_that_is_never_reached_has_a_band_and_no_line() -> None:
    made = outlook(None, date(2026, 12, 1), None)
    assert made and made.path == "" and made.ring is None and made.label is None


def test_drawings_side_by_side_have_one_scale() -> None:
    canvas = replace(charts.SMALL, most=1800.0)
    tops = [
        series_chart(Lines((), readings(*values), ()), canvas=canvas, **YEAR).levels[-1].text
        for values in ((1, 2), (900, 1800))
    ]
    assert tops == ["2000", "2000"]
