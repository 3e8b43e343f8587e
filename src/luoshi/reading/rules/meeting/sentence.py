"""A sentence made whole where it breaks off inside a quotation, and what is cited from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.records import Quote
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import veiled
from luoshi.reading.text.spans import Span

# A line that tells of a day and goes on behind a comma is no headline.
_BROKEN = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}(?:[-—至、~到]{1,2}(?:\d{1,2}月)?\d{1,2})?日[^,。]{0,40},"
)
_ENDED = frozenset("。!?;:”》)")
_NEAR = 2  # lines within which a quotation is closed


@dataclass(frozen=True)
class Both:
    """A sentence that breaks off inside a quotation, and the line that closes it."""

    one: Piece
    two: Piece | Both

    @property
    def text(self) -> str:
        """The words of both, as folded."""
        return self.one.text + self.two.text

    @property
    def veil(self) -> str:
        """The same without what is only quoted."""
        return veiled(self.text)

    def where(self, start: int, end: int) -> Span:
        """Return where in the source the characters [start, end) of both stand."""
        cut = len(self.one.text)
        if end <= cut:
            return self.one.where(start, end)
        last = self.two.where(max(start, cut) - cut, end - cut)
        return last if start >= cut else Span.within(self.one.where(start, cut).start, last.end)


def unbroken(scene: Scene, number: int) -> Piece | Both:
    """Return a sentence, with the next where a quotation is broken between them."""
    piece = scene.pieces[number]
    if not piece.last:
        return piece
    if piece.text.count("“") <= piece.text.count("”"):
        return _whole(scene, number, _NEAR) if _BROKEN.match(piece.text) else piece
    lines = scene.pieces[number + 1 : number + 1 + _NEAR]
    closing = next((at for at, line in enumerate(lines) if "”" in line.text), None)
    if closing is None:
        return piece
    rest: Piece | Both = lines[closing]
    for line in reversed(lines[:closing]):
        rest = Both(line, rest)
    return Both(piece, rest)


def _whole(scene: Scene, number: int, left: int) -> Piece | Both:
    """Return a line with those in which it goes on, as many as are left."""
    piece = scene.pieces[number]
    if not left or number + 1 == len(scene.pieces) or piece.text[-1] in _ENDED:
        return piece
    return Both(piece, _whole(scene, number + 1, left - 1))


def cite(scene: Scene, piece: Piece | Both, start: int, end: int) -> Quote | None:
    """Cite the characters [start, end) of a sentence as they stand in the source."""
    if start >= end:
        return None
    span = piece.where(start, end)
    return Quote(span, span.of(scene.source))
