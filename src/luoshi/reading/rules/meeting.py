"""会议：名称、日期、地点、召开者，先在叙述召开的那一句里找，再看出席的会议、开展的活动。

Not this meeting: one that is only studied, conveyed or named as ground, or that is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.reading.dates import DAY, iso, whole
from luoshi.reading.outline import Piece
from luoshi.reading.page import veiled
from luoshi.reading.records import Meeting, Quote
from luoshi.reading.scene import Scene
from luoshi.reading.spans import Span

_TAIL = r"(?:\([^()]{1,10}\))?[”》]?"
_END = rf"(?:会(?:议)?|仪式|典礼|论坛|[开闭]幕式){_TAIL}"
# Occasions that are no meetings: they are read where no meeting is told of.
_EVENT = rf"(?:活动|夏令营|演练|[党团]日|(?:专题|集中|集体)学习|培训班?|讲座|沙龙|党课|思政课|备课|宣讲|[决大竞战拔请]赛|座谈|研讨|(?:学术|专题|辅导|主题)报告){_TAIL}"
_PLAIN_DAY = DAY.pattern.replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", "")
_HOLDS = re.compile("召开|举行|举办|开幕|拉开帷幕|开班|开营|开讲|闭幕")
# What is no meeting is also said to be carried out.
_CARRIES_OUT = re.compile(_HOLDS.pattern + "|开展|进行|启动")
_LEFT_STOP = ",。;:!?"
_RIGHT_STOP = re.compile("[,。;!?]")
_HOW = re.compile(
    "(?:赓即|随即|立即|近期|首次|今年|积极|广泛|安排|(?<=[^校改])正|从[^,。]{2,8}开始|及时|专门|再次|组织|隆重|成功|胜利|顺利|圆满|正式|联合|共同|(?<!在)线上|分别|先后|同步|同时|集中|近日|日前|持续|精心|不断|多次|热烈|面向[^,。]{1,20})$"
)
_MANNER = re.compile(
    "(?:(?:以|采取|采用|通过)[^,。以]{2,16}?(?:形式|方式)|(?:以|通过)[^,。以]{0,6}(?:视频|网络|线上|云)(?:会议|直播|连线)|以[^,。]{2,60}?为(?:主题|题))$"
)
# Their last characters: a pattern that must end a clause is asked only of those.
_HOW_LAST = frozenset("即期次年始极泛排正时门织重功利满式合同上别后步中日前续心断烈")
_MANNER_LAST = frozenset("式题议播线")
# `…方式,举行…`: who holds it stands in the clause before.
_CLAUSE_BEFORE = re.compile("(?P<body>[^,。:]{2,30}?)(?:采取|采用|通过|以|特?邀请)")
# What follows the verb where it is no meeting of this text, and what comes before it there.
_NOT_HELD = re.compile("(?:通过|[将拟要]|定期|计划|建议|每[年月周]|还将|即将|以来|祝贺[^,。]{2,6})$")
# What somebody tells of in a speech is no occasion of this text.
_IN_SPEECH = re.compile("[出到示调为及忆说](?<=指出|谈到|讲到|提到|表示|强调|认为|谈及|回忆|.说)[,:]")
_SEARCHED = 60
_AT = re.compile(
    r"(?:于?(?:\d[\d年月日至时分点上下午晚:-]{1,15}|日前|近日)|最后一讲|第[一二三四五六七八九十]{1,2}[讲场次])$"
)
_AT_LAST = frozenset("0123456789年月日至时分点上下午晚:-前近讲场次")
_DONE = re.compile("(?:圆满|胜利|顺利)完成[^,。]{0,16},$")  # a congress, before it closes
_ENDS = re.compile(rf"{_END}$")
_EVENT_ENDS = re.compile(rf"{_EVENT}$")
_LONGEST = 120  # characters of a clause on either side of its verb
_LONGEST_END = 20
_SHORTEST = 5  # characters of `本次会议`, which names none
_THEME = re.compile("(?:以[^,。]{2,60}?为(?:主)?题的|主题为[^,。]{2,60}?的)")
_THEN = "(?=$|并(?!购)|[,。;]|分析|研究|介绍|通报|听取|审议|传达|部署)"  # what is done there
_NAME = re.compile(rf"(?!的)[^,。]{{1,60}}{_END}{_THEN}")
_EVENT_NAME = re.compile(
    rf"(?!的|系列活动|[^,。]{{1,4}}多[样彩]|近?\d{{1,4}}余?[项场次])[^,。]{{2,44}}{_EVENT}(?=$|并(?!购)|[,。;])"
)
_BARE = re.compile(rf"(?:会议|仪式|集会|大会){_THEN}")
_PLACED = re.compile(r"[在于赴](?!(?<=在)线(?!上)|(?<=[于赴])\d)(?P<place>[^,。在]{1,40})$")
_VISITED = re.compile("(?:调研|考察|视察|检查|慰问|看望|走访|并|[为就](?=[^,。业]{3}))")
# Who holds it, before its name: `由陈山大学主办、理学院承办的…研讨会`.
_BY = re.compile(r"由(?P<body>[^,。]{2,40}?)(?:联合|共同)?(?:主办|举办|发起|组织(?![部委员工科]))")
_BY_WHOM = re.compile(
    r"(?:由)?(?P<body>[^,。的]{2,60}?)(?:联合|共同)?(?P<verb>主办|举办|主持|承办|协办|牵头)的"
)
# `本次大会由陈山大学主办`: what is held is named again.
_HOSTS = re.compile("由(?P<body>[^,。]{2,80}?)(?:联合|共同)?主办")
# `陈山大学主办,理学院承办的…`: the clause before says who holds it.
_HOSTS_BEFORE = re.compile(r"(?:^|[,。])由?(?P<body>[^,。]{2,80}?)(?:联合|共同)?(?:主办|举办),$")
_BESIDE = re.compile("[^,。的]{0,40}的")
_LED = re.compile(r"由[^,。]{2,40}?主持的")
_GREETED = re.compile("[^,。]{0,24}祝贺|(?:为期|历时)[^,。的]{1,8}的|[一两]场")
# A meeting that is told of by those who attend: the news of those who watch over the country.
_ATTENDS = re.compile("出席(?<!来华出席)了?|参加(?<!来华参加)了?|列席(?<!来华列席)了?")
_ATTENDED = re.compile(
    r"(?!了)[^,。]{2,50}?(?:会议|[^议与一]会|仪式|典礼|论坛|[开闭]幕式|审议)(?=$|[,。;]|并|暨)"
)
_AT_WHICH = re.compile("召开的(?P<a>[^,。]{1,40}会)上|举[行办]的(?P<b>[^,。]{1,40}会)上")
_HELD_WHERE = re.compile("在(?P<body>(?!正在)[^,。]{0,40})$")
_IS_BODY = re.compile("[院部局厅委办室署会校科系团组府]$|公司$|大学$|支部$|中心$|集团$|日[)]?$")
_THERE = re.compile(r"在(?P<place>[^,。在]{1,12}?)(?:共同)?$")
_HEARS = re.compile(
    "(?:听取|审议|审查|讨论|表决|通过|批准|决定)(?:(?:和|并)?(?:审议|审查|讨论|通过|批准))?(?:了|批准|并)"
)
_ASSEMBLY = re.compile("(?:会议|全会|大会)$")
# A report to an assembly bears in its head where it was made: `2027年1月5日在…第三次会议上`.
_BEFORE_ASSEMBLY = re.compile(rf"(?P<day>{_PLAIN_DAY})在(?P<name>[^,。]{{6,40}}?(?:会议|大会))上")
# An occasion that nobody held as a meeting is told by its day alone, and by what is gone through.
_VISITS = re.compile(
    r"(?:进行|开展|参加|举办|举行)(?:了)?(?P<name>[^,。]{2,40}?(?:调研|活动|培训班?|讲座|督导|走访|慰问))(?=[,。;]|$)"
)
_PLACE = re.compile(
    r"在(?P<place>[^,。在]{2,20}?(?:会议室|报告厅|校区|楼|厅|馆|中心|教室|\d{3}))(?=[为开举召与就召进])"
)
# Days from one to another, told by the first: `3月1-2日`.
_DAYS = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>[12]\d|3[01]|0?[1-9])[-—至、~]\d{1,2}日"
)
_TO = re.compile("[-—~至到]{1,2}")
# The year that a text plans for or calls its own.
_CURRENT = re.compile(
    r"20(?:(?:(?<=部署20)|(?<=安排20)|(?<=部署了20)|(?<=安排了20))(?P<plan>\d\d)年"
    r"|(?P<points>\d\d)年度?(?:党政|行政|党委)?工作要点|(?<=对20)(?P<works>\d\d)年的?工作"
    r"|(?:(?<=总结20)|(?<=回顾20)|(?<=总结了20)|(?<=回顾了20))\d\d-20(?P<term>\d\d)学年?-?第?[二2]学期"
    r"|(?P<own>\d\d)年,?更?是[^。\n]{0,50}?(?:关键|重要|开局|收官|第一|攻坚|起步|深化|启动)(?:的)?(?:一年|之年))"
)
_DECEMBER = 12
_OPENING = re.compile(_PLAIN_DAY)
_WHEN = re.compile(
    rf"^(?:当地时间|{_PLAIN_DAY}(?:[-—至~、到](?:\d{{1,2}}月)?\d{{1,2}}日)?(?:[上下]午|晚)?|近日|日前|今天|[上下]午|[,])*"
)
_NOT_BODY = re.compile(
    "主持|组织(?![部委])|接到|[（(、]$|同志|[总副]理|主席|夫人|书记|[校院部省市县][长長]|[时時]刻|会议|带领|教授|博士|老师|成员$|[各多]地|民众|余名|[为对向](?=全[体院校]|[师学]生|同学)|[地率着]$|^[在于以由为并且到]|今天|昨天|期间|双方|还|会后|随后|随即|^来|^(?:结合|特?邀|应邀|采用|通过|派送|各部门|除|共$|同时|精心|分[^行公院局])"
)
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日")
_ON_DAY = re.compile(r"月(?<=\d月)\d{1,2}日")  # the same, asked for existence
_DAY_ONLY = re.compile(r"\d{1,2}日(?:[上下]午|晚)?$")
_OWNER = re.compile("^(?P<who>学校|我校|我院|学院)(?=.)")
_YEARS = re.compile(
    r"(?:截至目前[^,。]{0,6}(?P<now>20\d\d)年)|20\d\d-(?P<next>20\d\d)-2学期|20\d\d-?学期|(?P<own>20\d\d)年(?!级|版)|(?P<first>20\d\d)-20\d\d-1学期"
)
_NO_PLACE = ("前夕", "之际", "期间", "本月", "教职工", "教师", "学生", "党员", "师生", "同学", "范围内")
# `某学会在某地召开年会`: what ends so holds meetings and is none.
_BODIES = ("委员会", "常委会", "协会", "学会", "商会", "工会", "联合会", "研究会", "基金会", "理事会")
_POINTED = ("本次", "本届", "此次", "这次", "该")  # a meeting that was named before
_CLOSES = frozenset("。!?;”)")
_BEFORE_MONTH, _AFTER_MONTH = 8, 8  # characters of a day around its 月
_FIRST = 6  # sentences in which the occasion is told
_HEAD = 4
_NEAR = 2


@dataclass(frozen=True)
class _Both:
    """A sentence that breaks off inside a quotation, and the line that closes it."""

    one: Piece
    two: Piece | _Both

    @property
    def text(self) -> str:
        return self.one.text + self.two.text

    @property
    def veil(self) -> str:
        return veiled(self.text)

    def where(self, start: int, end: int) -> Span:
        """Return where in the source the characters [start, end) of both stand."""
        cut = len(self.one.text)
        if end <= cut:
            return self.one.where(start, end)
        last = self.two.where(max(start, cut) - cut, end - cut)
        return last if start >= cut else Span.within(self.one.where(start, cut).start, last.end)


class _Clause(NamedTuple):
    """The clause of a verb of holding: where it begins, where what precedes the verb ends, the verb's end and its own."""

    text: str
    veil: str
    start: int
    left: int
    verb: int
    end: int


