"""Pages of reports: the list, one report, its paper, and the freeze."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.arithmetic.lamps import WORDS
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.plans.models import Plan
from luoshi.reports import actions
from luoshi.reports.models import Report
from luoshi.reports.telling import tell
from luoshi.web.files import attachment
from luoshi.web.http import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@members("GET")
def index(request: MemberRequest) -> HttpResponse:
    """List the reports that the member may read, and the plans of which they may freeze one."""
    reports = Report.objects.visible_to(request.member).select_related("plan", "by")
    plans = Plan.objects.visible_to(request.member, "freeze")
    return page(request, "reports/index.html", {"reports": reports, "plans": plans})


@opens(Plan, "freeze", "POST")
def freeze(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Freeze a report on a plan, as of today."""
    now = timezone.now()
    report = actions.freeze(plan, on=timezone.localdate(now), by=request.member, at=now)
    messages.success(request, _("报告已冻结，以后的变化不会改动它。"))
    return redirect(report)


@opens(Report, "read")
def report(request: MemberRequest, report: Report) -> HttpResponse:
    """Show a frozen report."""
    telling = tell(report.plan, on=report.about, known=report.known_at)
    lamps = [(lamp, _(WORDS[lamp]), number) for lamp, number in telling.lamps]
    return page(request, "reports/report.html", {"report": report, "telling": telling, "lamps": lamps})


@opens(Report, "read")
def docx(request: MemberRequest, report: Report) -> HttpResponse:
    """Give the paper of a report."""
    return attachment(bytes(report.issued.content), report.issued.name, DOCX)
