"""Requests for a later day, and the schedules of the item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from luoshi.work import extensions
from luoshi.work.models import Extension
from tests.work.lives.base import HEAD, LEADER, MAKER, PICK, Known, Life, hands
from tests.work.scene import DUE


@dataclass
class Plea(Known):
    due: date = date.min
    signer: int | None = None
    state: str = "asked"


class Extensions(Life):
    """Requests for a later day, and the schedules of the item."""

    def __init__(self) -> None:
        super().__init__()

        self.model = Extension
        self.dues = [DUE]
        self.known: dict[int, Plea] = {}

    @rule(days=st.integers(20, 60), often=st.integers(0, 9))
    def months_pass(self, days: int, often: int) -> None:
        self.today += timedelta(days=days if not often else 1)

    @rule(by=hands(MAKER), days=st.integers(-5, 200))
    def ask(self, by: int, days: int) -> None:
        # Where one waits already it is decided more often than another is asked for.
        if days % 4 and any(not one.ended for one in self.known.values()):
            self.turn(0, by, "next")
        else:
            self.begin(by, days)

    @initialize()
    def first(self) -> None:
        self.begin(MAKER, 90)

    def begin(self, by: int, days: int) -> None:

        due = self.dues[-1] + timedelta(days=days)
        refusals = {"too_late"} if self.today >= self.dues[-1] else set()
        if days <= 0 or due > date(2031, 12, 31):
            refusals.add("bad_days")
        if any(not one.ended for one in self.known.values()):
            refusals.add("already_asked")
        request, who, now = extensions.Request(due, "晚到", "一半"), self.scene.people[by], self.at
        made = self.tried(
            lambda: extensions.ask(self.scene.item, request, unit=self.scene.unit, by=who, at=now), refusals
        )
        if made:
            self.known[made.pk] = Plea(by, due=due)

    @rule(
        pick=PICK,
        by=st.sampled_from([1, 1, 3, 3, 3, 0, 0, 2, 4]),
        verb=st.sampled_from(["next"] * 4 + ["countersign", "grant", "refuse", "withdraw"]),
    )
    def act(self, pick: int, by: int, verb: str) -> None:
        self.turn(pick, by, verb)

    def turn(self, pick: int, by: int, verb: str) -> None:

        if not self.known:
            return
        row = self.look(list(self.known), pick)
        known = self.known[row.pk]
        if verb == "next":
            verb, by = ("countersign", HEAD) if known.signer is None else ("grant", LEADER)
        who, now = self.scene.people[by], self.at
        refusals = self.expect(known, verb, by, row)
        more = {"reason": "不宜"} if verb == "refuse" else {}
        deed = getattr(extensions, verb)
        if self.tried(lambda: deed(row, by=who, at=now, **more), refusals):
            known.version, known.steps = known.version + 1, known.steps + 1
            known.ended = verb != "countersign"
            known.state = {"grant": "granted", "refuse": "refused", "withdraw": "withdrawn"}.get(
                verb, "countersigned"
            )
            if verb == "countersign":
                known.signer = by
            if verb == "grant":
                self.dues.append(known.due)

    def expect(self, known: Plea, verb: str, by: int, row: Any) -> set[str]:
        ready = not known.ended and (known.signer is not None) == (verb != "countersign")
        ready = ready or (verb == "withdraw" and not known.ended)
        refusals = set() if ready and row.version == known.version else {"already_moved"}
        if verb == "countersign" and by == known.by:
            refusals.add("own_request")
        # Who countersigned is known to whoever looks after that only.
        signer = known.signer if row.countersigned_by_id else None
        if verb in {"grant", "refuse"} and by in {known.by, signer}:
            refusals.add("own_request")
        if verb == "withdraw" and by != known.by:
            refusals.add("not_yours")
        return refusals

    @invariant()
    def the_rows_are_as_the_model_says(self) -> None:

        rows = self.model.everything.filter(pk__in=self.known).annotate(count=Count("steps"))
        assert {pk: rest for pk, *rest in rows.values_list("pk", "state", "version", "count", "due")} == {
            pk: [one.state, one.version, one.steps, one.due] for pk, one in self.known.items()
        }
        schedules = self.scene.item.schedules.order_by("known_at", "pk").values_list("due", flat=True)
        assert list(schedules) == self.dues
        assert extensions.first_due(self.scene.item) == self.dues[0]
