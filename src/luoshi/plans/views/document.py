"""文件页: the text as it is printed, each sentence marked by verdict and by how it is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans import coverage
from luoshi.plans.models import Basis, Item, Standing
from luoshi.plans.views import beside, reasons, writing
from luoshi.records.models import Judgement, Reading, Sentence, Verdict
from luoshi.records.questions import question
from luoshi.web.http import page

LISTED = 30  # of the orders that nobody has, beside the text; the text itself marks them all
_CELLS = frozenset("\t|｜")  # zh: reads Chinese


class Row(NamedTuple):
    """What a page needs of each sentence from the database; its words and why it is judged so stand in text and record."""

    pk: int
    number: int
    start: int
    end: int
    verdict: str
    verdict_now: str
    word: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence as the page shows it."""

    row: Row
    words: str
    found: reasons.Found
    verdict: str
    cover: str
    here: bool
    item: Basis | None
    apart: bool = False  # whether it opens a cell of a table, beside another

    @property
    def number(self) -> int:
        """Return its place in the text."""
        return self.row.number

    @property
    def kind(self) -> str:
        """Return the tick of the strip: how an order is covered, else the verdict."""
        return self.cover or self.verdict

    @property
    def href(self) -> str:
        """Return the address of the page with this sentence chosen."""
        return f"?s={self.row.number}#s{self.row.number}"

    @property
    def verdict_word(self) -> str:
        """Return the verdict as people say it."""
        return str(Verdict(self.verdict).label)

    @property
    def cover_word(self) -> str:
        """Return how an order is covered as people say it."""
        return coverage.word(self.cover)

    @property
    def label(self) -> str:
        """Say in words what the mark says by its look."""
        return coverage.label(self.row.number, self.verdict, self.cover)

    @property
    def read_as(self) -> str:
        """Return the verdict of the reading where a person has given another, else nothing."""
        verdict = self.row.verdict
        return str(Verdict(verdict).label) if verdict != self.verdict else ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed line: its marks, and whether it is the document's title."""

    marks: tuple[Mark, ...]
    title: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it was read: its sentences as marks, and the tasks that answer them."""

    document: Document
    reading: Reading
    rows: list[Row]
    bases: dict[int, list[Basis]]

    def marks(self, chosen: int = 0) -> list[Mark]:
        """Make the mark of each sentence."""
        found = reasons.findings(self.reading.record, self.rows)
        text = self.document.text
        return [
            _mark(row, text[row.start : row.end], one, self.bases, chosen)
            for row, one in zip(self.rows, found, strict=True)
        ]

    def items(self) -> dict[int, list[int]]:
        """Map the number of each answered sentence to the tasks that answer it."""
        found = {row.number: [basis.item_id for basis in self.bases.get(row.pk, [])] for row in self.rows}
        return {number: items for number, items in found.items() if items}


def _text(request: MemberRequest, document: Document) -> Text:
    reading = Reading.everything.filter(document=document).order_by("-known_at", "-pk").first()
    assert reading is not None  # a document is read in the transaction in which it is received
    return Text(document, reading, _rows(reading), _bases(request, reading))


@opens(Document, "read")
def show(request: MemberRequest, document: Document) -> HttpResponse:
    """Show a document with its sentences marked, and the record beside it, or the document that it follows up."""
    text = _text(request, document)
    after = _number(request.GET.get("after", ""), text.rows)
    if after:
        number = _onward(text.rows, after)
        return redirect(f"{document.get_absolute_url()}?s={number}#s{number}")
    if request.GET.get("beside"):
        return _beside(request, text)
    marks = text.marks(_chosen(text.rows, request))
    here = next((mark for mark in marks if mark.here), None)
    alone = request.htmx and request.htmx.target == "panel"
    context = {
        "document": document,
        "reading": text.reading,
        **({} if alone else _whole(request, text, marks)),
        "number": len(marks),
        "here": here,
        **({} if alone else _sought(request, marks)),
        **_around(marks, here),
        **_panel(request, here, text.bases),
        # The frame says what was just done; where only a part of the page is exchanged, the panel does.
        "done": list(get_messages(request)) if request.htmx else [],
    }
    return page(request, "plans/document.html", context, part="panel" if alone else "part")


def _followed(request: MemberRequest, document: Document) -> Document | None:
    """Return the document that another follows up, where the member may read it."""
    earlier = document.follows()
    return earlier if earlier and access.can(request.member, "read", earlier) else None


def _beside(request: MemberRequest, text: Text) -> HttpResponse:
    """Show a text beside the earlier one that it follows up, with what they may have to do with each other."""
    earlier = _followed(request, text.document)
    context: dict[str, Any] = {
        "document": text.document,
        "earlier": earlier,
        "may_follow": access.can(request.member, "follow", text.document),
    }
    if earlier is None:
        return page(request, "plans/beside.html", context)
    before = _text(request, earlier)
    old, new = before.marks(), text.marks()
    items = {basis.item_id: basis.item for of in before.bases.values() for basis in of}
    tied = beside.ties(
        [mark for mark in new if mark.verdict in (Verdict.ORDER, Verdict.REPORT)],
        [mark for mark in old if mark.verdict == Verdict.ORDER],
        (text.items(), before.items()),
        {key: item.title for key, item in items.items()},
    )
    standings = Standing.everything.filter(item__in=items).select_related("item")
    behind_old = writing.states(before.items(), {one.item_id: one for one in standings})
    writing.tie(behind_old, [(tie.earlier, tie.later, "s") for tie in tied])
    behind_new: dict[int, SafeString] = {}
    writing.tie(behind_new, [(tie.later, tie.earlier, "e") for tie in tied])
    context |= {
        "new": writing.text(
            _paragraphs(text.document, new), writing.Sheet(text.document.get_absolute_url(), "s", behind_new)
        ),
        "old": writing.text(
            _paragraphs(earlier, old), writing.Sheet(earlier.get_absolute_url(), "e", behind_old)
        ),
        "count": coverage.count(before.rows),
        "tied": [
            (tie, new[tie.later - 1], old[tie.earlier - 1], _item(before, old[tie.earlier - 1]))
            for tie in tied
        ],
        "may_answer": bool(text.rows) and access.can(request.member, "answer", Sentence(pk=text.rows[0].pk)),
    }
    return page(request, "plans/beside.html", context)


def _item(text: Text, mark: Mark) -> Item | None:
    bases = text.bases.get(mark.row.pk)
    return bases[0].item if bases else None


def _rows(reading: Reading) -> list[Row]:
    """Fetch the sentences of a reading in their order, each with how it stands."""
    rows = coverage.with_cover(Sentence.everything.filter(reading=reading).order_by("number"))
    return [Row(*one) for one in rows.values_list(*Row._fields)]


def _whole(request: MemberRequest, text: Text, marks: list[Mark]) -> dict[str, Any]:
    """Gather what the page shows beside the panel."""
    document, reading = text.document, text.reading
    rows = [mark.row for mark in marks]
    open_ = [mark for mark in marks if mark.cover == coverage.OPEN]
    notes = _notes(marks)
    return {
        "text": writing.text(_paragraphs(document, marks)),
        "notes": notes,
        "marks": marks,
        "count": coverage.count(rows),
        "reviewed": sum(1 for row in rows if row.word),
        "corrected": sum(1 for row in rows if row.verdict_now != row.verdict),
        "may_export": access.can(request.member, "export", document),
        "rules": reasons.asked(mark.found.rule for mark in marks),
        "open": open_,
        "open_first": open_[:LISTED],
        "open_more": max(0, len(open_) - LISTED),
        "aside": _set_aside(request, marks),
        "record": _once(reading.record),
        "earlier": _followed(request, document),
        "may_follow": access.can(request.member, "follow", document),
    }


def _sought(request: MemberRequest, marks: list[Mark]) -> dict[str, Any]:
    """Find the sentences that hold the words asked for; nothing where nothing was asked."""
    words = request.GET.get("q", "").strip()[:60]
    hits = [mark for mark in marks if words.casefold() in mark.words.casefold()] if words else []
    return {"sought": words, "hits": hits[:LISTED], "hits_number": len(hits)}


def _notes(marks: list[Mark]) -> reasons.Notes:
    """Let each sentence tell how it stands and why."""
    notes, also, comma = reasons.Notes(), _("原判：{read_as}"), _("，")
    states: dict[tuple[str, str, bool], str] = {}
    for mark in marks:
        key = (mark.verdict, mark.cover, bool(mark.row.word))
        if key not in states:
            said = (mark.verdict_word, mark.cover_word, _("已复核") if mark.row.word else _("未复核"))
            states[key] = comma.join(one for one in said if one)
        changed = mark.verdict != mark.row.verdict
        notes.add(states[key], mark.words, mark.found, also.format(read_as=mark.read_as) if changed else "")
    return notes


def _once(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a record's lists what they have said before: a long text names one day a hundred times."""
    said = {
        "deadlines": ("date",),
        "owners": ("unit",),
        "basis": ("name",),
        "targets": ("subject", "comparator", "value", "unit"),
    }
    found = dict(record)
    for name, keys in said.items():
        found[name] = list({tuple(one[key] for key in keys): one for one in record.get(name, [])}.values())
    return found


