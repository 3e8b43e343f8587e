"""会议：名称、日期、地点、召开者，只在叙述召开的那一句里找。

Not this meeting: one that is only studied, conveyed or named as ground.
"""

from __future__ import annotations

import re

from luoshi.reading.dates import DAY, iso, whole
from luoshi.reading.outline import Piece
from luoshi.reading.records import Meeting, Quote
from luoshi.reading.scene import Scene
from luoshi.reading.spans import Span

_END = r"(?:会(?:议)?|仪式|典礼|论坛|年会)(?:\([^()]{1,10}\))?[”》]?"
_HELD = re.compile(
    rf"(?:^|[,。:])(?P<body>[^,。:]{{0,40}}?)(?:[在于](?P<place>[^,。]{{1,24}}?)|以[^,。]{{2,12}}?(?:形式|方式))?(?:赓即|随即|及时|专门|再次|组织|隆重|成功|顺利|正式|联合|共同|线上)?"
    rf"(?<!通过)(?:召开|举行|举办)(?:了)?(?P<name>(?!的)[^,。]{{1,60}}{_END})(?=[,。;]|$)"
)
_NAMED = rf"(?:^|[,。:])(?P<name>[^,。:]{{2,70}}{_END})(?:最后一讲|第[一二三四五六七八九十]{{1,2}}[讲场次])?(?P<when>\d[\d月日至时分点上下午晚:-]{{1,15}}|日前|近日)?"
_HOW = "(?:隆重|成功|胜利|顺利|圆满|正式|线上)?(?:召开|举行|举办|开幕|拉开帷幕)"
_TAKES_PLACE = re.compile(rf"{_NAMED}在(?P<place>[^,。]{{1,24}}?){_HOW}")
_IS_HELD = re.compile(rf"(?:^|[,。:])(?P<name>[^,。:]{{2,50}}(?:会议?|仪式|典礼|论坛)){_HOW}(?=[,。;]|$)")
_HOLDS = re.compile("召开|举行|举办|开幕|拉开帷幕")
# Who holds it, before its name: `由陈山大学主办、理学院承办的…研讨会`.
_BY = re.compile(r"由(?P<body>[^,。]{2,40}?)(?:联合|共同)?(?:主办|举办|发起|组织)")
_BESIDE = re.compile("[^,。的]{0,40}的")
_LED = re.compile(r"由[^,。]{2,40}?主持的")
# An occasion that is no meeting is told by its day alone, and by what is gone through.
_VISITS = re.compile(
    r"(?:进行|开展|参加|举办|举行)(?:了)?(?P<name>[^,。]{2,40}?(?:调研|活动|培训班?|讲座|督导|走访|慰问))(?=[,。;]|$)"
)
_PLACE = re.compile(
    r"在(?P<place>[^,。在]{2,20}?(?:会议室|报告厅|校区|楼|厅|馆|中心|教室|\d{3}))(?=[为开举召与就召进])"
)
# Days from one to another, told by the first: `3月1-2日`.
_DAYS = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>[12]\d|3[01]|0?[1-9])(?=[-—至、~]\d{1,2}日)"
)
_CURRENT = re.compile(
    r"20\d\d年(?:(?:(?<=部署.{5})|(?<=部署了.{5})|(?<=安排.{5})|(?<=安排了.{5}))|度?(?:党政|行政|党委)?工作要点)"
)
_OPENING = re.compile(DAY.pattern.replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", ""))
_CONVENED = re.compile(r"(?:^|[,。:])(?P<body>[^,。:]{2,40}?)(?:召开|举行)(?P<name>)会议(?=[,。;])")
_WHEN = re.compile(
    rf"^(?:{DAY.pattern.replace('?P<year>', '').replace('?P<month>', '').replace('?P<day>', '')}(?:[上下]午|晚)?|近日|日前|今天|[上下]午|[,])*"
)
_NOT_BODY = re.compile(
    "主持|组织|接到|[（(、]$|同志|[总副]理|书记|[校院部省市县][长長]|[时時]刻|会议|^[在于]|今天|昨天"
)
_AT_ONCE = re.compile("(?:赓即|随即|及时|专门|再次)$")
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日")
_OWNER = re.compile("^(?P<who>学校|我校|我院|学院)(?=.)")
_YEARS = re.compile(
    r"(?:截至目前[^,。]{0,6}(?P<now>20\d\d)年)|20\d\d-(?P<next>20\d\d)-2学期|20\d\d-?学期|(?P<own>20\d\d)年(?!级|版)|(?P<first>20\d\d)-20\d\d-1学期"
)


def find(scene: Scene) -> Meeting:
    """Find the occasion that the text opens with."""
    if not scene.news:
        return Meeting()
    for piece in scene.pieces[:6]:
        text = piece.text
        if _HOLDS.search(text) and (
            found := _TAKES_PLACE.search(text)
            or _IS_HELD.search(text)
            or _HELD.search(text)
            or _CONVENED.search(text)
        ):
            return _meeting(scene, piece, found)
    return _occasion(scene)


def _occasion(scene: Scene) -> Meeting:
    """Read an occasion that nobody held as a meeting: a visit, an activity, told of on its day."""
    piece = next((piece for piece in scene.pieces[:6] if _OPENING.match(piece.text)), None)
    if piece is None:
        return Meeting()
    name, place = _VISITS.search(piece.text), _PLACE.search(piece.text)
    return Meeting(
        _quote(scene, piece, *name.span("name")) if name else None,
        _day(scene, piece, len(piece.text), None, first=True),
        _quote(scene, piece, *place.span("place")) if place else None,
        None,
    )


def _meeting(scene: Scene, piece: Piece, found: re.Match[str]) -> Meeting:
    groups = found.groupdict()
    start, end = found.span("name")
    start = _past_when(piece.text, start, end)
    body = found.span("body") if "body" in groups else (start, start)
    body = (_past_when(piece.text, *body), body[1])
    if when := _DATED.search(piece.text[slice(*body)]):
        body = (body[0], body[0] + when.start())
    if "body" not in groups and (own := _OWNER.match(piece.text[start:end])):
        body = (start, start + own.end())
        start = body[1]
    by = _BY.match(piece.text, start, end)
    if by and (beside := _BESIDE.match(piece.text, by.end(), end)):
        start, body = beside.end(), by.span("body")
    elif led := _LED.match(piece.text, start, end):
        start = led.end()
    start, end = _unquoted(piece.text, start, end)
    name = _quote(scene, piece, start, end)
    place = _quote(scene, piece, *found.span("place")) if groups.get("place") else None
    if how := _AT_ONCE.search(piece.text, *body):
        body = (body[0], how.start())
    organiser = _quote(scene, piece, *body)
    if organiser and _NOT_BODY.search(organiser.text):
        organiser = None
    return Meeting(name, _day(scene, piece, found.end(), name), place, organiser)


def _past_when(text: str, start: int, end: int) -> int:
    found = _WHEN.match(text[start:end])
    return start + (found.end() if found else 0)


def _quote(scene: Scene, piece: Piece, start: int, end: int) -> Quote | None:
    if start >= end:
        return None
    return Quote(piece.where(start, end), scene.printed(piece, start, end))


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around a whole name."""
    quoted = text[start : start + 1] in {"“", "《"} and text[end - 1] in {"”", "》"}
    if quoted and text.count(text[start], start, end) == 1:
        return start + 1, end - 1
    return start, end


def _day(scene: Scene, piece: Piece, end: int, name: Quote | None, *, first: bool = False) -> Quote | None:
    """Find the day next before the words of holding; the year only where the text gives it."""
    days = [day for day in DAY.finditer(piece.text, 0, end) if day["day"]] or [
        *_DAYS.finditer(piece.text, 0, end)
    ]
    outside = [day for day in days if not (name and _inside(piece.where(*day.span()), name.span))]
    if not outside:
        return None
    day = outside[0 if first else -1]
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
        found = _CURRENT.search(scene.page.text)
        return int(found[0][:4]) if found else None
    said = next((value for value in found.groups() if value), None)
    return int(said) if said else None
