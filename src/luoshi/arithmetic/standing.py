"""状态: where every node of a plan stands on a day as far as was known at a moment, from the facts alone.

One calculation for a whole plan and for a single item: what pages show, what is kept and what is checked comes from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from luoshi.arithmetic import lamps
from luoshi.arithmetic.asof import Column
from luoshi.arithmetic.courses import Courses
from luoshi.arithmetic.lamps import DEFAULT, LAMPS, NO_DAY, Bands, Lamp
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.rollup import ROOT, Tree, counting, roll_up, tree, weights
from luoshi.arithmetic.shares import UNDEFINED, Flags, Ints

LINEAR = -1  # instead of the key of a schedule's course
UNDRIVEN = -1  # instead of a claimed share: no indicator drives the item
ENDED, LIVE, MERGED = range(3)  # what has become of an item
_LATE = 4_000_000  # a day after all others


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts about the items of one plan, each kind a column over the items in the order of `keys`.

    places: parent (as a place in keys, ROOT at the top), weight, and in which place among its sisters. spans: starts, due, key of the course (or LINEAR).
    fates: LIVE, ENDED or MERGED. claims: share, milestones (or UNMARKED). shows: the same, and what the indicator that
    drives the item claims (or UNDRIVEN).
    """

    keys: Ints
    places: Column
    spans: Column
    fates: Column
    claims: Column
    shows: Column
    courses: Courses


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of each item by itself: the share claimed and shown, and the milestones (UNMARKED: only a share)."""

    claims: Ints
    claim_marks: Ints
    shows: Ints
    show_marks: Ints

    @classmethod
    def of(cls, claim: tuple[Ints, Ints], show: tuple[Ints, Ints, Ints]) -> Stated:
        """Put together what reports claim and what is shown; where an indicator drives, it claims instead of the reports."""
        driven = show[2] != UNDRIVEN
        return cls(
            np.where(driven, show[2], claim[0]), np.where(driven, UNMARKED, claim[1]), show[0], show[1]
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of each item at one (D, K): its place, days, fate, and what is claimed and shown of it by itself."""

    there: Flags
    parent: Ints
    weight: Ints
    position: Ints
    starts: Ints
    due: Ints
    course: Ints
    fate: Ints
    claims: Ints
    shows: Ints

    def having(self, stated: Stated, courses: Courses) -> Held:
        """Measure what is said of the items by the milestones of the schedules that hold."""
        return replace(
            self,
            claims=_measured(stated.claims, stated.claim_marks, self.course, courses),
            shows=_measured(stated.shows, stated.show_marks, self.course, courses),
        )


def _measured(shares: Ints, marks: Ints, course: Ints, courses: Courses) -> Ints:
    found = shares.copy()
    bent = np.flatnonzero((marks != UNMARKED) & (course != LINEAR))
    if len(bent):
        found[bent] = courses.reached(course[bent], marks[bent], shares[bent])
    return found


@dataclass(frozen=True, slots=True)
class Nodes:
    """What a plan holds on a day: the tree, and for each node its weight, its days, and whether it is out."""

    tree: Tree
    there: Flags
    weight: Ints
    off: Flags
    starts: Ints
    due: Ints
    course: Ints


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


def held(facts: Facts, on: int, known: int, *, plan_known: int | None = None) -> Held:
    """Choose of all facts those that hold on D as known at K; the plan's own as known at `plan_known`, if given."""
    then = known if plan_known is None else plan_known
    place, span = facts.places.last(on, then), facts.spans.last(on, then)
    claim, show = facts.claims.last(on, known), facts.shows.last(on, known)
    none = np.full(len(facts.keys), UNDEFINED)
    stated = Stated.of(
        (facts.claims.value(0, claim, UNDEFINED), facts.claims.value(1, claim, UNMARKED)),
        (
            facts.shows.value(0, show, UNDEFINED),
            facts.shows.value(1, show, UNMARKED),
            facts.shows.value(2, show, UNDRIVEN),
        ),
    )
    return Held(
        there=place >= 0,
        parent=facts.places.value(0, place, ROOT),
        weight=facts.places.value(1, place, 1),
        position=facts.places.value(2, place, 0),
        starts=facts.spans.value(0, span, NO_DAY),
        due=facts.spans.value(1, span, NO_DAY),
        course=facts.spans.value(2, span, LINEAR),
        fate=facts.fates.value(0, facts.fates.last(on, then), LIVE),
        claims=none,
        shows=none,
    ).having(stated, facts.courses)


def nodes(of: Held) -> Nodes:
    """Grow the tree of what holds."""
    grown = tree(of.parent, of.there)
    off = of.fate != LIVE
    for level in grown.levels[1:]:
        off[level] |= off[of.parent[level]]
    starts, due = of.starts.copy(), of.due.copy()
    _spread(grown, off, starts, due)
    return Nodes(grown, of.there, of.weight, off, starts, due, of.course)


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


def expected(given: Nodes, on: int, courses: Courses) -> Ints:
    """Return what each node by itself is expected to have reached by D: linear in time, or by its steps."""
    share = lamps.time_shares(given.starts, given.due, on)
    bent = np.flatnonzero(given.course != LINEAR)
    if len(bent):
        share[bent] = courses.expected(given.course[bent], on)
    return share


def state(
    facts: Facts, on: int, known: int, *, plan_known: int | None = None, bands: Bands = DEFAULT
) -> State:
    """Say where all nodes stand on D as known at K; with `plan_known`, against the plan as it was known then."""
    return judge(held(facts, on, known, plan_known=plan_known), on, courses=facts.courses, bands=bands)


def judge(of: Held, on: int, *, courses: Courses, bands: Bands = DEFAULT) -> State:
    """Roll the leaves' own shares up and light the lamps."""
    grown = nodes(of)
    alone = expected(grown, on, courses)
    waits = lamps.lamps(of.shows, alone, grown.starts, grown.due, on, bands) == lamps.code(Lamp.WAIT)
    counts = counting(grown.tree, grown.there & ~waits, grown.off)
    bottom = weights(grown.tree, grown.weight, counts)
    claimed, shown, should = (
        roll_up(grown.tree, grown.weight, counts, bottom, share) for share in (of.claims, of.shows, alone)
    )
    # A node above leaves whose children all wait is asked what the clock says, not what nobody has to have done.
    due_by_now = np.where(should.share == UNDEFINED, alone, should.share)
    lit = [
        np.where(
            grown.off,
            lamps.code(Lamp.OFF),
            lamps.lamps(rolled.share, due_by_now, grown.starts, grown.due, on, bands),
        ).astype(np.int8)
        for rolled in (shown, claimed)
    ]
    return State(
        on=on,
        nodes=grown,
        counts=counts,
        claimed=claimed.share,
        shown=shown.share,
        expected=due_by_now,
        result=lit[0],
        time=lit[1],
        bottom=bottom,
        tops=(claimed.top, shown.top, should.top),
        tally=_tally(grown.tree, lit[0]),
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
