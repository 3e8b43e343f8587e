"""From source to view: folded text to look at, and the way back to the characters as they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
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


_WIDE = tuple(zip("，：；！？（）", ",:;!?()", strict=True))  # the commonest, in one sweep each
_WORD = re.compile(r"\S+")


def _read_as_they_stand() -> str:
    """Return the ranges of Chinese characters that no Traditional one interrupts."""
    bounds = ["\u4dff", *sorted(old for old in _simplified() if "一" <= old <= "龥"), "龦"]
    gaps = ((chr(ord(a) + 1), chr(ord(b) - 1)) for a, b in pairwise(bounds))
    return "".join(f"{first}-{last}" for first, last in gaps if first <= last)


_ODD = re.compile(rf"[^!-~、。《》“”—·{_read_as_they_stand()}]")


def _one(found: re.Match[str]) -> str:
    folded = _FOLD[found[0]]
    return folded if len(folded) == 1 else "\n"


def _folded(source: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Fold a word without blanks; nearly always each character becomes one."""
    word = text = source[start:end]
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    text = _ODD.sub(_one, text)
    if "\n" not in text:
        return text, range(start, end)
    kept = [(char, place) for place, odd in enumerate(word, start) for char in _FOLD[odd]]
    return "".join(char for char, _ in kept), tuple(place for _, place in kept)


def _joined(source: str, words: Iterable[tuple[int, int]]) -> tuple[str, tuple[int, ...]]:
    """Fold words that blanks part; a blank stays only between Latin ones."""
    parts: list[str] = []
    tail = ""
    origin: list[int] = []
    for start, end in words:
        word, places = _folded(source, start, end)
        if tail and word and _latin(tail) and _latin(word[0]):
            parts.append(" ")
            origin.append(start - 1)
        parts.append(word)
        tail = word[-1:] or tail
        origin += places
    return "".join(parts), tuple(origin)


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
    origin: Sequence[int]

    @classmethod
    def over(cls, source: str, start: int = 0, end: int | None = None) -> Self:
        """Fold a stretch of the source and keep the way back."""
        stretch = source[start:end]
        words = stretch.split(maxsplit=1)
        if len(words) == 1:
            left = start + stretch.index(words[0])
            return cls(*_folded(source, left, left + len(words[0])))
        places = (
            found.span() for found in _WORD.finditer(source, start, len(source) if end is None else end)
        )
        return cls(*_joined(source, places))

    def span(self, start: int, end: int) -> Span:
        """Return where in the source the view's characters [start, end) stand."""
        if not 0 <= start < end <= len(self.origin):
            raise ValueError(f"not in this view: [{start}, {end})")
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def part(self, start: int, end: int) -> View:
        """Return a view of a part of this view."""
        whole = start == 0 and end == len(self.text)
        return self if whole else View(self.text[start:end], self.origin[start:end])
