"""责任单位：括注里的牵头、负责、配合；会议报道里被要求的单位；方案里负责、参与的主语；任务表里单位各列。

Not an owner: everybody (`全校上下`), a single person, the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.records import Owner, Verdict
from luoshi.reading.rules.owners.lists import COMMA, ends, parted, split
from luoshi.reading.rules.owners.subjects import VERBS, asked, charged, housed, is_body
from luoshi.reading.scene import Scene
from luoshi.reading.text.columns import Kind
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.tables import Cell

# A paper says by a word of duty who is to do a thing, also where it quotes somebody.
_PAPER = re.compile(r"各位代表|[(〔\[]\d{4}[)〕\]]\d{1,4}号|^[^,。\n]{0,40}政府工作报告$", re.MULTILINE)
_NOTE = re.compile(r"\((?P<units>[^()]{2,300})\)[。]?$")
_SAID = re.compile("负责(?![人同]|制(?![定订作]))|牵头|配合|参与|协助|承担|责任单位|指导")
_WORD = re.compile(r"[^\W\d无]")
_ROLE = re.compile("牵头|负责|配合|参与|协助|指导|承担")
_HOW = re.compile("(?:按照?(?:职责|任务)?分工|分工)?(?:共同)?$")  # before a role: no part of who has it
_HOW_LONG = 8  # its characters
_LABEL = re.compile(
    "(?P<label>牵头|主办|负责|责任|主责|配合|参与|参加|协办|协助|支持)(?:部门|单位|主体|地区|处室|院系|机构|学院)?:"
)
_LISTED = re.compile(r"[:;。]|[^\W\d]{2}(?:领导|人):")
# Patterns asked of a whole page begin with their rarest character, and look behind it.
_LABELLED = re.compile(":(?<=单位:|部门:|处室:|院系:)")
_LINE = re.compile(r"[牵主负责配参协][^:;。,]{1,5}:")
_LEADING = frozenset({"牵头", "主办"})
_CHARGED = frozenset({"负责", "责任", "主责"})
_ROLES = {
    "牵头": "lead",
    "负责": "duty",
    "承担": "duty",
    "归口管理": "duty",
    "负总责": "duty",
    "负主要责任": "duty",
}
_FIRST_LEADS = re.compile(
    "位(?:(?<=列第一位)|(?<=排第一位)|(?<=排在第一位)|(?<=列首位)|(?<=排首位)|(?<=排在首位)|为牵头(?<=第一个单位为牵头))"
)
_TAIL = re.compile("等?(?:国务院)?(?:相关|有关)?(?:部门|单位)?(?:和单位)?$")
_CUE = re.compile(rf".*(?:{any_of('cues')}|要求|倡导)")
# Further on in a sentence the subject is that of its beginning.
_ALSO = re.compile("[,;](?:并|还|也)应?对[^,。;]{1,40}负责(?=[,。;])")
# Without one of these nobody is said to lead, to do or to support.
_DUTY_WORD = re.compile("负责|负总责|负主要责任|各负其责|承担|牵头|参与|配合|指导|协助|归口管理|责任单位")
_LED = "(?=[^,。由]{2,20}牵头)"
_INSIDE = re.compile(
    f"(?:由(?<!转由)|指定|委托|明确(?=相关|有关)|建立{_LED}|健全{_LED}|形成{_LED}|构建{_LED})"
    "(?P<who>[^,。由]{2,20}?)(?P<role>(?:牵头|负责(?![人同]|制(?![定订作]))|承担|归口管理)(?![单部者方]))"
    "(?:[、,](?P<helper>[^,。]{2,24}?)(?:共同)?(?P<help>参与|配合))?"
)
# Who is to take part in what is built up; not who takes part in some project.
_TAKES_PART = re.compile(
    "(?:建立|构建|完善|健全|形成)(?P<who>[^,。;:由牵导责]{2,40}?)(?:共同|广泛|积极|踊跃)*参与(?=[的、,])(?=[^。;]{1,40}(?:机制|格局|体系|制度|模式))"
)
_EVENLY = re.compile("(?:统一|具体|共同|分别|主要|分工|各自|按[^,。]{0,8})$")
_PLAIN = re.compile("[^的]{2,10}(?:部门|委|局|学院|处|单位)")
_NOT = frozenset(words("everybody"))
_DEPARTMENTS = re.compile(
    "(?P<names>[^、,的]{2,6}(?:、[^、,的]{2,6}){1,8})等(?:国务院)?(?:有关|相关)?部门(?:和单位)?"
)
_LEADS = re.compile(
    "(?:要|应当?|必须|须)?(?:(?:主动|积极|共同)?牵头|(?:继续|切实|充分)?(?:发挥|做好|履行|落实)好?[^,。;]{0,4}牵头)"
)
_AS_LEAD = re.compile("[^,;。:()的位]{2,16}?(?=作?为牵头(?:单位|部门))")
# A duty in a later clause is that of the subject before it.
_GOES_ON = re.compile(
    r",(?:[并且也还]|同时|具体|统一|积极|密切|紧密|主动|各自|逐级|分级|共同|主要)*(?P<role>负责(?![人同]|制(?![定订作]))|承担(?!的)|各负其责|协助|配合|(?:组织|协调|督促|监督|检查|管理|统筹)?[、和]?指导(?=[各地本下有相基所推]))"
)
# To guide and to stand by are told as a noun as well: `要加强对试点的指导`, `做好配合工作`.
_STANDS_BY = re.compile(
    r"(?:加强|强化|加大|进行|给予|提供)[^,。;]{0,48}指导(?<!为指导)(?![思意下性委价员教老目手原])|做好[^,。;的]{0,8}(?:配合|协助|指导)[^,。;的]{0,8}工作"
)
_SUPPORTING = ("协助", "配合", "指导")
_SPOKEN = frozenset(("牵头", "负责", "负总责", "负主要责任", "配合"))
_SPOKEN_WORD = re.compile("牵头|负责|负总责|负主要责任|配合")
_FOUNDED = (
    "成立",
    "设立",
    "组建",
    "建立",
    "下设",
    "由",
    "明确",
    "指定",
)  # it is they who answer for what follows
_NOT_START = re.compile(rf"^(?:{VERBS}|要|以|将|在|从|为|由|对|把|使|让|这|是|不|只|那|我们|也|还|同时)")


_COLUMNS = {Kind.LEAD: "lead", Kind.SUPPORT: "support"}
_ROLED = re.compile(r"\((?P<label>牵头|主办|负责|主责|配合|协办|参与)[^()]{0,6}\)$")
_BODIES = words("bodies")
_PART = re.compile(r"(?:[^、,/()]|\([^()]{0,40}\))+")
_LEVEL = re.compile("各[^、,()]{0,3}[省市州县区盟旗乡]")
_LEVELS = frozenset(("自治区", "直辖市", "州", "市", "县", "区", "旗"))
_OFFICE = re.compile(
    "(?:处|部|院|办|室|馆|所|会|组|中心|委|局|长|书记|主任|机关|单位|部门|辅导员|学校|公司|集团|负责人)$"
)
_EVENT = re.compile(
    "主办|协办|支持|参[加与]"
)  # who holds an event is named so as well, but not right behind a task
_HELPED = re.compile("协办|(?:配合|参与|协助)(?:单位|部门)")
_HEAD = 1500  # characters in which a paper shows itself
_MOST = 300  # characters of a cell that is read like a note


def find(scene: Scene) -> tuple[Owner, ...]:
    """Find who leads, does or supports what is asked."""
    text = scene.page.text
    first_leads = _FIRST_LEADS.search(text) is not None
    quotes = not scene.news and any(sentence.speaker is not None for _, sentence in scene.orders)
    paper = quotes and _PAPER.search(text, 0, _HEAD) is not None
    rows: dict[tuple[str, str, int], Owner] = {}
    for piece, sentence in scene.orders:
        spoken = scene.news or (sentence.speaker is not None and not paper)
        said = _DUTY_WORD.search(piece.text) is not None
        if said or spoken:
            for owner in _of(scene, piece, first_leads=first_leads, said=said, spoken=spoken):
                rows.setdefault((owner.unit, owner.role, piece.span.start), owner)
    for owner in _in_lines(scene):
        rows.setdefault((owner.unit, owner.role, owner.span.start), owner)
    for owner in _in_tables(scene, first_leads=first_leads):
        rows.setdefault((owner.unit, owner.role, owner.of.start), owner)
    return tuple(rows.values())


def _in_lines(scene: Scene) -> Iterator[Owner]:
    """Read lines that only name who is responsible for the task before them: `责任单位：教务处、财务处`."""
    text = scene.page.text
    numbers = scene.page.having(_LABELLED, text)
    verdicts = scene.record.sentences
    alone = not _HELPED.search(text) if numbers else True  # who holds a thing leads only where others help
    for number in sorted(numbers):
        piece = scene.pieces[number]
        if not _LINE.match(piece.text, piece.body) or scene.tables.at(piece.span.start):
            continue
        asks = verdicts[number].verdict is Verdict.ORDER
        task = next(
            (
                i
                for i in range(number - 1, -1, -1)
                if verdicts[i].verdict is Verdict.ORDER and i not in numbers
            ),
            None,
        )
        # A task is held by whom the line right below it names; elsewhere an event is.
        held = _EVENT.match(piece.text, piece.body) is not None and (scene.news or task != number - 1)
        if asks or (task is not None and not held):
            of = piece.span if task is None else scene.pieces[task].span
            for owner in _listed(scene, piece, piece.body, len(piece.text)):
                role = "duty" if alone and owner.role == "lead" and "主办" in piece.text else owner.role
                yield owner._replace(of=of, role=role)


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
        yield from parted(text, left, right)


def _role(label: str) -> str:
    return "lead" if label in _LEADING else "duty" if label in _CHARGED else "support"


def _of(scene: Scene, piece: Piece, *, first_leads: bool, said: bool, spoken: bool) -> Iterator[Owner]:
    if said:
        yield from _named(scene, piece, first_leads=first_leads)
    if spoken:
        yield from _called_on(scene, piece, said=said)
    elif said:
        yield from _charged(scene, piece)


def _named(scene: Scene, piece: Piece, *, first_leads: bool) -> Iterator[Owner]:
    """Read who is named in a note, and by whom a thing is to be done: `(教务处牵头)`, `由教务处牵头`."""
    text = piece.text
    note = _NOTE.search(text) if "(" in text else None
    if note and _SAID.search(note["units"]):
        yield from _noted(scene, piece, note, first_leads=first_leads)
    for found in _INSIDE.finditer(text):
        left, right = found.span("who")
        how = _EVENLY.search(text, left, right)
        yield from _owners(scene, piece, (left, how.start() if how else right), _ROLES[found["role"]])
        if found["helper"]:
            yield from _owners(scene, piece, found.span("helper"), "support")
    if "参与" in text and (joint := _TAKES_PART.search(text, piece.body)):
        yield from _owners(scene, piece, joint.span("who"), "support")
    if (
        "为牵头" in text
        and (lead := _AS_LEAD.search(text, piece.body))
        and text[lead.start() - 1] not in "的位"
    ):
        yield from _owners(scene, piece, lead.span(), "lead")


def _called_on(scene: Scene, piece: Piece, *, said: bool) -> Iterator[Owner]:
    """Read who is asked in speech, and who is told to lead."""
    text = piece.text
    for left, right in asked(text, piece.body):
        yield from _bodies(scene, piece, left, right, "lead" if _LEADS.match(text, right) else "duty")
    for place, word in charged(text, piece.body) if said and _SPOKEN_WORD.search(text) else ():
        if word in _SPOKEN:
            yield from _bodies(scene, piece, *place, _ROLES.get(word, "support"))


def _charged(scene: Scene, piece: Piece) -> Iterator[Owner]:
    """Read who is said to lead, to answer for a thing or to support."""
    text = piece.text
    told = False
    for (left, right), word in charged(text, piece.body):
        told = True
        together = text.find("会同", left, right)  # who is only joined is not charged
        end = together if together >= 0 else right
        yield from _bodies(scene, piece, left, end, _ROLES.get(word, "support"))
    if also := _ALSO.search(text):
        for left, right in asked(text[: also.start()], piece.body):
            yield from _bodies(scene, piece, left, right, "duty")
    by = None if told else _STANDS_BY.search(text, piece.body)
    if by and (subjects := list(asked(text[: by.start()], piece.body))):
        yield from _bodies(scene, piece, *subjects[-1], "support")
    more = _GOES_ON.search(text, piece.body)
    if more and not (told and more["role"] != "负责"):
        before = text[: more.start()]
        subjects = list(asked(before, piece.body)) or list(housed(before, piece.body))
        if subjects and not any(word in before[subjects[-1][1] :] for word in _FOUNDED):
            role = "support" if more["role"].endswith(_SUPPORTING) else "duty"
            yield from _bodies(scene, piece, *subjects[-1], role)


def _noted(scene: Scene, piece: Piece, note: re.Match[str], *, first_leads: bool) -> Iterator[Owner]:
    start, end = note.span("units")
    end = min(end, start + (note["units"] + "。").index("。"))
    if ":" in piece.text[start:end]:
        yield from _listed(scene, piece, start, end)
        return
    yield from _in_note(scene, piece, start, end, first_leads=first_leads)


def _in_note(scene: Scene, piece: Piece, start: int, end: int, *, first_leads: bool) -> Iterator[Owner]:
    for first, last, said in list(_steps(piece.text, start, end)) or [(start, end, "")]:
        if _FIRST_LEADS.search(piece.text, first, last):
            continue
        joined = piece.text.rfind("会同", first, last)  # who is only joined is not charged
        right = joined if joined > first else last
        left = first + len(piece.text[first:right]) - len(piece.text[first:right].lstrip(",;、"))
        role = _ROLES.get(said, "support") if said else "duty"
        places = list(_units(piece.text, left, right))
        several = len(places) > 1 or re.search("等(?:有关|相关)?(?:部门|单位)", piece.text[left:right])
        for i, place in enumerate(places):
            leads = first_leads and role == "duty" and i == 0 and several
            yield _owner(scene, piece, place, "lead" if leads else role)


def _steps(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Divide a note by the words for roles: where the units of each begin and end, and the word."""
    left = start
    for role in _ROLE.finditer(text, start, end):
        at = role.start()
        left = max(left, text.rfind(";", left, at) + 1, text.rfind("。", left, at) + 1)
        how = _HOW.search(text, max(left, at - _HOW_LONG), at)
        yield left, how.start() if how else at, role[0]
        left = role.end()


