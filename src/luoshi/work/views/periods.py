"""期的页面: the list with each window, a new one, and each with what was handed in and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.people import access
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.models import Unit
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted
from luoshi.work import periods, rules
from luoshi.work.errors import NotRoot
from luoshi.work.forms import BareForm, PeriodForm, ReopenForm
from luoshi.work.models import Period, Update
from luoshi.work.views.acts import Tried, Verb, doors, lost, offers, told

WINDOWS = {
    rules.Window.EARLY: _("未到开报日"),
    rules.Window.TIMELY: _("正在填报"),
    rules.Window.LATE: _("补报中"),
    rules.Window.OVER: _("已过补报截止日"),
}
DONE = {"open_period": _("设期"), "lock": _("锁定"), "certify": _("定案"), "reopen": _("重新开放")}
VERBS = {
    "lock": Verb(
        _("锁定"),
        BareForm,
        periods.lock,
        _("已锁定，本期不再收、不再改。"),
        main=True,
        hint=_("锁定后本期不再收、不再改，须由校领导重新开放。"),
    ),
    "certify": Verb(
        _("定案"),
        BareForm,
        periods.certify,
        _("已定案，本期已核实的进展一并定案。"),
        main=True,
        hint=_("定案后本期已核实的进展不再改。"),
    ),
    "reopen": Verb(
        _("重新开放"),
        ReopenForm,
        periods.reopen,
        _("已重新开放。"),
    ),
}
HANDED_IN = Q(state__in=("reported", "signed", "verified", "certified", "returned"))


def window(period: Period) -> str:
    """Say in words where today stands in the window of a period, or that the period takes nothing."""
    if period.state != Period.State.OPEN:
        return str(period.get_state_display())
    where = rules.window(period.opens, period.due, period.late_until, timezone.localdate())
    return str(WINDOWS[where])


@members("GET", action="read", model=Period)
def index(request: MemberRequest) -> HttpResponse:
    """List the periods of the organisation."""
    found = Period.objects.visible_to(request.member)
    context = {
        "rows": [(period, window(period)) for period in found],
        "may_open": access.may_somewhere(request.member, "open_period", Unit),
    }
    return page(request, "work/periods.html", context)


@members("GET", "POST", action="open_period", model=Unit)
def open_period(request: MemberRequest) -> HttpResponse:
    """Open a period."""
    form = PeriodForm(posted(request))

    def deed(given: dict[str, Any]) -> Period:
        root = Unit.objects.visible_to(request.member, "open_period").filter(parent=None).first()
        if root is None:
            raise NotRoot(gettext("期由整个组织统一设定，您的岗位只管其中一部分。"))
        return periods.open_period(
            root, form.days(), name=given["name"], by=request.member, at=timezone.now()
        )

    done, status = attempt(form, deed)
    if done:
        messages.success(request, gettext("已设{name}。").format(name=done.name))
        return redirect(done)
    return page(request, "work/period_new.html", {"form": form}, status=status)


@opens(Period, "read")
def show(request: MemberRequest, period: Period) -> HttpResponse:
    """Show a period: its days, what has been handed in as far as the member may see, and its life."""
    return _page(request, period, None)


def _page(request: MemberRequest, period: Period, tried: Tried | None) -> HttpResponse:
    found = Period.everything.get(pk=period.pk)
    handed_in = Update.objects.visible_to(request.member).filter(HANDED_IN, period=found)
    counted = handed_in.order_by().values("state").annotate(number=Count("pk"))
    numbers = {row["state"]: row["number"] for row in counted}
    offered = offers(found, rules.PERIOD, VERBS, request.member, tried)
    context = {
        "period": found,
        "window": window(found),
        "numbers": [
            (Update.State(state).label, numbers[state]) for state in Update.State.values if state in numbers
        ],
        "number": sum(numbers.values()),
        "late": handed_in.filter(late=True).count(),
        "steps": told(found, rules.PERIOD, DONE),
        "offers": offered,
        "lost": lost(tried, offered),
    }
    return page(request, "work/period.html", context, status=tried.status if tried else 200)


DOORS = doors(Period, VERBS, _page)
