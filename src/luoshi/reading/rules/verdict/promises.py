"""From a sentence to what a body promises in it: what it will do from now on (`学校将…`), not what will only happen."""

from __future__ import annotations

import re

from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place

_PLEDGE = re.compile(
    "[^。;]{0,60}?(?:[学我高]校|学院|我们|中心|[市县省区]|公司|双方|政府|[市省县]委|今后|以后|未来|下一步|大学|农大)[^,。]{0,6}?(?P<word>将)(?![来军会领])"
)
# What a body says that it will do, outside a speech: it must be plain that 将 looks ahead.
_NEXT_STEP = re.compile("接下来|下一步|下一阶段|下阶段|今后|未来|后续|会后|下来")
_SETTLES = frozenset(("会议明确", "会议决定", "会议议定", "会议确定"))
_BODY = re.compile("[学我两高]校|学院|大学|集团|公司|双方|[处厅局]|党委|党支部|中心|委员会|巡[察视]")
_LOOKS_AHEAD = re.compile(
    "[也还会要]?(?:继续|进一步|认真|持续|不断|尽快|全力|积极|严格|按照|以|围绕|通过|根据|及时|充分|努力|加快|加大|加强|深入|坚持|坚决|始终|大力|着力|切实|全面|结合|依托|立足|聚焦|统筹|开展|组建|成立|推进|推动|落实|建立|完善|一如既往|针对|面向|抓住|利用|发挥|深化|强化|制定|实施)"
)
# In a later clause, or behind what leads up to it, the body stands right before 将.
_BODY_WILL = re.compile(
    "(?![^,。]*[他她])[^,。]{0,24}?(?:[学我两高]校|学院|大学|集团|公司|双方|[处厅局部]|部门|党委|支部|团队|中心|委员会|研究院|基地|团委|协会|学生会|研究生会|工会)"
    "(?:今后|未来|后续|将来|接下来|下一步)?[还也都均]?$"
)
_IN_YEAR = re.compile(r"\d{4}年|今年|新的一年|本学期|新学期")
_HAPPENS = re.compile(r"于|在\d|迎来|召开|举[行办]|陆续|有")
_HEAD = 48  # characters in which it is said who will do something, and when
_CLAUSE = 32  # characters in which a clause names the body that will do something
# 将 as 把: something is put somewhere, and nothing promised.
_PUTS = re.compile("(?!把|进一步)[^,。]{1,30}?(?:了(?!解)|纳入|融入|列入|作为|视为|贯穿|定为)")


def pledged(piece: Piece) -> Place | None:
    """Find where somebody who speaks promises what his body will do."""
    found = _PLEDGE.match(piece.veil, piece.body)
    return found.span("word") if found and not _PUTS.match(piece.veil, found.end()) else None


def find(piece: Piece) -> Place | None:
    """Find where news tells what a body will do from now on."""
    text = piece.veil
    for word in () if "了" in text else ("将", "一定"):
        place = text.find(word, piece.body, piece.body + _HEAD)
        end = place + len(word)
        if place >= 0 and _promised(text[piece.body : place], text, end) and not _PUTS.match(text, end):
            return place, end
    return _later(text, piece.body)


def _promised(head: str, text: str, end: int) -> bool:
    """Tell whether what stands before 将 or 一定 is who will do something from now on, or when."""
    step, _, doer = head.rpartition(",")
    later = _NEXT_STEP.match(head) is not None
    if (
        "她" in doer
        or "他" in doer
        or "," in step
        or (
            step
            and not later
            and step[0] != "对"
            and step not in _SETTLES
            and step[:2] not in ("根据", "按照")
            and not _IN_YEAR.fullmatch(step)
        )
    ):
        return False
    if later and not _HAPPENS.match(text, end):
        return True
    ahead = text[end - 1] == "定" or _LOOKS_AHEAD.match(text, end) is not None
    return ahead and _BODY.search(doer) is not None and text[end : end + 1] not in ("的", "程", "要")


def _later(text: str, start: int) -> Place | None:
    """Find the clause that says what a body will do, whatever the clauses before it tell."""
    told = text.rfind("了")
    place = text.find("将", max(start, told))
    while place >= 0:
        end = place + 1
        if _LOOKS_AHEAD.match(text, end) and not _PUTS.match(text, end):
            low = max(start, place - _CLAUSE)
            comma = text.rfind(",", low, place)
            if _BODY_WILL.match(text[max(low, comma + 1) : place]):
                return place, end
        place = text.find("将", end)
    return None
