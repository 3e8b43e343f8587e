"""要求：必须、应、要、请、不得；在讲话和方案里还有无主语的“加强…”“推进…”。

Not an order: `重要`、`要求` as a noun, verbs inside 《》 or “”, narration of what was demanded without its content.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_MASK = re.compile(rf"{opening('notmodal')}|必要(?<!务必要)|响应(?<!影响应)")
_PLEASE = r"现?.{0,12}请(?=[^,。])"
_WHOM = r"(?=[各全广同大我参干教师学党]|学院|机关|部门)"
_DUTY = rf"{opening('modals')}|要(?<![会就而若需]要)(?!$)|需要(?<!不需要)(?=[^,。的]{{2,}})|应(?=[^,。])"
_CALL = (
    rf",{_PLEASE}|;{_PLEASE}|:{_PLEASE}"
    rf"|希望{_WHOM}|要求{_WHOM}|倡导{_WHOM}|倡议{_WHOM}|呼吁{_WHOM}|对[^,。]{{1,20}}提出(?:明确)?要求:"
)
_MODAL = re.compile(rf"{_DUTY}|{_CALL}")
_MODAL_FIRST = re.compile(rf"{_DUTY}|^{_PLEASE}|{_CALL}")
_OPENING = (
    r"(?:同时|此外|另外|其中|今后|下一步|明年|今年|未来[一二三五]年|特别是|尤其是|会议(?:强调|指出|要求|提出|决定)"
    r"|[^,:。]{1,20}?(?:指出|强调|表示|要求|提出|倡导))[,:]?"
)
_VERB = rf"(?P<verb>{any_of('imperatives')})"
_NUMBERED = "(?:[一二三四五六七八九十]{1,2}[是要])?"
_BARE = re.compile(rf"[,;:]{_NUMBERED}{_VERB}")
_BARE_FIRST = re.compile(rf"(?:^|[,;:]){_NUMBERED}{_VERB}")
_PREFACE = re.compile(_OPENING)
_OPENS = re.compile(_VERB)
_AROUND = re.compile(rf"(?:以|将|对|在|从|为|由|通过|经过|针对|围绕|根据|既)[^,]{{1,60}}?{_VERB}")
_PREFACED = re.compile(rf"(?:{_OPENING})?{_OPENS.pattern}")
_PREFACED_AROUND = re.compile(rf"(?:{_OPENING})?{_AROUND.pattern}")
_SUBJECT = re.compile(
    rf"^[^,。]{{2,24}}?(?:部门|单位|机关|学院|高校|政府|委|部|局|党组织|干部|中心|地|者|省|市)(?P<verb>{any_of('imperatives')}|予以|按|可|由)"
)
_DOER = re.compile(rf"[^,。]{{2,16}}?{_VERB}")
_GRANT = "可(?!以说|能|见|谓|喜|爱|靠|行|持)|按规定|予以|列支|给予"
_GRANTS = re.compile(_GRANT)
_MAY = re.compile(rf"(?:^|[,;])[^,;。]{{0,60}}?(?P<verb>{_GRANT})")


def asks(piece: Piece) -> Why | None:
    """Does a word of duty ask for something?"""
    body = _plain(piece)
    found = _MODAL_FIRST.match(body, piece.body) or _MODAL.search(body, piece.body)
    return Why("order", at(piece, found)) if found else None


def opens_bare(piece: Piece) -> Why | None:
    """Does the sentence open with a verb that asks because nobody is its subject?"""
    body = _plain(piece)[piece.body :]
    prefaced = _PREFACE.match(body) is not None
    for pattern in (_PREFACED, _PREFACED_AROUND, _SUBJECT) if prefaced else (_OPENS, _AROUND, _SUBJECT):
        if found := pattern.match(body):
            start, end = found.span("verb")
            return Why("order", (piece.view.span(piece.body + start, piece.body + end),))
    return None


def asks_somewhere(piece: Piece, *, plan: bool) -> Why | None:
    """Does any clause open with such a verb, or grant what a plan may grant?"""
    body = _plain(piece)
    found = _BARE_FIRST.match(body, piece.body) or _BARE.search(body, piece.body)
    if not found and plan and _GRANTS.search(body, piece.body):
        found = _MAY.search(body, piece.body)
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
