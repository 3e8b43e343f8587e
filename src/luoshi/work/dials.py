"""钟面: of a notice's clocks the one that runs, as a page draws it: since when, until when, how many working days are gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.arithmetic.notices import Phase, Running
from luoshi.arithmetic.workdays import Calendar

FROM_ARRANGING = frozenset({Phase.REPLY, Phase.FINISH})


@dataclass(frozen=True, slots=True)
class Dial:
    """One running clock, in working days."""

    phase: str
    since: date
    due: date
    used: int
    limit: int

    @property
    def over(self) -> int:
        """Return by how many working days it is over."""
        return max(self.used - self.limit, 0)


def dial(clocks: Running, opened: date, calendar: Calendar, on: date) -> Dial | None:
    """Return the clock that runs on a day; None where none does.

    A reply and the completion are counted from the day of arranging, what was set later from the day on which it was set.
    """
    if clocks.due is None:
        return None
    last = clocks.legs[-1]
    if last.phase is Phase.ARRANGE:
        since = opened
    else:
        before = clocks.legs[0 if last.phase in FROM_ARRANGING else -2]
        since = before.done or opened
    used, limit = calendar.age(since, on), calendar.age(since, clocks.due)
    return Dial(clocks.phase.value, since, clocks.due, used, limit)