class _Held(NamedTuple):
    """Where in a sentence an occasion is told: its name, its place, who holds it; and where the telling ends."""

    name: tuple[int, int]
    place: tuple[int, int] | None
    body: tuple[int, int]
    end: int


def find(scene: Scene) -> Meeting:
    """Find the occasion that the text opens with."""
    if not scene.news:
        return _heard(scene) or _reported(scene) or _told_beside(scene) or Meeting()
    told = [(number, _whole(scene, number)) for number in range(min(_FIRST, len(scene.pieces)))]
    holding = [(number, piece) for number, piece in told if _HOLDS.search(piece.text)]
    found = _first_held(holding, _HOLDS, _ENDS, _NAME)
    if found is None:
        # What is no meeting is told of at once, or on its day.
        near = {number for number, _ in (*told[:_NEAR], *holding[:_NEAR])}
        events = [(number, piece) for number, piece in told if number in near or _ON_DAY.search(piece.text)]
        found = _first_held(events, _CARRIES_OUT, _EVENT_ENDS, _EVENT_NAME)
    if found:
        return _meeting(scene, *found)
    return _there(scene, told[:_HEAD]) or _attended(scene, told[:_HEAD]) or _heard(scene) or _occasion(scene)


def _told_beside(scene: Scene) -> Meeting | None:
    """Find an occasion told of on its day at the head of a text that is no news as such."""
    told = [(n, piece) for n, piece in enumerate(scene.pieces[:_NEAR]) if not piece.labelled]
    dated = [(n, piece) for n, piece in told if piece.text[-1] in _CLOSES and _ON_DAY.search(piece.text)]
    for verbs, ends, name in ((_HOLDS, _ENDS, _NAME), (_CARRIES_OUT, _EVENT_ENDS, _EVENT_NAME)):
        if found := _first_held(dated, verbs, ends, name):
            return _meeting(scene, *found)
    return None


