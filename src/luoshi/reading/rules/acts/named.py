"""From a page to its sentences: where known names stand in each, and which may tell that somebody was there or spoke."""

from __future__ import annotations

import re
from bisect import bisect_left

from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece

# What only tells of those who were there, whatever stands around it.
_GATHERS = re.compile("(?:出席|列席|参加|参会|参与(?:了|此次|本次))[^,。:要应将]{0,20}[。;]?$")
# Who was there is told behind the verb: `出席会议的还有…`.
_ALSO = re.compile(
    "(?:出席|列席|参加|陪同(?=[^的]{0,8}(?:调研|考察|检查|参观)))[^,。;:的]{0,16}的"
    "(?:[^,。;:的有]{0,4}(?:人员|领导|同志|嘉宾|人士|贵宾|领导人|专家|代表))?(?:还?有(?![关效益力利害])|还?包括):?"
)
_PRONOUN = re.compile("(?:同时|随后|会上|此外|另外|最后|期间|其间)?,?[他她](?!们)")


class Named:
    """What is asked of a document once: where its names stand, and which sentences may tell who was there."""

    def __init__(self, scene: Scene) -> None:
        page = scene.page
        self._rows: dict[int, list[tuple[int, int]]] = {}
        for start, end in scene.ear.places:
            number = page.number(start)
            first = page.starts[number]
            self._rows.setdefault(number, []).append((start - first, end - first))

        self._gather = page.holding(page.veil, "出席", "列席", "参加", "参会", "参与", "陪同")
        self._pronoun = page.holding(page.text, "他", "她")
        self.joint = page.holding(page.veil, "表示", "一致", "纷纷")
        # The sentences that may tell of an act though they are judged by their content.
        self.telling = self.joint | self._gather | self._pronoun
        self.telling.update(scene.ear.heard, scene.ear.named)

    def pronoun(self, piece: Piece) -> re.Match[str] | None:
        """Find the pronoun that opens a sentence."""
        return _PRONOUN.match(piece.text) if piece.number in self._pronoun else None

    def gathers(self, piece: Piece) -> bool:
        """Tell whether a sentence ends in that somebody was there, whatever it is judged to be."""
        return piece.number in self._gather and _GATHERS.search(piece.veil) is not None

    def also(self, piece: Piece) -> int | None:
        """Return where in a sentence the list begins of those who were there too."""
        found = _ALSO.search(piece.veil) if piece.number in self._gather else None
        return found.end() if found else None

    def within(self, piece: Piece, left: int, right: int) -> list[tuple[int, int]]:
        """List the names in a stretch of a sentence."""
        row = self._rows.get(piece.number, [])
        return [
            place
            for place in row[bisect_left(row, (left, 0)) : bisect_left(row, (right, 0))]
            if place[1] <= right
        ]
