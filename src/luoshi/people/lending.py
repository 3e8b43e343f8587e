"""委托与督查条线: a member lends a grant; a unit supervises another beside the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people import access
from luoshi.people.errors import (
    AlreadyEnded,
    Backwards,
    Closed,
    Foreign,
    NoCapability,
    NoReason,
    NotAllowed,
    NotDelegable,
    Outlasting,
    OwnLine,
    OwnOffice,
)
from luoshi.people.models import Delegation, Grant, Member, SupervisionLine, Unit
from luoshi.people.roles import ADMINISTRATORS, Capability, Reach


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which something is lent, and why."""

    since: date
    until: date
    reason: str


@verb
def delegate(grant: Grant, to: Member, term: Term, *, by: Member, at: datetime) -> Delegation:
    """Lend one of one's own grants to another for a time."""
    grant = Grant.objects.select_for_update().select_related("member__unit").get(pk=grant.pk)
    if grant.member_id != by.pk:
        raise NotDelegable(_("只能委托自己的权限；受托得来的权限不能再委托。"))
    if grant.role in ADMINISTRATORS:
        raise NotDelegable(_("系统、安全、审计三类管理员的权限不能委托。"))
    if to.pk == by.pk:
        raise OwnOffice(_("不能委托给自己。"))
    if to.unit.organisation_id != grant.member.unit.organisation_id:
        raise Foreign(_("不能委托给别的组织的人。"))
    if not term.reason.strip():
        raise NoReason(_("委托须写明理由。"))
    _fits(grant, term, at)
    return Delegation.objects.create(
        grant=grant,
        to=to,
        since=term.since,
        until=term.until,
        reason=term.reason.strip(),
        by=by,
        known_at=at,
    )


def _fits(grant: Grant, term: Term, at: datetime) -> None:
    if term.until < term.since or term.until < timezone.localdate(at):
        raise Backwards(_("委托的止日不能早于起日，也不能已经过去。"))
    outlasts = grant.until is not None and term.until > grant.until
    if grant.revoked_at is not None or outlasts or term.since < grant.since:
        raise Outlasting(_("委托不能超出所委托权限的起止日期。"))


@verb
def end_delegation(delegation: Delegation, *, by: Member, at: datetime) -> None:
    """End a delegation at once: by who lent, by who borrowed, or by the security administrator."""
    grant = delegation.grant
    if by.pk not in {grant.member_id, delegation.to_id} and not access.can(by, "grant", grant.unit):
        raise NotAllowed(_("委托由委托人、受托人或安全管理员终止。"))
    standing = Delegation.objects.filter(pk=delegation.pk, revoked_at__isnull=True)
    if not standing.update(revoked_at=at, revoked_by=by):
        raise AlreadyEnded(_("这项委托已经终止。"))


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is about: which unit or subtree, which words, what its holders may do, from when to when."""

    subject: Unit
    since: date
    reach: Reach = Reach.SUBTREE
    words: str = ""
    capabilities: Iterable[str] = (Capability.READ,)
    until: date | None = None


@verb
def draw_line(supervisor: Unit, line: Line, *, at: datetime, by: Member | None = None) -> SupervisionLine:
    """Let a unit supervise another, or a line of its work; without a member, by the installation."""
    units = {unit.pk: unit for unit in Unit.everything.filter(pk__in=(supervisor.pk, line.subject.pk))}
    if len(units) < 2:
        raise OwnLine(_("单位不能督查自己。"))
    if len({unit.organisation_id for unit in units.values()}) > 1:
        raise Foreign(_("督查条线不能跨组织。"))
    if any(unit.until for unit in units.values()):
        raise Closed(_("督查单位或对象单位已撤销。"))
    if line.until is not None and line.until < line.since:
        raise Backwards(_("督查条线的止日不能早于起日。"))
    if by is not None and not all(access.can(by, "grant", unit) for unit in units.values()):
        raise NotAllowed(_("督查条线由安全管理员设立。"))
    return SupervisionLine.objects.create(
        supervisor=supervisor,
        subject=line.subject,
        reach=line.reach,
        words=" ".join(line.words.split()),
        capabilities=_spelled(line.capabilities),
        since=line.since,
        until=line.until,
        by=by,
        known_at=at,
    )


def _spelled(capabilities: Iterable[str]) -> str:
    """Spell a set of capabilities; whoever may do anything at all may read."""
    given = {Capability.READ.value, *capabilities}
    if given - set(Capability.values):
        raise NoCapability(_("督查条线只能查看、批注、退回、核实。"))
    return " ".join(one for one in Capability.values if one in given)


@verb
def narrow_line(
    line: SupervisionLine, capabilities: Iterable[str], *, at: datetime, by: Member | None = None
) -> SupervisionLine:
    """Give a line other capabilities: it is cut, and drawn anew."""
    cut_line(line, at=at, by=by)
    again = Line(
        line.subject,
        max(line.since, timezone.localdate(at)),
        Reach(line.reach),
        line.words,
        capabilities,
        line.until,
    )
    return draw_line(line.supervisor, again, at=at, by=by)


@verb
def cut_line(line: SupervisionLine, *, at: datetime, by: Member | None = None) -> None:
    """Cut a line: from this moment it opens nothing."""
    if by is not None and not access.can(by, "grant", line.supervisor):
        raise NotAllowed(_("督查条线由安全管理员撤销。"))
    standing = SupervisionLine.objects.filter(pk=line.pk, revoked_at__isnull=True)
    if not standing.update(revoked_at=at, revoked_by=by):
        raise AlreadyEnded(_("这条督查条线已经撤销。"))
