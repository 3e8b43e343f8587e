"""Notices, their numbers and their clocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from luoshi.work import notices
from luoshi.work.models import Notice
from tests.work.lives.base import OFFICE, PICK, Known, Life, hands
from tests.work.scene import at


@dataclass
class Slip(Known):
    kind: str = ""
    due: date | None = None
    number: tuple[int, int] | None = None
    repliers: set[int] = field(default_factory=set)
    log: list[tuple[Any, str, date | None]] = field(default_factory=list)  # when, which state, which due day

    @property
    def state(self) -> str:
        return self.log[-1][1] if self.log else "drafted"


NEXT = {"drafted": "issue", "issued": "receive", "received": "reply", "returned": "reply", "replied": "redo"}


class Notices(Life):
    """Notices, their numbers and their clocks."""

    def __init__(self) -> None:
        super().__init__()

        self.model = Notice
        self.known: dict[int, Slip] = {}

    @rule(
        by=hands(OFFICE), kind=st.sampled_from(["arranged", "first", "ordinary", "hard"]), dated=st.booleans()
    )
    def draft(self, by: int, kind: str, dated: bool) -> None:
        self.begin(by, kind, dated)

    @initialize()
    def first(self) -> None:
        self.begin(OFFICE, "ordinary", dated=False)

    def begin(self, by: int, kind: str, dated: bool) -> None:

        due = self.today + timedelta(days=10) if dated else None
        demand, who, now = notices.Demand("事项", "要求", kind, due=due), self.scene.people[by], self.at
        made = self.tried(lambda: notices.draft(self.scene.unit, demand, by=who, at=now), set())
        self.known[made.pk] = Slip(by, kind=kind, due=due)

    @rule(days=st.integers(100, 300), often=st.integers(0, 4))
    def a_year_ends(self, days: int, often: int) -> None:
        self.today += timedelta(days=days if not often else 1)

    @rule(
        pick=PICK,
        by=st.integers(0, 4),
        verb=st.sampled_from(
            ["next"] * 6 + ["issue", "receive", "reply", "redo", "redo", "close", "close", "withdraw"]
        ),
        later=st.booleans(),
    )
    def act(self, pick: int, by: int, verb: str, later: bool) -> None:

        if not self.known:
            return
        row = self.look(list(self.known), pick)
        known = self.known[row.pk]
        if verb == "next":
            verb = NEXT.get(known.state, "close")
        who, now = self.scene.people[by], self.at
        new = self.today + timedelta(days=6) if later else None
        more: dict[str, dict[str, Any]] = {
            "reply": {"text": "已办"},
            "redo": {"reason": "不符", "due": new},
            "withdraw": {"reason": "重复"},
        }
        refusals = self.expect(known, verb, by, row)
        deed = getattr(notices, verb)
        if self.tried(lambda: deed(row, by=who, at=now, **more.get(verb, {})), refusals):
            known.version, known.steps = known.version + 1, known.steps + 1
            self.happened(known, verb, by, now, new)

    def expect(self, known: Slip, verb: str, by: int, row: Any) -> set[str]:
        issued = known.number is not None
        waits = issued and not known.ended and "answered" not in known
        allowed = {
            "issue": not issued and not known.ended,
            "receive": waits and "received" not in known,
            "reply": waits and "received" in known,
            "redo": "answered" in known and not known.ended,
            "close": "answered" in known and not known.ended,
            "withdraw": not known.ended and "answered" not in known,
        }[verb]
        refusals = set() if allowed and row.version == known.version else {"already_moved"}
        if verb in {"redo", "close"} and by in known.repliers:
            refusals.add("own_reply")
        if verb == "issue" and row.due and row.due < self.today:
            refusals.add("bad_days")
        return refusals

    def happened(self, known: Slip, verb: str, by: int, now: Any, new: date | None) -> None:
        if verb == "issue":
            days = {"arranged": 1, "first": 3, "ordinary": 7, "hard": 30}[known.kind]
            known.due = known.due or self.today + timedelta(days=days)
            year = self.today.year
            taken = [one.number[1] for one in self.known.values() if one.number and one.number[0] == year]
            known.number = (year, len(taken) + 1)
        if verb == "receive":
            known.truths.add("received")
        if verb == "reply":
            known.truths.add("answered")
            known.repliers.add(by)
        if verb == "redo":
            known.truths.discard("answered")
            known.due = new or known.due
        known.ended = verb in {"close", "withdraw"}
        state = {
            "issue": "issued",
            "receive": "received",
            "reply": "replied",
            "redo": "returned",
            "close": "closed",
            "withdraw": "withdrawn",
        }[verb]
        known.log.append((now, state, known.due if known.number else None))

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
        wanted = {}
        for pk, one in self.known.items():
            log = [entry for entry in one.log if entry[0] <= known and timezone.localdate(entry[0]) <= on]
            if log and log[-1][2]:
                due = log[-1][2]
                answered = log[-1][1] in {"replied", "closed", "withdrawn"}
                running = not answered and not (one.kind == "arranged" and log[-1][1] == "received")
                wanted[pk] = (log[-1][1], due, running and due < on, not answered)
        rows = self.model.everything.filter(pk__in=self.known)
        clocks = rows.clocks(on, known)
        unanswered = set(rows.unanswered(on, known).values_list("pk", flat=True))
        assert {pk: (one.state, one.due, one.over, pk in unanswered) for pk, one in clocks.items()} == wanted
        assert set(rows.overdue(on, known).values_list("pk", flat=True)) == {
            pk for pk, one in wanted.items() if one[2]
        }
        self.counts["Notices clocks"] += len(wanted)

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:

        rows = self.model.everything.filter(pk__in=self.known).annotate(count=Count("steps"))
        found = rows.values_list("pk", "state", "version", "count", "year", "number", "due")
        assert {pk: rest for pk, *rest in found} == {
            pk: [one.state, one.version, one.steps, *(one.number or (None, None)), one.due]
            for pk, one in self.known.items()
        }
