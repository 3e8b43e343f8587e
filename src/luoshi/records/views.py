"""Pages on which a document is received and read, and on which people give their word on a sentence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from luoshi.documents.actions import Arrival
from luoshi.documents.forms import ReceiveForm
from luoshi.documents.models import Document
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.models import Unit
from luoshi.records import actions
from luoshi.records.forms import JudgeForm
from luoshi.records.models import Judgement, Sentence
from luoshi.web.attempts import attempt
from luoshi.web.http import files, page, posted


@members("GET", "POST", action="receive", model=Unit)
def receive(request: MemberRequest) -> HttpResponse:
    """Receive a document and read it."""
    units = Unit.objects.visible_to(request.member, "receive")
    first = {"unit": request.member.unit_id, "about": timezone.localdate()}
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


TITLES = {"confirm": "认可判定", "correct": "更正判定", "aside": "搁置这一句", "reopen": "恢复这一句"}


@opens(Sentence, "judge", "GET", "POST")
def judge(request: MemberRequest, sentence: Sentence) -> HttpResponse:
    """Give a word on a sentence."""
    wanted = request.POST.get("kind") or request.GET.get("kind", "")
    kind = wanted if wanted in TITLES else Judgement.Kind.CORRECT
    form = JudgeForm(posted(request), initial={"kind": kind, "seen": sentence.judgements.count()})
    word, status = attempt(form, lambda given: _give_word(request, sentence, given))
    if word:
        messages.success(request, f"第 {sentence.number} 句：已{word.get_kind_display()}。")
        return redirect(sentence)
    context = {"sentence": sentence, "form": form, "kind": kind, "title": TITLES[kind]}
    return page(request, "records/judge.html", context, status=status)


def _give_word(request: MemberRequest, sentence: Sentence, given: dict[str, Any]) -> Judgement:
    common = {"by": request.member, "at": timezone.now(), "seen": given["seen"]}
    match given["kind"]:
        case Judgement.Kind.CORRECT:
            return actions.correct(sentence, verdict=given["verdict"], reason=given["reason"], **common)
        case Judgement.Kind.ASIDE:
            return actions.set_aside(sentence, reason=given["reason"], **common)
        case Judgement.Kind.REOPEN:
            return actions.reopen(sentence, **common)
        case _:
            return actions.confirm(sentence, **common)
