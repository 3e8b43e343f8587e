"""推导: the number is its derivation, the steps that are told give the number, and nothing is told that is not there."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoshi.arithmetic import indicators, periods, targets
from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, Lack, explain
from luoshi.arithmetic.derivation import given as stated
from luoshi.arithmetic.forecast import forecast
from luoshi.arithmetic.indicators import Direction, Goal, Indicator, Kind, Milestone, Observation
from luoshi.arithmetic.shares import SCALE

DAY, KNOWN = date(2026, 6, 1), datetime(2026, 6, 2, 9, 30, tzinfo=UTC)
MONEY = Indicator("到账经费", Kind.MAXIMISE, "万元", Decimal(0))
numbers = st.decimals(-(10**6), 10**6, places=2)
counts = st.integers(0, 10**6).map(Decimal)


def worked_out(words: str) -> Fraction:
    """Work out with pencil and paper what a derivation tells; only numbers and the four signs are left."""
    line = re.sub(r"[^\d.+\-−×÷（）]", "", words)
    for chinese, sign in zip("−×÷（）", "-*/()", strict=True):
        line = line.replace(chinese, sign)
    return reckoned(ast.parse(line, mode="eval").body)


def reckoned(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp):
        return -reckoned(node.operand)
    assert isinstance(node, ast.BinOp)
    left, right = reckoned(node.left), reckoned(node.right)
    if isinstance(node.op, ast.Add | ast.Sub):
        return left + right if isinstance(node.op, ast.Add) else left - right
    return left * right if isinstance(node.op, ast.Mult) else left / right


@given(numbers, numbers, numbers)
def test_the_steps_to_a_progress_give_the_progress(actual: Decimal, base: Decimal, target: Decimal) -> None:
    assume(base != target)
    found = indicators.toward(actual, base, target, Direction.DOWN if target < base else Direction.UP)
    assert found.value == round(worked_out(found.words) * SCALE)


@given(counts, counts)
def test_the_steps_to_a_ratio_give_the_ratio(top: Decimal, bottom: Decimal) -> None:
    assume(bottom)
    rate = Indicator("占比", Kind.RATIO, "∶1", Decimal(0))
    found = indicators.divided(rate, Observation(DAY, top, bottom))
    assert found.value is not None
    assert Fraction(found.value) == Fraction(round(worked_out(found.words) * SCALE), SCALE)


@given(st.lists(st.tuples(counts, st.booleans()), min_size=1, max_size=5))
def test_the_steps_to_milestones_give_their_share(rows: list[tuple[Decimal, bool]]) -> None:
    assume(any(weight for weight, _ in rows))
    found = indicators.passed([Milestone("步", weight, DAY if done else None) for weight, done in rows], DAY)
    assert found.value == round(worked_out(found.words) * SCALE)


@given(numbers, st.integers(1, 99))
def test_the_steps_to_what_is_expected_give_it(target: Decimal, gone: int) -> None:
    points = [targets.Point(date(2026, 4, 11), Goal(target))]
    on = date.fromordinal(date(2026, 1, 1).toordinal() + gone)
    found = targets.expected(MONEY, points, targets.Course(date(2026, 1, 1)), on)
    assert found.value is not None
    assert abs(Fraction(found.value) - worked_out(found.words)) <= Fraction(1, 2 * SCALE)


@given(st.dictionaries(st.sampled_from("甲乙丙"), numbers, min_size=1))
def test_the_parts_of_a_sum_are_its_sum(values: dict[str, Decimal]) -> None:
    cells = [periods.Cell(unit, "1月", Observation(DAY, value)) for unit, value in values.items()]
    found = periods.gather(MONEY, cells, periods.Frame(["1月"], list(values), periods.Rule.SUM))
    assert found.value == sum(part.value or 0 for part in found.parts)


def test_the_tree_is_printed_down_to_the_fact() -> None:
    actual = indicators.observed(MONEY, [Observation(DAY, Decimal(350), None, KNOWN, "17")], DAY)
    found = indicators.progress(MONEY, actual, Decimal(500))
    assert list(found.lines()) == [
        "进度 70%：（实际 350 − 基期 0）÷（目标 500 − 基期 0）",
        "  到账经费 350万元",
        "    ▪ 观测值 17（2026-06-01，2026-06-02 09:30 知悉）",
    ]
    assert found.all_facts() == (Fact("观测值", "17", DAY, KNOWN),)


def test_what_lacks_is_printed() -> None:
    cells = [periods.Cell("甲", "1月", Observation(DAY, Decimal(3), key="1"))]
    found = periods.gather(MONEY, cells, periods.Frame(["1月", "2月"], ["甲"], periods.Rule.SUM))
    assert list(found.lines()) == [
        "到账经费 3万元：1 个单位求和",
        "  缺 1 项：甲 2月",
        "  甲 3万元：1 期求和：1月 3",
        "    缺 1 项：甲 2月",
        "    ▪ 观测值 1（2026-06-01）",
    ]


def test_a_fact_below_two_parts_is_met_once() -> None:
    fact = Fact("观测值", "1", DAY)
    part = stated("数", Decimal(1), "", fact)
    assert Derivation("和", Decimal(2), parts=(part, part)).all_facts() == (fact,)


@pytest.mark.parametrize(("value", "lack"), [(None, None), (1, Lack.BASE)])
def test_a_number_has_a_value_or_the_reason_why_not(value: int | None, lack: Lack | None) -> None:
    with pytest.raises(ValueError, match="数"):
        Derivation("数", value, lack=lack)


def test_every_number_of_a_result_explains_itself() -> None:
    rows = [Observation(date(2026, month, 1), Decimal(month * 10), key=str(month)) for month in range(1, 6)]
    found = forecast(MONEY, rows, Decimal(100), date(2026, 12, 31))
    assert [tree.name for tree in explain(found)] == ["达到日", "按期达到的可能", "走势"]
    assert [fact.key for fact in found.chance.all_facts()] == ["1", "2", "3", "4", "5"]
    outcome = indicators.judge(MONEY, stated("数", Decimal(5), ""), Goal(Decimal(10), Decimal(20)))
    assert [tree.shown for tree in explain(outcome)] == ["5", "50%", "25%"]


BARE = {"targets.value_at"}  # a target as it was set, not worked out


@pytest.mark.parametrize("name", ["indicators", "periods", "targets", "forecast", "quality"])
def test_no_calculation_gives_a_bare_number(name: str) -> None:
    """A number without its derivation would have to be explained by a second calculation."""
    module = importlib.import_module(f"luoshi.arithmetic.{name}")
    found = [
        one
        for label, one in vars(module).items()
        if inspect.isfunction(one) and one.__module__ == module.__name__ and not label.startswith("_")
    ]
    assert found
    for one in found:
        answer = typing.get_type_hints(one)["return"]
        given_back = (
            {answer, *typing.get_args(answer)} if typing.get_origin(answer) is not Derivation else set()
        )
        if f"{name}.{one.__name__}" not in BARE:
            assert not given_back & {int, float, Decimal, Fraction}, one.__name__


def test_a_share_is_printed_to_two_places() -> None:
    shares = [SCALE // 3, -SCALE // 2, SCALE, 0, 1, 123_456_789]
    told = [Derivation("进度", share, SHARE).shown for share in shares]
    assert told == ["33.33%", "-50%", "100%", "0%", "0%", "123.46%"]
