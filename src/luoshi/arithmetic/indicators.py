"""指标: how far an observed value is on its way from the base to the target, and whether it is there.

Not read as progress: a target that equals the base, a target on the wrong side of it, a value that nobody observed, a
ratio over nothing. Each of these is undefined with its reason, never 0. Whether a target is *reached* needs no base.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, Lack, given, undefined, written
from luoshi.arithmetic.exact import NOUGHT, less, quotient, times, total
from luoshi.arithmetic.shares import SCALE, ratio
from luoshi.wording import noted, say

ABOUT = Decimal("0.05")  # 左右、约: what is near enough, as a part of the target
PASSED = noted("已完成节点权重 {done} ÷ 全部权重 {whole}")


class Direction(StrEnum):
    """方向: whether more is better, less is better, or the value is to be kept."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Kind(StrEnum):
    """指标类型: where the value comes from and which way it shall go."""

    MAXIMISE = "maximise"
    MINIMISE = "minimise"
    MAINTAIN = "maintain"
    MILESTONE = "milestone"
    COUNT = "count"
    RATIO = "ratio"


class Comparator(StrEnum):
    """比较: how an observation is held against a target, as the reader writes it."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="
    ABOUT = "~"


_DIRECTIONS = {Kind.MINIMISE: Direction.DOWN, Kind.MAINTAIN: Direction.KEEP}
_COMPARATORS = {Direction.UP: Comparator.AT_LEAST, Direction.DOWN: Comparator.AT_MOST}


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标: how its values are judged.

    `towards` speaks for a ratio, whose kind does not say which way is better; `cumulative` (累计) says that each value holds
    all before it.
    """

    name: str
    kind: Kind
    unit: str = ""
    base: Decimal | None = None
    tolerance: Decimal = NOUGHT
    towards: Direction = Direction.UP
    comparator: Comparator | None = None
    cumulative: bool = False

    @property
    def running(self) -> bool:
        """Tell whether its values are a running total, as what is counted always is."""
        return self.cumulative or self.kind is Kind.COUNT

    @property
    def direction(self) -> Direction:
        """Return which way the value shall go."""
        return self.towards if self.kind is Kind.RATIO else _DIRECTIONS.get(self.kind, Direction.UP)

    @property
    def start(self) -> Decimal | None:
        """Return the base; what is counted begins at nothing unless another base is stated."""
        counted = self.kind in {Kind.COUNT, Kind.MILESTONE}
        return NOUGHT if counted and self.base is None else self.base


@dataclass(frozen=True, slots=True)
class Observation:
    """观测值: a value about a day, known at a time; a ratio states what stands below the line as well."""

    about: date
    value: Decimal
    bottom: Decimal | None = None
    known: datetime | None = None
    key: str = ""

    @property
    def fact(self) -> Fact:
        """Return the row that it is."""
        return Fact(say("观测值"), self.key, self.about, self.known)

    def rank(self) -> tuple[date, float, Decimal]:
        """Return what decides which of two holds: the later day, then the later known, then the smaller value."""
        return self.about, self.known.timestamp() if self.known else 0.0, -self.value


@dataclass(frozen=True, slots=True)
class Milestone:
    """节点: a part of a weight, the day on which it was passed, and the day on which it is due."""

    name: str
    weight: Decimal
    passed: date | None = None
    due: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """目标值: the bottom line (确保) and the stretch (力争); either may be missing."""

    bottom: Decimal | None = None
    stretch: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """对照: progress against one target, and whether it is reached; None where nothing was observed."""

    target: Decimal
    progress: Derivation[int]
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """指标结果: the value, and how it stands against the bottom line and the stretch."""

    actual: Derivation[Decimal]
    bottom: Against | None
    stretch: Against | None


def toward(
    actual: Decimal, base: Decimal, target: Decimal, direction: Direction = Direction.UP
) -> Derivation[int]:
    """Return (actual − base) ÷ (target − base); beyond the target above 1, behind the base below 0.

    >>> toward(Decimal(15), Decimal(30), Decimal(10), Direction.DOWN).shown
    '75%'
    >>> toward(Decimal(40), Decimal(30), Decimal(10), Direction.DOWN).shown
    '-50%'
    >>> toward(Decimal(5), Decimal(3), Decimal(3)).shown
    '未定义（目标值等于基期值）'
    """
    share = ratio(less(actual, base), less(target, base))
    if share is None:
        return undefined(say("进度"), Lack.TARGET_IS_BASE, SHARE)
    if (target < base) != (direction is Direction.DOWN):
        return undefined(say("进度"), Lack.TARGET_AGAINST, SHARE)
    a, b, t = written(actual), written(base), written(target)
    words = say("（实际 {a} − 基期 {b}）÷（目标 {t} − 基期 {b}）", a=a, b=b, t=t)
    return Derivation(say("进度"), share, SHARE, "toward", words)


def kept(actual: Decimal, target: Decimal, tolerance: Decimal) -> Derivation[int]:
    """Return 1 within the tolerance, falling linearly to 0 where the distance is twice the tolerance.

    >>> [kept(Decimal(a), Decimal(100), Decimal(10)).shown for a in (108, 90, 115, 80, 140)]
    ['100%', '100%', '50%', '0%', '0%']
    >>> kept(Decimal(100), Decimal(100), Decimal(0)).shown, kept(Decimal(101), Decimal(100), Decimal(0)).shown
    ('100%', '0%')
    """
    away = abs(less(actual, target))
    far = times(Decimal(2), tolerance)
    words = say(
        "距目标 {target} 为 {away}，允许 ±{tolerance}，到 ±{far} 为零",
        target=written(target),
        away=written(away),
        tolerance=written(tolerance),
        far=written(far),
    )
    share: int | None = SCALE
    if away > tolerance:
        share = 0 if away >= far else ratio(less(far, away), tolerance)
    return Derivation(say("进度"), share, SHARE, "kept", words)


