"""Occasions that nobody held as a meeting: a visit, an activity, told of on its day; and the talks in which a visit ends."""

from __future__ import annotations

import re

from luoshi.reading.records import Meeting, Quote
from luoshi.reading.rules.meeting.days import PLAIN_DAY, told_day
from luoshi.reading.rules.meeting.holding import PLACE
from luoshi.reading.rules.meeting.sentence import cite
from luoshi.reading.scene import Scene

# What is gone through on such a day.
_VISITS = re.compile(
    r"(?:进行|开展|参加|举办|举行)(?:了)?(?P<name>[^,。]{2,40}?(?:调研|活动|培训班?|讲座|督导|走访|慰问))(?=[,。;]|$)"
)
_OPENING = re.compile(PLAIN_DAY)
# In the first sentence the day may also open a clause behind the aim.
_CLAUSE_DAY = re.compile(
    r",(?:当地时间)?(?:20\d\d年)?\d{1,2}月\d{1,2}(?:[-—至、~]\d{1,2})?日(?!以|0)"
    r"|\d月\d{1,2}日(?:至\d{1,2}日)?(?:[上下]午)?(?:[到赴在]|前往|来)[^,。]{1,30}(?:调研|考察|走访|慰问|看望|视察|检查|座谈)(?![^,。]{0,20}时)"
)
# What such a visit ends in, told in a sentence of its own.
_TALKED_OVER = re.compile(
    "^在?(?P<at>座谈会)(?:上[,]|在(?P<place>[^,。]{2,20}?)(?:举行|召开))|(?:主持|召开)(?P<held>座谈会)。"
)
_FIRST = 6  # sentences in which the occasion is told
_DAY_BEFORE, _DAY_BEHIND = 12, 48  # characters of such a day, and of what was done on it, around its 月


def visit(scene: Scene) -> Meeting:
    """Read an occasion that nobody held as a meeting: a visit, an activity, told of on its day."""
    pieces = scene.pieces[:_FIRST]
    piece = next((piece for piece in pieces if _OPENING.match(piece.text)), None)
    first, end = piece is not None, len(piece.text) if piece else 0
    at = pieces[0].text.find("月") if pieces and not first else 0
    found = _CLAUSE_DAY.search(pieces[0].text, max(0, at - _DAY_BEFORE), at + _DAY_BEHIND) if at > 0 else None
    if found:
        piece, end = pieces[0], found.end()
    name, where = _talked_over(scene)
    if piece is None:
        return Meeting(name, None, where)
    what, place = _VISITS.search(piece.text), PLACE.search(piece.text)
    return Meeting(
        cite(scene, piece, *what.span("name")) if what else name,
        told_day(scene, piece, end, None, first=first),
        cite(scene, piece, *place.span("place")) if place else where,
        None,
    )


def _talked_over(scene: Scene) -> tuple[Quote | None, Quote | None]:
    """Find the talks in which a visit ends, and where they were: `座谈会上,…`, `座谈会在东楼举行`."""
    name = place = None
    for piece in scene.pieces if "座谈会" in scene.page.text else ():
        if found := _TALKED_OVER.search(piece.text):
            name = name or cite(scene, piece, *found.span("at" if found["at"] else "held"))
            place = place or (cite(scene, piece, *found.span("place")) if found["place"] else None)
    return name, place
