"""What is done with a period: open, lock, certify with its verified reports, reopen with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import tell, whole
from luoshi.people.models import Member, Unit, made
from luoshi.wording import noted
from luoshi.work import rules
from luoshi.work.errors import (
    BadDays,
    Locked,
    NameTaken,
    NoReason,
    NotRoot,
    NotYet,
    Overlap,
    OwnReport,
    TooLate,
)
from luoshi.work.models import Period, Step, Update
from luoshi.work.moves import Deed, leave_step, move

State = Period.State
SENTENCES = {
    rules.Window.EARLY: (NotYet, noted("本期尚未开始填报。")),
    rules.Window.OVER: (TooLate, noted("本期补报截止日已过，请联系督办部门重新开放。")),
}


# Written as it is sent: the ORM knows no shared lock.
_NAMES = ", ".join(f'p."{field.column}"' for field in Period._meta.concrete_fields)
_WITHIN = f"""
    SELECT {_NAMES} FROM work_period p JOIN people_unit u ON u.id = p.unit_id
    WHERE u.organisation_id = %s AND p.first <= %s AND p.last >= %s
"""  # noqa: S608
_HOLDING = {"sqlite": _WITHIN, "postgresql": _WITHIN + "FOR SHARE OF p"}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a period holds, and the window in which it takes reports."""

    first: date
    last: date
    opens: date
    due: date
    late_until: date


@whole
def open_period(unit: Unit, days: Days, *, name: str, by: Member, at: datetime) -> Period:
    """Open a period of an organisation, by the root of its units; reports of its days belong to it."""
    if not (days.first <= days.last and days.opens <= days.due <= days.late_until):
        raise BadDays(_("首日、末日和开报、截止、补报截止日须依次排列。"))
    if unit.parent_id is not None:
        raise NotRoot(_("期由整个组织统一设定。"))
    # No other period of the organisation is opened meanwhile.
    Unit.everything.select_for_update(no_key=True).get(pk=unit.pk)
    if Period.everything.filter(unit=unit, first__lte=days.last, last__gte=days.first).exists():
        raise Overlap(_("这些日期已属于另一期。"))
    try:
        with transaction.atomic():
            period = Period.objects.create(
                unit=unit,
                name=name,
                first=days.first,
                last=days.last,
                opens=days.opens,
                due=days.due,
                late_until=days.late_until,
                about=days.first,
                known_at=at,
                by=by,
            )
    except IntegrityError as taken:
        raise NameTaken(_("已有同名的期。")) from taken
    leave_step(period, "", State.OPEN, Deed("open_period", by, at))
    _gather(period)
    return period


@whole
def lock(period: Period, *, by: Member, at: datetime) -> Period:
    """Lock a period: nobody hands in, changes or verifies any more."""
    return move(period, rules.PERIOD, Deed("lock", by, at))


@whole
def certify(period: Period, *, by: Member, at: datetime) -> Period:
    """Certify a locked period, and with it the verified reports of its days."""
    _gather(period)
    if Update.everything.filter(Q(by=by) | Q(signed_by=by), period=period).exists():
        raise OwnReport(_("本期有自己填报或审签的进展，须由他人定案。"))
    move(period, rules.PERIOD, Deed("certify", by, at))
    became = rules.UPDATE[Update.State.VERIFIED, "certify"]
    verified = Update.everything.filter(period=period, state=Update.State.VERIFIED)
    for update in verified.select_related("unit"):
        tell("work.update.certify", update, by=by, at=at, was=Update.State.VERIFIED, became=became)
    # The period is locked and its row is held: no report moves between these two.
    keys = list(verified.values_list("pk", flat=True))
    verified.update(state=became, version=F("version") + 1)
    day = timezone.localdate(at)
    Step.everything.bulk_create(
        Step(
            update_of_id=key, was=Update.State.VERIFIED, became=became, note="", about=day, known_at=at, by=by
        )
        for key in keys
    )
    return period


@whole
def reopen(period: Period, *, reason: str, late_until: date, by: Member, at: datetime) -> Period:
    """Open a locked or certified period again until a day; what is certified stays so."""
    if not reason.strip():
        raise NoReason(_("重新开放须写明理由。"))
    if late_until < max(period.due, timezone.localdate(at)):
        raise BadDays(_("新的补报截止日不能早于今天和原截止日。"))
    return move(period, rules.PERIOD, Deed("reopen", by, at, reason.strip()), late_until=late_until)


def hold(organisation: int, day: date) -> Period | None:
    """Return the period in which a day lies, held until the end of the transaction; refuse where it is closed.

    It cannot be locked meanwhile, and many may hold it at once: they do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING[connection.vendor], (organisation, day, day))
        found = made(Period, cursor)
    for period in found:  # one, since none overlaps another
        if period.state != State.OPEN:
            said = _("{period}{state}，须重新开放后再办。")
            raise Locked(said.format(period=period.name, state=period.get_state_display()))
        return period
    return None


def takes(period: Period | None, at: datetime) -> bool:
    """Refuse what comes outside the window of a period, and tell whether it comes late."""
    if period is None:
        return False
    where = rules.window(period.opens, period.due, period.late_until, timezone.localdate(at))
    if where in SENTENCES:
        refusal, sentence = SENTENCES[where]
        raise refusal(_(sentence))
    return where == rules.Window.LATE


def _gather(period: Period) -> None:
    """Let the reports of its days that belong to no period yet belong to this one."""
    Update.everything.filter(
        period=None,
        unit__organisation=period.unit.organisation_id,
        about__range=(period.first, period.last),
    ).update(period=period)
