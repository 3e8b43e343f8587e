"""From a document to the parts of it that look back: what has been done, and is not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from luoshi.reading.records import Verdict
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, paged

_BACK = re.compile("过去[一五的这]|一年来|五年来|工作回顾|工作总结|主要成绩|工作开展情况|工作进展|完成情况")
_AHEAD = re.compile(
    "今年|明年|下一步|下一阶段|今后|总体要求|重点工作|主要任务|目标任务|工作打算|工作安排|问题|困难|不足"
)
_FROM_NOW = re.compile("新的?一年|明年|下一步|下一阶段|今后")
# A part that tells of what has been done shows it by its results; one that plans, by its words of duty.
_BETTER = "(?:完善|改善|提[高升]|下降|优化|增强|扩大|降低|回升)(?=[,。;])"
_RATE = r"\d{1,6}(?:\.\d{1,3})?%(?!以上|左右|、)"
_RESULT = paged(
    r"了(?![解然])|已(?!经?[^,。]{0,6}的)|同比|获批|荣获|入选|完成。|建成(?=[,。])|编成(?=[,。])|完工|竣工|投产|开工|上线|率先|列全国|列全省|居全国|居全省"
    rf"|更加{_BETTER}|稳步{_BETTER}|不断{_BETTER}|持续{_BETTER}|进一步{_BETTER}|逐步{_BETTER}|全面完成|增长{_RATE}|下降{_RATE}|提高{_RATE}"
    r"|建成通车|投用|启用|并网|惠及\d|成功|稳居|翻番|全国首|全国第|作用凸显|成效明显|取得[^,。]{0,6}(?:进展|成效|成果|突破|成绩)|迈出[^,。]{0,6}步伐"
    r"|达到?\d|突破\d|实现[^,。]{0,12}\d"
)
_DUE = re.compile(
    r"要(?<![主重首概摘纪需]要)(?![素求点])|将|力争|确保|年内|年底前|以上(?<!规模以上)(?<![年级岁]以上)|左右|明年|今年"
)
_WE = re.compile(
    "(?:我们)?(?:学校|我校|我院|学院|[校院]党委|[^,。的]{2,8}?(?:大学|学院|公司|集团|中心))(?![的和与、要将应须])"
)
_SAYS_OF = re.compile("[^,:。]{1,24}?(?:介绍|谈到|谈道|提到|说|指出|表示|认为|强调),")
# Who tells of his own body may go on with its deeds, item by item; who points something out asks for them.
_REVIEWS = re.compile("[^,:。]{1,24}?(?:介绍|谈到|谈道|提到|说|汇报),")
_AT_ONCE = re.compile("[^,:。]{1,24}?表示,(?:学校|我校|学院|我院)一是")
_LEADS_UP = re.compile("(?:自|近|为|从|围绕|结合|针对|通过|经过)[^,。要应]{2,80},")
# Who looks back on the year gone by, or sums it up point by point, goes on so until he says something else.
_YEAR_GONE = re.compile(
    r"(?:[^,:。]{1,24}(?:指出|强调|表示|认为|说|谈到|提到|介绍),)?(?:过去[一两二三四五\d]年|近?[一二三四五六七八九十]?年来|今年以来),"
)
_FORWARD = re.compile(
    "将(?=[在于会以]|继续|进一步|持续|不断|全力|努力|加[强大快]|深入|坚持|大力|着力|积极|认真|一如|坚定|更加)|力争|下一步|今后|年底"
)
_SUMS_UP = re.compile(
    "[^,。:]{1,40}(?:回顾|总结)了[^,。:]{2,30}[:,]一是|[^,。:]{1,80}(?:交流发言|经验介绍|典型发言|工作汇报)(?:中|时)?(?:指出|表示|介绍|说|提到)?[:,]一是|[^,。:]{0,20}(?:主要|具体|集中|突出)(?:表现|体现)[在为]?[^,。:]{0,8}[:,]一是"
)
_SUMMED = re.compile(
    "(?:回顾|总结|介绍|汇报|交流|凝练|分享)了[^,。:要]{0,30}(?:工作|情况|经验|做法|成效|成绩|举措|实践)[。:]"
)
# With these a report goes over from what was done to what is not yet well.
_THANKS = ("清醒", "来之不易", "成绩的取得", "我代表", "我谨代表")
_REVIEWED = paged(
    "清醒地?(?:认识|看)到|成绩的取得|成绩[^,。]{0,8}(?:来之不易|殊为不易)|来之不易的成绩|在(?<=^在)此,我谨?代表|在(?<=^在)这里,我谨?代表[^。]{0,200}感谢|这(?<=^这)里,我谨?代表[^。]{0,200}感谢"
)
_ASKED = paged(r"要(?<![主重首概摘纪需必]要)(?![求素点])|必须|力争|确保")
_SHORT = 6  # sentences of the shortest part that shows it at all
_PART = 12  # sentences from which on a part shows what it tells of
_HEADING = 30  # characters of the longest heading
_ACHIEVED = re.compile("了|已")
_NARRATED = (Verdict.FRAME, Verdict.REPORT)


class Review:
    """Keeps from sentence to sentence whether what has been done is told: by the part, the item, or who tells of his own body."""

    def __init__(self, page: Page, told: set[int]) -> None:
        self._told = told  # sentences of a part that tells
        self.summed = _summed_up(page)  # sentences that lead up to points of it
        self.turns = _BACK.search(page.text) is not None  # whether a heading may turn it
        self.afoot = bool(told)  # whether some part, now or later, tells of it
        self.going = False  # whether somebody does
        self._past = False  # whether the part looks back
        self._own = False  # whether somebody tells what his own body has done, item by item
        self._item: tuple[str, ...] = ()  # the item in which somebody tells it

    def enter(self, piece: Piece) -> None:
        """Take note of a heading or an opening phrase that turns the part."""
        if piece.first or self._past:
            self._past = _looks_back(piece, past=self._past)
            self.afoot = self.afoot or self._past

    def covers(self, piece: Piece, *, cued: bool) -> bool:
        """Tell whether a sentence stands where what has been done is told."""
        if self._past or piece.number in self._told:
            return True
        if cued:
            return False
        if self._own and not _FORWARD.search(piece.veil, piece.body + 1):
            return True
        return piece.path == self._item != () and not piece.labelled

    def sums_up(self, piece: Piece) -> bool:
        """Tell whether a sentence leads up to points of what has been done, the first of them in it."""
        return piece.number in self.summed and "一是" in piece.veil

    def after(self, piece: Piece, verdict: Verdict, *, speaking: bool, waiting: bool, cued: bool) -> None:
        """Keep whether somebody begins to tell of what has been done, and may go on without saying so."""
        sums_up = piece.number in self.summed
        if (verdict is Verdict.REPORT and _begins(piece.text, speaking=speaking, cued=cued)) or (
            sums_up and verdict in _NARRATED and not piece.labelled
        ):
            self._own = True
        elif cued or verdict is Verdict.ORDER or not (speaking or waiting or piece.path):
            self._own = False
        if piece.labelled or cued or verdict is Verdict.ORDER:
            achieved = verdict is Verdict.REPORT and speaking
            self._item = piece.path if achieved and _ACHIEVED.search(piece.veil) else ()
        self.going = bool(self._own or self._item)


def _looks_back(piece: Piece, *, past: bool) -> bool:
    """Tell whether a report is in the part that looks back; a heading or an opening phrase turns it."""
    text = piece.text[piece.body :]
    if not piece.first:
        return past and not _FROM_NOW.match(text)
    heads = len(text) <= _HEADING and not _BACK.match(text)
    if _AHEAD.match(text) or (heads and _AHEAD.search(text)):
        return False
    return past or _BACK.match(text) is not None or (len(text) <= _HEADING and _BACK.search(text) is not None)


def told(scene: Scene) -> set[int]:
    """Return the sentences of the parts that tell of results, as the year's review in a report does without saying so."""
    page = scene.page
    out = _before_thanks(page)
    if len(page) < _SHORT:
        return out
    due = page.having(_DUE, page.text)
    short: list[set[int]] = []
    for part in _parts(scene.pieces):
        group = {piece.number for piece in part}
        rest = group - due
        # Results are looked for only where there are few tasks.
        if len(group) >= _SHORT and len(rest) > 2 * (len(group) - len(rest)):
            results = len(page.among(rest, _RESULT, page.text))
            if _shows_results(len(group), results, len(group) - len(rest)):
                out |= group
        elif rest == group:
            short.append(group)
    # Where most of the text tells, a few sentences full of results do as well.
    for group in short if 2 * len(out) > len(page) else ():
        if 2 * len(page.among(group, _RESULT, page.text)) > len(group):
            out |= group
    return out


