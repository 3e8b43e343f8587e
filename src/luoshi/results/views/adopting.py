"""通过计划: what a plan holds that is about to be adopted, what is missing in it, and what follows from adopting it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.people.doors import MemberRequest, opens
from luoshi.plans import actions
from luoshi.plans.models import Basis, Item, Plan
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted


@opens(Plan, "adopt", "GET", "POST")
def adopt(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Adopt a plan, after a look at what follows."""
    form = forms.Form(posted(request))
    done, status = attempt(form, lambda given: _adopt(request, plan))
    if done:
        messages.success(request, _("计划已通过。今后的改动要提出调整，由另一个人会签。"))
        return redirect(plan)
    leaves = Item.everything.filter(plan=plan, standing__leaf=True, fate=Item.Fate.LIVE)
    bare = Basis.everything.filter(item=OuterRef("pk"))
    context = {
        "plan": plan,
        "form": form,
        "tasks": leaves.count(),
        "missing": [
            (_("没有牵头单位"), leaves.filter(standing__lead=None)[:FEW]),
            (_("没有时限"), leaves.filter(standing__due=None)[:FEW]),
            (_("没有依据的句子"), leaves.filter(~Exists(bare))[:FEW]),
        ],
    }
    return page(request, "results/adopt.html", context, status=status)


FEW = 20


def _adopt(request: MemberRequest, plan: Plan) -> Plan:
    actions.adopt(plan, by=request.member, at=timezone.now())
    return plan
