"""权限所及: what a member holds today, their own and lent, and the lines that their units supervise.

Read anew on each request, in one query for all grants and one for the lines, the second only where a rule asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from luoshi.people.roles import ADMINISTRATORS, Role
from luoshi.people.rule import Place, Rule

if TYPE_CHECKING:
    from luoshi.people.models import Grant, Member, SupervisionLine

LENT = {"lent_to": "to", "lent_since": "since", "lent_until": "until", "lent_revoked": "revoked_at"}


class Lending(NamedTuple):
    """That a role was lent to somebody, until a moment."""

    giver: int
    to: int
    role: str
    ends: datetime


class Holdings(NamedTuple):
    """With which grants a member may act today, and to whom they, or who has lent to them, have ever lent any."""

    grants: list[Grant]
    lendings: list[Lending]


def holding(today: date) -> Q:
    """Say which delegations and lines hold on a day."""
    return Q(Q(until__isnull=True) | Q(until__gte=today), since__lte=today, revoked_at__isnull=True)


def of(member: Member) -> Holdings:
    """Return what the member holds today; read once a request."""
    if not hasattr(member, "holdings_today"):
        member.holdings_today = _read(member, timezone.localdate()) if member.is_active else Holdings([], [])
    return member.holdings_today


def grants(member: Member) -> list[Grant]:
    """Return the grants with which the member may act today: their own, and others' that are lent to them."""
    return of(member).grants


def lendings(member: Member) -> list[Lending]:
    """Return what the member, and who has lent to them, have ever lent."""
    return of(member).lendings


def _read(member: Member, today: date) -> Holdings:
    """Read in one query all grants of the member and of who lends to them, each with to whom it was ever lent."""
    borrowed = member.borrowed.filter(holding(today))
    # Not an OR of the two: it would read every grant that there is.
    own = type(member)._default_manager.order_by().filter(pk=member.pk).values("pk")
    givers = own.union(borrowed.order_by().values("grant__member"))
    rows = member.grants.model._default_manager.filter(member__in=givers).select_related("unit", "member")
    lent = {name: F(f"delegations__{column}") for name, column in LENT.items()}
    found: dict[int, Grant] = {}
    lendings = []
    grant: Any  # with the columns of the delegation beside its own
    for grant in rows.annotate(**lent).order_by("pk"):
        if grant.lent_to is not None:
            lendings.append(Lending(grant.member_id, grant.lent_to, grant.role, _end(grant)))
        mine = grant.member_id == member.pk or (grant.lent_to == member.pk and _is_lent(grant, today))
        if mine and _holds(grant, today):
            found[grant.pk] = grant
    return Holdings(list(found.values()), lendings)


def _holds(grant: Grant, today: date) -> bool:
    """Tell whether a grant holds; that of a member who is disabled, or at a unit that is closed, holds for nobody."""
    if grant.revoked_at is not None or not grant.member.is_active or grant.unit.until is not None:
        return False
    return grant.since <= today and (grant.until is None or grant.until >= today)


def _is_lent(grant: Any, today: date) -> bool:
    holds = grant.lent_revoked is None and grant.lent_since <= today <= grant.lent_until
    return holds and grant.role not in ADMINISTRATORS


def _end(grant: Any) -> datetime:
    """Return the last moment at which what is lent could be used."""
    midnight = timezone.make_aware(datetime.combine(grant.lent_until + timedelta(days=1), time()))
    last: datetime = midnight - timedelta(microseconds=1)
    return last if grant.lent_revoked is None else min(last, grant.lent_revoked)


def giver(member: Member, grant: Grant) -> Member | None:
    """Return who has lent this grant to the member; None where it is the member's own."""
    return None if grant.member_id == member.pk else grant.member


def lines(member: Member) -> list[tuple[Grant, SupervisionLine]]:
    """Return the lines of the units at which the member supervises, each with the grant that says so."""
    if not hasattr(member, "lines_today"):
        member.lines_today = _lines(member)
    return member.lines_today


def _lines(member: Member) -> list[tuple[Grant, SupervisionLine]]:
    at: dict[int, list[Grant]] = defaultdict(list)
    for grant in grants(member):
        if grant.role == Role.SUPERVISOR:
            at[grant.unit_id].append(grant)
    if not at:
        return []
    rows = apps.get_model("people.SupervisionLine")._default_manager.select_related("subject")
    drawn = rows.filter(holding(timezone.localdate()), supervisor__in=at, subject__until__isnull=True)
    return [(grant, line) for line in drawn for grant in at[line.supervisor_id]]


def places(member: Member, rule: Rule) -> Iterator[tuple[Member | None, Place]]:
    """Yield where a rule opens something to a member, and by whose right if not by their own."""
    if not rule.line:
        for grant in grants(member):
            if grant.role in rule.roles:
                yield giver(member, grant), Place(grant.unit.path, grant.reach)
        return
    for grant, line in lines(member):
        words = tuple(line.words.split())
        if rule.line in line.capabilities.split() and (rule.topic or not words):
            yield giver(member, grant), Place(line.subject.path, line.reach, words)