def _first_held(
    holding: Sequence[tuple[int, Piece | _Both]],
    verbs: re.Pattern[str],
    ends: re.Pattern[str],
    named: re.Pattern[str],
) -> tuple[int, Piece | _Both, _Held] | None:
    """Return the first sentence that tells of an occasion; a headline only where no sentence after it does."""
    headline = None
    for number, piece in holding:
        if held := next(_holdings(piece, verbs, ends, named), None):
            if piece.text[-1] in _CLOSES:
                return number, piece, held
            headline = headline or (number, piece, held)
    return headline


def _whole(scene: Scene, number: int) -> Piece | _Both:
    """Return a sentence, with the next where a quotation is broken between them."""
    piece = scene.pieces[number]
    if not piece.last or piece.text.count("“") <= piece.text.count("”"):
        return piece
    lines = scene.pieces[number + 1 : number + 1 + _NEAR]
    closing = next((at for at, line in enumerate(lines) if "”" in line.text), None)
    if closing is None:
        return piece
    rest: Piece | _Both = lines[closing]
    for line in reversed(lines[:closing]):
        rest = _Both(line, rest)
    return _Both(piece, rest)


def _holdings(
    piece: Piece | _Both, verbs: re.Pattern[str], ends: re.Pattern[str], named: re.Pattern[str]
) -> Iterator[_Held]:
    """Find what is held in a sentence, verb by verb: what stands in its clause before it, and what behind."""
    text, veil = piece.text, piece.veil
    for verb in verbs.finditer(veil):
        low, high = max(0, verb.start() - _LONGEST), verb.end() + _LONGEST
        start = max(low - 1, *(veil.rfind(mark, low, verb.start()) for mark in _LEFT_STOP)) + 1
        stop = _RIGHT_STOP.search(veil, verb.end(), high)
        left = _without_how(text, start, verb.start())
        clause = _Clause(text, veil, start, left, verb.end(), stop.start() if stop else min(high, len(text)))
        held = _in_clause(clause, ends) or _behind(clause, named)
        if held and not _NOT_HELD.search(text, start, left) and not _IN_SPEECH.search(veil, 0, verb.start()):
            yield held


