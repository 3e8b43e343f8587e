"""责任单位：括注里的牵头、负责、配合；会议报道里被要求的单位；方案里负责、参与的主语。

Not an owner: everybody (`全校上下`), a single person, the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.outline import Piece
from luoshi.reading.records import Owner
from luoshi.reading.scene import Scene

_NOTE = re.compile(r"\((?P<units>[^()]{2,300})\)[。]?$")
_STEP = re.compile(
    r"(?P<units>[^,;。]*?(?:,[^,;。牵负配参协指承]*?)*?)(?:按(?:照)?(?:职责|任务)?分工|分工)?(?:共同)?(?P<role>牵头|负责|配合|参与|协助|指导|承担)"
)
_BEFORE = re.compile("^(?:责任单位|牵头单位|责任部门|牵头部门|配合单位|参与单位)[:]")
_ROLES = {"牵头": "lead", "负责": "duty", "承担": "duty"}
_FIRST_LEADS = re.compile("列第一位|排在第一位|排第一位|第一个单位为牵头")
_BODY = re.compile(rf"{any_of('bodies')}$")
_TAIL = re.compile("等?(?:国务院)?(?:相关|有关)?(?:部门|单位)?(?:和单位)?$")
_ADDRESSED = re.compile(
    rf"(?:^|[,:;])(?:[一二三四五六七八九十]{{1,2}}[是要])?(?P<who>[^,:;。]{{2,60}}?)(?:(?<![主重首需必]){any_of('addressed')}|(?=大力|积极|切实|认真))(?![求点素])"
)
_ASKED = re.compile("(?:要求|希望|号召)(?P<who>[^,:;。]{2,60}?)(?=,[一要])")
_CUE = re.compile(rf".*(?:{any_of('cues')}|要求|倡导)")
_DUTY = re.compile(
    "(?:^|[,:;])(?P<who>[^,:;。由]{2,40}?)(?:要)?(?:切实)?(?P<role>负责(?![人同])|承担|牵头|参与|配合|指导)"
)
_DUTY_WORD = re.compile("负责|承担|牵头|参与|配合|指导")
_INSIDE = re.compile(
    "由(?P<who>[^,。由]{2,20}?)(?P<role>牵头|负责(?![人同])|承担)(?:、(?P<helper>[^,。、]{2,16}?)(?:共同)?(?P<help>参与|配合))?"
)
_PLAIN = re.compile("[^的]{2,10}(?:部门|委|局|学院|处|单位)")
_NOT = frozenset(words("everybody"))
_HEAD = re.compile("负责人$|院长$|书记$")
_NOT_START = re.compile(
    rf"^(?:{any_of('imperatives')}|要|以|将|在|从|为|由|对|把|使|让|这|是|不|只|那|我们|也|还|同时)"
)


def find(scene: Scene) -> tuple[Owner, ...]:
    """Find who leads, does or supports what is asked."""
    first_leads = any(
        "第一" in piece.view.text and _FIRST_LEADS.search(piece.view.text) for piece in scene.pieces
    )
    rows: dict[tuple[str, str, int], Owner] = {}
    for piece, sentence in scene.orders():
        spoken = scene.news or sentence.speaker is not None
        for owner in _of(scene, piece, first_leads=first_leads, spoken=spoken):
            rows.setdefault((owner.unit, owner.role, piece.span.start), owner)
    return tuple(rows.values())


def _of(scene: Scene, piece: Piece, *, first_leads: bool, spoken: bool) -> Iterator[Owner]:
    note = _NOTE.search(piece.view.text) if "(" in piece.view.text else None
    if note and re.search("负责(?![人同])|牵头|配合|参与|协助|承担|责任单位|指导", note["units"]):
        yield from _noted(scene, piece, note, first_leads=first_leads)
    for found in _INSIDE.finditer(piece.view.text):
        yield from _owners(scene, piece, found.span("who"), _ROLES[found["role"]])
        if found["helper"]:
            yield from _owners(scene, piece, found.span("helper"), "support")
    if spoken:
        for found in (*_ADDRESSED.finditer(piece.view.text), *_ASKED.finditer(piece.view.text)):
            yield from _owners(scene, piece, found.span("who"), "duty")
        return
    if not _DUTY_WORD.search(piece.view.text):
        return
    for found in _DUTY.finditer(piece.view.text):
        yield from _owners(scene, piece, found.span("who"), _ROLES.get(found["role"], "support"))


def _noted(scene: Scene, piece: Piece, note: re.Match[str], *, first_leads: bool) -> Iterator[Owner]:
    start, end = note.span("units")
    end = min(end, start + (note["units"] + "。").index("。"))
    start += len(found[0]) if (found := _BEFORE.match(piece.view.text[start:end])) else 0
    steps: list[re.Match[str] | None] = list(_STEP.finditer(piece.view.text, start, end))
    for step in steps or [None]:
        left, right = step.span("units") if step else (start, end)
        left += len(piece.view.text[left:right]) - len(piece.view.text[left:right].lstrip(",;、"))
        role = _ROLES.get(step["role"], "support") if step else "duty"
        places = list(_units(piece.view.text, left, right))
        several = len(places) > 1 or re.search("等(?:有关|相关)?(?:部门|单位)", piece.view.text[left:right])
        for i, place in enumerate(places):
            leads = first_leads and role == "duty" and i == 0 and several
            yield _owner(scene, piece, place, "lead" if leads else role)


def _units(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Divide a list of units; a trailing 等部门 is dropped."""
    at = left
    for part in re.split("[、,]", text[left:right]):
        tail = "等" in part and _TAIL.search(part, part.index("等"))
        stop = at + (tail.start() if tail else len(part))
        if at < stop:
            yield at, stop
        at += len(part) + 1


def _owners(scene: Scene, piece: Piece, place: tuple[int, int], role: str) -> Iterator[Owner]:
    """Return the units that stand as subject, or nothing where one of them is no unit."""
    text = piece.view.text
    left, right = place
    if cue := _CUE.match(text[left:right]):
        left += cue.end()
    if _NOT_START.match(text[left:right]) and not _PLAIN.fullmatch(text[left:right]):
        return
    for start, end in _parted(text, left, right):
        unit = text[start:end]
        if len(unit) > 1 and _BODY.search(unit) and unit not in _NOT:
            yield _owner(scene, piece, (start, end), role)


def _parted(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Split at 、 and 和 only where every part is a body of its own."""
    tail = re.search("等(?:机关部门|部门|单位)?$", text[left:right])
    right = left + tail.start() if tail else right
    whole = text[left:right]
    parts = re.split("[、和]", whole)
    short = re.compile("^(?:院长|书记|主任|单位|部门)$")
    alone = all(_BODY.search(part) and not short.match(part) for part in parts) and not re.match(
        "^机关、学院", whole
    )
    if not alone:
        return [(left, right)] if left < right else []
    out = []
    for part in parts:
        out.append((left, left + len(part)))
        left += len(part) + 1
    return out


def _owner(scene: Scene, piece: Piece, place: tuple[int, int], role: str) -> Owner:
    span = piece.view.span(*place)
    return Owner(scene.printed(piece, *place), role, span, piece.span)
