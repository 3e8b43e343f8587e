"""任职: who is called what, in which unit, on which days; who leads a unit on a day, as far as it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people import access
from luoshi.people.errors import AlreadyEnded, Backwards, Closed, Foreign, NotAllowed, TwoHeads
from luoshi.people.models import Grant, Member, Post, Unit

LEADS = Q(head=True) | Q(acting=True)


def holding(today: date) -> Q:
    """Say which posts are held on a day, as far as it is known now."""
    return Q(Q(until__isnull=True) | Q(until__gte=today), since__lte=today, replaced_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a post stands: in which unit (the member's own if none is named), and whether it leads the unit."""

    unit: Unit | None = None
    acting: bool = False
    head: bool = False


@verb
def appoint(
    member: Member,
    title: str,
    *,
    since: date,
    until: date | None = None,
    seat: Seat | None = None,
    at: datetime | None = None,
    by: Member | None = None,
) -> Post:
    """Appoint a member to a post; it counts as known when it began, if nobody says when."""
    seat = seat or Seat()
    unit = Unit.everything.select_for_update().get(pk=(seat.unit or member.unit).pk)
    if unit.organisation_id != member.unit.organisation_id:
        raise Foreign(_("不能在别的组织任职。"))
    if by is not None and not access.can(by, "arrange", unit):
        raise NotAllowed(_("任职由系统管理员登记。"))
    if unit.until is not None:
        raise Closed(_("{unit}已撤销。").format(unit=unit.name))
    if until is not None and until < since:
        raise Backwards(_("任职的止日不能早于起日。"))
    post = Post(
        member=member,
        title=title,
        unit=unit,
        acting=seat.acting,
        head=seat.head,
        since=since,
        until=until,
        known_at=at or timezone.make_aware(datetime.combine(since, time())),
        by=by,
    )
    if (seat.acting or seat.head) and _leaders(post).exists():
        raise TwoHeads(_("同一单位同一日只能有一位负责人；另有一位可以主持工作。"))
    post.save(force_insert=True)
    return post


def _leaders(post: Post) -> QuerySet[Post]:
    """Find who leads the unit in the same way on one of the post's days: as its head, or as acting."""
    kind = Q(acting=True) if post.acting else Q(acting=False, head=True)
    days = Q(until__isnull=True) | Q(until__gte=post.since)
    if post.until is not None:
        days &= Q(since__lte=post.until)
    return Post.objects.filter(kind, days, unit=post.unit, replaced_at__isnull=True)


@verb
def end_post(post: Post, *, on: date, at: datetime, by: Member | None = None) -> Post:
    """Let a post end on a day, its last; what was granted by virtue of it ends with it."""
    if by is not None and not access.can(by, "arrange", post.unit):
        raise NotAllowed(_("任职由系统管理员登记。"))
    if on < post.since:
        raise Backwards(_("任职的止日不能早于起日。"))
    standing = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=on), pk=post.pk, replaced_at=None)
    if not standing.update(replaced_at=at):
        raise AlreadyEnded(_("这项任职届时已经终止。"))
    ended = Post.objects.get(pk=post.pk)
    held = Grant.objects.filter(post=post, revoked_at__isnull=True)
    ended.pk, ended.until, ended.known_at, ended.replaced_at, ended.by = None, on, at, None, by
    ended.save(force_insert=True)
    held.filter(since__gt=on).update(revoked_at=at, revoked_by=by)  # what was still to begin does not
    late = held.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
    late.update(until=on, ended_at=at, ended_by=by)
    Grant.objects.filter(post=post).update(post=ended)
    return ended


def head_of(unit: Unit, on: date, known: datetime) -> Post | None:
    """Return the post of who led a unit on a day, as far as it was known; of head and acting head, who came last."""
    standing = Post.objects.filter(
        LEADS,
        Q(until__isnull=True) | Q(until__gte=on),
        Q(replaced_at__isnull=True) | Q(replaced_at__gt=known),
        unit=unit,
        since__lte=on,
        known_at__lte=known,
    )
    return standing.select_related("member").order_by("-since", "acting", "-known_at", "-pk").first()
