"""A value as it comes in, and whether it fits its indicator, its report and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.people.models import Unit
from luoshi.plans.errors import Foreign
from luoshi.results.errors import BadValue
from luoshi.results.meaning import definition_on, fits
from luoshi.results.models import Indicator, Value
from luoshi.work.errors import AlreadyMoved, InTheFuture
from luoshi.work.models import Update

Origin, State = Value.Origin, Update.State


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: about which day, for which period, the value or what stands above and below the line."""

    about: date
    value: Decimal
    bottom: Decimal | None = None
    period: str = ""
    origin: Value.Origin = Origin.UPDATE
    source: str = ""


def check(indicator: Indicator, measured: Measured, unit: Unit, update: Update | None, at: datetime) -> None:
    """Refuse a value that does not fit; the report that brings it is locked, so that nobody signs it meanwhile."""
    if measured.about > timezone.localdate(at):
        raise InTheFuture(_("指标值所述日期不能晚于今天。"))
    if update is None:
        _fits_source(indicator, measured, unit)
    else:
        _fits_report(indicator, measured, unit, Update.everything.select_for_update().get(pk=update.pk))
    _fits_kind(indicator, measured, timezone.localdate(at))


def _fits_source(indicator: Indicator, measured: Measured, unit: Unit) -> None:
    if measured.origin == Origin.UPDATE or not measured.source.strip():
        raise BadValue(_("不随进展填报的指标值须写明来源。"))
    if unit.organisation_id != indicator.item.plan.unit.organisation_id:
        raise Foreign(_("单位与计划不属于同一组织。"))


def _fits_report(indicator: Indicator, measured: Measured, unit: Unit, update: Update) -> None:
    if measured.origin != Origin.UPDATE:
        raise BadValue(_("随进展填报的指标值不另写来路。"))
    if (update.item_id, update.unit_id) != (indicator.item_id, unit.pk):
        raise BadValue(_("进展与指标不属于同一事项，或不是这一单位所报。"))
    if update.state != State.REPORTED:  # who signs, signs what stands there
        raise AlreadyMoved(_("这份进展已经审签或退回，不能再添指标值。"))


def _fits_kind(indicator: Indicator, measured: Measured, today: date) -> None:
    definition = definition_on(indicator, today)
    if definition is None:
        raise BadValue(_("指标尚未生效。"))
    if (definition.kind == "ratio") != (measured.bottom is not None):
        raise BadValue(_("比率须填分子和分母，其他指标只填数值。"))
    if not (fits(measured.value) and fits(measured.bottom)):
        raise BadValue(_("数值超出可以准确保存的位数。"))
