"""文件页: the text as it is printed, each sentence marked by verdict and by how it is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans import coverage
from luoshi.plans.models import Basis, Item
from luoshi.plans.views import reasons
from luoshi.records.models import Judgement, Reading, Sentence, Verdict
from luoshi.records.questions import question
from luoshi.web.http import page

_CELLS = frozenset("\t|｜")  # zh: reads Chinese


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence as the page shows it."""

    sentence: Sentence
    found: reasons.Found
    verdict: str
    cover: str
    here: bool
    item: Basis | None
    apart: bool = False  # whether it opens a cell of a table, beside another

    @property
    def _cut(self) -> int:
        return max(0, len(self.sentence.words.rstrip()) - 2)

    @property
    def body(self) -> SafeString:
        """Return all but the last two characters, so that a tag never begins a line alone."""
        return reasons.dressed(self.sentence.words, self.found.cues, 0, self._cut)

    @property
    def tail(self) -> SafeString:
        """Return the last two characters."""
        words = self.sentence.words
        return reasons.dressed(words, self.found.cues, self._cut, len(words))

    @property
    def number(self) -> int:
        """Return its place in the text."""
        return self.sentence.number

    @property
    def look(self) -> str:
        """Return the classes that say by look what it does, how it is covered and whether it is chosen."""
        cover, here = (f" s-{self.cover}" if self.cover else ""), (" is-here" if self.here else "")
        return f"s s-{self.verdict}{cover}{here}"

    @property
    def kind(self) -> str:
        """Return the tick of the strip: how an order is covered, else the verdict."""
        return self.cover or self.verdict

    @property
    def href(self) -> str:
        """Return the address of the page with this sentence chosen."""
        return f"?s={self.sentence.number}#s{self.sentence.number}"

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
        return coverage.label(self.sentence.number, self.verdict, self.cover)

    @property
    def state(self) -> str:
        """Say how it is judged and whether a person has given a word on it."""
        return _("，").join((self.label, _("已复核") if self.sentence.word else _("未复核")))

    @property
    def read_as(self) -> str:
        """Return the verdict of the reading where a person has given another, else nothing."""
        verdict = self.sentence.verdict
        return str(Verdict(verdict).label) if verdict != self.verdict else ""

    @property
    def note(self) -> str:
        """Say why, a line each: the browser shows it on hover, and note.js as a note of ours."""
        lines = [self.state, *([_("原判：{read_as}").format(read_as=self.read_as)] if self.read_as else [])]
        lines += [
            _("{name}：{words}").format(name=name, words=words)
            for name, words in reasons.told(self.sentence, self.found)
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed line: its marks, and whether it is the document's title."""

    marks: tuple[Mark, ...]
    title: bool


@opens(Document, "read")
def show(request: MemberRequest, document: Document) -> HttpResponse:
    """Show a document with its sentences marked, and the record beside it."""
    reading = Reading.everything.filter(document=document).order_by("-known_at", "-pk").first()
    assert reading is not None  # a document is read in the transaction in which it is received
    rows = list(coverage.with_cover(Sentence.everything.filter(reading=reading)))
    chosen = _chosen(rows, request.GET.get("s", ""))
    bases = _bases(request, rows)
    found = reasons.findings(reading.record, rows)
    marks = [_mark(row, one, bases, chosen) for row, one in zip(rows, found, strict=True)]
    here = next((mark for mark in marks if mark.here), None)
    context = {
        "document": document,
        "reading": reading,
        "paragraphs": _paragraphs(document, marks),
        "marks": marks,
        "count": coverage.count(rows),
        "reviewed": sum(1 for row in rows if row.word),
        "corrected": sum(1 for row in rows if row.verdict_now != row.verdict),
        "may_export": access.can(request.member, "export", document),
        "rules": reasons.asked(row.rule for row in rows),
        "here": here,
        "open": [mark for mark in marks if mark.cover == coverage.OPEN],
        "aside": _set_aside(request, marks),
        **_around(marks, here),
        **_panel(request, here, bases),
        # The frame says what was just done; where only a part of the page is exchanged, the panel does.
        "done": list(get_messages(request)) if request.htmx else [],
    }
    alone = request.htmx and request.htmx.target == "panel"
    return page(request, "plans/document.html", context, part="panel" if alone else "part")


def _chosen(rows: list[Sentence], wanted: str) -> int:
    """Return the number of the sentence to look at: the one asked for, else the first that nobody has."""
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:9]) <= len(rows):
        return int(wanted[:9])
    open_ = (row.number for row in rows if coverage.cover(row) == coverage.OPEN)
    return next(open_, rows[0].number if rows else 0)


