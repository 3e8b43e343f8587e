"""督办单的页面: the list, a new one, and each with its life, its clocks and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.notices import Running
from luoshi.people import access
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.people.forms import key_of
from luoshi.people.models import Unit
from luoshi.people.units import standing
from luoshi.plans.models import Item, Owner
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted
from luoshi.work import notices, rules
from luoshi.work.calendars import calendar
from luoshi.work.dials import Dial, dial
from luoshi.work.forms import BareForm, NoteForm, NoticeForm, PlanForm, ReasonForm, RedoForm, ReplyForm
from luoshi.work.models import Notice
from luoshi.work.models.notices import NoticeQuerySet
from luoshi.work.views.acts import Tried, Verb, doors, lost, offers, told

A_PAGE = 30
OVER = ("closed", "withdrawn")  # nothing is waited for any more

DONE = {
    "draft": _("拟办"),
    "issue": _("交办"),
    "receive": _("签收"),
    "reply": _("报办结"),
    "plan": _("报方案"),
    "redo": _("退回重办"),
    "close": pgettext_lazy("deed", "办结"),
    "withdraw": pgettext_lazy("deed", "撤销"),
}
VERBS = {
    "issue": Verb(
        _("交办"),
        BareForm,
        notices.issue,
        _("已交办，主办单位的时限开始计时。"),
        main=True,
        hint=_("交办即编号；主办单位 3 个工作日内须反馈。"),
    ),
    "receive": Verb(_("签收"), BareForm, notices.receive, _("已签收。"), main=True),
    "reply": Verb(
        _("报办结"),
        ReplyForm,
        notices.reply,
        _("已反馈，等督查核查。"),
        main=True,
        hint=_("报办结后停止计时，由督查核查。"),
    ),
    "plan": Verb(
        _("报方案"),
        PlanForm,
        notices.plan,
        _("方案已报，此后按方案的办结日计时。"),
    ),
    "close": Verb(
        _("同意办结"),
        NoteForm,
        notices.close,
        _("已办结。"),
        main=True,
    ),
    "redo": Verb(
        _("退回重办"),
        RedoForm,
        notices.redo,
        _("已退回重办，并告知理由。"),
    ),
    "withdraw": Verb(
        pgettext_lazy("deed", "撤销"),
        ReasonForm,
        notices.withdraw,
        _("已撤销。"),
        hint=_("撤销后不再计时，编号不再用。"),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A notice with its clocks; None of what was withdrawn."""

    notice: Notice
    clocks: Running | None
    dial: Dial | None


def rows(notices: NoticeQuerySet, member_calendar: Any) -> list[Row]:
    """Read the clocks of some notices today, in one query."""
    now, today = timezone.now(), timezone.localdate()
    found = list(notices.select_related("unit"))
    clocks = Notice.everything.filter(pk__in=[one.pk for one in found]).clocks(today, now, member_calendar)
    return [_row(one, clocks.get(one.pk), member_calendar) for one in found]


def _row(notice: Notice, clocks: Running | None, calendar: Any) -> Row:
    face = dial(clocks, notice.about, calendar, timezone.localdate()) if clocks else None
    return Row(notice, clocks, face)


@members("GET", action="read", model=Notice)
def index(request: MemberRequest) -> HttpResponse:
    """List the notices that the member may read, those that wait for somebody unless all are asked for."""
    whole = request.GET.get("all") == "1"
    seen = Notice.objects.visible_to(request.member)
    asked = seen if whole else seen.exclude(state__in=OVER)
    shown = Paginator(asked.order_by("-known_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    keys = [one.pk for one in shown.object_list]
    listed = Notice.everything.filter(pk__in=keys).order_by("-known_at", "-pk")
    context = {
        "rows": rows(listed, calendar(request.member.organisation)),
        "page": shown,
        "all": whole,
        "may_draft": access.may_somewhere(request.member, "notify", Unit),
    }
    return page(request, "work/notices.html", context)


@members("GET", "POST", action="notify", model=Unit)
def draft(request: MemberRequest) -> HttpResponse:
    """Draft a notice, on an item if the address names one."""
    now, items = timezone.now(), Item.objects.visible_to(request.member)
    units = standing(Unit.objects.visible_to(request.member, "notify"), timezone.localdate())
    key = key_of(request.POST.get("item") or request.GET.get("item") or "")
    item = items.filter(pk=key).select_related("plan").first() if key else None
    form = NoticeForm(posted(request), units=units, items=items, initial=_first(item))
    done, status = attempt(
        form,
        lambda given: notices.draft(
            given["unit"], form.demanded(), item=given["item"], by=request.member, at=now
        ),
    )
    if done:
        messages.success(request, gettext("已拟好，请核对后交办。"))
        return redirect(done)
    return page(request, "work/notice_new.html", {"form": form, "item": item}, status=status)


def _first(item: Item | None) -> dict[str, Any]:
    """Return what a notice on an item says at first: to its lead unit, of its title, on its plan."""
    if item is None:
        return {}
    lead = Owner.everything.filter(item=item, role=Owner.Role.LEAD).values_list("unit", flat=True).first()
    return {"item": item.pk, "unit": lead, "subject": item.title, "source": f"{item.plan.name} {item.code}"}


@opens(Notice, "read")
def show(request: MemberRequest, notice: Notice) -> HttpResponse:
    """Show a notice, its life and its clocks."""
    return _page(request, notice, None)


def _page(request: MemberRequest, notice: Notice, tried: Tried | None) -> HttpResponse:
    member, today = request.member, timezone.localdate()
    days = calendar(member.organisation)
    # Anew: a deed that failed may have left its mark on what the door had fetched.
    found = Notice.everything.select_related("unit", "item", "by__unit").get(pk=notice.pk)
    clocks = Notice.everything.filter(pk=notice.pk).clocks(today, timezone.now(), days).get(notice.pk)
    offered = offers(found, rules.NOTICE, VERBS, member, tried)
    context = {
        "notice": found,
        "item": found.item if found.item and access.can(member, "read", found.item) else None,
        "row": _row(found, clocks, days),
        "steps": told(found, rules.NOTICE, DONE),
        "offers": offered,
        "lost": lost(tried, offered),
    }
    return page(request, "work/notice.html", context, status=tried.status if tried else 200)


DOORS = doors(Notice, VERBS, _page)
