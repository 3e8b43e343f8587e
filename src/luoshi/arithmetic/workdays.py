"""工作日: days that are worked, by a calendar that somebody imports. Holidays are never guessed.

A year without imported data is counted by weekends alone, and `certain` says that its holidays are not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from luoshi.arithmetic.errors import BadCalendar
from luoshi.wording import say

_DAY = timedelta(days=1)
_LINE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[,，\s]+(?P<kind>休|班)(?:[,，\s].*)?")  # zh: reads Chinese


@dataclass(frozen=True, slots=True)
class Calendar:
    """工作日历: weekdays that are off (休) and days of a weekend that are worked (班); both sorted, each once."""

    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()
    years: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, off: Iterable[date], on: Iterable[date]) -> Calendar:
        """Build a calendar from holidays and make-up working days; refuse days that contradict each other."""
        holidays, worked = frozenset(off), frozenset(on)
        if both := holidays & worked:
            raise BadCalendar(say("{day} 既列为放假又列为调休上班", day=min(both)))
        if odd := [day for day in worked if day.weekday() < 5]:
            raise BadCalendar(say("{day} 不是周末，不能列为调休上班", day=min(odd)))
        weekdays = tuple(sorted(day for day in holidays if day.weekday() < 5))
        years = frozenset(day.year for day in holidays | worked)
        return cls(weekdays, tuple(sorted(worked)), years)

    def works(self, day: date) -> bool:
        """Tell whether a day is worked.

        >>> Calendar().works(date(2026, 3, 6)), Calendar().works(date(2026, 3, 7))  # Friday, Saturday
        (True, False)
        """
        return _among(self.off, day, day) == 0 if day.weekday() < 5 else _among(self.on, day, day) == 1

    def add(self, day: date, count: int) -> date:
        """Return the working day that is the n-th after a day; 0 is the day itself.

        >>> Calendar().add(date(2026, 3, 6), 1)
        datetime.date(2026, 3, 9)
        """
        if count < 0:
            raise ValueError(f"not a number of days to add: {count}")
        left = count
        while left:
            day += _DAY
            left -= self.works(day)
        return day

    def between(self, after: date, until: date) -> int:
        """Count the working days after one day up to and with another; before it they are negative.

        >>> Calendar().between(date(2026, 3, 6), date(2026, 3, 16)), Calendar().between(date(2026, 3, 16), date(2026, 3, 6))
        (6, -6)
        """
        if until < after:
            return -self.between(until, after)
        first = after + _DAY
        weeks, rest = divmod((until - after).days, 7)
        days = weeks * 5 + sum((first.weekday() + step) % 7 < 5 for step in range(rest))
        return days - _among(self.off, first, until) + _among(self.on, first, until)

    def age(self, since: date, on: date) -> int:
        """Return how many working days old a thing is; a thing of today is 0."""
        return max(self.between(since, on), 0)

    def certain(self, first: date, last: date) -> bool:
        """Tell whether the holidays of all years from one day to another have been imported."""
        return all(year in self.years for year in range(first.year, last.year + 1))


def _among(days: tuple[date, ...], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first) if last >= first else 0


def read_calendar(text: str) -> Calendar:
    """Read a calendar of lines such as `2026-01-01 休 元旦` and `2026-01-04 班`; a line may begin with #.

    >>> calendar = read_calendar("2026-01-01,休,元旦")
    >>> calendar.works(date(2026, 1, 1)), calendar.years
    (False, frozenset({2026}))
    """
    found: dict[str, list[date]] = {"休": [], "班": []}  # zh: reads Chinese
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        try:
            if match is None:
                raise ValueError(line)
            found[match["kind"]].append(date.fromisoformat(match["day"]))
        except ValueError:
            words = say(
                "日历第{n}行读不懂：{line}。每行写“2026-01-01,休”或“2026-01-04,班”，可带说明。",
                n=number,
                line=line.strip(),
            )
            raise BadCalendar(words) from None
    if not any(found.values()):
        raise BadCalendar(say("日历里没有一天。"))
    return Calendar.of(found["休"], found["班"])  # zh: reads Chinese
