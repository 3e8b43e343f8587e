"""The words of a report, from its telling alone: nothing is praised, nothing reworded, and a cut shows as ……."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from luoshi.arithmetic.lamps import WORDS, Lamp
from luoshi.reports.telling import Line, Telling

NOTHING, NONE, CUT = "无数据", "无。", "……"
COLUMNS = ("编号", "事项", "牵头单位", "结果", "已报", "已证", "到期")
APART = 0.10  # claimed more than shown by so much is told as 报而未证
BEIJING = timezone(timedelta(hours=8))

_UNPRINTABLE = {"Cc", "Cs", "Cn"}
_TURNING = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_CLAUSE = re.compile(
    r"[，；。！？](?![0-9０-９])|(?<![0-9０-９])[，；。！？]"
)  # not the comma within a number
_ITEM = re.compile("、")
_NUMBER = re.compile(r"[0-9A-Za-z.,，%％〇零一二两三四五六七八九十百千万亿]+$")
_OPENING, _CLOSING = "《（“‘〔【", "》）”’〕】"


@dataclass(frozen=True, slots=True)
class Concern:
    """Tasks that need a person, of one kind."""

    head: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a report, in the order in which they stand."""

    title: str
    opening: str
    rows: tuple[tuple[str, ...], ...]
    concerns: tuple[Concern, ...]
    cover: str
    quotes: tuple[str, ...]
    unit: str
    day: str
    note: str


def words(telling: Telling, *, title: int, quote: int) -> Words:
    """Put a telling into words, with titles and sentences no longer than so many characters."""
    name, unit = cut(plain(telling.plan), 120), cut(plain(telling.unit), 60)
    return Words(
        title=f"关于《{name}》落实情况的报告",
        opening=_opening(telling, name),
        rows=tuple(_row(line, title) for line in telling.lines),
        concerns=tuple(_concerns(telling, title)),
        cover=_cover(telling),
        quotes=tuple(f"“{cut(plain(one), quote)}”" for one in telling.unanswered),
        unit=unit,
        day=day(telling.on),
        note=f"事实截至{day(telling.on)}，按{moment(telling.known)}所知；数字可在系统中追溯",
    )


def day(when: date) -> str:
    """Write a day as official papers do.

    >>> day(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{when.year}年{when.month}月{when.day}日"


def moment(when: datetime) -> str:
    """Write a time to the second as clocks in Beijing show it, wherever it is written."""
    if when.tzinfo is None:
        raise ValueError(f"not a moment without its zone: {when}")
    there = when.astimezone(BEIJING)
    return f"{day(there)}{there:%H:%M:%S}"


def percent(share: float | None) -> str:
    """Write a share; what is short of the whole is never written as 100%.

    >>> percent(0.5), percent(0.45678), percent(0.99999), percent(1.0), percent(None)
    ('50%', '45.7%', '99.9%', '100%', '无数据')
    """
    if share is None:
        return NOTHING
    tenths = round(share * 100, 1)
    return f"{min(tenths, 99.9) if share < 1 else tenths:g}%"


def plain(text: str) -> str:
    """Drop what cannot be printed and join wrapped lines, leaving the words as they are.

    >>> plain("甲\\x00乙\\n丙 two\\nwords")
    '甲乙丙 two words'
    """
    text = re.sub(r"(?<=[!-~])\s+(?=[!-~])", " ", text)
    text = re.sub(r"\s*[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]\s*", "", text)
    return "".join(
        char for char in text if unicodedata.category(char) not in _UNPRINTABLE and char not in _TURNING
    ).strip()


def cut(text: str, limit: int) -> str:
    """Cut a long text after a whole clause, else after a whole item of a list, never within a number.

    >>> cut("建设产业学院，开设课程", 8)
    '建设产业学院……'
    >>> cut("投入12000万元", 5)
    '投入……'
    """
    if len(text) <= limit:
        return text
    head = text[:limit]
    end = _last(_CLAUSE, head) or _last(_ITEM, head)
    kept = head[:end] if end else _NUMBER.sub("", head) or head
    return kept.rstrip("，；、 ") + CUT


def _last(mark: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in mark.finditer(text) if _closed(text[: found.end()])]
    return ends[-1] if ends else 0


def _closed(text: str) -> bool:
    return sum(map(text.count, _OPENING)) == sum(map(text.count, _CLOSING))


def _opening(telling: Telling, name: str) -> str:
    kinds = "、".join(f"{WORDS[lamp]}{number}项" for lamp, number in telling.lamps if number)
    return (
        f"截至{day(telling.on)}，《{name}》共{len(telling.lines)}项任务{'，' if kinds else ''}{kinds}。"
        f"按权重汇总，已证{percent(telling.shown)}，已报{percent(telling.claimed)}，"
        f"应达{percent(telling.expected)}。"
    )


def _row(line: Line, limit: int) -> tuple[str, ...]:
    return (
        _code(line),
        cut(plain(line.title), limit),
        _lead(line) or "—",
        WORDS[line.lamp],
        percent(line.claimed),
        percent(line.shown),
        day(line.due) if line.due else NOTHING,
    )


def _code(line: Line) -> str:
    return plain(line.code)[:20]


def _lead(line: Line) -> str:
    return cut(plain(line.lead), 24)


def _concerns(telling: Telling, limit: int) -> Iterator[Concern]:
    """Gather what is overdue, at risk, behind, and what is claimed but not shown."""
    for lamp in (Lamp.OVER, Lamp.RISK, Lamp.BEHIND):
        lines = [line for line in telling.lines if line.lamp == lamp]
        if lines:
            yield Concern(WORDS[lamp], tuple(_entry(line, limit, _standing(line)) for line in lines))
    if lines := [line for line in telling.lines if _apart(line)]:
        yield Concern("报而未证", tuple(_entry(line, limit, _claim(line)) for line in lines))


def _apart(line: Line) -> bool:
    return round((line.claimed or 0.0) - (line.shown or 0.0), 9) >= APART


def _entry(line: Line, limit: int, figures: str) -> str:
    notes = "，".join(part for part in (_code(line), _lead(line), figures) if part)
    return f"{cut(plain(line.title), limit)}（{notes}）"


def _standing(line: Line) -> str:
    due = f"{day(line.due)}到期，" if line.due and line.lamp == Lamp.OVER else ""
    return f"{due}已证{percent(line.shown)}"


def _claim(line: Line) -> str:
    return f"已报{percent(line.claimed)}，已证{percent(line.shown)}"


def _cover(telling: Telling) -> str:
    cover = telling.cover
    return f"共{cover.orders}条要求，已接{cover.answered}条，搁置{cover.aside}条，无人接{cover.open}条"
