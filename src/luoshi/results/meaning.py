"""口径: what an indicator is to mean, checked and put into columns, and as the arithmetic takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from luoshi.arithmetic import guard
from luoshi.arithmetic.guard import Aim, Subject
from luoshi.arithmetic.indicators import Comparator, Direction, Indicator, Kind
from luoshi.arithmetic.periods import Rule
from luoshi.people.models import Unit
from luoshi.plans.models import Plan
from luoshi.results import models
from luoshi.results.errors import BadIndicator, BadTarget
from luoshi.results.models import Definition, Meaning, Override
from luoshi.results.models.indicator import DIGITS, PLACES

COLUMNS = tuple(field.name for field in Meaning._meta.get_fields())


@dataclass(frozen=True, slots=True)
class Meant:
    """What an indicator is to be; `direction` speaks for a ratio only, whose kind does not say which way is better."""

    unit: Unit
    name: str
    kind: Kind
    measure: str = ""
    direction: Direction = Direction.UP
    base: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    comparator: Comparator | None = None
    cumulative: bool = False
    over_periods: Rule = Rule.LATEST
    over_units: Rule = Rule.SUM
    every: int | None = None
    subject: Subject | None = None
    drives: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point of a target: what is to be reached by a day, the bottom line and the stretch."""

    on: date
    bottom: Decimal | None = None
    stretch: Decimal | None = None


def columns(meant: Meant, plan: Plan) -> dict[str, object]:
    """Return the columns of a definition, or say why there can be none."""
    _check(meant, plan)
    subject = meant.subject or (Subject.COLLEGE if meant.unit.parent_id else Subject.SCHOOL)
    found = {name: getattr(meant, name) for name in COLUMNS}
    direction = Indicator(meant.name, meant.kind, towards=meant.direction).direction
    return {
        **found,
        "name": meant.name.strip(),
        "direction": direction.value,
        "comparator": meant.comparator.value if meant.comparator else "",
        "subject": subject.value,
    }


def _check(meant: Meant, plan: Plan) -> None:
    if not meant.name.strip():
        raise BadIndicator(_("指标须有名称。"))
    if meant.unit.organisation_id != plan.unit.organisation_id:
        raise BadIndicator(_("单位与计划不属于同一组织。"))
    if meant.tolerance < 0:
        raise BadIndicator(_("允许偏差不能为负。"))
    if meant.every is not None and meant.every < 1:
        raise BadIndicator(_("报送周期至少为 1 天。"))
    summed = meant.over_periods in {Rule.SUM, Rule.LATEST} and meant.over_units is Rule.SUM
    if meant.kind is Kind.RATIO and not summed:
        raise BadIndicator(_("比率只能由分子、分母分别汇总后相除，不能对比率求平均或取最大。"))
    for figure in (meant.base, meant.tolerance):
        if not fits(figure):
            raise BadIndicator(_too_long())


def _too_long() -> str:
    """Say how long a figure may be."""
    return _("数值最多 {whole} 位整数、{places} 位小数。").format(whole=DIGITS - PLACES, places=PLACES)


def fits(figure: Decimal | None) -> bool:
    """Tell whether both databases keep a figure exactly.

    >>> fits(Decimal("12345678901.2345")), fits(Decimal("0.00001")), fits(Decimal("NaN"))
    (True, False, False)
    """
    if figure is None:
        return True
    if not figure.is_finite():
        return False
    return abs(figure) < 10 ** (DIGITS - PLACES) and figure == round(figure, PLACES)


def check_points(points: Sequence[Wanted]) -> None:
    """Refuse a target that asks for nothing, or twice for one day."""
    if not points:
        raise BadTarget(_("目标须至少写明一个时点。"))
    if len({point.on for point in points}) < len(points):
        raise BadTarget(_("同一天只能写一个目标值。"))
    for point in points:
        if point.bottom is None and point.stretch is None:
            raise BadTarget(_("每个时点须写明确保值或力争值。"))
        if not (fits(point.bottom) and fits(point.stretch)):
            raise BadTarget(_too_long())


def warned(name: str, subject: str, reason: str) -> Override | None:
    """Return the override that is to be kept, without a moment yet; None where the guard-rails say nothing."""
    found = guard.override(Aim(name, Subject(subject), quota=True), reason)
    if found is None:
        return None
    warnings = [one.name for one in found.warnings]
    return Override(name=name, subject=subject, warnings=warnings, reason=found.reason)


def of(definition: Meaning) -> Indicator:
    """Return an indicator as the arithmetic takes it."""
    return Indicator(
        name=definition.name,
        kind=Kind(definition.kind),
        unit=definition.measure,
        base=definition.base,
        tolerance=definition.tolerance,
        towards=Direction(definition.direction),
        comparator=Comparator(definition.comparator) if definition.comparator else None,
        cumulative=definition.cumulative,
    )


def definition_on(indicator: models.Indicator, on: date) -> Definition | None:
    """Return the definition that holds on a day, as known now."""
    return (
        Definition.everything.filter(indicator=indicator, about__lte=on).order_by("about", "known_at").last()
    )
