"""走势: what all schedules of a plan that are not linear expect, and what their milestones make of marks, as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from luoshi.arithmetic.shares import SCALE, Ints, divide

_DAYS = 1 << 23  # more than there are days: a schedule and a day make one number
_SHARES = 1 << 40  # more than any share


@dataclass(frozen=True, slots=True)
class Courses:
    """走势: of the schedules `keys` (sorted) the steps and the milestones, those of each side by side.

    `steps`: which schedule (its place in keys) and day as one number, rising; `shares`: what is expected from there on.
    `begins`: where the milestones of each schedule begin, and where the last end; `marks`: their keys; `weights`.
    """

    keys: Ints
    steps: Ints
    shares: Ints
    begins: Ints
    marks: Ints
    weights: Ints

    @classmethod
    def of(
        cls, steps: Iterable[tuple[int, ...]] | Ints, milestones: Iterable[tuple[int, ...]] | Ints
    ) -> Courses:
        """Put rows into arrays: steps (schedule, day, share), milestones (schedule, key, day, weight), in any order.

        Where a schedule has milestones, they make its steps: the weight of those due as a share of all its weight.
        """
        stated, marked = _rows(steps, 3), _rows(milestones, 4)
        keys = np.unique(np.concatenate((stated[:, 0], marked[:, 0])))
        marked = marked[np.lexsort((marked[:, 1], marked[:, 2], marked[:, 0]))]
        which = np.searchsorted(keys, marked[:, 0])
        begins = np.searchsorted(which, np.arange(len(keys) + 1))
        gone = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(marked[:, 3])))
        due, whole = gone[1:] - gone[begins[which]], gone[begins[which + 1]] - gone[begins[which]]
        made = np.column_stack((marked[:, 0], marked[:, 2], divide(due * SCALE, whole)))
        found = np.concatenate((stated[~np.isin(stated[:, 0], marked[:, 0])], made))
        found = found[np.lexsort((found[:, 2], found[:, 1], found[:, 0]))]
        of = np.searchsorted(keys, found[:, 0])
        # A step asks for no less than those before it: the greatest so far, schedule by schedule.
        greatest = np.maximum.accumulate(of * _SHARES + found[:, 2]) - of * _SHARES
        return cls(keys, of * _DAYS + found[:, 1], greatest, begins, marked[:, 1], marked[:, 3])

    def expected(self, schedules: Ints, on: int) -> Ints:
        """Return what some of the schedules expect by a day: nothing before the first step.

        >>> Courses.of([(7, 10, 25_000_000)], [(8, 0, 12, 1), (8, 1, 20, 3)]).expected(np.array([7, 8]), 15).tolist()
        [25000000, 25000000]
        """
        which = np.searchsorted(self.keys, schedules)
        last = np.searchsorted(self.steps, which * _DAYS + on, side="right") - 1
        begun = (last >= 0) & (self.steps[last] // _DAYS == which)
        return np.where(begun, self.shares[last], 0)

    def reached(self, schedules: Ints, marks: Ints, stated: Ints) -> Ints:
        """Return the weights of the milestones marked, as shares of all weight; what was stated where there are no milestones."""
        which = np.searchsorted(self.keys, schedules)
        first, number = self.begins[which], np.diff(self.begins)[which]
        item = np.repeat(np.arange(len(which)), number)
        row = np.arange(len(item)) - np.repeat(np.cumsum(number) - number - first, number)
        got, whole = np.zeros(len(which), dtype=np.int64), np.zeros(len(which), dtype=np.int64)
        np.add.at(got, item, self.weights[row] * (marks[item] >> self.marks[row] & 1))
        np.add.at(whole, item, self.weights[row])
        return np.where(number > 0, divide(got * SCALE, whole), stated)


def _rows(of: Iterable[tuple[int, ...]] | Ints, width: int) -> Ints:
    rows = of if isinstance(of, np.ndarray) else np.array(list(of), dtype=np.int64)
    return rows.reshape(-1, width)


NONE = Courses.of((), ())  # all is linear
