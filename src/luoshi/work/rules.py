"""What may follow what: the lives of an update, a period, a notice and an extension as tables.

Pure; no Django. A table maps (state, verb) to the state that follows; "" is where nothing is yet. What stands in no
row does not happen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from luoshi.arithmetic.notices import Event, Move, Notice

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
    ("received", "plan"): "planned",
    ("planned", "plan"): "planned",
    ("planned", "reply"): "replied",
    ("planned", "redo"): "returned",
    ("replied", "redo"): "returned",
    ("replied", "close"): "closed",
    ("returned", "reply"): "replied",
    ("returned", "plan"): "planned",
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

UNANSWERED = frozenset({"issued", "received", "returned"})
# What a notice's coming into a state means to its clocks: a reply says that it is done, a plan by when it will be.
MOVES: Mapping[str, Move] = {
    "issued": Move.ARRANGED,
    "received": Move.RECEIVED,
    "replied": Move.ANSWERED,
    "planned": Move.PLANNED,
    "returned": Move.RETURNED,
    "closed": Move.CLOSED,
}
Passed = tuple[str, date, date | None]  # into which state, on which day, and the day that was set with it


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


def slip(opened: date, clock: str, passed: Sequence[Passed]) -> Notice | None:
    """Return a notice as the arithmetic of its clocks takes it, from its steps; None where it was withdrawn.

    >>> day = date(2026, 3, 2)
    >>> found = slip(day, "hard", [("drafted", day, None), ("issued", day, date(2026, 5, 1))])
    >>> found.hard, found.due, [event.move.value for event in found.events]
    (True, datetime.date(2026, 5, 1), ['arranged'])
    """
    if passed[-1][0] == "withdrawn":
        return None
    first = next((due for became, _, due in passed if became == "issued"), None)
    events = (
        Event(MOVES[became], on, None if became == "issued" else due, number)
        for number, (became, on, due) in enumerate(passed)
        if became in MOVES
    )
    return Notice(opened, clock == "hard", tuple(events), first)
