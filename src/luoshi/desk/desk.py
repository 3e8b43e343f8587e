"""督查台: in one view all that the supervising office has to see to; and the bulletin of a period, to be printed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.desk import touring, watch
from luoshi.people import access
from luoshi.people.doors import MemberRequest, members
from luoshi.people.forms import key_of
from luoshi.people.models import Unit
from luoshi.people.units import standing
from luoshi.web.http import page
from luoshi.work.calendars import calendar
from luoshi.work.models import Period, Update
from luoshi.work.views.periods import WINDOWS

# What a bulletin counts, in the words of its columns; each figure leads to its tasks.
FIGURES = {
    "items": gettext_lazy("承担"),
    "due": gettext_lazy("应报"),
    "timely": gettext_lazy("按时"),
    "late": gettext_lazy("迟报"),
    "silent": pgettext_lazy("bulletin", "未报"),
    "done": pgettext_lazy("bulletin", "办结"),
    "over": gettext_lazy("超期"),
}


@members("GET", action="verify", model=Update)
@watch.planned_for_its_values()
def desk(request: MemberRequest) -> HttpResponse:
    """Show what waits to be verified, what is overdue, who is silent, notices, requests and periods."""
    member, today = request.member, timezone.localdate()
    units, unit = _units(request)
    days = calendar(member.organisation)
    period = watch.running_period(member, today)
    extensions, mine = watch.requests(member, unit)
    span = _span(period)
    queue = watch.queue(member, unit, days, today, *([10_000] if "all" in request.GET else []))
    context = {
        "today": today,
        "units": units,
        "unit": unit,
        "query": urlencode({"unit": unit.pk}) if unit else "",
        "queue": queue,
        "tour": touring.card(
            member, {"verify": queue.rows[0].update.get_absolute_url()} if queue.rows else {}
        ),
        "overdue": watch.overdue(member, unit, today),
        "period": period,
        "silent": watch.silent(member, unit, period, today),
        "notices": watch.notices(member, unit, days),
        "extensions": extensions,
        "mine": mine,
        "periods": [(one, WINDOWS[where], number) for one, where, number in watch.opened(member, today)],
        "span": span,
        "total": watch.total(watch.bulletin(member, span, unit)),
        "may_notify": access.may_somewhere(member, "notify", Unit),
        "may_open": access.may_somewhere(member, "open_period", Unit),
    }
    return page(request, "desk/desk.html", context)


@members("GET", action="verify", model=Update)
@watch.planned_for_its_values()
def bulletin(request: MemberRequest) -> HttpResponse:
    """Show the figures of each unit for a period, or for the month where there is none."""
    member, today = request.member, timezone.localdate()
    units, unit = _units(request)
    periods = list(Period.objects.visible_to(member))
    key = key_of(request.GET.get("period", ""))
    asked = next((one for one in periods if one.pk == key), None)
    span = _span(asked or watch.running_period(member, today))
    rows = watch.bulletin(member, span, unit)
    total = watch.total(rows)
    figure, at = request.GET.get("of", ""), key_of(request.GET.get("at", "")) or 0
    one = next((row for row in (*rows, total) if row.key == at), None)
    behind = one is not None and figure in FIGURES
    context = {
        "figure": FIGURES.get(figure, ""),
        "behind": watch.behind(member, span, unit, figure, at) if behind else None,
        "of": one,
        "number": getattr(one, figure) if behind else 0,
        "query": urlencode({name: said for name in ("unit", "period") if (said := request.GET.get(name))}),
        "today": today,
        "units": units,
        "unit": unit,
        "spans": periods,
        "span": span,
        "rows": rows,
        "total": total,
    }
    return page(request, "desk/bulletin.html", context)


def _units(request: MemberRequest) -> tuple[list[Unit], Unit | None]:
    """Return the units that may be asked for, and the one that is; nonsense asks for all."""
    units = list(standing(Unit.objects.visible_to(request.member), timezone.localdate()))
    key = key_of(request.GET.get("unit", ""))
    return units, next((one for one in units if one.pk == key), None)


def _span(period: Period | None) -> watch.Span:
    if period is None:
        return watch.Span.month(timezone.localdate())
    return watch.Span(period.name, period.first, period.last, period)
