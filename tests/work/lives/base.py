"""What the machines have in common: a scene, a day that passes, hands with older looks, and a way to try a deed."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from luoshi.errors import Problem
from tests.work.scene import START, at

# Mostly the hand that belongs to the verb, and the newest row: else nearly all is refused and no life gets far.
MAKER, HEAD, OFFICE, LEADER = range(4)
PICK = st.sampled_from([0, 0, 0, 0, 1, 2, 3, 5])  # 5 is an older look at some row


def hands(right: int) -> st.SearchStrategy[int]:
    """Deal the right hand most often."""
    return st.sampled_from([right] * 8 + [0, 1, 2, 3, 4])


class Life(RuleBasedStateMachine):
    """What the machines have in common: a scene, a day that passes, hands with older looks, and a way to try."""

    scene: ClassVar[Any]
    counts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()

        self.today = START
        self.looks: list[Any] = []  # older looks at rows, to act by
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.counts[f"{type(self).__name__} runs"] += 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def at(self) -> Any:

        # Each deed a second after the one before it.
        self.second = getattr(self, "second", 0) + 1
        return at(self.today) + timedelta(seconds=self.second % 40_000)

    def tried(self, deed: Callable[[], Any], refusals: set[str]) -> Any:
        """Try a deed: it succeeds where no refusal applies, else it is refused by one that does."""
        self.counts[f"{type(self).__name__} steps"] += 1
        try:
            with transaction.atomic():
                done = deed()
        except Problem as problem:
            assert problem.code in refusals, (problem.code, refusals)
            self.counts[f"{type(self).__name__} refused"] += 1
            self.counts[f"{type(self).__name__} {problem.code}"] += 1
            return None
        assert not refusals, refusals
        return done

    def look(self, rows: list[Any], pick: int) -> Any:
        """Return a fresh look at a row, or an older one."""
        if self.looks and pick == 5:
            return copy.copy(self.looks[self.today.toordinal() % len(self.looks)])
        pk = rows[-1 - pick % len(rows)]
        row = self.model.everything.get(pk=pk)  # type: ignore[attr-defined]
        self.looks = [*self.looks[-7:], copy.copy(row)]
        return row

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.counts[f"{type(self).__name__} days"] += days
        self.today += timedelta(days=days)


@dataclass
class Known:
    """What the model knows of one row, beside what its own kind needs."""

    by: int
    version: int = 1
    steps: int = 1
    ended: bool = False
    truths: set[str] = field(default_factory=set)

    def __contains__(self, truth: str) -> bool:
        return truth in self.truths

    def came(self, *truths: str) -> None:
        self.truths |= set(truths)
        self.version += 1
        self.steps += 1
