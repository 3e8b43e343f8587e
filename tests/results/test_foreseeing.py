"""将迟: what will be late if it goes on like this; each is told of what they may read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoshi.results.foreseeing import foresee, late
from tests.results.measured import ago, defined, later, proven
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
LATER = later(1000)


def shown(world: World, *values: int) -> None:
    """Let an indicator that drives the college's task show values, ten days between each."""
    indicator = defined(world)
    for turn, value in enumerate(values):
        proven(world, indicator, value, ago(10 * (len(values) - turn)), at=10 * (turn + 1))


def test_what_goes_too_slowly_will_be_late(world: World) -> None:
    shown(world, 5, 10, 15, 20)
    plan, item = world.places["own"].plan, world.places["own"].item
    assert foresee(plan, TODAY, LATER) == {item.pk: TODAY + timedelta(days=150)}
    told = late(plan, world.members["supervisor"], TODAY, LATER, None)
    ((row,), number) = told.rows, told.number
    assert (row.row.item, row.ahead.days, number) == (item.pk, 100, 1)


@pytest.mark.parametrize("values", [(30, 50, 70, 80), (20, 20, 40), (70, 80, 90, 100)])
def test_what_arrives_in_time_or_tells_too_little_will_not(world: World, values: tuple[int, ...]) -> None:
    shown(world, *values)
    assert late(world.places["own"].plan, world.members["supervisor"], TODAY, LATER, None).number == 0


def test_what_goes_backwards_never_arrives(world: World) -> None:
    shown(world, 40, 35, 30, 25)
    (row,) = late(world.places["own"].plan, world.members["supervisor"], TODAY, LATER, None).rows
    assert (row.ahead.day, row.ahead.days) == (None, None)


def test_what_is_over_its_day_already_is_no_forecast(world: World) -> None:
    shown(world, 5, 10, 15, 20)
    plan = world.places["own"].plan
    assert late(plan, world.members["supervisor"], TODAY + timedelta(days=51), LATER, None).number == 0


def test_each_is_told_of_their_own(world: World) -> None:
    shown(world, 5, 10, 15, 20)
    plan = world.places["own"].plan
    numbers = {
        who: late(plan, world.members[who], TODAY, LATER, None).number
        for who in ("supervisor", "reporter", "sibling_head", "foreign_supervisor")
    }
    assert numbers == {"supervisor": 1, "reporter": 1, "sibling_head": 0, "foreign_supervisor": 0}
    assert late(plan, world.members["supervisor"], TODAY, LATER, 0).rows == ()
