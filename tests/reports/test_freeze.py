"""冻结: what was told stays told, byte for byte, and tells nobody more than they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from luoshi.documents.actions import Arrival
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.records import actions as records
from luoshi.reports import actions
from luoshi.reports.models import Report
from tests.conftest import signed_in
from tests.world import NOW, TODAY, World, canary, grant, member, reported

Sign = Callable[[str], Client]


def test_a_frozen_report_comes_out_the_same_whatever_comes_to_pass(world: World) -> None:
    place, office = world.places["own"], world.members["supervisor"]
    report = actions.freeze(place.plan, on=TODAY, by=office, at=timezone.now())
    issued = bytes(report.issued.content)
    assert actions.again(report) == issued
    reported(place.item, place.unit, "后来", world.members["maker"], world.members["signer"], "signed")
    records.confirm(place.sentence, by=office, at=timezone.now(), seen=place.sentence.judgements.count())
    plans.draft_goal(place.plan, title="后来的目标", by=office, at=timezone.now())
    assert actions.again(Report.everything.get(pk=report.pk)) == issued


def test_a_later_freeze_tells_what_has_come_to_pass(world: World) -> None:
    place, office = world.places["own"], world.members["supervisor"]
    first = actions.freeze(place.plan, on=TODAY, by=office, at=timezone.now())
    plans.answer(open_order(world), place.item, by=office, at=timezone.now())
    second = actions.freeze(place.plan, on=TODAY, by=office, at=timezone.now())
    assert bytes(first.issued.content) != bytes(second.issued.content)


def open_order(world: World) -> object:
    return world.places["own"].document.readings.get().sentences.filter(bases=None, verdict="order").first()


def test_a_report_tells_no_sentence_that_its_reader_may_not_read(world: World) -> None:
    """A supervisor of one college freezes its plan: other units' orders are not in it."""
    own, who = world.units["own"], member(world.units["own"], "small")
    grant(who, Role.SUPERVISOR, own)
    text = "一要推进本院自己的工作。"
    arrival = Arrival(content=text.encode(), name="x.txt", title="本院", kind="meeting", about=TODAY)
    records.receive(own, arrival, by=who, at=NOW)
    days = {"starts": TODAY - timedelta(days=9), "ends": TODAY + timedelta(days=9)}
    plan = plans.draft_plan(own, name="本院计划", **days, by=who, at=NOW)
    client = signed_in(who)
    client.post(f"/plans/{plan.pk}/freeze")
    report = Report.everything.get(plan=plan)
    told = client.get(report.get_absolute_url()).content.decode() + bytes(report.issued.content).decode(
        "utf-8", "replace"
    )
    assert "本院自己的工作" in told
    for place in ("own", "sibling", "parent"):
        assert canary(place) not in told
