"""为什么: each of the three shares of an item and of a goal is told by a tree that comes to the same number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Item
from luoshi.results.explaining import Which, explain
from luoshi.results.ledger import state_of
from tests.world import TODAY, World, day


@pytest.fixture
def item(world: World) -> Item:
    """Return the college's item, beside one by milestones, one without days and one that begins later."""
    place, maker = world.places["own"], world.members["maker"]
    goal = place.item.parent
    assert goal is not None
    for title in ("按节点", "没有时限", "以后"):
        entry = plans.Entry("task", title, goal, 3)
        made = plans.enter(place.plan, entry, by=maker, at=timezone.now())
        if title == "没有时限":
            continue
        starts = TODAY + timedelta(days=-40 if title == "按节点" else 5)
        marks = [
            {"key": None, "name": name, "due": day(starts + timedelta(days=days)), "weight": weight}
            for name, days, weight in (("一", 20, 1), ("二", 60, 3))
        ]
        value = {"starts": day(starts), "due": day(starts + timedelta(days=60)), "milestones": marks}
        amending.revise(place.plan, [Becomes(made, "schedule", value)], by=maker, at=timezone.now())
    return place.item


@pytest.mark.parametrize("days", [-60, -25, -10, 0, 30, 400])
def test_each_share_of_each_node_is_told(item: Item, days: int) -> None:
    clock = Clock(TODAY + timedelta(days=days), timezone.now())
    state, keys = state_of(item.plan, clock), keys_of(item.plan).tolist()
    for one in Item.everything.filter(plan=item.plan):
        for which in Which:
            found = int(getattr(state, which)[keys.index(one.pk)])
            told = explain(one, clock, which)
            assert told.value == (None if found == UNDEFINED else found), (one, which)
            assert told.of == f"item/{one.pk}"


def test_what_is_expected_is_told_by_days_and_by_milestones(item: Item) -> None:
    clock = Clock(TODAY, timezone.now())
    told = explain(item, clock, Which.EXPECTED)
    assert "共 100 天" in told.words and "已过 50 天" in told.words
    assert told.shown == "50%"
    assert [fact.kind for fact in told.facts] == ["时限"]
    marked = explain(Item.everything.get(title="按节点"), clock, Which.EXPECTED)
    assert (marked.shown, marked.words) == ("25%", "已到期里程碑权重 1 ÷ 全部权重 4")
