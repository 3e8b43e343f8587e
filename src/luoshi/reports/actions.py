"""What people do with reports: freeze."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import override

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
    title = f"关于《{plan.name}》落实情况的报告"  # zh: kept in the database and printed
    issued = keep(_paper(plan, on, at), f"{title} {on}.docx", "docx")
    return Report.objects.create(
        plan=plan, title=title, template=paper.VERSION, issued=issued, about=on, known_at=at, by=by
    )


def again(report: Report) -> bytes:
    """Write a frozen report once more from the facts; it must come out as it was issued, byte for byte."""
    return _paper(report.plan, report.about, report.known_at)


def _paper(plan: Plan, on: date, known: datetime) -> bytes:
    """Write the paper in the installation's language, whichever the reader's is."""
    with override(settings.LANGUAGE_CODE):
        return paper.docx(tell(plan, on=on, known=known))
