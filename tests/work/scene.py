"""A small organisation of its own in which the lives of the stage are tried: a college with a task, and five people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from luoshi.documents.actions import Arrival
from luoshi.people import actions as people
from luoshi.people.models import Member, Unit
from luoshi.plans import actions as plans
from luoshi.plans.models import Item
from luoshi.records import actions as records
from luoshi.work.actions import Claim
from luoshi.work.periods import Days
from tests.world import World, member, order

START, DUE = date(2026, 3, 2), date(2026, 9, 30)


def at(day: date, hour: int = 9) -> datetime:
    """Return an hour of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@dataclass(frozen=True)
class Scene:
    """The college `unit` of the organisation `root` leads `item`."""

    root: Unit
    unit: Unit
    item: Item
    people: tuple[Member, ...]


def build(name: str = "丙大学", *, due: date = DUE) -> Scene:
    """Found the organisation, its college and the task."""
    root = people.found(name, short="丙")
    unit = people.add_unit(root, f"{name}学院", short="院")
    cast = tuple(member(root, f"{name}{number}") for number in range(5))
    return Scene(root, unit, task(root, unit, cast[0], name, due=due), cast)


def task(root: Unit, unit: Unit, by: Member, name: str, *, due: date = DUE) -> Item:
    """Draw a task for a unit, from a text of its own and in a plan of its own."""
    moment = at(START)
    text = f"{name}工作会议\n一要完成{name}任务。\n会议要求，各单位要落实{name}安排。\n"
    arrival = Arrival(content=text.encode(), name="x.txt", title=name, kind="meeting", about=START)
    document = records.receive(root, arrival, by=by, at=moment)
    plan = plans.draft_plan(
        root, name=name, starts=date(2026, 1, 1), ends=date(2031, 12, 31), by=by, at=moment
    )
    goal = plans.draft_goal(plan, title=name, by=by, at=moment)
    wanted = plans.Task(goal=goal, title=f"{name}任务", lead=unit, starts=START, due=due)
    return plans.draw(order(document, by), wanted, by=by, at=moment)


def fresh(world: World, who: str) -> Member:
    """Return a member as on a new request, with the grants of now."""
    return Member.everything.get(pk=world.members[who].pk)


def claim(day: date = START, percent: int = 50, text: str = "进展") -> Claim:
    """Say something of a day."""
    return Claim(about=day, percent=percent, text=text)


MARCH = Days(date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 1), date(2026, 3, 28), date(2026, 4, 3))
