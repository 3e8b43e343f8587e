"""Pages on which a document is received and read, people give their word on a sentence, and corrections are exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import retarget

from luoshi.documents import actions as documents
from luoshi.documents.actions import Arrival
from luoshi.documents.forms import ReceiveForm
from luoshi.documents.models import Document
from luoshi.errors import Stale
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.models import Unit
from luoshi.people.units import standing
from luoshi.records import actions, following, golden
from luoshi.records.forms import FollowForm, JudgeForm
from luoshi.records.models import Judgement, Reading, Sentence, Verdict
from luoshi.web.attempts import attempt
from luoshi.web.files import attachment
from luoshi.web.http import files, page, posted
from luoshi.wording import noted


@members("GET", "POST", action="receive", model=Unit)
def receive(request: MemberRequest) -> HttpResponse:
    """Receive a document and read it."""
    today = timezone.localdate()
    units = standing(Unit.objects.visible_to(request.member, "receive"), today)
    first = {"unit": request.member.unit_id, "about": today}
    form = ReceiveForm(posted(request), files(request), units=units, initial=first)
    document, status = attempt(form, lambda given: _receive(request, given), field="file")
    if document:
        return redirect(document)
    return page(request, "records/receive.html", {"form": form}, status=status)


def _receive(request: MemberRequest, given: dict[str, Any]) -> Document:
    arrival = Arrival(
        content=given["file"].read(),
        name=given["file"].name,
        title=given["title"],
        kind=given["kind"],
        number=given["number"],
        about=given["about"],
    )
    return actions.receive(given["unit"], arrival, by=request.member, at=timezone.now())


TITLES = {
    "confirm": noted("认可判定"),
    "correct": noted("更正判定"),
    "aside": noted("搁置这一句"),
    "reopen": noted("恢复这一句"),
    "undo": noted("撤回上一次确认"),
}
DONE = {
    "confirm": noted("第 {n} 句：已认可。"),
    "correct": noted("第 {n} 句：已更正为{verdict}。"),
    "aside": noted("第 {n} 句：已搁置。"),
    "reopen": noted("第 {n} 句：已恢复。"),
    "undo": noted("第 {n} 句：已撤回，仍为{verdict}。"),
}


_STAYING = {Judgement.Kind.REOPEN, Judgement.Kind.UNDO}


@opens(Sentence, "judge", "GET", "POST")
def judge(request: MemberRequest, sentence: Sentence) -> HttpResponse:
    """Give a word on a sentence, and go on to the next."""
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    kind = wanted if wanted in TITLES else Judgement.Kind.CORRECT
    words = list(sentence.judgements.select_related("by"))
    form = JudgeForm(posted(request), initial={"kind": kind, "seen": len(words)})
    form.fields["reason"].widget.attrs["autofocus"] = kind == Judgement.Kind.ASIDE
    word, status = attempt(form, lambda given: _give_word(request, sentence, given))
    if word:
        verdict = word.get_verdict_display()
        messages.success(request, _(DONE[word.kind]).format(n=sentence.number, verdict=verdict))
        if word.kind in _STAYING:
            return redirect(sentence)
        # Which sentence nobody has yet, only the page of the document knows: it goes on to it.
        return redirect(f"{sentence.reading.document.get_absolute_url()}?after={sentence.number}")
    context = {
        "sentence": sentence,
        "form": form,
        "kind": kind,
        "title": _(TITLES[kind]),
        "url": reverse("records:judge", kwargs={"pk": sentence.pk}),
        "verdicts": Verdict.choices,
        "verdict_word": Verdict(words[-1].verdict if words else sentence.verdict).label,
        "in_place": bool(request.htmx),
        "since": form.catch_up(words) if status == Stale.status else [],
    }
    answer = page(request, "records/judge.html", context, status=status)
    # What is wrong is told where the form stands, not where the page would have been.
    return retarget(answer, "#panel") if request.htmx else answer


def _give_word(request: MemberRequest, sentence: Sentence, given: dict[str, Any]) -> Judgement:
    common = {"by": request.member, "at": timezone.now(), "seen": given["seen"]}
    match given["kind"]:
        case Judgement.Kind.CORRECT:
            return actions.correct(sentence, verdict=given["verdict"], reason=given["reason"], **common)
        case Judgement.Kind.ASIDE:
            return actions.set_aside(sentence, reason=given["reason"], **common)
        case Judgement.Kind.REOPEN:
            return actions.reopen(sentence, **common)
        case Judgement.Kind.UNDO:
            return actions.undo(sentence, **common)
        case _:
            return actions.confirm(sentence, **common)


@opens(Document, "follow", "GET", "POST")
def follow(request: MemberRequest, document: Document) -> HttpResponse:
    """Say which earlier document a document follows up; those that it names are proposed."""
    earlier = Document.objects.visible_to(request.member).filter(about__lte=document.about)
    earlier = earlier.exclude(pk=document.pk).defer("text")
    reading = Reading.everything.filter(document=document).first()
    form = FollowForm(posted(request), documents=earlier, initial={"earlier": document.follows()})
    said, status = attempt(
        form,
        lambda given: documents.follow(document, given["earlier"], by=request.member, at=timezone.now()),
        field="earlier",
    )
    if said:
        return redirect(f"{document.get_absolute_url()}?beside=1" if said.earlier else document)
    context = {
        "document": document,
        "form": form,
        "proposed": list(following.named(reading.record, earlier))[:5] if reading else [],
        "any": earlier.exists(),
    }
    return page(request, "records/follow.html", context, status=status)


@opens(Document, "export", "GET")
def corrections(request: MemberRequest, document: Document) -> HttpResponse:
    """Show what was corrected in a document as golden cases, before they are given away."""
    cast = golden.Cast()
    found = _corrected(document, cast)
    context = {
        "document": document,
        "cases": found,
        "gone": sum(1 for case in found if not case.shows),
        "names": cast.given.items(),
        "prose": golden.written(found),
    }
    return page(request, "records/golden.html", context)


@opens(Document, "export", "GET")
def golden_file(request: MemberRequest, document: Document) -> HttpResponse:
    """Give the same as a file."""
    prose = golden.written(_corrected(document, golden.Cast()))
    return attachment(prose.encode(), f"corrections-{document.pk}.md", "text/markdown; charset=utf-8")


def _corrected(document: Document, cast: golden.Cast) -> list[golden.Case]:
    readings = golden.corrected().filter(document=document)
    return [case for reading in readings for case in golden.cases(reading, cast)]
