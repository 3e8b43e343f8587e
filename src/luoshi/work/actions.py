"""What people do with a report: draft, edit, submit or report at once; withdraw, sign, send back, verify, decline."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.arithmetic import milestones
from luoshi.audit.verbs import whole
from luoshi.people.models import Member, Unit
from luoshi.plans import standings
from luoshi.plans.models import Item, Owner
from luoshi.plans.turning import turn
from luoshi.work import effects, rules
from luoshi.work.claims import claim_of, measured
from luoshi.work.errors import (
    AlreadyMoved,
    InTheFuture,
    Locked,
    NoReason,
    NotOwner,
    NotYet,
    NotYours,
    OwnReport,
    StaleEdit,
    TooLate,
)
from luoshi.work.models import Period, Update
from luoshi.work.moves import Deed, leave_step, move, must_be_newest
from luoshi.work.periods import hold, takes

State = Update.State


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit reports: about which day, how much, in which words; of an item with milestones which are reached."""

    about: date
    percent: int | None
    text: str
    trouble: str = ""
    reached: frozenset[int] | None = None


@whole
def report(item: Item, claim: Claim, *, unit: Unit, by: Member, at: datetime) -> Update:
    """Report how far a unit has come with an item."""
    said = _said(item, claim, unit, at)
    period = hold(unit.organisation_id, claim.about)
    return _make(item, said, unit, Deed("report", by, at), period=period, late=takes(period, at))


@whole
def draft(item: Item, claim: Claim, *, unit: Unit, by: Member, at: datetime) -> Update:
    """Draft a report that is not handed in yet."""
    said = _said(item, claim, unit, at)
    period = hold(unit.organisation_id, claim.about)
    return _make(item, said, unit, Deed("draft", by, at), period=period)


@whole
def edit(update: Update, claim: Claim, *, version: int, by: Member, at: datetime) -> Update:
    """Change one's own draft, if it still stands as it was when one began to write."""
    _own(update, by)
    said = _said(update.item, claim, update.unit, at)
    now = Update.everything.get(pk=update.pk)
    if now.version == version:
        hold(now.unit.organisation_id, now.about)
        period = hold(now.unit.organisation_id, claim.about)
        with suppress(AlreadyMoved):
            return move(now, rules.UPDATE, Deed("edit", by, at), period=period, **said)
        now.refresh_from_db()
    raise StaleEdit(_("这份草稿已有改动或已提交，请对照现在的内容再存。"), now)


@whole
def submit(update: Update, *, by: Member, at: datetime) -> Update:
    """Hand one's own draft to the head of the unit."""
    _own(update, by)
    reached = None if update.reached is None else frozenset(milestones.keys(update.reached))
    claim = Claim(update.about, update.percent, update.text, update.trouble, reached)
    said = _said(update.item, claim, update.unit, at)  # what it makes may be another than when it was written
    return _pass(update, Deed("submit", by, at), window=True, known_at=at, percent=said["percent"])


@whole
def withdraw(update: Update, *, by: Member, at: datetime) -> Update:
    """Take one's own report back before the head has signed it."""
    _own(update, by)
    return _pass(update, Deed("withdraw", by, at))


@whole
def sign(update: Update, *, by: Member, at: datetime) -> Update:
    """Sign, as head of the unit, what it reports."""
    if by.pk == update.by_id:
        raise OwnReport(_("自己填报的进展须由他人审签。"))
    moved = _pass(update, Deed("sign", by, at), window=True, signed_by=by, signed_at=at)
    _keep_claim(update, by, at)
    return moved


@whole
def verify(update: Update, *, note: str, by: Member, at: datetime) -> Update:
    """Verify a signed report; what it shows is the results' to say."""
    if by.pk in {update.by_id, update.signed_by_id}:
        raise OwnReport(_("自己填报或审签的进展须由他人核实。"))
    return _pass(update, Deed("verify", by, at, note))


@whole
def send_back(update: Update, *, reason: str, by: Member, at: datetime) -> Update:
    """Send a report back, as head, before signing it."""
    return _return(update, "send_back", reason=reason, by=by, at=at)


@whole
def decline(update: Update, *, reason: str, by: Member, at: datetime) -> Update:
    """Send a signed report back, as the office, instead of verifying it."""
    return _return(update, "decline", reason=reason, by=by, at=at)


@transaction.atomic
def _return(update: Update, verb: str, *, reason: str, by: Member, at: datetime) -> Update:
    if not reason.strip():
        raise NoReason(_("退回须写明理由。"))
    if by.pk in {update.by_id, update.signed_by_id}:
        raise OwnReport(_("自己填报或审签的进展须由他人退回。"))
    moved = _pass(update, Deed(verb, by, at, reason.strip()))
    if verb == "decline":
        _keep_claim(update, by, at)
    return moved


def _keep_claim(update: Update, by: Member, at: datetime) -> None:
    """Keep what the units claim of an item today: the report about the latest day that is signed and not returned."""
    turn(update.item.plan, timezone.localdate(at))
    branch = standings.lock(update.item_id)
    claimed, marks = claim_of(update.item_id, branch.day)
    branch.change(own_claimed=claimed, claimed_marks=marks)
    for follow in effects.CLAIMED:
        follow(update, by, at)


def _pass(update: Update, deed: Deed, *, window: bool = False, **columns: Any) -> Update:
    """Change the state within the period that holds the update's day; what is handed in must fit its window."""
    try:
        period = hold(update.unit.organisation_id, update.about)
        if window:
            columns["late"] = takes(period, deed.at)
    except (Locked, NotYet, TooLate):
        must_be_newest(update)  # an older look may show a day that lies in another period
        raise
    return move(update, rules.UPDATE, deed, period=period, **columns)


def _make(
    item: Item, said: dict[str, Any], unit: Unit, deed: Deed, *, period: Period | None, late: bool = False
) -> Update:
    state = rules.UPDATE["", deed.verb]
    update = Update.objects.create(
        item=item,
        unit=unit,
        state=state,
        known_at=deed.at,
        by=deed.by,
        follows=_returned(item, unit),
        period=period,
        late=late,
        about=said["about"],
        percent=said["percent"],
        reached=said["reached"],
        text=said["text"],
        trouble=said["trouble"],
    )
    leave_step(update, "", state, deed)
    return update


def _returned(item: Item, unit: Unit) -> Update | None:
    """Return the last report that was sent back to the unit and that no other has followed so far."""
    followed = Update.everything.filter(follows=OuterRef("pk")).exclude(state=State.WITHDRAWN)
    sent_back = Update.everything.filter(item=item, unit=unit, state=State.RETURNED)
    return sent_back.exclude(Exists(followed)).order_by("-known_at", "-pk").first()


def _said(item: Item, claim: Claim, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return what a claim says in columns, if the unit may make it and it fits the item."""
    doing = (Owner.Role.LEAD, Owner.Role.DUTY)
    owned = Owner.everything.filter(item=item, unit=unit, role__in=doing)
    marks = owned.values_list("item__standing__milestones", flat=True).first()
    if marks is None:
        raise NotOwner(_("本单位不是这一事项的牵头或责任单位。"))
    if claim.about > timezone.localdate(at):
        raise InTheFuture(_("进展所述日期不能晚于今天。"))
    return asdict(claim) | measured(claim.percent, claim.reached, marks)


def _own(update: Update, by: Member) -> None:
    if by.pk != update.by_id:
        raise NotYours(_("只有填报人本人可以修改、提交或撤回。"))
