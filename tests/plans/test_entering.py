"""新增事项: a draft takes new items as it is; an adopted plan from an order, or by an amendment of its scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from luoshi.errors import Problem
from luoshi.plans import actions, amending
from luoshi.plans.actions import Entry, Task
from luoshi.plans.errors import BadAmendment, Foreign, NotADraft, TooDeep, WrongLevel
from luoshi.plans.models import Amendment, Basis, Item, Place, Plan, Standing
from luoshi.plans.models.plan import DEEPEST, WIDTH
from luoshi.records.models import Sentence
from luoshi.results.checking import drift
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]


@pytest.fixture
def plan(world: World) -> Plan:
    """Adopt the college's plan."""
    plan = world.places["own"].plan
    actions.adopt(plan, by=world.members["leader"], at=later(1))
    return plan


def later(seconds: int) -> Any:
    return NOW + timedelta(seconds=seconds)


def proposed(world: World, plan: Plan, *entries: Entry, kind: str = "scope", days: int = 0) -> Amendment:
    about = TODAY + timedelta(days=days)
    proposal = amending.Proposal(kind, "教育厅新增考核", about, entries=entries)
    return amending.propose(plan, proposal, by=world.members["maker"], at=later(10))


def test_nothing_is_entered_into_an_adopted_plan_on_nobodys_word(world: World, plan: Plan) -> None:
    before, stale = Item.everything.count(), Plan.everything.get(pk=plan.pk)
    stale.adopted_at = None  # a hand that loaded it earlier
    for held in (plan, stale):
        with pytest.raises(NotADraft):
            actions.enter(held, Entry("task", "新任务"), by=world.members["maker"], at=later(5))
        with pytest.raises(NotADraft):
            actions.draft_goal(held, title="新目标", by=world.members["maker"], at=later(5))
    assert Item.everything.count() == before


def test_an_order_is_reason_enough(world: World, plan: Plan, sentence: Sentence) -> None:
    goal = world.places["own"].item.parent
    assert goal is not None
    task = Task(goal, "新任务", world.units["own"], TODAY, TODAY)
    item = actions.draw(sentence, task, by=world.members["supervisor"], at=later(5))
    assert Basis.everything.get(item=item).sentence == sentence
    assert drift(plan) == []


def test_what_has_no_order_comes_by_a_second_signature(world: World, plan: Plan) -> None:
    goal = world.places["own"].item.parent
    before = set(Item.everything.values_list("pk", flat=True))
    amendment = proposed(world, plan, Entry("goal", "新目标", weight=3), Entry("task", "新任务", goal))
    assert set(Item.everything.values_list("pk", flat=True)) == before
    amending.countersign(amendment, by=world.members["leader"], at=later(20))
    top, below = Item.everything.filter(plan=plan).exclude(pk__in=before).order_by("pk")
    assert [(top.title, top.parent, top.weight, top.code), (below.title, below.parent)] == [
        ("新目标", None, 3, "2"),
        ("新任务", goal),
    ]
    assert {place.amendment for place in Place.everything.filter(item__in=(top, below))} == {amendment}
    assert Standing.everything.filter(item__in=(top, below)).count() == 2
    assert drift(plan) == []


@pytest.mark.parametrize(
    ("kind", "days", "entry", "refusal"),
    [
        ("clerical", 0, Entry("goal", "新"), BadAmendment),
        ("end", 0, Entry("goal", "新"), BadAmendment),
        ("scope", 1, Entry("goal", "新"), BadAmendment),
        ("scope", 0, Entry("goal", " "), BadAmendment),
        ("scope", 0, Entry("goal", "新", weight=0), BadAmendment),
    ],
)
def test_what_cannot_be_entered_is_refused(
    world: World, plan: Plan, kind: str, days: int, entry: Entry, refusal: type[Problem]
) -> None:
    with pytest.raises(refusal):
        proposed(world, plan, entry, kind=kind, days=days)
    assert not Amendment.everything.filter(plan=plan).exists()


def test_it_stands_where_it_may(world: World, plan: Plan) -> None:
    task, stranger = world.places["own"].item, world.places["sibling"].item
    with pytest.raises(WrongLevel):
        proposed(world, plan, Entry("goal", "新", task))
    with pytest.raises(Foreign):
        proposed(world, plan, Entry("task", "新", stranger))
    Standing.everything.filter(pk=task.pk).update(path="1" * WIDTH * DEEPEST)
    with pytest.raises(TooDeep):
        proposed(world, plan, Entry("task", "新", Item.everything.get(pk=task.pk)))


def test_the_pages_tell_the_way(as_: Sign, world: World, plan: Plan) -> None:
    draft, planner = world.places["sibling"].plan, as_("planner")
    assert "新增目标" in planner.get(draft.get_absolute_url()).content.decode()
    assert "新增目标" not in planner.get(plan.get_absolute_url()).content.decode()
    told = planner.post(f"/plans/{plan.pk}/goals", {"title": "新目标"})
    assert told.status_code == 403
    assert "范围调整" in told.content.decode()
