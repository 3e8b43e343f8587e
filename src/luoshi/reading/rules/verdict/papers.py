"""From a paper to the sentences of it that tell: what answers deputies, what stands under a heading that names a state of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place, paged

_HEAD = 8  # lines in which a paper says that it answers
# Who is heard in an answer: what he will do, or is asked to do, he does not tell.
_AHEAD = paged(
    "感谢|将|拟|控制在|以内|以上(?=。)|不超过|请|应(?![用急])|必须|要求|力争|确保|建议|不得|可以?(?=按|由|参照|申请)|要(?<![主重首概摘纪需必都]要)(?![素求点])"
)
# A heading that names a state of things; who is to grasp it, or to report it, is asked.
_STATES = re.compile(
    "(?!掌握|了解|通报|公|报|检查|摸清|关注|做好|加强|及时|其他)[^,。;:的]{0,24}?"
    "(?:情况|现状|概况|成因|形势|背景|原因)(?:分析|和问题|及问题|及原因|及其原因)?[:。]?$"
)
# What is granted in a later clause is what the paper says of those who did something before.
_GRANTS = re.compile(",[^,。;了]{0,12}?(?:可(?=以|按|由|参照|申请|选择|继续|给予|在|享受)|允许|不予)")
_STATE_ENDS = frozenset("况状因势景析题")


def answers(pieces: Sequence[Piece]) -> int:
    """Return the number of the sentence with which a paper begins to answer deputies, or 0."""
    return next((piece.number for piece in pieces[:_HEAD] if "答复如下" in piece.text), 0)


def told(scene: Scene, *, answering: int) -> set[int]:
    """Return the sentences that tell of what is so or was done, whatever their verbs, and look ahead to nothing."""
    out: set[int] = set()
    under: tuple[str, ...] = ()
    for piece in scene.pieces:
        path = piece.path
        if under and path[: len(under)] != under:
            under = ()
        if piece.labelled and piece.first and not under and _names_state(piece):
            under = path
        elif under or (0 < answering < piece.number and not path):
            out.add(piece.number)
    page = scene.page
    return out - page.among(out, _AHEAD, page.veil) if out else out


def _names_state(piece: Piece) -> bool:
    text = piece.veil
    return text.rstrip("。:")[-1:] in _STATE_ENDS and _STATES.match(text, piece.body) is not None


def says_whom(piece: Piece, told: Place) -> bool:
    """Tell whether a word for what was done only says to whom something is due (`对受到表扬的市,…`) or granted."""
    text = piece.veil
    comma = text.find(",", told[1])
    if comma < 0:
        return False
    whom = text[piece.body] == "对" and "了" not in text[piece.body : comma] and "的" in text[told[1] : comma]
    return whom or (text[slice(*told)][-1] != "了" and _GRANTS.search(text, comma) is not None)


def comes_first(text: str, told: Place, weighed: Place) -> bool:
    """Tell whether what is so comes before what it is said to be; a year is weighed, whatever it was."""
    before = told[0] < weighed[0] or told[1] <= text.find("是", *weighed)
    return before and not text.endswith("的一年。")
