"""Tables (表格) as lines: a row is a line, its cells parted by tabs; the same for every format."""

from __future__ import annotations

from collections.abc import Iterable


def row_lines(cells: list[list[str]]) -> Iterable[str]:
    r"""Return the lines of one row; a row of one cell is a frame, and its paragraphs keep their lines.

    >>> list(row_lines([["甲", "乙"], ["丙"]])), list(row_lines([["甲", "乙"]]))
    (['甲 乙\t丙'], ['甲', '乙'])
    """
    if len(cells) == 1:
        return cells[0]
    line = "\t".join(" ".join(" ".join(cell).split()) for cell in cells)
    return (line,) if line.strip() else ()
