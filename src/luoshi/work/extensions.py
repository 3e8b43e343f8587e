"""What is done with an extension 延期: ask before the due day, countersign, grant or refuse, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import whole
from luoshi.people.models import Member, Unit
from luoshi.plans import actions as plans
from luoshi.plans.models import Item, Owner, Schedule
from luoshi.work import rules
from luoshi.work.errors import (
    AlreadyAsked,
    BadDays,
    NoReason,
    NoText,
    NotOwner,
    NotYours,
    OwnRequest,
    TooLate,
)
from luoshi.work.models import Extension
from luoshi.work.moves import Deed, leave_step, move

State = Extension.State


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the later day, why, and how far one has come."""

    due: date
    reason: str
    progress: str


@whole
def ask(item: Item, request: Request, *, unit: Unit, by: Member, at: datetime) -> Extension:
    """Ask, as the lead unit, for a later day; before the present one has come."""
    if not Owner.everything.filter(item=item, unit=unit, role=Owner.Role.LEAD).exists():
        raise NotOwner(_("只有牵头单位可以申请延期。"))
    if not request.reason.strip():
        raise NoReason(_("申请延期须写明理由。"))
    if not request.progress.strip():
        raise NoText(_("申请延期须写明目前进展。"))
    was_due = _fits(item, request.due, at)
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                item=item,
                unit=unit,
                was_due=was_due,
                due=request.due,
                reason=request.reason.strip(),
                progress=request.progress.strip(),
                about=timezone.localdate(at),
                known_at=at,
                by=by,
            )
    except IntegrityError as twice:
        raise AlreadyAsked(_("这一事项已有待批的延期申请。")) from twice
    leave_step(extension, "", State.ASKED, Deed("ask", by, at))
    return extension


@whole
def countersign(extension: Extension, *, by: Member, at: datetime) -> Extension:
    """Countersign, as head of the unit, what it asks for."""
    if by.pk == extension.by_id:
        raise OwnRequest(_("自己提出的延期申请须由他人审签。"))
    return move(extension, rules.EXTENSION, Deed("countersign", by, at), countersigned_by=by)


@whole
def grant(extension: Extension, *, note: str = "", by: Member, at: datetime) -> Extension:
    """Grant a later day: a new schedule is appended, and the earlier ones stay known."""
    _others(extension, by)
    move(extension, rules.EXTENSION, Deed("grant", by, at, note))
    plans.extend(extension.item, extension.due, reason=extension.reason, by=by, at=at)
    return extension


@whole
def refuse(extension: Extension, *, reason: str, by: Member, at: datetime) -> Extension:
    """Refuse a later day, with the reason why."""
    _others(extension, by)
    if not reason.strip():
        raise NoReason(_("不批准延期须写明理由。"))
    return move(extension, rules.EXTENSION, Deed("refuse", by, at, reason.strip()))


@whole
def withdraw(extension: Extension, *, by: Member, at: datetime) -> Extension:
    """Take one's own request back before it is decided."""
    if by.pk != extension.by_id:
        raise NotYours(_("只有申请人本人可以撤回。"))
    return move(extension, rules.EXTENSION, Deed("withdraw", by, at))


def first_due(item: Item, known: datetime | None = None) -> date | None:
    """Return the due day that an item had first: it is what the item is assessed by, whatever was granted later."""
    return first_dues([item], known).get(item.pk)


def first_dues(items: Iterable[Item], known: datetime | None = None) -> dict[int, date]:
    """Return the first due day of each item, as known at a time, in one query."""
    rows = Schedule.everything.filter(item__in=[item.pk for item in items])
    if known is not None:
        rows = rows.filter(known_at__lte=known)
    # The earliest comes last and so is the one that stays.
    return dict(rows.order_by("-known_at", "-pk").values_list("item", "due"))


def _fits(item: Item, due: date, at: datetime) -> date:
    """Return the present due day; refuse where it has come, and where the new one does not fit."""
    last = Schedule.everything.filter(item=item, known_at__lte=at).last()
    if last is None:
        raise BadDays(_("事项还没有时限，谈不上延期。"))
    if timezone.localdate(at) >= last.due:
        raise TooLate(_("延期须在到期日之前申请。"))
    if not last.due < due <= item.plan.ends:
        raise BadDays(
            _("延期须晚于 {due}，不晚于计划结束日 {ends}。").format(due=last.due, ends=item.plan.ends)
        )
    return last.due


def _others(extension: Extension, by: Member) -> None:
    if by.pk in {extension.by_id, extension.countersigned_by_id}:
        raise OwnRequest(_("自己提出或审签的延期申请须由他人审批。"))
