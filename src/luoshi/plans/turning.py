"""换日: standings are kept for a day; when another begins, what waited for it comes in and all is reckoned anew."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.plans import appending, reckoning
from luoshi.plans.models import Plan


def turn(plan: Plan, day: date) -> bool:
    """Bring a plan's standings to a later day; whoever comes second finds it done, and nobody turns back."""
    # A day that was reached is never left again: what the hand holds may be older, never later.
    return plan.day < day and _turn(plan, day)


@transaction.atomic
def _turn(plan: Plan, day: date) -> bool:
    after = Plan.everything.values_list("day", flat=True).get(pk=plan.pk)
    if after >= day or not Plan.everything.filter(pk=plan.pk, day=after).update(day=day):
        return False
    appending.due_by(plan, after, day)
    reckoning.rebuild(plan, day, since=after)
    plan.day = day
    return True
