"""我要办的: notices and requests for later days lead to their pages, each to whom they wait for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.desk.todo import Duty, duties
from luoshi.work import notices, periods
from luoshi.work.models import Period, Update
from tests.site import papers
from tests.world import NOW, TODAY, World


def of(world: World, who: str, verb: str, on: int = 0) -> list[Duty]:
    found = duties(world.members[who], TODAY + timedelta(days=on)).first
    return [
        duty
        for duty in found
        if duty.verb == verb and duty.url.startswith(("/notices/", "/extensions/", "/periods/"))
    ]


def test_a_notice_waits_for_the_college_and_then_for_the_office(world: World) -> None:
    for state in ("drafted", "issued", "received", "replied"):
        papers.notice(state)(world.places["own"])
    told = {
        who: [duty.verb for verb in ("issue", "receive", "reply", "close") for duty in of(world, who, verb)]
        for who in ("supervisor", "reporter", "head", "sibling_head", "leader", "planner")
    }
    college = ["receive", "reply"]
    assert told == {
        "supervisor": ["issue", "close"],
        "reporter": college,
        "head": college,
        "sibling_head": [],
        "leader": [],
        "planner": [],
    }


def test_what_is_over_its_time_says_so(world: World) -> None:
    papers.notice("issued")(world.places["own"])
    (now,), (later,) = of(world, "reporter", "receive"), of(world, "reporter", "receive", on=20)
    assert (now.late, later.late) == (False, True)
    assert now.day == later.day
    assert "个工作日" in later.sub
    assert "超" in later.sub


def test_a_plan_is_due_by_its_own_day(world: World) -> None:
    place, until = world.places["own"], TODAY + timedelta(days=40)
    pk = papers.notice("received")(place)
    notice = notices.Notice.everything.get(pk=pk)
    notices.plan(notice, text="分两步办", until=until, by=world.members["head"], at=NOW)
    assert [duty.day for duty in of(world, "reporter", "reply")] == [until]


def test_a_request_waits_for_the_head_and_then_for_the_leader(world: World) -> None:
    papers.extension("asked", "reporter")(world.places["own"])
    papers.extension("countersigned")(world.places["child"])
    assert len(of(world, "head", "sign")) == 1
    assert of(world, "reporter", "sign") == []
    assert len(of(world, "leader", "grant")) == 1
    assert of(world, "supervisor", "grant") == []


@pytest.mark.parametrize("who", ["supervisor", "reporter", "head", "leader", "planner"])
def test_the_first_things_are_the_same_however_many_are_asked_for(world: World, who: str) -> None:
    for state in ("drafted", "issued", "received", "replied"):
        papers.notice(state)(world.places["own"])
    papers.extension("asked", "reporter")(world.places["own"])
    member, on = world.members[who], TODAY + timedelta(days=40)
    whole = duties(member, on)
    assert whole.number == len(whole.first)
    for most in range(whole.number + 2):
        assert duties(member, on, most) == (whole.first[:most], whole.number)


def test_no_more_is_fetched_than_is_wanted(world: World) -> None:
    member = world.members["supervisor"]
    whole = [duty.verb for duty in duties(world.members["supervisor"], TODAY).first].count("verify")
    assert whole > 1
    with CaptureQueriesContext(connection) as asked:
        duties(member, TODAY, 1)
    fetched = [one["sql"] for one in asked if one["sql"].startswith('SELECT "work_update"')]
    assert len(fetched) == 1
    assert fetched[0].endswith("LIMIT 1")


def test_a_report_bears_the_day_of_those_who_read_it(world: World) -> None:
    """At half past midnight in Shanghai it is still yesterday where the clocks of the database are."""
    update = world.places["own"].updates["signed"]
    at = datetime(2026, 3, 2, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    Update.everything.filter(pk=update.pk).update(known_at=at)
    with timezone.override("Asia/Shanghai"):
        found = duties(world.members["supervisor"], TODAY).first
    assert "03-02" in next(duty.sub for duty in found if duty.url == update.get_absolute_url())


def test_beyond_what_a_person_can_do_nothing_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.members["supervisor"]
    before = duties(member, TODAY, 1)
    verify = [duty.verb for duty in duties(member, TODAY).first].count("verify")
    assert verify > 2
    assert (before.all_told, before.more) == (str(before.number), str(before.number - 1))
    monkeypatch.setattr("luoshi.desk.todo.MANY", 2)
    after = duties(member, TODAY, 1)
    assert after.number == before.number - (verify - 2)
    assert (after.all_told, after.more) == (f"{after.number}+", f"{after.number - 1}+")
    assert [duty.verb for duty in duties(member, TODAY).first].count("verify") == 2


def test_a_locked_period_waits_for_the_leader_until_it_is_certified(world: World) -> None:
    period = Period.everything.get(pk=papers.period("locked")(world.places["own"]))
    assert [(duty.thing, duty.url) for duty in of(world, "leader", "certify")] == [
        (period.name, period.get_absolute_url())
    ]
    assert all(of(world, who, "certify") == [] for who in ("supervisor", "head", "reporter"))
    periods.certify(period, by=world.members["leader"], at=timezone.now())
    assert of(world, "leader", "certify") == []


def test_whoever_may_read_a_period_finds_the_periods(as_: Callable[[str], Client]) -> None:
    entry = '<a href="/periods/"'
    for who, has in (("leader", True), ("reporter", True), ("supervisor", False), ("security", False)):
        assert (entry in as_(who).get("/units/").content.decode()) == has, who
    assert 'href="/periods/"' in as_("supervisor").get("/desk/").content.decode()
    assert f'{entry} aria-current="page"' in as_("reporter").get("/periods/").content.decode()
