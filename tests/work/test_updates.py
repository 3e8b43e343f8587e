"""进展: drafted, edited, handed in, taken back, followed; within a period and outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from luoshi.people import access
from luoshi.people.roles import Role
from luoshi.work import actions, periods
from luoshi.work.errors import (
    AlreadyMoved,
    InTheFuture,
    Locked,
    NotOwner,
    NotYet,
    NotYours,
    StaleEdit,
    TooLate,
)
from luoshi.work.models import Step, Update
from tests.work.scene import MARCH, START, Scene, at, claim, task
from tests.world import NOW, TODAY, World, grant, member

DAY = date(2026, 3, 20)


def drafted(scene: Scene) -> Update:
    return actions.draft(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(DAY))


def returned(scene: Scene, day: date = DAY) -> Update:
    update = actions.report(scene.item, claim(day), unit=scene.unit, by=scene.people[0], at=at(day))
    return actions.send_back(update, reason="缺佐证", by=scene.people[1], at=at(day, 10))


def test_a_draft_is_written_changed_handed_in_and_known_from_then_on(scene: Scene) -> None:
    maker = scene.people[0]
    update = drafted(scene)
    later = at(DAY + timedelta(days=2))
    update = actions.edit(update, claim(DAY, 60, "改后"), version=1, by=maker, at=later)
    assert (update.state, update.version, update.percent, update.text) == ("draft", 2, 60, "改后")
    update = actions.submit(update, by=maker, at=later)
    assert (update.state, update.version, update.known_at) == ("reported", 3, later)
    assert [step.became for step in update.steps.all()] == ["draft", "draft", "reported"]


def test_an_older_look_is_told_that_it_is_older_and_not_of_the_period_that_it_shows(scene: Scene) -> None:
    """Its day lay in a period that is locked now; what stands is about another day, in none."""
    maker, update = scene.people[0], drafted(scene)
    older = Update.everything.get(pk=update.pk)
    april = at(date(2026, 4, 3))
    update = actions.edit(update, claim(date(2026, 4, 2)), version=1, by=maker, at=april)
    period = periods.open_period(scene.root, MARCH, name="三月", by=scene.people[2], at=april)
    periods.lock(period, by=scene.people[2], at=april)
    with pytest.raises(AlreadyMoved):
        actions.submit(older, by=maker, at=april)
    assert actions.submit(update, by=maker, at=april).state == "reported"


def test_who_writes_on_what_was_changed_meanwhile_is_shown_what_stands_now(scene: Scene) -> None:
    """Two windows of one person: the second keeps its own words and is given the others'."""
    maker, update = scene.people[0], drafted(scene)
    other = Update.everything.get(pk=update.pk)
    actions.edit(update, claim(DAY, 60, "先存的"), version=1, by=maker, at=at(DAY))
    with pytest.raises(StaleEdit) as stale:
        actions.edit(other, claim(DAY, 70, "后存的"), version=1, by=maker, at=at(DAY))
    assert (stale.value.status, stale.value.now.text, stale.value.now.version) == (409, "先存的", 2)
    done = actions.edit(other, claim(DAY, 70, "后存的"), version=2, by=maker, at=at(DAY))
    assert (done.text, done.version) == ("后存的", 3)


