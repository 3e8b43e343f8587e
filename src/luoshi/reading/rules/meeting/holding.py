"""How a meeting is held and named: around a verb of holding, its name, its place and who holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reading.rules.meeting.sentence import Both
from luoshi.reading.text.outline import Piece

_TAIL = r"(?:\([^()]{1,10}\))?[”》]?"
_END = rf"(?:会(?:议)?|仪式|典礼|[大庆]典|论坛|[开闭]幕式){_TAIL}"
# Occasions that are no meetings: they are read where no meeting is told of.
_EVENT = rf"(?:活动|夏令营|演练|[党团]日|(?:专题|集中|集体)学习|培训班?|(?:研讨|读书|训练|研修)班|训练营|讲座|沙龙|党课|思政课|备课|宣讲|[决大竞战拔请省国复初区域谊]赛|座谈|研讨|(?:学术|专题|辅导|主题)报告){_TAIL}"
HOLDS = re.compile(
    "召开|举行|举办|开幕|拉开[帷大序]幕|精彩上演|开班|开营|开讲|闭幕|落幕|落下帷幕|结束(?<=圆满结束)|开启(?=[,。])"
)
# What is no meeting is also said to be carried out.
CARRIES_OUT = re.compile(HOLDS.pattern + "|开展|进行|启动")
LEFT_STOP = ",。;:!?"
_RIGHT_STOP = re.compile("[,。;!?]")
_HOW = re.compile(
    "(?:(?<=[校院委会处部系])特|紧急|赓即|随即|立即|近期|首次|今年|积极|广泛|安排|(?<=[^校改])正|从[^,。]{2,8}开始|及时|专门|再次|(?<!合作)(?<!贸易)(?<!党)组织|隆重|成功|胜利|顺利|圆满|正式|联合|共同|(?<!在)线上|分别|先后|同步|同时|集中|近日|日前|持续|全面|精心|策划|不断|多次|热烈|火热|陆续|如期|精彩|面向[^,。]{1,20})$"
)
_MANNER = re.compile(
    "(?:(?:以|采取|采用|通过)[^,。以]{2,16}?(?:形式|方式)|(?:以|通过)[^,。以]{0,8}(?:视频|网络|线上|线下|云|腾讯)(?:会议|直播|连线|课堂|平台)(?:云端)?|以[^,。]{2,60}?为(?:主题|题))$"
)
# Their last characters: a pattern that must end a clause is asked only of those.
_HOW_LAST = frozenset("特面急划即期次年始极泛排正时门织重功利满式合同上别后步中日前续心断烈热彩")
_MANNER_LAST = frozenset("式题议播线堂台端")
# `…方式,举行…`, `某院在某厅,以…方式举行…`: who holds it stands in the clause before.
_CLAUSE_BEFORE = re.compile("(?P<body>[^,。:]{2,30}?)(?:采取|采用|通过|以|特?邀请)")
_THERE_BEFORE = re.compile("(?P<body>[^,。:在]{2,30})在(?P<place>[^,。在]{2,30}?)(?:采取|采用|通过|以|$)")
# What follows the verb where it is no meeting of this text, and what comes before it there.
_NOT_HELD = re.compile("(?:通过|[将拟要应]|定期|计划|建议|每[年月周]|还将|即将|以来|祝贺[^,。]{2,6})$")
# What somebody tells of in a speech is no occasion of this text.
IN_SPEECH = re.compile("[出到示调为及忆说](?<=指出|谈到|讲到|提到|表示|强调|认为|谈及|回忆|.说)[,:]")
_AT = re.compile(
    r"(?:于?(?:\d[\d年月日至时分点上下午晚:-]{1,15}|日前|近日|[今昨当同](?:天|日|晚)(?:\([^()]{2,8}\))?)|最后一讲|第[一二三四五六七八九十]{1,2}[讲场次])$"
)
_AT_LAST = frozenset("0123456789年月日至时分点上下午晚:-前近讲场次天)")
_DONE = re.compile("(?:圆满|胜利|顺利)完成[^,。]{0,16},$")  # a congress, before it closes
ENDS = re.compile(rf"{_END}$")
EVENT_ENDS = re.compile(rf"{_EVENT}$")
_LONGEST = 120  # characters of a clause on either side of its verb
LONGEST_END = 20
THEME = re.compile("(?:以[^,。]{2,60}?为(?:主)?题的|主题为[^,。]{2,60}?的)")
_THEN = "(?=$|并(?!购)|[,。;]|分析|研究|介绍|通报|听取|审议|传达|部署)"  # what is done there
NAME = re.compile(rf"(?!的)[^,。]{{1,60}}{_END}{_THEN}")
EVENT_NAME = re.compile(
    rf"(?!的|系列活动|[^,。]{{1,4}}多[样彩]|近?\d{{1,4}}余?[项场次])[^,。]{{2,44}}{_EVENT}(?=$|并(?!购)|[,。;])"
)
# Whatever is said to be held is an occasion, whatever its name ends on: asked last, and only of whole clauses.
ANY_END = re.compile("[^院部局厅委办处室署系科组团队员校区府司业心地里后前来时际中了者家们人生师学邀]$")
ANY_NAME = re.compile(
    r"(?:(?<=召开)|(?<=举行)|(?<=举办)|(?<=了))(?!的|[^,。]{0,4}(?:多[样彩]|系列)|[近共]?\d{1,5}余?[多个项场次]|[多数各几]|[此本]次|一[次场系])[^,。的了]{3,40}(?<![\d多]场)(?<![\d多]次)(?<!演习|谈判|选举|投票|游行|抗议|表示|决定)(?=[,。;])"
)
_BARE = re.compile(rf"(?:会议|仪式|集会|大会){_THEN}")
PLACED = re.compile(
    r"[在于赴前](?:(?<!前)|(?<=前)往)(?!(?<=在)线(?!上)|(?<=[于赴])\d|\d{1,2}月)(?P<place>[^,。在]{1,40})$"
)
_VISITED = re.compile("(?:指导|调研|考察|视察|检查|慰问|看望|走访|并|[为就](?=[^,。业]{3}))")
_ALSO_DONE = re.compile(
    "并(?!购|联|轨|网)[^,。]{0,8}?(?:进行|开展|举[行办]|组织|召开|签[署订约]|启动|参[观加])了?"
)
NO_PLACE = (
    "大会",
    "前夕",
    "之际",
    "期间",
    "本月",
    "教职工",
    "教师",
    "学生",
    "党员",
    "师生",
    "同学",
    "范围内",
    "当天",
    "当日",
    "声中",
    "氛围中",
)
# `某学会在某地召开年会`: what ends so holds meetings and is none.
_BODIES = ("委员会", "常委会", "协会", "学会", "商会", "工会", "联合会", "研究会", "基金会", "理事会")

PLACE = re.compile(
    r"在(?P<place>[^,。在]{2,20}?(?:会议室|报告厅|校区|楼|厅|馆|中心|教室|\d{3}))(?=[为开举召与就召进])"
)


class _Clause(NamedTuple):
    """The clause of a verb of holding: where it begins, where what precedes the verb ends, the verb's end and its own."""

    text: str
    veil: str
    start: int
    left: int
    verb: int
    end: int


