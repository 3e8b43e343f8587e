"""预计办结 on the pages: the filter, the column, the order, the line over time, the sentence and how it is reckoned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.results.foreseeing import why
from tests.queries import count
from tests.results.measured import later
from tests.results.test_foreseeing import shown
from tests.results.test_sieve import OWN, draw, titles
from tests.world import TODAY, World

Sign = Callable[[str], Client]
DAY = (TODAY + timedelta(days=150)).isoformat()


def test_what_will_be_late_is_found_and_put_first(as_: Sign, world: World) -> None:
    shown(world, 5, 10, 15, 20)
    plan, office = world.places["own"].plan, as_("supervisor")
    draw(world, "没有观测", world.places["own"].unit, 3)
    assert titles(office, plan, due="ahead") == [OWN]
    assert titles(office, plan, sort="ahead") == [OWN, "没有观测"]
    assert titles(office, plan, due="ahead", about=TODAY, known=TODAY) == [OWN]


def test_what_arrives_in_time_is_not_found(as_: Sign, world: World) -> None:
    shown(world, 30, 50, 70, 80)
    assert titles(as_("supervisor"), world.places["own"].plan, due="ahead") == []


def test_the_column_says_the_day_and_by_how_much(as_: Sign, world: World) -> None:
    shown(world, 5, 10, 15, 20)
    address = world.places["own"].plan.get_absolute_url()
    page = as_("supervisor").get(address, {"cols": ["due", "ahead"]}).content.decode()
    assert f'{DAY}<span class="c-ochre">晚 100 天</span>' in page
    assert "cell-lamp" not in page
    assert "cell-ahead" not in as_("supervisor").get(address).content.decode()


def test_what_goes_backwards_never_arrives(as_: Sign, world: World) -> None:
    shown(world, 40, 35, 30, 25)
    place = world.places["own"]
    page = as_("supervisor").get(place.plan.get_absolute_url(), {"cols": "ahead"}).content.decode()
    assert "按现有走势达不到" in page
    assert ">达不到</a>" in as_("supervisor").get(place.item.get_absolute_url()).content.decode()
    trail = as_("supervisor").get(f"/trail/item/{place.item.pk}?which=ahead").content.decode()
    assert "按现有走势达不到" in trail


def test_over_time_a_line_leads_to_a_ring(as_: Sign, world: World) -> None:
    shown(world, 5, 10, 15, 20)
    address = world.places["own"].plan.get_absolute_url()
    drawn = (
        as_("supervisor")
        .get(address, {"as": "gantt"})
        .content.decode()
        .split("<tbody>")[1]
        .split("</tbody>")[0]
    )
    assert (drawn.count("g-ahead"), drawn.count("g-ring")) == (1, 1)
    assert f"预计 {DAY} 办结，晚 100 天" in drawn


def test_the_item_says_it_and_leads_to_how_it_is_reckoned(as_: Sign, world: World) -> None:
    shown(world, 5, 10, 15, 20)
    item, office = world.places["own"].item, as_("supervisor")
    page = office.get(item.get_absolute_url()).content.decode()
    address = f"/trail/item/{item.pk}?which=ahead"
    assert f'<a href="{address}" class="c-ochre">{DAY}</a> 办结，比到期晚 100 天' in page
    trail = office.get(address).content.decode()
    assert f"<b>{DAY}</b>" in trail
    assert "5 个观测日两两相连" in trail  # four, and the one on which the indicator came to drive the task
    assert "None" not in trail
    assert "每 30 天 15%" in trail
    assert trail.count('class="leaf"') == 5
    told = why(item, TODAY, later(1000))
    assert (told.shown, len(told.facts)) == (DAY, 5)


def test_of_too_little_nothing_is_said(as_: Sign, world: World) -> None:
    shown(world, 20, 40)
    item, office = world.places["own"].item, as_("supervisor")
    assert "照现在的走势" not in office.get(item.get_absolute_url()).content.decode()
    assert "观测值少于4个" in office.get(f"/trail/item/{item.pk}?which=ahead").content.decode()


@pytest.mark.parametrize("asked", ["?due=ahead", "?sort=ahead", "?cols=ahead", "?as=gantt"])
def test_it_costs_a_fixed_number_of_queries(as_: Sign, world: World, asked: str) -> None:
    shown(world, 5, 10, 15, 20)
    office, address = as_("supervisor"), world.places["own"].plan.get_absolute_url()
    bare, few = count(office, address), count(office, address + asked)
    for number in range(10):
        draw(world, f"多{number}", world.units["sibling"], number)
    assert count(office, address + asked) == few <= bare + 1
