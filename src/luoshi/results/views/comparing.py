"""两天对比: a plan on two days, each as known on a day, in sentences and in a table."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.asof import Clock
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.forms import day_field
from luoshi.plans.models import Plan
from luoshi.results.asof import as_of
from luoshi.results.comparing import compare as compared
from luoshi.results.standings import all_of
from luoshi.web.http import page

ROWS = 100
A_MONTH = timedelta(days=30)


class SidesForm(forms.Form):
    """Two days that are spoken of, and the days as of which they are known."""

    with_about = day_field(_("先：事实日"), required=False)
    with_known = day_field(_("先：知悉日"), required=False)
    about = day_field(_("后：事实日"), required=False)
    known = day_field(_("后：知悉日"), required=False)


@opens(Plan, "read_whole")
def compare(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show what has changed in a plan: ?with_about= and ?with_known= hold against ?about= and ?known=."""
    sides = _sides(request)
    then, later = (
        Clock(sides[on], _end(sides[known]))
        for on, known in (("with_about", "with_known"), ("about", "known"))
    )
    found = compared(as_of(plan, then), as_of(plan, later))
    rows = Paginator(found.moved, ROWS).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "plan": plan,
        "form": SidesForm(initial=sides),
        "sides": sides,
        "same": then == later,
        "found": found,
        "rows": rows,
        "totals": zip(
            (gettext("已报"), gettext("已证"), gettext("应达")),
            all_of(plan, then).total,
            all_of(plan, later).total,
            strict=True,
        ),
        "query": urlencode({name: day.isoformat() for name, day in sides.items()}),
    }
    return page(request, "results/compare.html", context)


def _sides(request: HttpRequest) -> dict[str, date]:
    """Read both sides; the day a month ago and today where the address says nothing or nonsense, none known after today."""
    today = timezone.localdate()
    form = SidesForm(request.GET)
    form.is_valid()
    given = {name: day for name, day in form.cleaned_data.items() if day}
    about, before = given.get("about", today), given.get("with_about", today - A_MONTH)
    return {
        "with_about": before,
        "with_known": min(given.get("with_known", before), today),
        "about": about,
        "known": min(given.get("known", about), today),
    }


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
