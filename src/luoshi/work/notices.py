"""What is done with a notice 督办单: draft, issue with a number, receive, plan, reply, have it redone, close, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import whole
from luoshi.people.models import Member, Organisation, Unit
from luoshi.plans.models import Item
from luoshi.work import rules
from luoshi.work.errors import BadDays, Foreign, NoReason, NoText, OwnReply
from luoshi.work.models import Notice, NoticeStep
from luoshi.work.moves import Deed, leave_step, move

State = Notice.State


@dataclass(frozen=True, slots=True)
class Demand:
    """What a notice says: of which matter, what is demanded, on what grounds, how urgently, of which kind; and by which day, where the kind's limit is not meant."""

    subject: str
    text: str
    clock: str
    source: str = ""
    urgency: str = Notice.Urgency.PLAIN
    due: date | None = None


@whole
def draft(unit: Unit, demand: Demand, *, item: Item | None = None, by: Member, at: datetime) -> Notice:
    """Draft a notice to a unit, on an item or on none."""
    named = [by.unit, *([item.plan.unit] if item else [])]
    if any(one.organisation_id != unit.organisation_id for one in named):
        raise Foreign(_("督办单的主办单位与事项须属于本组织。"))
    if not (demand.subject.strip() and demand.text.strip()):
        raise NoText(_("督办事项和办理要求不能为空。"))
    notice = Notice.objects.create(
        organisation=unit.organisation,
        unit=unit,
        item=item,
        subject=demand.subject.strip(),
        demand=demand.text.strip(),
        source=demand.source,
        urgency=demand.urgency,
        clock=demand.clock,
        due=demand.due,
        about=timezone.localdate(at),
        known_at=at,
        by=by,
    )
    leave_step(notice, "", State.DRAFTED, Deed("draft", by, at))
    return notice


@whole
def issue(notice: Notice, *, by: Member, at: datetime) -> Notice:
    """Issue a notice: it takes the next number of the organisation's year, and the unit's clocks begin to run."""
    day = timezone.localdate(at)
    if notice.due and notice.due < day:
        raise BadDays(_("办结时限不能早于交办日。"))
    deed = Deed("issue", by, at, step={"due": notice.due})
    return move(notice, rules.NOTICE, deed, year=day.year, number=_next_number(notice, day.year))


@whole
def receive(notice: Notice, *, by: Member, at: datetime) -> Notice:
    """Sign for a notice, on behalf of the unit that it is addressed to."""
    return move(notice, rules.NOTICE, Deed("receive", by, at))


@whole
def reply(notice: Notice, *, text: str, by: Member, at: datetime) -> Notice:
    """Reply to a notice with what was done."""
    if not text.strip():
        raise NoText(_("反馈须写明办理情况。"))
    return move(notice, rules.NOTICE, Deed("reply", by, at, text.strip()), replied_by=by)


@whole
def plan(notice: Notice, *, text: str, until: date, by: Member, at: datetime) -> Notice:
    """Reply to a notice with a plan: how it will be done, and by which day, which counts from then on."""
    if not text.strip():
        raise NoText(_("方案须写明怎样办理。"))
    if until < timezone.localdate(at):
        raise BadDays(_("方案的办结日不能早于今天。"))
    return move(notice, rules.NOTICE, Deed("plan", by, at, text.strip(), {"due": until}), replied_by=by)


@whole
def redo(notice: Notice, *, reason: str, due: date | None = None, by: Member, at: datetime) -> Notice:
    """Have a notice redone, by a new day if one is given; a plan that is sent back sets no day."""
    _others(notice, by)
    if not reason.strip():
        raise NoReason(_("退回重办须写明理由。"))
    if due and due < timezone.localdate(at):
        raise BadDays(_("办结时限不能早于今天。"))
    deed = Deed("redo", by, at, reason.strip(), {"due": due})
    return move(notice, rules.NOTICE, deed, due=due or notice.due)


@whole
def close(notice: Notice, *, note: str = "", by: Member, at: datetime) -> Notice:
    """Close a notice on the strength of its reply."""
    _others(notice, by)
    return move(notice, rules.NOTICE, Deed("close", by, at, note))


@whole
def withdraw(notice: Notice, *, reason: str, by: Member, at: datetime) -> Notice:
    """Withdraw a notice that has no reply; its number stays its own."""
    if not reason.strip():
        raise NoReason(_("撤销须写明理由。"))
    return move(notice, rules.NOTICE, Deed("withdraw", by, at, reason.strip()))


def _others(notice: Notice, by: Member) -> None:
    """Refuse whoever has ever replied to the notice, with a plan or a report."""
    replies = (State.REPLIED, State.PLANNED)
    if NoticeStep.everything.filter(notice=notice, became__in=replies, by=by).exists():
        raise OwnReply(_("自己反馈的督办单须由他人核查。"))


def _next_number(notice: Notice, year: int) -> int:
    """Return the next number of the year; the organisation's row is held, so that no two take the same."""
    Organisation.everything.select_for_update(no_key=True).get(pk=notice.organisation_id)
    numbers = Notice.everything.filter(organisation=notice.organisation_id, year=year)
    return int(numbers.aggregate(last=Max("number"))["last"] or 0) + 1
