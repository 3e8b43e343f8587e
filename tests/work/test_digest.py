"""提醒: an owner hears twice at most, a head once a day, and of a standstill who can end it; running twice tells nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.arithmetic.shares import SCALE
from luoshi.people import actions as people
from luoshi.people.models import Grant, Member
from luoshi.people.roles import Reach, Role
from luoshi.plans import actions as plans
from luoshi.plans import standings
from luoshi.plans.appending import Saying, append
from luoshi.plans.models import Fate, Item
from luoshi.plans.turning import turn
from luoshi.results import actions as results
from luoshi.work import actions
from luoshi.work.desks import Desks
from luoshi.work.digest import digest
from luoshi.work.models import Message
from tests.work.scene import DUE, START, Scene, at, build, task

NEAR, OVER = DUE - timedelta(days=7), DUE + timedelta(days=1)


@pytest.fixture
def cast(scene: Scene) -> dict[str, Member]:
    """Give the people their roles: a reporter and a head in the college, a supervisor and a leader over all."""
    roles = (
        ("reporter", Role.REPORTER, scene.unit, Reach.UNIT),
        ("head", Role.HEAD, scene.unit, Reach.UNIT),
        ("supervisor", Role.SUPERVISOR, scene.root, Reach.SUBTREE),
        ("leader", Role.LEADER, scene.root, Reach.SUBTREE),
    )
    found = {}
    for who, (name, role, unit, reach) in zip(scene.people, roles, strict=False):
        people.grant(who, people.Office(role, unit, START, reach), at=at(START))
        found[name] = who
    return found


def told(scene: Scene, on: date) -> list[tuple[str, str]]:
    """Turn the plan and run the digest, as a day begins; say who is told what on it."""
    turn(scene.item.plan, on)
    rows = digest(scene.root.organisation, on=on, known=at(on))
    names = {
        who.pk: name
        for who, name in zip(scene.people, ("reporter", "head", "supervisor", "leader"), strict=False)
    }
    return sorted((names[row.to_id], row.kind) for row in rows)


def report(scene: Scene, day: date, percent: int = 50, trouble: str = "") -> Any:
    said = actions.Claim(day, percent, "进展", trouble)
    return actions.report(scene.item, said, unit=scene.unit, by=scene.people[0], at=at(day))


OWNER_NEAR = [("head", "digest"), ("reporter", "near")]
OWNER_OVER = [("head", "digest"), ("reporter", "overdue")]


def test_an_owner_hears_twice_of_an_item_and_the_head_once_a_day(
    scene: Scene, cast: dict[str, Member]
) -> None:
    report(scene, NEAR - timedelta(days=2))
    assert told(scene, NEAR - timedelta(days=1)) == []
    assert told(scene, NEAR) == OWNER_NEAR
    assert told(scene, NEAR) == OWNER_NEAR
    assert told(scene, NEAR + timedelta(days=1)) == [("head", "digest")]
    assert told(scene, OVER) == OWNER_OVER
    # A later day that is granted makes the reminders begin anew for the head, not for the owner.
    plans.extend(scene.item, OVER + timedelta(days=40), reason="x", by=cast["leader"], at=at(OVER, 12))
    report(scene, OVER + timedelta(days=38))
    assert told(scene, OVER + timedelta(days=39)) == [("head", "digest")]
    assert told(scene, OVER + timedelta(days=41)) == [("head", "digest")]
    assert Message.everything.filter(to=cast["reporter"]).count() == 2


def test_all_days_together_tell_each_person_no_more_than_they_need(
    scene: Scene, cast: dict[str, Member]
) -> None:
    """Nobody does anything from the first day until long after the last: each day's digest is run."""
    days = (DUE - START).days + 60
    for number in range(days):
        told(scene, START + timedelta(days=number))
    rows = Message.everything.order_by("about", "pk").values_list("to", "kind", "about")
    owner, head, supervisor, leader = (cast[name].pk for name in ("reporter", "head", "supervisor", "leader"))
    assert [(kind, on) for to, kind, on in rows if to == owner] == [("near", NEAR), ("overdue", OVER)]
    assert [(kind, on) for to, kind, on in rows if to == supervisor] == [("stalled", START + timedelta(31))]
    assert {kind for to, kind, _ in rows if to == head} == {"digest"}
    assert [on for to, _, on in rows if to == head] == [NEAR + timedelta(days=n) for n in range(67)]
    assert not [to for to, _, _ in rows if to == leader]


