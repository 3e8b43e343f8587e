"""调整: what is to change in a plan, as it was and as it becomes; proposed by one person, signed or refused by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.models import Member
from luoshi.plans import actions, amending
from luoshi.plans.amending import Proposal
from luoshi.plans.models import Amendment, Change, Item, Plan
from luoshi.results.changing import (
    FORMS,
    AnswerForm,
    EntryForm,
    RefuseForm,
    WeightsForm,
    children_of,
)
from luoshi.results.differing import lines
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable
from luoshi.wording import noted

PROPOSED = noted("调整已提出，等另一个人会签；会签之前什么也没有变。")
Forms = dict[str, forms.Form]
REFUSING = "refuse_%s"  # two forms of one page ask for an answer; their fields are told apart


@opens(Plan, "read")
def amendments(request: MemberRequest, plan: Plan) -> HttpResponse:
    """List the amendments of a plan that the member may see, those that wait first."""
    mine = Amendment.objects.visible_to(request.member).filter(plan=plan)
    rows = list(mine.select_related("by__unit", "second__unit").prefetch_related("changes__item"))
    seen = _readable(request, plan)
    told = [(one, _items(one, seen)) for one in rows]
    context = {
        "plan": plan,
        "waiting": [row for row in told if row[0].state == Amendment.State.PROPOSED],
        "decided": [row for row in told if row[0].state != Amendment.State.PROPOSED],
        "may_propose": plan.adopted_at is not None and access.can(request.member, "propose", plan),
    }
    return page(request, "results/amendments.html", context)


def _readable(request: MemberRequest, plan: Plan) -> set[int] | None:
    """Return which items of a plan the member may read; None where it is all."""
    if access.can(request.member, "read_whole", plan):
        return None
    return set(Item.objects.visible_to(request.member).filter(plan=plan).values_list("pk", flat=True))


def _items(amendment: Amendment, seen: set[int] | None) -> list[Item]:
    """Return the items that an amendment changes, each once, as far as the member may read them."""
    found = {one.item.pk: one.item for one in amendment.changes.all() if one.item is not None}
    return [item for key, item in found.items() if seen is None or key in seen]


@opens(Amendment, "read")
def amendment(request: MemberRequest, amendment: Amendment) -> HttpResponse:
    """Show an amendment: what was, what becomes, why, from which day, and both signatures."""
    return _shown(request, amendment, {"sign": AnswerForm(), "refuse": RefuseForm(auto_id=REFUSING)})


def _shown(
    request: MemberRequest, amendment: Amendment, given: Forms, status: int = 200, *, opened: bool = False
) -> HttpResponse:
    changes = list(amendment.changes.select_related("item"))
    seen = _readable(request, amendment.plan)
    mine = [one for one in changes if _may_see(one, seen)]
    waits = amendment.state == Amendment.State.PROPOSED
    context = {
        "amendment": amendment,
        "plan": amendment.plan,
        "lines": lines(amendment, mine),
        "hidden": len(changes) - len(mine),
        "form": given["sign"],
        "refusal": given["refuse"],
        "opened": opened,
        "may_sign": waits and access.can(request.member, "countersign", amendment),
        "may_withdraw": waits and amendment.by_id == request.member.pk and _may_withdraw(request, amendment),
    }
    return page(request, "results/amendment.html", context, status=status)


def _may_see(change: Change, seen: set[int] | None) -> bool:
    return seen is None or change.item_id in seen


def _may_withdraw(request: MemberRequest, amendment: Amendment) -> bool:
    return access.can(request.member, "withdraw", amendment)


@opens(Amendment, "countersign", "POST")
def countersign(request: MemberRequest, amendment: Amendment) -> HttpResponse:
    """Sign an amendment second."""
    done = _("已会签，从 {about} 起生效。").format(about=amendment.about)
    return _decide(request, amendment, amending.countersign, AnswerForm(request.POST), done)


@opens(Amendment, "refuse", "POST")
def refuse(request: MemberRequest, amendment: Amendment) -> HttpResponse:
    """Refuse an amendment, with a reason."""
    done = _("已记为不同意，什么也没有变。")
    return _decide(request, amendment, amending.refuse, RefuseForm(request.POST, auto_id=REFUSING), done)


@opens(Amendment, "withdraw", "POST")
def withdraw(request: MemberRequest, amendment: Amendment) -> HttpResponse:
    """Take an amendment of one's own back."""

    def back(amendment: Amendment, *, answer: str, by: Member, at: datetime) -> None:
        amending.withdraw(amendment, by=by, at=at)

    return _decide(request, amendment, back, AnswerForm(request.POST), _("已撤回，什么也没有变。"))


