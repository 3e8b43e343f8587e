"""指标值: what was measured, by whom, verified by another; over periods and units; forecast and quality."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.arithmetic.quality import Age, Statement
from luoshi.people import access
from luoshi.plans.errors import Foreign
from luoshi.results import actions
from luoshi.results.actions import Measured
from luoshi.results.errors import (
    AlreadyVerified,
    BadIndicator,
    BadValue,
    OwnValue,
    Unverified,
)
from luoshi.results.measuring import forecast, quality, stand, stands
from luoshi.results.models import Value
from luoshi.work import actions as work
from luoshi.work.errors import AlreadyMoved, InTheFuture
from tests.results.measured import D, ago, defined, entered, later, meant, proven, share
from tests.world import NOW, TODAY, World, reported


def test_a_ratio_is_made_of_sums_and_never_of_ratios(world: World) -> None:
    indicator = defined(world, kind=Kind.RATIO, measure="%", target=None)
    for unit, top, bottom in (("own", 1, 2), ("sibling", 90, 100)):
        proven(world, indicator, top, ago(5), 10, bottom=D(bottom), unit=world.units[unit], period="一季度")
    found = stand(indicator, TODAY, later(60)).shown
    assert found.shown == "89.21568627%"  # 91 ÷ 102, where the mean of both would be 70
    with pytest.raises(BadIndicator):
        defined(world, kind=Kind.RATIO, over_units=Rule.MEAN, at=70)


def test_periods_are_summed_and_units_too_and_what_lacks_is_named(world: World) -> None:
    indicator = defined(world, over_periods=Rule.SUM, target=None)
    for number, (unit, period) in enumerate((("own", "一月"), ("own", "二月"), ("sibling", "二月"))):
        proven(
            world, indicator, 10, ago(40 - 10 * number), 10 * number, unit=world.units[unit], period=period
        )
    found = stand(indicator, TODAY, later(90)).shown
    assert (found.value, found.missing) == (30, ("机械学院 一月",))


def test_a_claimed_value_counts_from_the_signature_until_the_report_goes_back(world: World) -> None:
    indicator, place = defined(world), world.places["own"]
    update = reported(
        place.item, place.unit, "值", world.members["maker"], world.members["signer"], "reported"
    )
    actions.observe(
        indicator,
        Measured(update.about, D(50)),
        unit=place.unit,
        update=update,
        by=world.members["maker"],
        at=later(10),
    )
    assert stand(indicator, TODAY, later(11)).claimed.value is None
    work.sign(update, by=world.members["signer"], at=later(20))
    assert stand(indicator, TODAY, later(21)).claimed.value == 50
    work.decline(update, reason="缺", by=world.members["verifier"], at=later(30))
    assert [stand(indicator, TODAY, later(at)).claimed.value for at in (15, 25, 35)] == [None, 50, None]


def test_a_value_is_verified_after_its_report_and_by_nobody_who_made_or_signed_it(world: World) -> None:
    indicator, place = defined(world), world.places["own"]
    maker, signer, verifier = (world.members[name] for name in ("maker", "signer", "verifier"))
    update = reported(place.item, place.unit, "值", maker, signer, "reported")
    measured = Measured(update.about, D(50))
    value = actions.observe(
        indicator, measured, unit=place.unit, update=update, by=world.members["reporter"], at=later(10)
    )
    with pytest.raises(Unverified):
        actions.verify_value(value, by=verifier, at=later(11))
    work.sign(update, by=signer, at=later(20))
    with pytest.raises(AlreadyMoved):
        actions.observe(indicator, measured, unit=place.unit, update=update, by=maker, at=later(21))
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    actions.verify(update, shown=50, words=words, note="", by=verifier, at=later(30))
    for who in (maker, signer, world.members["reporter"]):
        with pytest.raises(OwnValue):
            actions.verify_value(value, by=who, at=later(31))
    actions.verify_value(value, by=verifier, at=later(32))
    assert share(world) == 0.5
    with pytest.raises(AlreadyVerified):
        actions.verify_value(value, by=world.members["supervisor"], at=later(33))


def test_the_database_itself_knows_that_nobody_verifies_their_own_value(world: World) -> None:
    value = entered(world, defined(world), 30, ago(5), at=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.everything.filter(pk=value.pk).update(verified_by=value.by, verified_at=NOW)


def test_values_of_two_items_are_not_verified_at_once(world: World) -> None:
    own = entered(world, defined(world), 30, ago(5), at=10)
    other = actions.define(
        world.places["sibling"].item, meant(world), by=world.members["maker"], at=later(11)
    )
    foreign = entered(world, other, 30, ago(5), at=12, unit=world.units["sibling"])
    with pytest.raises(BadValue):
        actions.verify_values([own, foreign], by=world.members["verifier"], at=later(20))
    assert not Value.everything.filter(verified_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"about": TODAY + timedelta(days=1)}, InTheFuture),
        ({"bottom": D(2)}, BadValue),
        ({"source": " "}, BadValue),
        ({"origin": Value.Origin.UPDATE}, BadValue),
        ({"value": D("0.00001")}, BadValue),
        ({"value": D("1e12")}, BadValue),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    world: World, more: dict[str, Any], refusal: type[Exception]
) -> None:
    known = {"about": ago(1), "value": D(1), "origin": Value.Origin.IMPORT, "source": "财务系统"}
    with pytest.raises(refusal):
        actions.observe(
            defined(world),
            Measured(**{**known, **more}),  # type: ignore[arg-type]
            unit=world.units["own"],
            by=world.members["maker"],
            at=later(10),
        )


def test_a_unit_of_another_organisation_measures_nothing(world: World) -> None:
    indicator = defined(world)
    with pytest.raises(Foreign):
        entered(world, indicator, 1, ago(1), at=10, unit=world.units["foreign"])
    with pytest.raises(BadIndicator):
        defined(world, unit=world.units["foreign"], at=20)
    update = world.places["sibling"].updates["reported"]
    with pytest.raises(BadValue):
        actions.observe(
            indicator,
            Measured(ago(1), D(1)),
            unit=world.units["sibling"],
            update=update,
            by=world.members["maker"],
            at=later(30),
        )


def test_a_forecast_stands_on_what_was_known(world: World) -> None:
    indicator = defined(world, target=40)
    for number, days in enumerate((40, 30, 20, 10)):
        proven(world, indicator, 5 * (number + 1), ago(days), at=10 * (number + 1))
    found = forecast(indicator, TODAY, later(90))
    assert found.day.value is not None
    assert ago(-25) <= found.day.value <= ago(-35)
    assert found.chance.shown == "100%"
    assert forecast(indicator, TODAY, later(90)) == found
    assert forecast(indicator, TODAY, later(35)).day.shown == "未定义（观测值少于4个）"
    assert (
        forecast(defined(world, target=None, at=200), TODAY, later(290)).day.shown == "未定义（没有目标值）"
    )


def test_quality_says_how_much_is_said_and_how_old_the_newest_figure_is(world: World) -> None:
    indicator = defined(world, every=31)
    empty = quality(indicator, TODAY, NOW)
    assert (empty.completeness.shown, empty.freshness) == ("0%", None)
    said = Statement(source="财务系统到账明细", accuracy="0.01 万元")
    actions.state_quality(indicator, said, by=world.members["maker"], at=later(5))
    proven(world, indicator, 10, ago(40), at=10)
    found = quality(indicator, TODAY, later(20))
    assert (found.statement, found.completeness.shown) == (said, "40%")
    assert found.freshness is not None
    assert found.freshness.age is Age.LATE
    assert quality(indicator, TODAY, later(4)).completeness.shown == "0%"


def test_ten_times_the_values_take_as_many_queries(world: World, django_assert_num_queries: object) -> None:
    indicators = [defined(world, at=number * 10) for number in (1, 2, 3)]
    for number in range(12):
        proven(world, indicators[number % 3], number, ago(30 - number), at=100 + 10 * number)
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = stands(indicators, TODAY, later(900))
    assert [held.shown.value for held in found.values()] == [9, 10, 11]


@pytest.mark.parametrize(
    ("who", "reads", "verifies"),
    [
        ("supervisor", True, True),
        ("planner", True, False),
        ("head", True, False),
        ("sibling_head", False, False),
        ("foreign_supervisor", False, False),
    ],
)
def test_who_reads_and_verifies_a_value(world: World, who: str, *, reads: bool, verifies: bool) -> None:
    value = entered(world, defined(world), 1, ago(1), at=10)
    member = world.members[who]
    assert (access.can(member, "read", value), access.can(member, "verify", value)) == (reads, verifies)
    Value.everything.filter(pk=value.pk).update(by=world.members["supervisor"])
    assert not access.can(world.members["supervisor"], "verify", value)


def test_whoever_is_slower_than_another_puts_right_what_was_kept_meanwhile(world: World) -> None:
    """Two verify at once; the one whose moment is the earlier comes second."""
    indicator = defined(world, over_periods=Rule.SUM)
    early, late = (entered(world, indicator, 10 * n, ago(9 - 4 * n), at=10) for n in (1, 2))
    actions.verify_value(late, by=world.members["verifier"], at=later(30))
    actions.verify_value(early, by=world.members["verifier"], at=later(20))
    assert [share(world, known=later(at)) for at in (25, 35)] == [0.1, 0.3]
    assert share(world) == 0.3
