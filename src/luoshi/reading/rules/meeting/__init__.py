"""会议：名称、日期、地点、召开者，先在叙述召开的那一句里找，再看出席的会议、开展的活动。

Not this meeting: one that is only studied, conveyed or named as ground, or that is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.records import Meeting, Quote
from luoshi.reading.rules.meeting.days import past_when, told_beside, told_day, without_day
from luoshi.reading.rules.meeting.holding import (
    ANY_END,
    ANY_NAME,
    CARRIES_OUT,
    ENDS,
    EVENT_ENDS,
    EVENT_NAME,
    HOLDS,
    LEFT_STOP,
    LONGEST_END,
    NAME,
    PLACE,
    PLACED,
    THEME,
    Held,
    before_at,
    clause_start,
    holdings,
    how_held,
)
from luoshi.reading.rules.meeting.sentence import Both, cite, unbroken
from luoshi.reading.rules.meeting.talks import talk
from luoshi.reading.rules.meeting.visits import visit
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece

_SHORTEST = 5  # characters of `本次会议`, which names none
# Who holds it, before its name: `由陈山大学主办、理学院承办的…研讨会`.
_BY = re.compile(
    r"由(?P<body>[^,。]{2,40}?)(?:联合|共同|牵头)?(?:主办|举办|发起|召开(?=的)|推出(?=的)|策划(?=的)|打造(?=的)|组织(?=[,的开举召实]))"
)
_BY_WHOM = re.compile(
    r"(?:[^,。的由]{0,8}由)?(?P<body>(?!面向|针对|围绕)[^,。的]{2,60}?)(?:联合|共同|牵头)?(?P<verb>主办|举办|召开|主持|承办|协办|牵头|组织|组织开展|开展|推出)的"
)
# Where nobody else holds it, those who carry it out do: `由理学院承办、工学院协办的`.
_UNDERTAKEN = re.compile("[^,。的由]{0,8}由(?P<body>[^,。的由]{2,60}?)(?:联合|共同)?承办")
# `本次大会由陈山大学主办`: what is held is named again.
_HOSTS = re.compile("由(?P<body>[^,。]{2,80}?)(?:联合|共同)?主办")
# `陈山大学主办,理学院承办的…`: the clause before says who holds it.
_HOSTS_BEFORE = re.compile(r"[,。](?P<body>[^,。由]{2,80}?)(?:联合|共同)?(?:主办|举办),$")
# `由校团委,后勤处主办,`: where 由 opens the list, commas stand in it.
_HOSTS_LISTED = re.compile(r"由(?P<body>[^。由办导]{2,80})(?:主办|举办),$")
_HOLDING = frozenset(("主办", "举办", "召开", "组织", "组织开展", "开展", "推出"))
_TOGETHER = ("联合", "共同")
_BESIDE = re.compile("[^,。的]{0,40}的")
_LED = re.compile(r"由[^,。]{2,40}?主持的")
_GREETED = re.compile("[^,。]{0,24}祝贺|(?:为期|历时|持续)[^,。的]{1,8}的|[一两]场")
# A meeting that is told of by those who attend: the news of those who watch over the country.
_ATTENDS = re.compile("出席(?<!来华出席)了?|参加(?<!来华参加)了?|列席(?<!来华列席)了?")
_ATTENDED = re.compile(
    r"(?!了)(?:(?!来访|以)[^,。]{2,50}?(?:会议|[^议与一]会|仪式|典礼|论坛|[开闭]幕式|审议)[”》]?|座谈会|[研推报]\w会)(?=$|[,。;]|并|暨)"
)
_AT_WHICH = re.compile("召开的(?P<a>[^,。]{1,40}[会式坛])上|举[行办]的(?P<b>[^,。]{1,40}[会式坛])上")
_AT_IT = ("会上", "式上", "坛上")
_HELD_WHERE = re.compile("[在从](?P<body>(?!正在)[^,。]{0,40})$")
_IS_BODY = re.compile("[院部局厅委办室署会校科系团组府]$|公司$|大学$|支部$|中心$|集团$|日[)]?$")
_THERE = re.compile(r"[在赴](?P<place>[^,。在赴]{1,12}?)(?:共同)?$")
_HEARS = re.compile(
    "(?:听取|审议|审查|讨论|表决|通过|批准|决定)(?:(?:和|并)?(?:审议|审查|讨论|通过|批准))?(?:了|批准|并)"
)
_ASSEMBLY = re.compile("(?:会议|全会|大会)$")
# A report to an assembly bears in its head where it was made: `2027年1月5日(市长林一鸣)在…第三次会议上`.
_BEFORE_ASSEMBLY = re.compile("在(?P<name>[^,。在]{6,40}?(?:会[议議]|大会))(?:上|的[^,。]{0,6}报告)")
_SPOKEN_ON = re.compile(r"日[^,。\d在]{0,24}$")
_NOWHERE = re.compile("(?:线上|云端|网络|腾讯会议|网上)(?:平台|会议室)?|这里|此地")
# Where the meeting is at several places, in a sentence of its own: `主会场设在东楼`.
_MAIN_HALL = re.compile(r"会场设(?<!分会场设)[在于](?P<place>[^,。;设]{2,30}?)(?=[,。;])")
# What is to come is the occasion of a text that opens with it.
_ANNOUNCED = re.compile(r"将于\d[^,。]{2,50}?(?P<verb>召开|举行|举办|开幕)(?=[,。])")
_NOT_BODY = re.compile(
    "主持|组织(?![部委、,和与及]|$)|接到|[（(、]$|同志|[总副]理|主席(?!团)|夫人|书记|[校院部省市县]长|时刻|会议(?!主席团$|(?<=次会议)$)|带领|教授|博士|老师|成员$|[各多]地|民众|人们|余名|[地率着将]$|^[在于以由为并且到]|今天|昨天|期间|双方|还|论坛$|大会$|会后|随后|随即|^来|^(?:结合|特?邀|应邀|采用|通过|派送|各部门|除|共$|同时|精心|分[^行公院局])"
)
_CAME = re.compile("来(?:到)?(?:我)?[校院]|走进|前往")  # who holds it came to hold it
# Whom it brought together for it: `理学院组织全体教师召开`.
_GATHERS = re.compile(
    "组织(?:召集)?(?=[^,。]{0,24}(?:师生|学生|同学|党员|干部|[教老]师|[教员]工|职工|专家|人员|代表|全体|支部|学员|团员))"
    "|(?:为|对|面?向)(?=全[体院校]|[师学]生|同学|新生)"
)
_ON_DAY = re.compile(r"月(?<=\d月)\d{1,2}日")  # a day, asked only for existence
_OWNER = re.compile("^(?P<who>学校|我校|我院|学院)(?=.)")
_POINTED = ("本次", "本届", "此次", "这次", "该")  # a meeting that was named before
# What an occasion is called again without more.
_OCCASIONS = frozenset(
    ("会议", "大会", "年会", "论坛", "活动", "大赛", "比赛", "赛事", "竞赛", "仪式", "讲座", "培训")
)
_TO_COME = re.compile("将|[定拟]于|祝贺|迎接")
_CLOSES = frozenset("。!?;”)")
_FIRST = 6  # sentences in which the occasion is told
_HEAD = 4
_HEADLINES = 6  # lines among which that of an agency stands
_NEAR = 2
_SAID = 26  # characters between a day and where something was said on it
_SEARCHED = 120  # characters before a name in which is told who holds the meeting


def find(scene: Scene) -> Meeting:
    """Find the occasion that the text opens with."""
    if not scene.news:
        return _heard(scene) or _reported(scene) or _told_beside(scene) or Meeting()
    told = [(number, unbroken(scene, number)) for number in range(_told(scene))]
    holding = [(number, piece) for number, piece in told if HOLDS.search(piece.text)]
    found = _first_held(holding, HOLDS, ENDS, NAME)
    if found is None:
        # What is no meeting is told of at once, or on its day.
        near = {number for number, _ in (*told[:_NEAR], *holding[:_NEAR])}
        events = [(number, piece) for number, piece in told if number in near or _ON_DAY.search(piece.text)]
        found = _first_held(events, CARRIES_OUT, EVENT_ENDS, EVENT_NAME)
    talked = talk(scene, told)
    if talked and not (found and found[0] <= talked[0]):
        return talked[1]
    if found:
        return _meeting(scene, *found)
    return (
        _there(scene, told[:_HEAD])
        or _attended(scene, told[:_HEAD])
        or _heard(scene)
        or _carried(scene, told)
        or _whatever(scene, holding)
        or _announced(scene, told[:_NEAR])
        or visit(scene)
    )


def _carried(scene: Scene, told: Sequence[tuple[int, Piece | Both]]) -> Meeting | None:
    """Read a meeting that is said to be carried out, at once or on a day: `某院5月8日组织开展“安全”交流会`."""
    near = [
        (number, piece)
        for number, piece in told
        if ("开展" in piece.text or "进行" in piece.text) and (number < _NEAR or _ON_DAY.search(piece.text))
    ]
    found = _first_held(near, CARRIES_OUT, ENDS, NAME)
    return _meeting(scene, *found) if found else None


def _whatever(scene: Scene, holding: Sequence[tuple[int, Piece | Both]]) -> Meeting | None:
    """Read what is said to be held on a day or at a place, whatever its name ends on."""
    for number, piece in holding[:_NEAR]:
        for held in holdings(piece, HOLDS, ANY_END, ANY_NAME):
            told = held.place or _ON_DAY.search(piece.text, 0, held.end)
            if (
                told
                and _balanced(piece.text, *held.name)
                and not _TO_COME.search(piece.text, clause_start(piece.text, held.end), held.end)
            ):
                return _meeting(scene, number, piece, held)
    return None


def _announced(scene: Scene, told: Sequence[tuple[int, Piece | Both]]) -> Meeting | None:
    """Read what is to be held, where the text opens with it: `第三次代表大会将于6月17日在陈山开幕`."""
    for number, piece in told:
        text = piece.text
        found = _ANNOUNCED.search(text) if "将于" in text else None
        start = clause_start(text, found.start()) if found else 0
        if found and ENDS.search(text, max(start, found.start() - LONGEST_END), found.start()):
            how = how_held(text, found.start(), found.start("verb"))
            placed = PLACED.search(text, found.start(), how.start() if how else found.start("verb"))
            place = placed.span("place") if placed and placed.start() > found.start() + 1 else None
            held = Held((start, found.start()), place, (start, start), found.end())
            return _meeting(scene, number, piece, held)
    return None


def _told(scene: Scene) -> int:
    """Return behind how many sentences the occasion is told; headlines over the line of an agency do not count."""
    lines = scene.pieces[:_HEADLINES]
    above = next((number + 1 for number, line in enumerate(lines) if line.text.endswith("日电")), 0)
    return min(_FIRST + above, len(scene.pieces))


def _told_beside(scene: Scene) -> Meeting | None:
    """Find an occasion told of on its day at the head of a text that is no news as such."""
    told = [(n, piece) for n, piece in enumerate(scene.pieces[:_NEAR]) if not piece.labelled]
    dated = [(n, piece) for n, piece in told if piece.text[-1] in _CLOSES and _ON_DAY.search(piece.text)]
    for verbs, ends, name in ((HOLDS, ENDS, NAME), (CARRIES_OUT, EVENT_ENDS, EVENT_NAME)):
        if found := _first_held(dated, verbs, ends, name):
            return _meeting(scene, *found)
    return None


def _first_held(
    holding: Sequence[tuple[int, Piece | Both]],
    verbs: re.Pattern[str],
    ends: re.Pattern[str],
    named: re.Pattern[str],
) -> tuple[int, Piece | Both, Held] | None:
    """Return the first sentence that tells of an occasion; a headline only where no sentence after it does."""
    headline = None
    for number, piece in holding:
        if held := next(holdings(piece, verbs, ends, named), None):
            if piece.text[-1] in _CLOSES:
                return number, piece, held
            headline = headline or (number, piece, held)
    return headline


def _heard(scene: Scene) -> Meeting | None:
    """Read a resolution: the meeting that heard and approved."""
    piece = scene.pieces[0] if scene.pieces else None
    found = _HEARS.search(piece.text) if piece else None
    if piece is None or found is None:
        return None
    text = piece.text
    start = max(text.rfind(mark, 0, found.start()) for mark in LEFT_STOP) + 1
    end = before_at(text, start, found.start())
    if end - start <= _SHORTEST or not _ASSEMBLY.search(text, max(start, end - LONGEST_END), end):
        return None
    return _meeting(scene, 0, piece, Held((start, end), None, (start, start), found.end()))


def _reported(scene: Scene) -> Meeting | None:
    """Read the assembly before which a report was made, from the head of the report."""
    for piece in scene.pieces[:_HEAD]:
        text = piece.text
        found = (
            _BEFORE_ASSEMBLY.search(text) if "次会" in text or "会上" in text or "会议上" in text else None
        )
        if found and _SPOKEN_ON.search(text, max(0, found.start() - _SAID), found.start()):
            name = cite(scene, piece, *found.span("name"))
            return Meeting(name, told_day(scene, piece, found.start(), name))
    return None


def _there(scene: Scene, told: list[tuple[int, Piece | Both]]) -> Meeting | None:
    """Read the meeting at which something is told: `在学校举行的座谈会上`."""
    for number, piece in told:
        found = _AT_WHICH.search(piece.veil) if any(map(piece.text.__contains__, _AT_IT)) else None
        where = _HELD_WHERE.search(piece.text, 0, found.start()) if found else None
        if found and where and not piece.text.endswith("即将", 0, found.start()):
            body, name = where.span("body"), found.span(found.lastgroup or 0)
            if _IS_BODY.search(piece.text, *body):
                return _meeting(scene, number, piece, Held(name, None, body, found.end()))
            return _meeting(
                scene, number, piece, Held(name, body, (found.start(), found.start()), found.end())
            )
    return None


def _attended(scene: Scene, told: list[tuple[int, Piece | Both]]) -> Meeting | None:
    """Read the meeting that somebody attended, where nobody is told to have held it."""
    for number, piece in told:
        for verb in _ATTENDS.finditer(piece.text):
            found = _ATTENDED.match(piece.text, verb.end())
            if found and not found[0].startswith(_POINTED):
                there = _THERE.search(piece.text, 0, verb.start())
                place = there.span("place") if there else None
                held = Held(found.span(), place, (found.start(), found.start()), found.end())
                return _meeting(scene, number, piece, held)
    return None


def _balanced(text: str, start: int, end: int) -> bool:
    """Tell whether a name closes what it opens."""
    return all(text.count(a, start, end) == text.count(b, start, end) for a, b in ("“”", "()"))


def _meeting(scene: Scene, number: int, piece: Piece | Both, held: Held) -> Meeting:
    text = piece.text
    start, end = held.name
    start = _past_head(piece, past_when(text, start, end), end)
    body = without_day(text, *held.body)
    if body[0] == body[1]:
        start, body = _holder(text, start, end)
        start = _past_head(piece, start, end)
    start, end = _unquoted(text, start, end)
    name = None if text.startswith(_POINTED, start) else cite(scene, piece, start, end)
    place = _where(text, held.place) or ((found := PLACE.search(text, 0, held.end)) and found.span("place"))
    hall = None if place or "会场设" not in scene.page.text else _main_hall(scene, number)
    while how := how_held(text, *body):
        body = (body[0], how.start())
    if led := _CAME.search(text, *body) or _GATHERS.search(text, *body):
        body = (body[0], led.start())
    organiser = cite(scene, piece, *body)
    if organiser and _NOT_BODY.search(text[slice(*body)]):
        organiser = None
    # Whom a sentence of its own calls the host goes before the school that stands before the name.
    host = _host(scene, number, text[start:end]) if organiser is None or body[1] == start else None
    return Meeting(
        name,
        told_day(scene, piece, held.end, name) or told_beside(scene, number, name),
        cite(scene, piece, *place) if place else hall,
        host or organiser,
    )


def _main_hall(scene: Scene, number: int) -> Quote | None:
    """Find where the meeting was in the sentence that tells it or in one of the next."""
    for piece in scene.pieces[number : number + 1 + _NEAR]:
        if found := _MAIN_HALL.search(piece.text) if "会场设" in piece.text else None:
            return cite(scene, piece, *found.span("place"))
    return None


def _where(text: str, place: tuple[int, int] | None) -> tuple[int, int] | None:
    """Leave out of a place who chaired there; what is only on line or pointed at is at none."""
    if place is None or _NOWHERE.fullmatch(text, *place):
        return None
    end = place[1] - len("主持") * text.endswith("主持", *place)
    return place[0], end - text.endswith(("及", "和", "与", "、"), place[0], end)


def _past_head(piece: Piece | Both, start: int, end: int) -> int:
    """Leave out of a name what it is greeted with, how long it is and what its theme is."""
    text = piece.text
    found = _GREETED.match(text, start, end)
    if not found and text.find("题", start, end) > 0:
        # A theme may be quoted with commas in it.
        found = THEME.match(text, start, end) or THEME.match(piece.veil, start, end)
    return found.end() if found else start


def _holder(text: str, start: int, end: int) -> tuple[int, tuple[int, int]]:
    """Return where the name of a meeting begins behind the words that say who holds it, and those words."""
    by = _BY.match(text, start, end)
    if by and (beside := _BESIDE.match(text, by.end(), end)):
        return beside.end(), by.span("body")
    if led := _LED.match(text, start, end):
        return led.end(), (start, start)
    body = (start, start)
    whose = _BY_WHOM.match(text, start, end)
    if whose and whose["verb"] in _HOLDING:
        return whose.end(), whose.span("body")
    low = max(0, start - _SEARCHED)
    before = _HOSTS_LISTED.search(text, low, start) or _HOSTS_BEFORE.search(text, low, start)
    if before:
        body = before.span("body")
        body = (body[0], body[1] - len("联合") * text.endswith(_TOGETHER, *body))
    elif not whose and (own := _OWNER.match(text[start:end])):
        body = (start, start + own.end())
        start = body[1]
    if whose:
        start = whose.end()
    return start, body if body[0] < body[1] else _by_whom(text, whose.start() if whose else start, start)


def _by_whom(text: str, start: int, end: int) -> tuple[int, int]:
    """Return who holds it by the words before a name; where nobody does, who carries it out."""
    by = _BY.search(text, max(0, end - _SEARCHED), end) or _UNDERTAKEN.match(text, start, end)
    return by.span("body") if by else (end, end)


def _host(scene: Scene, number: int, name: str) -> Quote | None:
    """Find who holds the occasion in a sentence of its own: `据悉,本次活动由陈山大学主办`."""
    page = scene.page
    if "主办" not in page.text:
        return None
    for piece in scene.pieces[number:]:
        found = _HOSTS.search(piece.text) if "主办" in piece.text else None
        if found and _resumed(piece.text, found.start(), name):
            return cite(scene, piece, *found.span("body"))
    return None


def _resumed(text: str, end: int, name: str) -> bool:
    """Tell whether the words before a place speak of the occasion again: `本次活动`, `论坛`, or some of its name."""
    end -= text.startswith(("是", ","), end - 1)
    start = clause_start(text, end)
    said = text[start:end]
    if said.startswith(_POINTED) or said in _OCCASIONS:
        return True
    return len(said) > 1 and (said.endswith(name[-2:]) or said in name or name in said)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a whole name."""
    quoted = text[start : start + 1] in {"“", "《"} and text[end - 1] in {"”", "》"}
    if quoted and text.count(text[start], start, end) == 1:
        return start + 1, end - 1
    return start, end
