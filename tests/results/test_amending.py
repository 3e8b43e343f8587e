"""目标调整: an adopted plan's targets change by a second signature only, and the old stays visible."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoshi.arithmetic.errors import NeedsReason
from luoshi.people import access
from luoshi.plans import actions as plans
from luoshi.plans import amending as planning
from luoshi.plans.errors import AlreadyDecided, BadAmendment, NotAdopted, OwnAmendment
from luoshi.plans.models import Amendment
from luoshi.results import amending
from luoshi.results.checking import drift
from luoshi.results.errors import AlreadySaid, BadIndicator, BadTarget
from luoshi.results.meaning import Wanted
from luoshi.results.measuring import stand
from luoshi.results.models import Indicator, Override, Target
from tests.results.measured import D, ago, defined, later, meant, proven, share
from tests.world import TODAY, World


def adopted(world: World, **more: Any) -> Indicator:
    """Adopt the college's plan with an indicator in it, a target of 100 and a value of 30."""
    indicator = defined(world, **more)
    proven(world, indicator, 30, ago(30), at=5)
    plans.adopt(indicator.item.plan, by=world.members["signer"], at=later(10))
    return indicator


def proposed(world: World, indicator: Indicator, target: int, at: int, **more: Any) -> Amendment:
    about: date = more.pop("about", ago(0))
    return amending.propose_targets(
        indicator,
        [Wanted(indicator.item.plan.ends, D(target), D(target + 10))],
        reason="省里下调了口径",
        about=about,
        by=world.members["maker"],
        at=later(at),
        **more,
    )


def signed(world: World, amendment: Amendment, at: int) -> datetime:
    amending.countersign_targets(amendment, by=world.members["signer"], at=later(at))
    return later(at)


def test_nothing_changes_before_the_second_signature_and_the_first_target_stays(world: World) -> None:
    indicator = adopted(world)
    amendment = proposed(world, indicator, 60, at=20, about=ago(10))
    assert share(world) == 0.3
    assert (amendment.kind, amendment.proposed_targets.get().bottom) == ("target", 60)
    signed(world, amendment, at=30)
    assert share(world) == 0.5
    assert share(world, known=later(25)) == 0.3
    assert [share(world, on=ago(days), known=later(40)) for days in (11, 10)] == [0.3, 0.5]
    sides = stand(indicator, TODAY, later(40)).shown_sides
    assert sides is not None
    assert (sides.newest.bottom.progress.shown, sides.first.bottom.progress.shown) == ("50%", "30%")  # type: ignore[union-attr]
    assert sides.newest.stretch is not None
    assert Target.everything.get(amendment=amendment).by == world.members["signer"]
    assert drift(indicator.item.plan) == []


def test_nobody_signs_their_own_and_nobody_signs_twice(world: World) -> None:
    amendment = proposed(world, adopted(world), 60, at=20)
    with pytest.raises(OwnAmendment):
        amending.countersign_targets(amendment, by=world.members["maker"], at=later(30))
    signed(world, amendment, at=30)
    with pytest.raises(AlreadyDecided):
        amending.countersign_targets(amendment, by=world.members["verifier"], at=later(40))
    assert Target.everything.filter(amendment=amendment).count() == 1


def test_of_two_proposals_the_second_is_proposed_anew(world: World) -> None:
    indicator = adopted(world)
    first, second = (proposed(world, indicator, target, at=20) for target in (60, 50))
    signed(world, first, at=30)
    with pytest.raises(AlreadySaid):
        signed(world, second, at=40)
    second.refresh_from_db()
    assert (share(world), second.state) == (0.5, "proposed")


def test_a_refused_or_withdrawn_proposal_changes_nothing(world: World) -> None:
    indicator = adopted(world)
    refused, withdrawn = (proposed(world, indicator, target, at=20) for target in (60, 50))
    planning.refuse(refused, answer="理由不足", by=world.members["signer"], at=later(30))
    planning.withdraw(withdrawn, by=world.members["maker"], at=later(30))
    assert share(world) == 0.3
    assert Target.everything.filter(indicator=indicator).count() == 1
    assert drift(indicator.item.plan) == []


