"""What a person sees on a terminal: sentences by their verdict, and how far a long run is."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from luoshi.corpus import Tally
from luoshi.reading import Record, Sentence, Verdict, marked

_COLOURS = {Verdict.ORDER: "31", Verdict.REPORT: "32", Verdict.REASON: "36", Verdict.FRAME: "90"}
_INDENT = 6  # columns of "要求｜"
_NARROWEST = 20
# What stays together at the end of a line: a word or figure, or one character, and the points that may not begin a line.
_UNIT = re.compile(r"(?:[!-~]+|.)[，。、；：！？”’）》〉】」』%％]* *", re.DOTALL)
_REDRAWN_SECONDS = 0.2

Character = tuple[str, bool]  # and whether the verdict was decided by it


def coloured(stream: TextIO, *, asked: bool) -> bool:
    """Tell whether to paint: where it is asked for, else on a terminal that can and whose owner has not said no."""
    able = stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")
    return asked or able


def columns(stream: TextIO) -> int | None:
    """Return the width of a terminal; a pipe has none, and its lines stay whole for other programs."""
    if not stream.isatty():
        return None
    try:
        return max(_NARROWEST, os.get_terminal_size(stream.fileno()).columns)
    except OSError:
        return None


def view(source: str, record: Record, *, paint: bool, width: int | None, why: bool) -> Iterator[str]:
    """Write each sentence after the word of its verdict, and at the end how many there are of each."""
    said = _said(source, record)
    for sentence in record.sentences:
        lines = _folded(said[sentence.span.start], width)
        for number, line in enumerate(lines):
            head = " " * _INDENT if number else f"{sentence.verdict.label}｜"
            yield _painted(head + _dressed(line, paint=paint), sentence.verdict, paint=paint)
        if why:
            yield from _indented(_reason(source, sentence), width)
    counts = Counter(sentence.verdict for sentence in record.sentences)
    told = "，".join(f"{verdict.label} {counts[verdict]}" for verdict in Verdict)
    yield f"共 {len(record.sentences)} 句：{told}。"


def clean(text: str) -> str:
    """Take out what a terminal might obey: control characters of a source or of a name never reach it."""
    return "".join(char if char.isprintable() else " " for char in text)


def _said(source: str, record: Record) -> dict[int, list[Character]]:
    """Map the start of each sentence to its characters, blanks run together."""
    said: dict[int, list[Character]] = {}
    for mark in marked(source, record):
        if mark.sentence:
            line = said.setdefault(mark.sentence.span.start, [])
            line += ((char, mark.decided) for char in clean(mark.text))
    return {
        start: [one for one, before in zip(line, [(" ", False), *line], strict=False) if _shown(one, before)]
        for start, line in said.items()
    }


def _shown(one: Character, before: Character) -> bool:
    return not (one[0].isspace() and before[0].isspace())


def _folded(line: list[Character], width: int | None) -> Iterator[list[Character]]:
    """Break a sentence into lines that leave room for the word before them."""
    text = "".join(char for char, _ in line)
    for start, end in _breaks(text, width - _INDENT if width else None):
        yield line[start:end]


def _indented(text: str, width: int | None) -> Iterator[str]:
    for start, end in _breaks(text, width - 4 if width else None):
        yield f"　　{text[start:end]}"


def _breaks(text: str, room: int | None) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each line; no point begins one, no word is cut."""
    start = used = 0
    for unit in _UNIT.finditer(text.rstrip()) if room else ():
        wide = breadth(unit[0].rstrip())
        if used and used + wide > (room or 0):
            yield start, unit.start()
            start, used = unit.start(), 0
        used += breadth(unit[0])
    yield start, len(text.rstrip())


def breadth(text: str) -> int:
    """Return how many columns a text takes; what may be narrow or wide counts as wide."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WFA")
        for char in text
    )


def _dressed(line: list[Character], *, paint: bool) -> str:
    """Underline the words that decided."""
    said, on = [], False
    for char, decided in line:
        if paint and decided is not on:
            said.append("\x1b[4m" if decided else "\x1b[24m")
            on = decided
        said.append(char)
    return "".join(said) + ("\x1b[24m" if on else "")


def _painted(text: str, verdict: Verdict, *, paint: bool) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if paint else text


def _reason(source: str, sentence: Sentence) -> str:
    words = "、".join(f"“{clean(span.of(source))}”" for span in sentence.why.words)
    return f"依据规则 {sentence.why.rule}" + (f"：{words}" if words else "：随上下文")


def followed(tallies: Iterable[Tally], stream: TextIO, size: int | None, begun: Tally) -> Iterator[Tally]:
    """Hand on how far a run is, and say it on a line that is drawn again and again."""
    start = drawn = time.monotonic()
    last = begun
    try:
        for last in tallies:
            if time.monotonic() - drawn >= _REDRAWN_SECONDS:
                drawn = time.monotonic()
                _draw(stream, told(last, begun, drawn - start, size))
            yield last
    finally:  # also when interrupted: what was reached is left standing
        _draw(stream, told(last, begun, time.monotonic() - start, None))
        stream.write("\n")


def _draw(stream: TextIO, text: str) -> None:
    room = (columns(stream) or 80) - 1
    while breadth(text) > room:
        text = text[:-1]
    stream.write(f"\r{text}\x1b[K")
    stream.flush()


def told(tally: Tally, begun: Tally, seconds: float, size: int | None) -> str:
    """Say how far a run is, how fast, how many errors there were and, where the size is known, how long it will take."""
    parts = [f"已读 {tally.documents:,} 份"]
    if seconds > 0:
        parts.append(f"{(tally.size - begun.size) / seconds / 1e6:.1f} MB/s")
    parts.append(f"读不了 {tally.errors:,} 份")
    if size and (gone := tally.reached - begun.reached) > 0:
        parts.append(f"还要 {_span(seconds * max(0, size - tally.reached) / gone)}")
    return "，".join(parts)


def _span(seconds: float) -> str:
    """Write a span of time as people say it.

    >>> _span(4), _span(75), _span(7300)
    ('4 秒', '1 分 15 秒', '2 时 1 分')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 时 {whole % 3600 // 60} 分"
