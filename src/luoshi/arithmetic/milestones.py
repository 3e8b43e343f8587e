"""里程碑: weighted marks on an item's schedule; what they expect by a day, and what those that are reached make of the whole.

A milestone has a key within its item, a whole number that is never used again; so the milestones that somebody says to be
reached are the bits of one whole number, which stands in a column like any other, and means the same whatever the
schedule becomes: what an amendment removes drops out of both sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from luoshi.arithmetic.lamps import Step
from luoshi.arithmetic.shares import SCALE, ratio

MOST = 60  # milestones that one item can ever have: as many keys as a column of 64 bits holds
UNMARKED = -1  # instead of marks: a share was stated

S = TypeVar("S", int, int | None)
Milestone = tuple[int, int, int]  # its key, the day by which it is due, its weight


def marks(keys: Iterable[int]) -> int:
    """Return some milestones as one whole number.

    >>> marks([0, 2]), marks([])
    (5, 0)
    """
    return sum(1 << key for key in set(keys))


def keys(of: int) -> Iterator[int]:
    """Yield the keys of the milestones in a whole number.

    >>> list(keys(5))
    [0, 2]
    """
    return (key for key in range(MOST) if of >> key & 1)


def steps(of: Sequence[Milestone]) -> tuple[Step, ...]:
    """Return what milestones expect from which day on: the weight of those due as a share of all weight.

    >>> steps([(0, 10, 1), (1, 20, 2), (2, 20, 1)])
    ((10, 25000000), (20, 100000000))
    """
    days = sorted({day for _, day, _ in of})
    return tuple((day, _share([key for key, due, _ in of if due <= day], of)) for day in days)


def reached(of: Sequence[Milestone], which: int, stated: S) -> int | S:
    """Return the weight of the milestones reached as a share of all weight; the share that was stated where none are marked.

    >>> reached([(0, 10, 1), (3, 20, 3)], marks([3, 5]), 0), reached([], marks([3]), 40), reached([(0, 10, 1)], UNMARKED, 40)
    (75000000, 40, 40)
    """
    return _share(keys(which), of) if of and which != UNMARKED else stated


def percent(share: int) -> int:
    """Return the whole per cents of a share: 100 only where nothing is missing.

    >>> percent(99_999_999), percent(66_666_667)
    (99, 66)
    """
    return share * 100 // SCALE


def _share(which: Iterable[int], of: Sequence[Milestone]) -> int:
    held = set(which)
    found = ratio(sum(weight for key, _, weight in of if key in held), sum(weight for *_, weight in of))
    assert found is not None  # a milestone weighs something
    return found
