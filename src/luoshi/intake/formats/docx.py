"""Word documents (docx): the main part in the order of its XML, as a reader with all changes accepted would see it.

A paragraph is a line, empty ones left out; a row of a table is a line, its cells parted by tabs. A row of one cell is
a frame, not a table: its paragraphs keep their lines. Insertions, content controls and text boxes are in; deletions,
field codes, phonetic guides, headers, footers, notes and comments are out.
"""

from __future__ import annotations

import re

from luoshi.intake.container import Container
from luoshi.intake.formats.characters import cleaned
from luoshi.intake.formats.markup import tree, walk
from luoshi.intake.formats.numbering import Numbering
from luoshi.intake.formats.office import main_part
from luoshi.intake.formats.tables import WIDEST, Cell, Table
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)\.main\+xml"
)
SKIPPED = frozenset({"del", "moveFrom", "pPrChange", "rPrChange", "tcPrChange", "trPrChange", "rt"})
BRANCHES = frozenset({"mc:Choice", "mc:Fallback"})
PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Return the text of a Word document."""
    container = Container(data, limits)
    main = main_part(container, MAIN)
    body = Body(_numbering(container, main.rpartition("/")[0]))
    walk(container.part(main), opened=body.opened, closed=body.closed, said=body.said)
    text = cleaned("\n".join(body.lines))
    if not text.strip():
        raise Refused(Outcome.NO_TEXT)
    return text, ""


def _numbering(container: Container, folder: str) -> Numbering:
    """Read the numbering where Word keeps it: beside the main part."""
    names = [f"{folder}/{part}.xml".removeprefix("/") for part in ("numbering", "styles")]
    return Numbering(*(tree(container.part(name)) if name in container.names() else None for name in names))


class Paragraph:
    """A paragraph being read, with the lines of the text boxes that hang on it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.boxes: list[str] = []
        self.style = self.number = self.level = ""


class Body:
    """Gathers lines while the XML goes by; cells and text boxes gather their own until they close."""

    def __init__(self, numbering: Numbering) -> None:
        self.lines: list[str] = []
        self._numbering = numbering
        self._within: list[str] = []
        self._sinks = [self.lines]
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._rows: list[list[Cell]] = []
        self._cells: list[Cell] = []
        self._taken: list[bool] = []
        self._skipped = 0

    def opened(self, name: str, told: dict[str, str]) -> None:
        """Take in the start of an element and its attributes."""
        if self._skipped or name in SKIPPED or (name in BRANCHES and self._passed_over()):
            self._skipped += 1
            return
        self._within.append(name)
        match name:
            case "p":
                self._paragraphs.append(Paragraph())
            case "tbl" | "tr" | "tc" | "txbxContent":
                self._begin(name)
            case "mc:AlternateContent":
                self._taken.append(False)
            case "pStyle" | "numId" | "ilvl" | "gridSpan" | "gridBefore" | "vMerge":
                self._property(name, told.get("val", ""))
            case _ if name in PRINTED and "r" in self._within[-2:-1]:
                self._print(PRINTED[name])

    def closed(self) -> None:
        """Take in the end of an element."""
        if self._skipped:
            self._skipped -= 1
            return
        match self._within.pop():
            case "p":
                self._end_paragraph(self._paragraphs.pop())
            case "tc":
                self._sinks.pop()
                self._rows[-1].append(self._cells.pop())
            case "tr":
                self._sinks[-1].extend(self._tables[-1].lines(self._rows.pop()))
            case "tbl":
                self._tables.pop()
            case "txbxContent":
                box = self._sinks.pop()
                (self._paragraphs[-1].boxes if self._paragraphs else self._sinks[-1]).extend(box)
            case "mc:AlternateContent":
                self._taken.pop()

    def said(self, words: str) -> None:
        """Take in characters, which are text only inside an element for text."""
        if not self._skipped and self._within and self._within[-1] in {"t", "m:t"}:
            self._print(words)

    def _passed_over(self) -> bool:
        """Of alternatives for one content only the first is taken."""
        passed, self._taken[-1:] = self._taken[-1], [True]
        return passed

    def _print(self, words: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].words.append(words)

    def _begin(self, name: str) -> None:
        """Begin a table, a row, or what gathers lines of its own."""
        match name:
            case "tbl":
                self._tables.append(Table())
            case "tr":
                self._rows.append([])
            case "tc":
                self._cells.append(Cell())
                self._sinks.append(self._cells[-1].paragraphs)
            case _:
                self._sinks.append([])

    def _merge(self, name: str, value: str) -> None:
        """Take in which columns and rows a cell takes, or how many a row leaves free before its first."""
        wide = min(int(value), WIDEST) if value.isascii() and value.isdecimal() else 1
        match name:
            case "gridSpan" if self._cells:
                self._cells[-1].columns = max(1, wide)
            case "vMerge" if self._cells:
                self._cells[-1].goes_on = value != "restart"
            case "gridBefore" if self._rows and wide:
                self._rows[-1].append(Cell(columns=wide))

    def _property(self, name: str, value: str) -> None:
        if self._within[-2] in {"tcPr", "trPr"}:
            self._merge(name, value)
        if not self._paragraphs or "pPr" not in self._within[-3:]:
            return
        match name:
            case "pStyle":
                self._paragraphs[-1].style = value
            case "numId":
                self._paragraphs[-1].number = value
            case "ilvl":
                self._paragraphs[-1].level = value

    def _end_paragraph(self, ended: Paragraph) -> None:
        label = self._numbering.next_label(ended.style, ended.number, ended.level)
        words = "".join(ended.words).rstrip()
        # In a column of numbers there is often nothing but the number that Word counts.
        if words.strip() or (label and self._cells):
            self._sinks[-1].append((label + words).rstrip())
        self._sinks[-1].extend(ended.boxes)
