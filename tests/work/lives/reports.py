"""Reports and the periods that hold their days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from luoshi.work import actions, periods
from luoshi.work.models import Period, Update
from tests.work.lives.base import HEAD, LEADER, MAKER, OFFICE, PICK, Known, Life, hands
from tests.work.scene import claim


@dataclass
class Report(Known):
    day: date = date.min
    signer: int | None = None
    late: bool = False

    @property
    def state(self) -> str:
        for truth in ("withdrawn", "returned", "certified", "verified", "signed", "reported"):
            if truth in self:
                return truth
        return "draft"


@dataclass
class Span:
    days: Any
    closed: bool = False
    sealed: bool = False
    version: int = 1
    steps: int = 1


class Reports(Life):
    """Reports and the periods that hold their days."""

    def __init__(self) -> None:
        super().__init__()

        self.model, self.periods = Update, Period
        self.known: dict[int, Report] = {}
        self.spans: dict[int, Span] = {}

    @initialize(drafted=st.booleans())
    def first(self, drafted: bool) -> None:
        self.report(MAKER, 3, drafted)

    def span(self, day: date) -> Span | None:
        return next((one for one in self.spans.values() if one.days.first <= day <= one.days.last), None)

    def gate(self, *days: date, window: bool = False) -> set[str]:
        found = set()
        for day in days:
            span = self.span(day)
            if span and span.closed:
                found.add("locked")
            if span and window and self.today < span.days.opens:
                found.add("not_yet")
            if span and window and self.today > span.days.late_until:
                found.add("too_late")
        return found

    def tardy(self, day: date) -> bool:
        span = self.span(day)
        return bool(span and self.today > span.days.due)

    @rule(by=hands(MAKER), back=st.integers(-1, 40), drafted=st.booleans())
    def begin(self, by: int, back: int, drafted: bool) -> None:
        self.report(by, back, drafted)

    def report(self, by: int, back: int, drafted: bool) -> None:

        day = self.today - timedelta(days=back)
        refusals = self.gate(day, window=not drafted) | ({"in_the_future"} if back < 0 else set())
        deed = actions.draft if drafted else actions.report
        who, now = self.scene.people[by], self.at
        made = self.tried(
            lambda: deed(self.scene.item, claim(day), unit=self.scene.unit, by=who, at=now), refusals
        )
        if made:
            late = not drafted and self.tardy(day)
            self.known[made.pk] = Report(by, truths=set() if drafted else {"reported"}, day=day, late=late)

    def act(
        self, pick: int, deed: Callable[[Any, Any], Any], expect: Callable[[Report], set[str]], truth: str
    ) -> None:
        if not self.known:
            return
        row = self.look(list(self.known), pick)
        known = self.known[row.pk]
        refusals = expect(known) | ({"already_moved"} if row.version != known.version else set())
        now = self.at
        if self.tried(lambda: deed(row, now), refusals):
            known.came(truth)
            if truth in {"reported", "signed"}:
                known.late = known.late or self.tardy(known.day)

    @rule(pick=PICK, by=hands(MAKER))
    def submit(self, pick: int, by: int) -> None:

        def expect(known: Report) -> set[str]:
            own = set() if by == known.by else {"not_yours"}
            moved = {"already_moved"} if known.truths else set()
            return own | moved | self.gate(known.day, window=True)

        who = self.scene.people[by]
        self.act(pick, lambda row, now: actions.submit(row, by=who, at=now), expect, "reported")

    @rule(pick=PICK, by=hands(MAKER), back=st.integers(0, 40))
    def edit(self, pick: int, by: int, back: int) -> None:

        if not self.known:
            return
        row, day = self.look(list(self.known), pick), self.today - timedelta(days=back)
        known, who, now = self.known[row.pk], self.scene.people[by], self.at
        refusals = self.gate(known.day, day) | (set() if by == known.by else {"not_yours"})
        if row.version != known.version or known.truths:
            refusals.add("stale_edit")
        version = row.version
        if self.tried(lambda: actions.edit(row, claim(day), version=version, by=who, at=now), refusals):
            known.came()
            known.day = day

    @rule(pick=PICK, by=hands(MAKER))
    def withdraw(self, pick: int, by: int) -> None:

        def expect(known: Report) -> set[str]:
            own = set() if by == known.by else {"not_yours"}
            late = {"already_moved"} if known.truths - {"reported"} else set()
            return own | late | self.gate(known.day)

        who = self.scene.people[by]
        self.act(pick, lambda row, now: actions.withdraw(row, by=who, at=now), expect, "withdrawn")

    @rule(pick=PICK, by=hands(HEAD), well=st.sampled_from([True, True, True, False]))
    def head(self, pick: int, by: int, well: bool) -> None:

        def expect(known: Report) -> set[str]:
            own = {"own_report"} if by in {known.by, known.signer} else set()
            # The head's own signature bars only from returning.
            own -= set() if by == known.by or not well else {"own_report"}
            moved = set() if known.truths == {"reported"} else {"already_moved"}
            return own | moved | self.gate(known.day, window=well)

        who = self.scene.people[by]

        def deed(row: Any, now: Any) -> Any:
            if not well:
                return actions.send_back(row, reason="缺", by=who, at=now)
            done = actions.sign(row, by=who, at=now)
            self.known[row.pk].signer = by
            return done

        self.act(pick, deed, expect, "signed" if well else "returned")

    @rule(pick=PICK, by=hands(OFFICE), well=st.sampled_from([True, True, True, False]))
    def office(self, pick: int, by: int, well: bool) -> None:

        def expect(known: Report) -> set[str]:
            own = {"own_report"} if by in {known.by, known.signer} else set()
            moved = set() if known.truths == {"reported", "signed"} else {"already_moved"}
            return own | moved | self.gate(known.day)

        who = self.scene.people[by]

        def deed(row: Any, now: Any) -> Any:
            if well:
                return actions.verify(row, note="", by=who, at=now)
            return actions.decline(row, reason="缺", by=who, at=now)

        self.act(pick, deed, expect, "verified" if well else "returned")

    @rule(back=st.integers(0, 20), length=st.integers(1, 20), opens=st.integers(-15, 5), by=hands(OFFICE))
    def open_period(self, back: int, length: int, opens: int, by: int) -> None:

        first = self.today - timedelta(days=back)
        start = self.today + timedelta(days=opens)
        days = periods.Days(
            first,
            first + timedelta(days=length),
            start,
            start + timedelta(days=9),
            start + timedelta(days=18),
        )
        crossed = any(
            one.days.first <= days.last and days.first <= one.days.last for one in self.spans.values()
        )
        who, now, name = self.scene.people[by], self.at, f"期{len(self.spans)}"
        made = self.tried(
            lambda: periods.open_period(self.scene.root, days, name=name, by=who, at=now),
            {"overlap"} if crossed else set(),
        )
        if made:
            self.spans[made.pk] = Span(days)

    @rule(pick=PICK, by=hands(LEADER), verb=st.sampled_from(["lock", "certify", "certify", "reopen"]))
    def turn(self, pick: int, by: int, verb: str) -> None:

        if not self.spans:
            return
        row = self.periods.everything.get(pk=list(self.spans)[pick % len(self.spans)])
        span, who, now = self.spans[row.pk], self.scene.people[by], self.at
        within = [one for one in self.known.values() if span.days.first <= one.day <= span.days.last]
        if verb == "lock":
            refusals = {"already_moved"} if span.closed else set()
            deed: Callable[[], Any] = lambda: periods.lock(row, by=who, at=now)  # noqa: E731
        elif verb == "certify":
            refusals = set() if span.closed and not span.sealed else {"already_moved"}
            if any(by in {one.by, one.signer} for one in within):
                refusals.add("own_report")
            deed = lambda: periods.certify(row, by=who, at=now)  # noqa: E731
        else:
            until = max(self.today, span.days.due) + timedelta(days=5)
            refusals = set() if span.closed else {"already_moved"}
            deed = lambda: periods.reopen(row, reason="更正", late_until=until, by=who, at=now)  # noqa: E731
        if self.tried(deed, refusals):
            self.turned(span, verb, within)

    def turned(self, span: Span, verb: str, within: list[Report]) -> None:
        span.version, span.steps = span.version + 1, span.steps + 1
        span.closed, span.sealed = verb != "reopen", verb == "certify"
        if verb == "reopen":
            until = max(self.today, span.days.due) + timedelta(days=5)
            span.days = type(span.days)(
                span.days.first, span.days.last, span.days.opens, span.days.due, until
            )
        for one in within if verb == "certify" else ():
            if one.state == "verified":
                one.came("certified")

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:

        rows = self.model.everything.filter(pk__in=self.known).annotate(number=Count("steps"))
        columns = ("pk", "state", "version", "late", "about", "number", "by", "signed_by")
        people = {None: None} | {one.pk: place for place, one in enumerate(self.scene.people)}
        found = {
            pk: (*first, people[by], people[signer]) for pk, *first, by, signer in rows.values_list(*columns)
        }
        assert found == {
            pk: (one.state, one.version, one.late, one.day, one.steps, one.by, one.signer)
            for pk, one in self.known.items()
        }
        spans = self.periods.everything.filter(pk__in=self.spans).annotate(number=Count("steps"))
        assert {pk: rest for pk, *rest in spans.values_list("pk", "state", "version", "number")} == {
            pk: [
                "certified" if one.sealed else "locked" if one.closed else "open",
                one.version,
                one.steps,
            ]
            for pk, one in self.spans.items()
        }
