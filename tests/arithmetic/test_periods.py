"""跨期跨单位: sums of sums are sums, whatever order the values come in; nothing that lacks is taken as 0."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic.derivation import SHARE
from luoshi.arithmetic.errors import AveragedRatio
from luoshi.arithmetic.exact import quotient, total
from luoshi.arithmetic.indicators import Indicator, Kind, Observation
from luoshi.arithmetic.periods import Cell, Frame, Rule, gather, gather_ratio

MONEY = Indicator("到账经费", Kind.MAXIMISE, "万元")
RATE = Indicator("占比", Kind.RATIO, SHARE)
PERIODS, UNITS = ["1月", "2月", "3月"], ["甲", "乙", "丙"]
DAY = date(2026, 4, 1)
places = st.tuples(st.sampled_from(UNITS), st.sampled_from(PERIODS))
tables = st.dictionaries(places, st.decimals(-1000, 1000, places=2), min_size=1)
pairs = st.dictionaries(places, st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1)


def cells(table: dict[tuple[str, str], Decimal]) -> list[Cell]:
    return [Cell(unit, period, Observation(DAY, value)) for (unit, period), value in table.items()]


@given(tables)
def test_a_sum_of_sums_is_the_sum_of_all(table: dict[tuple[str, str], Decimal]) -> None:
    found = gather(MONEY, cells(table), Frame(PERIODS, UNITS, Rule.SUM, Rule.SUM))
    assert found.value == sum(table.values())


@given(tables, st.sampled_from(Rule), st.sampled_from([Rule.SUM, Rule.MEAN, Rule.MAXIMUM]), st.randoms())
def test_the_order_of_the_values_never_matters(
    table: dict[tuple[str, str], Decimal], over_periods: Rule, over_units: Rule, chance: object
) -> None:
    frame = Frame(PERIODS, UNITS, over_periods, over_units)
    rows = cells(table)
    was = gather(MONEY, rows, frame)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert gather(MONEY, rows, frame) == was


@given(tables, st.sampled_from(Rule))
def test_what_lacks_is_named_and_nothing_else(table: dict[tuple[str, str], Decimal], rule: Rule) -> None:
    found = gather(MONEY, cells(table), Frame(PERIODS, UNITS, rule))
    named = {tuple(name.split()) for name in found.missing}
    assert named | set(table) == {(unit, period) for unit in UNITS for period in PERIODS}
    assert not named & set(table)


@given(tables)
def test_mean_and_maximum_lie_among_the_values(table: dict[tuple[str, str], Decimal]) -> None:
    low, high = min(table.values()), max(table.values())
    for rule in (Rule.MEAN, Rule.MAXIMUM, Rule.LATEST):
        found = gather(MONEY, cells(table), Frame(PERIODS, UNITS, rule, Rule.MAXIMUM)).value
        assert found is not None
        assert low - Decimal("1e-8") <= found <= high + Decimal("1e-8")


@given(pairs)
def test_a_ratio_is_one_sum_over_another_and_lies_among_its_ratios(
    table: dict[tuple[str, str], tuple[int, int]],
) -> None:
    rows = [
        Cell(unit, period, Observation(DAY, Decimal(top), Decimal(bottom)))
        for (unit, period), (top, bottom) in table.items()
    ]
    found = gather_ratio(RATE, rows, Frame(PERIODS, UNITS, Rule.SUM)).value
    tops, bottoms = total(Decimal(top) for top, _ in table.values()), sum(b for _, b in table.values())
    assert found == quotient(tops * 100, Decimal(bottoms))
    each = [quotient(Decimal(top * 100), Decimal(bottom)) or Decimal(0) for top, bottom in table.values()]
    assert found is not None
    assert min(each) <= found <= max(each)


def test_the_mean_of_ratios_is_another_number() -> None:
    rows = [
        Cell("甲", "1月", Observation(DAY, Decimal(1), Decimal(2))),
        Cell("乙", "1月", Observation(DAY, Decimal(90), Decimal(100))),
    ]
    found = gather_ratio(RATE, rows, Frame(["1月"], ["甲", "乙"], Rule.SUM))
    assert found.value == Decimal("89.21568627")
    assert [part.shown for part in found.parts] == ["50%", "90%"]  # whose mean would be 70


def test_a_pair_without_its_denominator_is_missing() -> None:
    rows = [
        Cell("甲", "1月", Observation(DAY, Decimal(1), Decimal(2))),
        Cell("甲", "2月", Observation(DAY, Decimal(7))),
    ]
    found = gather_ratio(RATE, rows, Frame(["1月", "2月"], ["甲"], Rule.SUM))
    assert (found.shown, found.missing) == ("50%", ("甲 2月",))


def test_a_unit_or_period_that_is_not_asked_for_does_not_count() -> None:
    rows = [Cell(unit, period, Observation(DAY, Decimal(5))) for unit in UNITS for period in PERIODS]
    assert gather(MONEY, rows, Frame(["1月"], ["甲"], Rule.SUM)).value == 5


@pytest.mark.parametrize("rules", [(Rule.MEAN, Rule.SUM), (Rule.MAXIMUM, Rule.SUM), (Rule.SUM, Rule.MEAN)])
def test_ratios_are_never_averaged(rules: tuple[Rule, Rule]) -> None:
    with pytest.raises(AveragedRatio, match="不能对比率求平均"):
        gather_ratio(RATE, [], Frame(PERIODS, UNITS, *rules))
