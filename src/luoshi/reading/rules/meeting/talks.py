"""Talks: who received or spoke with whom, on what day and where (`在京会见`、`同某人举行会谈`)."""

from __future__ import annotations

import re

from luoshi.reading.records import Meeting
from luoshi.reading.rules.meeting.days import told_day
from luoshi.reading.rules.meeting.holding import IN_SPEECH, NO_PLACE, clause_start
from luoshi.reading.rules.meeting.sentence import Both, cite
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece

_TALKS = re.compile(
    "会见(?![时后])|会[谈晤](?:(?<=举行会.)|(?<=举行[^,。]会.)|(?<=举行[^,。]{2}会.)|(?<=举行[^,。]{3}会.))|会谈(?=[,。])"
)
# Behind the place stands with whom, how, or for what somebody was there.
_WHERE = re.compile(
    "在(?P<place>[^,。;:在]{1,24}?)(?:(?:同|与|和|应邀|分别|先后|共同|集体|举行|出席|参加|访问|开会|集中|亲切|礼节性)[^,。;:在]{0,80})?$"
)
_SPOKE = re.compile("[同与和][^,。]{0,60}举行")
_NOT_NOW = ("即将", "将", "拟", "不")  # a talk that is to come
_TOLD = 2  # sentences in which talks are told of, first of all


def talk(scene: Scene, told: list[tuple[int, Piece | Both]]) -> tuple[int, Meeting] | None:
    """Read a text that opens with who received or spoke with whom, and in which sentence."""
    for number, piece in told[:_TOLD]:
        text = piece.text
        found = _TALKS.search(text) if "会" in text else None
        if found is None or IN_SPEECH.search(piece.veil, 0, found.start()):
            continue
        start = clause_start(text, found.start())
        where = _WHERE.search(text, start, found.start())
        if where and where["place"].endswith(NO_PLACE):
            where = None
        # Guests whom somebody receives on a visit are no talk of their own, unless it is told where.
        if (where is None and found[0] == "会见") or text.endswith(_NOT_NOW, 0, found.start()):
            continue
        name = cite(scene, piece, *found.span()) if found[0] != "会见" else None
        day = told_day(scene, piece, found.start(), None)
        if where is None and day is None and not _SPOKE.search(text, start, found.start()):
            continue
        place = cite(scene, piece, *where.span("place")) if where else None
        return number, Meeting(name, day, place, None)
    return None
