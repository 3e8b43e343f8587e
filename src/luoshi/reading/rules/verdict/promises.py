"""From a sentence to what a body promises in it: what it will do from now on (`学校将…`), not what will only happen."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import words
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place

_PLEDGE = re.compile(
    "[^。;]{0,100}?(?:[学我高]校|学院|我们|本[院校所馆部会局]|中心|[市县省区]|公司|双方|政府|[市省县团党]委|研究院|集团|团队|协会|[处厅局]|今后|以后|未来|下一步|大学|农大)[^,。]{0,6}?(?P<word>将)(?![来军会领])"
)
# What somebody means to do himself is his vow, and asks for nothing.
_VOWS = re.compile(
    "[^。]{0,80}?(?:我|自己)(?P<word>将|定|一定|会|要|必将)(?![来领们员不让看说求]|[^,。]{1,24}[了给])"
)
# What a body says that it will do, outside a speech: it must be plain that 将 looks ahead.
_NEXT_STEP = re.compile("接下来|下一步|下一阶段|下阶段|今后|未来|后续|会后|下来")
_SETTLES = frozenset(("会议明确", "会议决定", "会议议定", "会议确定"))
_BODY = re.compile(
    "[学我两高]校|学院|大学|集团|公司|双方|[处厅局]|[党团]委|党支部|中心|委员会|巡[察视]|团队|研究院|基地|协会|研究生会|学生会"
)
# Nouns as well as verbs: behind 将 they may be what is put somewhere (`将研究成果运用于…`).
_NOUNS = re.compile(
    "学习|服务|研究|创新|发展|改革|监督|分析|合作|总结|规划|示范|试点|安排|协同|集中|科学|问责|奖励|突破|培养|培训|检查|审核|评价|承担|承接|举办"
)
# How something is done; what follows is no object that is put somewhere.
_HOW = "[也还会要]?(?:继续(?!教育)|进一步|认真|持续|不断|尽快|全力|积极|严格|及时|充分|努力|加快|加大|深入|坚持|坚决|始终|大力|着力|切实|全面|一如既往|陆续|另行|重点|充分|紧密|紧紧|密切|再|逐步|共同|携手)"
_LOOKS_AHEAD = re.compile(
    rf"{_HOW}|在[^,。]{{2,30}}[中上时面]{_HOW}|[也还会要]?(?:按照?|以|围绕|通过|根据|从|秉持|秉承|继承|参与|组织|进行|联合|联动|会同|就|加强|结合|依托|立足|面向|针对|和[^,。]{{1,12}}(?:进一步|共同|一道|携手|一起|继续)|与[^,。]{{1,12}}(?:进一步|共同|一道|携手|一起|继续)"
    rf"|{'|'.join(word for word in words('imperatives') if len(word) == 2 and not _NOUNS.match(word))})"
)
# In a later clause, or behind what leads up to it, the body stands right before 将.
_BODY_WILL = re.compile(
    "(?![^,。]*[他她])[^,。]{0,24}?(?:[学我两高]校|学院|大学|集团|公司|双方|[处厅局部]|国务院|部门|党委|支部|团队|中心|委员会|研究院|基地|[团校]委|协会|学生会|研究生会|工会|院企|校地|校企|实验室)"
    "(?:今后|未来|后续|将来|接下来|下一步)?[还也都均双]?[方都]?$|同时$"
)
_IN_YEAR = re.compile(r"\d{4}年|今年|新的一年|本学期|新学期")
_HAPPENS = re.compile(r"于|在\d|迎来|召开|举[行办]|陆续|有")
_HEARSAY = ("据悉", "据了解", "据介绍")  # what is only heard of a body is told
_SAYS = ("明确", "提出", "指出", "规定")  # a paper says it, and nobody promises
# What those present pledge in a body is told of the occasion.
_IN_A_BODY = re.compile(
    "[^。;]{0,80}?纷纷[^,。]{0,8}表示,?(?:[^,。]{2,24},){0,2}[^,。要将会]{0,12}(?:要(?!求)|将|会(?![议上后场])|一定|必[须将定])(?![^。]*(?:希望|建议|学[校院]应))"
)
_HEAD = 48  # characters in which it is said who will do something, and when
_CLAUSE = 32  # characters in which a clause names the body that will do something
# 将 as 把: something is put somewhere, and nothing promised.
_PUTS = re.compile(
    "(?!把|进一步|继续(?!教育)|充分发挥|在[^,。]{2,24}中继续)[^,。]{1,30}?(?:了(?!解)|纳入|融入|列入|作为|视为|贯穿|定为|转化|运用[到于]|应用于|转向|延[长伸]|调整|确定|与[^,。]{1,20}结合|传递|归[咎入])"
)


def pledged(piece: Piece) -> Place | None:
    """Find where somebody who speaks promises what his body will do."""
    found = _PLEDGE.match(piece.veil, piece.body)
    return found.span("word") if found and not _PUTS.match(piece.veil, found.end()) else None


def vowed(piece: Piece) -> Place | None:
    """Find where somebody who speaks says what he himself will do."""
    found = _VOWS.match(piece.veil) if "我" in piece.veil or "自己" in piece.veil else None
    return found.span("word") if found else None


def in_a_body(text: str) -> Place | None:
    """Find where those present pledge in a body what they will do."""
    found = _IN_A_BODY.match(text)
    return found.span() if found else None


def find(piece: Piece) -> Place | None:
    """Find where news tells what a body will do from now on."""
    text = piece.veil
    if text.startswith(_HEARSAY, piece.body):
        return None
    for word in () if "了" in text else ("将", "一定"):
        place = text.find(word, piece.body, piece.body + _HEAD)
        end = place + len(word)
        if place >= 0 and _promised(text[piece.body : place], text, end) and not _PUTS.match(text, end):
            return place, end
    return later(piece)


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
    return (
        ahead
        and _BODY.search(doer) is not None
        and text[end : end + 1] not in ("的", "程", "要")
        and not doer.endswith(_SAYS)
    )


def later(piece: Piece) -> Place | None:
    """Find the clause that says what a body will do, whatever the clauses before it tell."""
    text, start = piece.veil, piece.body
    told = text.rfind("了")
    place = text.find("将", max(start, told))
    while place >= 0:
        end = place + 1
        if _LOOKS_AHEAD.match(text, end) and not _PUTS.match(text, end):
            low = max(start, place - _CLAUSE)
            mark = max(text.rfind(",", low, place), text.rfind(":", low, place))
            if _BODY_WILL.match(text[max(low, mark + 1) : place]):
                return place, end
        place = text.find("将", end)
    return None