class Held(NamedTuple):
    """Where in a sentence an occasion is told: its name, its place, who holds it; and where the telling ends."""

    name: tuple[int, int]
    place: tuple[int, int] | None
    body: tuple[int, int]
    end: int


def holdings(
    piece: Piece | Both, verbs: re.Pattern[str], ends: re.Pattern[str], named: re.Pattern[str]
) -> Iterator[Held]:
    """Find what is held in a sentence, verb by verb: what stands in its clause before it, and what behind."""
    text, veil = piece.text, piece.veil
    for verb in verbs.finditer(veil):
        low, high = max(0, verb.start() - _LONGEST), verb.end() + _LONGEST
        start = max(low - 1, *(veil.rfind(mark, low, verb.start()) for mark in LEFT_STOP)) + 1
        stop = _RIGHT_STOP.search(veil, verb.end(), high)
        left = _without_how(text, veil, start, verb.start())
        clause = _Clause(text, veil, start, left, verb.end(), stop.start() if stop else min(high, len(text)))
        held = _behind(clause, named) or _in_clause(clause, ends)
        often = text.find("多次", left, verb.start()) >= 0
        if (
            held
            and not often
            and not _NOT_HELD.search(text, start, left)
            and not IN_SPEECH.search(veil, 0, verb.start())
        ):
            yield held


