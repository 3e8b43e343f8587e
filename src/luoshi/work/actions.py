"""What people do with a report: report, sign, send back, verify, decline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.arithmetic.shares import PERCENT
from luoshi.people.models import Member, Unit
from luoshi.plans import standings
from luoshi.plans.models import Item, Owner
from luoshi.plans.turning import turn
from luoshi.work.errors import AlreadyMoved, InTheFuture, NoReason, NotOwner, OwnReport
from luoshi.work.models import Step, Update

State = Update.State


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit reports: about which day, how much, in which words."""

    about: date
    percent: int
    text: str
    trouble: str = ""


@transaction.atomic
def report(item: Item, claim: Claim, *, unit: Unit, by: Member, at: datetime) -> Update:
    """Report how far a unit has come with an item."""
    if not Owner.everything.filter(
        item=item, unit=unit, role__in=(Owner.Role.LEAD, Owner.Role.DUTY)
    ).exists():
        raise NotOwner("本单位不是这一事项的牵头或责任单位。")
    if claim.about > timezone.localdate(at):
        raise InTheFuture("进展所述日期不能晚于今天。")
    update = Update.objects.create(
        item=item,
        unit=unit,
        about=claim.about,
        percent=claim.percent,
        text=claim.text,
        trouble=claim.trouble,
        known_at=at,
        by=by,
    )
    _leave_step(update, "", State.REPORTED, by=by, at=at)
    return update


@transaction.atomic
def sign(update: Update, *, by: Member, at: datetime) -> Update:
    """Sign, as head of the unit, what it reports."""
    if by.pk == update.by_id:
        raise OwnReport("自己填报的进展须由他人审签。")
    moved = _move(update, State.REPORTED, State.SIGNED, by=by, at=at, signed_by=by, signed_at=at)
    _keep_claim(update.item, at)
    return moved


@transaction.atomic
def verify(update: Update, *, note: str, by: Member, at: datetime) -> Update:
    """Verify a signed report; what it shows is the results' to say."""
    if by.pk in {update.by_id, update.signed_by_id}:
        raise OwnReport("自己填报或审签的进展须由他人核实。")
    return _move(update, State.SIGNED, State.VERIFIED, by=by, at=at, note=note)


def send_back(update: Update, *, reason: str, by: Member, at: datetime) -> Update:
    """Send a report back, as head, before signing it."""
    return _return(update, State.REPORTED, reason=reason, by=by, at=at)


def decline(update: Update, *, reason: str, by: Member, at: datetime) -> Update:
    """Send a signed report back, as the office, instead of verifying it."""
    return _return(update, State.SIGNED, reason=reason, by=by, at=at)


@transaction.atomic
def _return(update: Update, was: str, *, reason: str, by: Member, at: datetime) -> Update:
    if not reason.strip():
        raise NoReason("退回须写明理由。")
    if by.pk in {update.by_id, update.signed_by_id}:
        raise OwnReport("自己填报或审签的进展须由他人退回。")
    moved = _move(update, was, State.RETURNED, by=by, at=at, note=reason.strip())
    if was == State.SIGNED:
        _keep_claim(update.item, at)
    return moved


def _keep_claim(item: Item, at: datetime) -> None:
    """Keep what the units claim of an item today: the report about the latest day that is signed and not returned."""
    turn(item.plan, timezone.localdate(at))
    standings.change(item.pk, own_claimed=lambda day: _claim(item, day))


def _claim(item: Item, day: date) -> int | None:
    signed = Update.everything.filter(item=item, signed_at__isnull=False, about__lte=day)
    last = signed.exclude(state=State.RETURNED).order_by("-about", "-signed_at", "percent")
    percent = last.values_list("percent", flat=True).first()
    return None if percent is None else percent * PERCENT


def _move(
    update: Update, was: str, became: str, *, by: Member, at: datetime, note: str = "", **columns: Any
) -> Update:
    """Change the state if nobody was here first, and leave a step."""
    if not Update.everything.filter(pk=update.pk, state=was).update(state=became, **columns):
        raise AlreadyMoved("这份进展刚由他人办过，请刷新后查看。")
    _leave_step(update, was, became, by=by, at=at, note=note)
    update.refresh_from_db()
    return update


def _leave_step(update: Update, was: str, became: str, *, by: Member, at: datetime, note: str = "") -> None:
    Step.objects.create(
        update_of=update, was=was, became=became, note=note, about=timezone.localdate(at), known_at=at, by=by
    )
