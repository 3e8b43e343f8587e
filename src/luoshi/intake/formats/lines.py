"""Hard-wrapped lines (硬换行) become paragraphs again, by four plain rules.

1. A page number alone on its line is no line.
2. A line that ends a sentence ends its paragraph.
3. A line much shorter than the wide ones ends its paragraph.
4. A line that opens with an enumerator (一、 （一） 1. ① 第三条) begins one.

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
    r"|\d{1,3}(?:[、．]|\.(?!\d))|\d{1,2}(?:\.\d{1,2})+\s|[①-⑳]|第[一二三四五六七八九十百千零〇\d]{1,6}[章节条款编])"
)


def joined(lines: Iterable[str]) -> str:
    """Join the lines of one document to paragraphs, one a line."""
    kept = [line.strip() for line in lines if line.strip() and not _PAGE_NUMBER.fullmatch(line)]
    full = NEARLY * max(LEAST, _wide(kept))
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in kept:
        if goes_on and not _ENUMERATOR.match(line):
            paragraphs[-1] += [_between(paragraphs[-1][-1], line), line]
        else:
            paragraphs.append([line])
        goes_on = width(line) >= full and not _ENDS.search(line)
    return "\n".join(map("".join, paragraphs))


def width(line: str) -> int:
    """Count the columns of a line, a Chinese character as two.

    >>> width("2027年")
    6
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def _wide(lines: list[str]) -> int:
    widths = sorted(map(width, lines))
    return widths[ceil(WIDE_AT * (len(widths) - 1))] if widths else 0


def _between(before: str, after: str) -> str:
    return (
        " "
        if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalpha()
        else ""
    )
