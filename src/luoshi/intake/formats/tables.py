"""Tables (表格) as lines: a row is a line, its cells parted by tabs; the same for every format.

Cells that are merged keep the columns of those beside and below them where they stand. Of a merged cell the first place alone
speaks, save in the columns of those who are to act (牵头单位, 责任单位, 配合部门) and of the days by which (完成时限): what stands
there for several rows is said again in each that has anything else to say, because each of these rows is a task of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# The heading stands near the top, under a title and a line or two.
HEADING_WITHIN = 20
# No table of Word has more columns; a cell that claims to be wider is not believed.
WIDEST = 63
LONGEST = 300  # characters that are said again

_OWNERS = re.compile("[^：:，。；]{0,8}(?:单位|牵头|责任|配合|部门)[^：:，。；]{0,8}")
_DAYS = re.compile("[^：:，。；]{0,8}(?:时限|时间|节点|期限)[^：:，。；]{0,8}")


def names_owners(words: str) -> bool:
    """Tell whether a cell is the heading of a column of those who are to act.

    >>> names_owners("牵头 单位"), names_owners("责任单位：教务处")
    (True, False)
    """
    return _OWNERS.fullmatch("".join(words.split())) is not None


def said_again(words: str) -> bool:
    """Tell whether what is merged below a heading is said in each of its rows."""
    return names_owners(words) or _DAYS.fullmatch("".join(words.split())) is not None


@dataclass(slots=True)
class Cell:
    """A cell: its paragraphs, the columns and rows that it takes, and whether it only goes on from the one above."""

    paragraphs: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    goes_on: bool = False

    @property
    def words(self) -> str:
        """Return all its paragraphs on one line."""
        return " ".join(" ".join(self.paragraphs).split())


class Table:
    r"""One table whose rows come one after another.

    >>> table = Table()
    >>> list(table.lines([Cell(["甲", "乙"]), Cell(["丙"])])), list(table.lines([Cell(["甲", "乙"])]))
    (['甲 乙\t丙'], ['甲', '乙'])
    """

    def __init__(self) -> None:
        self._above: dict[int, str] = {}
        self._held: dict[int, Cell] = {}  # cells of rows above, by their first column
        self._again: set[int] | None = None
        self._filled = 0

    def lines(self, cells: list[Cell]) -> Iterable[str]:
        """Return the lines of the next row; a row of one cell is a frame, and its paragraphs keep their lines."""
        if len(cells) == 1 and not self._held:
            return cells[0].paragraphs
        placed = self._placed(cells)
        own = {column: cell.words for column, cell in placed.items() if not cell.goes_on}
        says, below = any(own.values()), self._again is not None
        if says and not below:
            self._look_for_heading(placed)
        row = [""] * (max(column + cell.columns for column, cell in placed.items()) if placed else 0)
        for column in placed:
            speaks = says and self._again and column in self._again
            row[column] = own[column] if column in own else self._above.get(column, "") if speaks else ""
        if below:  # a heading itself is not said again, nor what would fill pages
            self._above.update(
                {column: words if len(words) <= LONGEST else "" for column, words in own.items()}
            )
        line = "\t".join(row)
        return (line,) if line.strip() else ()

    def _placed(self, cells: list[Cell]) -> dict[int, Cell]:
        """Put each cell into its column, beside those that hang down from above."""
        held, self._held = self._held, {}
        placed: dict[int, Cell] = {}
        column = 0
        for cell in cells:
            column = _hung(held, placed, column)
            placed[column] = cell
            column += cell.columns
        for place in sorted(held):
            _hung(held, placed, place)
        for place, cell in placed.items():
            if cell.rows > 1 and place < WIDEST:
                self._held[place] = Cell([], cell.columns, cell.rows - 1, goes_on=True)
        return placed

    def _look_for_heading(self, placed: dict[int, Cell]) -> None:
        self._filled += 1
        filled = [cell for cell in placed.values() if cell.words]
        if len(filled) > 1 and any(names_owners(cell.words) for cell in filled):
            self._again = {
                place
                for column, cell in placed.items()
                if said_again(cell.words)
                for place in range(column, column + cell.columns)
            }
        elif self._filled == HEADING_WITHIN:
            self._again = set()


def _hung(held: dict[int, Cell], placed: dict[int, Cell], column: int) -> int:
    """Put what hangs down from above into its columns, as far as it stands side by side."""
    while column in held:
        placed[column] = held.pop(column)
        column += placed[column].columns
    return column
