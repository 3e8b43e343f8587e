"""工作日历: which days an organisation works, as they were read in; holidays are never guessed."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from luoshi.arithmetic.workdays import Calendar
from luoshi.audit.verbs import verb
from luoshi.people.models import Member, Organisation
from luoshi.work.errors import Foreign
from luoshi.work.models import Day


@verb
def keep_days(organisation: Organisation, days: Calendar, *, source: str, by: Member, at: datetime) -> int:
    """Keep the days of a calendar, in place of what was known of its years; return how many days changed."""
    if by.unit.organisation_id != organisation.pk:
        raise Foreign(_("工作日历由本组织的人员登记。"))
    held = _held(organisation)
    gone = {day: day.weekday() < 5 for day in held if day.year in days.years}  # as the week says
    new = {**gone, **dict.fromkeys(days.off, False), **dict.fromkeys(days.on, True)}
    changed = [day for day in sorted(new) if held.get(day) != new[day]]
    Day.everything.bulk_create(
        Day(organisation=organisation, about=day, works=new[day], source=source.strip(), known_at=at, by=by)
        for day in changed
    )
    return len(changed)


def calendar(organisation: Organisation, known: datetime | None = None) -> Calendar:
    """Return an organisation's calendar as known at a time, or now: one query."""
    held = _held(organisation, known)
    worked = (day for day, works in held.items() if works and day.weekday() >= 5)
    return Calendar.of((day for day, works in held.items() if not works), worked)


def _held(organisation: Organisation, known: datetime | None = None) -> dict[date, bool]:
    """Return of each day that was ever told of whether it is worked: what was known last."""
    rows = Day.everything.filter(organisation=organisation)
    if known is not None:
        rows = rows.filter(known_at__lte=known)
    return dict(rows.order_by("known_at", "pk").values_list("about", "works"))
