"""建议牵头单位: whom the text names, who leads the like; never more than a proposal, and of what one may see."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.documents.actions import Arrival
from luoshi.people.models import Unit
from luoshi.plans import actions, proposing
from luoshi.plans.models import Item
from luoshi.plans.proposing import alike, pairs, propose
from luoshi.records import actions as records
from luoshi.records.models import Sentence
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]
TEXT = """金丝雀推进会
会议要求，材料学院要在年底前推进产教融合实训平台建设。
会议强调，要完善毕业生就业跟踪服务机制。
"""


@pytest.fixture
def orders(world: World) -> list[Sentence]:
    arrival = Arrival(content=TEXT.encode(), name="会.txt", title="金丝雀推进会", kind="meeting", about=TODAY)
    document = records.receive(world.units["office"], arrival, by=world.members["maker"], at=NOW)
    found = Sentence.everything.filter(reading__document=document, verdict="order").select_related("reading")
    rows = list(found)
    assert len(rows) == 2
    return rows


def told(sentence: Sentence, world: World, login: str = "supervisor") -> dict[str, tuple[str, ...]]:
    who = world.members[login]
    found = propose(sentence, Unit.objects.visible_to(who), Item.objects.visible_to(who))
    return {one.unit.name: one.reasons for one in found}


def led(world: World, title: str, place: str) -> Item:
    task = actions.Task(
        goal=world.places["own"].item.parent,  # type: ignore[arg-type]
        title=title,
        lead=world.units[place],
        starts=TODAY,
        due=TODAY,
    )
    return actions.draw(world.places["own"].sentence, task, by=world.members["maker"], at=timezone.now())


def test_who_is_named_stands_before_who_leads_the_like(orders: list[Sentence], world: World) -> None:
    named, unnamed = orders
    assert list(told(named, world)) == [world.units["own"].name]
    assert told(unnamed, world) == {}
    item = led(world, "产教融合实训平台建设推进", "sibling")
    assert list(told(named, world)) == [world.units["own"].name, world.units["sibling"].name]
    assert told(named, world)[world.units["sibling"].name] == (f"牵头相近的 {item.code} {item.title}",)
    led(world, "毕业生就业跟踪服务", "sibling")
    assert list(told(unnamed, world)) == [world.units["sibling"].name]


def test_of_another_organisation_nothing_is_proposed(orders: list[Sentence], world: World) -> None:
    led(world, "毕业生就业跟踪服务机制", "sibling")
    assert told(orders[1], world, "foreign_supervisor") == {}


def test_a_proposal_stands_first_and_nothing_is_chosen(
    orders: list[Sentence], as_: Sign, world: World
) -> None:
    led(world, "毕业生就业跟踪服务机制", "sibling")
    office, address = as_("supervisor"), f"/sentences/{orders[1].pk}/draw"
    page = office.get(address).content.decode()
    lead = page[page.index('name="lead"') :]
    lead = lead[: lead.index("</select>")]
    assert lead.index("建议") < lead.index(world.units["sibling"].name) < lead.index("其他单位")
    assert lead.count(f'value="{world.units["sibling"].pk}"') == 1
    assert lead.count("selected") == lead.count('value="" selected')
    few = count(office, address)
    for number in range(10):
        led(world, f"毕业生就业跟踪服务机制之{number}", "own")
    assert count(office, address) == few


def test_titles_are_alike_by_what_they_share() -> None:
    assert alike(pairs("推进产教融合"), pairs("推进产教融合")) == 1
    assert alike(pairs("推进工作"), pairs("推进工作")) == 0  # too short to tell
    assert alike(pairs("完善毕业生就业跟踪机制"), pairs("建设中试基地和设备平台")) == 0


def test_the_examples_hold() -> None:
    done = doctest.testmod(proposing)
    assert done.attempted >= 2
    assert not done.failed
