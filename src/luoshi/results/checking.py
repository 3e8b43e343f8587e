"""核对: works everything that is kept out of the facts anew and says where the two differ. A difference is a defect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db import transaction

from luoshi.arithmetic.shares import UNDEFINED
from luoshi.plans import appending, reckoning
from luoshi.plans import ledger as structure
from luoshi.plans.models import Assignment, Item, ItemFact, Owner, Plan
from luoshi.results import ledger
from luoshi.results.models import Driver
from luoshi.results.sharing import own_of

LATE = datetime.max.replace(tzinfo=UTC)  # as known at last


@dataclass(frozen=True, slots=True)
class Drift:
    """偏差: one column of what is kept of an item that is not what the facts say."""

    item: int
    column: str
    kept: Any
    facts: Any


def drift(plan: Plan) -> list[Drift]:
    """Say where what is kept of a plan differs from its facts, in a fixed number of queries."""
    with transaction.atomic():  # of one moment
        plan = Plan.everything.get(pk=plan.pk)
        return [*_items(plan), *_owners(plan), *_driven(plan), *_standings(plan)]


def mend(plan: Plan) -> int:
    """Work the standings of a plan out from all facts and write what differs: after facts were brought in by the thousand."""
    with transaction.atomic():
        plan = Plan.everything.select_for_update().get(pk=plan.pk)
        return reckoning.rebuild(plan, plan.day, ledger.own(plan, structure.keys_of(plan), plan.day))


def _standings(plan: Plan) -> Iterator[Drift]:
    keys = structure.keys_of(plan)
    own = ledger.own(plan, keys, plan.day)
    held = reckoning.standings_of(plan)
    for row in reckoning.reckoned(plan, keys, plan.day, own):
        for name, kept, found in reckoning.differences(row, held.pop(row.pk, None)):
            yield Drift(row.pk, name, kept, found)
    for key in held:
        yield Drift(key, "item", key, None)


def _driven(plan: Plan) -> Iterator[Drift]:
    """Hold what the observations show of driven items against their indicators' own facts."""
    keys = structure.keys_of(plan)
    items = Driver.everything.filter(item__plan=plan).values_list("item", flat=True)
    found = own_of(set(items))
    kept = ledger.own(plan, keys, plan.day)
    for key, own in sorted(found.items()):
        place, said = int(np.searchsorted(keys, key)), own.at(plan.day, LATE)
        pairs = [("shares", kept.shows, said.shown)]
        if said.indicator is not None:
            pairs.append(("claims", kept.claims, said.claimed))
        for column, held, share in pairs:
            told = None if held[place] == UNDEFINED else int(held[place])
            if told != share:
                yield Drift(key, column, told, share)


def _items(plan: Plan) -> Iterator[Drift]:
    """Hold the items' own columns against the facts of each kind."""
    items = {item.pk: item for item in Item.everything.filter(plan=plan)}
    for kind, columns in appending.COLUMNS.items():
        for fact in _holding(kind, plan):
            for column in columns:
                kept, said = (
                    getattr(items[fact.item_id], column),
                    getattr(fact, appending.SAID.get(column, column)),
                )
                if kept != said:
                    yield Drift(fact.item_id, column, kept, said)


def _owners(plan: Plan) -> Iterator[Drift]:
    kept = {
        (owner.item_id, owner.unit_id): str(owner.role) for owner in Owner.everything.filter(item__plan=plan)
    }
    said = {
        (fact.item_id, fact.unit_id): str(fact.role)
        for fact in _holding(Assignment, plan)
        if fact.role != Assignment.Role.OUT
    }
    for key in sorted(kept.keys() | said.keys()):
        if kept.get(key) != said.get(key):
            yield Drift(key[0], f"owner:{key[1]}", kept.get(key), said.get(key))


def _holding(kind: type[Any], plan: Plan) -> Iterable[Any]:
    """Return the facts of a kind that hold on the plan's day: the last of those about each thing."""
    rows = kind.everything.filter(item__plan=plan, about__lte=plan.day)
    # The smaller value last, so that it holds.
    order = ("about", "known_at", *structure.falling(kind))
    last: dict[tuple[int, int], ItemFact] = {}
    for fact in rows.order_by(*order).iterator():
        last[fact.item_id, getattr(fact, "unit_id", 0)] = fact
    return last.values()