def _bases(request: MemberRequest, rows: list[Sentence]) -> dict[int, list[Basis]]:
    """Map each answered sentence to the tasks that answer it, as far as the member may see them."""
    seen = Item.objects.visible_to(request.member).values("pk")
    found = Basis.everything.filter(sentence__in=[row.pk for row in rows], item__in=seen)
    mapped: dict[int, list[Basis]] = {}
    for basis in found.select_related("item"):
        mapped.setdefault(basis.sentence_id, []).append(basis)
    return mapped


def _mark(row: Sentence, found: reasons.Found, bases: dict[int, list[Basis]], chosen: int) -> Mark:
    return Mark(
        sentence=row,
        found=found,
        verdict=str(row.verdict_now),
        cover=coverage.cover(row),
        here=row.number == chosen,
        item=next(iter(bases.get(row.pk, [])), None),
    )


def _paragraphs(document: Document, marks: list[Mark]) -> list[Paragraph]:
    """Gather the marks by the lines in which they are printed."""
    lines: list[list[Mark]] = []
    end = -1
    for mark in marks:
        if not lines or "\n" in document.text[end : mark.sentence.start]:
            lines.append([])
        between = document.text[end : mark.sentence.start] if lines[-1] else ""
        lines[-1].append(replace(mark, apart=True) if _CELLS & set(between) else mark)
        end = mark.sentence.end
    return [Paragraph(tuple(line), title=line[0].sentence.words.strip() == document.title) for line in lines]


def _set_aside(request: MemberRequest, marks: list[Mark]) -> list[tuple[Mark, Judgement | None]]:
    """Pair each order that was set aside with the word that did it, where the member may see it."""
    aside = [mark for mark in marks if mark.cover == coverage.ASIDE]
    words = Judgement.objects.visible_to(request.member).filter(
        sentence__in=[one.sentence.pk for one in aside]
    )
    last = {
        word.sentence_id: word for word in words.select_related("by")
    }  # in the order in which they were known
    return [(mark, last.get(mark.sentence.pk)) for mark in aside]


def _around(marks: list[Mark], here: Mark | None) -> dict[str, Any]:
    """Find the sentence before, the one after, the next that nobody has, and the next without a word."""
    number = here.sentence.number if here else 0
    after = [mark for mark in marks if mark.sentence.number > number]
    before = [mark for mark in marks if mark.sentence.number < number]
    others = (*after, *before)
    return {
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "next_open": next((mark for mark in others if mark.cover == coverage.OPEN), None),
        "next_new": next((mark for mark in others if not mark.sentence.word), None),
    }


def _panel(request: MemberRequest, here: Mark | None, bases: dict[int, list[Basis]]) -> dict[str, Any]:
    """Say what was read of the chosen sentence and what the member may do about it."""
    if here is None:
        return {}
    row = here.sentence
    words = Judgement.objects.visible_to(request.member)
    return {
        "question": question(row.rule),
        "judgements": list(words.filter(sentence=row).select_related("by__unit")),
        "seen": row.judgements.count(),
        "answers": bases.get(row.pk, []),
        "may_judge": access.can(request.member, "judge", row),
        "may_answer": access.can(request.member, "answer", row),
        "judge_url": reverse("records:judge", kwargs={"pk": row.pk}),
        "draw_url": reverse("plans:draw", kwargs={"pk": row.pk}),
    }
