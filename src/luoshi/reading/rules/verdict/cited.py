"""From a sentence to whom its words of duty belong: a higher place that is cited, or deputies before whom a report is laid."""

from __future__ import annotations

import re

from luoshi.reading.text.page import Page, Place, Places

# What a higher place has put forward is told, where it is not the one that speaks (`党的某大提出要…`).
_HIGHER = re.compile("党的[一二三四五六七八九十]{1,3}大|总书记|中央[^,。]{2,10}会议|省委")
_OTHERS = frozenset("。:他她")
# Who speaks cites what another has said or a report asks for, unless he goes on to ask himself.
_CUES = ("指出", "强调", "表示", "认为", "说", "谈到")
_CITES = re.compile(
    "[^。:,]{0,12}(?:总书记|总理|党中央|省委|全会|工作报告)[^。:,]{0,24}(?:指出|强调|提出|要求|明确)"
)
_AFTER = 20  # characters behind the cue in which what is cited asks
_HIMSELF = re.compile(
    "希望|必须|作为|,要|我们[^,。]{0,6}(?:要|将|应)|学[校院][^,。]{0,6}(?:要|将|应)|我[校院][^,。]{0,6}(?:要|将|应)|各[^,。]{0,8}(?:要|应)"
)
# Who lays a report before deputies asks them to hear it, and nobody for anything else.
_ON_BEHALF = re.compile("我(?:谨|受[^,。]{2,16}委托,?)?代表")
_LAYS_BEFORE = re.compile("[^,。]{2,20},?向[^,。]{2,24}报告")
_HEARD = ("请予审议", "请予审查", "请审议", "请各位代表审议", "请大会审议")


def put_forward(text: str, place: int) -> bool:
    """Tell whether what is asked at a place is what a higher place has put forward."""
    if _HIMSELF.search(text, place + 1):
        return False
    if _cites(text, place):
        return True
    if text.find("提出", max(place - 3, 0), place) < 0:
        return False
    found = _HIGHER.search(text, 0, place)
    return found is not None and _OTHERS.isdisjoint(text[found.end() : place])


def habit(text: str, asked: Place) -> bool:
    """Tell whether an answer only says what somebody always does (`局长都要听取…`), or has asked of others."""
    return text[asked[0] - 1 : asked[0]] == "都" or text[slice(*asked)] == "要求"


def _cites(text: str, place: int) -> bool:
    """Tell whether somebody who speaks only cites what is asked at a place."""
    comma = text.find(",", 0, place)
    if comma < 0 or not text.endswith(_CUES, 0, comma):
        return False
    found = _CITES.match(text, comma + 1, place)
    return found is not None and place - found.end() <= _AFTER


def laid_before(page: Page) -> Places:
    """Find the sentences that lay a report before deputies (`请予审议`)."""
    out: dict[int, Place] = {}
    for number in page.holding(page.veil, *_HEARD) if "审" in page.veil else ():
        start, end = page.starts[number], page.starts[number + 1] - 1
        who = _ON_BEHALF.search(page.veil, start, end)
        if who and (lays := _LAYS_BEFORE.match(page.veil, who.end(), end)):
            out[number] = who.start() - start, lays.end() - start
    return out
