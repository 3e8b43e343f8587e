"""会务：谁在何时何地召开、主持、出席、传达、汇报了什么。

Not of the occasion: what was achieved or found in content, which is report.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import behind, words
from luoshi.reading.rules.occasion.deeds import narrates
from luoshi.reading.rules.occasion.present import came
from luoshi.reading.text.page import Page, Place, Places, paged

__all__ = ["ask", "came", "counts", "firm", "goes_on", "narrates", "of", "stays"]

# Words that open with one of these are looked for by what follows it.
_COMMON = "学大发一进合研开经"
_OCCASION = paged(
    rf"{behind(_COMMON, words('occasion'))}|致欢迎|题(?<=为题)(?=[,作做进为给上向讲])|主题(?<=为主题)(?=[,作做进讲])|署(?<=部署)(?<!决策部署)(?<!战略部署)(?<!的部署)(?!要求)|要求(?<!的要求)(?![,。、的和;:】)]|$)|作出(?=[^,。]{{0,8}}(?:部署|要求|安排))|环节(?=[,。中上后里])(?<!关键环节)(?<!的环节)|安排(?<!》安排)|提出[^,。]{{0,8}}(?:要求|意见|希望|建议)|会议还?(?:研究|审议|讨论|听取|通报)了"
)
# By themselves these are what work consists of as often as what is done at an occasion.
_LOOSE = frozenset(("交流", "强调", "讲话", "调研", "安排", "讨论"))
_AFTER = ("后", "的", "之际", "以来", ",对")  # what stands behind a meeting that only dates what is told
_LATER = frozenset([*(word[1:] for word in words("occasion") if word[0] in _COMMON), "题", "主题", "署"])
# How many points are made, and none of them yet.
_COUNTS = re.compile(
    r"[^,。:]{2,30}提出了?[一二两三四五六七八九十几\d]{1,2}[点条项个]{1,2}(?:方面)?的?(?:建议|要求|意见|希望|倡议)[:。]"
)
# What stands behind the telling of an occasion goes on with it by these, unless it turns to work or to what somebody says.
_DEEDS = frozenset(words("deeds"))
_TURNS = re.compile(r"通过|经过|近|今|去|自|从|各|该|此外|据|全会|我们|\d{4}年")
_ELSEWHERE = re.compile(
    "指出|表示|认为|谈[到道]|说[,:]|获|成为|[0-9]篇|[%亿万]|同比|习近平|总书记|□一书|掀起"
)
# What is told of somebody named, and not of what he does there.
_OF_HIM = re.compile("是|曾(?=[在任担获经])|称|评为|去年|一生|毕业|推荐|播出|一书|[0-9]{4}年|申报的|指导的")


def ask(page: Page) -> Places:
    """Which sentences tell of the occasion itself?"""
    places, text, starts = page.first(_OCCASION, page.veil), page.veil, page.starts
    for number, (start, end) in places.items():
        at = starts[number]
        if text[at + start : at + end] in _LATER:
            places[number] = start - 1, end
    return places


def of(page: Page, number: int) -> Place | None:
    """Does one sentence?"""
    found = page.within(_OCCASION, page.veil, number)
    place = page.place(number, found)
    return (place[0] - 1, place[1]) if found and place and found[0] in _LATER else place


def firm(page: Page, number: int, first: Place) -> Place | None:
    """Return the first words that tell of an occasion by themselves, where nobody speaks and nobody present is named."""
    start, end = page.starts[number], page.starts[number + 1] - 1
    found: Place | None = first
    while found and _loose(page.veil, start + found[0], start + found[1]):
        found = page.place(number, _OCCASION.search(page.veil, start + found[1], end))
    return found


def _loose(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    return (word in _LOOSE and not text.startswith(("。", ";"), end)) or (
        word == "召开" and text.startswith(_AFTER, end)
    )


def goes_on(text: str, told: Place) -> bool:
    """Does a sentence go on to tell what was done at an occasion (`两国艺术家表演了…`)?"""
    place = told[0]
    if text[place] != "了" or not (text[place - 2 : place] in _DEEDS or text[place - 1] in "作做发"):
        return False
    return not _TURNS.match(text) and not _ELSEWHERE.search(text)


def stays(text: str) -> bool:
    """Does a sentence with somebody named in it, behind the telling of an occasion, tell what he does there?"""
    return not (_TURNS.match(text) or _ELSEWHERE.search(text) or _OF_HIM.search(text))


def counts(text: str) -> bool:
    """Does a sentence only say how many points are made?"""
    return "提出" in text and _COUNTS.fullmatch(text) is not None
