"""会务：谁在何时何地召开、主持、出席、传达、汇报了什么。

Not of the occasion: what was achieved or found in content, which is report.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import opening
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_OCCASION = re.compile(rf"{opening('occasion')}|提出[^,。]{{0,8}}(?:要求|意见|希望)")


def ask(piece: Piece) -> Why | None:
    """Does the sentence tell of the occasion itself?"""
    found = _OCCASION.search(veiled(piece.view.text), piece.body)
    return Why("occasion", at(piece, found)) if found else None
