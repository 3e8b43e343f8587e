"""What is done about people: found an organisation and its units, enrol members, appoint, grant, revoke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Q

from luoshi.people.access import WIDTH
from luoshi.people.errors import AdministratorsApart, Foreign, TooDeep, WrongPassword
from luoshi.people.models import DEEPEST, Grant, Member, Organisation, Post, Unit
from luoshi.people.roles import ADMINISTRATORS, Reach, Role


@transaction.atomic
def found(name: str, *, short: str) -> Unit:
    """Found an organisation and return the root of its units."""
    return _place(Unit(organisation=Organisation.objects.create(name=name), name=name, short=short), "")


@transaction.atomic
def add_unit(parent: Unit, name: str, *, short: str) -> Unit:
    """Add a unit below another."""
    return _place(
        Unit(organisation_id=parent.organisation_id, parent=parent, name=name, short=short), parent.path
    )


def _place(unit: Unit, above: str) -> Unit:
    if len(above) >= WIDTH * DEEPEST:
        raise TooDeep(f"单位最多 {DEEPEST} 级。")
    # The path holds the unit's own key, which exists only once the row does.
    unit.path = f"new {unit.name}"[: WIDTH * DEEPEST]
    unit.save(force_insert=True)
    unit.path = f"{above}{unit.pk:0{WIDTH}d}"
    unit.save(update_fields=["path"])
    return unit


def enrol(unit: Unit, *, login: str, name: str, password: str) -> Member:
    """Enrol a member of a unit."""
    member = Member(unit=unit, login=login, name=name)
    member.set_password(password)
    member.save(force_insert=True)
    return member


def appoint(member: Member, title: str, *, since: date, until: date | None = None) -> Post:
    """Appoint a member to a post."""
    return Post.objects.create(member=member, title=title, since=since, until=until)


@dataclass(frozen=True, slots=True)
class Office:
    """What is granted: a role, at which unit, how far down, from when to when."""

    role: Role
    unit: Unit
    since: date
    reach: Reach = Reach.SUBTREE
    until: date | None = None


@transaction.atomic
def grant(member: Member, office: Office, *, at: datetime, by: Member | None = None) -> Grant:
    """Grant a role at a unit; of the three administrators a person is at most one."""
    if member.unit.organisation_id != office.unit.organisation_id:
        raise Foreign("不能在别的组织授权。")
    Member.everything.select_for_update().get(pk=member.pk)
    standing = Q(until__isnull=True) | Q(until__gte=office.since), Q(revoked_at__isnull=True)
    held = set(member.grants.filter(*standing, role__in=ADMINISTRATORS).values_list("role", flat=True))
    if office.role in ADMINISTRATORS and held - {office.role}:
        raise AdministratorsApart("系统、安全、审计三类管理员须由不同的人担任。")
    return Grant.objects.create(
        member=member,
        role=office.role,
        unit=office.unit,
        reach=office.reach,
        since=office.since,
        until=office.until,
        by=by,
        known_at=at,
    )


def revoke(grant: Grant, *, at: datetime, by: Member | None = None) -> None:
    """End a grant: from this moment it opens nothing."""
    Grant.objects.filter(pk=grant.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=by)


def change_password(member: Member, *, old: str, new: str) -> Member:
    """Change a password on the strength of the old one."""
    if not check_password(old, member.password):
        raise WrongPassword("现在的密码不对。")
    member.set_password(new)
    member.save(update_fields=["password"])
    return member
