"""责任单位：括注里的牵头、负责、配合；会议报道里被要求的单位；方案里负责、参与的主语；任务表里单位各列。

Not an owner: everybody (`全校上下`), a single person, the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.columns import Kind
from luoshi.reading.lexicon import any_of, words
from luoshi.reading.outline import Piece
from luoshi.reading.records import Owner
from luoshi.reading.scene import Scene
from luoshi.reading.subjects import asked, charged, is_body, is_everybody
from luoshi.reading.tables import Cell

_NOTE = re.compile(r"\((?P<units>[^()]{2,300})\)[。]?$")
_SAID = re.compile("负责(?![人同])|牵头|配合|参与|协助|承担|责任单位|指导")
_WORD = re.compile(r"[^\W\d无]")
_STEP = re.compile(
    r"(?P<units>[^,;。]*?(?:,[^,;。牵负配参协指承]*?)*?)(?:按(?:照)?(?:职责|任务)?分工|分工)?(?:共同)?(?P<role>牵头|负责|配合|参与|协助|指导|承担)"
)
_LABELLED = re.compile(
    "(?P<label>牵头|主办|负责|责任|主责|配合|参与|参加|协办|协助|支持)(?:部门|单位|主体|地区|处室|院系|机构)?:(?P<units>[^:;。]+)"
)
_LEADING = frozenset({"牵头", "主办"})
_CHARGED = frozenset({"负责", "责任", "主责"})
_ROLES = {"牵头": "lead", "负责": "duty", "承担": "duty", "负总责": "duty", "负主要责任": "duty"}
_FIRST_LEADS = re.compile(
    "第一(?:位(?<=列第一位)|位(?<=排第一位)|位(?<=排在第一位)|个单位为牵头)|首位(?:(?<=列首位)|(?<=排首位)|(?<=排在首位))"
)
_BODY = re.compile(rf"{any_of('bodies')}$")
_TAIL = re.compile("等?(?:国务院)?(?:相关|有关)?(?:部门|单位)?(?:和单位)?$")
_CUE = re.compile(rf".*(?:{any_of('cues')}|要求|倡导)")
# Further on in a sentence the subject is that of its beginning.
_ALSO = re.compile("[,;](?:并|还|也)应?对[^,。;]{1,40}负责(?=[,。;])")
_DUTY_WORD = re.compile("负责|负总责|负主要责任|承担|牵头|参与|配合|指导")
_INSIDE = re.compile(
    "由(?P<who>[^,。由]{2,20}?)(?P<role>(?:牵头|负责(?![人同])|承担)(?![单部者方]))"
    "(?:、(?P<helper>[^,。、]{2,16}?)(?:共同)?(?P<help>参与|配合))?"
)
_EVENLY = re.compile("(?:统一|具体|共同|分别|主要|分工|各自|按[^,。]{0,8})$")
_PLAIN = re.compile("[^的]{2,10}(?:部门|委|局|学院|处|单位)")
_NOT = frozenset(words("everybody"))
# A word before the first says of all which are meant, where what follows is too short to stand alone.
_SHARED = re.compile(
    "省、自治区、直辖市.+$|(?:各级|各有关|各相关|有关|相关|广大)[^、和及]+(?:[、和及](?:政府|干部|单位|部门))+$|[^党]{3,80}[、和][^、和党]{2,20}党组$"
)
_JOINED = re.compile(r"(?:以及|[、和及])(?![^()]{0,40}\))")
_NOT_START = re.compile(
    rf"^(?:{any_of('imperatives')}|要|以|将|在|从|为|由|对|把|使|让|这|是|不|只|那|我们|也|还|同时)"
)


_COLUMNS = {Kind.LEAD: "lead", Kind.SUPPORT: "support"}
_ROLED = re.compile(r"\((?P<label>牵头|主办|负责|主责|配合|协办|参与)[^()]{0,6}\)$")
_BODIES = words("bodies")
_PART = re.compile(r"(?:[^、,/()]|\([^()]{0,40}\))+")
_OFFICE = re.compile(
    "(?:处|部|院|办|室|馆|所|会|组|中心|委|局|长|书记|主任|机关|单位|部门|辅导员|学校|公司|集团|负责人)$"
)
_MOST = 300  # characters of a cell that is read like a note


def find(scene: Scene) -> tuple[Owner, ...]:
    """Find who leads, does or supports what is asked."""
    first_leads = _FIRST_LEADS.search(scene.page.text) is not None
    rows: dict[tuple[str, str, int], Owner] = {}
    for piece, sentence in scene.orders:
        spoken = scene.news or sentence.speaker is not None
        for owner in _of(scene, piece, first_leads=first_leads, spoken=spoken):
            rows.setdefault((owner.unit, owner.role, piece.span.start), owner)
    for owner in _in_tables(scene, first_leads=first_leads):
        rows.setdefault((owner.unit, owner.role, owner.of.start), owner)
    return tuple(rows.values())


def _in_tables(scene: Scene, *, first_leads: bool) -> Iterator[Owner]:
    for row in scene.tables.rows:
        if not (of := scene.tasked(row)):
            continue
        for cell in row.owners:
            for piece in scene.cells[cell]:
                found = _in_cell(scene, piece, cell, first_leads=first_leads)
                yield from (owner._replace(of=of) for owner in found)


def _in_cell(scene: Scene, piece: Piece, cell: Cell, *, first_leads: bool) -> Iterator[Owner]:
    """Read a cell of units: their role is that of the column, unless the cell itself tells it."""
    text, end = piece.text, len(piece.text.rstrip(";。"))
    if ":" in text:
        yield from _listed(scene, piece, 0, end)
        return
    places = list(_in_parts(piece, end))
    told = any(_ROLED.search(text, *place) for place in places)
    if not told and len(text) <= _MOST and _SAID.search(text):
        yield from _in_note(scene, piece, 0, end, first_leads=first_leads)
        return
    for i, (start, stop) in enumerate(places):
        said = _ROLED.search(text, start, stop)
        unit = text[start : said.start() if said else stop]
        if unit in _NOT or not _WORD.search(unit) or (cell.kind is Kind.PERSON and not _OFFICE.search(unit)):
            continue
        leads = first_leads and i == 0 and len(places) > 1 and cell.kind not in _COLUMNS
        role = _role(said["label"]) if said else "lead" if leads else _COLUMNS.get(cell.kind, "duty")
        yield _owner(scene, piece, (start, start + len(unit)), role)


def _in_parts(piece: Piece, end: int) -> Iterator[tuple[int, int]]:
    """Divide a cell at commas, and where a line in it ended after the name of a body."""
    text, line, at = piece.text, piece.line, piece.at
    for part in _PART.finditer(text, 0, end):
        start = part.start()
        for i in range(start + 1, part.end()):
            if (
                line[at + i] - line[at + i - 1] > 1
                and text.endswith(_BODIES, start, i)
                and text[i] not in "和与及等("
            ):
                yield from _whole(text, start, i)
                start = i
        yield from _whole(text, start, part.end())


def _whole(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for left, right in _units(text, start, end):
        yield from _parted(text, left, right)


def _role(label: str) -> str:
    return "lead" if label in _LEADING else "duty" if label in _CHARGED else "support"


def _of(scene: Scene, piece: Piece, *, first_leads: bool, spoken: bool) -> Iterator[Owner]:
    text = piece.text
    note = _NOTE.search(text) if "(" in text else None
    if note and _SAID.search(note["units"]):
        yield from _noted(scene, piece, note, first_leads=first_leads)
    for found in _INSIDE.finditer(text) if "由" in text else ():
        left, right = found.span("who")
        how = _EVENLY.search(text, left, right)
        yield from _owners(scene, piece, (left, how.start() if how else right), _ROLES[found["role"]])
        if found["helper"]:
            yield from _owners(scene, piece, found.span("helper"), "support")
    if spoken:
        for left, right in asked(text, piece.body):
            yield from _bodies(scene, piece, left, right, "duty")
    elif _DUTY_WORD.search(text):
        yield from _charged(scene, piece)


def _charged(scene: Scene, piece: Piece) -> Iterator[Owner]:
    """Read who is said to lead, to answer for a thing or to support."""
    text = piece.text
    for (left, right), word in charged(text, piece.body):
        together = text.find("会同", left, right)  # who is only joined is not charged
        end = together if together >= 0 else right
        yield from _bodies(scene, piece, left, end, _ROLES.get(word, "support"))
    if also := _ALSO.search(text):
        for left, right in asked(text[: also.start()], piece.body):
            yield from _bodies(scene, piece, left, right, "duty")


def _noted(scene: Scene, piece: Piece, note: re.Match[str], *, first_leads: bool) -> Iterator[Owner]:
    start, end = note.span("units")
    end = min(end, start + (note["units"] + "。").index("。"))
    if ":" in piece.text[start:end]:
        yield from _listed(scene, piece, start, end)
        return
    yield from _in_note(scene, piece, start, end, first_leads=first_leads)


def _in_note(scene: Scene, piece: Piece, start: int, end: int, *, first_leads: bool) -> Iterator[Owner]:
    steps: list[re.Match[str] | None] = list(_STEP.finditer(piece.text, start, end))
    for step in steps or [None]:
        left, right = step.span("units") if step else (start, end)
        left += len(piece.text[left:right]) - len(piece.text[left:right].lstrip(",;、"))
        role = _ROLES.get(step["role"], "support") if step else "duty"
        places = list(_units(piece.text, left, right))
        several = len(places) > 1 or re.search("等(?:有关|相关)?(?:部门|单位)", piece.text[left:right])
        for i, place in enumerate(places):
            leads = first_leads and role == "duty" and i == 0 and several
            yield _owner(scene, piece, place, "lead" if leads else role)


def _listed(scene: Scene, piece: Piece, start: int, end: int) -> Iterator[Owner]:
    """Read a note whose parts name the role first: `牵头单位：甲；配合单位：乙、丙`."""
    for part in _LABELLED.finditer(piece.text, start, end):
        role = _role(part["label"])
        for place in _units(piece.text, *part.span("units")):
            yield _owner(scene, piece, place, role)


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
    text = piece.text
    left, right = place
    if cue := _CUE.match(text[left:right]):
        left += cue.end()
    if _NOT_START.match(text[left:right]) and not _PLAIN.fullmatch(text[left:right]):
        return
    yield from _bodies(scene, piece, left, right, role)


def _bodies(scene: Scene, piece: Piece, left: int, right: int, role: str) -> Iterator[Owner]:
    for start, end in _parted(piece.text, left, right):
        if is_body(piece.text[start:end]):
            yield _owner(scene, piece, (start, end), role)


def _parted(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Split at 、 and 和 only where every part is a body of its own."""
    tail = re.search("等(?:机关部门|部门|单位)?$", text[left:right])
    right = left + tail.start() if tail else right
    whole = text[left:right]
    if _SHARED.match(whole):
        return [(left, right)] if left < right else []
    parts = _JOINED.split(whole)
    short = re.compile("^(?:院长|书记|主任|单位|部门)$")
    alone = all(
        (_ends(part) and not short.match(part)) or is_everybody(part) for part in parts
    ) and not re.match("^机关、学院", whole)
    if not alone:
        return [(left, right)] if left < right else []
    ends = [*(found.start() for found in _JOINED.finditer(whole)), len(whole)]
    starts = [0, *(found.end() for found in _JOINED.finditer(whole))]
    return [(left + start, left + end) for start, end in zip(starts, ends, strict=True)]


def _ends(part: str) -> bool:
    """Tell whether a part ends like a body, a note of its other names aside."""
    return _BODY.search(part.partition("(")[0] if part.endswith(")") else part) is not None


def _owner(scene: Scene, piece: Piece, place: tuple[int, int], role: str) -> Owner:
    span = piece.where(*place)
    return Owner(scene.printed(piece, *place), role, span, piece.span)
