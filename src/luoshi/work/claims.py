"""What units claim: a per cent, or the milestones that are reached; and which claim holds today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from luoshi.arithmetic import milestones
from luoshi.arithmetic.milestones import Milestone
from luoshi.arithmetic.shares import PERCENT
from luoshi.work.errors import BadClaim
from luoshi.work.models import Update


def claim_of(item: int, day: date) -> tuple[int | None, int]:
    """Return the share and the milestones that reports claim of an item by itself on a day as known now."""
    signed = Update.everything.filter(item=item, signed_at__isnull=False, about__lte=day)
    ties = ("percent", F("reached").asc(nulls_first=True))
    last = signed.exclude(state=Update.State.RETURNED).order_by("-about", "-signed_at", *ties)
    percent, reached = last.values_list("percent", "reached").first() or (None, None)
    share = None if percent is None else percent * PERCENT
    return share, milestones.UNMARKED if reached is None else reached


def measured(
    percent: int | None, reached: frozenset[int] | None, marks: Sequence[Milestone]
) -> dict[str, int | None]:
    """Return what a report says in columns: a per cent, or on an item with milestones those that are reached."""
    if not marks:
        if percent is None or reached is not None:
            raise BadClaim(_("这一事项没有里程碑，请填百分比。"))
        return {"percent": percent, "reached": None}
    if reached is None:
        raise BadClaim(_("这一事项按里程碑填报，请勾选已到的里程碑。"))
    if not reached <= {key for key, *_ in marks}:
        raise BadClaim(_("所勾的里程碑已不在现行时限里，请重新勾选。"))
    which = milestones.marks(reached)
    return {"percent": milestones.percent(milestones.reached(marks, which, 0)), "reached": which}
