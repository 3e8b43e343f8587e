"""溯源: from a number to the fact, the report, the evidence and the sentence; and only for whom each of them is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.plans import actions as plans
from luoshi.plans.models import Item
from luoshi.results.explaining import explain_item
from tests.queries import count
from tests.results.measured import ago, defined, later, proven
from tests.world import TODAY, World, day, take_part

Sign = Callable[[str], Client]


def trail(item: Item) -> str:
    return reverse("results:trail", kwargs={"pk": item.pk})


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def said(found: str, *words: str) -> list[str]:
    """Return which of the words are missing."""
    return [one for one in words if one not in found]


def test_a_leaf_is_told_down_to_evidence_and_sentence(as_: Sign, world: World) -> None:
    place = world.places["own"]
    found = text(as_("supervisor"), trail(place.item))
    file = reverse("results:evidence", kwargs={"pk": place.evidence.pk})
    update = place.updates["verified"].get_absolute_url()
    sentence = place.sentence.get_absolute_url().replace("&", "&amp;")
    assert (
        said(found, "<b>40%</b>", f'href="{file}"', f'href="{update}"', f'href="{sentence}"', "✓ 采信") == []
    )
    claimed = text(as_("supervisor"), trail(place.item), which="claimed")
    assert said(claimed, "<b>50%</b>", "材料学院报 50%") == []
    expected = text(as_("supervisor"), trail(place.item), which="expected")
    assert said(expected, "<b>50%</b>", "已过 50 天") == []
    assert "看这份进展" not in expected


def test_it_comes_to_the_number_of_the_page_then_as_known_then(as_: Sign, world: World) -> None:
    item, office = world.places["own"].item, as_("supervisor")
    for query in ({}, {"about": day(ago(10))}, {"known": day(ago(1))}):
        found = text(office, trail(item), **query)
        page = text(office, item.get_absolute_url(), **query)
        if "还没有这一事项" in page:
            assert "还没有这一事项" in found
            continue
        told = explain_item(item, ago(10) if "about" in query else TODAY, timezone.now())
        assert f"<b>{'无数据' if told.value is None else told.shown}</b>" in found
    assert said(text(office, trail(item), about=day(ago(10))), "无数据", "没有观测值") == []


def test_a_goal_is_told_to_whom_the_whole_plan_is(as_: Sign, world: World) -> None:
    place = world.places["own"]
    goal = place.item.parent
    assert goal is not None
    take_part(goal, place.unit, "lead", by=world.members["maker"])
    found = text(as_("supervisor"), trail(goal))
    assert said(found, "<b>40%</b>", "（40% × 1）÷ 1", place.item.title, "单看这一项") == []
    told = text(as_("head"), trail(goal))
    assert "只给能看到整个计划的人" in told
    assert "40%" not in told
    assert said(text(as_("head"), trail(place.item)), "<b>40%</b>", "✓ 采信") == []


def test_a_report_that_one_may_not_read_is_not_behind_the_number(as_: Sign, world: World) -> None:
    """The other college supports the item: it is told the item's number, and nothing of the report behind it."""
    place = world.places["own"]
    take_part(place.item, world.units["sibling"], "support", by=world.members["maker"])
    found = text(as_("sibling_head"), trail(place.item))
    assert "<b>40%</b>" in found
    for hidden in ("看这份进展", "采信", "佐证</a>"):
        assert hidden not in found
    assert place.sentence.words in found  # who has to do a thing may read the text that asks for it


def test_a_value_that_one_may_not_read_is_named_and_no_more(as_: Sign, world: World) -> None:
    place = world.places["own"]
    made = defined(world)
    take_part(place.item, world.units["sibling"], "support", by=world.members["maker"], at=later(9))
    proven(world, made, 30, ago(40), at=10)
    proven(world, made, 4713, ago(5), at=20, unit=world.units["sibling"])  # no hour, day or key
    address = reverse("results:trail_indicator", kwargs={"pk": made.pk})
    found = text(as_("reporter"), address)
    assert said(found, "其他单位的数，不在您的查看范围内") == []
    assert "机械学院" not in found
    assert "4713" not in found.replace(",", "")
    whole = text(as_("supervisor"), address)
    assert said(whole, "机械学院", "材料学院", "财务系统", "到 ", "确保 100", "4713") == []
    driven = text(as_("reporter"), trail(place.item))
    assert said(driven, "由主指标得出", "不在您的查看范围内") == []
    assert "机械学院" not in driven


def test_a_stranger_finds_no_trail(as_: Sign, world: World) -> None:
    assert as_("foreign_supervisor").get(trail(world.places["own"].item)).status_code == 404
    assert as_("sibling_head").get(trail(world.places["own"].item)).status_code == 404


@pytest.mark.parametrize("which", ["shown", "claimed", "expected"])
def test_ten_times_the_tasks_ask_no_more_queries(as_: Sign, world: World, which: str) -> None:
    place, office = world.places["own"], as_("supervisor")
    goal = place.item.parent
    assert goal is not None
    address = f"{trail(goal)}?which={which}"
    few = count(office, address)
    for number in range(10):
        task = plans.Task(goal=goal, title=f"多{number}", lead=place.unit, starts=ago(9), due=TODAY)
        plans.draw(place.sentence, task, by=world.members["maker"], at=timezone.now())
    assert count(office, address) == few
    print("trail", which, few)


def test_the_sentence_leads_to_the_item_and_its_trail(as_: Sign, world: World) -> None:
    place = world.places["own"]
    found = text(
        as_("supervisor"), place.sentence.get_absolute_url().split("?")[0], s=str(place.sentence.number)
    )
    assert said(found, f'href="{place.item.get_absolute_url()}"', f'href="{trail(place.item)}"') == []


def test_every_number_of_the_item_opens_its_trail(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    found = text(as_("supervisor"), item.get_absolute_url())
    links = [f'href="{trail(item)}?which={which}"><b>' for which in ("shown", "claimed", "expected")]
    assert said(found, *links) == []
    then = text(as_("supervisor"), item.get_absolute_url(), about=day(ago(1)))
    assert f"about={day(ago(1))}" in then.split('class="figs"')[1].split("</a>")[0]
