"""情况：做了什么、怎么样、到了多少。

Not a report: what happened at the occasion itself (`会上传达了…`), which is frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from luoshi.reading.lexicon import any_of, behind, words
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, Places, paged

_ISSUED = r"[^,。]{0,6},[^,。]{2,30}(?:印发|发布|出台|提出)"
# What has been done with these is found by 了.
_DONE = frozenset(word for word in words("past") if word[-1] == "了")
_COMMON = "一持不提入增面同分"
_PAST = paged(
    rf"{behind(_COMMON, (word for word in words('past') if word not in _DONE))}|了(?<=[^为除终]了)(?<!体现了)(?<!反映了)(?<!彰显了)(?=[^解])|已(?=[^,。])(?!经?[^,。;了]{{1,12}}的)|自[^,。]{{2,20}}以来|从[^,。]{{2,20}}以来"
    rf"|年(?<=^19\d\d年){_ISSUED}|年(?<=^20\d\d年){_ISSUED}|以来(?=,)|年以来(?<=19\d\d年以来)|20\d\d年以来|面临(?<!对面临)(?=[^,。的]{{0,20}}(?:挑战|压力|困难|问题|机遇|不确定|风险))|年来(?<=[一二两三四五六七八九十]年来)(?=,)|经过(?=[^,。]{{0,8}}努力,)|要看到|从(?=[^,。]{{1,14}}[看讲说]来?,)|截至|截止(?!日)|分为(?=[^,。]{{0,24}}[两二三四五六七八九十][种类个级档])|导致(?!的)|规格为|依次为|由(?<!员由)(?=[^,。]{{2,60}}(?:组成|构成)[。;])|近年来(?<!结合近年来)|目前(?!期)|当前(?=,[^。;要]{{2,80}}(?:进入|出现|正在发生|依然|仍))|存在(?=[^。;]{{8,60}}(?:问题|不足|短板|矛盾)[。;])|过去(?=[两二三四\d]年,)|正处(?=[于在])|表现(?=[在为]?:一是)|同比(?<!不同比)(?!例)|于(?=[^,。]{{2,12}}(?:成立|建成|启动|投入使用|揭牌)[,。])"
    r"|日前(?<!\d日前)|成立于|始建于|创[建办立]于|今年是(?=[^,。]{2,40}周年(?:和[^,。]{2,20}年)?[。;])|全长(?=约?[0-9])|占地(?=约?[0-9])"
)
_LATER = frozenset(word[1:] for word in words("past") if word[0] in _COMMON)
_PARTS = frozenset("年了").union(word[0] for word in _LATER)


# What is so, where nobody does anything: what there is, how much of it, what it is like.
_STATE = re.compile(
    rf"当前(?=,)|符合[^,。]{{0,16}}(?:利益|愿望|期待|实际|规律|潮流|大势)|(?<![依据于但还若如总别其一二三四五六七八九十])是(?!否)|包括(?<![,、]包括)(?!但不限)|{any_of('states')}(?!环节)|比[^,。]{{1,20}}(?:增长|增加|减少|下降|高|低|多|少)|占[^,。]{{0,20}}\d|占[^,。]{{0,20}}百分之"
)
# What somebody who speaks says has come about, when it was, or what there is not.
_SITUATION = re.compile(
    "总体平稳|稳中(?:有进|向好)[,。;]|圆满(?:实现|完成)[,。;]|"
    "没有(?![^,。;]{1,2}[,。;])|取得[^,。]{0,16}(?:成就|成果|进展|成效|突破|胜利)|[出呈]现[^,。]{1,12}(?:态势|势头|趋势|局面)|保持[^,。]{0,16}(?:发展|增长|势头|态势)[,。;]"
    "|进入[^,。]{0,12}(?:期|阶段|进程)[,。;]|处于[^,。]{1,24}(?:期|阶段|状态)|[加扩][剧大][,。;]|有增无减|动能不足|企稳|回升|下滑|放缓|遭受|遭遇|频发|正在(?!于)|不断提升[,。;]|发生[^,。]{1,12}变化"
    "|这是[^,。]{0,30}(?:首次|第[一二三四五六七八九十0-9]{1,3}[次个届批轮])|去年|昨天|前天|不久前|过去[0-9一二三四五六七八九十]{1,3}年|[0-9]{4}年(?:[0-9]{1,2}月)?,(?![^。]{0,30}将)|[0-9](?:米|公里|吨|人次|亿|万|%)"
)
_BECOMES = re.compile(
    rf"(?!{any_of('imperatives')})[^,。]{{2,16}}(?:不断|持续|稳步|显著|明显|日益|逐步|大幅|进一步)"
    "(?:完善|增强|提升|优化|提高|改善|扩大|加强|深化|显现)[,。;]"
)
_TURNS = ("的转变。", "的变化。", "的转变;", "的变化;")
_WORKS = re.compile("(?:产生|造成|带来)[^,。]{0,10}(?:影响|困难|损失|威胁)(?!的)")
_SUCH = re.compile(  # a rule says of whom or what it speaks
    "[^,。;:了]{2,80}的(?:,|(?!时候)[^,。;:了的]{1,8},(?:由(?!于)|按|可以|予以|给予|不得))"
)
_IN_CASE = re.compile("[如若][^,。;]{2,40},(?:由|按|报|可|经)")  # what is to be done if something is so
_AIMS = re.compile(r"[将拟]|到\d{4}年|不低于|不高于|不少于|不超过|以[上内]|力争|经过[^,。]{0,8}努力")
# The notes behind a report, each a term and what it means; the cases that are held up, each with the place that it comes from.
_NOTE = paged(r"^\d{1,3}[.、][^,。:]{2,40}:[^。]{4}")
_TERM = paged(r"^\d{1,3}[.、][^,。:]{0,24}“[^,。:]{1,24}:")
_CASE = paged(rf"^\d{{1,3}}[.、]{any_of('provinces')}(?![^,。]{{0,20}}(?:要|应|须|负责|牵头))")
_HEADLINE = 40  # characters of the longest headline
_LEAD = 160  # characters of what it heads in which its words return
_MANY = 6  # items from which on a list shows what it tells of


def ask(page: Page) -> Places:
    """Which sentences tell what has been done or what is so?"""
    places, text, starts = page.first(_PAST, page.veil), page.veil, page.starts
    for number, (start, end) in places.items():
        at = starts[number]
        if text[at + start] in _PARTS:
            places[number] = _whole(text, at, start, end)
    return places


def of(page: Page, number: int) -> Place | None:
    """Does one sentence?"""
    place = page.place(number, page.within(_PAST, page.veil, number))
    return _whole(page.veil, page.starts[number], *place) if place else None


def _whole(text: str, at: int, start: int, end: int) -> Place:
    """Return the whole word of which a part was looked for."""
    found = text[at + start : at + end]
    if found[0] == "年" and text[at + max(start - 4, 0) : at + start].isdigit():
        return start - 4, end
    if found == "了" and text[at + max(start - 2, 0) : at + end] in _DONE:
        return start - 2, end
    return (start - 1 if found in _LATER else start), end


def states(piece: Piece) -> Place | None:
    """Does the sentence say what is so, and nothing that anybody does?"""
    if _SUCH.match(piece.veil, piece.body) or _IN_CASE.match(piece.veil, piece.body):
        return None
    found = _WORKS.search(piece.veil, piece.body) or (
        None if _AIMS.search(piece.veil) else _STATE.search(piece.veil, piece.body)
    )
    return found.span() if found else None


def situates(piece: Piece) -> Place | None:
    """Does somebody who speaks say what has come about, or what there is not?"""
    found = _SITUATION.search(piece.veil, piece.body)
    return found.span() if found else None


def becomes(piece: Piece) -> Place | None:
    """Does it say that something grows better by itself, or from what to what it turns?"""
    text = piece.veil
    if text.endswith(_TURNS) and "," not in text and 0 < text.find("从") < text.rfind("到"):
        return text.find("从"), len(text)
    found = _BECOMES.match(text, piece.body)
    return found.span() if found else None


def heads(page: Page, piece: Piece, held: Places, told: Places) -> bool:
    """Tell whether a line is the headline of what is told below it: a third of its pairs of characters return there."""
    below = piece.number + 1
    if below == len(page) or not (piece.first and piece.last) or (below in held and below not in told):
        return False
    start, end = page.starts[piece.number], page.starts[below] - 1
    if not 2 < end - start <= _HEADLINE or page.text[end - 1] in ":,、":
        return False
    after = page.starts[below + 1] - 1
    if page.text[after - 1] not in "。!?;”":
        return False
    lead = page.text[end + 1 : min(after, end + 1 + _LEAD)]
    returning = sum(page.text[place : place + 2] in lead for place in range(start, end - 1))
    return 3 * returning > end - start - 1


def listed(page: Page, pieces: Sequence[Piece]) -> set[int]:
    """Which sentences stand in a list of notes or of cases?"""
    out: set[int] = set()
    if page.text.count("“") >= _MANY and page.text.count(":") >= _MANY:
        terms = page.having(_TERM, page.text)
        if len(terms) >= _MANY:
            out |= _with_those_between(pieces, sorted(page.having(_NOTE, page.text)), terms)
    cases = page.having(_CASE, page.text)
    if len(cases) >= _MANY:
        out |= _with_those_between(pieces, sorted(cases), cases)
    return out


def _with_those_between(pieces: Sequence[Piece], items: list[int], sure: set[int]) -> set[int]:
    """Return the runs of items, each with the sentences that go on in it."""
    out: set[int] = set()
    for run in _runs(pieces, items):
        if 2 * len(sure & run) >= len(run) and len(run) >= _MANY:
            out |= run
            for number in run:
                out.update(_going_on(pieces, number))
    return out


def _runs(pieces: Sequence[Piece], items: list[int]) -> Iterator[set[int]]:
    """Divide items into those that follow each other with no other item between."""
    run: set[int] = set()
    last = -1
    for number in items:
        if run and any(pieces[i].labelled for i in range(last + 1, number)):
            yield run
            run = set()
        run.add(number)
        last = number
    if run:
        yield run


def _going_on(pieces: Sequence[Piece], number: int) -> Iterator[int]:
    for i in range(number + 1, len(pieces)):
        if pieces[i].labelled or pieces[i].first:
            return
        yield i
