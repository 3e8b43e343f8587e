"""说理：意义、道理、评价、感谢。

Not a reason: a sentence in which any clause asks for something.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_REASON = re.compile(
    rf"{opening('reasons')}|是[^,。]{{0,60}}(?:重要|关键|根本|基础|前提|保证|举措|途径|职责|使命|要求|需要|所在|标志|体现)"
    r"|就是|也是|正是|肯定[。,]"
)


_MIDST = (
    r",[这那]?是(?![否不])|提出了?更高要求"
    r"|根本(?:任务|内容|目的)是|主要(?:任务|内容|目的)是|核心(?:任务|内容|目的)是|首要(?:任务|内容|目的)是"
)
_STATES = re.compile(_MIDST)
_OPENS = re.compile(
    rf"^[这那]是(?![否不])|{_MIDST}|^[^,。]{{2,60}}?(?<![但还于而要就只凡或一二三四五六七八九十])是(?![否不])[^,。]{{3,}}"
)
_CUE = re.compile(rf"^[^,:。]{{1,30}}?{any_of('cues')}[,:]")
_PRAISE = re.compile("充分肯定|高度评价|高度肯定|衷心感谢|表示感谢|表示祝贺|热烈祝贺|诚挚问候|表示慰问")


def states(piece: Piece) -> Why | None:
    """Does the sentence say what something is, before it says anything else?"""
    text = veiled(piece.view.text)
    if "是" not in text and "更高要求" not in text:
        return None
    cue = _CUE.match(text)
    start = max(piece.body, cue.end() if cue else 0)
    words = text[start:]
    found = _OPENS.match(words) or _STATES.search(words)
    if not found:
        return None
    return Why("reason", (piece.view.span(start + found.start(), start + found.end()),))


def praises(piece: Piece) -> Why | None:
    """Does the sentence praise, thank or congratulate?"""
    found = _PRAISE.search(veiled(piece.view.text))
    return Why("reason", at(piece, found)) if found else None


def ask(piece: Piece) -> Why | None:
    """Does the sentence give meaning, principle or praise?"""
    found = _REASON.search(veiled(piece.view.text), piece.body)
    return Why("reason", at(piece, found)) if found else None
