"""Which unnumbered paragraphs stand outside all items, or outside those of a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from luoshi.reading.text.spans import Span

# A sentence as it is cut from its line: its text and span, its line, where in it it begins.
Cut = tuple[str, Span, Sequence[int], int]

INLINE = 9  # kinds from here on live inside a paragraph
# What speaks of the whole paper stands in none of its items.
_CONCLUDES = re.compile(
    r"(?:以上|上述|现将)[^,。]{0,24}(?:如无不[妥当]|当否|妥否|可行|可否|报请|报送|请[^求])|(?:本|此)(?:通知|意见|决定|公告|通告|方案|规划|纲要)(?:自|从|由[^,。]{2,16}负责解释)|特此(?:通[知报告]|公告|函[告复]|批复|报告)"
    r"|各位(?:代表|委员)[!,:]|(?:同志|同学|老师|朋友)们!"
)
APPENDED = re.compile(r"附件(?:$|[:\d一二三四五六七八九十])")
# Where items begin anew.
_FIRST = re.compile(r"[(第]?[一1①](?!\d)[章节条编、.)]?")
_DIVISIONS = 4  # kinds before this one divide a whole paper
_FEWEST = 3  # items of a paper that show how long they are
_HEADING = 40  # characters of the longest heading
ENDED = "。!?;:”」』》)】"


def kind_of(found: re.Match[str]) -> int:
    """Return of which kind the item is that a match opens."""
    return (found.lastindex or 1) - 1


def outside(rows: Sequence[Sequence[Cut]], opened: Sequence[re.Match[str] | None]) -> dict[int, int]:
    """Find the lines in which unnumbered paragraphs stand outside all items from a kind on, in the paper and in what is appended."""
    out: dict[int, int] = {}
    opens: list[tuple[int, int]] = []  # the lines that open an item, each with its kind
    number = 0
    for line, row in enumerate(rows):
        if (found := opened[number]) and kind_of(found) < INLINE:
            kind = kind_of(found)
            if opens and opens[-1][0] + 1 < line and opens[-1][1] == kind and _FIRST.match(found[0]):
                out |= dict.fromkeys(range(_apart_from(rows, opens[-1][0] + 1, line), line), kind)
            opens.append((line, kind))
        elif opens and row[0][0].startswith("附件") and APPENDED.match(row[0][0]):
            out |= dict.fromkeys(range(_loose_from(rows, opens, line), line), 0)
            opens = []
        number += len(row)
    return out | dict.fromkeys(range(_loose_from(rows, opens, len(rows)), len(rows)), 0)


def _apart_from(rows: Sequence[Sequence[Cut]], start: int, end: int) -> int:
    """Find the heading without a number behind which items begin anew, so that what it heads stands in none of those before."""
    return next(
        (
            line
            for line in range(start, end)
            if len(rows[line]) == 1
            and len(rows[line][0][0]) <= _HEADING
            and rows[line][0][0][-1] not in ENDED
        ),
        end,
    )


def _loose_from(rows: Sequence[Sequence[Cut]], opens: Sequence[tuple[int, int]], end: int) -> int:
    """Find the line after the last item of a paper from which paragraphs stand outside all items."""
    if len(opens) < _FEWEST:  # too few to show how long items are
        return end
    full = [_is_full(rows[line]) for line, _ in opens]
    lengths = [b - a for (a, _), (b, _) in pairwise(opens)]
    final, _ = opens[-1]
    if full[-1] and not any(length > 1 and whole for length, whole in zip(lengths, full, strict=False)):
        return final + 1
    leaves = {length for length, (_, a), (_, b) in zip(lengths, opens, opens[1:], strict=False) if a >= b}
    if leaves == {2} and not any(full):  # each a heading and one paragraph
        return final + 2
    divides = [line for line, kind in opens if kind < _DIVISIONS]
    last = (divides[-1] if divides else final) + 1
    return next((line for line in range(last, end) if _CONCLUDES.match(rows[line][0][0])), end)


def _is_full(row: Sequence[Cut]) -> bool:
    """Tell whether a line is more than the heading of an item."""
    text = row[0][0]
    return len(row) > 1 or (len(text) > _HEADING and "。" in text)
