"""What may follow what: the lives of an update, a period, a notice and an extension as tables, and their clocks.

Pure; no Django. A table maps (state, verb) to the state that follows; "" is where nothing is yet. What stands in no
row does not happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Table = Mapping[tuple[str, str], str]

UPDATE: Table = {
    ("", "draft"): "draft",
    ("", "report"): "reported",
    ("draft", "edit"): "draft",
    ("draft", "submit"): "reported",
    ("draft", "withdraw"): "withdrawn",
    ("reported", "withdraw"): "withdrawn",
    ("reported", "send_back"): "returned",
    ("reported", "sign"): "signed",
    ("signed", "decline"): "returned",
    ("signed", "verify"): "verified",
    ("verified", "certify"): "certified",
}

PERIOD: Table = {
    ("", "open_period"): "open",
    ("open", "lock"): "locked",
    ("locked", "certify"): "certified",
    ("locked", "reopen"): "open",
    ("certified", "reopen"): "open",
}

NOTICE: Table = {
    ("", "draft"): "drafted",
    ("drafted", "issue"): "issued",
    ("drafted", "withdraw"): "withdrawn",
    ("issued", "receive"): "received",
    ("issued", "withdraw"): "withdrawn",
    ("received", "reply"): "replied",
    ("received", "withdraw"): "withdrawn",
    ("replied", "redo"): "returned",
    ("replied", "close"): "closed",
    ("returned", "reply"): "replied",
    ("returned", "withdraw"): "withdrawn",
}

EXTENSION: Table = {
    ("", "ask"): "asked",
    ("asked", "countersign"): "countersigned",
    ("asked", "withdraw"): "withdrawn",
    ("countersigned", "grant"): "granted",
    ("countersigned", "refuse"): "refused",
    ("countersigned", "withdraw"): "withdrawn",
}

# How many days each kind of clock gives where nothing else is said.
LIMITS: Mapping[str, int] = {"arranged": 1, "first": 3, "ordinary": 7, "hard": 30}

UNANSWERED = frozenset({"issued", "received", "returned"})
# What is only to be arranged is so with the receipt; everything else runs on until there is an answer.
RUNNING: Mapping[str, frozenset[str]] = {
    "arranged": UNANSWERED - {"received"},
    "first": UNANSWERED,
    "ordinary": UNANSWERED,
    "hard": UNANSWERED,
}


def states(table: Table) -> frozenset[str]:
    """Return the states that a table knows, the nothing before the first left out."""
    return frozenset(table.values())


def verbs(table: Table) -> frozenset[str]:
    """Return the verbs that a table knows."""
    return frozenset(verb for _, verb in table)


class Window(StrEnum):
    """窗口: where a day stands in the time in which a period takes reports."""

    EARLY = "early"
    TIMELY = "timely"
    LATE = "late"
    OVER = "over"


def window(opens: date, due: date, late_until: date, on: date) -> Window:
    """Say where a day stands; the days of opening, due and end are within.

    >>> window(date(2026, 1, 20), date(2026, 1, 28), date(2026, 2, 3), date(2026, 1, 29)).value
    'late'
    """
    if on < opens:
        return Window.EARLY
    if on <= due:
        return Window.TIMELY
    return Window.LATE if on <= late_until else Window.OVER


@dataclass(frozen=True, slots=True)
class Clock:
    """时钟: how a notice stands on a day: its state, its due day, the days left (below nothing when over)."""

    state: str
    due: date
    left: int
    running: bool

    @property
    def over(self) -> bool:
        """Tell whether it runs and its due day has passed."""
        return self.running and self.left < 0


def clock(kind: str, state: str, due: date, on: date) -> Clock:
    """Read the clock of a notice on a day."""
    return Clock(state, due, (due - on).days, state in RUNNING[kind])


def due_after(issued: date, days: int) -> date:
    """Return the day on which a limit of so many days ends.

    >>> due_after(date(2026, 2, 27), 3)
    datetime.date(2026, 3, 2)
    """
    return issued + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Bounds:
    """When somebody is reminded: so many days before the due day, after so long a silence, after a return."""

    near: int = 7
    silent: int = 30
    returned: int = 7


@dataclass(frozen=True, slots=True)
class Life:
    """What a reminder looks at: when an item starts and is due, its last report, the oldest return without an answer."""

    starts: date
    due: date
    reported: date | None
    returned: date | None


def reminders(life: Life, on: date, bounds: Bounds) -> Iterator[tuple[str, date]]:
    """Say which reminders an unfinished item gives on a day, each with the day that made it.

    >>> life = Life(date(2026, 1, 1), date(2026, 3, 1), date(2026, 2, 20), None)
    >>> [kind for kind, _ in reminders(life, date(2026, 2, 22), Bounds())]
    ['near']
    """
    if on < life.starts:
        return
    if on > life.due:
        yield "overdue", life.due
    elif (life.due - on).days <= bounds.near:
        yield "near", life.due
    if life.returned and (on - life.returned).days > bounds.returned:
        yield "stalled", life.returned
    elif (on - (since := max(life.starts, life.reported or life.starts))).days > bounds.silent:
        yield "stalled", since
