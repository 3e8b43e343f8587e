"""灯: what is expected by a day, and how a share compares with it. Ordered rules; the first that fits wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from luoshi.arithmetic.shares import SCALE, UNDEFINED, Flags, Ints, divide
from luoshi.wording import noted, say

NO_DAY = 0  # days are proleptic ordinals, which begin with 1


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
        return say(WORDS[self])


WORDS = {
    Lamp.DONE: noted("已办结"),
    Lamp.ON_TIME: noted("达序时"),
    Lamp.BEHIND: noted("滞后"),
    Lamp.RISK: noted("有风险"),
    Lamp.OVER: noted("超期"),
    Lamp.WAIT: noted("未启动"),
    Lamp.NONE: noted("无数据"),
    Lamp.OFF: noted("不计入"),
}
SETTLED = (Lamp.DONE, Lamp.OFF)  # what needs nobody any more
LAMPS = tuple(Lamp)  # an array holds a lamp as its place here
_CODE = {lamp: code for code, lamp in enumerate(LAMPS)}
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
class Bands:
    """灯的分档: from which share of the expected, in thousandths, an item is on time, and from which it is only behind."""

    on_time: int = 950
    behind: int = 850


DEFAULT = Bands()
Step = tuple[int, int]  # a day and the share expected from that day on


def time_shares(starts: Ints, due: Ints, on: int) -> Ints:
    """Return 序时进度, the share of the days from start to due that have passed; UNDEFINED without days."""
    gone = np.clip(on - starts, 0, None) * SCALE
    share = np.where(on >= due, SCALE, divide(gone, np.maximum(due - starts, 1)))
    return np.where(due == NO_DAY, UNDEFINED, share)


def time_share(starts: date, due: date, on: date) -> float:
    """Return 序时进度 of one span of days as a fraction.

    >>> time_share(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6))
    0.5
    >>> time_share(date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1))
    1.0
    """
    one = time_shares(np.array([starts.toordinal()]), np.array([due.toordinal()]), on.toordinal())
    return int(one[0]) / SCALE


def stepped(steps: Sequence[Step], on: int) -> int:
    """Return what the steps of a schedule (形象进度) expect by a day.

    >>> stepped([(10, 20_000_000), (20, SCALE)], 15)
    20000000
    """
    return max((share for day, share in steps if day <= on), default=0)


def lamps(
    share: Ints, expected: Ints, starts: Ints, due: Ints, on: int, bands: Bands = DEFAULT
) -> NDArray[np.int8]:
    """Compare shares with what is expected; the places of the lamps in LAMPS."""
    got = np.where(share == UNDEFINED, 0, share)
    rules: list[tuple[Flags, Lamp]] = [
        (got >= SCALE, Lamp.DONE),
        (due == NO_DAY, Lamp.NONE),
        (on > due, Lamp.OVER),
        (on < starts, Lamp.WAIT),
        (got * 1000 >= bands.on_time * expected, Lamp.ON_TIME),
        (got * 1000 >= bands.behind * expected, Lamp.BEHIND),
    ]
    return np.select(
        [fits for fits, _ in rules], [_CODE[lamp] for _, lamp in rules], default=_CODE[Lamp.RISK]
    ).astype(np.int8)


def code(lamp: Lamp) -> int:
    """Return a lamp's place in LAMPS."""
    return _CODE[lamp]


def worst(found: Iterable[Lamp]) -> Lamp:
    """Return the lamp that needs a person most."""
    return min(found, key=WORST_FIRST.index, default=Lamp.NONE)
