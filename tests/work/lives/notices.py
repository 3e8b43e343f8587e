"""Notices, their numbers and their clocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from luoshi.arithmetic.workdays import read_calendar
from luoshi.work import notices
from luoshi.work.models import Notice
from tests.work.lives.base import MAKER, OFFICE, PICK, Known, Life, hands
from tests.work.scene import at

HOLIDAYS = read_calendar(
    "2026-05-01,休\n2026-05-04,休\n2026-05-09,班\n2026-10-01,休\n2026-10-10,班\n2027-01-01,休\n"
)
DAYS = {"ordinary": 7, "hard": 30}


@dataclass
class Slip(Known):
    kind: str = ""
    opened: date = date.min
    drafted: datetime | None = None
    set_first: date | None = None  # the day that was set when it was drafted
    due: date | None = None
    number: tuple[int, int] | None = None
    repliers: set[int] = field(default_factory=set)
    log: list[tuple[Any, str, date | None]] = field(
        default_factory=list
    )  # when, which verb, which day it sets

    @property
    def last(self) -> str:
        return self.log[-1][1] if self.log else ""


def works(day: date) -> bool:
    """Tell whether a day is worked: Monday to Friday, but for the days that somebody has named."""
    return (day.weekday() < 5 and day not in HOLIDAYS.off) or day in HOLIDAYS.on


def nth(day: date, count: int) -> date:
    """Walk to the n-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


def over(due: date, on: date) -> int:
    """Count the working days that have passed since a day."""
    return sum(works(due + timedelta(days=n)) for n in range(1, (on - due).days + 1))


Entries = list[tuple[Any, str, date | None]]


def told(slip: Slip, log: Entries, on: date) -> tuple[str, date | None, int] | None:
    """Say what a notice waits for, until when, and how late it is or was answered; nothing of one withdrawn."""
    verbs = [verb for _, verb, _ in log if verb != "receive"]
    if "withdraw" in verbs:
        return None
    name, due = pile(slip, log)[-1]
    if verbs[-1:] not in (["reply"], ["close"]):
        return name, due, over(due, on)
    stopped = max(timezone.localdate(when) for when, verb, _ in log if verb == "reply")
    return ("已办结" if verbs[-1] == "close" else "待核查"), None, over(due, stopped)


def pile(slip: Slip, log: Entries) -> list[tuple[str, date]]:
    """Pile up the limits that were set, the one that counts on top; what is set on the day of closing counts no more."""
    limits, finish, last, piled = [("交办", nth(slip.opened, 1))], slip.opened, "", False
    ended = {timezone.localdate(when) for when, verb, _ in log if verb == "close"}
    for when, verb, until in log:
        day = timezone.localdate(when)
        if verb == "issue":
            limits, finish = [("首次反馈", nth(day, 3))], slip.set_first or nth(day, DAYS[slip.kind])
        if verb in {"reply", "plan"} and limits[-1][0] == "首次反馈":
            limits = [("办结", finish)]
        if piled and (last, verb) == ("plan", "redo"):
            limits.pop()  # the plan is sent back
        if piled := until is not None and day not in ended:
            assert until
            limits.append(("按方案办结" if verb == "plan" else "重办", until))
        last = verb
    return limits


STATES = {
    "": "drafted",
    "issue": "issued",
    "receive": "received",
    "reply": "replied",
    "plan": "planned",
    "redo": "returned",
    "close": "closed",
    "withdraw": "withdrawn",
}
NEXT = {
    "": "issue",
    "issue": "receive",
    "receive": "reply",
    "redo": "reply",
    "plan": "reply",
    "reply": "redo",
}


