"""横道图: where days lie on the time of a plan, as parts of the width that the page has. Pure; knows nothing of Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.web.charts import month_word, part, per_cent

ROOM = 15  # labels that stand beside each other without touching
LAST = 0.96  # of the axis: what begins later has no room for its name
MONTHS = (1, 2, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class Axis:
    """The time of a plan, from its first day to the end of its last."""

    starts: date
    ends: date

    def at(self, day: date) -> float:
        """Return where a day begins, as a part of the whole; what lies outside stands at the edge.

        >>> Axis(date(2026, 1, 1), date(2026, 1, 10)).at(date(2026, 1, 6))
        0.5
        """
        return min(max((day - self.starts).days / self.days, 0.0), 1.0)

    def after(self, day: date) -> float:
        """Return where a day ends.

        >>> Axis(date(2026, 1, 1), date(2026, 1, 10)).after(date(2026, 1, 10))
        1.0
        """
        return min(max(((day - self.starts).days + 1) / self.days, 0.0), 1.0)

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of the plan's."""
        return self.starts <= day <= self.ends

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.ends - self.starts).days + 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A month that is named on the axis: where it begins, what it is called, whether a year begins with it."""

    x: str
    word: str
    year: bool
    room: bool = True  # whether its name fits before the end


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Name the months, as many as there is room for; a year is named with its first.

    >>> [(tick.x, tick.word) for tick in ticks(Axis(date(2026, 11, 1), date(2027, 1, 31)))]
    [('0%', '11月'), ('32.609%', '12月'), ('66.304%', '2027年')]
    """
    firsts = list(_firsts(axis))
    for every in MONTHS:
        named = [day for day in firsts if (day.month - 1) % every == 0]
        if len(named) <= ROOM:
            break
    places = [(day, axis.at(day)) for day in named]
    return tuple(Tick(per_cent(at), month_word(day), day.month == 1, at <= LAST) for day, at in places)


def _firsts(axis: Axis) -> Iterator[date]:
    first, last = (day.year * 12 + day.month - 1 for day in (axis.starts, axis.ends))
    found = (date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1))
    return (day for day in found if axis.holds(day))


@dataclass(frozen=True, slots=True)
class Bar:
    """From start to due, and how much of that is shown; lengths as parts of the width."""

    x: str
    width: str
    shown: str | None


def bar(axis: Axis, starts: date | None, due: date | None, shown: float | None) -> Bar | None:
    """Lay out one item; nothing without days.

    >>> bar(Axis(date(2026, 1, 1), date(2026, 1, 10)), date(2026, 1, 6), date(2026, 1, 10), 0.5)
    Bar(x='50%', width='50%', shown='25%')
    """
    if starts is None or due is None:
        return None
    begin, end = axis.at(starts), axis.after(due)
    filled = part(shown)
    return Bar(
        per_cent(begin), per_cent(end - begin), None if filled is None else per_cent((end - begin) * filled)
    )


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone or step: where, whether it is kept, whether its day has passed without that."""

    x: str
    kept: bool
    late: bool


def nodes(axis: Axis, stages: Iterable[tuple[date, bool]], today: date) -> tuple[Node, ...]:
    """Lay out the days of milestones or steps, each with whether it is kept.

    >>> nodes(Axis(date(2026, 1, 1), date(2026, 1, 10)), [(date(2026, 1, 5), False)], date(2026, 1, 7))
    (Node(x='50%', kept=False, late=True),)
    """
    return tuple(Node(per_cent(axis.after(day)), kept, late=not kept and day < today) for day, kept in stages)


def beyond(axis: Axis, due: date | None, above: Sequence[date | None]) -> str | None:
    """Return where the item above is due, if this one is due only after it; nothing where the days fit.

    >>> axis = Axis(date(2026, 1, 1), date(2026, 1, 10))
    >>> beyond(axis, date(2026, 1, 8), [date(2026, 1, 5)]), beyond(axis, date(2026, 1, 4), [date(2026, 1, 5)])
    ('50%', None)
    """
    limit = min((day for day in above if day is not None), default=None)
    if due is None or limit is None or due <= limit:
        return None
    return per_cent(axis.after(limit))


@dataclass(frozen=True, slots=True)
class Outlook:
    """From today to the day that is foretold; without a ring where that day lies behind the end of the axis, or never comes."""

    x: str
    end: str
    ring: bool


def outlook(axis: Axis, today: date, day: date | None) -> Outlook | None:
    """Lay out the line to the day that is foretold; nothing where today is not on the axis.

    >>> axis = Axis(date(2026, 1, 1), date(2026, 1, 10))
    >>> outlook(axis, date(2026, 1, 4), date(2026, 1, 8)), outlook(axis, date(2026, 1, 4), None).ring
    (Outlook(x='40%', end='80%', ring=True), False)
    """
    if not axis.holds(today):
        return None
    there = day is not None and axis.holds(day)
    end = axis.after(day) if day is not None else 1.0
    return Outlook(per_cent(axis.after(today)), per_cent(end), there)
