"""All standings of a plan worked out at once: at the turn of a day, after a change of the tree, and to check what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models.functions import Length

from luoshi.arithmetic import standing
from luoshi.arithmetic.lamps import LAMPS, NO_DAY
from luoshi.arithmetic.rollup import ROOT
from luoshi.arithmetic.shares import UNDEFINED, Ints
from luoshi.arithmetic.standing import Held, State
from luoshi.plans import ledger
from luoshi.plans.models import Item, Owner, Plan, Standing
from luoshi.plans.models.kept import TALLY
from luoshi.plans.models.plan import WIDTH
from luoshi.plans.standings import KEPT, SUMS

CHUNK = 2000


Shares = tuple[Ints, Ints]  # what is claimed and what is shown of each item itself, in the order of the keys


@transaction.atomic
def rebuild(plan: Plan, day: date, own: Shares | None = None) -> int:
    """Work all standings of a plan out anew and return how many changed; without `own` from the shares that are kept."""
    held = standings_of(plan, lock=True)
    keys = ledger.keys_of(plan)
    if own is None:
        claimed, shown = (
            np.array([_or_undefined(held, key, name) for key in keys.tolist()], dtype=np.int64)
            for name in ("own_claimed", "own_shown")
        )
        own = claimed, shown
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


def _or_undefined(held: Mapping[int, Standing], key: int, name: str) -> int:
    share = getattr(held[key], name) if key in held else None
    return UNDEFINED if share is None else share


def differences(new: Standing, old: Standing | None) -> Iterator[tuple[str, Any, Any]]:
    """Yield where what is kept differs from what was worked out: column, kept, worked out."""
    for name in KEPT:
        kept, found = getattr(old, name, None), getattr(new, name)
        if kept != found:
            yield name, kept, found


def reckoned(plan: Plan, keys: Ints, day: date, own: Shares) -> Iterator[Standing]:
    """Work out the standings of all items of a plan on a day as known now, from the items' own shares."""
    held, steps = ledger.held(plan, keys, day)
    held = replace(held, claims=own[0], shows=own[1])
    yield from _rows(plan, keys, standing.judge(held, day.toordinal(), steps=steps), held, steps)


def _rows(plan: Plan, keys: Ints, state: State, held: Held, steps: Mapping[int, Any]) -> Iterator[Standing]:
    nodes = state.nodes
    numbers = {
        "own_claimed": held.claims.tolist(),
        "own_shown": held.shows.tolist(),
        **{name: getattr(state, name).tolist() for name in ("claimed", "shown", "expected")},
    }
    sums = dict(zip(SUMS, (array.tolist() for array in (state.bottom, *state.tops)), strict=True))
    tally = np.where(nodes.tree.inner[:, None], state.tally, 0).tolist()
    leads = dict(Owner.everything.filter(item__plan=plan, role="lead").values_list("item", "unit"))
    ways = _ways(plan, keys, nodes)
    starts, due, stepped = nodes.starts.tolist(), nodes.due.tolist(), nodes.steps.tolist()
    for at, key in enumerate(keys.tolist()):
        if not nodes.there[at] or nodes.tree.loose[at]:
            continue
        yield Standing(
            item_id=key,
            plan_id=plan.pk,
            lead_id=leads.get(key),
            path=ways[at][0],
            order=ways[at][1],
            leaf=not nodes.tree.inner[at],
            off=bool(nodes.off[at]),
            counts=bool(state.counts[at]),
            weight=int(nodes.weight[at]),
            starts=_day(starts[at]),
            due=_day(due[at]),
            own_days=bool(held.due[at] != NO_DAY),
            steps=[list(step) for step in steps.get(stepped[at], ())],
            result=LAMPS[state.result[at]],
            time=LAMPS[state.time[at]],
            **{name: _share(column[at]) for name, column in numbers.items()},
            **{name: column[at] for name, column in sums.items()},
            **dict(zip(TALLY, tally[at], strict=True)),
        )


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
            ways[at] = f"{path}{key:0{WIDTH}d}", f"{order}{positions[key]:0{WIDTH}d}"
    return ways