def _shows_results(length: int, results: int, due: int) -> bool:
    """Tell whether a part has far more results than tasks; a short one must be full of them."""
    return results > 2 * due and (2 * results > length or (length >= _PART and 6 * results > length))


def _before_thanks(page: Page) -> set[int]:
    """Return all that stands before the thanks and the troubles, with which a report ends its review."""
    if not any(word in page.text for word in _THANKS):
        return set()
    ends = page.having(_REVIEWED, page.text)
    first = min(ends, default=0)
    asked = page.having(_ASKED, page.text) if first else ()
    return set(range(first)) if first and 6 * len([n for n in asked if n < first]) < first else set()


def _parts(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Divide a text by its outermost items, and where a heading without a number looks ahead."""
    for _, group in groupby(pieces, key=_top):
        part: list[Piece] = []
        for piece in group:
            if part and piece.first and piece.last and not piece.path and _heads_plan(piece.text):
                yield part
                part = []
            part.append(piece)
        yield part


def _heads_plan(text: str) -> bool:
    return len(text) <= _HEADING and text[-1] not in "。!?;:" and _AHEAD.search(text) is not None


def _top(piece: Piece) -> str | None:
    """Return the label of the outermost item, where that is one of a whole part."""
    return piece.path[0] if piece.path and piece.path[0][0] not in "(（" else None


def _summed_up(page: Page) -> set[int]:
    """Return the sentences that sum up point by point what has been done."""
    starts = page.starts
    firsts = page.holding(page.veil, "一是")
    out = {n for n in firsts if _SUMS_UP.match(page.veil, starts[n], starts[n + 1] - 1)}
    before = (n - 1 for n in firsts if n and page.veil.startswith("一是", starts[n]))
    return out | {n for n in before if _SUMMED.search(page.veil, starts[n], starts[n + 1] - 1)}


def _begins(text: str, *, speaking: bool, cued: bool) -> bool:
    """Tell whether somebody who speaks begins to tell of what has been done, and may go on without saying so."""
    if speaking and _YEAR_GONE.match(text):
        return True
    return _of_ours(text, _REVIEWS) or (cued and _AT_ONCE.match(text) is not None)


def of_ours(text: str) -> bool:
    """Tell whether somebody says what his own body does."""
    return _of_ours(text, _SAYS_OF)


def _of_ours(text: str, says: re.Pattern[str]) -> bool:
    """Tell whether somebody says at once, or after what led up to it, what his own body does."""
    found = says.match(text)
    if not found:
        return False
    place = found.end()
    for _ in range(2):
        if lead := _LEADS_UP.match(text, place):
            place = lead.end()
    return _WE.match(text, place) is not None
