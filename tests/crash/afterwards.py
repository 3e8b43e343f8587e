"""What must hold of every plan after a storm. Each check is given the plans and returns a sentence for each thing wrong.

This is the place for what the ledger alone cannot know: that stored standings have not drifted from the facts, that an
earlier day still shows what was known then. A check that is entered in CHECKS is run after every storm.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence

from django.db.models import F

from luoshi.plans.models import Plan
from luoshi.results.checking import drift
from luoshi.results.models import Observation
from luoshi.work.models import Update
from tests.results.replay import differing

Check = Callable[[Sequence[Plan]], list[str]]


def observations_stand_on_verified_reports(plans: Sequence[Plan]) -> list[str]:
    """Each verified report has moved its own item, once."""
    wrong = []
    for plan in plans:
        seen = Observation.everything.filter(item__plan=plan)
        verified = Update.everything.filter(item__plan=plan, state=Update.State.VERIFIED).count()
        if seen.count() != verified:
            wrong.append(f"{plan}: {verified} verified, {seen.count()} observed")
        astray = seen.exclude(update_of__item=F("item")).count()
        over = seen.filter(percent__gt=F("update_of__percent")).count()
        if astray or over:
            wrong.append(f"{plan}: {astray} observations of another item, {over} above what was reported")
    return wrong


def nothing_has_drifted(plans: Sequence[Plan]) -> list[str]:
    """What is kept is what all facts say."""
    return [f"{plan}: {one}" for plan in plans for one in drift(plan)[:5]]


def the_past_is_answered_as_the_plain_reference_does(plans: Sequence[Plan]) -> list[str]:
    """Random days as known at random moments: every item, by the arrays and by replaying all facts."""
    wrong, asked = [], 0
    for plan in plans:
        compared, others = differing(plan, QUESTIONS // len(plans), seed=plan.pk)
        asked, wrong = asked + compared, wrong + others
    print(f"as-of answers compared: {asked}, different: {len(wrong)}", file=sys.stderr)
    return wrong[:5]


QUESTIONS = int(os.getenv("LUOSHI_QUESTIONS", "600"))
CHECKS: list[Check] = [
    observations_stand_on_verified_reports,
    nothing_has_drifted,
    the_past_is_answered_as_the_plain_reference_does,
]


def main() -> None:
    """Run all checks on all plans and print what is wrong, check by check."""
    plans = list(Plan.everything.order_by("pk"))
    assert plans
    print(json.dumps({check.__name__: check(plans) for check in CHECKS}, ensure_ascii=False))
