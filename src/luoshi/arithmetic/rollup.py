"""汇总: a weighted mean over the children that count, level by level, in whole numbers.

Ended, merged and not yet started children do not count; a child that should have begun and shows nothing counts as
nothing shown. 40 % at weight 2 and 20 % at weight 3 make 28 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from luoshi.arithmetic.shares import SCALE, UNDEFINED, Flags, Ints, clipped, divide, ratio

ROOT = -1  # the parent of what stands at the top


@dataclass(frozen=True, slots=True)
class Tree:
    """The places of all nodes by level, the top first, and what hangs on nothing."""

    parent: Ints
    levels: tuple[Ints, ...]
    inner: Flags  # has children
    loose: Flags  # its way up does not end at the top

    def upward(self) -> Iterator[Ints]:
        """Yield the levels below the top, the deepest first."""
        yield from reversed(self.levels[1:])


def tree(parent: Ints, there: Flags) -> Tree:
    """Order the nodes that are there by level; a node whose parent is not there, or that stands in a ring, is loose."""
    level, levels = np.flatnonzero(there & (parent == ROOT)), []
    seen = np.zeros(len(parent), dtype=np.bool_)
    below = np.flatnonzero(there & (parent != ROOT))
    below = below[np.argsort(parent[below], kind="stable")]
    above = parent[below]
    while len(level):
        levels.append(level)
        seen[level] = True
        start, stop = np.searchsorted(above, level, "left"), np.searchsorted(above, level, "right")
        level = below[_ranges(start, stop)]
    inner = np.zeros(len(parent), dtype=np.bool_)
    inner[above[seen[above]]] = True
    return Tree(parent, tuple(levels), inner, there & ~seen)


def _ranges(start: Ints, stop: Ints) -> Ints:
    """Return all whole numbers of the ranges [start, stop), one after the other."""
    lengths = stop - start
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(stop - ends, lengths)


def counting(over: Tree, own: Flags, off: Flags) -> Flags:
    """Tell which nodes count: a leaf by itself, a node above by a child that counts; nothing that is off."""
    counts = own & ~over.inner & ~off & ~over.loose
    for level in over.upward():
        found = level[counts[level]]
        counts[over.parent[found[~off[over.parent[found]]]]] = True
    return counts


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a roll-up gives: each node's share, and the sums from which those above leaves are divided."""

    share: Ints
    top: Ints


def weights(over: Tree, weight: Ints, counts: Flags) -> Ints:
    """Return for each node the sum of the weights of its children that count."""
    bottom = np.zeros(len(weight), dtype=np.int64)
    for level in over.upward():
        found = level[counts[level]]
        np.add.at(bottom, over.parent[found], weight[found])
    return bottom


def roll_up(over: Tree, weight: Ints, counts: Flags, bottom: Ints, own: Ints) -> Rolled:
    """Roll the leaves' own shares up; `bottom` is what `weights` returns.

    >>> goal = tree(np.array([ROOT, 0, 0]), np.array([True, True, True]))
    >>> weight, counts = np.array([1, 2, 3]), np.array([True, True, True])
    >>> shares = np.array([UNDEFINED, 40_000_000, 20_000_000])
    >>> int(roll_up(goal, weight, counts, weights(goal, weight, counts), shares).share[0])
    28000000
    """
    share, top = np.where(over.inner, UNDEFINED, own), np.zeros(len(weight), dtype=np.int64)
    for level in over.upward():
        above = level[over.inner[level]]
        share[above] = divide(top[above], bottom[above])
        found = level[counts[level]]
        given = np.where(share[found] == UNDEFINED, 0, np.clip(share[found], 0, SCALE))
        np.add.at(top, over.parent[found], weight[found] * given)
    if over.levels:
        above = over.levels[0][over.inner[over.levels[0]]]
        share[above] = divide(top[above], bottom[above])
    return Rolled(share, top)


def mean(parts: Iterable[tuple[int, int | None]]) -> int | None:
    """Return the weighted mean of (weight, share), as the node above them has it.

    >>> mean([(2, 40_000_000), (3, 20_000_000)]), mean([(1, None), (1, SCALE)]), mean([])
    (28000000, 50000000, None)
    """
    found = [(weight, clipped(share or 0)) for weight, share in parts]
    return ratio(sum(weight * share for weight, share in found), sum(weight for weight, _ in found) * SCALE)