def _without_how(text: str, veil: str, start: int, end: int) -> int:
    """Walk back over the words that say how something was held; its theme may be quoted with commas in it."""
    while end > start:
        found = how_held(text, start, end)
        if not found and text[end - 1] in _MANNER_LAST:
            found = _MANNER.search(text, start, end) or _MANNER.search(veil, start, end)
        if not found:
            break
        end = found.start()
    return end


def how_held(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find the words on which a text ends that say how something was held."""
    if start < end and (text[end - 1] in _HOW_LAST or text.find("面向", start, end) >= 0):
        return _HOW.search(text, start, end)
    return None


def _in_clause(clause: _Clause, ends: re.Pattern[str]) -> Held | None:
    """Read `某会3月6日9时在某地举行`; without a place nothing may follow the verb."""
    text, start, left = clause.text, clause.start, clause.left
    placed = PLACED.search(text, start, left)
    place = placed.span("place") if placed and not placed["place"].endswith(NO_PLACE) else None
    places = [(placed.start(), place)] if placed else []
    closed = clause.verb == clause.end
    if ends is ANY_END and not closed:
        return None
    for right, place in (*places, *([(left, None)] if closed else [])):
        # `分别在`, `以视频方式在`, before a place; for whom it was held is part of its name there.
        how = _without_how(text, clause.veil, start, right)
        end = before_at(text, start, right if text.startswith("面向", how) else how)
        if end == start and start and text[start - 1] == ",":
            start = clause_start(text, end - 1)
            done = _DONE.search(text, start, end)
            end = done.start() if done else end - 1
        if text.endswith(_BODIES, start, end) and not closed:
            continue
        if end - start > len("大会") and ends.search(text, max(start, end - LONGEST_END), end):
            return Held((start, end), place, (start, start), left)
    return None


def clause_start(text: str, end: int) -> int:
    """Return where the clause before a mark begins."""
    low = max(0, end - _LONGEST)
    return max(low - 1, *(text.rfind(mark, low, end) for mark in LEFT_STOP)) + 1


def before_at(text: str, start: int, end: int) -> int:
    """Walk back over the words that say when something was held."""
    while end > start and text[end - 1] in _AT_LAST:
        when = _AT.search(text, max(start, end - LONGEST_END), end)
        if when is None:
            break
        end = when.start()
    return end


def _behind(clause: _Clause, named: re.Pattern[str]) -> Held | None:
    """Read `某院在某厅召开某会`; a meeting without a name has only a place and who holds it."""
    text, veil, start, left = clause.text, clause.veil, clause.start, clause.left
    at = clause.verb + text.startswith("了", clause.verb)
    theme = THEME.match(veil, at)
    at = theme.end() if theme else at
    # What is quoted may hold commas; a name may be quoted as a whole.
    name = named.match(text, at) or named.match(veil, at)
    if name and name.end() <= clause.end:
        name_at = name.start(), _first_done(text, *name.span())
    elif named is NAME and _BARE.match(text, at):
        name_at = (at, at)
    else:
        return None
    placed = PLACED.search(text, start, left)
    placed = None if placed and placed["place"].endswith(NO_PLACE) else placed
    body = (start, placed.start() if placed else left)
    place = _no_visit(text, placed.span("place")) if placed else None
    if start == left > 0 and (before := _before(text, veil, start - 1)):
        body = before.span("body")
        place = before.span("place") if "place" in before.re.groupindex else place
    return Held(name_at, place, body, clause.end)


def _before(text: str, veil: str, end: int) -> re.Match[str] | None:
    """Return who is told of in the clause before, and where, if that clause says how the meeting was held."""
    start = clause_start(veil, end)
    return _THERE_BEFORE.match(text, start, end) or _CLAUSE_BEFORE.match(text, start, end)


def _first_done(text: str, start: int, end: int) -> int:
    """Return where a name ends before what else was done: `培训并实地进行了演练`."""
    found = _ALSO_DONE.search(text, start, end)
    return found.start() if found else end


def _no_visit(text: str, place: tuple[int, int]) -> tuple[int, int] | None:
    """Leave out of a place what was done there before."""
    found = _VISITED.search(text, *place)
    return (place[0], found.start() if found else place[1]) if not found or found.start() > place[0] else None
