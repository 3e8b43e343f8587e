"""回溯: a plan as it stood on D as known at K, from facts that are fetched once.

What is known at a past K never changes, so facts that were fetched after K answer for it for ever: what is held in memory
needs no invalidation. Only a K that is younger than the fetching asks the database again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from django.db import connection
from django.utils import timezone

from luoshi.arithmetic.asof import NEVER, Clock, Column, moment
from luoshi.arithmetic.shares import Flags, Ints
from luoshi.arithmetic.standing import Facts, State, state
from luoshi.plans import ledger as structure
from luoshi.plans.models import Assignment, Plan
from luoshi.results import ledger

HELD = 4  # plans in memory: about 60 MB for each million facts
MARGIN = timedelta(seconds=60)  # a transaction that was open while we fetched has known its facts by then

ROLES = {role: code for code, role in enumerate(Assignment.Role.values)}
LEAD = ROLES[Assignment.Role.LEAD]


@dataclass(frozen=True, slots=True)
class Book:
    """All facts of a plan, fetched at a moment; pairs are the (item, unit) of which an assignment says something."""

    fetched: datetime
    facts: Facts
    pairs: Ints
    roles: Column


@dataclass(frozen=True, slots=True)
class Recalled:
    """A plan at (D, K): its state, its leaves, the lead of each item (0: none), and its items in the order of the tree."""

    keys: Ints
    state: State
    leaves: Flags
    lead: Ints
    order: Ints


_books: OrderedDict[tuple[str, int], Book] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Forget what was fetched: after facts were brought in with moments that have passed."""
    with _lock:
        _books.clear()


def book(plan: Plan, known: datetime) -> Book:
    """Return the facts of a plan that answer for K, fetched now or before."""
    key = (str(connection.settings_dict["NAME"]), plan.pk)
    with _lock:
        held = _books.get(key)
        if held is not None and known <= held.fetched - MARGIN:
            _books.move_to_end(key)
            return held
    made = fetch(plan)
    with _lock:
        _books[key] = made
        while len(_books) > HELD:
            _books.popitem(last=False)
    return made


def fetch(plan: Plan) -> Book:
    """Fetch all facts of a plan, with who took part in its items."""
    fetched = timezone.now()
    facts = ledger.load(plan)
    mine = {"item__plan": plan}
    rows = structure.table(
        Assignment.everything.filter(**mine).order_by(),
        "item",
        *structure.WHEN,
        structure.coded("role", ROLES),
        "unit",
    )
    pairs, pair = np.unique(rows[:, (0, 4)], axis=0, return_inverse=True)
    pairs[:, 0] = np.searchsorted(facts.keys, pairs[:, 0])
    roles = Column.of(
        len(pairs),
        np.column_stack((pair.reshape(-1), rows[:, 1:3], np.full(len(rows), NEVER), rows[:, 3])),
        1,
    )
    return Book(fetched, facts, pairs, roles)


def recall(plan: Plan, clock: Clock) -> Recalled:
    """Say how a plan stood on D as known at K."""
    held = book(plan, clock.known)
    on, known = clock.on.toordinal(), moment(clock.known)
    found = state(held.facts, on, known)
    tree = found.nodes.tree
    lead = np.zeros(len(held.facts.keys), dtype=np.int64)
    leads = held.pairs[held.roles.value(0, held.roles.last(on, known), -1) == LEAD]
    lead[leads[:, 0]] = leads[:, 1]
    position = held.facts.places.value(2, held.facts.places.last(on, known), 0)
    hung = found.nodes.there & ~tree.loose
    return Recalled(held.facts.keys, found, hung & ~tree.inner, lead, _in_order(found, position))


def _in_order(found: State, position: Ints) -> Ints:
    """Return the places of all nodes that hang on the top, each after its elder sisters and what is below them."""
    tree = found.nodes.tree
    size = np.ones(len(position), dtype=np.int64)
    for level in tree.upward():
        np.add.at(size, tree.parent[level], size[level])
    first = np.zeros(len(position), dtype=np.int64)
    for number, level in enumerate(tree.levels):
        above = tree.parent[level]
        sisters = level[np.lexsort((level, position[level], above))]
        group = tree.parent[sisters]
        before = np.cumsum(size[sisters]) - size[sisters]
        begins = np.r_[True, group[1:] != group[:-1]] if len(group) else np.zeros(0, dtype=bool)
        base = np.repeat(before[begins], np.diff(np.r_[np.flatnonzero(begins), len(group)]))
        first[sisters] = before - base + (first[group] + 1 if number else 0)
    placed = np.concatenate(tree.levels) if tree.levels else np.zeros(0, dtype=np.int64)
    return placed[np.argsort(first[placed])]
