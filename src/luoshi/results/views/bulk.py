"""批量修改: several tasks of a plan at once: chosen on its page, looked at item by item, and only then changed."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.people.doors import MemberRequest, opens
from luoshi.plans import amending
from luoshi.plans.errors import NothingToUndo
from luoshi.plans.models import Amendment, Plan
from luoshi.results.bulk import BulkForm, ConfirmForm, Preview
from luoshi.results.views.amending import change, proposed
from luoshi.results.views.standing import shown
from luoshi.web.attempts import attempt
from luoshi.web.http import page
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable


@opens(Plan, "draft", "GET", "POST")
def bulk(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show what would become of the tasks that were chosen; `do` says whether that is to be done, or chosen anew."""
    if request.method != "POST":
        return _chosen_on(request, plan)
    form, do = BulkForm(request.POST, plan=plan, member=request.member), request.POST.get("do", "")
    if not form.is_valid() or do == "back":
        return shown(request, plan, form, status=422 if form.errors else 200)
    preview = Preview(form)
    if do == "drop":  # what cannot be changed in this way is left out
        form.items = [item for item in form.items if not preview.all[item.pk].faults]
        preview = Preview(form)
    adopted, now = plan.adopted_at is not None, timezone.now()
    last = ConfirmForm(request.POST if do == "confirm" else None, preview=preview, adopted=adopted)
    done, status = attempt(last, lambda given: _do(request, plan, last, now))
    if isinstance(done, Amendment):
        return proposed(request, done)
    if done:
        return _told(request, plan, preview, now)
    context = {
        "plan": plan,
        "preview": preview,
        "form": last,
        "adopted": adopted,
        "kind": Amendment.Kind(form.kind).label,
        "query": request.GET.urlencode(),
    }
    return page(request, "results/bulk.html", context, status=status)


def _do(request: MemberRequest, plan: Plan, form: ConfirmForm, now: datetime) -> Amendment | Plan:
    form.preview.must_hold(request.POST.get("seen", ""))
    return change(request, plan, form, form.preview.form.kind, now)


def _told(request: MemberRequest, plan: Plan, preview: Preview, now: datetime) -> HttpResponse:
    """Tell what was changed in a draft, with the way back where there is one."""
    number = len(preview.rows)
    said = ngettext("已改 {n} 项任务。", "已改 {n} 项任务。", number).format(n=number)
    if preview.undoable:
        url = reverse("results:undo", kwargs={"pk": plan.pk})
        undoable(request, said, Undo(_("撤回"), url, {"done": now.isoformat()}))
    else:
        messages.success(request, said)
    return _back(request, plan)


def _back(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Lead back to the plan as it was asked for."""
    asked = request.GET.copy()
    for name in ("bulk", "all"):
        asked.pop(name, None)
    return redirect(f"{plan.get_absolute_url()}{'?' if asked else ''}{asked.urlencode()}")


@opens(Plan, "draft", "POST")
def undo(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Take back what one has changed in a draft, unless it was changed since."""
    try:
        done = parse_datetime(request.POST.get("done", ""))
    except ValueError:
        done = None
    if done is None or timezone.is_naive(done):
        raise NothingToUndo(_("没有可以撤回的。"))
    amending.undo(plan, done, by=request.member, at=timezone.now())
    messages.success(request, _("已撤回，和改之前一样了。"))
    return redirect(plan)


@opens(Plan, "draft")
def shift(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Lead from the address under which due days were moved to where they are now."""
    return _chosen_on(request, plan)


def _chosen_on(request: MemberRequest, plan: Plan) -> HttpResponse:
    asked = request.GET.copy()
    asked["bulk"] = "1"
    return redirect(f"{plan.get_absolute_url()}?{asked.urlencode()}")
