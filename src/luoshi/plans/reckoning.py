"""All standings of a plan worked out at once: at the turn of a day, after a change of the tree, and to check what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models.functions import Length

from luoshi.arithmetic import standing
from luoshi.arithmetic.lamps import LAMPS, NO_DAY
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import UNDEFINED, Ints
from luoshi.arithmetic.standing import LINEAR, Held, State, Stated
from luoshi.plans import effects, ledger
from luoshi.plans.models import Item, Owner, Plan, Schedule, Standing
from luoshi.plans.models.facts import Course
from luoshi.plans.models.kept import TALLY
from luoshi.plans.models.plan import WIDTH, place
from luoshi.plans.standings import KEPT, SUMS

CHUNK = 2000
# What is kept of what is stated of an item itself, in the order of Stated; and what stands there when nothing is.
OWN = {
    "own_claimed": UNDEFINED,
    "claimed_marks": UNMARKED,
    "own_shown": UNDEFINED,
    "shown_marks": UNMARKED,
}


@transaction.atomic
def rebuild(plan: Plan, day: date, own: Stated | None = None, *, since: date | None = None) -> int:
    """Work all standings of a plan out anew and return how many changed.

    Without `own` from what is kept of the items, and from what came to hold after the day `since` which it was kept.
    """
    held = standings_of(plan, lock=True)
    keys = ledger.keys_of(plan)
    if own is None:
        # Asked when the rows are locked: what others have just said is seen.
        come = (
            {key: new for ask in effects.COME for key, new in ask(plan, since, day).items()} if since else {}
        )
        own = Stated(*(_said(held, come, keys, name) for name in OWN))
    changed = [row for row in reckoned(plan, keys, day, own) if any(differences(row, held.get(row.pk)))]
    columns = [name.removesuffix("_id") for name in KEPT]
    Standing.everything.bulk_create(
        changed, batch_size=CHUNK, update_conflicts=True, unique_fields=["item"], update_fields=columns
    )
    return len(changed)


def standings_of(plan: Plan, *, lock: bool = False) -> dict[int, Standing]:
    """Fetch the standings of a plan by the keys of their items; locked in the order in which facts lock them."""
    rows = Standing.everything.filter(plan=plan)
    if lock:
        rows = rows.select_for_update().order_by(Length("path").desc(), "-pk")
    return {row.pk: row for row in rows}


def _said(
    held: Mapping[int, Standing], come: Mapping[int, Mapping[str, int | None]], keys: Ints, name: str
) -> Ints:
    """Return a column of what is stated of the items themselves: as it has come to hold, else as it is kept."""
    said = {key: getattr(row, name) for key, row in held.items()}
    said |= {key: new[name] for key, new in come.items() if name in new}
    found = (said.get(key) for key in keys.tolist())
    return np.array([OWN[name] if one is None else one for one in found], dtype=np.int64)


def differences(new: Standing, old: Standing | None) -> Iterator[tuple[str, Any, Any]]:
    """Yield where what is kept differs from what was worked out: column, kept, worked out."""
    for name in KEPT:
        kept, found = getattr(old, name, None), getattr(new, name)
        if kept != found:
            yield name, kept, found


def reckoned(plan: Plan, keys: Ints, day: date, own: Stated) -> Iterator[Standing]:
    """Work out the standings of all items of a plan on a day as known now, from what is stated of the items themselves."""
    held, courses = ledger.held(plan, keys, day)
    held = held.having(own, courses)
    state = standing.judge(held, day.toordinal(), courses=courses)
    yield from _rows(plan, keys, state, held, own)


def _rows(plan: Plan, keys: Ints, state: State, held: Held, own: Stated) -> Iterator[Standing]:
    nodes = state.nodes
    numbers = {
        "own_claimed": own.claims.tolist(),
        "own_shown": own.shows.tolist(),
        **{name: getattr(state, name).tolist() for name in ("claimed", "shown", "expected")},
    }
    sums = dict(zip(SUMS, (array.tolist() for array in (state.bottom, *state.tops)), strict=True))
    tally = np.where(nodes.tree.inner[:, None], state.tally, 0).tolist()
    leads = dict(Owner.everything.filter(item__plan=plan, role="lead").values_list("item", "unit"))
    ways = _ways(plan, keys, nodes)
    marks = {"claimed_marks": own.claim_marks.tolist(), "shown_marks": own.show_marks.tolist()}
    courses = _courses(plan, nodes.course)
    starts, due, schedule = nodes.starts.tolist(), nodes.due.tolist(), nodes.course.tolist()
    for at, key in enumerate(keys.tolist()):
        if not nodes.there[at] or nodes.tree.loose[at]:
            continue
        steps, milestones = courses.get(schedule[at], ([], []))
        yield Standing(
            item_id=key,
            plan_id=plan.pk,
            lead_id=leads.get(key),
            path=ways[at][0],
            order=ways[at][1],
            goal=int(ways[at][0][:WIDTH]),
            leaf=not nodes.tree.inner[at],
            off=bool(nodes.off[at]),
            counts=bool(state.counts[at]),
            weight=int(nodes.weight[at]),
            starts=_day(starts[at]),
            due=_day(due[at]),
            own_days=bool(held.due[at] != NO_DAY),
            steps=steps,
            milestones=milestones,
            result=LAMPS[state.result[at]],
            time=LAMPS[state.time[at]],
            **{name: _share(column[at]) for name, column in numbers.items()},
            **{name: column[at] for name, column in (marks | sums).items()},
            **dict(zip(TALLY, tally[at], strict=True)),
        )


def _courses(plan: Plan, held: Ints) -> dict[int, Course]:
    """Return what is kept of the schedules that are not linear; without a query where all are."""
    if (held == LINEAR).all():
        return {}
    bent = Schedule.everything.filter(item__plan=plan).exclude(steps=[], milestones=[])
    return {row.pk: row.course for row in bent}


def _share(share: int) -> int | None:
    return None if share == UNDEFINED else share


def _day(ordinal: int) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(ordinal)


def _ways(plan: Plan, keys: Ints, nodes: standing.Nodes) -> dict[int, tuple[str, str]]:
    """Return the path and the order of each node, from the top down."""
    positions = dict(Item.everything.filter(plan=plan).values_list("pk", "position"))
    ways: dict[int, tuple[str, str]] = {ROOT: ("", "")}
    parent = nodes.tree.parent.tolist()
    for level in nodes.tree.levels:
        for at in level.tolist():
            path, order = ways[parent[at]]
            key = int(keys[at])
            ways[at] = f"{path}{key:0{WIDTH}d}", order + place(positions[key], key)
    return ways
