"""指标的历史: all facts about some indicators, fetched once, and what holds of them on D as known at K."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.utils.translation import gettext as _

from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, Lack, undefined
from luoshi.arithmetic.indicators import Goal, Kind, Observation
from luoshi.arithmetic.periods import Cell, Frame, Rule, gather, gather_ratio
from luoshi.arithmetic.shares import clipped
from luoshi.arithmetic.targets import Point, Sides, Version, sides
from luoshi.people import models as people
from luoshi.results import meaning
from luoshi.results.models import Definition, Target, Value

F = TypeVar("F", bound=people.Fact)


def holding(rows: Iterable[F], on: date, known: datetime) -> F | None:
    """Return of facts about one thing the one about the latest day up to D, known last up to K."""
    seen = [row for row in rows if row.about <= on and row.known_at <= known]
    return max(seen, key=lambda row: (row.about, row.known_at), default=None)


@dataclass(frozen=True, slots=True)
class History:
    """指标的历史: the definitions, versions of the target and values of one indicator."""

    key: int
    definitions: tuple[Definition, ...]
    targets: tuple[Target, ...]
    values: tuple[Value, ...]

    def definition(self, on: date, known: datetime) -> Definition | None:
        """Return what it meant on D as known at K."""
        return holding(self.definitions, on, known)

    def versions(self) -> list[Version]:
        """Return the versions of its target, as the arithmetic takes them."""
        rows = groupby(self.targets, key=lambda row: (row.about, row.known_at))
        return [_version(tuple(points)) for _, points in rows]

    def counting(self, on: date, known: datetime, *, shown: bool) -> list[Value]:
        """Return the values about days up to D that were verified by K, or that were claimed at K."""
        return [
            row
            for row in self.values
            if row.about <= on and (row.shown_by(known) if shown else row.claimed_by(known))
        ]

    def actual(self, on: date, known: datetime, *, shown: bool = True) -> Derivation[Decimal]:
        """Return its value on D as known at K, over all periods and units that have reported."""
        definition = self.definition(on, known)
        if definition is None:
            return undefined(_("指标"), Lack.OBSERVATION)
        return gathered(definition, self.counting(on, known, shown=shown))

    def sides(self, on: date, known: datetime, *, shown: bool = True) -> Sides | None:
        """Hold its value against the newest and the first target side by side."""
        definition = self.definition(on, known)
        if definition is None:
            return None
        actual = self.actual(on, known, shown=shown)
        return sides(meaning.of(definition), actual, self.versions(), on, known)

    def progress(self, on: date, known: datetime, *, shown: bool = True) -> Derivation[int]:
        """Return the way to the bottom line, else to the stretch, of the newest target; not clipped."""
        found = self.sides(on, known, shown=shown)
        against = found and (found.newest.bottom or found.newest.stretch)
        if not against:
            return undefined(_("进度"), Lack.TARGET, SHARE, self.actual(on, known, shown=shown))
        return against.progress

    def share(self, on: date, known: datetime, *, shown: bool = True) -> Derivation[int]:
        """Return what it makes of its item: the progress within 0 and 1."""
        found = self.progress(on, known, shown=shown)
        name = _("已证进度") if shown else _("已报进度")
        definition = self.definition(on, known)
        facts = (fact(_("指标定义"), definition),) if definition else ()
        value = None if found.value is None else clipped(found.value)
        words, of = _("指标进度，限于 0 至 100%"), f"indicator/{self.key}"
        return Derivation(name, value, SHARE, "clipped", words, facts, (found,), found.lack, of=of)

    def days(self, known: datetime) -> set[date]:
        """Return the days from which on something else may hold, as far as known at K."""
        said = {row.about for row in (*self.definitions, *self.targets) if row.known_at <= known}
        return said | {row.about for row in self.values if row.known_at <= known}

    def moments(self) -> set[datetime]:
        """Return the moments at which something became known."""
        said = {row.known_at for row in (*self.definitions, *self.targets)}
        return said | {at for row in self.values for at in row.moments()}


def fact(kind: str, row: people.Fact) -> Fact:
    """Return a row as a derivation names it."""
    return Fact(kind, f"{row._meta.model_name}/{row.pk}", row.about, row.known_at)


def observed(row: Value) -> Observation:
    """Return a value as the arithmetic takes it."""
    return Observation(row.about, row.value, row.bottom, row.known_at, f"value/{row.pk}")


def gathered(definition: Definition, rows: Sequence[Value]) -> Derivation[Decimal]:
    """Put the values of all units and periods together; a value without a period is one of its day.

    Where the kind was changed, a pair is no value and a value no pair.
    """
    ratio = definition.kind == Kind.RATIO
    cells = [
        Cell(row.unit.name, row.period or row.about.isoformat(), observed(row))
        for row in rows
        if (row.bottom is not None) == ratio
    ]
    latest: dict[str, date] = {}
    for cell in cells:
        latest[cell.period] = max(cell.seen.about, latest.get(cell.period, cell.seen.about))
    periods = sorted(latest, key=lambda period: (latest[period], period))
    units = sorted({cell.unit for cell in cells})
    frame = Frame(periods, units, Rule(definition.over_periods), Rule(definition.over_units))
    way = gather_ratio if ratio else gather
    return way(meaning.of(definition), cells, frame)


def _version(rows: Sequence[Target]) -> Version:
    points = tuple(Point(row.on, Goal(row.bottom, row.stretch)) for row in rows)
    reason = rows[0].amendment.reason if rows[0].amendment else ""
    return Version(rows[0].about, rows[0].known_at, points, f"target/{rows[0].pk}", reason)


def histories(indicators: Iterable[int]) -> dict[int, History]:
    """Fetch all facts about some indicators, in three queries however many there are."""
    keys = sorted(indicators)
    if not keys:
        return {}
    of: Mapping[str, list[int]] = {"indicator__in": keys}
    definitions = _by(Definition.everything.filter(**of).select_related("unit"))
    targets = _by(Target.everything.filter(**of).select_related("amendment"))
    values = _by(Value.everything.filter(**of).with_moments())
    return {key: History(key, definitions[key], targets[key], values[key]) for key in keys}


def _by(rows: Iterable[F]) -> defaultdict[int, tuple[F, ...]]:
    found: defaultdict[int, list[F]] = defaultdict(list)
    for row in rows:
        found[row.indicator_id].append(row)  # type: ignore[attr-defined]
    return defaultdict(tuple, {key: tuple(held) for key, held in found.items()})
