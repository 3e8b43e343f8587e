"""跨期跨单位: one value from the values of many periods and many units, by a rule for each of the two ways.

First each unit over its periods, then over the units. A ratio is made of what was summed above and below the line;
ratios are never averaged: 1 of 2 and 90 of 100 are 91 of 102. A value that is missing is named, never taken as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from luoshi.arithmetic.derivation import Derivation, Lack, written
from luoshi.arithmetic.errors import AveragedRatio
from luoshi.arithmetic.exact import NOUGHT, quotient, total
from luoshi.arithmetic.indicators import Indicator, Observation, divided
from luoshi.wording import noted, say


class Rule(StrEnum):
    """汇总规则: what several values become."""

    SUM = "sum"
    LATEST = "latest"
    MEAN = "mean"
    MAXIMUM = "maximum"


_OVER_PERIODS = {
    Rule.SUM: noted("{n} 期求和：{values}"),
    Rule.LATEST: noted("{n} 期取最新：{values}"),
    Rule.MEAN: noted("{n} 期求平均：{values}"),
    Rule.MAXIMUM: noted("{n} 期取最大：{values}"),
}
_OVER_UNITS = {
    Rule.SUM: noted("{n} 个单位求和"),
    Rule.LATEST: noted("{n} 个单位取最新"),
    Rule.MEAN: noted("{n} 个单位求平均"),
    Rule.MAXIMUM: noted("{n} 个单位取最大"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """一期一单位: what one unit observed for one period."""

    unit: str
    period: str
    seen: Observation


@dataclass(frozen=True, slots=True)
class Frame:
    """应报范围: the periods in their order and the units of which a value is expected, and the two rules."""

    periods: Sequence[str]
    units: Sequence[str]
    over_periods: Rule
    over_units: Rule = Rule.SUM


def gather(indicator: Indicator, cells: Iterable[Cell], frame: Frame) -> Derivation[Decimal]:
    """Return the one value of all units and periods; the periods that lack are named by unit.

    >>> from datetime import date
    >>> from luoshi.arithmetic.indicators import Kind
    >>> kind = Indicator("到账经费", Kind.MAXIMISE, "万元")
    >>> months = [f"2026-{month:02}" for month in range(1, 13)]
    >>> cells = [Cell("科技处", month, Observation(date(2026, 12, 31), Decimal(100))) for month in months]
    >>> gather(kind, cells, Frame(months, ["科技处"], Rule.SUM)).shown
    '1200万元'
    >>> gather(kind, cells, Frame(months, ["科技处"], Rule.LATEST)).shown
    '100万元'
    """
    rows = _by_unit(cells)
    parts = [_unit(indicator, unit, rows.get(unit, {}), frame) for unit in frame.units]
    return _merged(indicator, parts, frame.over_units)


def gather_ratio(indicator: Indicator, cells: Iterable[Cell], frame: Frame) -> Derivation[Decimal]:
    """Return a ratio over units and periods, from what was summed above and below the line.

    Over periods the pairs are summed, or the latest pair of each unit is taken; over units they are summed.
    A pair without its denominator is missing.
    """
    if frame.over_periods not in {Rule.SUM, Rule.LATEST} or frame.over_units is not Rule.SUM:
        raise AveragedRatio(say("比率只能由分子、分母分别汇总后相除，不能对比率求平均或取最大"))
    rows = _by_unit(cell for cell in cells if cell.seen.bottom is not None)
    held: list[Observation] = []
    parts: list[Derivation[Decimal]] = []
    missing: list[str] = []
    for unit in frame.units:
        own = rows.get(unit, {})
        missing += _missing(unit, own, frame.periods)
        used = _used(own, frame)
        held += [row for _, row in used]
        parts += [replace(divided(indicator, row), name=f"{unit} {period}") for period, row in used]
    if not held:
        return Derivation(indicator.name, None, indicator.unit, lack=Lack.OBSERVATION, missing=tuple(missing))
    last = max(row.about for row in held)
    summed = Observation(last, total(row.value for row in held), total(row.bottom or NOUGHT for row in held))
    found = divided(indicator, summed)
    words = say("分子合计 ÷ 分母合计：{terms}", terms=found.words)
    return replace(
        found, rule="gather_ratio", words=words, facts=(), parts=tuple(parts), missing=tuple(missing)
    )


def _by_unit(cells: Iterable[Cell]) -> dict[str, dict[str, Observation]]:
    """Keep of several values of one unit and period the one that holds."""
    found: dict[str, dict[str, Observation]] = {}
    for cell in cells:
        own = found.setdefault(cell.unit, {})
        was = own.get(cell.period)
        own[cell.period] = cell.seen if was is None else max(was, cell.seen, key=Observation.rank)
    return found


def _used(own: dict[str, Observation], frame: Frame) -> list[tuple[str, Observation]]:
    """Return what counts of one unit: all its periods, or the latest that is there."""
    seen = [(period, own[period]) for period in frame.periods if period in own]
    return seen[-1:] if frame.over_periods is Rule.LATEST else seen


def _missing(unit: str, own: dict[str, Observation], periods: Sequence[str]) -> list[str]:
    return [f"{unit} {period}" for period in periods if period not in own]


def _unit(indicator: Indicator, unit: str, own: dict[str, Observation], frame: Frame) -> Derivation[Decimal]:
    """Return the value of one unit over the periods."""
    missing, used = tuple(_missing(unit, own, frame.periods)), _used(own, frame)
    if not used:
        return Derivation(unit, None, indicator.unit, lack=Lack.OBSERVATION, missing=missing)
    value = _by_rule([row.value for _, row in used], frame.over_periods)
    values = say("、").join(f"{period} {written(row.value)}" for period, row in used)
    words = say(_OVER_PERIODS[frame.over_periods], n=len(used), values=values)
    facts = tuple(row.fact for _, row in used)
    return Derivation(unit, value, indicator.unit, frame.over_periods, words, facts, missing=missing)


def _merged(indicator: Indicator, parts: list[Derivation[Decimal]], rule: Rule) -> Derivation[Decimal]:
    values = [part.value for part in parts if part.value is not None]
    missing = tuple(name for part in parts for name in part.missing)
    lack = None if values else Lack.OBSERVATION
    if rule is Rule.LATEST and len(values) > 1:  # units stand in no order of time
        lack = Lack.LATEST_OF_SEVERAL
    found: dict[str, Any] = {"parts": tuple(parts), "missing": missing, "lack": lack}
    words = say(_OVER_UNITS[rule], n=len(values))
    value = None if lack else _by_rule(values, rule)
    return Derivation(indicator.name, value, indicator.unit, rule, words, **found)


def _by_rule(values: list[Decimal], rule: Rule) -> Decimal:
    """Return the one value of several, of which there is at least one."""
    if rule is Rule.SUM:
        return total(values)
    if rule is Rule.MEAN:
        return quotient(total(values), Decimal(len(values))) or NOUGHT
    return max(values) if rule is Rule.MAXIMUM else values[-1]