def _without_how(text: str, start: int, end: int) -> int:
    """Walk back over the words that say how something was held."""
    while end > start:
        found = _how(text, start, end)
        if not found and text[end - 1] in _MANNER_LAST:
            found = _MANNER.search(text, start, end)
        if not found:
            break
        end = found.start()
    return end


def _how(text: str, start: int, end: int) -> re.Match[str] | None:
    if start < end and (text[end - 1] in _HOW_LAST or text.find("面向", start, end) >= 0):
        return _HOW.search(text, start, end)
    return None


def _in_clause(clause: _Clause, ends: re.Pattern[str]) -> _Held | None:
    """Read `某会3月6日9时在某地举行`; without a place nothing may follow the verb."""
    text, start, left = clause.text, clause.start, clause.left
    placed = _PLACED.search(text, start, left)
    places = [(placed.start(), placed.span("place"))] if placed else []
    closed = clause.verb == clause.end
    for right, place in (*places, *([(left, None)] if closed else [])):
        end = _before_at(text, start, right)
        if end == start and start and text[start - 1] == ",":
            start = _clause_start(text, end - 1)
            done = _DONE.search(text, start, end)
            end = done.start() if done else end - 1
        if text.endswith(_BODIES, start, end) and not closed:
            continue
        if end - start > len("大会") and ends.search(text, max(start, end - _LONGEST_END), end):
            return _Held((start, end), place, (start, start), left)
    return None


