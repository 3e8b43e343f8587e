"""一起改到期日: several tasks are moved by so many days, in a draft with a way back, in an adopted plan by one amendment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from luoshi.plans import actions as plans
from luoshi.plans.appending import marks_of
from luoshi.plans.models import Amendment, Item, Plan
from luoshi.plans.rules import Mark
from luoshi.results.checking import drift
from tests.queries import count
from tests.world import NOW, TODAY, World, adopted, day

Sign = Callable[[str], Client]
WHY = {"reason": "统一顺延", "about": day(TODAY)}


@pytest.fixture
def tasks(world: World) -> list[Item]:
    """Return two tasks of `own`, the second with a milestone on its last day and one before."""
    place = world.places["own"]
    starts, due = TODAY - timedelta(days=10), TODAY + timedelta(days=20)
    marks = (Mark("中期", TODAY, 1), Mark("验收", due, 1))
    task = plans.Task(place.item.parent, "第二件", world.units["sibling"], starts, due, milestones=marks)  # type: ignore[arg-type]
    return [place.item, plans.draw(place.sentence, task, by=world.members["maker"], at=NOW)]


def shift(client: Client, plan: Plan, items: list[Item], days: object, **more: str) -> HttpResponse:
    given = {"items": [item.pk for item in items], "days": days, **more}
    return client.post(f"/plans/{plan.pk}/shift", given)  # type: ignore[return-value]


def dues(items: list[Item]) -> list[date | None]:
    return [Item.everything.get(pk=item.pk).due for item in items]


@pytest.mark.parametrize("days", [30, -5])
def test_a_draft_is_moved_and_moved_back_to_the_day(as_: Sign, tasks: list[Item], days: int) -> None:
    office, plan, was = as_("supervisor"), tasks[0].plan, dues(tasks)
    before = [marks_of(item) for item in tasks]
    answer = shift(office, plan, tasks, days)
    assert answer.status_code == 302
    assert dues(tasks) == [one + timedelta(days=days) for one in was if one]
    assert marks_of(tasks[1])[0] == before[1][0]
    assert marks_of(tasks[1])[1].due == dues(tasks)[1]
    back = office.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert f'value="{-days}"' in back
    assert back.count(" checked") == 2
    assert "改回去" in back
    assert shift(office, plan, tasks, -days).status_code == 302
    assert (dues(tasks), [marks_of(item) for item in tasks]) == (was, before)
    assert drift(plan) == []


def test_an_adopted_plan_is_moved_by_one_amendment(as_: Sign, tasks: list[Item], world: World) -> None:
    plan, was = adopted(world.places["own"], world), dues(tasks)
    shift(as_("supervisor"), plan, tasks, 30, **WHY)
    amendment = Amendment.everything.get()
    assert (amendment.kind, amendment.changes.count(), dues(tasks)) == ("schedule", 2, was)
    told = as_("planner").get(f"/amendments/{amendment.pk}/").content.decode()
    assert f"<del>{was[0]}</del>" in told
    assert "里程碑“验收”" in told
    assert "里程碑“中期”" not in told
    as_("planner").post(f"/amendments/{amendment.pk}/countersign")
    assert dues(tasks) == [one + timedelta(days=30) for one in was if one]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "等于没有改"),
        ("", "这个字段是必填项"),
        (5000, "3660"),
        (3000, "会超出计划期"),
        (-100, "会超出计划期"),
        (-20, "早于里程碑"),
    ],
)
def test_days_that_do_not_fit_move_nothing(as_: Sign, tasks: list[Item], days: object, said: str) -> None:
    was = dues(tasks)
    answer = shift(as_("supervisor"), tasks[0].plan, tasks, days)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2
    assert dues(tasks) == was


def test_only_what_is_asked_for_is_offered(as_: Sign, tasks: list[Item], world: World) -> None:
    plan, office = tasks[0].plan, as_("supervisor")
    found = office.get(f"/plans/{plan.pk}/shift?q=第二件").content.decode()
    assert "第二件" in found
    assert tasks[0].title not in found
    assert (
        shift_from(office, plan, "?q=第二件", tasks).status_code == 422
    )  # what was not asked for is no choice
    linked = office.get(plan.get_absolute_url(), {"q": "第二件"}).content.decode()
    assert "一起改这 1 项的到期日" in linked
    assert "一起改" not in as_("leader").get(plan.get_absolute_url(), {"q": "第二件"}).content.decode()
    for who in ("leader", "reporter"):
        assert shift(as_(who), plan, tasks, 3).status_code == 403


def shift_from(client: Client, plan: Plan, query: str, items: list[Item]) -> HttpResponse:
    given = {"items": [item.pk for item in items], "days": 3}
    return client.post(f"/plans/{plan.pk}/shift{query}", given)  # type: ignore[return-value]


def test_more_tasks_ask_no_more(as_: Sign, tasks: list[Item], world: World) -> None:
    office, address = as_("supervisor"), f"/plans/{tasks[0].plan_id}/shift"
    few = count(office, address)
    for number in range(10):
        due = TODAY + timedelta(days=number)
        task = plans.Task(tasks[0].parent, f"多{number}", world.units["own"], TODAY, due)  # type: ignore[arg-type]
        plans.draw(world.places["own"].sentence, task, by=world.members["maker"], at=NOW)
    assert count(office, address) == few <= 14
