"""Where items stand on a day as known at a moment, as a page shows it: shares as fractions of 1, None for undefined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from luoshi.arithmetic.asof import moment
from luoshi.arithmetic.lamps import LAMPS, NO_DAY, Lamp
from luoshi.arithmetic.shares import SCALE, UNDEFINED, clipped, ratio, told
from luoshi.arithmetic.standing import State, state
from luoshi.plans.models import Item
from luoshi.results import ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """状态: where an item stands on day D as known at K."""

    on: date
    known: datetime
    starts: date | None
    due: date | None
    claimed: float | None
    shown: float | None
    expected: float | None
    result: Lamp
    time: Lamp

    @property
    def apart(self) -> bool:
        """Tell whether what is claimed and what is shown make different lamps."""
        return self.result != self.time

    @property
    def ratio(self) -> float | None:
        """Return shown ÷ expected, undefined before the start."""
        if self.shown is None or not self.expected:
            return None
        return self.shown / self.expected


def standings(items: Iterable[Item], on: date, known: datetime) -> dict[int, Standing]:
    """Say where each item stands by itself on D as known at K, in six queries however many there are."""
    keys = np.array(sorted(item.pk for item in items), dtype=np.int64)
    if not len(keys):
        return {}
    found = state(ledger.load_alone(keys), on.toordinal(), moment(known))
    return {key: one(found, at, on, known) for at, key in enumerate(keys.tolist())}


def one(found: State, at: int, on: date, known: datetime) -> Standing:
    """Tell one node of a state."""
    starts, due = (_day(days[at]) for days in (found.nodes.starts, found.nodes.due))
    claimed, shown, expected = (told(int(of[at])) for of in (found.claimed, found.shown, found.expected))
    return Standing(
        on=on,
        known=known,
        starts=starts,
        due=due,
        claimed=claimed,
        shown=shown,
        expected=expected,
        result=LAMPS[found.result[at]],
        time=LAMPS[found.time[at]],
    )


def _day(ordinal: int) -> date | None:
    return None if ordinal == NO_DAY else date.fromordinal(int(ordinal))


def total(items: Iterable[Item], found: Mapping[int, Standing], kind: str) -> float | None:
    """Roll the claimed, shown or expected shares of tasks up by weight, over the tasks that count."""
    counting = [item for item in items if found[item.pk].result not in {Lamp.WAIT, Lamp.OFF}]
    top = sum(item.weight * clipped(round((getattr(found[item.pk], kind) or 0) * SCALE)) for item in counting)
    share = ratio(top, sum(item.weight for item in counting) * SCALE)
    return told(UNDEFINED if share is None else share)
