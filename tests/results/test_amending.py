"""目标调整: an adopted plan's targets change by a second signature only, and the old stays visible."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from luoshi.arithmetic.errors import NeedsReason
from luoshi.people import access
from luoshi.plans import actions as plans
from luoshi.plans import amending as planning
from luoshi.plans import effects
from luoshi.plans.errors import AlreadyDecided, BadAmendment, NotAdopted, OwnAmendment
from luoshi.plans.models import Amendment, Plan, Standing
from luoshi.plans.turning import turn
from luoshi.results import amending
from luoshi.results.checking import drift
from luoshi.results.errors import AlreadySaid, BadIndicator, BadTarget, BadValue
from luoshi.results.meaning import Wanted
from luoshi.results.measuring import stand
from luoshi.results.models import Indicator, Override, Target
from tests.results.measured import D, ago, defined, entered, later, meant, proven, share
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
    planning.countersign(amendment, by=world.members["signer"], at=later(at))
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
        planning.countersign(amendment, by=world.members["maker"], at=later(30))
    signed(world, amendment, at=30)
    with pytest.raises(AlreadyDecided):
        planning.countersign(amendment, by=world.members["verifier"], at=later(40))
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


def test_a_target_before_the_one_that_holds_is_refused(world: World) -> None:
    indicator = adopted(world)
    signed(world, proposed(world, indicator, 60, at=20, about=ago(5)), at=30)
    with pytest.raises(BadTarget):
        proposed(world, indicator, 50, at=40, about=ago(6))


def kept(indicator: Indicator, day: date) -> float | None:
    """Turn a plan to a day, hold what is kept against the facts, and return what is kept of the item."""
    plan = Plan.everything.get(pk=indicator.item.plan_id)
    turn(plan, day)
    assert drift(plan) == []
    shown = Standing.everything.get(pk=indicator.item_id).shown
    return None if shown is None else shown / 100_000_000


def test_a_target_for_a_coming_day_holds_from_that_day_on(world: World) -> None:
    indicator = adopted(world)
    signed(world, proposed(world, indicator, 60, at=20, about=ago(-3)), at=30)
    assert [share(world, on=ago(days), known=later(40)) for days in (0, -2, -3)] == [0.3, 0.3, 0.5]
    assert share(world, on=ago(-3), known=later(25)) == 0.3
    assert [kept(indicator, ago(days)) for days in (0, -2, -3, -4)] == [0.3, 0.3, 0.5, 0.5]


def test_a_day_that_is_passed_over_brings_in_what_had_come_with_it(world: World) -> None:
    indicator = adopted(world)
    signed(world, proposed(world, indicator, 60, at=20, about=ago(-3)), at=30)
    signed(world, proposed(world, indicator, 50, at=40, about=ago(-5)), at=50)
    assert kept(indicator, ago(-9)) == 0.6
    sides = stand(indicator, ago(-9), later(60)).shown_sides
    assert sides is not None
    assert (sides.changes, sides.first.bottom.progress.shown) == (2, "30%")  # type: ignore[union-attr]


def test_a_value_that_comes_before_the_day_moves_both_targets(world: World) -> None:
    indicator = adopted(world)
    signed(world, proposed(world, indicator, 60, at=20, about=ago(-3)), at=30)
    proven(world, indicator, 45, ago(0), at=40)
    assert [share(world, on=ago(days), known=later(60)) for days in (0, -3)] == [0.45, 0.75]
    assert [kept(indicator, ago(days)) for days in (0, -3)] == [0.45, 0.75]


def test_a_target_for_the_time_until_a_coming_one_gives_way_to_it(world: World) -> None:
    indicator = adopted(world)
    signed(world, proposed(world, indicator, 60, at=20, about=ago(-3)), at=30)
    signed(world, proposed(world, indicator, 75, at=40), at=50)
    assert [kept(indicator, ago(days)) for days in (0, -3)] == [0.4, 0.5]


def test_a_definition_for_a_coming_day_holds_from_that_day_on(world: World) -> None:
    indicator = adopted(world)
    amendment = amending.propose_definition(
        indicator,
        meant(world, base=D(20)),
        reason="基期改按去年",
        about=ago(-2),
        by=world.members["maker"],
        at=later(20),
    )
    signed(world, amendment, at=30)
    assert [kept(indicator, ago(days)) for days in (0, -1, -2)] == [0.3, 0.3, 0.125]


def test_an_indicator_of_a_coming_day_measures_nothing_and_is_aimed_at_nothing_before(world: World) -> None:
    item = adopted(world).item
    amendment = amending.propose_definition(
        item,
        meant(world, name="专利数"),
        reason="增设",
        about=ago(-2),
        by=world.members["maker"],
        at=later(20),
    )
    signed(world, amendment, at=30)
    fresh = amendment.proposed_definitions.get().indicator
    with pytest.raises(BadValue):
        entered(world, fresh, 15, ago(0), at=40)
    with pytest.raises(BadIndicator):
        proposed(world, fresh, 60, at=40, about=ago(-1))
    signed(world, proposed(world, fresh, 60, at=40, about=ago(-2)), at=50)
    assert [kept(fresh, ago(days)) for days in (-1, -2)] == [0.3, None]


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


def test_there_is_one_signature_and_it_leaves_no_target_out(world: World) -> None:
    indicator = adopted(world)
    amendment = proposed(world, indicator, 60, at=20)
    planning.countersign(amendment, by=world.members["signer"], at=later(30))
    assert Target.everything.get(amendment=amendment).bottom == 60
    assert drift(indicator.item.plan) == []


def test_without_the_stage_that_holds_targets_none_is_signed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    amendment = proposed(world, adopted(world), 60, at=20)
    monkeypatch.delitem(effects.AMENDED, Amendment.Kind.TARGET)
    with pytest.raises(KeyError):
        planning.countersign(amendment, by=world.members["signer"], at=later(30))
    amendment.refresh_from_db()
    assert amendment.state == "proposed"


def test_an_amendment_of_targets_that_proposes_none_is_refused(world: World) -> None:
    plan = adopted(world).item.plan
    empty = planning.Proposal("target", "无", TODAY, [])
    amendment = planning.propose(plan, empty, by=world.members["maker"], at=later(20))
    with pytest.raises(BadAmendment):
        planning.countersign(amendment, by=world.members["signer"], at=later(30))


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
