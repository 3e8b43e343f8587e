"""An indicator of the example: what came in month by month, its target raised once, the newest value not verified yet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.arithmetic.quality import Statement
from luoshi.desk.example.cast import Cast
from luoshi.plans.models import Item
from luoshi.results import actions as results
from luoshi.results.fitting import Measured
from luoshi.results.meaning import Meant, Wanted
from luoshi.results.models import Value

RECEIVED = (28, 34, 41, 52, 47, 63, 55, 58)  # in units of 10,000 yuan, month by month
SAID = Statement(
    verified="财务处每月与项目合同逐笔核对",
    source="财务系统横向经费到账明细",
    accuracy="万元，取整",
    compensation="跨年到账按凭证日期归期",
)


def measure(people: Cast, today: date) -> None:
    """Define the indicator, raise its target once, and let the values of eight months come in."""
    item = Item.everything.get(title__contains="横向科研")
    lead, office = item.owners.get(role="lead").unit, people.supervisor
    reporter, _ = people.college(lead)
    start = today - timedelta(days=300)
    meaning = Meant(
        lead, "横向科研到账经费", Kind.MAXIMISE, "万元", base=Decimal(0), over_periods=Rule.SUM, every=35
    )
    indicator = results.define(item, meaning, by=office, at=_at(start, 9))
    assert item.due is not None  # drawn with a day
    for days, bottom, stretch in ((0, 480, 600), (150, 600, 800)):
        point = Wanted(item.due, Decimal(bottom), Decimal(stretch))
        results.set_targets(indicator, [point], by=office, at=_at(start + timedelta(days=days), 10))
    results.state_quality(indicator, SAID, by=office, at=_at(start, 11))
    for number, value in enumerate(RECEIVED):
        about = today - timedelta(days=33 * (len(RECEIVED) - number) - 28)
        measured = Measured(
            about,
            Decimal(value),
            period=f"{about:%Y-%m}",
            origin=Value.Origin.IMPORT,
            source="财务系统到账明细",
        )
        made = results.observe(indicator, measured, unit=lead, by=reporter, at=_at(about, 15))
        if number < len(RECEIVED) - 1:
            results.verify_value(made, by=office, at=_at(about + timedelta(days=2), 16))


def _at(day: date, hour: int) -> datetime:
    """Return an hour of a day, but nothing that has not come yet."""
    return min(timezone.make_aware(datetime.combine(day, time(hour))), timezone.now())