def _listed(scene: Scene, piece: Piece, start: int, end: int) -> Iterator[Owner]:
    """Read a note whose parts name the role first: `牵头单位：甲；配合单位：乙、丙`."""
    labels = list(_LABEL.finditer(piece.text, start, end))
    for i, label in enumerate(labels):
        after = right = labels[i + 1].start() if i + 1 < len(labels) else end
        if stop := _LISTED.search(piece.text, label.end(), after):
            right = stop.start()
            if piece.text[right] == ":":  # another label, of what is no unit (适用范围:各渔港)
                right = max(piece.text.rfind(",", label.end(), right), label.end())
        for place in _units(piece.text, label.end(), right):
            yield _owner(scene, piece, place, _role(label["label"]))


def _units(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Divide a list of units; a trailing 等部门 is dropped, and 各州、市人民政府 stays together."""
    start = left
    for part in _PART.finditer(text, left, right):
        name = part[0].partition("(")[0]
        level = _LEVEL.fullmatch(name) is not None if start == part.start() else name in _LEVELS
        if level and text.startswith("、", part.end()):
            continue
        words = text[start : part.end()]
        tail = "等" in words and _TAIL.search(words, words.index("等"))
        if stop := tail.start() if tail else len(words):
            yield start, start + stop
        start = part.end() + 1


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
    text = piece.text
    short = _DEPARTMENTS.fullmatch(text, left, right)
    if short and not all(ends(name) for name in short["names"].split("、")):
        places = split(text, *short.span("names"), COMMA)  # 民政、公安等部门: the names are those of bodies
    else:
        places = [place for place in parted(text, left, right) if is_body(text[slice(*place)])]
    for place in places:
        yield _owner(scene, piece, place, role)


def _owner(scene: Scene, piece: Piece, place: tuple[int, int], role: str) -> Owner:
    span = piece.where(*place)
    return Owner(scene.printed(piece, *place), role, span, piece.span)