def test_a_draft_is_not_amended(world: World) -> None:
    with pytest.raises(NotAdopted):
        proposed(world, defined(world), 60, at=20)


def test_a_target_for_a_coming_day_or_before_the_one_that_holds_is_refused(world: World) -> None:
    indicator = adopted(world)
    with pytest.raises(BadAmendment):
        proposed(world, indicator, 60, at=20, about=TODAY + timedelta(days=1))
    signed(world, proposed(world, indicator, 60, at=20, about=ago(5)), at=30)
    with pytest.raises(BadTarget):
        proposed(world, indicator, 50, at=40, about=ago(6))


def test_a_new_indicator_of_an_adopted_plan_holds_from_the_second_signature(world: World) -> None:
    item = adopted(world).item
    amendment = amending.propose_definition(
        item,
        meant(world, name="专利数"),
        reason="增设",
        about=ago(3),
        by=world.members["maker"],
        at=later(20),
    )
    fresh = amendment.proposed_definitions.get().indicator
    with pytest.raises(BadIndicator):
        proposed(world, fresh, 60, at=25)
    assert stand(fresh, TODAY, later(25)).definition is None
    assert share(world) == 0.3
    signed(world, amendment, at=30)
    assert share(world) is None  # it drives, and has neither a target nor a value yet
    assert share(world, on=ago(4), known=later(40)) == 0.3
    signed(world, proposed(world, fresh, 60, at=40), at=50)
    proven(world, fresh, 15, ago(1), at=60)
    assert share(world) == 0.25
    assert drift(item.plan) == []


def test_a_definition_is_amended_and_the_old_one_still_answers(world: World) -> None:
    indicator = adopted(world)
    amendment = amending.propose_definition(
        indicator,
        meant(world, base=D(20)),
        reason="基期更正",
        about=ago(20),
        by=world.members["maker"],
        at=later(20),
    )
    signed(world, amendment, at=30)
    assert share(world) == 0.125
    assert share(world, on=ago(25), known=later(40)) == 0.3
    assert share(world, known=later(25)) == 0.3


def test_an_employment_rate_is_warned_of_when_it_is_proposed(world: World) -> None:
    indicator = adopted(world, name="毕业去向落实率", target=None)
    with pytest.raises(NeedsReason):
        proposed(world, indicator, 90, at=20)
    assert not Amendment.everything.filter(plan=indicator.item.plan).exists()
    reason = "仅作监测，不下达学院，不与考核挂钩"
    amendment = proposed(world, indicator, 90, at=20, override=reason)
    assert Override.everything.get(amendment=amendment).reason == reason


def test_a_signature_past_the_results_is_told_as_a_difference(world: World) -> None:
    """The plans' own signature knows nothing of targets: the check finds what it has left out."""
    indicator = adopted(world)
    amendment = proposed(world, indicator, 60, at=20)
    planning.countersign(amendment, by=world.members["signer"], at=later(30))
    found = [(one.item, one.column, one.facts) for one in drift(indicator.item.plan)]
    assert found == [(indicator.item_id, f"amendment:{amendment.pk}", "target")]


@pytest.mark.parametrize(
    ("who", "may"),
    [("leader", True), ("planner", True), ("supervisor", True), ("auditor", False), ("head", False)],
)
def test_who_signs_second(world: World, who: str, *, may: bool) -> None:
    amendment = proposed(world, adopted(world), 60, at=20)
    assert access.can(world.members[who], "countersign", amendment) is may
    Amendment.everything.filter(pk=amendment.pk).update(by=world.members[who])
    assert not access.can(world.members[who], "countersign", amendment)


def test_an_amendment_of_another_kind_is_signed_by_the_same_people(world: World) -> None:
    item = adopted(world).item
    change = planning.Becomes(item, "word", {"title": "改"})
    proposal = planning.Proposal("clerical", "错字", TODAY, [change])
    amendment = planning.propose(item.plan, proposal, by=world.members["maker"], at=later(20))
    assert access.can(world.members["leader"], "countersign", amendment)
    for who in ("maker", "head", "auditor", "foreign_supervisor"):
        assert not access.can(world.members[who], "countersign", amendment)
