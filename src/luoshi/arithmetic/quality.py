"""数据质量: what an indicator says of its own figures in five sentences, and how old the newest figure is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from luoshi.arithmetic.derivation import SHARE, Derivation, Lack, undefined
from luoshi.arithmetic.indicators import Observation
from luoshi.arithmetic.shares import ratio
from luoshi.wording import noted, say

LABELS = {
    "verified": noted("如何核实"),
    "source": noted("数据来源"),
    "accuracy": noted("所需精度"),
    "limits": noted("已知局限"),
    "compensation": noted("如何弥补局限"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """数据质量说明: how it is verified, whence it comes, how accurate it must be, its limits, what makes up for them."""

    verified: str = ""
    source: str = ""
    accuracy: str = ""
    limits: str = ""
    compensation: str = ""

    @property
    def completeness(self) -> Derivation[int]:
        """Return how many of the five are answered, as a share, and which are not.

        >>> found = Statement(source="财务系统到账明细", accuracy="0.01万元").completeness
        >>> found.shown, found.missing
        ('40%', ('如何核实', '已知局限', '如何弥补局限'))
        """
        names = [field.name for field in fields(self)]
        empty = tuple(say(LABELS[name]) for name in names if not str(getattr(self, name)).strip())
        share = ratio(len(names) - len(empty), len(names))
        words = say("五项说明已填 {n} 项", n=len(names) - len(empty))
        return Derivation(say("说明完整度"), share, SHARE, "completeness", words, missing=empty)


class Age(StrEnum):
    """新旧: how the newest figure stands to the rhythm in which figures are due."""

    FRESH = noted("当期")
    LATE = noted("缺一期")
    STALE = noted("陈旧")


@dataclass(frozen=True, slots=True)
class Freshness:
    """时效: the days since the newest figure, and what that means for an indicator of this rhythm."""

    days: Derivation[int]
    age: Age | None


def freshness(rows: Iterable[Observation], period: int, on: date) -> Freshness:
    """Return how old the newest observation up to D is; `period` is the days in which one is due.

    >>> from decimal import Decimal
    >>> rows = [Observation(date(2026, 3, 31), Decimal(5))]
    >>> [freshness(rows, 31, day).age.value for day in (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30))]
    ['当期', '缺一期', '陈旧']
    """
    if period < 1:
        raise ValueError(f"not a length of a period: {period}")
    held = [row for row in rows if row.about <= on]
    if not held:
        return Freshness(undefined(say("数据时效"), Lack.OBSERVATION, say("天")), None)
    last = max(held, key=Observation.rank)
    days = (on - last.about).days
    missed = (days - 1) // period if days else 0
    words = say("{since} 至 {on}，每 {n} 天应有一期", since=last.about, on=on, n=period)
    found = Derivation(say("数据时效"), days, say("天"), "freshness", words, (last.fact,))
    return Freshness(found, (Age.FRESH, Age.LATE, Age.STALE)[min(missed, 2)])
