"""情况：做了什么、怎么样、到了多少。

Not a report: what happened at the occasion itself (`会上传达了…`), which is frame.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_PAST = re.compile(
    rf"{any_of('past')}|(?<=[^为除])了(?=[^解])|已(?=[^,。])|(?:自|从)[^,。]{{2,20}}以来|^(?:19|20)\d\d年[^,。]{{0,6}},[^,。]{{2,30}}(?:印发|发布|出台|提出)|(?:19|20)\d\d年以来|截[至止]"
)


def ask(piece: Piece) -> Why | None:
    """Does the sentence tell what has been done or what is so?"""
    found = _PAST.search(veiled(piece.view.text), piece.body)
    return Why("report", at(piece, found)) if found else None
