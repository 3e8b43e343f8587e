"""The school of the storms: colleges with a reporter and a head each, supervisors, and one plan with many tasks."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from luoshi.documents.actions import Arrival
from luoshi.people import actions as people
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Reach, Role
from luoshi.plans import actions as plans
from luoshi.records import actions as records
from tests.conftest import signed_in
from tests.world import NOW, TODAY, grant, member, order

TEXT = "工作会议\n一要完成年度任务，年底前报告。\n会议要求，各单位要落实安排。\n"


def main(tasks: str, hands: str) -> None:
    """Build it and print whom and what there is."""
    with transaction.atomic():
        built = build(int(tasks), int(hands))
    print(json.dumps(built))


def build(tasks: int, hands: int) -> dict[str, Any]:
    """Build it: for each hand a college of its own, whose tasks are dealt in turn."""
    root = people.found("丙大学", short="丙")
    office = people.add_unit(root, "督查办公室", short="督办")
    colleges = [people.add_unit(root, f"第{n}学院", short=f"{n}院") for n in range(hands)]
    cast = [_cast(n, college, root, office) for n, college in enumerate(colleges)]
    return {"hands": cast, "items": _plan(tasks, office, colleges)}


def _cast(number: int, college: Unit, root: Unit, office: Unit) -> dict[str, Any]:
    told = {}
    for role, home, at, reach in (
        (Role.REPORTER, college, college, Reach.UNIT),
        (Role.HEAD, college, college, Reach.UNIT),
        (Role.SUPERVISOR, office, root, Reach.SUBTREE),
    ):
        one = member(home, f"{role.value}{number}")
        grant(one, role, at, reach)
        told[role.value] = {"pk": one.pk, "cookie": _cookie(one)}
    return told


def _cookie(one: Member) -> str:
    value = signed_in(one).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={value}"


def _plan(tasks: int, office: Unit, colleges: list[Unit]) -> list[list[int]]:
    """Draw the tasks, each from the same order, and return their keys by college."""
    maker = member(office, "planner")
    days = {"starts": TODAY - timedelta(days=100), "ends": TODAY + timedelta(days=900)}
    arrival = Arrival(content=TEXT.encode(), name="会议.txt", title="会议", kind="meeting", about=TODAY)
    sentence = order(records.receive(office, arrival, by=maker, at=NOW), maker)
    plan = plans.draft_plan(office, name="行动计划", by=maker, at=NOW, **days)
    goal = plans.draft_goal(plan, title="目标", by=maker, at=NOW)
    items: list[list[int]] = [[] for _ in colleges]
    for number in range(tasks):
        place = number % len(colleges)
        task = plans.Task(
            goal=goal,
            title=f"任务{number}",
            lead=colleges[place],
            starts=TODAY - timedelta(days=50),
            due=TODAY + timedelta(days=50),
        )
        items[place].append(plans.draw(sentence, task, by=maker, at=NOW).pk)
    return items
