"""Golden cases of the arithmetic in prose: title, what is given, what comes of it, each closed by a full stop.

A line of what comes of it must be among what is told; only the kinds of lines that a case names are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from luoshi.arithmetic import forecast, indicators, notices, periods, targets
from luoshi.arithmetic.derivation import Derivation, Fact, given
from luoshi.arithmetic.errors import AveragedRatio
from luoshi.arithmetic.indicators import Goal, Indicator, Milestone, Observation
from luoshi.arithmetic.workdays import Calendar

GOLDEN = Path(__file__).parent / "golden"
KINDS = {
    "提高": "maximise",
    "降低": "minimise",
    "保持": "maintain",
    "节点": "milestone",
    "计数": "count",
    "比率": "ratio",
}
RULES = {"求和": "sum", "最新": "latest", "平均": "mean", "最大": "maximum"}
MOVES = {
    "交办": "arranged",
    "签收": "received",
    "反馈": "replied",
    "报结": "answered",
    "退回": "returned",
    "方案": "planned",
    "办结": "closed",
}
DAY = date(2026, 6, 1)


class Given:
    """What a case gives: for each word the rest of each line that begins with it."""

    def __init__(self, text: str) -> None:
        self.lines: defaultdict[str, list[list[str]]] = defaultdict(list)
        for line in text.splitlines():
            word, *rest = line.split()
            self.lines[word].append(rest)

    def word(self, name: str, default: str = "") -> str:
        return self.lines[name][0][0] if self.lines[name] else default

    def number(self, name: str) -> Decimal | None:
        return Decimal(self.word(name)) if self.lines[name] else None

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.word(name)) if self.lines[name] else None

    @property
    def on(self) -> date:
        return self.day("看") or DAY

    @property
    def indicator(self) -> Indicator:
        comparator = self.word("比较")
        return Indicator(
            "指标",
            indicators.Kind(KINDS[self.word("类型", "提高")]),
            self.word("单位"),
            self.number("基期"),
            self.number("允许") or Decimal(0),
            indicators.Direction.DOWN if self.word("方向") == "降低" else indicators.Direction.UP,
            indicators.Comparator(comparator) if comparator else None,
            cumulative=bool(self.lines["累计"]),
        )


def moment(word: str) -> datetime:
    return datetime.fromisoformat(word).replace(tzinfo=UTC)


def seen(about: str, value: str, known: str = "2026-06-01") -> Observation:
    top, _, bottom = value.partition("/")
    return Observation(
        date.fromisoformat(about), Decimal(top), Decimal(bottom) if bottom else None, moment(known)
    )


def yes(flag: bool | None) -> str:
    return "无" if flag is None else "是" if flag else "否"


def of_indicators(case: Given) -> list[str]:
    kind = case.indicator
    if kind.kind is indicators.Kind.MILESTONE:
        steps = [
            Milestone(name, Decimal(weight), date.fromisoformat(day[0]) if day else None)
            for name, weight, *day in case.lines["节点"]
        ]
        return [f"进度 {indicators.passed(steps, case.on).shown}"]
    found = indicators.judge(kind, actual(case, kind), Goal(case.number("目标"), case.number("力争")))
    lines = [f"值 {found.actual.shown}"]
    for prefix, against in (("", found.bottom), ("力争", found.stretch)):
        if against:
            lines += [f"{prefix}进度 {against.progress.shown}", f"{prefix}达到 {yes(against.reached)}"]
    return lines


def actual(case: Given, kind: Indicator) -> Derivation[Decimal]:
    if kind.kind is indicators.Kind.COUNT:
        events = [
            Fact("事件", str(n), date.fromisoformat(day)) for n, (day,) in enumerate(case.lines["事件"])
        ]
        return indicators.counted(kind, events, case.on)
    if rows := [seen(*row) for row in case.lines["观测"] + case.lines["比"]]:
        return indicators.observed(kind, rows, case.on)
    return given("指标", case.number("实际"), kind.unit)


def of_periods(case: Given) -> list[str]:
    expected = {unit: names for unit, *names in case.lines["应报"]}
    names = next(iter(expected.values()))
    frame = periods.Frame(
        names,
        list(expected),
        periods.Rule(RULES[case.word("期")]),
        periods.Rule(RULES[case.word("单位", "求和")]),
    )
    cells = [
        periods.Cell(unit, period, seen("2026-06-01", value, *known))
        for unit, period, value, *known in case.lines["数"] + case.lines["比"]
    ]
    cells += [
        periods.Cell(unit, period, seen("2026-06-01", value))
        for unit, value in case.lines["每期"]
        for period in names
    ]
    ratio = bool(case.lines["比"])
    kind = Indicator(
        "指标", indicators.Kind.RATIO if ratio else indicators.Kind.MAXIMISE, "%" if ratio else ""
    )
    try:
        found = (periods.gather_ratio if ratio else periods.gather)(kind, cells, frame)
    except AveragedRatio as problem:
        return [f"拒绝 {problem.code}"]
    return [f"值 {found.shown}", *(f"缺 {name}" for name in found.missing)]


def of_targets(case: Given) -> list[str]:
    kind = case.indicator
    if case.lines["版本"]:
        return of_versions(case, kind)
    points = [targets.Point(date.fromisoformat(day), Goal(Decimal(value))) for day, value in case.lines["点"]]
    shape = targets.Shape.STEP if case.word("走势") == "阶梯" else targets.Shape.LINEAR
    course = targets.Course(case.day("起") or DAY, shape)
    return [
        f"应达 {targets.expected(kind, points, course, case.on).shown}",
        f"应达进度 {targets.expected_progress(kind, points, course, case.on).shown}",
    ]


def of_versions(case: Given, kind: Indicator) -> list[str]:
    versions = [
        targets.Version(
            date.fromisoformat(about[0] if about else known),
            moment(known),
            (targets.Point(date.fromisoformat(day), Goal(Decimal(value))),),
        )
        for known, day, value, *about in case.lines["版本"]
    ]
    seen = moment(case.word("知悉"))
    found = targets.sides(
        kind, given("指标", case.number("实际"), ""), reversed(versions), case.day("看") or seen.date(), seen
    )
    if found is None:
        return ["无 目标"]
    assert found.newest.bottom
    assert found.first.bottom
    new, old = found.newest.bottom.progress, found.first.bottom.progress
    return [f"对新 {new.shown}", f"对旧 {old.shown}", f"改 {found.changes}"]


def of_notices(case: Given) -> list[str]:
    days = {word: [date.fromisoformat(day) for (day,) in case.lines[word]] for word in ("休", "班")}
    events = [
        notices.Event(notices.Move(move), *(date.fromisoformat(day) for day in days_))
        for word, move in MOVES.items()
        for days_ in case.lines[word]
    ]
    opened = case.day("开单")
    assert opened
    notice = notices.Notice(opened, case.word("难度") == "疑难", tuple(reversed(events)), case.day("期限"))
    found = notices.running(notice, Calendar.of(days["休"], days["班"]), case.on)
    return [
        f"环节 {found.phase}",
        f"到期 {found.due or '无'}",
        f"余 {found.left}",
        f"超 {found.over}",
        f"签收 {yes(found.received)}",
        f"日历 {'全' if found.certain else '缺'}",
        *(f"段 {leg.phase} {leg.over}" for leg in found.legs),
    ]


def of_forecast(case: Given) -> list[str]:
    rows = [seen(*row) for row in case.lines["值"]]
    target = case.number("目标")
    assert target is not None
    found = forecast.forecast(case.indicator, rows, target, case.day("期限"))
    return [
        f"达到日 {found.day.shown}",
        f"最早 {found.early or '达不到'}",
        f"最晚 {found.late or '达不到'}",
        f"可能 {found.chance.shown}",
    ]


TOLD: dict[str, Callable[[Given], list[str]]] = {
    "indicators": of_indicators,
    "periods": of_periods,
    "targets": of_targets,
    "notices": of_notices,
    "forecast": of_forecast,
}


def cases() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return place, title, what is given and what is told of each case."""
    found = []
    for path in sorted(GOLDEN.glob("*.md")):
        parts = [part.strip("\n") for part in path.read_text("utf-8").split("\n.\n")]
        body, rest = parts[:-1], parts[-1]
        assert not rest.strip(), f"{path.name}: a case is not closed"
        assert len(body) % 3 == 0, f"{path.name}: a case lacks a part"
        for title, text, wanted in zip(body[::3], body[1::3], body[2::3], strict=True):
            found.append((path.stem, title.strip(), text, tuple(wanted.splitlines())))
    return found
