"""延期: asked for in time by the lead unit, countersigned, decided by another; the first day stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.people import access
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.plans.errors import BadDates as PlanDates
from luoshi.plans.models import Item, Schedule
from luoshi.work import extensions
from luoshi.work.errors import (
    AlreadyAsked,
    BadDays,
    NoReason,
    NoText,
    NotOwner,
    NotYours,
    OwnRequest,
    TooLate,
)
from luoshi.work.extensions import Request
from luoshi.work.models import Extension
from tests.work.scene import DUE, START, Scene, at, fresh, task
from tests.world import NOW, World, grant, take_part

DAY, NEW = date(2026, 3, 20), DUE + timedelta(days=60)


def asked(scene: Scene, due: date = NEW, day: date = DAY, who: int = 0) -> Extension:
    request = Request(due, "设备晚到", "已完成一半")
    return extensions.ask(scene.item, request, unit=scene.unit, by=scene.people[who], at=at(day))


def countersigned(scene: Scene, **more: date) -> Extension:
    return extensions.countersign(asked(scene, **more), by=scene.people[1], at=at(DAY))


def test_what_is_granted_is_a_further_schedule_and_the_first_day_stays(scene: Scene) -> None:
    extension = countersigned(scene)
    extension = extensions.grant(extension, note="同意", by=scene.people[3], at=at(DAY, 12))
    rows = Schedule.everything.filter(item=scene.item).values_list("starts", "due", "reason", "by")
    assert list(rows)[1:] == [(START, NEW, "设备晚到", scene.people[3].pk)]
    assert extensions.first_due(scene.item) == DUE
    assert [step.became for step in extension.steps.all()] == ["asked", "countersigned", "granted"]
    # A second time, from the new day on.
    again = extensions.countersign(
        asked(scene, NEW + timedelta(days=9), NEW - timedelta(days=1)), by=scene.people[1], at=at(NEW)
    )
    assert again.was_due == NEW
    extensions.grant(again, by=scene.people[3], at=at(NEW))
    assert extensions.first_due(scene.item) == DUE


def test_it_is_refused_with_a_reason_and_nothing_moves(scene: Scene) -> None:
    extension = countersigned(scene)
    with pytest.raises(NoReason):
        extensions.refuse(extension, reason=" ", by=scene.people[3], at=at(DAY))
    extension = extensions.refuse(extension, reason="不影响全局", by=scene.people[3], at=at(DAY))
    assert (extension.state, extension.steps.last().note) == ("refused", "不影响全局")
    assert Schedule.everything.filter(item=scene.item).count() == 1


@pytest.mark.parametrize(("before", "fits"), [(1, True), (0, False), (-1, False)])
def test_it_is_asked_for_before_the_due_day(scene: Scene, before: int, fits: bool) -> None:
    day = DUE - timedelta(days=before)
    if fits:
        assert asked(scene, day=day).state == "asked"
        return
    with pytest.raises(TooLate):
        asked(scene, day=day)
    assert not Extension.everything.exists()


def test_what_was_asked_in_time_may_be_granted_after_the_day(scene: Scene) -> None:
    extension = countersigned(scene)
    late = at(DUE + timedelta(days=3))
    assert extensions.grant(extension, by=scene.people[3], at=late).state == "granted"


@pytest.mark.parametrize("due", [DUE, DUE - timedelta(days=1), date(2032, 1, 1)])
def test_the_new_day_is_later_and_within_the_plan(scene: Scene, due: date) -> None:
    with pytest.raises(BadDays):
        asked(scene, due)
    with pytest.raises(PlanDates):
        plans.extend(scene.item, due, reason="x", by=scene.people[3], at=at(DAY))


def test_an_item_without_a_day_has_nothing_to_extend(scene: Scene) -> None:
    goal = Item.everything.get(pk=scene.item.parent_id)
    take_part(goal, scene.unit, "lead", by=scene.people[0], at=at(DAY))
    request = Request(NEW, "x", "y")
    with pytest.raises(BadDays):
        extensions.ask(goal, request, unit=scene.unit, by=scene.people[0], at=at(DAY))
    with pytest.raises(PlanDates):
        plans.extend(goal, NEW, reason="x", by=scene.people[3], at=at(DAY))
    assert extensions.first_due(goal) is None


def test_one_request_waits_at_a_time(scene: Scene) -> None:
    first = asked(scene)
    with pytest.raises(AlreadyAsked):
        asked(scene)
    first = extensions.countersign(first, by=scene.people[1], at=at(DAY))
    with pytest.raises(AlreadyAsked):
        asked(scene, who=4)
    assert [row.pk for row in Extension.everything.pending()] == [first.pk]
    with pytest.raises(NotYours):
        extensions.withdraw(first, by=scene.people[4], at=at(DAY))
    extensions.withdraw(first, by=scene.people[0], at=at(DAY))
    assert asked(scene).state == "asked"


def test_only_the_lead_unit_asks_and_says_why_and_how_far_it_is(scene: Scene) -> None:
    by = {"by": scene.people[0], "at": at(DAY)}
    take_part(scene.item, scene.root, "duty", by=by["by"], at=at(DAY))
    with pytest.raises(NotOwner):
        extensions.ask(scene.item, Request(NEW, "x", "y"), unit=scene.root, **by)
    with pytest.raises(NoReason):
        extensions.ask(scene.item, Request(NEW, " ", "y"), unit=scene.unit, **by)
    with pytest.raises(NoText):
        extensions.ask(scene.item, Request(NEW, "x", " "), unit=scene.unit, **by)


def test_three_people_are_needed(scene: Scene) -> None:
    extension = asked(scene)
    with pytest.raises(OwnRequest):
        extensions.countersign(extension, by=scene.people[0], at=at(DAY))
    extension = extensions.countersign(extension, by=scene.people[1], at=at(DAY))
    for who in (0, 1):
        with pytest.raises(OwnRequest):
            extensions.grant(extension, by=scene.people[who], at=at(DAY))
        with pytest.raises(OwnRequest):
            extensions.refuse(extension, reason="x", by=scene.people[who], at=at(DAY))
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.everything.filter(pk=extension.pk).update(countersigned_by=scene.people[0])


def test_first_days_of_many_items_are_one_query(scene: Scene) -> None:
    items = [scene.item]
    for number in range(5):
        item = task(scene.root, scene.unit, scene.people[0], f"事{number}", due=DUE + timedelta(days=number))
        plans.extend(item, NEW, reason="x", by=scene.people[3], at=at(DAY))
        items.append(item)
    with CaptureQueriesContext(connection) as queries:
        found = extensions.first_dues(items)
    assert len(queries) == 1
    assert [found[item.pk] for item in items] == [DUE, *(DUE + timedelta(days=n) for n in range(5))]
    assert extensions.first_dues(items, at(START - timedelta(days=1))) == {}


def test_the_college_asks_the_head_countersigns_and_a_leader_decides(world: World) -> None:
    place, college = world.places["own"], {"reporter", "reporter_subtree", "head", "head_subtree"}

    def may(verb: str, row: object) -> set[str]:
        return {who for who in world.members if access.can(fresh(world, who), verb, row)}  # type: ignore[arg-type]

    assert may("extend", place.item) == college
    due = Schedule.everything.get(item=place.item).due + timedelta(days=9)
    head = world.members["head"]
    extension = extensions.ask(place.item, Request(due, "x", "y"), unit=place.unit, by=head, at=NOW)
    assert may("read", extension) == college | {"supervisor", "planner", "leader", "auditor"}
    assert may("countersign", extension) == {"head_subtree"}
    assert may("withdraw", extension) == college
    for who in ("head", "head_subtree"):
        grant(world.members[who], Role.LEADER, world.units["parent"])
    extension = extensions.countersign(extension, by=world.members["head_subtree"], at=NOW)
    assert may("grant", extension) == may("refuse", extension) == {"leader"}
