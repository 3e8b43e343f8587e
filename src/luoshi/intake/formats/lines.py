"""Hard-wrapped lines (硬换行) become paragraphs again, by five plain rules.

1. A page number alone on its line is no line.
2. A line that ends a sentence ends its paragraph.
3. A line much shorter than the wide ones ends its paragraph, the Latin word after it counted in, which had no room there.
4. A line that opens with an enumerator (一、 （一） 1. ① 第三条) or a bullet begins one.
5. Where more Chinese characters of a line stand apart than side by side, they are only set wide: 通 知 is 通知.

Everything else goes on. Between Chinese characters nothing is put where the lines meet, between two words a blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from math import ceil

NEARLY = 0.85
# Where no line is this wide (twenty Chinese characters), none was broken for want of room.
LEAST = 40
# The widest lines may be those of a table; nine in ten lines are no wider than this one.
WIDE_AT = 0.9

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—－─~·]\s*\d{1,4}\s*[-–—－─~·]|\d{1,4}|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?)\s*"
)
_ENDS = re.compile("[。！？；：.!?;:…][”’」』）)》]*\\Z")
_ENUMERATOR = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,4}[、.．]|[（(](?:[一二三四五六七八九十百]{1,4}|\d{1,3})[）)]"
    r"|\d{1,3}(?:[、．.](?!\d)|[)）](?=\D))|\d{1,2}(?:\.\d{1,2})+\s|[①-⑳●■◆▪•·➢]|第[一二三四五六七八九十百千零〇\d]{1,6}[章节条款编](?=\s|\Z))"
)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3001-\u301f“”‘’"
_SIDE_BY_SIDE = re.compile(f"[{_WIDE}](?=[{_WIDE}])")
_APART = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_AFTER_WORD = frozenset(",;:.!?)%\"'")
_LATIN = re.compile(r"[A-Za-z][!-~]*")


def joined(lines: Iterable[str]) -> str:
    """Join the lines of one document to paragraphs, one a line."""
    kept = [_close(line.strip()) for line in lines if line.strip() and not _PAGE_NUMBER.fullmatch(line)]
    wide = max(LEAST, _wide(kept))
    paragraphs: list[list[str]] = []
    for line in kept:
        if paragraphs and _goes_on(paragraphs[-1][-1], line, wide):
            paragraphs[-1] += [_between(paragraphs[-1][-1], line), line]
        else:
            paragraphs.append([line])
    return "\n".join(map("".join, paragraphs))


def width(line: str) -> int:
    """Count the columns of a line, a Chinese character as two.

    >>> width("2027年")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def _goes_on(before: str, after: str, wide: int) -> bool:
    if _ENDS.search(before) or _ENUMERATOR.match(after):
        return False
    word = _LATIN.match(after)
    return width(before) + (1 + len(word[0]) if word else 0) >= NEARLY * wide


def _close(line: str) -> str:
    apart = len(_APART.findall(line))
    return _APART.sub("", line) if apart and apart > len(_SIDE_BY_SIDE.findall(line)) else line


def _wide(lines: list[str]) -> int:
    widths = sorted(map(width, lines))
    return widths[ceil(WIDE_AT * (len(widths) - 1))] if widths else 0


def _between(before: str, after: str) -> str:
    """Put a blank between two words, or a word and a number; one number may go on in the next line."""
    last, first = before[-1], after[0]
    if not (first.isascii() and first.isalnum()):
        return ""
    if first.isdigit():
        return " " if last.isascii() and last.isalpha() else ""
    return " " if last.isascii() and (last.isalnum() or last in _AFTER_WORD) else ""
