"""From headings to columns (表头): what the columns of a table of tasks hold, and what stands in that of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a column holds; the value is a word of its heading."""

    HEAD = "表头"
    NUMBER = "序号"
    TASK = "任务"
    LEAD = "牵头单位"
    DUTY = "责任单位"
    SUPPORT = "配合单位"
    PERSON = "责任人"
    DUE = "完成时限"
    GOAL = "目标"
    ASIDE = "分管领导"
    OTHER = "备注"


OWNERS = frozenset({Kind.LEAD, Kind.DUTY, Kind.SUPPORT, Kind.PERSON})
TOLD = frozenset({*OWNERS, Kind.DUE, Kind.GOAL})  # what a heading of a mere part has nothing of
_HEADINGS = (
    (Kind.NUMBER, re.compile("^(?:序号|编号|项次|任务编号)$")),
    (Kind.OTHER, re.compile("情况|进展|备注|来源|类别|(?:问题(?:清单|表现|描述)?|说明|依据)$")),
    (Kind.ASIDE, re.compile("领导|联系人|联络人|经办人|电话|姓名")),
    (Kind.PERSON, re.compile("责任人|负责人")),
    (Kind.DUTY, re.compile("(?:牵头|主办).{0,8}(?:配合|协办|参与)")),
    (Kind.LEAD, re.compile("牵头|主办")),
    (Kind.SUPPORT, re.compile("配合|协办|参与|协同|协助|(?:参加|支持)(?:单位|部门)")),
    (
        Kind.DUTY,
        re.compile("(?:责任|负责|承办|承担|落实|实施|执行|主责|归口)(?:单位|部门|处室|主体|科室|院系|机构|分工|学院)|^(?:责任|负责)$"),
    ),
    (Kind.DUE, re.compile("时限|时间|节点|期限|进度安排|截止|完成日期")),
    (Kind.TASK, re.compile("任务|措施|举措|事项|内容|重点工作|主要工作|工作要点|工作要求|整改要求|具体工作|工作安排")),
    (Kind.GOAL, re.compile("目标|指标|成效|预期|成果")),
)  # fmt: skip
_BARE = frozenset({"单位", "部门", "处室"})  # under a heading that says which
_NOT_HEADING = re.compile("[。;:!?]")
_LONGEST_HEADING = 24
_LABEL = re.compile(
    r"(?P<label>\d{1,3}(?P<deep>(?:[.-]\d{1,3}){0,3})|(?P<cn>[一二三四五六七八九十百]{1,4})|(?P<cn_note>\([一二三四五六七八九十百]{1,4}\))"
    r"|(?P<note>\(\d{1,3}\))|(?P<ring>[①-⑳]))[.、)]?"
)
_RANKS = ("cn", "cn_note", "deep", "note", "ring")


class Label(NamedTuple):
    """A number of a row: how much of the cell it is, how deep it stands, and whether it is that of a part (一, （一）)."""

    length: int
    depth: int
    part: bool


def columns(words: Sequence[str], *, within: bool) -> list[Kind] | None:
    """Return what the columns hold if a line is the heading of a table of tasks; within one, a row of it may look alike.

    >>> [kind.name for kind in columns(["序号", "工作任务", "牵头单位"], within=False) or ()]
    ['NUMBER', 'TASK', 'LEAD']
    """
    named = _named(words)
    if named is None or len(named) < 2 or Kind.TASK not in named:
        return None
    if not any(kind in OWNERS or kind is Kind.DUE for kind in named):
        return None
    if within and any(kind is None and word for kind, word in zip(named, words, strict=True)):
        return None
    kinds: list[Kind] = []
    for kind, word in zip(named, words, strict=True):
        spanned = not word and kinds and kinds[-1] in OWNERS  # a heading over several columns
        kinds.append(kinds[-1] if spanned else kind or Kind.OTHER)
    return kinds


def below(kinds: Sequence[Kind], words: Sequence[str]) -> list[Kind] | None:
    """Return what the columns hold if a line is a second one of headings."""
    named = _named(words)
    if named is None:
        return None
    out = [*kinds, *[Kind.OTHER] * (len(words) - len(kinds))]
    for column, (kind, word) in enumerate(zip(named, words, strict=True)):
        if word and kind is None and word not in _BARE:
            return None
        out[column] = kind or out[column]
    return out


def label(words: str) -> Label | None:
    """Return the number that a cell holds, or None where it holds another thing.

    >>> label("1.2"), label("(一)"), label("合计")
    (Label(length=3, depth=21, part=False), Label(length=3, depth=10, part=True), None)
    """
    found = _LABEL.fullmatch(words)
    if not found:
        return None
    deep = found["deep"] or ""
    rank = next((i for i, name in enumerate(_RANKS) if found[name]), 2)
    return Label(len(found["label"]), 10 * rank + deep.count(".") + deep.count("-"), rank < 2)


def _named(words: Sequence[str]) -> list[Kind | None] | None:
    """Name the columns by what stands in a line, or return None where that is too much for headings."""
    if any(len(word) > _LONGEST_HEADING or _NOT_HEADING.search(word) for word in words):
        return None
    return [_kind(word) if word else None for word in words]


def _kind(words: str) -> Kind | None:
    name = words.partition("(")[0] or words
    return next((kind for kind, pattern in _HEADINGS if pattern.search(name)), None)
