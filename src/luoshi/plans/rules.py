"""里程碑的写法: one milestone a line, and what is wrong with some milestones. Pure; no Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.arithmetic.milestones import MOST
from luoshi.arithmetic.shares import HEAVIEST
from luoshi.wording import say

LONGEST = 60  # characters of a name
_PARTS = re.compile(r"\s*[,，;；\t]\s*")  # zh: reads Chinese
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")  # zh: reads Chinese


@dataclass(frozen=True, slots=True)
class Mark:
    """里程碑: its name, the day by which it is due, its weight; the key of one that stands already."""

    name: str
    due: date
    weight: int = 1
    key: int | None = None


def lines(marks: Iterable[Mark]) -> str:
    """Write milestones as they are typed.

    >>> lines([Mark("合同签订", date(2026, 6, 30), 2)])
    '合同签订，2026-06-30，2'
    """
    return "\n".join(f"{one.name}，{one.due}，{one.weight}" for one in marks)  # zh: as it is typed


def read(text: str) -> tuple[list[Mark], list[str]]:
    """Read milestones, one a line: name, day, weight (1 where none is written); and say what cannot be read.

    >>> read("合同签订，2026-06-30，2\\n验收,2026年9月1日")[0]
    [Mark(name='合同签订', due=datetime.date(2026, 6, 30), weight=2, key=None), Mark(name='验收', due=datetime.date(2026, 9, 1), weight=1, key=None)]
    >>> read("验收，九月，1")[1]
    ['第 1 行：看不懂日期，请写成“名称，2026-06-30，权重”。']
    """
    marks, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        mark = _line(line.strip())
        if isinstance(mark, Mark):
            marks.append(mark)
        else:
            wrong.append(
                say("第 {number} 行：{fault}，请写成“名称，2026-06-30，权重”。", number=number, fault=mark)
            )
    return marks, wrong


def _line(line: str) -> Mark | str:
    """Read a line from its end, since a name may hold a comma; or say what cannot be read."""
    *name, last = _PARTS.split(line)
    day, weight = _day(last), 1
    if day is None and name:
        figure = unicodedata.normalize("NFKC", last)
        day = _day(name.pop())
        if day is None:
            return say("看不懂日期")
        if not figure.isdecimal() or len(figure) > len(str(HEAVIEST)):
            return say("权重须是整数")
        weight = int(figure)
    if day is None:
        return say("看不懂日期")
    return Mark("，".join(name), day, weight) if any(name) else say("没有名称")  # zh: as it is typed


def _day(words: str) -> date | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", words).strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def faults(marks: Sequence[Mark], starts: date, due: date) -> Iterator[str]:
    """Say what is wrong with the milestones of an item that runs from one day to another.

    >>> list(faults([Mark("验收", date(2027, 1, 1))], date(2026, 1, 1), date(2026, 12, 31)))
    ['里程碑“验收”的日期须在 2026-01-01 至 2026-12-31 之间。']
    """
    if len(marks) > MOST:
        yield say("一个事项最多写 {most} 个里程碑。", most=MOST)
    seen: set[str] = set()
    for one in marks:
        if not one.name.strip():
            yield say("里程碑须有名称。")
        if len(one.name) > LONGEST:
            yield say("里程碑“{name}…”的名称太长，最多 {longest} 字。", name=one.name[:10], longest=LONGEST)
        if one.name in seen:
            yield say("里程碑“{name}”写了两次。", name=one.name)
        seen.add(one.name)
        if not starts <= one.due <= due:
            yield say(
                "里程碑“{name}”的日期须在 {starts} 至 {due} 之间。", name=one.name, starts=starts, due=due
            )
        if not 1 <= one.weight <= HEAVIEST:
            yield say("里程碑“{name}”的权重须在 1 至 {heaviest} 之间。", name=one.name, heaviest=HEAVIEST)


def put_off(marks: Iterable[Mark], was: date, becomes: date) -> tuple[Mark, ...]:
    """Put milestones off that are due on an item's last day, when that day is put off; the others keep theirs.

    >>> [str(one.due) for one in put_off([Mark("a", date(2026, 3, 1)), Mark("b", date(2026, 6, 1))], date(2026, 6, 1), date(2026, 9, 1))]
    ['2026-03-01', '2026-09-01']
    """
    return tuple(Mark(one.name, becomes if one.due == was else one.due, one.weight, one.key) for one in marks)
