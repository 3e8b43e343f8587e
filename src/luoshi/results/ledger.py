"""From rows to arrays: all facts of a plan, or of some items, in a fixed number of queries, for the arithmetic to judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce

from luoshi.arithmetic.asof import NEVER, Clock, Column
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import PERCENT, UNDEFINED, Ints
from luoshi.arithmetic.standing import UNDRIVEN, Facts, State, Stated, judge
from luoshi.plans import ledger
from luoshi.plans.ledger import WHEN, Mine, Moment, Ordinal, int64
from luoshi.plans.models import Item, Plan
from luoshi.results.models import Observation
from luoshi.results.sharing import SEEN
from luoshi.work.models import Step, Update

CLAIM = (F("percent"), Coalesce("reached", int64(UNMARKED), output_field=BigIntegerField()))


def load(plan: Plan) -> Facts:
    """Fetch all facts of a plan, whatever day they are about and whenever they were known."""
    return _gather({"item__plan": plan}, ledger.keys_of(plan))


def of_item(item: Item) -> Facts:
    """Fetch what is said of one leaf by itself: what it comes to depends neither on its place nor on what has become of it."""
    mine, keys = {"item": item.pk}, np.array([item.pk], dtype=np.int64)
    spans, courses = ledger.spans(mine, keys)
    always = (0, 0, 0, NEVER)
    return Facts(
        keys=keys,
        places=Column.of(1, [(*always, ROOT, 1, 0)], 3),
        spans=spans,
        fates=Column.of(1, [], 1),
        claims=claims(mine, keys),
        shows=shows(mine, keys),
        courses=courses,
    )


def state_of(plan: Plan, clock: Clock) -> State:
    """Say where all items of a plan stood on D as known at K, straight from the database: fetching only what holds."""
    keys = ledger.keys_of(plan)
    held, courses = ledger.held(plan, keys, clock.on, clock.known)
    stated = own(plan, keys, clock.on, clock.known)
    return judge(held.having(stated, courses), clock.on.toordinal(), courses=courses)


def own(plan: Plan, keys: Ints, on: date, known: datetime | None = None) -> Stated:
    """Fetch what was stated of each item by itself, claimed and shown, on D as known at K (or now)."""
    signed = Update.everything.filter(item__plan=plan, signed_at__isnull=False, about__lte=on)
    returned = Step.everything.filter(update_of=OuterRef("pk"), became=Update.State.RETURNED)
    seen = Observation.everything.filter(item__plan=plan, about__lte=on)
    if known is not None:
        signed, returned = signed.filter(signed_at__lte=known), returned.filter(known_at__lte=known)
        seen = seen.filter(known_at__lte=known)
    standing = signed.exclude(Exists(returned))
    claimed, (percent, reached) = ledger.last(keys, standing, CLAIM, _falling(CLAIM), known="signed_at")
    proven, (share, marks, driven) = ledger.last(keys, seen, SEEN, _falling(SEEN))
    return Stated.of(
        (np.where(claimed, percent * PERCENT, UNDEFINED), np.where(claimed, reached, UNMARKED)),
        (
            np.where(proven, share, UNDEFINED),
            np.where(proven, marks, UNMARKED),
            np.where(proven, driven, UNDRIVEN),
        ),
    )


def _falling(columns: Sequence[Any]) -> list[Any]:
    """Order facts of one moment so that the smaller, which holds, comes last."""
    return [column.desc() for column in columns]


def _gather(mine: Mine, keys: Ints) -> Facts:
    spans, courses = ledger.spans(mine, keys)
    return Facts(
        keys=keys,
        places=ledger.places(mine, keys),
        spans=spans,
        fates=ledger.fates(mine, keys),
        claims=claims(mine, keys),
        shows=shows(mine, keys),
        courses=courses,
    )


def claims(mine: Mine, keys: Ints) -> Column:
    """Fetch what was claimed: a report that the head has signed, from the signature until the office returns it."""
    back = FilteredRelation("steps", condition=Q(steps__became=Update.State.RETURNED))
    signed = Update.everything.filter(signed_at__isnull=False, **mine).annotate(back=back).order_by()
    until = Coalesce(Moment("back__known_at"), int64(NEVER))
    rows = ledger.table(signed, "item", Ordinal("about"), Moment("signed_at"), *CLAIM, until)
    shares = np.column_stack((rows[:, :3], rows[:, 3] * PERCENT, rows[:, 4]))
    return ledger.column(keys, shares, rows[:, 5])


def shown_of(mine: Mine) -> tuple[Ints, Column]:
    """Fetch the same of whatever has been shown anything of, in one query: the keys of these items, and the facts."""
    rows = ledger.table(Observation.everything.filter(**mine).order_by(), "item", *WHEN, *SEEN)
    keys = np.unique(rows[:, 0])
    return keys, ledger.column(keys, rows)


def shows(mine: Mine, keys: Ints) -> Column:
    """Fetch what accepted evidence, or the indicator that drives the item, was found to show."""
    rows = ledger.table(Observation.everything.filter(**mine).order_by(), "item", *WHEN, *SEEN)
    return ledger.column(keys, rows)
