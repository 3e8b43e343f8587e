"""会议：名称、日期、地点、召开者，只在叙述召开的那一句里找。

Not this meeting: one that is only studied, conveyed or named as ground.
"""

from __future__ import annotations

import re

from luoshi.reading.dates import DAY, iso, whole
from luoshi.reading.outline import Piece
from luoshi.reading.records import Meeting, Quote
from luoshi.reading.scene import Scene

_END = r"会(?:议)?(?:\([^()]{1,10}\))?"
_HELD = re.compile(
    rf"(?:^|[,。:])(?P<body>[^,。:]{{0,40}}?)(?:在(?P<place>[^,。]{{1,24}}?)|以[^,。]{{2,12}}?(?:形式|方式))?(?:组织|隆重|成功|顺利|正式)?"
    rf"(?:召开|举行|举办)(?:了)?(?P<name>(?!的)[^,。]{{1,60}}{_END})(?=[,。;]|$)"
)
_TAKES_PLACE = re.compile(
    rf"(?:^|[,。:])(?P<name>[^,。:]{{2,70}}{_END})(?P<when>[\d月日至-]{{2,12}})?(?:在(?P<place>[^,。]{{1,24}}?))(?:隆重|成功|胜利|顺利|圆满|正式)?(?:召开|举行|举办)"
)
_WHEN = re.compile(
    rf"^(?:{DAY.pattern.replace('?P<year>', '').replace('?P<month>', '').replace('?P<day>', '')}(?:[上下]午|晚)?|近日|日前|今天|[上下]午|[,])*"
)
_NOT_BODY = re.compile(
    "主持|组织|接到|[（(、]$|同志|[总副]理|书记|[校院部省市县][长長]|[时時]刻|会议|^[在于]|今天|昨天"
)
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日.*$")
_OWNER = re.compile("^(?P<who>学校|我校|我院|学院)(?=.)")
_YEARS = re.compile(
    r"(?:截至目前[^,。]{0,6}(?P<now>20\d\d)年)|20\d\d-(?P<next>20\d\d)-2学期|20\d\d-?学期|(?P<own>20\d\d)年(?!级|版)|(?P<first>20\d\d)-20\d\d-1学期"
)


def find(scene: Scene) -> Meeting:
    """Find the occasion that the text opens with."""
    if not scene.news:
        return Meeting()
    for piece in scene.pieces[:6]:
        text = piece.view.text
        if found := _TAKES_PLACE.search(text) or _HELD.search(text):
            return _meeting(scene, piece, found)
    return Meeting()


def _meeting(scene: Scene, piece: Piece, found: re.Match[str]) -> Meeting:
    groups = found.groupdict()
    start, end = found.span("name")
    start = _past_when(piece.view.text, start, end)
    body = found.span("body") if "body" in groups else (start, start)
    body = (_past_when(piece.view.text, *body), body[1])
    if when := _DATED.search(piece.view.text[slice(*body)]):
        body = (body[0], body[0] + when.start())
    if "body" not in groups and (own := _OWNER.match(piece.view.text[start:end])):
        body = (start, start + own.end())
        start = body[1]
    name = _quote(scene, piece, start, end)
    place = _quote(scene, piece, *found.span("place")) if groups.get("place") else None
    organiser = _quote(scene, piece, *body)
    if organiser and _NOT_BODY.search(organiser.text):
        organiser = None
    return Meeting(name, _day(scene, piece, found, name), place, organiser)


def _past_when(text: str, start: int, end: int) -> int:
    found = _WHEN.match(text[start:end])
    return start + (found.end() if found else 0)


def _quote(scene: Scene, piece: Piece, start: int, end: int) -> Quote | None:
    if start >= end:
        return None
    return Quote(piece.view.span(start, end), scene.printed(piece, start, end))


def _day(scene: Scene, piece: Piece, found: re.Match[str], name: Quote | None) -> Quote | None:
    """Find the day next before the words of holding; the year only where the text gives it."""
    days = [day for day in DAY.finditer(piece.view.text, 0, found.end()) if day["day"]]
    outside = [day for day in days if not (name and piece.view.span(*day.span()).start >= name.span.start)]
    if not outside:
        return None
    day = outside[-1]
    month, number = whole(day["month"]), whole(day["day"])
    said = iso(whole(day["year"]) or _year(scene, name, (month or 0, number or 0)), month or 0, number)
    quote = _quote(scene, piece, *day.span())
    return Quote(quote.span, quote.text, said) if quote and said else None


def _year(scene: Scene, name: Quote | None, day: tuple[int, int]) -> int | None:
    """Take the year from the meeting's name, else the last such day not after the day of the text."""
    found = _YEARS.search(name.text) if name else None
    if not found:
        dated = scene.dated
        return dated.year - (day > (dated.month, dated.day)) if dated else None
    said = next((value for value in found.groups() if value), None)
    return int(said) if said else None
