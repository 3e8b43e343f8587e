"""The grid of a sheet (表格区域): filled cells by row and column become lines.

A row is a line, its cells parted by tabs; empty rows, and columns in which nothing stands, are left out. Of a merged range the
first cell alone speaks, save in the columns of which `tables` says that they are said again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from luoshi.intake.formats.tables import HEADING_WITHIN, names_owners, said_again
from luoshi.intake.outcomes import Outcome, Refused

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """The filled cells of one sheet, and its merged ranges."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    def lines(self, cells: int, characters: int) -> Iterator[str]:
        """Yield the lines of the sheet, within as many looks at cells and characters as there may be."""
        order = sorted(self.rows)
        self._silence(order, cells)
        self._repeat(order)
        columns = {column: place for place, column in enumerate(sorted(set().union(*self.rows.values())))}
        for number in order:
            row = self.rows[number]
            # Asked before the line is made: a long word may stand in a thousand cells.
            characters -= len(columns) + sum(map(len, row.values()))
            if characters < 0:
                raise Refused(Outcome.LENGTH)
            if row:
                yield _line(row, columns)

    def _silence(self, order: list[int], looks: int) -> None:
        """Empty the cells that a merged range covers, whatever was left in them."""
        for merged in self.merged:
            for number in _between(order, merged.top, merged.bottom):
                row = self.rows[number]
                looks -= 1 + min(len(row), merged.right - merged.left)
                if looks < 0:
                    raise Refused(Outcome.LENGTH)
                few = len(row) <= merged.right - merged.left
                for column in list(row) if few else range(merged.left, merged.right + 1):
                    first = (number, column) == (merged.top, merged.left)
                    if merged.left <= column <= merged.right and not first:
                        row.pop(column, None)

    def _repeat(self, order: list[int]) -> None:
        heading = next(filter(self._names_owners, order[:HEADING_WITHIN]), None)
        if heading is None:
            return
        columns = {column for column, text in self.rows[heading].items() if said_again(text)}
        for merged in self.merged:
            if merged.top == heading and merged.left in columns:
                columns.update(range(merged.left, merged.right + 1))
        for merged in self.merged:
            value = self.rows.get(merged.top, {}).get(merged.left)
            if merged.top > heading and merged.left in columns and value:
                for number in _between(order, merged.top + 1, merged.bottom):
                    if self.rows[number]:
                        self.rows[number][merged.left] = value

    def _names_owners(self, number: int) -> bool:
        row = self.rows[number]
        return len(row) > 1 and any(map(names_owners, row.values()))


def place(reference: str) -> tuple[int, int]:
    """Return the row and column of a cell.

    >>> place("AB12")
    (12, 28)
    """
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise Refused(Outcome.BROKEN)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if int(found[2]) > LAST_ROW or column > LAST_COLUMN:
        raise Refused(Outcome.BROKEN)
    return int(found[2]), column


def range_of(reference: str) -> Range:
    """Return the range of a reference.

    >>> range_of("B3:C7")
    Range(top=3, left=2, bottom=7, right=3)
    """
    first, _, last = reference.partition(":")
    return Range(*place(first), *place(last or first))


def _between(order: list[int], top: int, bottom: int) -> list[int]:
    return order[bisect_left(order, top) : bisect_right(order, bottom)]


def _line(row: dict[int, str], columns: dict[int, int]) -> str:
    pieces: list[str] = []
    at = 0
    for column in sorted(row):
        pieces += ["\t" * (columns[column] - at), row[column]]
        at = columns[column]
    return "".join(pieces)
