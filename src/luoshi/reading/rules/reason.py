"""说理：意义、道理、评价、感谢。

Not a reason: a sentence in which any clause asks for something.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, Places, paged

_REASON = paged(
    rf"{opening('reasons')}|事关(?<!人事关)|是(?<!特别是)(?<!尤其是)(?<![一二三四五六七八九十]是)[^,。]{{0,60}}(?:重要|关键|根本|基础|前提|保证|举措|途径|职责|使命|要求|需要|所在|标志|体现|之义|遵循|起点|序章|基石|方向[。;]|课题[。;]|良机|盛会|灵魂|底色|生命线|法宝|源泉|写照|缩影)"
    r"|肩负着(?=[^,。]{0,40}(?:使命|重任|责任))|发挥着重要(?=[^,。]{0,16}作用[,。;])|方(?<![双多各地校警军对我资三官四八]方)(?=(?:坚定|坚决|始终|一贯)?(?:支持|反对|主张|高度赞赏)(?![^。]{0,120}[愿希将励]))|就是|也是|正是|不仅仅?是(?=[^,。]{2,40},(?:更|也是|亦是))|只有(?![0-9十几两一二三四五六七八九])|肯定[。,]|没有(?=[^。;]{1,40}(?:[就便]没有|,没有|就[不无]|便[不无]|不可能|谈不上|无从))"
)

_SAME = ("也是", "就是", "正是")

_MIDST = (
    r",[这那]?是(?![否不指])|提出了?更高要求|,有利于|,将为[^,。]{2,40}(?:提供|奠定|注入)|关键(?:还)?在(?!于|[^,。]{0,8}下)"
    r"|根本(?:任务|内容|目的)是|主要(?:任务|内容|目的)是|核心(?:任务|内容|目的)是|首要(?:任务|内容|目的)是"
)
# What is done is only said to matter.
_MATTERS = "(?:至关重要|[十非尤极][分常为其]重要|十分[必迫][要切]|势在必行|刻不容缓|迫在眉睫|正当其时|意义重大|意义深远|责任重大|(?:具有|有着|起着)[^,。]{0,24}(?:意义|作用|价值)|重任在肩)[。;]?$"
_STOPS = frozenset("。;")
_QUOTED_STOPS = frozenset("。!")  # what is asked in passing says nothing of itself
_ENDS = frozenset(
    (
        *("重要", "必要", "迫切", "必切", "迫要", "必行", "容缓", "眉睫", "其时", "重大", "深远"),
        *("意义", "作用", "价值", "在肩"),
    )
)
_STATES = re.compile(f"{_MIDST}|{_MATTERS}")
_OPENS = re.compile(
    rf"^[这那]是(?![否不])|^[^,。要]{{2,8}}就是[^,。的要]{{2,8}}[。;]?$|{_MIDST}|^[^,。]{{2,60}}?(?<![但还于而要就只凡或别其一二三四五六七八九十])是(?![否不指])[^,。]{{3,}}"
)
_CUE = re.compile(rf"^[^,:。]{{1,30}}?{any_of('cues')}[,:]|^[^,:。]{{1,30}}?发言说[,:]|^各位代表,")
# How many years it is, and which time it is, is told and not weighed.
_COUNTS = re.compile(
    "今年是[^,。]{2,40}周年(?:和[^,。]{2,20}年)?[。;]|这是[^,。]{0,30}(?:首次|第[一二三四五六七八九十0-9]{1,3}[次个届批轮])"
)
_EARNED = re.compile("(?:得到|受到|获得|获|赢得)了?(?![的得])(?:(?!给予|予以|表示)[^,。;]){0,32}$")
_HALVES = 4, 8  # characters of half a slogan
_LONGEST = 40  # characters of the longest cry that hopes for nothing, and of more than any slogan
_HOPE = re.compile("(?<!即)将|一定|必")
# What is like a slogan in its measure only; halves of an even length chime by chance, unless they speak of these.
_NO_SLOGAN = re.compile("[0-9了已着在正被将□]|进行|开展|举行|召开|假期|时节|之畔|晚上|同学们|层面|一是")
_SLOGAN = re.compile(
    "心|梦|青春|奋|征程|时代|使命|精神|力量|未来|血脉|人才|辉煌|担当|光芒|华章|篇|人生|韶华|永|国"
)
_NO_CRY = re.compile("图为|本期|直播|圆满|结束|现场|随后|散会")
_CLAUSE = 36  # characters between earning and the praise, or of what serves
_SUBJECT = 64  # characters before that something serves, with who says so
# What an occasion is for, or what something helps, as the first thing that is said of it; what a thing is for is a fact.
SERVES = ("旨在", "有利于", "有助于")
_LEADS = re.compile("[^,。:了]{1,20}(?:指出|强调|表示|认为|说|谈到|介绍),|据悉,|据了解,")
_NOT_SERVING = re.compile("凡|对于|[,。:了□已]|一切|任何|签署|探索|起草")
_OCCASION = re.compile("[本此这该].|[^,。]{0,34}(?:会|活动|论坛|赛|讲座|培训|仪式|调研|评选)$")
_PRAISE = paged(
    "充分肯定|表示肯定|肯定了(?=[^,。]{0,40}(?:成绩|成果|成效|工作|做法|贡献))|高度评价|高度肯定|衷心的?感谢|诚挚的?感谢|由衷的?感谢|真诚的?感谢|表示感谢|表示祝贺|热烈祝贺|诚挚问候|表示慰问|来之不易(?=[。;,]|$)|殊为不易"
)


def states(piece: Piece) -> Place | None:
    """Does the sentence say what something is, or that it matters, before it says anything else?"""
    text = piece.veil
    if (
        "是" not in text
        and "更高要求" not in text
        and "关键" not in text
        and ",有利于" not in text
        and ",将为" not in text
        and (text[-3:-1] if text[-1] in _STOPS else text[-2:]) not in _ENDS
    ):
        return None
    cue = _CUE.match(text)
    start = max(piece.body, cue.end() if cue else 0)
    words = text[start:]
    if ("今年是" in words or "这是" in words) and _COUNTS.match(words):
        return None
    found = _OPENS.match(words) or _STATES.search(words)
    return (start + found.start(), start + found.end()) if found else None


def serves(text: str) -> Place | None:
    """Does a sentence say at once what something is for?"""
    place, word = next(
        ((place, word) for word in SERVES if (place := text.find(word, 2, _SUBJECT)) > 0), (0, "")
    )
    if not place:
        return None
    lead = _LEADS.match(text, 0, place)
    head = text[lead.end() if lead else 0 : place]
    end = place + len(word)
    if not 2 <= len(head) <= _CLAUSE or text[end : end + 1] == "的" or _NOT_SERVING.search(head):
        return None
    return (place, end) if word != "旨在" or _OCCASION.match(head) else None


def praises(page: Page) -> Places:
    """Which sentences praise, thank or congratulate?"""
    places = page.first(_PRAISE, page.veil)
    return {number: place for number, place in places.items() if not earned(page, number, place)}


def earned(page: Page, number: int, praise: Place) -> bool:
    """Tell whether a sentence tells that praise was earned, and gives none (`得到专家充分肯定`)."""
    start = page.starts[number]
    head = page.veil[start + max(0, praise[0] - _CLAUSE) : start + praise[0]]
    return _EARNED.search(head) is not None


def quotes(text: str) -> int | None:
    """Return where the words begin with which a sentence of news ends as a quotation (`“大海养人。”`)."""
    if text[-1] != "”" or text[-2:-1] not in _QUOTED_STOPS:
        return None
    opens = text.rfind("“")
    return (
        opens
        if opens > 0 and text.find("”", 0, opens) < 0
        else 0
        if text.find("”") == len(text) - 1
        else None
    )


def chimes(text: str) -> bool:
    """Does a sentence of two halves of one length only chime (`青春心向党，奋进新征程。`), or cry out?"""
    if text[-1] == "!":
        short = len(text) <= _LONGEST or _HOPE.search(text) is not None
        return short and not _NO_CRY.search(text)
    if len(text) > _LONGEST and ":" not in text:
        return False
    start = text.rfind(":") + 1
    half = text.find(",", start) - start
    if text[-1] != "。" or len(text) != start + 2 * half + 2 or not _HALVES[0] <= half <= _HALVES[1]:
        return False
    return not _NO_SLOGAN.search(text, start) and (
        half in (4, 5, 7) or _SLOGAN.search(text, start) is not None
    )


def ask(page: Page, number: int) -> Place | None:
    """Does a sentence give meaning, principle or praise?"""
    place = page.place(number, page.within(_REASON, page.veil, number))
    return (
        None
        if place and page.veil[page.starts[number] + place[0]] in "充高" and earned(page, number, place)
        else place
    )


def weighs(page: Page, number: int) -> Place | None:
    """Does a sentence of narration, which by `也是` only tells what else is so?"""
    place = ask(page, number)
    if place and page.veil[page.starts[number] + place[0] : page.starts[number] + place[1]] in _SAME:
        start, end = page.starts[number], page.starts[number + 1] - 1
        return page.place(number, _REASON.search(page.veil, start + place[0] + 1, end))
    return place
