"""说理：意义、道理、评价、感谢。

Not a reason: a sentence in which any clause asks for something.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_REASON = re.compile(
    rf"{any_of('reasons')}|[是为][^,。]{{0,60}}(?:重要|关键|根本|基础|前提|保证|举措|途径|职责|使命|要求|需要|所在|标志|体现)"
    r"|就是|也是|正是|肯定[。,]"
)


def ask(piece: Piece) -> Why | None:
    """Does the sentence give meaning, principle or praise?"""
    found = _REASON.search(veiled(piece.view.text), piece.body)
    return Why("reason", at(piece, found)) if found else None
