"""将迟: on which day each of many tasks will have reached the whole, if it goes on as it has been shown to go.

The line of Theil and Sen through what was shown: the median of the slopes of all pairs, and the median of what they leave. Unlike
`forecast` it draws nothing again and tells no chance; it is what can be said of a hundred thousand tasks at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoshi.arithmetic.asof import Column
from luoshi.arithmetic.forecast import FEWEST, NEWEST
from luoshi.arithmetic.shares import SCALE, UNDEFINED, Ints
from luoshi.arithmetic.standing import UNDRIVEN

Floats = NDArray[np.float64]
BEYOND = np.iinfo(np.int64).max  # the day of what goes nowhere, or backwards
_FAR = 3_000_000  # ordinals beyond which there is no calendar


class Ahead(NamedTuple):
    """The places of the tasks of which something can be said, and the day of each as an ordinal; `BEYOND` for never."""

    things: Ints
    days: Ints


def ahead(shown: Column, on: int, known: int) -> Ahead:
    """Return when tasks reach the whole by what had been shown about days up to D as known at K.

    The values of `shown` are the share, the milestones, and what an indicator claims (UNDRIVEN where none drives): of a task
    that an indicator has come to drive, or has ceased to, only what was shown in the present way counts. Of one that was
    shown on fewer than four days nothing is said; its newest 36 days count. Whoever is there already has no day ahead.

    >>> rows = [(0, day, 1, 2**62, 10_000_000 * (day - 100), 0, UNDRIVEN) for day in range(101, 105)]
    >>> ahead(Column.of(1, rows, 3), 200, 1).days.tolist()
    [110]
    """
    thing, day, share = _held(shown, on, known)
    first, number = _groups(thing)
    things, days = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(number[number >= FEWEST]).tolist():
        begins = first[number == size]
        kept = min(size, NEWEST)
        places = begins[:, None] + np.arange(size - kept, size)
        things.append(thing[begins])
        days.append(_reach(day[places], share[places]))
    found = Ahead(np.concatenate(things), np.concatenate(days))
    order = np.argsort(found.things)
    there = found.days[order] >= 0
    return Ahead(found.things[order][there], found.days[order][there])


class Line(NamedTuple):
    """走势: the days that count and what was shown on them, the slope of one day, and the day ahead: `BEYOND` never, -1 there already."""

    days: Ints
    shares: Ints
    slope: float
    day: int


def line(shown: Column, on: int, known: int) -> Line | None:
    """Return the line of the only task that was asked for, by which `ahead` tells its day; None where nothing is said.

    >>> rows = [(0, day, 1, 2**62, 10_000_000 * (day - 100), 0, UNDRIVEN) for day in range(101, 105)]
    >>> found = line(Column.of(1, rows, 3), 200, 1)
    >>> found.days.tolist(), found.slope, found.day
    ([101, 102, 103, 104], 10000000.0, 110)
    """
    _thing, day, share = _held(shown, on, known)
    if len(day) < FEWEST:
        return None
    day, share = day[-NEWEST:], share[-NEWEST:]
    slope, _base = _fit(day[None, :], share[None, :])
    return Line(day, share, float(slope[0]), int(_reach(day[None, :], share[None, :])[0]))


def _held(shown: Column, on: int, known: int) -> tuple[Ints, Ints, Ints]:
    """Return task, day and share of what holds: of one day the later known."""
    holds = (shown.about <= on) & (shown.known <= known) & (known < shown.until)
    holds &= shown.values[0] != UNDEFINED
    thing, day, share = shown.thing[holds], shown.about[holds], shown.values[0][holds]
    driven = shown.values[2][holds] != UNDRIVEN
    last = np.ones(len(thing), dtype=bool)
    last[:-1] = (thing[1:] != thing[:-1]) | (day[1:] != day[:-1])
    newest = np.zeros(shown.things, dtype=bool)
    newest[thing] = driven  # of several the last in order is written last
    last &= driven == newest[thing]
    return thing[last], day[last], share[last]


def _groups(thing: Ints) -> tuple[Ints, Ints]:
    """Return where each task begins, and how many days it has."""
    first = np.flatnonzero(np.r_[True, thing[1:] != thing[:-1]]) if len(thing) else np.zeros(0, np.int64)
    return first, np.diff(np.r_[first, len(thing)])


def _fit(day: Ints, share: Ints) -> tuple[Floats, Floats]:
    """Return of each row of days and shares the slope of its line, and where it stands on its first day."""
    x, y = (day - day[:, :1]).astype(float), share.astype(float)
    left, right = np.triu_indices(day.shape[1], 1)
    slope: Floats = np.median((y[:, right] - y[:, left]) / (x[:, right] - x[:, left]), axis=1)
    return slope, np.median(y - slope[:, None] * x, axis=1)


def _reach(day: Ints, share: Ints) -> Ints:
    """Return the day of each row of days and shares on which its line reaches the whole; -1 where it is reached."""
    start = day[:, :1]
    slope, base = _fit(day, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rounded first: what is a whole day but for the last bit of a fraction is that day.
        reach = np.ceil(np.round((SCALE - base) / slope, 6))
    far = ~(slope > 0) | ~(reach < _FAR)
    found = np.maximum(np.where(far, 0, reach).astype(np.int64) + start[:, 0], day[:, -1] + 1)
    return np.where(share[:, -1] >= SCALE, -1, np.where(far, BEYOND, found))