def _clause_start(text: str, end: int) -> int:
    """Return where the clause before a mark begins."""
    low = max(0, end - _LONGEST)
    return max(low - 1, *(text.rfind(mark, low, end) for mark in _LEFT_STOP)) + 1


def _before_at(text: str, start: int, end: int) -> int:
    """Walk back over the words that say when something was held."""
    while end > start and text[end - 1] in _AT_LAST:
        when = _AT.search(text, max(start, end - _LONGEST_END), end)
        if when is None:
            break
        end = when.start()
    return end


def _behind(clause: _Clause, named: re.Pattern[str]) -> _Held | None:
    """Read `某院在某厅召开某会`; a meeting without a name has only a place and who holds it."""
    text, veil, start, left = clause.text, clause.veil, clause.start, clause.left
    at = clause.verb + text.startswith("了", clause.verb)
    theme = _THEME.match(veil, at)
    at = theme.end() if theme else at
    # What is quoted may hold commas; a name may be quoted as a whole.
    name = named.match(text, at) or named.match(veil, at)
    if name and name.end() <= clause.end:
        name_at = name.span()
    elif named is _NAME and _BARE.match(text, at):
        name_at = (at, at)
    else:
        return None
    placed = _PLACED.search(text, start, left)
    placed = None if placed and placed["place"].endswith(_NO_PLACE) else placed
    body = (start, placed.start() if placed else left)
    if start == left and start and (before := _before(text, start - 1)):
        body = before
    return _Held(name_at, _no_visit(text, placed.span("place")) if placed else None, body, clause.end)


def _before(text: str, end: int) -> tuple[int, int] | None:
    """Return who is told of in the clause before, where that clause says how the meeting was held."""
    found = _CLAUSE_BEFORE.match(text, _clause_start(text, end), end)
    return found.span("body") if found else None


def _no_visit(text: str, place: tuple[int, int]) -> tuple[int, int] | None:
    """Leave out of a place what was done there before."""
    found = _VISITED.search(text, *place)
    return (place[0], found.start() if found else place[1]) if not found or found.start() > place[0] else None


def _heard(scene: Scene) -> Meeting | None:
    """Read a resolution: the meeting that heard and approved."""
    piece = scene.pieces[0] if scene.pieces else None
    found = _HEARS.search(piece.text) if piece else None
    if piece is None or found is None:
        return None
    text = piece.text
    start = max(text.rfind(mark, 0, found.start()) for mark in _LEFT_STOP) + 1
    end = _before_at(text, start, found.start())
    if end - start <= _SHORTEST or not _ASSEMBLY.search(text, max(start, end - _LONGEST_END), end):
        return None
    return _meeting(scene, 0, piece, _Held((start, end), None, (start, start), found.end()))


def _reported(scene: Scene) -> Meeting | None:
    """Read the assembly before which a report was made, from the head of the report."""
    for piece in scene.pieces[:_HEAD]:
        if (
            found := _BEFORE_ASSEMBLY.search(piece.text)
            if "会上" in piece.text or "会议上" in piece.text
            else None
        ):
            name = _quote(scene, piece, *found.span("name"))
            return Meeting(name, _day(scene, piece, found.end("day"), name))
    return None


