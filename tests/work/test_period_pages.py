"""填报期的页面: opened and locked by the office, certified and reopened by the leader; all read when one has to report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.people.roles import Reach, Role
from luoshi.work import actions, periods
from luoshi.work.models import Period, Update
from luoshi.work.periods import Days
from tests.queries import count
from tests.site import papers
from tests.world import NOW, TODAY, World, day, grant, member

Sign = Callable[[str], Client]
LATER = TODAY + timedelta(days=30)
VERBS = [
    ("lock", "open", "planner", {}, "locked", "leader"),
    ("certify", "locked", "leader", {}, "certified", "supervisor"),
    ("reopen", "locked", "leader", {"reason": "更正数字", "late_until": day(LATER)}, "open", "planner"),
]


def made(world: World, state: str) -> Period:
    return Period.everything.get(pk=papers.period(state)(world.places["own"]))


def running(world: World) -> Period:
    """Open a period of these days, to which the reports of the world belong."""
    days = Days(TODAY - timedelta(days=20), TODAY, TODAY - timedelta(days=20), TODAY, LATER)
    return periods.open_period(
        world.units["parent"], days, name="这一期", by=world.members["planner"], at=NOW
    )


@pytest.mark.parametrize("case", VERBS, ids=[case[0] for case in VERBS])
def test_each_verb_is_done_by_who_may_and_by_nobody_else(
    as_: Sign, world: World, case: tuple[str, str, str, dict[str, str], str, str]
) -> None:
    verb, state, who, given, became, wrong = case
    period = made(world, state)
    address = reverse(f"work:{verb}_period", kwargs={"pk": period.pk})
    for login, status in ((wrong, 403), ("reporter", 403), ("foreign_supervisor", 404)):
        assert as_(login).post(address, given).status_code == status
    assert address in as_(who).get(period.get_absolute_url()).content.decode()
    assert address not in as_("reporter").get(period.get_absolute_url()).content.decode()
    assert as_(who).post(address, given)["Location"] == period.get_absolute_url()
    period.refresh_from_db()
    assert period.state == became
    again = as_(who).post(address, given)
    assert again.status_code == 409
    assert [said for said in given.values() if said not in again.content.decode()] == []


def test_a_period_is_opened_and_what_is_wrong_is_told(as_: Sign, world: World) -> None:
    office, first = as_("supervisor"), TODAY - timedelta(days=900)
    given = {"name": "旧的一期", "first": day(first), "last": day(first + timedelta(days=9))}
    given |= {"opens": day(first), "due": day(first), "late_until": day(first)}
    wrong = office.post("/periods/new", {**given, "due": day(first - timedelta(days=1))})
    assert wrong.status_code == 422
    assert "须依次排列" in wrong.content.decode()
    assert "旧的一期" in wrong.content.decode()
    done = office.post("/periods/new", given)
    period = Period.everything.get(name="旧的一期")
    assert done["Location"] == period.get_absolute_url()
    assert period.unit == world.units["parent"]
    assert "已属于另一期" in office.post("/periods/new", {**given, "name": "又一期"}).content.decode()


def test_who_supervises_a_part_opens_none(as_: Sign, world: World) -> None:
    world.members["part"] = member(world.units["office"], "part")
    grant(world.members["part"], Role.PLANNER, world.units["own"], Reach.SUBTREE)
    body: dict[str, Any] = {"name": "我的一期"}
    body |= dict.fromkeys(("first", "last", "opens", "due", "late_until"), day(TODAY))
    answer = as_("part").post("/periods/new", body)
    assert answer.status_code == 422
    assert "整个组织统一设定" in answer.content.decode()
    assert "我的一期" in answer.content.decode()


def test_who_reported_in_it_does_not_certify_it(as_: Sign, world: World) -> None:
    period = running(world)
    periods.lock(period, by=world.members["planner"], at=NOW)
    Update.everything.filter(period=period).update(by=world.members["leader"])
    address = reverse("work:certify_period", kwargs={"pk": period.pk})
    assert as_("leader").post(address).status_code == 403
    assert address not in as_("leader").get(period.get_absolute_url()).content.decode()


def test_each_counts_what_they_may_see(as_: Sign, world: World) -> None:
    period = running(world)
    seen = {who: as_(who).get(period.get_absolute_url()).content.decode() for who in ("reporter", "leader")}
    numbers = {
        who: Update.objects.visible_to(world.members[who]).filter(period=period).count() for who in seen
    }
    assert numbers["reporter"] < numbers["leader"]
    for who, number in numbers.items():
        assert f"{number} 份" in seen[who]
    for words in ("正在填报", "设期"):
        assert words in seen["leader"]
    assert "这一期" in as_("reporter").get("/periods/").content.decode()


def test_a_locked_period_says_so_to_who_reports(as_: Sign, world: World) -> None:
    """The window is told where it is refused, too."""
    period = running(world)
    periods.lock(period, by=world.members["planner"], at=NOW)
    assert "已锁定" in as_("reporter").get(period.get_absolute_url()).content.decode()
    with pytest.raises(Exception, match="须重新开放"):
        actions.sign(world.places["own"].updates["reported"], by=world.members["head"], at=NOW)


def test_more_reports_ask_no_more_queries(as_: Sign, world: World) -> None:
    few = made(world, "open")
    many, office = running(world), as_("leader")
    asked = [count(office, one.get_absolute_url()) for one in (few, many)]
    assert asked[0] == asked[1] <= 10
    assert count(office, "/periods/") <= 6
