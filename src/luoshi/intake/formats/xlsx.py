"""Workbooks (xlsx): every sheet that is not hidden, in the order of its tabs, a row a line and cells parted by tabs.

Rows and columns that are hidden or filtered away are read: a task that nobody sees for a filter left on is still a task. Formulas
give the value that was kept with them. What a sheet says of its own size is not listened to.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from luoshi.intake.container import Container
from luoshi.intake.formats.characters import cleaned
from luoshi.intake.formats.figures import BUILT_IN, shown
from luoshi.intake.formats.grid import LAST_COLUMN, LAST_ROW, Grid, place, range_of
from luoshi.intake.formats.markup import elements, walk
from luoshi.intake.formats.office import main_part
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)\.main\+xml"
)
TRUE = {"1", "true"}
HIDDEN = {"hidden", "veryHidden"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Return the text of a workbook."""
    container = Container(data, limits)
    book = _book(container, main_part(container, MAIN))
    left = Left(limits.rows, limits.cells, limits.output_bytes)
    shared = Shared(left)
    if book.strings:
        walk(container.part(book.strings), opened=shared.opened, closed=shared.closed, said=shared.said)
    formats = _formats(container, book.styles)
    lines: list[str] = []
    for part in book.sheets:
        sheet = Sheet(shared.strings, formats, left, from_1904=book.from_1904)
        walk(container.part(part), opened=sheet.opened, closed=sheet.closed, said=sheet.said)
        for line in sheet.grid.lines(limits.cells, left.characters):
            left.characters -= len(line)
            lines.append(line)
    text = cleaned("\n".join(lines))
    if not text.strip():
        raise Refused(Outcome.NO_TEXT)
    return text, ""


@dataclass(slots=True)
class Left:
    """What all sheets together may still take."""

    rows: int
    cells: int
    characters: int

    def take(self, *, rows: int = 0, cells: int = 0) -> None:
        """Take some, or refuse the file."""
        self.rows -= rows
        self.cells -= cells
        if self.rows < 0 or self.cells < 0:
            raise Refused(Outcome.LENGTH)


@dataclass(slots=True)
class Book:
    """Where the parts of a workbook are."""

    sheets: list[str] = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    from_1904: bool = False


def _book(container: Container, main: str) -> Book:
    folder, _, name = main.rpartition("/")
    related: dict[str, tuple[str, str]] = {}
    book = Book()
    for element, told in elements(container.part(f"{folder}/_rels/{name}.rels".removeprefix("/"))):
        if element == "Relationship" and told.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, told["Target"])).removeprefix("/")
            related[told["Id"]] = told["Type"].rpartition("/")[2], target
    by_type = dict(related.values())
    book.strings, book.styles = by_type.get("sharedStrings", ""), by_type.get("styles", "")
    for element, told in elements(container.part(main)):
        if element == "workbookPr":
            book.from_1904 = told.get("date1904") in TRUE
        elif element == "sheet" and told.get("state") not in HIDDEN:
            kind, part = related[told["r:id"]]
            book.sheets += [part] if kind == "worksheet" else []
    if len(set(book.sheets)) < len(book.sheets):
        raise Refused(Outcome.BROKEN)
    return book


def _formats(container: Container, part: str) -> list[str]:
    """Return the format code of each style that a cell may name."""
    codes, styles, within = dict(BUILT_IN), [], False
    for element, told in elements(container.part(part)) if part else []:
        match element:
            case "numFmt":
                codes[int(told["numFmtId"])] = told["formatCode"]
            case "cellXfs" | "cellStyleXfs" | "cellStyles" | "dxfs":
                within = element == "cellXfs"
            case "xf" if within:
                styles.append(codes.get(int(told.get("numFmtId", "0")), ""))
    return styles


class Words:
    """Gathers the characters of one string or value, without phonetic guides and formulas."""

    def __init__(self, left: Left) -> None:
        self._left = left
        self._within: list[str] = []
        self._words: list[str] = []

    def said(self, words: str) -> None:
        """Take in characters, which are text only inside an element for text."""
        if self._within[-1] in {"t", "v"} and "rPh" not in self._within[-2:]:
            self._words.append(words)

    def _gathered(self) -> str:
        words = "".join(self._words)
        self._words.clear()
        return words


class Shared(Words):
    """The strings that cells share."""

    def __init__(self, left: Left) -> None:
        super().__init__(left)
        self.strings: list[str] = []

    def opened(self, name: str, _told: dict[str, str]) -> None:
        """Take in the start of an element."""
        self._within.append(name)

    def closed(self) -> None:
        """Take in the end of an element."""
        if self._within.pop() == "si":
            self._left.take(cells=1)
            self.strings.append(_flat(self._gathered()))


class Sheet(Words):
    """Fills a grid while the XML of one sheet goes by."""

    def __init__(self, shared: list[str], formats: list[str], left: Left, *, from_1904: bool) -> None:
        super().__init__(left)
        self.grid = Grid()
        self._shared, self._formats, self._from_1904 = shared, formats, from_1904
        self._row = self._column = 0
        self._kind = self._style = ""

    def opened(self, name: str, told: dict[str, str]) -> None:
        """Take in the start of an element and its attributes."""
        self._within.append(name)
        match name:
            case "c":
                self._left.take(cells=1)
                self._column = place(told["r"])[1] if "r" in told else self._column + 1
                self._kind, self._style = told.get("t", "n"), told.get("s", "0")
                self._words.clear()
            case "row":
                self._left.take(rows=1)
                self._row, self._column = int(told.get("r", self._row + 1)), 0
            case "mergeCell":
                self._left.take(cells=1)
                self.grid.merged.append(range_of(told["ref"]))

    def closed(self) -> None:
        """Take in the end of an element."""
        if self._within.pop() != "c":
            return
        if not (0 < self._row <= LAST_ROW and self._column <= LAST_COLUMN):
            raise Refused(Outcome.BROKEN)
        if text := self._shown(self._gathered()):
            self.grid.rows.setdefault(self._row, {})[self._column] = text

    def _shown(self, value: str) -> str:
        match self._kind:
            case "s":
                return self._shared[_index(value)] if value else ""
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(value, value)
            case "n":
                style = _index(self._style)
                code = self._formats[style] if style < len(self._formats) else ""
                return _flat(shown(value.strip(), code, from_1904=self._from_1904))
            case "d":
                return _flat(value[:10])
        return _flat(value)


def _index(value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise Refused(Outcome.BROKEN)
    return int(value)


def _flat(words: str) -> str:
    """Write the words of a cell on one line."""
    if "_x" in words:
        words = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)
    return " ".join(words.split())
