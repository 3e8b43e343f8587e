"""情况：做了什么、怎么样、到了多少。

Not a report: what happened at the occasion itself (`会上传达了…`), which is frame.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import opening
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_ISSUED = r"\d\d年[^,。]{0,6},[^,。]{2,30}(?:印发|发布|出台|提出)"
_PAST = re.compile(
    rf"{opening('past')}|了(?<=[^为除]了)(?=[^解])|已(?=[^,。])|自[^,。]{{2,20}}以来|从[^,。]{{2,20}}以来"
    rf"|19(?<=^19){_ISSUED}|20(?<=^20){_ISSUED}|19\d\d年以来|20\d\d年以来|截[至止]"
)


def ask(piece: Piece) -> Why | None:
    """Does the sentence tell what has been done or what is so?"""
    found = _PAST.search(veiled(piece.view.text), piece.body)
    return Why("report", at(piece, found)) if found else None