def test_the_head_is_given_all_items_in_one(scene: Scene, cast: dict[str, Member]) -> None:
    for number in range(3):
        task(scene.root, scene.unit, scene.people[4], f"事{number}")
    digest(scene.root.organisation, on=OVER, known=at(OVER))
    (one,) = Message.everything.inbox(cast["head"])
    assert (one.item, one.words.splitlines()[0]) == (None, "本单位 4 项临近到期或超期：")
    assert f"1.1 丙大学任务：{DUE:%Y-%m-%d} 到期，已超 1 天。" in one.words.splitlines()
    assert Message.everything.inbox(cast["reporter"]).count() == 4
    assert {row.to for row in Message.everything.unsent()} >= {cast["head"], cast["reporter"]}


def test_a_standstill_is_told_to_who_can_end_it_and_not_to_the_owner(
    scene: Scene, cast: dict[str, Member]
) -> None:
    silent = START + timedelta(days=31)
    assert told(scene, silent - timedelta(days=1)) == []
    assert told(scene, silent) == [("supervisor", "stalled")]
    # Told once; again only when it has moved and come to a standstill anew.
    assert told(scene, silent + timedelta(days=1)) == []
    report(scene, silent + timedelta(days=2), trouble="缺经费")
    assert told(scene, silent + timedelta(days=3)) == []
    assert told(scene, silent + timedelta(days=33)) == [("leader", "stalled")]
    assert "困难：缺经费" in Message.everything.get(to=cast["leader"]).words
    assert not Message.everything.filter(to=cast["reporter"]).exists()


def test_a_report_sent_back_and_not_answered_is_a_standstill(scene: Scene, cast: dict[str, Member]) -> None:
    day = START + timedelta(days=5)
    actions.send_back(report(scene, day), reason="缺", by=cast["head"], at=at(day))
    assert told(scene, day + timedelta(days=7)) == []
    assert told(scene, day + timedelta(days=8)) == [("supervisor", "stalled")]
    assert "退回后未再报" in Message.everything.get().words
    report(scene, day + timedelta(days=9))
    assert told(scene, day + timedelta(days=20)) == []


def test_an_owner_who_is_also_a_supervisor_hears_of_no_standstill(
    scene: Scene, cast: dict[str, Member]
) -> None:
    people.grant(cast["reporter"], people.Office(Role.SUPERVISOR, scene.unit, START), at=at(START))
    assert told(scene, START + timedelta(days=31)) == [("leader", "stalled")]


def test_an_item_is_done_when_its_standing_says_so(scene: Scene, cast: dict[str, Member]) -> None:
    update = actions.sign(
        report(scene, NEAR - timedelta(days=5), 100), by=cast["head"], at=at(NEAR - timedelta(days=4))
    )
    assert told(scene, NEAR) == OWNER_NEAR
    # All of it is claimed and verified, but nothing is shown: that is not done.
    results.verify(update, shown=0, words={}, note="", by=cast["supervisor"], at=at(NEAR, 12))
    assert told(scene, OVER) == OWNER_OVER
    standings.lock(scene.item.pk).change(own_shown=SCALE)
    assert told(scene, OVER + timedelta(days=1)) == []


@pytest.mark.parametrize("which", ["item", "parent"])
def test_what_is_ended_from_that_day_on_tells_nobody(
    scene: Scene, cast: dict[str, Member], which: str
) -> None:
    """What was said of a coming day holds then."""
    report(scene, NEAR - timedelta(days=2))
    ended = scene.item if which == "item" else scene.item.parent
    assert ended is not None
    said = Saying(cast["leader"], at(NEAR), OVER)
    append([said.fact(Fate, ended, fate=Item.Fate.ENDED, into=None)], ended.plan)
    assert told(scene, OVER - timedelta(days=1)) == OWNER_NEAR
    assert told(scene, OVER) == []


