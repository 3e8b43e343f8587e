"""Pages on which a document is received and read, and on which people give their word on a sentence."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from luoshi.documents.actions import Arrival
from luoshi.documents.forms import ReceiveForm
from luoshi.documents.models import Document
from luoshi.errors import Problem
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.models import Unit
from luoshi.records import actions
from luoshi.records.forms import JudgeForm
from luoshi.records.models import Judgement, Sentence
from luoshi.web.http import files, page, posted


@members("GET", "POST", action="receive", model=Unit)
def receive(request: MemberRequest) -> HttpResponse:
    """Receive a document and read it."""
    units = Unit.objects.visible_to(request.member, "receive")
    first = {"unit": request.member.unit_id, "about": timezone.localdate()}
    form = ReceiveForm(posted(request), files(request), units=units, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            document = _receive(request, form)
        except Problem as problem:
            form.add_error("file", problem.message)
        else:
            return redirect(document)
    return page(request, "records/receive.html", {"form": form}, status=422 if form.errors else 200)


def _receive(request: MemberRequest, form: ReceiveForm) -> Document:
    given = form.cleaned_data
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
    seen = sentence.judgements.count()
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in TITLES else Judgement.Kind.CORRECT
    form = JudgeForm(posted(request), initial={"kind": kind, "seen": seen})
    status = 200
    if request.method == "POST":
        status = 422
        kind = request.POST.get("kind", "")
        if form.is_valid():
            try:
                _give_word(request, sentence, form)
            except Problem as problem:
                form.add_error(None, problem.message)
                status = problem.status
            else:
                messages.success(request, f"第 {sentence.number} 句：已{Judgement.Kind(kind).label}。")
                return redirect(sentence)
    context = {"sentence": sentence, "form": form, "kind": kind, "title": TITLES.get(kind, "")}
    return page(request, "records/judge.html", context, status=status)


def _give_word(request: MemberRequest, sentence: Sentence, form: JudgeForm) -> None:
    given = form.cleaned_data
    common = {"by": request.member, "at": timezone.now(), "seen": given["seen"]}
    match given["kind"]:
        case Judgement.Kind.CONFIRM:
            actions.confirm(sentence, **common)
        case Judgement.Kind.CORRECT:
            actions.correct(sentence, verdict=given["verdict"], reason=given["reason"], **common)
        case Judgement.Kind.ASIDE:
            actions.set_aside(sentence, reason=given["reason"], **common)
        case Judgement.Kind.REOPEN:
            actions.reopen(sentence, **common)
