"""From source to view: folded text to look at, and the way back to the characters as they stand."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Self

from luoshi.reading.lexicon import lines

_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters [start, end) of one source text, counted in code points.

    >>> Span(2, 4).of("到年底前")
    '底前'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, source: str) -> str:
        """Return the words of this span."""
        return source[self.start : self.end]


def _simplified() -> dict[str, str]:
    rows = lines("simplified")
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return {old: new for olds, news in pairs for old, new in zip(olds, news, strict=True)}


class _Fold(dict[str, str]):
    """What each character is read as; learnt as characters come."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(_CIRCLED, ""))
        self.update({c: c for c in _CIRCLED})
        self.simple = _simplified()

    def __missing__(self, char: str) -> str:
        if char.isspace():
            folded = " "
        elif unicodedata.category(char) == "Cf":
            folded = ""  # marks of direction and zero-width joins are not read
        else:
            plain = unicodedata.normalize("NFKC", char).replace(" ", "")
            folded = "".join(self.simple.get(c, c) for c in plain)
        self[char] = folded
        return folded


_FOLD = _Fold()


def _kept(source: str, start: int, end: int) -> list[tuple[str, int]]:
    """List what is read of a stretch, with the place where each character stood."""
    out: list[tuple[str, int]] = []
    gap = -1
    for place in range(start, end):
        folded = _FOLD[source[place]]
        if folded == " ":
            gap = place
            continue
        if gap >= 0 and out and folded and _latin(out[-1][0]) and _latin(folded[0]):
            out.append((" ", gap))
        if len(folded) == 1:
            gap = -1
            out.append((folded, place))
        elif folded:
            gap = -1
            out.extend((char, place) for char in folded)
    return out


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of source folded for reading: full width, blanks and Traditional characters gone.

    >>> view = View.over("到２０２７ 年底，實現")
    >>> view.text, view.span(1, 5)
    ('到2027年底,实现', Span(start=1, end=5))
    """

    text: str
    origin: tuple[int, ...]

    @classmethod
    def over(cls, source: str, start: int = 0, end: int | None = None) -> Self:
        """Fold a stretch of the source and keep the way back."""
        kept = _kept(source, start, len(source) if end is None else end)
        return cls("".join(char for char, _ in kept), tuple(place for _, place in kept))

    def span(self, start: int, end: int) -> Span:
        """Return where in the source the view's characters [start, end) stand."""
        if not 0 <= start < end <= len(self.origin):
            raise ValueError(f"not in this view: [{start}, {end})")
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def part(self, start: int, end: int) -> View:
        """Return a view of a part of this view."""
        return View(self.text[start:end], self.origin[start:end])
