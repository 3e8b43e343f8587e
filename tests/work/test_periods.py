"""期: opened for an organisation, locked, certified with what is verified, reopened with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.people import access
from luoshi.work import actions, periods
from luoshi.work.errors import AlreadyMoved, BadDays, NameTaken, NoReason, NotRoot, Overlap, OwnReport
from luoshi.work.models import Period, Update
from tests.work.scene import MARCH, START, Scene, at, build, claim
from tests.world import World

DAY = date(2026, 3, 20)


def opened(scene: Scene, **more: Any) -> Period:
    given: dict[str, Any] = {"name": "三月", "by": scene.people[2], "at": at(START)}
    return periods.open_period(scene.root, MARCH, **{**given, **more})


def verified(scene: Scene) -> Update:
    update = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(DAY))
    update = actions.sign(update, by=scene.people[1], at=at(DAY))
    return actions.verify(update, note="", by=scene.people[2], at=at(DAY))


def test_reports_of_its_days_belong_to_it_whenever_they_were_made(scene: Scene) -> None:
    before, outside = (
        actions.report(scene.item, claim(day), unit=scene.unit, by=scene.people[0], at=at(DAY))
        for day in (DAY, date(2026, 2, 28))
    )
    period = opened(scene, at=at(DAY))
    after = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(DAY))
    for update in (before, outside, after):
        update.refresh_from_db()
    assert (before.period, outside.period, after.period) == (period, None, period)


def test_a_report_of_another_organisation_is_none_of_its_reports(scene: Scene) -> None:
    other = build("戊大学")
    before = actions.report(other.item, claim(DAY), unit=other.unit, by=other.people[0], at=at(DAY))
    period = opened(scene)
    before.refresh_from_db()
    assert before.period is None
    update = actions.report(other.item, claim(DAY), unit=other.unit, by=other.people[0], at=at(DAY))
    assert update.period is None
    opened(other)
    assert periods.hold(scene.root.organisation_id, DAY) == period


@pytest.mark.parametrize("shift", [-30, 0, 1, 30])
def test_no_day_lies_in_two_periods(scene: Scene, shift: int) -> None:
    opened(scene)
    days = replace(MARCH, first=MARCH.first + timedelta(days=shift), last=MARCH.last + timedelta(days=shift))
    with pytest.raises(Overlap):
        periods.open_period(scene.root, days, name="又一期", by=scene.people[2], at=at(START))
    beside = replace(days, first=MARCH.last + timedelta(days=1), last=MARCH.last + timedelta(days=30))
    with pytest.raises(NameTaken):
        periods.open_period(scene.root, beside, name="三月", by=scene.people[2], at=at(START))
    before = replace(days, first=date(2026, 2, 1), last=MARCH.first - timedelta(days=1))
    for name, free in (("四月", beside), ("二月", before)):
        assert periods.open_period(scene.root, free, name=name, by=scene.people[2], at=at(START))


@pytest.mark.parametrize(
    "bad",
    [{"last": date(2026, 2, 1)}, {"opens": date(2026, 3, 29)}, {"late_until": date(2026, 3, 27)}],
)
def test_days_that_do_not_follow_one_another_are_refused(scene: Scene, bad: dict[str, date]) -> None:
    with pytest.raises(BadDays):
        periods.open_period(scene.root, replace(MARCH, **bad), name="x", by=scene.people[2], at=at(START))


def test_a_college_has_no_periods_of_its_own(scene: Scene) -> None:
    with pytest.raises(NotRoot):
        periods.open_period(scene.unit, MARCH, name="x", by=scene.people[2], at=at(START))


def test_with_the_period_its_verified_reports_are_certified(scene: Scene) -> None:
    period = opened(scene)
    done = [verified(scene) for _ in range(3)]
    waiting = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(DAY))
    period = periods.lock(period, by=scene.people[2], at=at(DAY, 11))
    period = periods.certify(period, by=scene.people[3], at=at(DAY, 12))
    assert [step.became for step in period.steps.all()] == ["open", "locked", "certified"]
    for update in done:
        update.refresh_from_db()
        step = update.steps.last()
        assert (update.state, step.was, step.became, step.by) == (
            "certified",
            "verified",
            "certified",
            scene.people[3],
        )
    waiting.refresh_from_db()
    assert waiting.state == "reported"
    then = Period.everything.state_at(at(DAY, 11)).get()
    assert (then.state, then.state_then) == ("certified", "locked")


@pytest.mark.parametrize("who", [0, 1])
def test_nobody_certifies_what_they_have_reported_or_signed(scene: Scene, who: int) -> None:
    period = opened(scene)
    verified(scene)
    period = periods.lock(period, by=scene.people[2], at=at(DAY))
    with pytest.raises(OwnReport):
        periods.certify(period, by=scene.people[who], at=at(DAY))
    assert Period.everything.get().state == "locked"


def test_it_is_reopened_with_a_reason_until_a_day_and_what_is_certified_stays(scene: Scene) -> None:
    period, leader, day = opened(scene), scene.people[3], date(2026, 5, 4)
    update = verified(scene)
    period = periods.lock(period, by=scene.people[2], at=at(DAY))
    period = periods.certify(period, by=leader, at=at(DAY))
    with pytest.raises(NoReason):
        periods.reopen(period, reason=" ", late_until=day, by=leader, at=at(day))
    with pytest.raises(BadDays):
        periods.reopen(period, reason="更正", late_until=day - timedelta(days=1), by=leader, at=at(day))
    looked = Period.everything.get()
    period = periods.reopen(period, reason="更正", late_until=day, by=leader, at=at(day))
    assert (period.state, period.late_until, period.steps.last().note) == ("open", day, "更正")
    with pytest.raises(AlreadyMoved):
        periods.reopen(looked, reason="更正", late_until=day, by=leader, at=at(day))
    assert Update.everything.get(pk=update.pk).state == "certified"
    again = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(day))
    assert again.late


def test_certifying_takes_as_many_queries_for_many_as_for_few(scene: Scene) -> None:
    def cost() -> int:
        period = periods.lock(Period.everything.get(state="open"), by=scene.people[2], at=at(DAY))
        with CaptureQueriesContext(connection) as queries:
            periods.certify(period, by=scene.people[3], at=at(DAY))
        day = date(2026, 4, 4)
        periods.reopen(period, reason="x", late_until=day, by=scene.people[3], at=at(day))
        return len(queries)

    opened(scene)
    verified(scene)
    few = cost()
    for _ in range(20):
        verified(scene)
    assert cost() == few <= 15  # three of them are the audit chain's


def test_the_office_opens_and_locks_and_a_leader_certifies_and_reopens(world: World) -> None:
    root = world.units["parent"]
    period = periods.open_period(root, MARCH, name="三月", by=world.members["planner"], at=at(START))

    def may(verb: str) -> set[str]:
        return {who for who in world.members if access.can(world.members[who], verb, period)}

    assert may("lock") == {"supervisor", "planner"}
    assert may("certify") == may("reopen") == {"leader"}
    assert may("read") >= {"reporter", "head", "sibling_head", "supervisor", "auditor"}
    assert not may("read") & {"foreign_supervisor", "nobody", "expired", "system"}
    openers = {who for who in world.members if access.can(world.members[who], "open_period", root)}
    assert openers == {"supervisor", "planner"}
