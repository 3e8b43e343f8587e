"""What a rule may look at: the sentences of one document, its kind, and what earlier rules have found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from luoshi.reading.outline import Piece
from luoshi.reading.records import Record, Sentence, Verdict
from luoshi.reading.spans import Span

_LEAD = re.compile("召开|举行|举办|主持会议|出席会议|参加会议|到会讲话")
_TITLE = re.compile(r"《[^《》]*》|“(?<!:“)[^“”]*”|\"[^\"]*\"|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Scene:
    """The document as the rules see it; the record grows from rule to rule."""

    source: str
    dated: date | None
    pieces: tuple[Piece, ...]
    news: bool
    record: Record

    def orders(self) -> list[tuple[Piece, Sentence]]:
        """Return the sentences that ask for something."""
        order = Verdict.ORDER
        pairs = zip(self.pieces, self.record.sentences, strict=True)
        return [(piece, sentence) for piece, sentence in pairs if sentence.verdict is order]

    def printed(self, piece: Piece, start: int, end: int) -> str:
        """Return the words of a piece as they stand in the source, blanks at line ends kept."""
        return piece.view.span(start, end).of(self.source)


def is_news(pieces: tuple[Piece, ...]) -> bool:
    """Tell whether the text opens by telling of an occasion."""
    return any(_LEAD.search(veiled(piece.view.text)) for piece in pieces[:4] if not piece.labelled)


@lru_cache(maxsize=256)  # several rules look at the same sentence in turn
def veiled(text: str) -> str:
    """Blank out titles and quoted words, so that their verbs ask for nothing.

    >>> veiled("印发《加强管理办法》")
    '印发□□□□□□□□'
    """
    return _TITLE.sub(lambda found: "□" * len(found[0]), text)


def at(piece: Piece, found: re.Match[str] | None, group: int | str = 0) -> tuple[Span, ...]:
    """Return where the words of a match stand in the source."""
    if not found or found.start(group) == found.end(group):
        return ()
    return (piece.view.span(*found.span(group)),)
