"""走向: how observations go on, drawn again and again: a line through values, or the steps of a running total.

A value that is measured anew each time (在校生数、生师比) lies around a line: what is drawn again are the values. A running total (累计到账)
keeps each surprise for ever: what is drawn again are its steps, from the newest value on. The band of a line around a running
total would be far too narrow. All numbers are whole, so a value that is exactly at its target on a day is there on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from math import lcm
from random import Random

HORIZON = 50 * 366  # days ahead after which "some day" is never
LONGEST = 200  # steps that a walk is expected to take; what takes longer goes by its mean


@dataclass(frozen=True, slots=True)
class Track:
    """观测列: days from the first and values as whole numbers, turned so that more is better; and the target."""

    days: tuple[int, ...]
    values: tuple[int, ...]
    target: int
    strict: bool  # the target is to be passed, not only reached
    whole: int  # what values were multiplied by

    @classmethod
    def of(
        cls, days: Sequence[int], values: Sequence[Decimal], target: Decimal, *, down: bool, strict: bool
    ) -> Track:
        """Turn decimals into whole numbers; where less is better, upside down.

        >>> Track.of([0, 9], [Decimal("2.5"), Decimal(1)], Decimal("0.5"), down=True, strict=False).values
        (-5, -2)
        """
        exact = [Fraction(-value if down else value) for value in (*values, target)]
        whole = lcm(*(one.denominator for one in exact))
        *found, goal = (int(one * whole) for one in exact)
        return cls(tuple(days), tuple(found), goal, strict, whole)

    def after(self, short: int, step: int) -> int:
        """Return how many whole days what is short takes at so much a day."""
        return short // step + 1 if self.strict else -(-short // step)


@dataclass(frozen=True, slots=True)
class Line:
    """直线: the median of the slopes of all pairs (Theil and Sen), and the median of what is left."""

    track: Track
    scale: int  # what a slope was multiplied by to be whole
    pairs: tuple[tuple[int, int, int], ...]  # slope and its two places, from the flattest up

    @classmethod
    def of(cls, track: Track) -> Line:
        """Work out the slopes once; each draw only counts how often each of them occurs."""
        days, values = track.days, track.values
        apart = list(combinations(range(len(days)), 2))
        scale = lcm(*{days[right] - days[left] for left, right in apart})
        pairs = sorted(
            ((values[right] - values[left]) * (scale // (days[right] - days[left])), left, right)
            for left, right in apart
        )
        return cls(track, scale, tuple(pairs))

    @property
    def slope(self) -> Fraction:
        """Return the slope of the line through all observations, for a day, as the values were counted."""
        twice = self._slope([1] * len(self.track.days)) or 0
        return Fraction(twice, 2 * self.scale * self.track.whole)

    def drawn(self, chance: Random) -> int | None:
        """Draw the observations again, and return the day on which their line is at the target."""
        size = len(self.track.days)
        twice = None
        while twice is None:  # a draw of one day alone has no slope
            counts = [0] * size
            for _ in range(size):
                counts[int(chance.random() * size)] += 1
            twice = self._slope(counts)
        return self._reaches(twice, self._height(twice, counts)) if twice > 0 else None

    def _slope(self, counts: Sequence[int]) -> int | None:
        """Return twice the median slope of the pairs of observations that were drawn so often."""
        drawn = sum(counts)
        pairs = (drawn * drawn - sum(count * count for count in counts)) // 2
        if not pairs:
            return None
        low, high = (pairs - 1) // 2, pairs // 2
        passed, lower, slope = 0, None, 0
        for slope, left, right in self.pairs:
            passed += counts[left] * counts[right]
            if lower is None and passed > low:
                lower = slope
            if passed > high:
                break
        return slope + (slope if lower is None else lower)

    def _height(self, twice: int, counts: Sequence[int]) -> int:
        """Return four times the median of what the slope leaves of the values."""
        double = 2 * self.scale
        rests = sorted(
            (double * value - twice * day, count)
            for day, value, count in zip(self.track.days, self.track.values, counts, strict=True)
            if count
        )
        ends = list(accumulate(count for _, count in rests))
        low = next(place for place, end in enumerate(ends) if end > (ends[-1] - 1) // 2)
        high = next(place for place, end in enumerate(ends) if end > ends[-1] // 2)
        return rests[low][0] + rests[high][0]

    def _reaches(self, twice: int, height: int) -> int | None:
        """Return the first day on which a line is at the target, after the newest observation; None is never."""
        newest = self.track.days[-1]
        day = self.track.after(4 * self.scale * self.track.target - height, 2 * twice)
        return max(day, newest + 1) if day <= newest + HORIZON else None


@dataclass(frozen=True, slots=True)
class Walk:
    """行走: what a running total rose from observation to observation, and in how many days."""

    track: Track
    rises: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, track: Track) -> Walk:
        """Take the steps from each observation to the next."""
        ends = pairwise(zip(track.values, track.days, strict=True))
        return cls(track, tuple((to - of, until - since) for (of, since), (to, until) in ends))

    def drawn(self, chance: Random) -> int | None:
        """Draw the steps that might have been seen, walk on with them, and return the day at the target.

        Drawing twice counts both what is not known of the steps and what chance does with them from now on. One step fewer
        is drawn than was seen: a draw of as many varies less than the steps themselves do.
        """
        size = len(self.rises)
        seen = [self.rises[int(chance.random() * size)] for _ in range(size - 1)]
        rise, length = (sum(part) for part in zip(*seen, strict=True))
        short = self.track.target - self.track.values[-1]
        if rise <= 0:
            return None
        day = self.track.after(short * length, rise)
        if short * len(seen) <= LONGEST * rise:
            day = self._walked(seen, short, chance)
        return self.track.days[-1] + day if day <= HORIZON else None

    def _walked(self, seen: list[tuple[int, int]], short: int, chance: Random) -> int:
        day, size = 0, len(seen)
        while day <= HORIZON:
            rise, length = seen[int(chance.random() * size)]
            if rise > short or (rise == short and not self.track.strict):
                return day + self.track.after(short * length, rise)
            short, day = short - rise, day + length
        return day
