"""文件页: the text as it is printed, each sentence marked by verdict and by how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans import coverage
from luoshi.plans.models import Basis, Item
from luoshi.records.models import Judgement, Reading, Sentence, Verdict
from luoshi.web.http import page


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence as the page shows it."""

    sentence: Sentence
    body: str  # all but the last two characters, so that a tag never begins a line alone
    tail: str
    verdict: str
    cover: str
    here: bool
    item: Basis | None

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
        return coverage.WORDS.get(self.cover, "")

    @property
    def label(self) -> str:
        """Say in words what the mark says by its look."""
        return coverage.label(self.sentence.number, self.verdict, self.cover)


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
    marks = [_mark(row, bases, chosen) for row in rows]
    here = next((mark for mark in marks if mark.here), None)
    context = {
        "document": document,
        "reading": reading,
        "paragraphs": _paragraphs(document, marks),
        "marks": marks,
        "count": coverage.count(rows),
        "confirmed": sum(1 for row in rows if row.word),
        "here": here,
        "open": [mark for mark in marks if mark.cover == coverage.OPEN],
        "aside": _set_aside(request, marks),
        **_around(marks, here),
        **_panel(request, reading, here, bases),
    }
    return page(request, "plans/document.html", context)


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


def _mark(row: Sentence, bases: dict[int, list[Basis]], chosen: int) -> Mark:
    words = row.words
    cut = max(0, len(words.rstrip()) - 2)
    return Mark(
        sentence=row,
        body=words[:cut],
        tail=words[cut:],
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
        lines[-1].append(mark)
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
    """Find the sentence before, the one after, and the next that nobody has."""
    number = here.sentence.number if here else 0
    after = [mark for mark in marks if mark.sentence.number > number]
    before = [mark for mark in marks if mark.sentence.number < number]
    waiting = [mark for mark in (*after, *before) if mark.cover == coverage.OPEN]
    return {
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
        "next_open": waiting[0] if waiting else None,
    }


def _panel(
    request: MemberRequest, reading: Reading, here: Mark | None, bases: dict[int, list[Basis]]
) -> dict[str, Any]:
    """Say what was read of the chosen sentence and what the member may do about it."""
    if here is None:
        return {}
    row = here.sentence
    words = Judgement.objects.visible_to(request.member)
    inside = [row.start, row.end]
    record = reading.record
    return {
        "owners": [one for one in record["owners"] if one["of"] == inside],
        "deadlines": [one for one in record["deadlines"] if _within(one["span"], inside)],
        "targets": [one for one in record["targets"] if _within(one["span"], inside)],
        "judgements": list(words.filter(sentence=row).select_related("by__unit")),
        "seen": row.judgements.count(),
        "answers": bases.get(row.pk, []),
        "may_judge": access.can(request.member, "judge", row),
        "may_answer": access.can(request.member, "answer", row),
        "judge_url": reverse("records:judge", kwargs={"pk": row.pk}),
        "draw_url": reverse("plans:draw", kwargs={"pk": row.pk}),
    }


def _within(span: list[int], outer: list[int]) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]
