"""The arithmetic: what is true of an item on a day, as far as it was known by a time. Pure; no Django.

Shares are fractions of 1; None is undefined and never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ON_TIME, BEHIND = 0.95, 0.85  # default bands of the lamp: shown ÷ expected


class Lamp(StrEnum):
    """灯: how an item stands, told by shape, then word, then colour."""

    DONE = "done"
    ON_TIME = "ontime"
    BEHIND = "behind"
    RISK = "risk"
    OVER = "over"
    WAIT = "wait"
    NONE = "none"
    OFF = "off"

    @property
    def word(self) -> str:
        """Return the lamp's word in the default scheme."""
        return WORDS[self]


WORDS = {
    Lamp.DONE: "已办结",
    Lamp.ON_TIME: "达序时",
    Lamp.BEHIND: "滞后",
    Lamp.RISK: "有风险",
    Lamp.OVER: "超期",
    Lamp.WAIT: "未启动",
    Lamp.NONE: "无数据",
    Lamp.OFF: "不计入",
}
# From the one that needs a person most to the one that needs nobody.
WORST_FIRST = (
    Lamp.OVER,
    Lamp.RISK,
    Lamp.BEHIND,
    Lamp.NONE,
    Lamp.ON_TIME,
    Lamp.DONE,
    Lamp.WAIT,
    Lamp.OFF,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A share that somebody stated: the day it is about, when it was known, and when it was taken back."""

    about: date
    known: datetime
    share: float
    until: datetime | None = None

    def holds(self, on: date, known: datetime) -> bool:
        """Tell whether it speaks of D or before, was known at K and not yet taken back."""
        return self.about <= on and self.known <= known and (self.until is None or known < self.until)


@dataclass(frozen=True, slots=True)
class Span:
    """When a thing starts and is due, and since when that was known."""

    starts: date
    due: date
    known: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """状态: where an item stands on day D as known at K."""

    on: date
    known: datetime
    starts: date | None
    due: date | None
    claimed: float | None
    shown: float | None
    expected: float | None
    result: Lamp
    time: Lamp

    @property
    def apart(self) -> bool:
        """Tell whether what is claimed and what is shown make different lamps."""
        return self.result != self.time

    @property
    def ratio(self) -> float | None:
        """Return shown ÷ expected, undefined before the start."""
        if self.shown is None or not self.expected:
            return None
        return self.shown / self.expected


def time_share(starts: date, due: date, on: date) -> float:
    """Return 序时进度, the share of the days from start to due that have passed.

    >>> time_share(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6))
    0.5
    >>> time_share(date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1))
    1.0
    """
    if on >= due:
        return 1.0
    if on <= starts:
        return 0.0
    return (on - starts).days / (due - starts).days


def latest(said: Iterable[Said], on: date, known: datetime) -> float | None:
    """Return the share stated last: about the latest day up to D, of those the last known up to K.

    Of two that were known at once the later in the list holds.
    """
    rows = [row for row in said if row.holds(on, known)]
    return max(reversed(rows), key=lambda row: (row.about, row.known)).share if rows else None


def schedule(spans: Iterable[Span], known: datetime) -> Span | None:
    """Return the schedule that was known last up to K; of two known at once the later in the list."""
    rows = [row for row in spans if row.known <= known]
    return max(reversed(rows), key=lambda row: row.known) if rows else None


def lamp(share: float | None, span: Span | None, on: date) -> Lamp:
    """Compare a share with what is expected on a day; ordered rules, the first that fits wins."""
    if share is not None and share >= 1:
        return Lamp.DONE
    if span is None:
        return Lamp.NONE
    if on > span.due:
        return Lamp.OVER
    if on < span.starts:
        return Lamp.WAIT
    return _band(share or 0.0, time_share(span.starts, span.due, on))


def _band(share: float, expected: float) -> Lamp:
    if share >= ON_TIME * expected:
        return Lamp.ON_TIME
    return Lamp.BEHIND if share >= BEHIND * expected else Lamp.RISK


def standing(
    *, claims: Sequence[Said], shows: Sequence[Said], spans: Sequence[Span], on: date, known: datetime
) -> Standing:
    """Work out where an item stands on day D as known at K, from the facts alone.

    The left lamp looks at what is shown, the right one at what is claimed against the time gone.
    """
    span = schedule(spans, known)
    starts, due = (span.starts, span.due) if span else (None, None)
    expected = time_share(span.starts, span.due, on) if span else None
    claimed, shown = latest(claims, on, known), latest(shows, on, known)
    return Standing(
        on=on,
        known=known,
        starts=starts,
        due=due,
        claimed=claimed,
        shown=shown,
        expected=expected,
        result=lamp(shown, span, on),
        time=lamp(claimed, span, on),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One child in a roll-up: its weight, its share, and whether it counts."""

    weight: float
    share: float | None
    counts: bool = True


def roll_up(parts: Iterable[Part]) -> float | None:
    """Return the weighted mean over the parts that count; a part without a share counts as nothing shown.

    >>> round(roll_up([Part(2, 0.4), Part(3, 0.2)]), 2)
    0.28
    >>> roll_up([Part(1, 0.0), Part(1, None, counts=False)])
    0.0
    >>> roll_up([]) is None
    True
    """
    counting = [part for part in parts if part.counts]
    weight = sum(part.weight for part in counting)
    if not weight:
        return None
    return sum(part.weight * (part.share or 0.0) for part in counting) / weight


def worst(lamps: Iterable[Lamp]) -> Lamp:
    """Return the lamp that needs a person most."""
    return min(lamps, key=WORST_FIRST.index, default=Lamp.NONE)
