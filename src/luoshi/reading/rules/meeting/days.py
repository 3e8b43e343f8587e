"""On what day a meeting was: the day told next to it or near by, and the year that the text gives it."""

from __future__ import annotations

import re

from luoshi.reading.records import Quote
from luoshi.reading.rules.meeting.sentence import Both, cite
from luoshi.reading.scene import Scene
from luoshi.reading.text.dates import DAY, iso, whole
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.spans import Span, plain

PLAIN_DAY = DAY.pattern.replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", "")
# Days from one to another, told by the first: `3月1-2日`.
_DAYS = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>[12]\d|3[01]|0?[1-9])[-—至、~]\d{1,2}日"
)
# Between the days of one occasion stands from when to when, or that they are several.
_TO = re.compile("[-—~至到]{1,2}|[、和及]")
# The year that a text plans for or calls its own.
_CURRENT = re.compile(
    r"20(?:(?:(?<=部署20)|(?<=安排20)|(?<=部署了20)|(?<=安排了20))(?P<plan>\d\d)年"
    r"|(?P<points>\d\d)年度?(?:党政|行政|党委)?工作要点|(?<=对20)(?P<works>\d\d)年的?工作"
    r"|(?:(?<=总结20)|(?<=回顾20)|(?<=总结了20)|(?<=回顾了20))\d\d-20(?P<term>\d\d)学年?-?第?[二2]学期"
    r"|(?P<own>\d\d)年,?更?是[^。\n]{0,50}?(?:关键|重要|开局|收官|第一|攻坚|起步|深化|启动)(?:的)?(?:一年|之年))"
)
# What is called by a year is of that year: `2027年国家安全宣传周`, `2027年度学风建设项目`; not `自2027年…以来`.
_NAMED = re.compile(
    r"(?P<year>20[12]\d)(?<![自从于到至由比超较获是选届—~A-Za-z\d-]20\d\d)年?度?(?!以来|[级届班初末底余多名人个亿万元件份场项]|[^,。]{0,6}预算)"
    r"[^,。;:)\n\d年获我-]{0,24}?(?:[会周赛坛]|活动|工作(?!计划)|行动|项目|任务|楷模|夏令营|政策)"
)
# A year is looked back on in its first months after, and applied for in the last before.
_LOOKS_BACK = re.compile("[^年]{0,40}(?:总结|述职|考核|考评)")
_LOOKS_AHEAD = re.compile("[^年]{0,40}申报")
_SPRING, _AUTUMN, _DECEMBER = 3, 9, 12
_WHEN = re.compile(
    rf"^(?:当地时间|{PLAIN_DAY}(?:[-—至~、到](?:\d{{1,2}}月)?\d{{1,2}}日)?(?:[上下]午|晚)?|近日|日前|今天|[上下]午|[,])*"
)
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}(?:[-—至、~]\d{1,2})?日")
_DAY_ONLY = re.compile(r"(?:\d{1,2}日(?:[上下]午|晚)?|20\d\d年度?)$")
_YEARS = re.compile(
    r"(?:截至目前[^,。]{0,6}(?P<now>20\d\d)年)|20\d\d-(?P<next>20\d\d)-2学期|20\d\d-?学期|(?P<own>20\d\d)年(?!级|版)|(?P<first>20\d\d)-20\d\d-1学期"
)
# The news of a day tells it without its month: `28日下午在陈山闭幕`.
_BARE = re.compile(r"(?<![\d月])(?<!月\d)(?P<day>[12]\d|3[01]|[1-9])日(?=[上下]午|晚|[在举召至到和])")
_MONTH = re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9])月(?P<day>[12]\d|3[01]|[1-9])日")
_WEEK = 7
_NEAR = 2  # sentences behind that of the meeting
_SEARCHED = 60  # characters in which a sentence opens with its day
_BEFORE_MONTH, _AFTER_MONTH = 8, 8  # characters of a day around its 月


def without_day(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out of who holds a meeting the day that stands before or behind."""
    start = past_when(text, start, end)
    if day := _DATED.search(text, start, end) or _DAY_ONLY.search(text, start, end):
        end = day.start() - text.endswith("(", start, day.start())
        end -= len("今天") * text.endswith(("今天", "昨天", "今日"), start, end)
    return start, end - text.endswith(("于", "在"), start, end)


def told_beside(scene: Scene, number: int, name: Quote | None) -> Quote | None:
    """Find the day in a sentence near by that opens with it, where the sentence of the meeting tells none."""
    if _BARE.search(scene.pieces[number].text):
        return None
    near = [*scene.pieces[:number], *scene.pieces[number + 1 : number + 1 + _NEAR]]
    piece = next((piece for piece in near if _DATED.search(piece.text[:_SEARCHED])), None)
    return told_day(scene, piece, _SEARCHED, name, first=True) if piece else None


def past_when(text: str, start: int, end: int) -> int:
    """Return where the words that say when something was end, if a text opens with them."""
    found = _WHEN.match(text[start:end])
    return start + (found.end() if found else 0)


def told_day(
    scene: Scene, piece: Piece | Both, end: int, name: Quote | None, *, first: bool = False
) -> Quote | None:
    """Find the day next before the words of holding; the year only where the text gives it."""
    low, high = piece.text.find("月", 0, end) - _BEFORE_MONTH, piece.text.rfind("月", 0, end) + _AFTER_MONTH
    if high < _AFTER_MONTH:
        return _bare_day(scene, piece, end)
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
    quote = cite(scene, piece, *day.span())
    return Quote(quote.span, quote.text, said) if quote and said else None


def _bare_day(scene: Scene, piece: Piece | Both, end: int) -> Quote | None:
    """Find a day told without its month, where days of one month alone and of the same week are told of elsewhere."""
    bare = _BARE.search(piece.text, 0, end) if piece.text.find("日", 0, end) > 0 else None
    told = set(_MONTH.findall(scene.page.text)) if bare else set()
    if not (bare and len({month for month, _ in told}) == 1):
        return None
    day = int(bare["day"])
    if min(abs(int(other) - day) for _, other in told) > _WEEK:
        return None
    month = int(next(iter(told))[0])
    quote, said = cite(scene, piece, *bare.span()), iso(_year(scene, None, (month, day)), month, day)
    return Quote(quote.span, quote.text, said) if quote and said else None


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _year(scene: Scene, name: Quote | None, day: tuple[int, int]) -> int | None:
    """Take the year from the meeting's name, else the last such day not after the day of the text."""
    called = plain(name.text) if name else ""
    found = _YEARS.search(called)
    if not found:
        dated = scene.dated
        if dated:
            return dated.year - (day > (dated.month, dated.day))
        return current(scene, day[0])
    said = next((value for value in found.groups() if value), None)
    if not (said and name):
        return None
    if day[0] < _SPRING and _LOOKS_BACK.match(called, found.end()):
        return int(said) + 1
    return int(said) - bool(day[0] > _AUTUMN and _LOOKS_AHEAD.match(called, found.end()))


def current(scene: Scene, month: int = 0) -> int | None:
    """Return the year that the text itself plans for or calls its own."""
    text = scene.page.text
    if found := _CURRENT.search(text):
        year = 2000 + int(found[found.lastindex or 0])
        # Told in December, a plan is for the year to come.
        return year - (month == _DECEMBER and found.lastgroup in {"plan", "works"})
    if not _SPRING <= month < _DECEMBER:
        return None
    years = set(_NAMED.findall(text))
    return int(years.pop()) if len(years) == 1 else None
