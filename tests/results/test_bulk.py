"""批量修改: several tasks are looked at first and changed then, all or none: a draft with a way back, an adopted plan by one amendment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.audit.models import Entry
from luoshi.people import actions as people
from luoshi.people.units import Told
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.appending import marks_of
from luoshi.plans.changes import Becomes
from luoshi.plans.entering import Entry as New
from luoshi.plans.errors import ChangedSince
from luoshi.plans.models import Amendment, Item, ItemFact, Owner, Plan, Schedule
from luoshi.plans.rules import Mark
from luoshi.results.bulk import MOST
from luoshi.results.checking import drift
from tests.queries import count
from tests.world import NOW, TODAY, World, adopted, day

Sign = Callable[[str], Client]
WHY = {"reason": "统一顺延", "about": day(TODAY)}
PICKED = re.compile(r'name="item" [^>]* checked>')
SEEN = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
def tasks(world: World) -> list[Item]:
    """Return two tasks of `own`, the second with a milestone on its last day and one before."""
    place = world.places["own"]
    starts, due = TODAY - timedelta(days=10), TODAY + timedelta(days=20)
    marks = (Mark("中期", TODAY, 1), Mark("验收", due, 1))
    task = plans.Task(place.item.parent, "第二件", world.units["sibling"], starts, due, milestones=marks)  # type: ignore[arg-type]
    return [place.item, plans.draw(place.sentence, task, by=world.members["maker"], at=NOW)]


def more(world: World, parent: Item, number: int) -> list[Item]:
    """Enter so many tasks with days and a lead."""
    made = []
    for each in range(number):
        task = plans.Task(parent, f"多{each}", world.units["own"], TODAY, TODAY + timedelta(days=each))
        made.append(plans.draw(world.places["own"].sentence, task, by=world.members["maker"], at=NOW))
    return made


def post(client: Client, items: list[Item], do: str = "", **given: Any) -> HttpResponse:
    body = {"item": [item.pk for item in items], "do": do, **given}
    return client.post(f"/plans/{items[0].plan_id}/bulk", body)  # type: ignore[return-value]


def looked(client: Client, items: list[Item], **given: Any) -> str:
    """Look at what would change, and return what the page bears of it."""
    answer = post(client, items, **given)
    assert answer.status_code == 200, answer.content.decode()
    return SEEN.search(answer.content.decode())[1]  # type: ignore[index]


def confirm(client: Client, items: list[Item], **given: Any) -> HttpResponse:
    """Look first, and confirm then."""
    what = {name: value for name, value in given.items() if name not in WHY}
    return post(client, items, "confirm", seen=looked(client, items, **what), **given)


def undo(client: Client, plan: Plan) -> HttpResponse:
    """Press the button that the message bears."""
    told = client.get(plan.get_absolute_url()).content.decode()
    done = re.search(r'name="done" value="([^"]*)"', told)
    assert done, told[:3000]
    return client.post(f"/plans/{plan.pk}/undo", {"done": done[1]})  # type: ignore[return-value]


def dues(items: list[Item]) -> list[date | None]:
    return [Item.everything.get(pk=item.pk).due for item in items]


def state(items: list[Item]) -> list[Any]:
    """Return all that can be changed of some items."""
    owners = Owner.everything.filter(item__in=items).order_by("item", "unit")
    rows = Item.everything.filter(pk__in=[one.pk for one in items]).order_by("pk")
    return [
        *rows.values_list("pk", "starts", "due", "first_due", "weight", "leader", "position", "parent"),
        *owners.values_list("item", "unit", "role"),
        *(marks_of(item) for item in items),
    ]


def facts(plan: Plan) -> int:
    return sum(
        kind._default_manager.filter(item__plan=plan).count()
        for kind in ItemFact.__subclasses__()
        if not kind._meta.abstract
    )


# A draft ---------------------------------------------------------------------


def test_looking_changes_nothing(as_: Sign, tasks: list[Item]) -> None:
    was, number = state(tasks), facts(tasks[0].plan)
    answer = post(as_("supervisor"), tasks, days=30)
    told = answer.content.decode()
    assert (answer.status_code, state(tasks), facts(tasks[0].plan)) == (200, was, number)
    for due in dues(tasks):
        assert due
        assert f"<del>{due}</del>" in told
        assert f"<ins>{due + timedelta(days=30)}</ins>" in told
    assert "里程碑“验收”" in told
    assert "里程碑“中期”" not in told
    assert "确认，改" in told


@pytest.mark.parametrize("days", [30, -5])
def test_a_draft_is_moved_and_moved_back_to_the_day(as_: Sign, tasks: list[Item], days: int) -> None:
    office, plan, was, before = as_("supervisor"), tasks[0].plan, dues(tasks), state(tasks)
    answer = confirm(office, tasks, days=days)
    assert (answer.status_code, answer.url) == (302, f"/plans/{plan.pk}/")  # type: ignore[attr-defined]
    assert dues(tasks) == [one + timedelta(days=days) for one in was if one]
    assert [one.due for one in marks_of(tasks[1])] == [TODAY, dues(tasks)[1]]
    assert drift(plan) == []
    assert undo(office, plan).status_code == 302
    assert state(tasks) == before
    assert drift(plan) == []


def test_everything_at_once_and_back(as_: Sign, tasks: list[Item], world: World) -> None:
    office, plan, before = as_("supervisor"), tasks[0].plan, state(tasks)
    number, lead = facts(plan), world.units["cousin"]
    given = {"lead": lead.pk, "leader": world.members["leader"].pk, "weight": 7, "starts": day(TODAY)}
    confirm(office, tasks, **given, due=day(TODAY + timedelta(days=60)))
    for item in Item.everything.filter(pk__in=[one.pk for one in tasks]):
        assert (item.weight, item.leader, item.starts) == (7, world.members["leader"], TODAY)
        assert item.due == TODAY + timedelta(days=60)
        assert [*item.owners.filter(role="lead")] == [Owner.everything.get(item=item, unit=lead)]
    assert not Owner.everything.filter(item__in=tasks, unit=world.units["sibling"]).exists()
    assert drift(plan) == []
    assert undo(office, plan).status_code == 302
    assert (state(tasks), drift(plan)) == (before, [])
    assert (
        facts(plan) == number + 2 * (2 + 1 + 1 + 1) * 2
    )  # what was said stays: each deed has appended its own


def test_what_is_so_already_is_not_said_again(as_: Sign, tasks: list[Item]) -> None:
    Item.everything.filter(pk=tasks[0].pk).update(weight=3)
    answer = post(as_("supervisor"), tasks, weight=3)
    assert "另有 1 项本来就是这样" in answer.content.decode()
    number = facts(tasks[0].plan)
    confirm(as_("supervisor"), tasks, weight=3)
    assert facts(tasks[0].plan) == number + 1
    again = post(
        as_("supervisor"), tasks, "confirm", weight=3, seen=looked(as_("supervisor"), tasks, weight=3)
    )
    assert again.status_code == 422
    assert "没有任何改动" in again.content.decode()


def test_weights_tell_what_they_add_up_to(as_: Sign, tasks: list[Item]) -> None:
    told = post(as_("supervisor"), tasks[:1], weight=3).content.decode()
    assert "权重合计 2 → 4，这一项占 50.0% → 75.0%" in told


def test_days_beyond_what_stands_above_are_told(as_: Sign, tasks: list[Item], world: World) -> None:
    goal, by = tasks[0].parent, world.members["maker"]
    assert goal
    span = {"starts": day(TODAY), "due": day(TODAY + timedelta(days=60))}
    amending.revise(goal.plan, [Becomes(goal, "schedule", span)], by=by, at=NOW)
    told = post(as_("supervisor"), tasks, days=30).content.decode()
    assert told.count("晚于上级") == 1
    assert told.count("早于上级") == 2
    assert "确认，改" in told  # it may be meant


def test_first_days_are_given_but_not_taken_back(as_: Sign, tasks: list[Item], world: World) -> None:
    office, plan = as_("supervisor"), tasks[0].plan
    bare = plans.enter(plan, New("task", "没有时限的", tasks[0].parent), by=world.members["maker"], at=NOW)
    assert "须把开始和到期都写明" in post(office, [bare], days=3).content.decode()
    span = {"starts": day(TODAY), "due": day(TODAY + timedelta(days=5))}
    assert "撤不回" in post(office, [bare, *tasks], **span).content.decode()
    confirm(office, [bare], **span)
    assert dues([bare]) == [TODAY + timedelta(days=5)]
    assert 'name="done"' not in office.get(plan.get_absolute_url()).content.decode()
    done = Schedule.everything.get(item=bare).known_at
    answer = office.post(f"/plans/{plan.pk}/undo", {"done": done.isoformat()})
    assert (answer.status_code, dues([bare])) == (409, [TODAY + timedelta(days=5)])


# What is refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "还没有写明要改什么"),
        ({"days": 0}, "等于没有改"),
        ({"days": 5000}, "3660"),
        ({"days": 3, "due": day(TODAY)}, "只写一样"),
        ({"weight": 0}, "1"),
        ({"weight": "重"}, "整数"),
        ({"lead": 10**30}, "选择一个有效的选项"),
        ({"due": "明天"}, "有效的日期"),
    ],
)
def test_what_makes_no_sense_stays_as_it_was_typed(
    as_: Sign, tasks: list[Item], given: dict[str, object], said: str
) -> None:
    answer = post(as_("supervisor"), tasks, **given)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert said in told
    assert len(PICKED.findall(told)) == 2
    for name, value in given.items():
        if name != "lead":
            assert re.search(rf'name="{name}" value="{value}"', told), name


@pytest.mark.parametrize(
    ("days", "said"),
    [(3000, "须在计划期内"), (-100, "不能早于开始日"), (-21, "须在"), (3650, "须在计划期内")],
)
def test_what_does_not_fit_is_told_at_its_row_and_changes_nothing(
    as_: Sign, tasks: list[Item], days: int, said: str
) -> None:
    office, was = as_("supervisor"), state(tasks)
    told = post(office, tasks, days=days).content.decode()
    assert said in told
    assert 'value="confirm"' not in told
    answer = post(office, tasks, "confirm", days=days, seen=looked(office, tasks, days=days))
    assert (answer.status_code, state(tasks)) == (422, was)


def test_what_does_not_fit_is_left_out_in_one_step(as_: Sign, tasks: list[Item]) -> None:
    office = as_("supervisor")
    assert "去掉这 1 项，再看" in post(office, tasks, days=-21).content.decode()  # the second has a milestone
    told = post(office, tasks, "drop", days=-21).content.decode()
    assert f'name="item" value="{tasks[0].pk}"' in told
    assert f'name="item" value="{tasks[1].pk}"' not in told
    assert "确认，改" in told


def test_a_unit_that_is_closed_takes_no_lead(as_: Sign, tasks: list[Item], world: World) -> None:
    unit = people.add_unit(world.units["parent"], "旧学院", short="旧")
    seen = looked(as_("supervisor"), tasks, lead=unit.pk)
    people.close_unit(unit, told=Told(TODAY, timezone.now()))
    answer = post(as_("supervisor"), tasks, "confirm", lead=unit.pk, seen=seen)
    assert answer.status_code == 422
    assert not Owner.everything.filter(unit=unit).exists()


def test_who_has_looked_at_something_else_looks_again(as_: Sign, tasks: list[Item], world: World) -> None:
    office, was = as_("supervisor"), dues(tasks)
    seen = looked(office, tasks, days=30)
    span = {"starts": day(TODAY), "due": day(TODAY + timedelta(days=21))}
    later = {"by": world.members["maker"], "at": timezone.now()}
    amending.revise(tasks[1].plan, [Becomes(tasks[1], "schedule", span)], **later)
    answer = post(office, tasks, "confirm", days=30, seen=seen)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert f"请再看一遍：{tasks[1]}" in told
    assert f"<ins>{TODAY + timedelta(days=51)}</ins>" in told  # as it is seen now
    assert dues(tasks) == [was[0], TODAY + timedelta(days=21)]
    again = SEEN.search(told)[1]  # type: ignore[index]
    assert post(office, tasks, "confirm", days=30, seen=again).status_code == 302


def test_what_changes_between_looking_and_doing_stops_the_deed(tasks: list[Item], world: World) -> None:
    by, (one, two) = world.members["maker"], tasks
    seen = {"parent": one.parent_id, "position": one.position, "weight": 9}
    place = {"parent": two.parent_id, "position": two.position, "weight": 4}
    stale = [
        Becomes(two, "place", place),
        Becomes(one, "place", {**seen, "weight": 4}, seen),
    ]
    with pytest.raises(ChangedSince, match=str(one)):
        amending.revise(one.plan, stale, by=by, at=timezone.now())
    assert set(Item.everything.filter(pk__in=[one.pk, two.pk]).values_list("weight", flat=True)) == {1}


def test_what_is_gone_is_named(as_: Sign, tasks: list[Item], world: World) -> None:
    ended = Becomes(tasks[1], "fate", {"fate": "ended", "into": None})
    amending.revise(tasks[1].plan, [ended], by=world.members["maker"], at=timezone.now())
    answer = post(as_("supervisor"), tasks, days=3)
    assert answer.status_code == 422
    assert f"有的已经不能改，请去掉再看：{tasks[1]}" in answer.content.decode()
    foreign = world.places["sibling"].item
    for keys in ([*tasks[:1], foreign], [*tasks[:1], Item(pk=10**12)]):
        assert "不在这一计划里的" in post(as_("supervisor"), keys, days=3).content.decode()


def test_too_many_are_refused_in_words(as_: Sign, tasks: list[Item]) -> None:
    many = [tasks[0], *(Item(pk=10**6 + number) for number in range(MOST))]
    answer = post(as_("supervisor"), many, days=3)
    assert answer.status_code == 422
    assert f"选了 {MOST + 1} 项，一次最多改 {MOST} 项" in answer.content.decode()


def test_what_was_changed_since_is_not_taken_back(as_: Sign, tasks: list[Item], world: World) -> None:
    office, plan = as_("supervisor"), tasks[0].plan
    confirm(office, tasks, weight=5)
    place = {"parent": tasks[1].parent_id, "position": tasks[1].position, "weight": 6}
    amending.revise(plan, [Becomes(tasks[1], "place", place)], by=world.members["maker"], at=timezone.now())
    answer = undo(office, plan)
    assert answer.status_code == 409
    assert f"没有撤回：{tasks[1]}" in answer.content.decode()
    assert [Item.everything.get(pk=item.pk).weight for item in tasks] == [5, 6]


@pytest.mark.parametrize(
    "done", ["", "昨天", "2026-01-01T00:00:00", "2026-01-01T00:00:00+08:00", "2026-99-99T00:00:00Z"]
)
def test_what_one_has_not_done_is_not_taken_back(as_: Sign, tasks: list[Item], done: str) -> None:
    was = state(tasks)
    answer = as_("supervisor").post(f"/plans/{tasks[0].plan_id}/undo", {"done": done})
    assert (answer.status_code, state(tasks)) == (409, was)


def test_what_another_has_done_is_not_taken_back(as_: Sign, tasks: list[Item]) -> None:
    confirm(as_("planner"), tasks, weight=5)
    done = tasks[0].places.latest("known_at").known_at.isoformat()
    assert as_("supervisor").post(f"/plans/{tasks[0].plan_id}/undo", {"done": done}).status_code == 409
    assert as_("planner").post(f"/plans/{tasks[0].plan_id}/undo", {"done": done}).status_code == 302


# An adopted plan -----------------------------------------------------------------


def test_an_adopted_plan_is_changed_by_one_amendment(as_: Sign, tasks: list[Item], world: World) -> None:
    plan, was = adopted(world.places["own"], world), dues(tasks)
    assert "合成一份<b>时限调整</b>提出" in post(as_("supervisor"), tasks, days=30).content.decode()
    answer = confirm(as_("supervisor"), tasks, days=30, **WHY)
    amendment = Amendment.everything.get()
    assert answer.url == f"/amendments/{amendment.pk}/"  # type: ignore[attr-defined]
    assert (amendment.kind, amendment.changes.count(), dues(tasks)) == ("schedule", 2, was)
    told = as_("planner").get(f"/amendments/{amendment.pk}/").content.decode()
    assert f"<del>{was[0]}</del>" in told
    assert "里程碑“验收”" in told
    as_("planner").post(f"/amendments/{amendment.pk}/countersign")
    assert dues(tasks) == [one + timedelta(days=30) for one in was if one]
    assert drift(plan) == []


def test_leads_and_weights_of_an_adopted_plan(as_: Sign, tasks: list[Item], world: World) -> None:
    plan, lead = adopted(world.places["own"], world), world.units["cousin"]
    confirm(as_("supervisor"), tasks, lead=lead.pk, weight=4, **WHY)
    amendment = Amendment.everything.get()
    assert amendment.kind == "scope"
    as_("planner").post(f"/amendments/{amendment.pk}/countersign")
    assert [*Owner.everything.filter(item__in=tasks, role="lead").values_list("unit", flat=True)] == [
        lead.pk
    ] * 2
    assert {Item.everything.get(pk=item.pk).weight for item in tasks} == {4}
    assert drift(plan) == []


def test_an_amendment_is_withdrawn_by_the_button_of_the_message(
    as_: Sign, tasks: list[Item], world: World
) -> None:
    adopted(world.places["own"], world)
    office = as_("supervisor")
    answer = confirm(office, tasks, days=30, **WHY)
    assert f"/amendments/{Amendment.everything.get().pk}/withdraw" in office.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert (
        office.post(f"/plans/{tasks[0].plan_id}/undo", {"done": timezone.now().isoformat()}).status_code
        == 409
    )


def test_an_amendment_says_why_and_is_of_one_kind(as_: Sign, tasks: list[Item], world: World) -> None:
    adopted(world.places["own"], world)
    office = as_("supervisor")
    answer = confirm(office, tasks, days=30, about=day(TODAY))
    assert answer.status_code == 422
    assert "这个字段是必填项" in answer.content.decode()
    both = post(office, tasks, days=30, weight=4)
    assert both.status_code == 422
    assert "请分两次改" in both.content.decode()
    later = {**WHY, "about": day(TODAY + timedelta(days=3))}
    assert confirm(office, tasks, weight=4, **later).status_code == 422
    assert not Amendment.everything.exists()


# The pages ---------------------------------------------------------------------


def test_tasks_are_picked_on_the_plan_within_what_is_asked_for(as_: Sign, tasks: list[Item]) -> None:
    office, url = as_("supervisor"), tasks[0].plan.get_absolute_url()
    assert 'name="item"' not in office.get(url).content.decode()
    told = office.get(url, {"bulk": 1}).content.decode()
    assert told.count('name="item"') == 2  # the goal above them has no box
    assert not PICKED.search(told)
    asked = office.get(url, {"bulk": 1, "q": "第二件", "all": 1}).content.decode()
    assert f'name="item" value="{tasks[1].pk}" aria-label="选 {tasks[1]}" checked' in asked
    assert asked.count('name="item"') == 1
    assert "bulk?q=%E7%AC%AC%E4%BA%8C%E4%BB%B6&amp;bulk=1" in asked
    assert (
        'name="item"'
        not in office.get(
            url, {"bulk": 1, "about": day(TODAY)} | {"known": day(TODAY - timedelta(days=1))}
        ).content.decode()
    )


def test_who_goes_back_finds_what_they_had_chosen(as_: Sign, tasks: list[Item]) -> None:
    answer = post(as_("supervisor"), tasks[:1], "back", days=12)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{tasks[0].pk}" aria-label="选 {tasks[0]}" checked' in told
    assert f'value="{tasks[1].pk}" aria-label="选 {tasks[1]}">' in told
    assert 'name="days" value="12"' in told


def test_others_have_no_boxes_and_no_door(as_: Sign, tasks: list[Item]) -> None:
    for who, status in (("leader", 403), ("reporter", 403), ("foreign_supervisor", 404)):
        told = as_(who).get(tasks[0].plan.get_absolute_url(), {"bulk": 1}).content.decode()
        assert 'name="item"' not in told
        assert "批量修改" not in told
        assert post(as_(who), tasks, "confirm", days=3).status_code == status


def test_the_old_address_leads_here(as_: Sign, tasks: list[Item]) -> None:
    for old in ("shift", "bulk"):
        answer = as_("supervisor").get(f"/plans/{tasks[0].plan_id}/{old}?q=第二件")
        assert answer.url == f"/plans/{tasks[0].plan_id}/?q=%E7%AC%AC%E4%BA%8C%E4%BB%B6&bulk=1"  # type: ignore[attr-defined]


def test_each_change_leaves_its_entry(as_: Sign, tasks: list[Item]) -> None:
    office, before = as_("supervisor"), Entry.everything.count()
    confirm(office, tasks, weight=5)
    undo(office, tasks[0].plan)
    deeds = list(Entry.everything.order_by("number").values_list("deed", "row")[before:])
    rows = {("plans.revise", str(item.pk)) for item in tasks}
    assert (len(deeds), set(deeds[:2]), set(deeds[2:4])) == (5, rows, rows)
    assert deeds[4] == ("plans.undo", str(tasks[0].plan_id))


def test_more_tasks_ask_no_more(as_: Sign, tasks: list[Item], world: World) -> None:
    office, plan = as_("supervisor"), tasks[0].plan
    items = more(world, tasks[0].parent, 98)  # type: ignore[arg-type]
    url = f"{plan.get_absolute_url()}?bulk=1"
    given = {"weight": 5, "lead": world.units["cousin"].pk, "days": 30, "leader": world.members["leader"].pk}

    def asked(do: str, some: list[Item], **more: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = post(office, some, do, **given, **more)
        assert answer.status_code == (302 if do else 200), answer.content.decode()[:4000]
        return len(queries)

    few, many = items[95:], items[:95]
    looks = [asked("", some) for some in (few, many)]
    deeds = [asked("confirm", some, seen=looked(office, some, **given)) for some in (few, many)]
    assert (len(few), len(many), drift(plan)) == (3, 95, [])
    assert looks[0] == looks[1] <= 22
    assert deeds[0] <= 70
    assert deeds[1] - deeds[0] <= 5 * (connection.vendor == "sqlite")  # which takes 999 values at once
    assert count(office, url) <= 14
    assert len(post(office, many, **given).content) < 150_000
