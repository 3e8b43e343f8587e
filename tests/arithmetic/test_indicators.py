"""指标: promises that hold of every value, not only of the cases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.arithmetic import indicators
from luoshi.arithmetic.derivation import SHARE, Lack
from luoshi.arithmetic.indicators import Comparator, Direction, Indicator, Kind, Milestone, Observation
from luoshi.arithmetic.shares import SCALE

numbers = st.decimals(-(10**12), 10**12, places=6)
positive = st.decimals("0.01", 10**6, places=2)
RATE = Indicator("占比", Kind.RATIO, SHARE, Decimal(40))


def share(actual: Decimal, base: Decimal, target: Decimal) -> int:
    direction = Direction.DOWN if target < base else Direction.UP
    found = indicators.toward(actual, base, target, direction).value
    assert found is not None
    return found


@given(numbers, numbers, numbers, numbers)
def test_nearer_the_target_is_never_less(base: Decimal, target: Decimal, one: Decimal, two: Decimal) -> None:
    assume(base != target)
    worse, better = sorted((one, two), reverse=target < base)
    assert share(worse, base, target) <= share(better, base, target)


@given(numbers, numbers, numbers)
def test_between_base_and_target_is_between_nothing_and_all(a: Decimal, b: Decimal, c: Decimal) -> None:
    low, middle, high = sorted((a, b, c))
    assume(low != high)
    assert 0 <= share(middle, low, high) <= SCALE
    assert 0 <= share(middle, high, low) <= SCALE
    assert (share(low, low, high), share(high, low, high)) == (0, SCALE)


@given(numbers, numbers, numbers, positive, numbers)
def test_another_unit_or_another_nought_changes_nothing(
    actual: Decimal, base: Decimal, target: Decimal, factor: Decimal, moved: Decimal
) -> None:
    assume(base != target)
    was = share(actual, base, target)
    with localcontext(prec=60):
        assert share(actual * factor, base * factor, target * factor) == was
        assert share(actual + moved, base + moved, target + moved) == was


@given(numbers, numbers, numbers)
def test_the_context_of_the_caller_changes_nothing(actual: Decimal, base: Decimal, target: Decimal) -> None:
    assume(base != target)
    was = share(actual, base, target)
    with localcontext(prec=3):
        assert share(actual, base, target) == was


@given(numbers, numbers, positive)
def test_what_is_kept_is_within_nothing_and_all_and_the_same_on_either_side(
    target: Decimal, away: Decimal, tolerance: Decimal
) -> None:
    with localcontext(prec=60):
        above, below = target + abs(away), target - abs(away)
    found = indicators.kept(above, target, tolerance).value
    assert found == indicators.kept(below, target, tolerance).value
    assert found is not None
    assert 0 <= found <= SCALE
    assert (found == SCALE) >= (abs(away) <= tolerance)
    assert (found == 0) >= (abs(away) >= 2 * tolerance)


@given(numbers, numbers, numbers, positive)
def test_farther_from_what_is_kept_is_never_more(
    target: Decimal, one: Decimal, two: Decimal, tolerance: Decimal
) -> None:
    near, far = sorted((abs(one), abs(two)))
    with localcontext(prec=60):
        found = [indicators.kept(target + away, target, tolerance).value for away in (near, far)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0] >= found[1]


@given(numbers, numbers)
def test_of_opposite_comparisons_exactly_one_holds(value: Decimal, target: Decimal) -> None:
    holds = {sign: indicators.meets(value, sign, target) for sign in Comparator}
    assert holds[Comparator.AT_LEAST] != holds[Comparator.LESS]
    assert holds[Comparator.AT_MOST] != holds[Comparator.MORE]
    assert holds[Comparator.EQUAL] == (holds[Comparator.AT_LEAST] and holds[Comparator.AT_MOST])
    assert holds[Comparator.ABOUT] >= holds[Comparator.EQUAL]


def test_about_is_five_in_a_hundred_on_either_side_and_exact_at_nought() -> None:
    def about(value: str, target: str) -> bool:
        return indicators.meets(Decimal(value), Comparator.ABOUT, Decimal(target))

    assert [about(value, "100") for value in ("94.99", "95", "105", "105.01")] == [False, True, True, False]
    assert [about(value, "-100") for value in ("-105", "-94.99")] == [True, False]
    assert [about(value, "0") for value in ("0", "0.01")] == [True, False]


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8))
def test_a_milestone_that_is_passed_never_takes_anything_away(rows: list[tuple[int, bool]]) -> None:
    day = date(2026, 3, 1)
    steps = [
        Milestone(str(n), Decimal(weight), day if done else None) for n, (weight, done) in enumerate(rows)
    ]
    was = indicators.passed(steps, day)
    if not sum(weight for weight, _ in rows):
        assert was.lack is Lack.WEIGHT
        return
    everything = [Milestone(step.name, step.weight, day) for step in steps]
    assert indicators.passed(everything, day).value == SCALE
    for place, step in enumerate(steps):
        more = [*steps[:place], Milestone(step.name, step.weight, day), *steps[place + 1 :]]
        assert (indicators.passed(more, day).value or 0) >= (was.value or 0)


def test_the_order_of_arrival_never_decides_which_observation_holds() -> None:
    known = datetime(2026, 6, 3, tzinfo=UTC)
    day = date(2026, 6, 1)
    rows = [Observation(day, Decimal(value), known=known, key=str(value)) for value in (30, 10, 20)]
    kind = Indicator("数", Kind.MAXIMISE, "", Decimal(0))
    found = {indicators.observed(kind, order, day).value for order in permutations(rows)}
    assert found == {Decimal(10)}


def test_a_ratio_without_its_denominator_is_undefined() -> None:
    rows = [Observation(date(2026, 6, 1), Decimal(5))]
    assert indicators.observed(RATE, rows, date(2026, 6, 1)).lack is Lack.DENOMINATOR


def test_the_stretch_alone_is_judged_as_well() -> None:
    kind = Indicator("数", Kind.MAXIMISE, "", Decimal(0))
    actual = indicators.observed(kind, [Observation(date(2026, 6, 1), Decimal(5))], date(2026, 6, 1))
    found = indicators.judge(kind, actual, indicators.Goal(stretch=Decimal(10)))
    assert found.bottom is None
    assert found.stretch
    assert found.stretch.progress.shown == "50%"


def test_progress_without_a_target_says_so() -> None:
    kind = Indicator("数", Kind.MAXIMISE, "", Decimal(0))
    actual = indicators.observed(kind, [Observation(date(2026, 6, 1), Decimal(5))], date(2026, 6, 1))
    assert indicators.progress(kind, actual, None).lack is Lack.TARGET