def test_what_was_not_known_then_tells_nobody_then(scene: Scene, cast: dict[str, Member]) -> None:
    known = at(START - timedelta(days=1))
    assert not digest(scene.root.organisation, on=OVER, known=known).exists()
    assert told(scene, START - timedelta(days=1)) == []


def test_nothing_is_told_in_another_organisation(scene: Scene, cast: dict[str, Member]) -> None:
    other = build("戊大学")
    people.grant(other.people[0], people.Office(Role.REPORTER, other.unit, START), at=at(START))
    digest(scene.root.organisation, on=OVER, known=at(OVER))
    assert not Message.everything.filter(to=other.people[0]).exists()
    found = digest(other.root.organisation, on=OVER, known=at(OVER))
    assert {row.to_id for row in found} == {other.people[0].pk}


def test_the_nearest_desk_is_told(scene: Scene, cast: dict[str, Member]) -> None:
    """The unit's own people; else the nearest above whose grant reaches down; only grants of that day, known then."""
    child = people.add_unit(scene.unit, "系", short="系")

    def nearest(role: Role, on: date = OVER, known: date = OVER) -> list[str]:
        desks = Desks.of(scene.root.organisation, on, at(known))
        names = {who.pk: name for name, who in cast.items()}
        return [names.get(pk, "other") for pk in desks.nearest(role, child.path)]

    assert nearest(Role.REPORTER) == []  # for the college alone
    assert nearest(Role.SUPERVISOR) == ["supervisor"]
    own = people.grant(scene.people[4], people.Office(Role.SUPERVISOR, child, OVER, Reach.UNIT), at=at(START))
    assert nearest(Role.SUPERVISOR) == ["other"]
    assert nearest(Role.SUPERVISOR, DUE) == ["supervisor"]
    assert nearest(Role.SUPERVISOR, OVER, START - timedelta(days=1)) == []
    people.revoke(own, at=at(OVER, 7))
    assert nearest(Role.SUPERVISOR) == ["supervisor"]
    Member.everything.filter(pk=cast["supervisor"].pk).update(is_active=False)
    assert nearest(Role.SUPERVISOR) == []
    assert Grant.objects.count() >= 5


@pytest.mark.parametrize("on", [NEAR, OVER])
def test_the_number_of_queries_does_not_grow_with_the_items(
    scene: Scene, cast: dict[str, Member], on: date
) -> None:
    def cost() -> Counter[str]:
        Message.everything.all().delete()
        with CaptureQueriesContext(connection) as queries:
            digest(scene.root.organisation, on=on, known=at(on))
        return Counter(query["sql"].split()[0] for query in queries)

    few = cost()
    first = Message.everything.count()
    copies = Item.everything.bulk_create(
        Item(
            plan=scene.item.plan,
            parent=scene.item.parent,
            kind="task",
            position=n,
            code=f"2.{n}",
            title="事",
            about=START,
            known_at=at(START),
            by=scene.people[4],
        )
        for n in range(2, 42)
    )
    for item in copies:
        fact = {"item": item, "about": START, "known_at": at(START), "by": scene.people[4]}
        item.assignments.create(unit=scene.unit, role="lead", **fact)
        item.schedules.create(starts=START, due=DUE, **fact)
        item.updates.create(unit=scene.unit, percent=1, text="x", **fact)
    many = cost()
    # The head's digest is one message, of one item or of forty-one.
    assert (first, Message.everything.count()) == (3, 1 + 41 + 41)
    assert many == few
    assert few["SELECT"] <= 6


def test_the_table_itself_keeps_a_message_from_standing_twice(scene: Scene, cast: dict[str, Member]) -> None:
    told(scene, OVER)
    for row in Message.everything.all():
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert {row.kind for row in Message.everything.all()} == {"digest", "overdue", "stalled"}
