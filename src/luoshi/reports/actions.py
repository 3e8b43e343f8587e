"""What people do with reports: freeze."""

from __future__ import annotations

from datetime import date, datetime

from luoshi.audit.verbs import verb
from luoshi.documents.actions import keep
from luoshi.people.models import Member
from luoshi.plans.models import Plan
from luoshi.reports import paper
from luoshi.reports.models import Report
from luoshi.reports.telling import tell


@verb
def freeze(plan: Plan, *, on: date, by: Member, at: datetime) -> Report:
    """Freeze what is told of a plan on D as known now, and keep the paper as it was issued."""
    title = f"关于《{plan.name}》落实情况的报告"
    issued = keep(paper.docx(tell(plan, on=on, known=at)), f"{title} {on}.docx", "docx")
    return Report.objects.create(
        plan=plan, title=title, template=paper.VERSION, issued=issued, about=on, known_at=at, by=by
    )


def again(report: Report) -> bytes:
    """Write a frozen report once more from the facts; it must come out as it was issued, byte for byte."""
    return paper.docx(tell(report.plan, on=report.about, known=report.known_at))