def test_two_hundred_edits_by_eight_hands_lose_nothing(scene: Scene) -> None:
    """Each acts on the version that it has seen; what is accepted is as many as the version says."""
    maker, update = scene.people[0], drafted(scene)
    seen, accepted, stale = [1] * 8, 0, 0
    for number in range(200):
        hand = (number * number + number // 3) % 8
        try:
            actions.edit(update, claim(text=f"{number}"), version=seen[hand], by=maker, at=at(DAY))
            accepted += 1
            seen[hand] += 1
        except StaleEdit as problem:
            stale += 1
            seen[hand] = problem.now.version
    update.refresh_from_db()
    assert (update.version, accepted + stale) == (accepted + 1, 200)
    assert accepted > 30
    assert stale > 30


@pytest.mark.parametrize("verb", ["edit", "submit", "withdraw"])
def test_a_draft_is_its_makers_alone(scene: Scene, verb: str) -> None:
    update, other = drafted(scene), scene.people[3]
    with pytest.raises(NotYours):
        if verb == "edit":
            actions.edit(update, claim(), version=1, by=other, at=at(DAY))
        else:
            getattr(actions, verb)(update, by=other, at=at(DAY))


def test_what_is_taken_back_was_never_claimed(scene: Scene) -> None:
    update = actions.report(scene.item, claim(), unit=scene.unit, by=scene.people[0], at=at(DAY))
    looked = Update.everything.get(pk=update.pk)
    actions.withdraw(update, by=scene.people[0], at=at(DAY))
    with pytest.raises(AlreadyMoved):
        actions.sign(looked, by=scene.people[1], at=at(DAY))
    assert Update.everything.get(pk=update.pk).signed_at is None


def test_a_draft_of_tomorrow_or_of_a_unit_that_does_not_do_the_item_is_refused(scene: Scene) -> None:
    maker = scene.people[0]
    with pytest.raises(InTheFuture):
        actions.draft(scene.item, claim(DAY + timedelta(days=1)), unit=scene.unit, by=maker, at=at(DAY))
    with pytest.raises(NotOwner):
        actions.draft(scene.item, claim(DAY), unit=scene.root, by=maker, at=at(DAY))
    update = drafted(scene)
    with pytest.raises(InTheFuture):
        actions.edit(update, claim(DAY + timedelta(days=1)), version=1, by=maker, at=at(DAY))


def test_a_returned_report_is_followed_by_the_next_and_stays_as_it_was(scene: Scene) -> None:
    first = returned(scene)
    second = returned(scene, DAY + timedelta(days=1))
    third = drafted(scene)
    assert (first.follows, second.follows, third.follows) == (None, first, second)
    actions.withdraw(third, by=scene.people[0], at=at(DAY))
    assert drafted(scene).follows == second
    other = task(scene.root, scene.unit, scene.people[0], "另一")
    elsewhere = actions.report(other, claim(), unit=scene.unit, by=scene.people[0], at=at(DAY))
    assert elsewhere.follows is None


def test_a_return_is_unanswered_until_the_unit_reports_anew(scene: Scene) -> None:
    first = returned(scene)
    known = at(DAY + timedelta(days=30))
    assert [one.pk for one in Update.everything.unanswered(known)] == [first.pk]
    assert [one.returned_at for one in Update.everything.unanswered(known)] == [at(DAY, 10)]
    assert not Update.everything.unanswered(at(DAY)).exists()
    # A draft is no answer, and what was taken back is none either.
    next_ = drafted(scene)
    assert Update.everything.unanswered(known).exists()
    day = DAY + timedelta(days=3)
    next_ = actions.submit(next_, by=scene.people[0], at=at(day))
    assert not Update.everything.unanswered(known).exists()
    assert Update.everything.unanswered(at(day, 8)).exists()
    actions.withdraw(next_, by=scene.people[0], at=at(day, 11))
    assert Update.everything.unanswered(known).exists()
    assert not Update.everything.unanswered(at(day, 10)).exists()


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 3, 28), False), (date(2026, 3, 29), True), (date(2026, 4, 3), True)]
)
def test_what_comes_after_the_due_day_is_taken_and_marked(scene: Scene, day: date, late: bool) -> None:
    period = periods.open_period(scene.root, MARCH, name="三月", by=scene.people[2], at=at(START))
    update = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(day))
    assert (update.period, update.late) == (period, late)


def test_a_report_in_time_that_the_head_signs_late_is_late(scene: Scene) -> None:
    periods.open_period(scene.root, MARCH, name="三月", by=scene.people[2], at=at(START))
    update = actions.report(scene.item, claim(DAY), unit=scene.unit, by=scene.people[0], at=at(DAY))
    assert not update.late
    assert actions.sign(update, by=scene.people[1], at=at(date(2026, 3, 30))).late


@pytest.mark.parametrize(("day", "refusal"), [(date(2026, 3, 2), NotYet), (date(2026, 4, 4), TooLate)])
def test_outside_its_window_a_period_takes_nothing(scene: Scene, day: date, refusal: type[Exception]) -> None:
    days = replace(MARCH, opens=date(2026, 3, 3))
    periods.open_period(scene.root, days, name="三月", by=scene.people[2], at=at(START))
    deed = {"unit": scene.unit, "by": scene.people[0], "at": at(day)}
    with pytest.raises(refusal):
        actions.report(scene.item, claim(date(2026, 3, 1)), **deed)
    # A draft may be written before, and lies there; a day that no period holds asks nothing.
    draft = actions.draft(scene.item, claim(date(2026, 3, 1)), **deed)
    with pytest.raises(refusal):
        actions.submit(draft, by=scene.people[0], at=at(day))
    assert actions.report(scene.item, claim(date(2026, 2, 1)), **deed).period is None


