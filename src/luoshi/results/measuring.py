"""指标怎么样: value, progress against the newest and the first target, forecast and quality of an indicator on D as known at K."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from luoshi.arithmetic import forecast as arithmetic
from luoshi.arithmetic.derivation import SHARE, Derivation, Lack, undefined
from luoshi.arithmetic.forecast import NEWEST, Forecast
from luoshi.arithmetic.indicators import Observation
from luoshi.arithmetic.periods import Rule
from luoshi.arithmetic.quality import Freshness, Statement, freshness
from luoshi.arithmetic.targets import Sides, final, version
from luoshi.results import meaning, models
from luoshi.results.history import History, histories, holding, observed
from luoshi.results.models import Definition, Quality


@dataclass(frozen=True, slots=True)
class Stand:
    """指标状态: what an indicator means, and its value and progress as verified and as claimed."""

    definition: Definition | None
    shown: Derivation[Decimal]
    claimed: Derivation[Decimal]
    shown_sides: Sides | None
    claimed_sides: Sides | None


@dataclass(frozen=True, slots=True)
class Soundness:
    """数据质量: what is said of the figures, how much of it is said, and how old the newest figure is."""

    statement: Statement
    completeness: Derivation[int]
    freshness: Freshness | None


def stand(indicator: models.Indicator, on: date, known: datetime) -> Stand:
    """Say how an indicator stood on D as known at K."""
    return stands([indicator], on, known)[indicator.pk]


def stands(indicators: Iterable[models.Indicator], on: date, known: datetime) -> dict[int, Stand]:
    """Say how some indicators stood on D as known at K, in three queries however many there are."""
    found = histories(indicator.pk for indicator in indicators)
    return {key: stood(held, on, known) for key, held in found.items()}


def stood(held: History, on: date, known: datetime) -> Stand:
    """Say how an indicator stood on D as known at K, from its history."""
    return Stand(
        held.definition(on, known),
        held.actual(on, known),
        held.actual(on, known, shown=False),
        held.sides(on, known),
        held.sides(on, known, shown=False),
    )


def forecast(indicator: models.Indicator, on: date, known: datetime) -> Forecast:
    """Say when the target is reached if it goes on as verified up to D and K, and how likely that is in time."""
    return forecasts([indicator], on, known)[indicator.pk]


def forecasts(indicators: Iterable[models.Indicator], on: date, known: datetime) -> dict[int, Forecast]:
    """Say when the targets of some indicators are reached, in three queries however many there are."""
    found = histories(indicator.pk for indicator in indicators)
    return {key: foretold(held, on, known) for key, held in found.items()}


def foretold(held: History, on: date, known: datetime) -> Forecast:
    """Say when a target is reached if it goes on as verified up to D and K, from the indicator's history.

    The seed is the indicator's own key: the same D and K give the same day next year.
    """
    definition, aim = held.definition(on, known), version(held.versions(), on, known)
    point = final(aim.points) if aim else None
    if definition is None or point is None:
        return _untold(definition.measure if definition else "")
    meant = meaning.of(definition)
    if definition.over_periods == Rule.SUM:
        meant = replace(meant, cumulative=True)  # each period is put upon those before it
    target = point.goal.bottom if point.goal.bottom is not None else point.goal.stretch
    assert target is not None  # a point asks for something
    return arithmetic.forecast(meant, series(held, on, known), target, point.on, seed=held.key)


def _untold(unit: str) -> Forecast:
    day, chance = undefined(_("达到日"), Lack.TARGET), undefined(_("按期达到的可能"), Lack.TARGET, SHARE)
    return Forecast(day, None, None, chance, undefined(_("走势"), Lack.TARGET, unit))


def series(held: History, on: date, known: datetime) -> list[Observation]:
    """Return its value over all periods and units on each of the newest days on which a verified value came."""
    rows = held.counting(on, known, shown=True)
    found = []
    for day in sorted({row.about for row in rows})[-NEWEST:]:
        value = held.actual(day, known).value
        if value is not None:
            last = max(row.known_at for row in rows if row.about == day)
            found.append(Observation(day, value, None, last, f"indicator/{held.key}/{day}"))
    return found


def quality(indicator: models.Indicator, on: date, known: datetime) -> Soundness:
    """Say what is said of an indicator's figures on D as known at K, and how old the newest verified one is."""
    return qualities([indicator], on, known)[indicator.pk]


def qualities(indicators: Iterable[models.Indicator], on: date, known: datetime) -> dict[int, Soundness]:
    """Say what is said of the figures of some indicators, in four queries however many there are."""
    found = histories(indicator.pk for indicator in indicators)
    said = statements(found)
    return {key: sound(held, said[key], on, known) for key, held in found.items()}


def statements(keys: Iterable[int]) -> dict[int, list[Quality]]:
    """Fetch all that was ever said of the figures of some indicators, in one query."""
    wanted = list(keys)
    found: dict[int, list[Quality]] = {key: [] for key in wanted}
    for row in Quality.everything.filter(indicator__in=wanted):
        found[row.indicator_id].append(row)
    return found


def sound(held: History, said: Iterable[Quality], on: date, known: datetime) -> Soundness:
    """Say how sound the figures of an indicator are, from its history and from what was said of them."""
    last = holding(said, on, known)
    statement = (
        Statement(last.verified, last.source, last.accuracy, last.limits, last.compensation)
        if last
        else Statement()
    )
    definition = held.definition(on, known)
    rows = [observed(row) for row in held.counting(on, known, shown=True)]
    every = definition.every if definition else None
    return Soundness(statement, statement.completeness, freshness(rows, every, on) if every else None)
