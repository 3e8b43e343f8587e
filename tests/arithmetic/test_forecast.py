"""预测: an exact line is reached on its exact day, the same facts give the same forecast, and day and chance agree."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from random import Random
from statistics import median
from time import process_time

from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.arithmetic.forecast import Forecast, forecast, series
from luoshi.arithmetic.indicators import Comparator, Indicator, Kind, Observation
from luoshi.arithmetic.shares import SCALE

START = date(2026, 1, 1)
UP, DOWN = (Indicator("数", kind, "", Decimal(0)) for kind in (Kind.MAXIMISE, Kind.MINIMISE))
TOTAL = replace(UP, cumulative=True)
days = st.lists(st.integers(0, 400), min_size=4, max_size=12, unique=True).map(sorted)
values = st.decimals(-100, 100, places=1)
noisy = st.lists(
    st.tuples(st.integers(0, 400), values), min_size=4, max_size=10, unique_by=lambda row: row[0]
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def rows(points: list[tuple[int, Decimal]]) -> list[Observation]:
    return [Observation(day(at), value) for at, value in points]


@given(days, st.decimals("0.01", 50, places=2), values, st.integers(1, 300))
def test_an_exact_line_is_reached_on_its_exact_day(
    at: list[int], slope: Decimal, height: Decimal, ahead: int
) -> None:
    """Also where the target lies a little before or a little after what the line has on a day."""
    line = rows([(n, height + slope * n) for n in at])
    due = at[-1] + ahead
    for beside, late in ((Decimal(0), 0), (Decimal("0.001"), 1), (Decimal("-0.001"), 0)):
        for kind in (UP, TOTAL):
            found = forecast(kind, line, height + slope * due + beside, None, draws=20)
            assert found.day.value == found.early == found.late == day(due + late)
        mirrored = [Observation(row.about, -row.value) for row in line]
        assert forecast(DOWN, mirrored, -(height + slope * due + beside), None, draws=20).day.value == day(
            due + late
        )


@given(days, st.decimals("0.01", 50, places=2))
def test_a_target_that_is_to_be_passed_takes_a_day_more(at: list[int], slope: Decimal) -> None:
    line = rows([(n, slope * n) for n in at])
    passed = Indicator("数", Kind.MAXIMISE, "", Decimal(0), comparator=Comparator.MORE)
    target = slope * (at[-1] + 10)
    assert forecast(passed, line, target, None, draws=10).day.value == day(at[-1] + 11)


def crossing(points: list[tuple[int, Decimal]], target: Decimal) -> int | None:
    """Theil and Sen as in the textbook, in fractions: the first day of the line on which it is at the target."""
    slopes = [
        Fraction(b - a) / (n - m)
        for place, (m, a) in enumerate(points)
        for n, b in points[place + 1 :]
        if m != n
    ]
    slope = median(slopes)
    height = median([Fraction(value) - slope * at for at, value in points])
    return None if slope <= 0 else ceil((Fraction(target) - height) / slope)


@given(noisy, st.integers(0, 2**32))
def test_each_draw_is_the_textbook_s_line(points: list[tuple[int, Decimal]], seed: int) -> None:
    """One draw, made again from the seed by the textbook."""
    points = sorted(points)
    assume(points[-1][1] < 150)
    chance = Random(seed)
    drawn: list[tuple[int, Decimal]] = []
    while len({at for at, _ in drawn}) < 2:
        drawn = [points[int(chance.random() * len(points))] for _ in points]
    found = forecast(UP, rows(points), Decimal(150), None, seed=seed, draws=1).day.value
    wanted = crossing(drawn, Decimal(150))
    if wanted is not None:
        wanted = max(wanted, points[-1][0] + 1)
        wanted = None if wanted > points[-1][0] + 50 * 366 else wanted
    assert found == (None if wanted is None else day(wanted))


@given(noisy, st.integers(0, 600), st.sampled_from([UP, TOTAL]))
def test_day_and_chance_never_disagree_and_the_day_lies_in_the_band(
    points: list[tuple[int, Decimal]], due: int, kind: Indicator
) -> None:
    found = forecast(kind, rows(points), Decimal(40), day(due), draws=50)
    assume(found.chance.value is not None)
    in_time = found.day.value is not None and found.day.value <= day(due)
    assert (found.chance.value >= SCALE // 2) == in_time  # type: ignore[operator]
    never = date.max
    assert (found.early or never) <= (found.day.value or never) <= (found.late or never)


@given(noisy, st.integers(0, 9), st.randoms())
def test_the_same_facts_and_seed_give_the_same_forecast_in_any_order(
    points: list[tuple[int, Decimal]], seed: int, chance: object
) -> None:
    line = rows(points)
    was = [forecast(kind, line, Decimal(150), day(500), seed=seed, draws=30) for kind in (UP, TOTAL)]
    chance.shuffle(line)  # type: ignore[attr-defined]
    now = [forecast(kind, line, Decimal(150), day(500), seed=seed, draws=30) for kind in (UP, TOTAL)]
    assert now == was


KNOWN = """
from datetime import date, timedelta
from decimal import Decimal
from luoshi.arithmetic.forecast import forecast
from luoshi.arithmetic.indicators import Indicator, Kind, Observation
rows = [Observation(date(2026, 1, 1) + timedelta(days=13 * n), Decimal(n * 10 + n * n * 37 % 11)) for n in range(9)]
found = forecast(Indicator("数", Kind.MAXIMISE), rows, Decimal(140), date(2026, 7, 3), seed=4)
print(found.early, found.day.shown, found.late, found.chance.shown, found.pace.shown)
"""


def test_another_process_and_another_year_give_the_same_forecast() -> None:
    """What is written here was printed once; a frozen report is printed again from the same facts."""
    for hashing in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", KNOWN],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": hashing},
        )
        assert done.stdout.strip() == "2026-06-14 2026-06-27 2026-07-04 89% 23.5"


def test_what_goes_the_wrong_way_is_never_reached() -> None:
    falling = rows([(10 * n, Decimal(50 - n)) for n in range(6)])
    assert forecast(UP, falling, Decimal(60), day(900)).day.value is None
    assert forecast(DOWN, falling, Decimal(40), day(900)).day.value == day(100)


def test_some_day_beyond_fifty_years_is_never() -> None:
    creeping = rows([(100 * n, Decimal(n)) for n in range(4)])
    for kind in (UP, TOTAL):
        assert forecast(kind, creeping, Decimal(186), None).day.value == day(18600)
        assert forecast(kind, creeping, Decimal("186.01"), None).day.value is None


def test_a_line_that_was_there_before_is_reached_tomorrow_at_the_earliest() -> None:
    line = rows([(0, Decimal(0)), (10, Decimal(10)), (20, Decimal(20)), (30, Decimal(21))])
    found = forecast(UP, line, Decimal(22), None)
    assert found.early == day(31)


def test_of_one_day_the_value_known_last_enters() -> None:
    line = rows([(10 * n, Decimal(n)) for n in range(5)])
    wrong = Observation(day(20), Decimal(-50))  # smaller and known as early: it would hold
    assert series([*line, wrong])[2].value == -50
    assert len(series([*line, wrong])) == 5


def test_only_the_newest_thirty_six_are_looked_at() -> None:
    line = rows([(n, Decimal(n)) for n in range(100)])
    assert [row.about for row in series(line)] == [day(n) for n in range(64, 100)]


def test_two_years_of_months_are_forecast_in_a_few_thousandths_of_a_second() -> None:
    line = rows([(30 * n, Decimal(n * 10 + n * n * 37 % 11)) for n in range(24)])
    taken = []
    for _ in range(5):
        begun = process_time()
        found = forecast(UP, line, Decimal(400), day(1200))
        taken.append(process_time() - begun)
    assert isinstance(found, Forecast)
    print(f"24 observations, 200 draws: {min(taken) * 1000:.1f} ms")
    assert min(taken) < 0.05  # 4.4 ms where nothing else runs


def months_of_money(chance: Random) -> tuple[list[Observation], date]:
    """Return eight months of a running total whose months vary widely, and the day on which it comes to 60 more."""
    total, seen = Decimal(0), []
    for month in range(8):
        seen.append(Observation(day(30 * month), total))
        total += Decimal(round(chance.expovariate(0.1), 2)).quantize(Decimal("0.01"))
    goal, at, value = seen[-1].value + 60, 210, seen[-1].value
    while True:
        step = Decimal(round(chance.expovariate(0.1), 2)).quantize(Decimal("0.01"))
        if value + step >= goal:
            return seen, day(at + ceil(30 * (goal - value) / step))
        value, at = value + step, at + 30


def test_the_band_of_a_running_total_holds_the_day_where_a_line_would_miss_it() -> None:
    chance, held = Random(5), {UP: 0, TOTAL: 0}
    for _ in range(150):
        seen, truth = months_of_money(chance)
        for kind in held:
            found = forecast(kind, seen, seen[-1].value + 60, None, draws=100)
            held[kind] += (found.early or date.max) <= truth <= (found.late or date.max)
    print({("steps" if kind.cumulative else "line"): f"{count / 150:.0%}" for kind, count in held.items()})
    assert held[UP] < 150 * 0.55  # a line takes what has come for a value that is measured anew
    assert 150 * 0.65 < held[TOTAL] < 150 * 0.9


def test_a_walk_of_very_many_steps_goes_by_its_mean() -> None:
    creeping = rows([(n, Decimal(n % 2) + n) for n in range(9)])
    found = forecast(TOTAL, creeping, Decimal(9000), None)
    assert found.early
    assert found.early <= day(9000) <= (found.late or date.max)


def test_what_is_counted_is_a_running_total() -> None:
    count = Indicator("数", Kind.COUNT, "")
    line = rows([(10 * n, Decimal(n * n)) for n in range(8)])
    assert forecast(count, line, Decimal(80), None).day == forecast(TOTAL, line, Decimal(80), None).day
    assert forecast(count, line, Decimal(80), None).day != forecast(UP, line, Decimal(80), None).day