@pytest.mark.parametrize("sealed", [False, True])
def test_in_a_closed_period_nobody_does_anything_until_it_is_reopened(scene: Scene, sealed: bool) -> None:
    maker, head, office, leader, _ = scene.people
    period = periods.open_period(scene.root, MARCH, name="三月", by=office, at=at(START))
    in_march = {"unit": scene.unit, "by": maker, "at": at(DAY)}
    draft = actions.draft(scene.item, claim(DAY), **in_march)
    reported, signed = (actions.report(scene.item, claim(DAY), **in_march) for _ in range(2))
    signed = actions.sign(signed, by=head, at=at(DAY))
    elsewhere = actions.draft(scene.item, claim(date(2026, 2, 2)), **in_march)
    periods.lock(period, by=office, at=at(DAY))
    if sealed:
        periods.certify(period, by=leader, at=at(DAY))
    deeds = {
        "report": lambda: actions.report(scene.item, claim(DAY), **in_march),
        "draft": lambda: actions.draft(scene.item, claim(DAY), **in_march),
        "edit": lambda: actions.edit(draft, claim(DAY), version=1, by=maker, at=at(DAY)),
        "edit out": lambda: actions.edit(draft, claim(date(2026, 2, 2)), version=1, by=maker, at=at(DAY)),
        "edit in": lambda: actions.edit(elsewhere, claim(DAY), version=1, by=maker, at=at(DAY)),
        "submit": lambda: actions.submit(draft, by=maker, at=at(DAY)),
        "withdraw": lambda: actions.withdraw(reported, by=maker, at=at(DAY)),
        "sign": lambda: actions.sign(reported, by=head, at=at(DAY)),
        "send_back": lambda: actions.send_back(reported, reason="缺", by=head, at=at(DAY)),
        "verify": lambda: actions.verify(signed, note="", by=office, at=at(DAY)),
        "decline": lambda: actions.decline(signed, reason="缺", by=office, at=at(DAY)),
    }
    steps = Step.everything.count()
    for name, deed in deeds.items():
        with pytest.raises(Locked):
            deed()
        assert Step.everything.count() == steps, name
    day = date(2026, 5, 1)
    period = periods.reopen(period, reason="更正一处", late_until=day, by=leader, at=at(day))
    assert actions.verify(signed, note="", by=office, at=at(day)).state == "verified"
    assert actions.sign(reported, by=head, at=at(day)).late


def test_a_draft_is_seen_in_its_unit_and_by_nobody_above(world: World) -> None:
    place = world.places["own"]
    draft = actions.draft(place.item, claim(TODAY), unit=place.unit, by=world.members["reporter"], at=NOW)
    seen = {who for who in world.members if access.can(world.members[who], "read", draft)}
    assert seen == {"reporter", "reporter_subtree", "head", "head_subtree"}
    assert not access.can(world.members["supervisor"], "verify", draft)
    actions.submit(draft, by=world.members["reporter"], at=NOW)
    assert access.can(world.members["supervisor"], "read", draft)
    assert access.can(world.members["auditor"], "read", draft)


@pytest.mark.parametrize("verb", ["edit", "submit", "withdraw"])
def test_who_reports_for_a_unit_edits_submits_and_withdraws(world: World, verb: str) -> None:
    update = world.places["own"].updates["reported"]
    may = {who for who in world.members if access.can(world.members[who], verb, update)}
    assert may == {"reporter", "reporter_subtree"}


def test_nobody_passes_their_own_report_on_through_any_second_role(world: World) -> None:
    """One person with every role in the school: of all that follows a report, nothing is theirs to do."""
    place = world.places["own"]
    who = member(place.unit, "all")
    for role in (Role.REPORTER, Role.HEAD, Role.SUPERVISOR, Role.LEADER):
        grant(who, role, world.units["parent"])
    reported = actions.report(place.item, claim(TODAY), unit=place.unit, by=who, at=NOW)
    for verb in ("sign", "send_back", "verify", "decline"):
        assert not access.can(who, verb, reported)
    signed = actions.report(place.item, claim(TODAY), unit=place.unit, by=world.members["maker"], at=NOW)
    actions.sign(signed, by=who, at=NOW)
    for verb in ("verify", "decline"):
        assert not access.can(who, verb, signed)


def test_a_row_that_cannot_be_is_refused_by_the_table(scene: Scene) -> None:
    update = drafted(scene)
    for bad in ({"state": "lost"}, {"signed_by": scene.people[1]}, {"percent": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Update.everything.filter(pk=update.pk).update(**bad)


def test_what_stands_verified_is_one_question(scene: Scene) -> None:
    for state in Update.State.values:
        update = drafted(scene)
        Update.everything.filter(pk=update.pk).update(state=state)
    assert {one.state for one in Update.everything.shown()} == {"verified", "certified"}
    then = Update.everything.filter(unit=scene.unit).state_at(at(DAY))
    assert {one.state_then for one in then} == {"draft"}
    assert {one.state_then for one in then.state_at(at(START))} == {None}