def progress(indicator: Indicator, actual: Derivation[Decimal], target: Decimal | None) -> Derivation[int]:
    """Return how far a value is on its way to a target, by the indicator's direction; not clipped."""
    if actual.value is None:
        return undefined(say("进度"), actual.lack or Lack.OBSERVATION, SHARE, actual)
    if target is None:
        return undefined(say("进度"), Lack.TARGET, SHARE, actual)
    if indicator.direction is Direction.KEEP:
        return _with(kept(actual.value, target, indicator.tolerance), actual)
    if indicator.start is None:
        return undefined(say("进度"), Lack.BASE, SHARE, actual)
    return _with(toward(actual.value, indicator.start, target, indicator.direction), actual)


def _with(found: Derivation[int], part: Derivation[Decimal]) -> Derivation[int]:
    return replace(found, parts=(part,))


def meets(value: Decimal, comparator: Comparator, target: Decimal, about: Decimal = ABOUT) -> bool:
    """Tell whether a value meets a target; 左右 is within a part of the target on either side.

    >>> meets(Decimal("5.3"), Comparator.ABOUT, Decimal("5.5")), meets(Decimal(5), Comparator.ABOUT, Decimal("5.5"))
    (True, False)
    >>> meets(Decimal(60), Comparator.MORE, Decimal(60)), meets(Decimal(60), Comparator.AT_LEAST, Decimal(60))
    (False, True)
    """
    if comparator is Comparator.ABOUT:
        return abs(less(value, target)) <= times(about, abs(target))
    return {
        Comparator.AT_LEAST: value >= target,
        Comparator.MORE: value > target,
        Comparator.AT_MOST: value <= target,
        Comparator.LESS: value < target,
        Comparator.EQUAL: value == target,
    }[comparator]


def reached(indicator: Indicator, value: Decimal, target: Decimal) -> bool:
    """Tell whether a value reaches a target: as the target says, else by the direction; no base is needed."""
    if indicator.comparator is not None:
        return meets(value, indicator.comparator, target)
    if indicator.direction is Direction.KEEP:
        return abs(less(value, target)) <= indicator.tolerance
    return meets(value, _COMPARATORS[indicator.direction], target)


def judge(indicator: Indicator, actual: Derivation[Decimal], goal: Goal) -> Outcome:
    """Hold a value against the bottom line and against the stretch."""
    return Outcome(
        actual, _against(indicator, actual, goal.bottom), _against(indicator, actual, goal.stretch)
    )


def _against(indicator: Indicator, actual: Derivation[Decimal], target: Decimal | None) -> Against | None:
    if target is None:
        return None
    met = None if actual.value is None else reached(indicator, actual.value, target)
    return Against(target, progress(indicator, actual, target), met)


def observed(indicator: Indicator, rows: Iterable[Observation], on: date) -> Derivation[Decimal]:
    """Return the value about the latest day up to D; of two about one day the one known last.

    Of two known at one moment the smaller holds, so that the order in which they arrive never matters.
    """
    held = [row for row in rows if row.about <= on]
    if not held:
        return undefined(indicator.name, Lack.OBSERVATION, indicator.unit)
    last = max(held, key=Observation.rank)
    if indicator.kind is Kind.RATIO:
        return divided(indicator, last)
    return given(indicator.name, last.value, indicator.unit, last.fact)


def divided(indicator: Indicator, row: Observation) -> Derivation[Decimal]:
    """Return the value of a ratio from what stands above and below the line, in hundredths where its unit is %."""
    below = row.bottom or NOUGHT
    above = times(row.value, Decimal(100)) if indicator.unit == SHARE else row.value
    value = quotient(above, below)
    words = f"{written(row.value)} ÷ {written(below)}"
    lack = Lack.DENOMINATOR if value is None else None
    return Derivation(indicator.name, value, indicator.unit, "divided", words, (row.fact,), lack=lack)


def counted(indicator: Indicator, events: Iterable[Fact], on: date) -> Derivation[Decimal]:
    """Return how many events there have been up to D; none so far is 0, and that is an observation."""
    held = tuple(event for event in events if event.about <= on)
    words = say("截至 {on} 共 {n} 件", on=on, n=len(held))
    return Derivation(indicator.name, Decimal(len(held)), indicator.unit, "counted", words, held)


def passed(rows: Iterable[Milestone], on: date, said: str = PASSED) -> Derivation[int]:
    """Return the weight of the milestones passed up to D as a share of all weight, said in these words.

    >>> rows = [Milestone("方案", Decimal(1), date(2026, 3, 1)), Milestone("验收", Decimal(3))]
    >>> passed(rows, date(2026, 6, 30)).shown
    '25%'
    """
    steps = tuple(rows)
    done = tuple(step for step in steps if step.passed and step.passed <= on)
    top, bottom = total(step.weight for step in done), total(step.weight for step in steps)
    share = ratio(top, bottom)
    if share is None:
        return undefined(say("进度"), Lack.WEIGHT, SHARE)
    facts = tuple(
        Fact(say("节点“{name}”", name=step.name), step.key, step.passed) for step in done if step.passed
    )
    words = say(said, done=written(top), whole=written(bottom))
    return Derivation(say("进度"), share, SHARE, "passed", words, facts)