def _there(scene: Scene, told: list[tuple[int, Piece | _Both]]) -> Meeting | None:
    """Read the meeting at which something is told: `在学校举行的座谈会上`."""
    for number, piece in told:
        found = _AT_WHICH.search(piece.veil) if "会上" in piece.text else None
        where = _HELD_WHERE.search(piece.text, 0, found.start()) if found else None
        if found and where and not piece.text.endswith("即将", 0, found.start()):
            body, name = where.span("body"), found.span(found.lastgroup or 0)
            if _IS_BODY.search(piece.text, *body):
                return _meeting(scene, number, piece, _Held(name, None, body, found.end()))
            return _meeting(
                scene, number, piece, _Held(name, body, (found.start(), found.start()), found.end())
            )
    return None


def _attended(scene: Scene, told: list[tuple[int, Piece | _Both]]) -> Meeting | None:
    """Read the meeting that somebody attended, where nobody is told to have held it."""
    for number, piece in told:
        for verb in _ATTENDS.finditer(piece.text):
            found = _ATTENDED.match(piece.text, verb.end())
            if found and not found[0].startswith(_POINTED):
                there = _THERE.search(piece.text, 0, verb.start())
                place = there.span("place") if there else None
                held = _Held(found.span(), place, (found.start(), found.start()), found.end())
                return _meeting(scene, number, piece, held)
    return None


def _occasion(scene: Scene) -> Meeting:
    """Read an occasion that nobody held as a meeting: a visit, an activity, told of on its day."""
    piece = next((piece for piece in scene.pieces[:_FIRST] if _OPENING.match(piece.text)), None)
    if piece is None:
        return Meeting()
    name, place = _VISITS.search(piece.text), _PLACE.search(piece.text)
    return Meeting(
        _quote(scene, piece, *name.span("name")) if name else None,
        _day(scene, piece, len(piece.text), None, first=True),
        _quote(scene, piece, *place.span("place")) if place else None,
        None,
    )


def _meeting(scene: Scene, number: int, piece: Piece | _Both, held: _Held) -> Meeting:
    text = piece.text
    start, end = held.name
    start = _past_head(text, _past_when(text, start, end), end)
    body = _without_day(text, *held.body)
    if body[0] == body[1]:
        start, body = _holder(text, start, end)
        start = _past_head(text, start, end)
    start, end = _unquoted(text, start, end)
    name = None if text.startswith(_POINTED, start) else _quote(scene, piece, start, end)
    place = held.place or ((found := _PLACE.search(text, 0, held.end)) and found.span("place"))
    while how := _how(text, *body):
        body = (body[0], how.start())
    organiser = _quote(scene, piece, *body)
    if organiser and _NOT_BODY.search(organiser.text):
        organiser = None
    return Meeting(
        name,
        _day(scene, piece, held.end, name) or _day_beside(scene, number, name),
        _quote(scene, piece, *place) if place else None,
        organiser or _host(scene, number, text[end - 2 : end]),
    )


def _past_head(text: str, start: int, end: int) -> int:
    """Leave out of a name what it is greeted with, how long it is and what its theme is."""
    found = _GREETED.match(text, start, end) or _THEME.match(text, start, end)
    return found.end() if found else start