def _number(wanted: str, rows: list[Row]) -> int:
    """Read the number of a sentence of the text; 0 where it is none."""
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:9]) <= len(rows):
        return int(wanted[:9])
    return 0


def _chosen(rows: list[Row], request: MemberRequest) -> int:
    """Return the number of the sentence to look at: the one asked for, else the first that nobody has."""
    open_ = (row.number for row in rows if coverage.cover(row) == coverage.OPEN)
    return _number(request.GET.get("s", ""), rows) or next(open_, rows[0].number if rows else 0)


def _onward(rows: list[Row], number: int) -> int:
    """Return the sentence to go on to: from an order to the next that nobody has, from another to the next of the text."""
    row = rows[number - 1]
    if Verdict.ORDER in (row.verdict, row.verdict_now):
        for other in (*rows[number:], *rows[: number - 1]):
            if coverage.cover(other) == coverage.OPEN:
                return other.number
    return min(number + 1, len(rows))


def _bases(request: MemberRequest, reading: Reading) -> dict[int, list[Basis]]:
    """Map each answered sentence to the tasks that answer it, as far as the member may see them."""
    found = list(Basis.everything.filter(sentence__reading=reading).select_related("item"))
    # Of the few that a text has: asked of all that the member sees, a database may begin with those, a hundred thousand.
    few = Item.objects.visible_to(request.member).filter(pk__in={basis.item_id for basis in found})
    seen = set(few.values_list("pk", flat=True))
    mapped: dict[int, list[Basis]] = {}
    for basis in found:
        if basis.item_id in seen:
            mapped.setdefault(basis.sentence_id, []).append(basis)
    return mapped


