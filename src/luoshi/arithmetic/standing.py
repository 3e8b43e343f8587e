"""状态: where every node of a plan stands on a day as far as was known at a moment, from the facts alone.

One calculation for a whole plan and for a single item: what pages show, what is kept and what is checked comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.arithmetic import lamps
from luoshi.arithmetic.asof import Column
from luoshi.arithmetic.lamps import DEFAULT, LAMPS, NO_DAY, Bands, Lamp, Step
from luoshi.arithmetic.rollup import ROOT, Tree, counting, roll_up, tree, weights
from luoshi.arithmetic.shares import UNDEFINED, Flags, Ints

ENDED, LIVE, MERGED = range(3)  # what has become of an item
_LATE = 4_000_000  # a day after all others


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts about the items of one plan, each kind a column over the items in the order of `keys`.

    places: parent (as a place in keys, ROOT at the top), weight, and in which place among its sisters. spans: starts, due, number of the steps (-1: linear).
    fates: LIVE, ENDED or MERGED. claims, shows: share.
    """

    keys: Ints
    places: Column
    spans: Column
    fates: Column
    claims: Column
    shows: Column
    steps: Mapping[int, tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class Nodes:
    """What a plan holds on a day: the tree, and for each node its weight, its days, and whether it is out."""

    tree: Tree
    there: Flags
    weight: Ints
    off: Flags
    starts: Ints
    due: Ints
    steps: Ints


@dataclass(frozen=True, slots=True)
class State:
    """Where all nodes stand; `tops` and `bottom` are the sums above each, `tally` counts the leaves below by lamp."""

    on: int
    nodes: Nodes
    counts: Flags
    claimed: Ints
    shown: Ints
    expected: Ints
    result: NDArray[np.int8]
    time: NDArray[np.int8]
    bottom: Ints
    tops: tuple[Ints, Ints, Ints]  # claimed, shown, expected
    tally: Ints  # nodes × lamps


def nodes(facts: Facts, on: int, known: int) -> Nodes:
    """Say what the plan holds on D as known at K."""
    place, span = facts.places.last(on, known), facts.spans.last(on, known)
    there = place >= 0
    parent = facts.places.value(0, place, ROOT)
    grown = tree(parent, there)
    off = facts.fates.value(0, facts.fates.last(on, known), LIVE) != LIVE
    for level in grown.levels[1:]:
        off[level] |= off[parent[level]]
    starts, due = facts.spans.value(0, span, NO_DAY), facts.spans.value(1, span, NO_DAY)
    _spread(grown, off, starts, due)
    return Nodes(
        grown, there, facts.places.value(1, place, 1), off, starts, due, facts.spans.value(2, span, -1)
    )


def _spread(over: Tree, off: Flags, starts: Ints, due: Ints) -> None:
    """Give nodes without days of their own the days from their children's first start to their last due day."""
    own = due != NO_DAY
    first, last = np.where(own, starts, _LATE), due.copy()
    for level in over.upward():
        found = level[~off[level] & (last[level] != NO_DAY)]
        found = found[~own[over.parent[found]]]
        np.minimum.at(first, over.parent[found], first[found])
        np.maximum.at(last, over.parent[found], last[found])
    gained = ~own & (last != NO_DAY)
    starts[gained], due[gained] = first[gained], last[gained]


def expected(given: Nodes, on: int, steps: Mapping[int, tuple[Step, ...]]) -> Ints:
    """Return what each node by itself is expected to have reached by D: linear in time, or by its steps."""
    share = lamps.time_shares(given.starts, given.due, on)
    for place in np.flatnonzero(given.steps >= 0):
        share[place] = lamps.stepped(steps[int(given.steps[place])], on)
    return share


def state(
    facts: Facts, on: int, known: int, *, plan_known: int | None = None, bands: Bands = DEFAULT
) -> State:
    """Say where all nodes stand on D as known at K; with `plan_known`, against the plan as it was known then."""
    held = nodes(facts, on, known if plan_known is None else plan_known)
    claims = facts.claims.value(0, facts.claims.last(on, known), UNDEFINED)
    shows = facts.shows.value(0, facts.shows.last(on, known), UNDEFINED)
    return settle(held, claims, shows, on, steps=facts.steps, bands=bands)


def settle(
    held: Nodes,
    claims: Ints,
    shows: Ints,
    on: int,
    *,
    steps: Mapping[int, tuple[Step, ...]],
    bands: Bands = DEFAULT,
) -> State:
    """Roll the leaves' own shares up and light the lamps."""
    alone = expected(held, on, steps)
    waits = lamps.lamps(shows, alone, held.starts, held.due, on, bands) == lamps.code(Lamp.WAIT)
    counts = counting(held.tree, held.there & ~waits, held.off)
    bottom = weights(held.tree, held.weight, counts)
    claimed, shown, should = (
        roll_up(held.tree, held.weight, counts, bottom, share) for share in (claims, shows, alone)
    )
    # A node above leaves whose children all wait is asked what the clock says, not what nobody has to have done.
    due_by_now = np.where(should.share == UNDEFINED, alone, should.share)
    lit = [
        np.where(
            held.off,
            lamps.code(Lamp.OFF),
            lamps.lamps(rolled.share, due_by_now, held.starts, held.due, on, bands),
        ).astype(np.int8)
        for rolled in (shown, claimed)
    ]
    return State(
        on=on,
        nodes=held,
        counts=counts,
        claimed=claimed.share,
        shown=shown.share,
        expected=due_by_now,
        result=lit[0],
        time=lit[1],
        bottom=bottom,
        tops=(claimed.top, shown.top, should.top),
        tally=_tally(held.tree, lit[0]),
    )


def _tally(over: Tree, result: NDArray[np.int8]) -> Ints:
    """Count for each node the leaves below it by lamp; a leaf counts itself."""
    tally = np.zeros((len(result), len(LAMPS)), dtype=np.int64)
    for level in reversed(over.levels):
        leaves = level[~over.inner[level]]
        tally[leaves, result[leaves]] = 1
    for level in over.upward():
        np.add.at(tally, over.parent[level], tally[level])
    return tally
