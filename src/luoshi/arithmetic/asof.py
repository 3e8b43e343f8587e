"""两个时钟: of the facts about a thing, the one that holds on a day (D) as far as was known at a moment (K).

The fact about the latest day up to D holds; of two about one day the one known last; of two known at one moment the one
whose values are smaller, so that the order in which facts arrive never matters and nothing looks better by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from luoshi.arithmetic.shares import Ints

NEVER = 2**63 - 1  # a moment that does not come
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment(at: datetime) -> int:
    """Return a moment as whole microseconds since 1970, UTC.

    >>> moment(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC))
    1000005
    """
    return (at - _EPOCH) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Clock:
    """两个时钟: the day that is spoken of (D), and the moment as of which it is known (K)."""

    on: date
    known: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """Facts of one kind about many things, those of one thing side by side, the later holding over the earlier.

    `thing` is the place of the thing that a fact is about; `values` are the columns of what the facts say.
    """

    things: int
    thing: Ints
    about: Ints
    known: Ints
    until: Ints
    values: tuple[Ints, ...]

    @classmethod
    def of(cls, things: int, rows: Ints | Sequence[Iterable[int]], width: int) -> Column:
        """Sort facts, each a row (thing, about, known, until, value…) of `4 + width` whole numbers."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 4 + width).T
        thing, about, known, until, *values = table
        order = np.lexsort((*(-value for value in reversed(values)), known, about, thing))
        return cls(
            things,
            thing[order],
            about[order],
            known[order],
            until[order],
            tuple(value[order] for value in values),
        )

    def last(self, on: int, known: int) -> Ints:
        """Return for each thing the place of the fact that holds on D as known at K; -1 where there is none.

        >>> facts = Column.of(2, [(0, 10, 5, NEVER, 40), (0, 10, 6, NEVER, 30), (0, 12, 6, NEVER, 90)], 1)
        >>> [facts.value(0, facts.last(on, known), -1).tolist() for on, known in ((10, 5), (10, 6), (12, 6))]
        [[40, -1], [30, -1], [90, -1]]
        """
        holds = (self.about <= on) & (self.known <= known) & (known < self.until)
        found = np.full(self.things, -1, dtype=np.int64)
        places = np.flatnonzero(holds)
        found[self.thing[places]] = places  # of several the last in order is written last
        return found

    def value(self, number: int, at: Ints, missing: int) -> Ints:
        """Return one value of the facts at these places, and `missing` where there is none."""
        if not len(self.thing):
            return np.full(len(at), missing, dtype=np.int64)
        return np.where(at >= 0, self.values[number][at], missing)
