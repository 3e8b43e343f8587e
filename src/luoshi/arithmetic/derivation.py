"""推导: a number together with how it came about. Each calculation returns one, so the number and its "why" are one thing.

A calculation that gave a bare number here and told its steps there would be two calculations, and two drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from luoshi.arithmetic.exact import plain, scaled
from luoshi.wording import noted, say

T = TypeVar("T")
SHARE = "%"  # the unit of a share; the value is in hundred-millionths


class Lack(StrEnum):
    """缺由: why a number is undefined; it is never 0 instead."""

    OBSERVATION = noted("没有观测值")
    BASE = noted("没有基期值")
    TARGET = noted("没有目标值")
    TARGET_IS_BASE = noted("目标值等于基期值")
    TARGET_AGAINST = noted("目标值在基期值的相反方向")
    DENOMINATOR = noted("分母为零")
    WEIGHT = noted("没有权重")
    LATEST_OF_SEVERAL = noted("各单位同期，不能取最新")
    FEW_OBSERVATIONS = noted("观测值少于4个")
    FEW_DAYS = noted("观测日少于3天")
    NEVER = noted("按现有走势达不到")
    KEPT = noted("要保持的指标不预测")
    NO_DUE_DAY = noted("没有期限")


@dataclass(frozen=True, slots=True)
class Fact:
    """事实: a row on which a number stands: its kind and key, the day it is about, when it was known."""

    kind: str
    key: str
    about: date
    known: datetime | None = None

    def __str__(self) -> str:
        of = {"kind": self.kind, "key": self.key, "about": self.about}
        if self.known is None:
            return say("{kind} {key}（{about}）", **of)
        return say("{kind} {key}（{about}，{known} 知悉）", known=f"{self.known:%Y-%m-%d %H:%M}", **of)


@dataclass(frozen=True, slots=True)
class Derivation(Generic[T]):
    """推导: a named value, the rule that gave it, the facts and the values it was made of; or why it is undefined.

    `of` is the key of the thing whose number it is, where it is that of a thing of its own.
    """

    name: str
    value: T | None
    unit: str = ""
    rule: str = ""
    words: str = ""
    facts: tuple[Fact, ...] = ()
    parts: tuple[Derivation[Any], ...] = ()
    lack: Lack | None = None
    missing: tuple[str, ...] = ()
    of: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != (self.lack is not None):
            raise ValueError(f"{self.name}: a number has a value or the reason why it has none")

    @property
    def shown(self) -> str:
        """Return the value as people write it.

        >>> Derivation("进度", 28_000_000, SHARE).shown, Derivation("生师比", Decimal("18.50"), "∶1").shown
        ('28%', '18.5∶1')
        >>> Derivation("进度", None, SHARE, lack=Lack.OBSERVATION).shown
        '未定义（没有观测值）'
        """
        if self.lack is not None:
            return say("未定义（{why}）", why=say(self.lack))
        return written(self.value, self.unit)

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Yield the tree as text, what a value is made of indented below it."""
        pad = "  " * depth
        told = f"{self.name} {self.shown}"
        yield pad + (say("{told}：{how}", told=told, how=self.words) if self.words else told)
        if self.missing:
            lacking = say("缺 {n} 项：{names}", n=len(self.missing), names=say("、").join(self.missing))
            yield f"{pad}  {lacking}"
        yield from (f"{pad}  ▪ {fact}" for fact in self.facts)
        for part in self.parts:
            yield from part.lines(depth + 1)

    def all_facts(self) -> tuple[Fact, ...]:
        """Return every fact below this number, each once, in the order in which it is met."""
        found = dict.fromkeys(self.facts)
        for part in self.parts:
            found |= dict.fromkeys(part.all_facts())
        return tuple(found)


def written(value: object, unit: str = "") -> str:
    """Return a value and its unit as people write it; a share to two places of a per cent.

    >>> written(-50_000_000, SHARE), written(33_333_333, SHARE), written(Decimal("3.20"), "万元")
    ('-50%', '33.33%', '3.2万元')
    """
    if isinstance(value, int) and unit == SHARE:
        return f"{plain(round(scaled(value * 100), 2)):f}%"
    if isinstance(value, Decimal):
        return f"{plain(value):f}{unit}"
    return f"{value}{unit}"


def undefined(name: str, lack: Lack, unit: str = "", *parts: Derivation[Any]) -> Derivation[Any]:
    """Return a number that is not there, and why."""
    return Derivation(name, None, unit, lack=lack, parts=parts)


def given(name: str, value: Decimal | None, unit: str, fact: Fact | None = None) -> Derivation[Decimal]:
    """Return a number as a fact states it; without a value it is an observation that lacks."""
    facts = (fact,) if fact else ()
    return Derivation(name, value, unit, "given", "", facts, lack=Lack.OBSERVATION if value is None else None)


def explain(found: object) -> tuple[Derivation[Any], ...]:
    """Return the trees behind a result, whatever it holds: each number in it is one.

    >>> [tree.shown for tree in explain((Derivation("甲", 1), "无关", Derivation("乙", 2)))]
    ['1', '2']
    """
    if isinstance(found, Derivation):
        return (found,)
    held: tuple[object, ...] = ()
    if isinstance(found, tuple):
        held = found
    elif is_dataclass(found):
        held = tuple(getattr(found, field.name) for field in fields(found))
    return tuple(tree for one in held for tree in explain(one))