def _mark(row: Row, words: str, found: reasons.Found, bases: dict[int, list[Basis]], chosen: int) -> Mark:
    return Mark(
        row=row,
        words=words,
        found=found,
        verdict=row.verdict_now,
        cover=coverage.cover(row),
        here=row.number == chosen,
        item=bases[row.pk][0] if row.pk in bases else None,
    )


def _paragraphs(document: Document, marks: list[Mark]) -> list[Paragraph]:
    """Gather the marks by the lines in which they are printed."""
    lines: list[list[Mark]] = []
    end = -1
    for mark in marks:
        between = document.text[end : mark.row.start]
        if not lines or "\n" in between:
            lines.append([])
        beside = lines[-1] and _CELLS & set(between)
        lines[-1].append(replace(mark, apart=True) if beside else mark)
        end = mark.row.end
    return [Paragraph(tuple(line), title=line[0].words.strip() == document.title) for line in lines]


def _set_aside(request: MemberRequest, marks: list[Mark]) -> list[tuple[Mark, Judgement | None]]:
    """Pair each order that was set aside with the word that did it, where the member may see it."""
    aside = [mark for mark in marks if mark.cover == coverage.ASIDE]
    words = Judgement.objects.visible_to(request.member).filter(
        Judgement.standing(), sentence__in=[one.row.pk for one in aside]
    )
    last = {
        word.sentence_id: word for word in words.select_related("by")
    }  # in the order in which they were known
    return [(mark, last.get(mark.row.pk)) for mark in aside]