def _decide(
    request: MemberRequest, amendment: Amendment, deed: Callable[..., None], form: forms.Form, said: str
) -> HttpResponse:
    """Decide on an amendment; where that does not come off, show it as it stands, with what was typed."""

    def decided(given: dict[str, Any]) -> bool:
        deed(amendment, answer=given["answer"], by=request.member, at=timezone.now())
        return True

    done, status = attempt(form, decided)
    if done:
        messages.success(request, said)
        return redirect("results:amendment", pk=amendment.pk)
    refusing = isinstance(form, RefuseForm)
    given: Forms = {"sign": AnswerForm(), "refuse": RefuseForm(auto_id=REFUSING)} | {
        "refuse" if refusing else "sign": form
    }
    stands = Amendment.everything.select_related("plan").get(pk=amendment.pk)
    return _shown(request, stands, given, status, opened=refusing)


@opens(Item, "draft", "GET", "POST")
def amend(request: MemberRequest, item: Item) -> HttpResponse:
    """Change an item: in a draft as it is, in an adopted plan by proposing an amendment; ?what= says which aspect."""
    what = request.GET.get("what", "")
    adopted = item.plan.adopted_at is not None
    context: dict[str, Any] = {
        "item": item,
        "plan": item.plan,
        "adopted": adopted,
        "kinds": [(name, form.label, form.hint) for name, form in FORMS.items()],
        "what": what,
    }
    if what not in FORMS:
        return page(request, "results/amend.html", context)
    form = FORMS[what](posted(request), item=item, member=request.member, adopted=adopted)
    done, status = attempt(form, lambda given: change(request, item.plan, form, form.kind if adopted else ""))
    if done:
        return _told(request, done, item)
    return page(request, "results/amend.html", {**context, "form": form}, status=status)


def change(
    request: MemberRequest, plan: Plan, form: Any, kind: str, at: datetime | None = None
) -> Amendment | Plan:
    """Revise a draft, or propose an amendment of an adopted plan; return which of them was changed."""
    changes, at = form.becomes(), at or timezone.now()
    if plan.adopted_at is None:
        amending.revise(plan, changes, by=request.member, at=at)
        return plan
    given = form.cleaned_data
    return amending.propose(
        plan, Proposal(kind, given["reason"], given["about"], changes), by=request.member, at=at
    )


def _told(request: MemberRequest, done: Amendment | Plan, back: Item | Plan) -> HttpResponse:
    if isinstance(done, Amendment):
        return proposed(request, done)
    messages.success(request, _("草案已改。"))
    return redirect(back)


def proposed(request: MemberRequest, amendment: Amendment) -> HttpResponse:
    """Tell that an amendment waits for its second signature, with the way to withdraw it."""
    undo = Undo(_("撤回"), reverse("results:withdraw", kwargs={"pk": amendment.pk}))
    undoable(request, _(PROPOSED), undo)
    return redirect("results:amendment", pk=amendment.pk)


@opens(Plan, "draft", "GET", "POST")
def enter(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Add an item that no sentence asks for: to a draft as it is, to an adopted plan by proposing an amendment."""
    adopted = plan.adopted_at is not None
    form = EntryForm(posted(request), plan=plan, adopted=adopted)
    done, status = attempt(form, lambda given: _enter(request, plan, form))
    if done:
        return _told(request, done, plan)
    context = {"plan": plan, "form": form, "adopted": adopted}
    return page(request, "results/enter.html", context, status=status)


def _enter(request: MemberRequest, plan: Plan, form: EntryForm) -> Amendment | Plan:
    entry, now = form.entry(), timezone.now()
    if plan.adopted_at is None:
        actions.enter(plan, entry, by=request.member, at=now)
        return plan
    given = form.cleaned_data
    proposal = Proposal(Amendment.Kind.SCOPE, given["reason"], given["about"], entries=[entry])
    return amending.propose(plan, proposal, by=request.member, at=now)


@opens(Plan, "draft", "GET", "POST")
def weights(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Weigh what stands under one item side by side; ?under= says under which, else those at the top."""
    above = list(Item.everything.filter(plan=plan, standing__leaf=False).order_by("standing__order"))
    under = _under(above, request.GET.get("under", ""))
    adopted = plan.adopted_at is not None
    form = WeightsForm(posted(request), children=children_of(plan, under), adopted=adopted)
    counting = request.POST.get("do") == "sum"
    done, status = (
        (None, 200)
        if counting
        else attempt(form, lambda given: change(request, plan, form, Amendment.Kind.SCOPE))
    )
    if done:
        return _told(request, done, plan)
    context = {
        "plan": plan,
        "above": above,
        "under": under,
        "form": form,
        "adopted": adopted,
        "counting": counting,
    }
    return page(request, "results/weights.html", context, status=status)


def _under(above: list[Item], asked: str) -> Item | None:
    """Return the item that is asked for; none for the top, and not found for what is not in the plan."""
    if not asked:
        return None
    found = next((item for item in above if str(item.pk) == asked), None)
    if found is None:
        raise Http404
    return found
