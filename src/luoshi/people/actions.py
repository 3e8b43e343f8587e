"""What is done about people: enrol members, disable and enable them, appoint, grant, revoke; all verbs by one name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import tell, verb, whole
from luoshi.people import access
from luoshi.people.errors import (
    AdministratorsApart,
    AlreadyEnded,
    AlreadyThere,
    Backwards,
    Closed,
    Foreign,
    NoReason,
    NotAllowed,
    NotTheirPost,
    OwnOffice,
    WrongPassword,
)
from luoshi.people.lending import Line, Term, cut_line, delegate, draw_line, end_delegation, narrow_line
from luoshi.people.models import Grant, Member, Post, Switch, Unit
from luoshi.people.posts import Seat, appoint, end_post, head_of
from luoshi.people.roles import ADMINISTRATORS, Reach, Role
from luoshi.people.units import (
    Told,
    add_unit,
    close_unit,
    found,
    merge_units,
    move_unit,
    rename_unit,
    turn,
)

__all__ = [
    "Line",
    "Office",
    "Seat",
    "Term",
    "Told",
    "add_unit",
    "appoint",
    "change_password",
    "close_unit",
    "cut_line",
    "delegate",
    "disable",
    "draw_line",
    "enable",
    "end_delegation",
    "end_grant",
    "end_post",
    "enrol",
    "found",
    "grant",
    "head_of",
    "merge_units",
    "move_unit",
    "narrow_line",
    "rename_unit",
    "revoke",
    "turn",
]


@verb
def enrol(unit: Unit, *, login: str, name: str, password: str, by: Member | None = None) -> Member:
    """Enrol a member of a unit; without a member who does it, by the installation."""
    if by is not None and not access.can(by, "enrol", unit):
        raise NotAllowed(_("人员由系统管理员登记。"))
    _open(unit)
    member = Member(unit=unit, login=login, name=name)
    member.set_password(password)
    member.save(force_insert=True)
    return member


def _open(unit: Unit) -> None:
    if Unit.everything.filter(pk=unit.pk, until__isnull=False).exists():
        raise Closed(_("{unit}已撤销。").format(unit=unit.name))


@verb
def disable(member: Member, *, reason: str, by: Member, at: datetime) -> Member:
    """Disable a member: their sessions end, and their grants open nothing, at the next request."""
    return _switch(member, reason=reason, active=False, by=by, at=at)


@verb
def enable(member: Member, *, reason: str, by: Member, at: datetime) -> Member:
    """Enable a member again."""
    return _switch(member, reason=reason, active=True, by=by, at=at)


@transaction.atomic
def _switch(member: Member, *, reason: str, active: bool, by: Member, at: datetime) -> Member:
    if by.pk == member.pk:
        raise OwnOffice(_("不能停用或启用自己。"))
    if not access.can(by, "switch", member):
        raise NotAllowed(_("人员由系统管理员停用和启用。"))
    if not reason.strip():
        raise NoReason(_("停用、启用须写明理由。"))
    if not Member.everything.filter(pk=member.pk, is_active=not active).update(is_active=active):
        raise AlreadyThere(_("这位人员已经停用。") if not active else _("这位人员已经启用。"))
    Switch.objects.create(member=member, active=active, reason=reason.strip(), known_at=at, by=by)
    member.refresh_from_db()
    return member


@dataclass(frozen=True, slots=True)
class Office:
    """What is granted: a role, at which unit, how far down, from when to when, why; by virtue of which post, if any."""

    role: Role
    unit: Unit
    since: date
    reach: Reach = Reach.SUBTREE
    until: date | None = None
    reason: str = ""
    post: Post | None = None


@verb
def grant(member: Member, office: Office, *, at: datetime, by: Member | None = None) -> Grant:
    """Grant a role at a unit; nobody does so to themselves, and of the three administrators a person is one at a time."""
    if member.unit.organisation_id != office.unit.organisation_id:
        raise Foreign(_("不能在别的组织授权。"))
    if by is not None:
        _may_grant(by, office.unit)
        if by.pk == member.pk:
            raise OwnOffice(_("不能给自己授权。"))
    _open(office.unit)
    until = _until(member, office)
    if until is not None and until < office.since:
        raise Backwards(_("授权的止日不能早于起日。"))
    Member.everything.select_for_update().get(pk=member.pk)
    _apart(member, office)
    return Grant.objects.create(
        member=member,
        role=office.role,
        unit=office.unit,
        reach=office.reach,
        since=office.since,
        until=until,
        reason=office.reason,
        post=office.post,
        by=by,
        known_at=at,
    )


def _until(member: Member, office: Office) -> date | None:
    """Return the last day of what is granted: a role by virtue of a post ends with it at the latest."""
    if office.post is None:
        return office.until
    if office.post.member_id != member.pk:
        raise NotTheirPost(_("这一职务由他人担任。"))
    return min((day for day in (office.until, office.post.until) if day), default=None)


def _may_grant(by: Member, unit: Unit) -> None:
    if not access.can(by, "grant", unit):
        raise NotAllowed(_("授权由安全管理员办理。"))


def _apart(member: Member, office: Office) -> None:
    """Refuse a second administrator's role on any day on which the member has, or will have, another."""
    if office.role not in ADMINISTRATORS:
        return
    days = Q(until__isnull=True) | Q(until__gte=office.since)
    if office.until is not None:
        days &= Q(since__lte=office.until)
    others = member.grants.filter(days, role__in=ADMINISTRATORS - {office.role}, revoked_at__isnull=True)
    if others.exists():
        raise AdministratorsApart(_("系统、安全、审计三类管理员须由不同的人担任。"))


@verb
def revoke(grant: Grant, *, at: datetime, by: Member | None = None) -> None:
    """End a grant: from this moment it opens nothing, to nobody to whom it was lent either."""
    if by is not None:
        _may_grant(by, grant.unit)
    Grant.objects.filter(pk=grant.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=by)


@verb
def end_grant(grant: Grant, *, on: date, at: datetime, by: Member | None = None) -> Grant:
    """Let a grant end on a day, its last, that is earlier than was said."""
    if by is not None:
        _may_grant(by, grant.unit)
    if on < grant.since:
        raise Backwards(_("授权的止日不能早于起日。"))
    standing = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=on), pk=grant.pk, revoked_at=None)
    if not standing.update(until=on, ended_at=at, ended_by=by):
        raise AlreadyEnded(_("这项授权届时已经终止。"))
    grant.refresh_from_db()
    return grant


@whole
def change_password(member: Member, *, old: str, new: str) -> Member:
    """Change a password on the strength of the old one; all other sessions end."""
    if not check_password(old, member.password):
        raise WrongPassword(_("现在的密码不对。"))
    member.set_password(new)
    member.save(update_fields=["password"])
    tell("people.change_password", member, by=member, at=timezone.now())
    return member
