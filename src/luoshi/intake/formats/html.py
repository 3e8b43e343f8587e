"""Web pages (网页): the article of the page, a paragraph a line; what stands around it is left out.

The page is gone through twice. First it is weighed: a block weighs as many characters as it has outside links, if it holds
a full stop or stands in a table. The article is the heaviest `article`, or else the `main`, if it bears half of the weight;
otherwise the innermost container that bears three quarters. Then it is written out. The last `h1` before it, unless that is
all link, is its first line if it has no `h1` of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoshi.intake.formats.blocks import HOLDERS, Blocks, Event
from luoshi.intake.formats.characters import cleaned
from luoshi.intake.formats.decoding import decoded
from luoshi.intake.formats.tables import WIDEST, Cell, Table
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "big5-hkscs": "big5"}
# Where browsers look for it, and a little further.
HEAD = 4096
HALF, MOST = 0.5, 0.75
# A cell of so many blocks frames a page; it is not one of a table.
FRAME = 5

_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_STOP = re.compile("[。！？；]")


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Return the text of the article of a web page, and the encoding of the page."""
    told = _CHARSET.search(data[:HEAD])
    page, encoding = decoded(data, CHARSETS.get(told[1].decode().lower(), "") if told else "")
    if page.count("<") > limits.tags:
        raise Refused(Outcome.LENGTH)
    page = cleaned(page)
    scales = Scales(Blocks(page).events())
    blocks = Blocks(page)
    article = Article(scales.article(), scales.frames(), blocks.spans)
    article.write(blocks.events())
    text = cleaned("\n".join(article.lines))
    if not text.strip():
        raise Refused(Outcome.NO_TEXT)
    return text, encoding


class Scales:
    """How much each container of a page bears; the page as a whole is number 0."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._borne: dict[int, tuple[str, int]] = {}
        self._weight = self._blocks = self._rows = 0
        self._before: list[tuple[int, int]] = []
        for what, text, number in events:
            match what:
                case "open":
                    self._rows += text == "tr"
                    self._before.append((self._weight, self._blocks))
                case "close":
                    self._rows -= text == "tr"
                    self._keep(text, number, *self._before.pop())
                case _:
                    self._blocks += 1
                    self._weight += number if self._rows or _STOP.search(text) else 0

    def article(self) -> int:
        """Return the number of the container that is the article."""
        if not self._weight:
            return 0
        for name in ("article", "main"):
            heaviest = max(self._named(name), key=lambda number: self._borne[number][1], default=0)
            if heaviest and self._borne[heaviest][1] >= HALF * self._weight:
                return heaviest
        # Of those that bear more than half each stands in the one before it.
        heavy = (number for number, (_, borne) in self._borne.items() if borne >= MOST * self._weight)
        return max(heavy, default=0)

    def frames(self) -> frozenset[int]:
        """Return the forms that bear half of the page: they frame it, where others are filled in."""
        return frozenset(
            number for number in self._named("form") if self._borne[number][1] >= HALF * self._weight
        )

    def _keep(self, name: str, number: int, weight: int, blocks: int) -> None:
        borne = self._weight - weight
        if borne and name in HOLDERS and (name != "td" or self._blocks - blocks >= FRAME):
            self._borne[number] = name, borne

    def _named(self, name: str) -> list[int]:
        return [number for number, (found, _) in self._borne.items() if found == name]


class Article:
    """Writes the lines of one container while the page goes by."""

    def __init__(self, wanted: int, frames: frozenset[int], spans: dict[int, dict[str, int]]) -> None:
        self.lines: list[str] = []
        self._wanted, self._frames, self._spans = wanted, frames, spans
        self._within = not wanted
        self._headline = ""
        self._left_out = self._row_number = self._cell_number = 0
        self._table = Table()
        self._row: list[Cell] = []

    def write(self, events: Iterable[Event]) -> None:
        """Take in the events of a page as far as the end of the article."""
        for what, text, number in events:
            if self._passed_over(what, text, number):
                continue
            if self._within:
                if (what, number) == ("close", self._wanted):
                    break
                self._take(what, text, number)
            elif what == "open":
                self._within = number == self._wanted
            elif what == "h1" and number:
                self._headline = text
        self.lines[:0] = [self._headline] if self._headline else []

    def _passed_over(self, what: str, text: str, number: int) -> bool:
        """Tell whether this belongs to a form that frames nothing."""
        if not self._left_out and (what, text) == ("open", "form") and number not in self._frames:
            self._left_out = number
        passed = bool(self._left_out)
        if (what, number) == ("close", self._left_out):
            self._left_out = 0
        return passed

    def _take(self, what: str, text: str, number: int) -> None:
        match what, text:
            case "open", "table" if not self._row_number:
                self._table = Table()
            case "open", "tr" if not self._row_number:
                self._row_number = number
            case "open", "td" if not self._cell_number and self._row_number:
                self._cell_number = number
                self._row.append(Cell())
            case "close", "td" if number == self._cell_number:
                self._cell_number = 0
                spans = self._spans.get(number, {})
                self._row[-1].columns = max(1, min(spans.get("col", 1), WIDEST))
                self._row[-1].rows = spans.get("row", 1)
            case "close", "tr" if number == self._row_number:
                self.lines.extend(self._table.lines(self._row))
                self._row, self._row_number = [], 0
            case "block" | "h1", _:
                self._headline = "" if what == "h1" and number else self._headline
                (self._row[-1].paragraphs if self._cell_number else self.lines).append(text)
