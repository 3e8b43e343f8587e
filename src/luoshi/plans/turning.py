"""换日: standings are kept for a day; when another begins, what waited for it comes in and all is reckoned anew."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.plans import appending, reckoning
from luoshi.plans.models import Plan


@transaction.atomic
def turn(plan: Plan, day: date) -> bool:
    """Bring a plan's standings to a later day; whoever comes second finds it done, and nobody turns back."""
    after = Plan.everything.values_list("day", flat=True).get(pk=plan.pk)
    if after >= day or not Plan.everything.filter(pk=plan.pk, day=after).update(day=day):
        return False
    appending.due_by(plan, after, day)
    reckoning.rebuild(plan, day)
    return True


def turn_all(day: date) -> int:
    """Bring the standings of all plans to a day; return how many were turned."""
    return sum(turn(plan, day) for plan in Plan.everything.filter(day__lt=day).order_by("pk"))
