"""From source to view: folded text to look at, and the way back to the characters as they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

from luoshi.reading.lexicon import lines

_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


class _Pair(NamedTuple):
    start: int
    end: int


class Span(_Pair):
    """The characters [start, end) of one source text, counted in code points.

    >>> Span(2, 4).of("到年底前")
    '底前'
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """Refuse a stretch without characters."""
        if not 0 <= start < end:
            raise ValueError(f"not a span: [{start}, {end})")
        return tuple.__new__(cls, (start, end))

    @classmethod
    def within(cls, start: int, end: int) -> Self:
        """Return a span that is known to hold characters; for places found in a text."""
        return tuple.__new__(cls, (start, end))

    def of(self, source: str) -> str:
        """Return the words of this span."""
        return source[self[0] : self[1]]


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


_WIDE = tuple(zip("，：；！？（）\u3000", ",:;!?() ", strict=True))  # the commonest, in one sweep each
_WORD = re.compile(r"\S+")
ODD = "\0"  # stands in a flat text for what does not fold to one character


def _read_as_they_stand() -> str:
    """Return the ranges of Chinese characters that no Traditional one interrupts."""
    bounds = ["\u4dff", *sorted(old for old in _simplified() if "一" <= old <= "龥"), "龦"]
    gaps = ((chr(ord(a) + 1), chr(ord(b) - 1)) for a, b in pairwise(bounds))
    return "".join(f"{first}-{last}" for first, last in gaps if first <= last)


_UNUSUAL = re.compile(rf"[^\n -~、。《》“”—·{_read_as_they_stand()}]")


def _one(found: re.Match[str]) -> str:
    folded = _FOLD[found[0]]
    return folded if len(folded) == 1 else ODD


def flat(source: str) -> str:
    """Fold a text character for character; blanks stay, and what cannot be folded so is marked as odd.

    >>> flat("到２０２７ 年底，實現")
    '到2027 年底,实现'
    """
    for wide, narrow in _WIDE:
        source = source.replace(wide, narrow)
    return _UNUSUAL.sub(_one, source)


_CORNERS = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")


def curled(source: str) -> str:
    """Write every quotation mark as a curly one, character for character; straight ones open and close in turn within a line.

    >>> curled('會議強調「守好燈塔」。"看好海图。"他说。')
    '會議強調“守好燈塔”。“看好海图。”他说。'
    """
    if "「" in source or "『" in source or "﹁" in source:
        source = source.translate(_CORNERS)
    return "\n".join(map(_paired, source.split("\n"))) if '"' in source else source


def _paired(line: str) -> str:
    """Curl the straight marks of a line, unless one of them is left over: then it cannot be told which opens."""
    parts = line.split('"')
    if len(parts) % 2 == 0:
        return line
    return "".join(part + "“”"[number % 2] for number, part in enumerate(parts[:-1])) + parts[-1]


def plain(word: str) -> str:
    """Fold a word of the source, blanks left out.

    >>> plain("張偉 明")
    '张伟明'
    """
    return View.over(word).text if _UNUSUAL.search(word) or " " in word else word


def _folded(source: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Fold a word without blanks; nearly always each character becomes one."""
    word = source[start:end]
    text = flat(word)
    if ODD not in text:
        return text, range(start, end)
    parts: list[str] = []
    origin: list[int] = []
    done = 0
    while (odd := text.find(ODD, done)) >= 0:
        folded = _FOLD[word[odd]]
        parts += (text[done:odd], folded)
        origin += (*range(start + done, start + odd), *[start + odd] * len(folded))
        done = odd + 1
    parts.append(text[done:])
    origin += range(start + done, end)
    return "".join(parts), tuple(origin)


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
