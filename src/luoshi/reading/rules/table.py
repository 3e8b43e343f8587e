"""表：任务分解表里，一格说的是要求，还是表头、序号、单位、时限。

Not an order: a heading of a part of the table, a remark that asks for nothing.
"""

from __future__ import annotations

from luoshi.reading.records import Verdict
from luoshi.reading.scene import Scene
from luoshi.reading.text.columns import Kind
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place
from luoshi.reading.text.tables import Cell

_ASKED = frozenset({Kind.TASK, Kind.GOAL})
_OPEN = frozenset({*_ASKED, Kind.OTHER})
_STEPS = 20  # characters from which on a cell of days tells what is to be done by each

Judgement = tuple[Verdict, str, Place | None]


def ask(scene: Scene, piece: Piece, cell: Cell) -> Judgement | None:
    """Does the column say what a cell is? If not, its words may."""
    row = scene.tables.row(cell.start)
    if not any(map(str.isalnum, piece.text)):
        return Verdict.FRAME, "table", None
    if row and cell == row.task and not row.part:
        return Verdict.ORDER, "table", None
    if cell.kind is Kind.GOAL and any(map(str.isdigit, piece.text)):
        return Verdict.ORDER, "table", None
    if cell.kind in _OPEN or (cell.kind is Kind.DUE and len(piece.text) > _STEPS):
        return None
    return Verdict.FRAME, "table", None


def unless_open(judgement: Judgement) -> Judgement:
    """Keep what a rule has said of a cell; what none has, is part of the frame."""
    return (Verdict.FRAME, "table", None) if judgement[1] == "verdict" else judgement
