"""督办单: numbered, issued, received, replied to, closed by another; and its clock on any day as known at any time."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.arithmetic.notices import Clocks, Phase, Running
from luoshi.arithmetic.workdays import Calendar, read_calendar
from luoshi.people import access
from luoshi.people.roles import Role
from luoshi.work import notices
from luoshi.work.errors import BadDays, Foreign, NoReason, NoText, OwnReply
from luoshi.work.models import Notice
from tests.work.scene import Scene, at, build, fresh
from tests.world import NOW, World, grant

DAY = date(2026, 3, 20)  # a Friday
WEEKS = Calendar()  # no holidays are known


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


def clock(
    notice: Notice, on: date, known: date | None = None, calendar: Calendar = WEEKS, **more: Any
) -> Running | None:
    """Read the clock of a notice on a day, as known at the end of one."""
    rows = Notice.everything.filter(pk=notice.pk)
    return rows.clocks(on, at(known or on, 23), calendar, **more).get(notice.pk)


def planned(scene: Scene, until: date, **more: Any) -> Notice:
    return notices.plan(
        received(scene, **more), text="分两步办", until=until, by=scene.people[0], at=at(DAY, 11)
    )


def returned(scene: Scene, **more: Any) -> Notice:
    return notices.redo(replied(scene, **more), reason="不全", by=scene.people[2], at=at(DAY, 12))


@pytest.mark.parametrize(("kind", "due"), [("ordinary", date(2026, 3, 31)), ("hard", date(2026, 5, 1))])
def test_the_kind_of_matter_gives_the_limit_in_working_days_where_no_day_is_set(
    scene: Scene, kind: str, due: date
) -> None:
    def limit(notice: Notice, **more: Any) -> date | None:
        found = clock(notice, DAY, **more)
        return found and found.due

    notice = returned(scene, clock=kind)
    assert (notice.due, limit(notice)) == (None, due)
    assert limit(returned(scene, clock=kind, due=date(2026, 12, 1))) == date(2026, 12, 1)
    ours = Clocks(ordinary=2, hard=2)
    assert limit(notice, limits=ours) == date(2026, 3, 24)
    # A holiday moves what is counted, and not what was set.
    holiday = read_calendar("2026-03-23,休")
    assert limit(notice, calendar=holiday, limits=ours) == date(2026, 3, 25)
    assert limit(returned(scene, due=DAY), calendar=holiday) == DAY


def test_a_notice_of_a_kind_that_is_no_more_keeps_the_day_that_was_told(scene: Scene) -> None:
    """It had a day for its first reply alone; it is an ordinary matter with that day set."""
    notice = returned(scene, due=date(2026, 3, 23))
    Notice.everything.filter(pk=notice.pk).update(clock="first")
    carry = importlib.import_module("luoshi.work.migrations.0004_kinds_of_notices")
    carry.make_ordinary(apps, None)
    notice.refresh_from_db()
    found = clock(notice, DAY)
    assert (notice.clock, found and found.due) == ("ordinary", date(2026, 3, 23))


def test_what_is_not_known_of_holidays_is_said(scene: Scene) -> None:
    notice = issued(scene)
    known, unknown = clock(notice, DAY, calendar=read_calendar("2026-10-01,休")), clock(notice, DAY)
    assert (known and known.certain, unknown and unknown.certain) == (True, False)


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
    """Received at once, answered late, redone by a new day: each look at (D, K) has its own answer."""
    notice = notices.receive(issued(scene), by=scene.people[0], at=at(DAY, 10))
    answered, back = date(2026, 4, 2), date(2026, 4, 3)
    notice = notices.reply(notice, text="已办", by=scene.people[0], at=at(answered))
    notices.redo(notice, reason="不全", due=date(2026, 4, 8), by=scene.people[2], at=at(back))

    def look(on: date, known: date) -> tuple[Any, ...] | None:
        found, rows = clock(notice, on, known), Notice.everything.filter(pk=notice.pk)
        waits = rows.unanswered(on, at(known, 23)).exists()
        return found and (found.phase.value, found.due, found.left, found.over, found.overdue, waits)

    first, late = date(2026, 3, 25), date(2026, 3, 27)
    assert look(DAY - timedelta(days=1), back) is None
    assert look(DAY, DAY) == ("首次反馈", first, 3, 0, False, True)
    assert look(first, first) == ("首次反馈", first, 0, 0, False, True)
    assert look(late, late) == ("首次反馈", first, 0, 2, True, True)
    # Known on the first of April, of the second: it was not answered then.
    assert look(answered, answered - timedelta(days=1)) == ("首次反馈", first, 0, 6, True, True)
    assert look(answered, answered) == ("待核查", None, 0, 2, False, False)
    # Known today, of a day before it was answered.
    assert look(late, back) == ("首次反馈", first, 0, 2, True, True)
    assert look(back, back) == ("重办", date(2026, 4, 8), 3, 0, False, True)
    assert look(date(2026, 4, 10), back) == ("重办", date(2026, 4, 8), 0, 2, True, True)
    found = clock(notice, back)
    assert found
    assert [(leg.phase, leg.over) for leg in found.legs] == [
        (Phase.ARRANGE, 0),
        (Phase.REPLY, 6),
        (Phase.FINISH, 3),
        (Phase.REDO, 0),
    ]


def test_the_office_has_a_day_to_issue_what_it_drafted(scene: Scene) -> None:
    draft = drafted(scene)
    found = clock(draft, date(2026, 3, 25))
    assert found
    assert (found.phase, found.due, found.over) == (Phase.ARRANGE, date(2026, 3, 23), 2)
    issued_late = notices.issue(draft, by=scene.people[2], at=at(date(2026, 3, 25)))
    found = clock(issued_late, date(2026, 3, 25))
    assert found
    assert (found.phase, found.due, found.legs[0].over) == (Phase.REPLY, date(2026, 3, 30), 2)


def test_a_plan_sets_the_day_from_then_on_and_the_missed_limit_stays(scene: Scene) -> None:
    notice = returned(scene)
    late, until = date(2026, 4, 2), date(2026, 5, 29)  # due on the last of March
    notice = notices.plan(notice, text="设备到货后办结", until=until, by=scene.people[0], at=at(late))
    assert (notice.state, notice.due, notice.steps.last().due) == ("planned", None, until)
    found = clock(notice, date(2026, 4, 10))
    assert found
    assert (found.phase, found.due, found.over) == (Phase.PLANNED, until, 0)
    assert [(leg.phase, leg.over) for leg in found.legs][-2:] == [(Phase.FINISH, 2), (Phase.PLANNED, 0)]
    # Another plan sets another day; what is sent back sets none.
    later = until + timedelta(days=31)
    notice = notices.plan(notice, text="再延", until=later, by=scene.people[1], at=at(until))
    found = clock(notice, until)
    assert found
    assert found.due == later
    notice = notices.redo(notice, reason="不同意", by=scene.people[2], at=at(until, 10))
    found = clock(notice, until)
    assert found
    assert (found.phase, found.due, len(found.legs)) == (Phase.PLANNED, until, 4)
    notice = notices.reply(notice, text="已办", by=scene.people[0], at=at(until, 11))
    found = clock(notices.close(notice, by=scene.people[2], at=at(later)), later)
    assert found
    assert (found.phase, found.over, found.legs[-1].done) == (Phase.CLOSED, 0, until)


def test_a_plan_says_what_and_by_when(scene: Scene) -> None:
    notice = received(scene)
    with pytest.raises(NoText):
        notices.plan(notice, text=" ", until=DAY, by=scene.people[0], at=at(DAY))
    with pytest.raises(BadDays):
        notices.plan(notice, text="x", until=DAY - timedelta(days=1), by=scene.people[0], at=at(DAY))
    assert planned(scene, DAY).replied_by == scene.people[0]


def test_nobody_judges_a_plan_of_their_own(scene: Scene) -> None:
    notice = planned(scene, DAY + timedelta(days=60))
    with pytest.raises(OwnReply):
        notices.redo(notice, reason="x", by=scene.people[0], at=at(DAY))
    notice = notices.reply(notice, text="已办", by=scene.people[1], at=at(DAY))
    with pytest.raises(OwnReply):
        notices.close(notice, by=scene.people[0], at=at(DAY))


def test_a_draft_waits_for_the_office_and_a_withdrawn_notice_for_nobody(scene: Scene) -> None:
    draft = drafted(scene, due=DAY)
    notices.withdraw(issued(scene), reason="重复", by=scene.people[2], at=at(DAY))
    long_after = DAY + timedelta(days=400)
    assert not Notice.everything.unanswered(long_after, at(long_after)).exists()
    assert [*Notice.everything.clocks(long_after, at(long_after), WEEKS)] == [draft.pk]


@pytest.mark.parametrize(("asked", "wanted"), [("unanswered", 8), ("as_of", 12), ("clocks", 12)])
def test_each_question_is_one_query(scene: Scene, asked: str, wanted: int) -> None:
    day = DAY + timedelta(days=9)
    for number in range(12):
        (issued, received, replied)[number % 3](scene)
    more = [WEEKS] if asked == "clocks" else []
    with CaptureQueriesContext(connection) as queries:
        found = list(getattr(Notice.everything, asked)(day, at(day), *more))
    assert (len(found), len(queries)) == (wanted, 1)


def test_the_table_bars_a_number_twice_and_an_issue_without_one(scene: Scene) -> None:
    one, two = issued(scene), issued(scene)
    for bad in ({"number": one.number}, {"number": None}, {"year": None}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.everything.filter(pk=two.pk).update(**bad)


def test_the_office_issues_and_closes_and_the_addressed_unit_receives_and_replies(world: World) -> None:
    place, office = world.places["own"], world.members["supervisor"]
    notice = notices.draft(place.unit, notices.Demand("x", "y", "hard"), by=office, at=NOW)

    def may(verb: str) -> set[str]:
        return {who for who in world.members if access.can(fresh(world, who), verb, notice)}

    college = {"reporter", "reporter_subtree", "head", "head_subtree"}
    assert may("read") == {"supervisor", "planner", "leader", "auditor"}
    assert may("receive") == may("reply") == may("plan") == set()
    notice = notices.issue(notice, by=office, at=NOW)
    assert may("read") == {"supervisor", "planner", "leader", "auditor"} | college
    assert may("receive") == may("reply") == may("plan") == college
    assert may("issue") == may("close") == may("redo") == may("withdraw") == {"supervisor"}
    for who in ("reporter", "head"):
        grant(world.members[who], Role.SUPERVISOR, world.units["parent"])
    notice = notices.receive(notice, by=world.members["head"], at=NOW)
    notice = notices.reply(notice, text="已办", by=world.members["reporter"], at=NOW)
    assert may("close") == {"supervisor", "head"}
    to = {who for who in world.members if access.can(fresh(world, who), "notify", world.units["sibling"])}
    assert to == {"supervisor", "reporter", "head"}
