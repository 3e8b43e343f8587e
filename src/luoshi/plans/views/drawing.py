"""立项: forms that draft plans and goals and draw tasks from sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.forms import key_of
from luoshi.people.models import Unit
from luoshi.people.units import standing
from luoshi.plans import actions
from luoshi.plans.forms import AnswerForm, DrawForm, GoalForm, PlanForm
from luoshi.plans.models import Item, Plan
from luoshi.plans.proposing import propose
from luoshi.records.models import Sentence
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted


@members("GET")
def index(request: MemberRequest) -> HttpResponse:
    """List the plans that the member may see."""
    plans = Plan.objects.visible_to(request.member).select_related("unit")
    may_draft = Unit.objects.visible_to(request.member, "draft").exists()
    return page(request, "plans/index.html", {"plans": plans, "may_draft": may_draft})


@members("GET", "POST", action="draft", model=Unit)
def new(request: MemberRequest) -> HttpResponse:
    """Draft a plan."""
    units = standing(Unit.objects.visible_to(request.member, "draft"), timezone.localdate())
    form = PlanForm(posted(request), units=units, initial={"unit": request.member.unit_id})
    plan, status = attempt(
        form, lambda given: actions.draft_plan(**given, by=request.member, at=timezone.now())
    )
    if plan:
        return redirect(plan)
    return page(request, "plans/new.html", {"form": form}, status=status)


@opens(Plan, "draft", "GET", "POST")
def goal(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Add a goal to a plan."""
    form = GoalForm(posted(request))
    made, status = attempt(
        form, lambda given: actions.draft_goal(plan, **given, by=request.member, at=timezone.now())
    )
    if made:
        return redirect(plan)
    return page(request, "plans/goal.html", {"plan": plan, "form": form}, status=status)


@opens(Sentence, "answer", "GET", "POST")
def draw(request: MemberRequest, sentence: Sentence) -> HttpResponse:
    """Draw a task from a sentence."""
    mine = Item.objects.visible_to(request.member, "draft")
    goals = mine.filter(kind=Item.Kind.GOAL).select_related("plan")
    units = standing(Unit.objects.visible_to(request.member), timezone.localdate())
    proposals = propose(sentence, units, Item.objects.visible_to(request.member))
    first = _suggest(sentence, goals, units)
    form = DrawForm(posted(request), goals=goals, units=units, proposals=proposals, initial=first)
    form.begin_at(request.GET.get("at", ""))
    item, status = attempt(form, lambda given: _draw(request, sentence, given))
    if item:
        messages.success(request, _("已立为事项 {code}。").format(code=item.code))
        return redirect(sentence)
    context = {"sentence": sentence, "form": form, "goals": goals, "proposals": proposals, **_said(sentence)}
    return page(request, "plans/draw.html", context, status=status)


def _draw(request: MemberRequest, sentence: Sentence, given: dict[str, Any]) -> Item:
    task = actions.Task(**{**given, "support": tuple(given["support"])})
    return actions.draw(sentence, task, by=request.member, at=timezone.now())


@opens(Sentence, "answer", "GET", "POST")
def answer(request: MemberRequest, sentence: Sentence) -> HttpResponse:
    """Answer a sentence by a task that there is already."""
    items = Item.objects.visible_to(request.member, "draft").filter(kind=Item.Kind.TASK)
    wanted = key_of(request.GET.get("item", ""))
    form = AnswerForm(posted(request), items=items, initial={"item": wanted})
    basis, status = attempt(
        form, lambda given: actions.answer(sentence, given["item"], by=request.member, at=timezone.now())
    )
    if basis:
        return redirect(sentence)
    return page(request, "plans/answer.html", {"sentence": sentence, "form": form}, status=status)


def _said(sentence: Sentence) -> dict[str, Any]:
    """Return what the text itself says of owners and deadlines: nothing beyond that is filled in."""
    record, start, end = sentence.reading.record, sentence.start, sentence.end
    return {
        "owners": [one["unit"] for one in record["owners"] if one["of"] == [start, end]],
        "deadlines": [one["date"] for one in record["deadlines"] if start <= _place(one) < end],
    }


def _place(one: dict[str, Any]) -> int:
    """Return where what was read belongs; readings of earlier versions do not say it."""
    return int((one.get("of") or one["span"])[0])


def _suggest(sentence: Sentence, goals: Any, units: Any) -> dict[str, Any]:
    """Fill in what the text says: its words, a unit that it names in full, a whole date."""
    said = _said(sentence)
    named = units.filter(name__in=said["owners"]).first()
    whole = [day for day in said["deadlines"] if len(day) == len("2026-12-31") and not day.startswith("-")]
    return {
        "goal": goals.last(),
        "title": sentence.words.strip().rstrip("。；;")[:200],  # zh: reads Chinese
        "lead": named,
        "starts": timezone.localdate(),
        "due": date.fromisoformat(whole[0]) if whole else None,
    }