class Notices(Life):
    """Notices, their numbers and their clocks."""

    def __init__(self) -> None:
        super().__init__()

        self.model = Notice
        self.known: dict[int, Slip] = {}

    @rule(by=hands(OFFICE), kind=st.sampled_from(["ordinary", "hard"]), dated=st.booleans())
    def draft(self, by: int, kind: str, dated: bool) -> None:
        self.begin(by, kind, dated)

    @initialize()
    def first(self) -> None:
        self.begin(OFFICE, "ordinary", dated=False)

    def begin(self, by: int, kind: str, dated: bool) -> None:

        due = self.today + timedelta(days=10) if dated else None
        demand, who, now = notices.Demand("事项", "要求", kind, due=due), self.scene.people[by], self.at
        made = self.tried(lambda: notices.draft(self.scene.unit, demand, by=who, at=now), set())
        self.known[made.pk] = Slip(by, kind=kind, opened=self.today, drafted=now, set_first=due, due=due)

    @rule(days=st.integers(100, 300), often=st.integers(0, 4))
    def a_year_ends(self, days: int, often: int) -> None:
        self.today += timedelta(days=days if not often else 1)

    @rule(
        pick=PICK,
        by=st.integers(0, 4),
        verb=st.sampled_from(
            ["next"] * 6
            + ["issue", "receive", "reply", "plan", "plan", "redo", "redo", "close", "close", "withdraw"]
        ),
        later=st.booleans(),
    )
    def act(self, pick: int, by: int, verb: str, later: bool) -> None:
        if self.known:
            self.do(pick, by, verb, later=later)

    @rule(
        course=st.lists(
            st.tuples(
                st.sampled_from(["plan", "next", "close", "redo", "next", "plan"]),
                st.integers(0, 6),
                st.booleans(),
            ),
            min_size=4,
            max_size=9,
        )
    )
    def the_newest_goes_on(self, course: list[tuple[str, int, bool]]) -> None:
        """Let one notice live for a while in the right hands: else nearly none gets as far as to be redone by a plan."""
        for verb, days, later in course:
            self.today += timedelta(days=days)
            known = [*self.known.values()][-1]
            right = OFFICE if verb in {"redo", "close"} or known.last == "reply" else MAKER
            self.do(0, right, verb, later=later or verb == "plan")
        self.compare_clocks(self.today, at(self.today, 23))

    def do(self, pick: int, by: int, verb: str, *, later: bool) -> None:
        row = self.look(list(self.known), pick)
        known = self.known[row.pk]
        if verb == "next":
            verb = NEXT.get(known.last, "close")
        who, now = self.scene.people[by], self.at
        new = self.today + timedelta(days=6) if later else None
        more: dict[str, dict[str, Any]] = {
            "reply": {"text": "已办"},
            "plan": {"text": "分两步办", "until": self.today + timedelta(days=20 if later else -1)},
            "redo": {"reason": "不符", "due": new},
            "withdraw": {"reason": "重复"},
        }
        refusals = self.expect(known, verb, by, row, later=later)
        deed = getattr(notices, verb)
        if self.tried(lambda: deed(row, by=who, at=now, **more.get(verb, {})), refusals):
            known.version, known.steps = known.version + 1, known.steps + 1
            self.counts[f"Notices {verb}"] += 1
            self.happened(known, verb, by, now, more["plan"]["until"] if verb == "plan" else new)

    def expect(self, known: Slip, verb: str, by: int, row: Any, *, later: bool) -> set[str]:
        issued = known.number is not None
        waits = issued and not known.ended and "answered" not in known
        planned = known.last == "plan"
        allowed = {
            "issue": not issued and not known.ended,
            "receive": waits and "received" not in known,
            "reply": waits and "received" in known,
            "plan": waits and "received" in known,
            "redo": ("answered" in known or planned) and not known.ended,
            "close": "answered" in known and not known.ended,
            "withdraw": not known.ended and "answered" not in known and not planned,
        }[verb]
        refusals = set() if allowed and row.version == known.version else {"already_moved"}
        if verb in {"redo", "close"} and by in known.repliers:
            refusals.add("own_reply")
        if verb == "issue" and row.due and row.due < self.today:
            refusals.add("bad_days")
        return refusals | ({"bad_days"} if verb == "plan" and not later else set())

    def happened(self, known: Slip, verb: str, by: int, now: Any, new: date | None) -> None:
        if verb == "issue":
            year = self.today.year
            taken = [one.number[1] for one in self.known.values() if one.number and one.number[0] == year]
            known.number = (year, len(taken) + 1)
        if verb == "receive":
            known.truths.add("received")
        if verb == "reply":
            known.truths.add("answered")
        if verb in {"reply", "plan"}:
            known.repliers.add(by)
        if verb == "redo":
            known.truths.discard("answered")
            known.due = new or known.due
        known.ended = verb in {"close", "withdraw"}
        known.log.append((now, verb, new if verb in {"redo", "plan"} else None))

    def teardown(self) -> None:
        try:
            self.compare_clocks(self.today, at(self.today, 23))
        finally:
            super().teardown()

    @rule(back=st.integers(0, 8), hence=st.integers(-2, 30))
    def clocks_of_another_day(self, back: int, hence: int) -> None:
        known = at(self.today - timedelta(days=back), 23)
        self.compare_clocks(timezone.localdate(known) + timedelta(days=hence), known)

    def compare_clocks(self, on: date, known: datetime) -> None:
        logs = {
            pk: [entry for entry in one.log if entry[0] <= known and timezone.localdate(entry[0]) <= on]
            for pk, one in self.known.items()
            if one.drafted and one.drafted <= known and one.opened <= on
        }
        wanted = {pk: found for pk, log in logs.items() if (found := told(self.known[pk], log, on))}
        rows = self.model.everything.filter(pk__in=self.known)
        clocks = rows.clocks(on, known, HOLIDAYS)
        assert {pk: (one.phase.value, one.due, one.over) for pk, one in clocks.items()} == wanted
        waiting = {pk for pk, log in logs.items() if log and log[-1][1] in {"issue", "receive", "redo"}}
        assert set(rows.unanswered(on, known).values_list("pk", flat=True)) == waiting
        self.counts["Notices clocks"] += len(wanted)

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:

        rows = self.model.everything.filter(pk__in=self.known).annotate(count=Count("steps"))
        found = rows.values_list("pk", "state", "version", "count", "year", "number", "due")
        assert {pk: rest for pk, *rest in found} == {
            pk: [STATES[one.last], one.version, one.steps, *(one.number or (None, None)), one.due]
            for pk, one in self.known.items()
        }
