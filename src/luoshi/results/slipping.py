"""下滑: which tasks stand under a lamp that needs a person more than the one under which they stood before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS, Lamp
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import models as kept
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results import recalling
from luoshi.results.standings import KEPT, Standing, as_kept

# From well to ill; of a task under any other lamp nothing can be said to have slipped.
DOWN = (Lamp.WAIT, Lamp.DONE, Lamp.ON_TIME, Lamp.BEHIND, Lamp.RISK, Lamp.OVER)
ILL = DOWN[3:]
_RANK: dict[str, int] = {lamp: rank for rank, lamp in enumerate(DOWN)}
_RANKS = np.array([_RANK.get(lamp, len(DOWN)) for lamp in LAMPS])


@dataclass(frozen=True, slots=True)
class Slip:
    """A task as it stands now, and the lamp under which it stood then."""

    row: Standing
    was: Lamp


@dataclass(frozen=True, slots=True)
class Slips:
    """The tasks that slipped, the worst first, and how many there are in all."""

    rows: tuple[Slip, ...] = ()
    number: int = 0


def slips(plan: Plan, since: Clock, member: Member, most: int | None) -> Slips:
    """Compare what is kept of the tasks that a member may read with how they stood on D as known at K."""
    now = kept.Standing.everything.filter(plan=plan, leaf=LEAF, result__in=ILL)
    if not access.can(member, "read_whole", plan):
        now = now.filter(item__in=Item.objects.visible_to(member).filter(plan=plan))
    ill = now.order_by("order").values_list("pk", "result")
    then = _then(plan, since, [key for key, _ in ill])
    fallen = [
        (key, was, Lamp(result))
        for (key, result), was in zip(ill, then, strict=True)
        if was is not None and _RANK[was] < _RANK[result]  # a lamp is its word
    ]
    fallen.sort(key=lambda one: (-_RANK[one[2]], _RANK[one[1]]))  # of two alike, in the plan's order
    first = fallen[:most]
    rows = kept.Standing.everything.filter(pk__in=[key for key, *_ in first]).order_by()
    stands = {row.item: row for row in as_kept(rows.values_list("path", *KEPT))}
    return Slips(tuple(Slip(stands[key], was) for key, was, _ in first), len(fallen))


def _then(plan: Plan, since: Clock, items: list[int]) -> list[Lamp | None]:
    """Return the lamps by result of some items then; None for one of which nothing can be said."""
    past = recalling.recall(plan, since)
    if not past.keys.size:
        return [None] * len(items)
    keys = np.array(items, dtype=np.int64)
    places = np.minimum(np.searchsorted(past.keys, keys), past.keys.size - 1)
    there = (past.keys[places] == keys) & past.leaves[places]
    there &= _RANKS[past.state.result[places]] < len(DOWN)
    codes = past.state.result[places].tolist()
    return [LAMPS[code] if known else None for code, known in zip(codes, there.tolist(), strict=True)]
