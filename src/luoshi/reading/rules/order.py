"""要求：必须、应、要、请、不得；在讲话和方案里还有无主语的“加强…”“推进…”。

Not an order: `重要`、`要求` as a noun, verbs inside 《》 or “”, narration of what was demanded without its content.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_MASK = re.compile(rf"{any_of('notmodal')}|(?<!务)必要|(?<!影)响应")
_MODAL = re.compile(
    rf"{any_of('modals')}|(?<![会就而若需])要(?!$)|(?<!不)需要(?=[^,。的]{{2,}})|应(?=[^,。])|(?:^|[,;:])(?:现)?.{{0,12}}请(?=[^,。])"
    r"|(?:希望|要求|倡导|倡议|呼吁)(?=[各全广同大我参干教师学党]|学院|机关|部门)|对[^,。]{1,20}提出(?:明确)?要求:"
)
_PREFACE = (
    r"(?:同时|此外|另外|其中|今后|下一步|明年|今年|未来[一二三五]年|特别是|尤其是|会议(?:强调|指出|要求|提出|决定)"
    r"|[^,:。]{1,20}?(?:指出|强调|表示|要求|提出|倡导))[,:]?"
)
_BARE = re.compile(rf"(?:^|[,;:])(?:[一二三四五六七八九十]{{1,2}}[是要])?(?P<verb>{any_of('imperatives')})")
_FIRST = re.compile(rf"(?:{_PREFACE})?(?P<verb>{any_of('imperatives')})")
_AROUND = re.compile(
    rf"(?:{_PREFACE})?(?:以|将|对|在|从|为|由|通过|经过|针对|围绕|根据|既)[^,]{{1,60}}?(?P<verb>{any_of('imperatives')})"
)
_SUBJECT = re.compile(
    rf"^[^,。]{{2,24}}?(?:部门|单位|机关|学院|高校|政府|委|部|局|党组织|干部|中心|地|者|省|市)(?P<verb>{any_of('imperatives')}|予以|按|可|由)"
)
_DOER = re.compile(rf"[^,。]{{2,16}}?(?P<verb>{any_of('imperatives')})")
_MAY = re.compile(
    r"(?:^|[,;])[^,;。]{0,60}?(?P<verb>可(?!以说|能|见|谓|喜|爱|靠|行|持)|按规定|予以|列支|给予)"
)


def asks(piece: Piece) -> Why | None:
    """Does a word of duty ask for something?"""
    body = _plain(piece)
    found = _MODAL.search(body, piece.body)
    return Why("order", at(piece, found)) if found else None


def opens_bare(piece: Piece) -> Why | None:
    """Does the sentence open with a verb that asks because nobody is its subject?"""
    body = _plain(piece)
    for pattern in (_FIRST, _AROUND, _SUBJECT):
        if found := pattern.match(body[piece.body :]):
            start, end = found.span("verb")
            return Why("order", (piece.view.span(piece.body + start, piece.body + end),))
    return None


def asks_somewhere(piece: Piece, *, plan: bool) -> Why | None:
    """Does any clause open with such a verb, or grant what a plan may grant?"""
    body = _plain(piece)
    found = _BARE.search(body, piece.body) or (_MAY.search(body, piece.body) if plan else None)
    return Why("order", at(piece, found, "verb")) if found else None


def has_doer(piece: Piece) -> Why | None:
    """Does a subject stand before the verb, so that it tells what somebody does?"""
    found = _DOER.match(_plain(piece), piece.body)
    return Why("report", at(piece, found, "verb")) if found else None


def _plain(piece: Piece) -> str:
    return _masked(veiled(piece.view.text))


@lru_cache(maxsize=256)
def _masked(text: str) -> str:
    return _MASK.sub(lambda found: "□" * len(found[0]), text)
