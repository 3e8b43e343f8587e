"""督办单: numbered, issued, received, replied to, closed by another; and its clock on any day as known at any time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.people import access
from luoshi.people.roles import Role
from luoshi.work import notices
from luoshi.work.errors import BadDays, Foreign, NoLimit, NoReason, NoText, OwnReply
from luoshi.work.models import Notice
from tests.work.scene import Scene, at, build, fresh
from tests.world import NOW, World, grant

DAY = date(2026, 3, 20)


def drafted(scene: Scene, clock: str = "ordinary", **more: Any) -> Notice:
    demand = notices.Demand("平台建设", "限期报送方案", clock, source="校长办公会", **more)
    return notices.draft(scene.unit, demand, item=scene.item, by=scene.people[2], at=at(DAY))


def issued(scene: Scene, clock: str = "ordinary", day: date = DAY, **more: Any) -> Notice:
    return notices.issue(drafted(scene, clock, **more), by=scene.people[2], at=at(day))


def received(scene: Scene, **more: Any) -> Notice:
    return notices.receive(issued(scene, **more), by=scene.people[4], at=at(DAY, 10))


def replied(scene: Scene, **more: Any) -> Notice:
    return notices.reply(received(scene, **more), text="已报送", by=scene.people[0], at=at(DAY, 11))


def test_numbers_follow_one_another_in_each_year_of_each_organisation(scene: Scene) -> None:
    other = build("戊大学")
    one, two = issued(scene), issued(scene)
    elsewhere = notices.draft(other.unit, notices.Demand("x", "y", "hard"), by=other.people[2], at=at(DAY))
    elsewhere = notices.issue(elsewhere, by=other.people[2], at=at(DAY))
    # What is withdrawn before it is issued takes no number; what is withdrawn after keeps it.
    notices.withdraw(drafted(scene), reason="不发了", by=scene.people[2], at=at(DAY))
    notices.withdraw(two, reason="重复", by=scene.people[2], at=at(DAY))
    three, next_year = issued(scene), issued(scene, day=date(2027, 1, 1))
    told = [row.reference for row in (one, two, three, next_year, elsewhere)]
    assert told == ["办〔2026〕1 号", "办〔2026〕2 号", "办〔2026〕3 号", "办〔2027〕1 号", "办〔2026〕1 号"]
    assert drafted(scene).reference == ""
    assert str(one) == "办〔2026〕1 号 平台建设"


def test_a_number_that_could_not_be_issued_is_not_used_up(scene: Scene) -> None:
    late = drafted(scene, due=DAY)
    with pytest.raises(BadDays):
        notices.issue(late, by=scene.people[2], at=at(DAY + timedelta(days=1)))
    assert issued(scene).number == 1


@pytest.mark.parametrize(("clock", "days"), [("arranged", 1), ("first", 3), ("ordinary", 7), ("hard", 30)])
def test_the_kind_of_clock_gives_the_due_day_where_none_is_said(scene: Scene, clock: str, days: int) -> None:
    assert issued(scene, clock).due == DAY + timedelta(days=days)
    assert issued(scene, clock, due=date(2026, 12, 1)).due == date(2026, 12, 1)
    of_ours = notices.issue(drafted(scene, clock), limits={clock: 5}, by=scene.people[2], at=at(DAY))
    assert of_ours.due == DAY + timedelta(days=5)
    with pytest.raises(NoLimit):
        notices.issue(drafted(scene, clock), limits={}, by=scene.people[2], at=at(DAY))


def test_its_way_leaves_a_step_each(scene: Scene) -> None:
    notice = replied(scene)
    notice = notices.redo(notice, reason="方案不全", by=scene.people[2], at=at(DAY, 12))
    notice = notices.reply(notice, text="已补", by=scene.people[1], at=at(DAY, 13))
    notice = notices.close(notice, by=scene.people[2], at=at(DAY, 14))
    assert [(step.became, step.note) for step in notice.steps.all()] == [
        ("drafted", ""),
        ("issued", ""),
        ("received", ""),
        ("replied", "已报送"),
        ("returned", "方案不全"),
        ("replied", "已补"),
        ("closed", ""),
    ]


@pytest.mark.parametrize("verb", ["close", "redo"])
def test_nobody_judges_what_they_have_ever_replied_to(scene: Scene, verb: str) -> None:
    more: dict[str, str] = {"reason": "不符"} if verb == "redo" else {}
    notice = replied(scene)
    with pytest.raises(OwnReply):
        getattr(notices, verb)(notice, by=scene.people[0], at=at(DAY), **more)
    # Not even after another has replied again.
    notice = notices.redo(notice, reason="不全", by=scene.people[2], at=at(DAY))
    notice = notices.reply(notice, text="已补", by=scene.people[1], at=at(DAY))
    with pytest.raises(OwnReply):
        getattr(notices, verb)(notice, by=scene.people[0], at=at(DAY), **more)
    assert getattr(notices, verb)(notice, by=scene.people[2], at=at(DAY), **more).version == notice.version


def test_what_says_nothing_or_names_others_is_refused(scene: Scene) -> None:
    other, by = build("戊大学"), {"by": scene.people[2], "at": at(DAY)}
    demand = notices.Demand("x", "y", "hard")
    for unit, item in ((other.unit, None), (scene.unit, other.item)):
        with pytest.raises(Foreign):
            notices.draft(unit, demand, item=item, **by)
    with pytest.raises(NoText):
        notices.draft(scene.unit, notices.Demand(" ", "y", "hard"), **by)
    with pytest.raises(NoText):
        notices.reply(received(scene), text="", by=scene.people[0], at=at(DAY))
    with pytest.raises(NoReason):
        notices.redo(replied(scene), reason="", **by)
    with pytest.raises(NoReason):
        notices.withdraw(issued(scene), reason="", **by)
    with pytest.raises(BadDays):
        notices.redo(replied(scene), reason="x", due=DAY - timedelta(days=1), **by)


def test_the_clock_tells_what_was_known_then(scene: Scene) -> None:
    """Due in a week, answered late, redone by a new day: each look at (D, K) has its own answer."""
    notice = issued(scene)
    due, rows = DAY + timedelta(days=7), Notice.everything.filter(pk=notice.pk)
    notice = notices.receive(notice, by=scene.people[0], at=at(DAY, 10))
    notice = notices.reply(notice, text="已办", by=scene.people[0], at=at(due + timedelta(days=2)))
    back = due + timedelta(days=3)
    notices.redo(notice, reason="不全", due=back + timedelta(days=5), by=scene.people[2], at=at(back))

    def look(on: date, known: date) -> tuple[Any, ...] | None:
        clock = rows.clocks(on, at(known, 23)).get(notice.pk)
        asked = rows.unanswered(on, at(known, 23)).exists(), rows.overdue(on, at(known, 23)).exists()
        return clock and (clock.state, clock.left, clock.over, *asked)

    later = due + timedelta(days=2)
    assert look(DAY - timedelta(days=1), back) is None
    assert look(DAY, DAY) == ("received", 7, False, True, False)
    assert look(due, due) == ("received", 0, False, True, False)
    assert look(later, due) == ("received", -2, True, True, True)
    assert look(later, later) == ("replied", -2, False, False, False)
    # Known today, of the day before yesterday: it was overdue then.
    assert look(later - timedelta(days=1), back) == ("received", -1, True, True, True)
    assert look(back, back) == ("returned", 5, False, True, False)
    assert look(back + timedelta(days=6), back) == ("returned", -1, True, True, True)


def test_a_drafted_or_withdrawn_notice_waits_for_nobody(scene: Scene) -> None:
    drafted(scene, due=DAY)
    gone = notices.withdraw(issued(scene), reason="重复", by=scene.people[2], at=at(DAY))
    long_after = DAY + timedelta(days=400)
    assert not Notice.everything.unanswered(long_after, at(long_after)).exists()
    assert not Notice.everything.overdue(long_after, at(long_after)).exists()
    assert [*Notice.everything.clocks(long_after, at(long_after))] == [gone.pk]


def test_what_is_only_to_be_arranged_is_so_with_the_receipt(scene: Scene) -> None:
    received(scene, clock="arranged"), received(scene, clock="first")
    day = DAY + timedelta(days=9)
    assert [row.clock for row in Notice.everything.overdue(day, at(day))] == ["first"]
    assert Notice.everything.unanswered(day, at(day)).count() == 2


@pytest.mark.parametrize("asked", ["unanswered", "overdue", "as_of", "clocks"])
def test_each_question_is_one_query(scene: Scene, asked: str) -> None:
    day = DAY + timedelta(days=9)
    for number in range(12):
        (issued, received, replied)[number % 3](scene)
    with CaptureQueriesContext(connection) as queries:
        found = list(getattr(Notice.everything, asked)(day, at(day)))
    assert (len(found), len(queries)) == ({"unanswered": 8, "overdue": 8}.get(asked, 12), 1)


def test_the_table_bars_a_number_twice_and_an_issue_without_one(scene: Scene) -> None:
    one, two = issued(scene), issued(scene)
    for bad in ({"number": one.number}, {"number": None}, {"due": None}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.everything.filter(pk=two.pk).update(**bad)


def test_the_office_issues_and_closes_and_the_addressed_unit_receives_and_replies(world: World) -> None:
    place, office = world.places["own"], world.members["supervisor"]
    notice = notices.draft(place.unit, notices.Demand("x", "y", "first"), by=office, at=NOW)

    def may(verb: str) -> set[str]:
        return {who for who in world.members if access.can(fresh(world, who), verb, notice)}

    college = {"reporter", "reporter_subtree", "head", "head_subtree"}
    assert may("read") == {"supervisor", "planner", "leader", "auditor"}
    assert may("receive") == may("reply") == set()
    notice = notices.issue(notice, by=office, at=NOW)
    assert may("read") == {"supervisor", "planner", "leader", "auditor"} | college
    assert may("receive") == may("reply") == college
    assert may("issue") == may("close") == may("redo") == may("withdraw") == {"supervisor"}
    for who in ("reporter", "head"):
        grant(world.members[who], Role.SUPERVISOR, world.units["parent"])
    notice = notices.receive(notice, by=world.members["head"], at=NOW)
    notice = notices.reply(notice, text="已办", by=world.members["reporter"], at=NOW)
    assert may("close") == {"supervisor", "head"}
    to = {who for who in world.members if access.can(fresh(world, who), "notify", world.units["sibling"])}
    assert to == {"supervisor", "reporter", "head"}