def _around(marks: list[Mark], here: Mark | None) -> dict[str, Any]:
    """Find the sentence before, the one after, the next that nobody has, and the next without a word."""
    number = here.number if here else 0
    before, after = marks[: max(0, number - 1)], marks[number:]
    others = (*after, *before)
    return {
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "next_open": next((mark for mark in others if mark.cover == coverage.OPEN), None),
        "next_new": next((mark for mark in others if not mark.row.word), None),
    }


def _panel(request: MemberRequest, here: Mark | None, bases: dict[int, list[Basis]]) -> dict[str, Any]:
    """Say what was read of the chosen sentence and what the member may do about it."""
    if here is None:
        return {}
    row = Sentence.everything.with_word().get(pk=here.row.pk)
    words = Judgement.objects.visible_to(request.member)
    may_judge = access.can(request.member, "judge", row)
    answers = bases.get(row.pk, [])
    may_answer = access.can(request.member, "answer", row)
    return {
        "sentence": row,
        "question": question(row.rule),
        "judgements": list(words.filter(sentence=row).select_related("by__unit")),
        "seen": row.judgements.count(),
        "answers": answers,
        "may_judge": may_judge,
        "may_answer": may_answer,
        **_fixing(request, here, answers, may_answer=may_answer),
        "judge_url": reverse("records:judge", kwargs={"pk": row.pk}),
        "draw_url": reverse("plans:draw", kwargs={"pk": row.pk}),
        "undo": _undo(request, row) if may_judge else None,
    }


def _fixing(request: MemberRequest, here: Mark, answers: list[Basis], *, may_answer: bool) -> dict[str, str]:
    """Say where lead and due day are settled: on the task that answers the sentence, else on the form that draws one."""
    if here.verdict != Verdict.ORDER:
        return {}
    if answers:
        item = answers[0].item
        if not access.can(request.member, "draft", item):
            return {}
        url = reverse("results:amend", kwargs={"pk": item.pk})
        return {"owner_url": f"{url}?what=owners", "due_url": f"{url}?what=schedule"}
    if not may_answer or here.cover == coverage.ANSWERED:
        return {}
    url = reverse("plans:draw", kwargs={"pk": here.row.pk})
    return {"owner_url": f"{url}?at=lead", "due_url": f"{url}?at=due"}


@dataclass(frozen=True, slots=True)
class Undo:
    """The member's last word on this text, which can be taken back, and how many words stand on its sentence."""

    word: Judgement
    seen: int

    @property
    def url(self) -> str:
        """Return where it is taken back."""
        return reverse("records:judge", kwargs={"pk": self.word.sentence_id})


def _undo(request: MemberRequest, row: Sentence) -> Undo | None:
    """Find the member's last word on this text, unless another has given one on the same sentence since."""
    words = Judgement.everything.filter(Judgement.standing())
    mine = words.filter(by=request.member, sentence__reading=row.reading_id)
    last = mine.select_related("sentence").order_by("-known_at", "-pk").first()
    if last is None or words.filter(sentence=last.sentence_id).last() != last:
        return None
    return Undo(last, Judgement.everything.filter(sentence=last.sentence_id).count())