def _without_day(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out of who holds a meeting the day that stands before or behind."""
    start = _past_when(text, start, end)
    if day := _DATED.search(text, start, end) or _DAY_ONLY.search(text, start, end):
        end = day.start()
    return start, end - text.endswith(("于", "在"), start, end)


def _holder(text: str, start: int, end: int) -> tuple[int, tuple[int, int]]:
    """Return where the name of a meeting begins behind the words that say who holds it, and those words."""
    by = _BY.match(text, start, end)
    if by and (beside := _BESIDE.match(text, by.end(), end)):
        return beside.end(), by.span("body")
    if led := _LED.match(text, start, end):
        return led.end(), (start, start)
    body = (start, start)
    whose = _BY_WHOM.match(text, start, end)
    if whose and whose["verb"] in {"主办", "举办"}:
        return whose.end(), whose.span("body")
    before = _HOSTS_BEFORE.search(text, max(0, start - 2 * _SEARCHED), start)
    if before:
        body = before.span("body")
    elif not (whose and whose["verb"] in {"承办", "协办"}) and (own := _OWNER.match(text[start:end])):
        body = (start, start + own.end())
        start = body[1]
    if whose:
        start = whose.end()
    if body[0] == body[1] and (by := _BY.search(text, max(0, start - 2 * _SEARCHED), start)):
        body = by.span("body")
    return start, body


def _host(scene: Scene, number: int, kind: str) -> Quote | None:
    """Find who holds the occasion in a sentence of its own: `据悉,本次活动由陈山大学主办`."""
    page = scene.page
    if "主办" not in page.text:
        return None
    for piece in scene.pieces[number + 1 :]:
        found = _HOSTS.search(piece.text) if "主办" in piece.text else None
        if found and _resumed(piece.text, found.start(), kind):
            return _quote(scene, piece, *found.span("body"))
    return None


def _resumed(text: str, end: int, kind: str) -> bool:
    """Tell whether the words before a place speak of the occasion again: `本次活动`, or what it is called at its end."""
    end -= text.startswith(("是", ","), end - 1)
    start = _clause_start(text, end)
    return end - start >= len(kind) and (text.startswith(_POINTED, start) or text.endswith(kind, start, end))


def _day_beside(scene: Scene, number: int, name: Quote | None) -> Quote | None:
    """Find the day in a sentence near by that opens with it, where the sentence of the meeting tells none."""
    near = [*scene.pieces[:number], *scene.pieces[number + 1 : number + 1 + _NEAR]]
    piece = next((piece for piece in near if _DATED.search(piece.text[:_SEARCHED])), None)
    return _day(scene, piece, _SEARCHED, name, first=True) if piece else None


def _past_when(text: str, start: int, end: int) -> int:
    found = _WHEN.match(text[start:end])
    return start + (found.end() if found else 0)


def _quote(scene: Scene, piece: Piece | _Both, start: int, end: int) -> Quote | None:
    if start >= end:
        return None
    span = piece.where(start, end)
    return Quote(span, span.of(scene.source))


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a whole name."""
    quoted = text[start : start + 1] in {"“", "《"} and text[end - 1] in {"”", "》"}
    if quoted and text.count(text[start], start, end) == 1:
        return start + 1, end - 1
    return start, end


def _day(
    scene: Scene, piece: Piece | _Both, end: int, name: Quote | None, *, first: bool = False
) -> Quote | None:
    """Find the day next before the words of holding; the year only where the text gives it."""
    low, high = piece.text.find("月", 0, end) - _BEFORE_MONTH, piece.text.rfind("月", 0, end) + _AFTER_MONTH
    if high < _AFTER_MONTH:
        return None
    low, high = max(0, low), min(high, end)
    days = [day for day in DAY.finditer(piece.text, low, high) if day["day"]] or [
        *_DAYS.finditer(piece.text, low, high)
    ]
    outside = [day for day in days if not (name and _inside(piece.where(*day.span()), name.span))]
    if not outside:
        return None
    at = 0 if first else len(outside) - 1
    if at and _TO.fullmatch(piece.text, outside[at - 1].end(), outside[at].start()):
        at -= 1
    day = outside[at]
    month, number = whole(day["month"]), whole(day["day"])
    said = iso(whole(day["year"]) or _year(scene, name, (month or 0, number or 0)), month or 0, number)
    quote = _quote(scene, piece, *day.span())
    return Quote(quote.span, quote.text, said) if quote and said else None


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _year(scene: Scene, name: Quote | None, day: tuple[int, int]) -> int | None:
    """Take the year from the meeting's name, else the last such day not after the day of the text."""
    found = _YEARS.search(name.text) if name else None
    if not found:
        dated = scene.dated
        if dated:
            return dated.year - (day > (dated.month, dated.day))
        return _current(scene, day[0])
    said = next((value for value in found.groups() if value), None)
    return int(said) if said else None


def _current(scene: Scene, month: int) -> int | None:
    """Return the year that the text itself plans for or calls its own."""
    found = _CURRENT.search(scene.page.text)
    if found is None:
        return None
    year = 2000 + int(found[found.lastindex or 0])
    # Told in December, a plan is for the year to come.
    return year - (month == _DECEMBER and found.lastgroup in {"plan", "works"})
