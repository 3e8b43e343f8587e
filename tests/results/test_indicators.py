"""指标: who may, what happens, what must not; values, targets and definitions with two clocks; the guard-rails."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from luoshi.arithmetic.errors import NeedsReason
from luoshi.arithmetic.guard import Subject
from luoshi.arithmetic.indicators import Comparator, Direction, Kind
from luoshi.people import access
from luoshi.plans.errors import NotADraft
from luoshi.plans.models import Plan
from luoshi.results import actions
from luoshi.results.errors import (
    AlreadySaid,
    BadIndicator,
    BadTarget,
)
from luoshi.results.explaining import explain_indicator
from luoshi.results.measuring import stand
from luoshi.results.models import Definition, Driver, Indicator, Observation, Override, Value
from luoshi.work.models import Update
from tests.results.measured import D, ago, aim, defined, entered, later, meant, proven, share
from tests.world import NOW, TODAY, World


def test_a_verified_value_moves_the_shown_share_and_an_unverified_one_does_not(world: World) -> None:
    assert share(world) == 0.4
    indicator = defined(world)
    assert share(world) is None
    assert share(world, known=NOW) == 0.4
    value = entered(world, indicator, 30, ago(5), at=10)
    assert share(world) is None
    actions.verify_value(value, by=world.members["verifier"], at=later(20))
    assert share(world) == 0.3
    assert share(world, on=ago(6)) is None
    assert share(world, known=later(19)) is None


def test_a_value_known_after_k_does_not_count_at_k(world: World) -> None:
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    proven(world, indicator, 20, ago(9), at=20)
    proven(world, indicator, 35, ago(5), at=30)
    assert [share(world, known=later(at)) for at in (11, 25, 31)] == [0.3, 0.3, 0.35]
    assert [share(world, on=ago(7), known=later(at)) for at in (11, 21, 40)] == [None, 0.2, 0.2]
    assert stand(indicator, ago(7), later(40)).shown.value == 20


def test_progress_is_clipped_for_the_item_and_not_for_the_indicator(world: World) -> None:
    indicator = defined(world)
    proven(world, indicator, 130, ago(3), at=10)
    assert share(world) == 1
    sides = stand(indicator, TODAY, later(60)).shown_sides
    assert sides is not None
    assert sides.newest.bottom is not None
    assert sides.newest.bottom.progress.value == 130_000_000
    told = explain_indicator(indicator, TODAY, later(60))
    assert told.value == 100_000_000
    assert {fact.kind for fact in told.all_facts()} == {"指标定义", "目标版本", "观测值"}


def test_a_target_changed_twice_within_a_period_leaves_the_first_beside_the_newest(world: World) -> None:
    indicator = defined(world, target=100)
    proven(world, indicator, 30, ago(5), at=10)
    aim(world, indicator, 60, at=20)
    aim(world, indicator, 50, at=30)
    assert [share(world, known=later(at)) for at in (15, 25, 35)] == [0.3, 0.5, 0.6]
    sides = stand(indicator, TODAY, later(40)).shown_sides
    assert sides is not None
    assert sides.changes == 2
    assert sides.newest.bottom is not None
    assert sides.first.bottom is not None
    assert (sides.newest.bottom.progress.shown, sides.first.bottom.progress.shown) == ("60%", "30%")


def test_another_definition_changes_the_share_from_then_on_only(world: World) -> None:
    indicator = defined(world, target=10, kind=Kind.MINIMISE, base=D(30))
    proven(world, indicator, 15, ago(5), at=10)
    assert share(world) == 0.75
    actions.redefine(
        indicator,
        meant(world, kind=Kind.MINIMISE, base=D(20)),
        by=world.members["maker"],
        at=later(20),
    )
    assert share(world) == 0.5
    assert share(world, known=later(15)) == 0.75


def test_who_takes_the_driver_away_hands_the_item_back_to_its_reports(world: World) -> None:
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    actions.redefine(indicator, meant(world, drives=False), by=world.members["maker"], at=later(20))
    assert share(world) == 0.4
    assert share(world, known=later(15)) == 0.3


def test_of_two_indicators_the_one_named_last_drives(world: World) -> None:
    first = defined(world)
    proven(world, first, 30, ago(5), at=10)
    second = defined(world, name="专利数", at=20)
    proven(world, second, 70, ago(5), at=30)
    assert share(world) == 0.7
    proven(world, first, 90, ago(2), at=40)
    assert share(world) == 0.7
    assert Driver.everything.filter(item=first.item).count() == 2


def test_an_update_verified_on_a_driven_item_states_and_does_not_show(world: World) -> None:
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    update = world.places["own"].updates["signed"]
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    made = actions.verify(update, shown=50, words=words, note="", by=world.members["verifier"], at=later(20))
    made.refresh_from_db()
    assert (made.percent, made.share) == (50, 30_000_000)
    assert share(world) == 0.3


@pytest.mark.parametrize(
    "more", [{"name": " "}, {"tolerance": D(-1)}, {"every": 0}, {"base": D("0.00001")}, {"base": D("NaN")}]
)
def test_a_definition_that_contradicts_itself_is_refused(world: World, more: dict[str, Any]) -> None:
    before = set(Indicator.everything.values_list("pk", flat=True))
    with pytest.raises(BadIndicator):
        defined(world, **more)
    assert set(Indicator.everything.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("kind", "towards", "direction"),
    [
        (Kind.MAXIMISE, Direction.DOWN, "up"),
        (Kind.MINIMISE, Direction.UP, "down"),
        (Kind.RATIO, Direction.DOWN, "down"),
    ],
)
def test_the_direction_is_the_kinds_except_for_a_ratio(
    world: World, kind: Kind, towards: Direction, direction: str
) -> None:
    indicator = defined(world, kind=kind, direction=towards, comparator=Comparator.MORE, target=None)
    found = Definition.everything.get(indicator=indicator)
    assert (found.direction, found.comparator, found.subject) == (direction, ">", "college")


def test_an_adopted_plan_is_not_changed_directly(world: World) -> None:
    indicator = defined(world)
    plan = world.places["own"].plan
    Plan.everything.filter(pk=plan.pk).update(adopted_at=later(5), adopted_by=world.members["signer"])
    with pytest.raises(NotADraft):
        aim(world, indicator, 50, at=10)
    with pytest.raises(NotADraft):
        actions.redefine(indicator, meant(world), by=world.members["maker"], at=later(10))
    with pytest.raises(NotADraft):
        defined(world, at=10)


def test_what_is_said_twice_at_one_moment_is_refused(world: World) -> None:
    indicator = defined(world)
    aim(world, indicator, 50, at=10)
    with pytest.raises(AlreadySaid):
        aim(world, indicator, 60, at=10)
    with pytest.raises(AlreadySaid):
        actions.redefine(indicator, meant(world), by=world.members["maker"], at=later(1))


def test_a_target_asks_for_something_and_once_for_a_day(world: World) -> None:
    indicator = defined(world, target=None)
    for points in ([], [actions.Wanted(TODAY)], [actions.Wanted(TODAY, D(1))] * 2):
        with pytest.raises(BadTarget):
            actions.set_targets(indicator, points, by=world.members["maker"], at=later(10))


def test_an_employment_rate_for_a_college_wants_a_reason_that_is_kept(world: World) -> None:
    indicator = defined(world, name="毕业去向落实率", kind=Kind.RATIO, measure="%", target=None)
    with pytest.raises(NeedsReason):
        aim(world, indicator, 90, at=10)
    with pytest.raises(NeedsReason):
        aim(world, indicator, 90, at=10, override="同意")
    assert not indicator.targets.exists()
    reason = "经校长办公会专题研究，仅作内部监测参考"
    aim(world, indicator, 90, at=10, override=reason)
    kept = Override.everything.get(indicator=indicator)
    assert (kept.warnings, kept.reason, kept.by) == (["QUOTA"], reason, world.members["maker"])


def test_renaming_a_target_into_an_employment_rate_is_no_way_round(world: World) -> None:
    indicator = defined(world)
    person = meant(world, name="在辽就业率", subject=Subject.COUNSELLOR)
    with pytest.raises(NeedsReason):
        actions.redefine(indicator, person, by=world.members["maker"], at=later(10))
    reason = "辅导员本人申请的试点，不与考核挂钩"
    actions.redefine(indicator, person, override=reason, by=world.members["maker"], at=later(10))
    assert Override.everything.get(indicator=indicator).warnings == ["APPORTIONED"]


def test_other_targets_are_not_warned_of(world: World) -> None:
    defined(world, name="就业服务满意率")
    assert not Override.everything.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("planner", {"read", "define", "observe"}),
        ("supervisor", {"read", "define", "observe"}),
        ("leader", {"read"}),
        ("auditor", {"read"}),
        ("reporter", {"read", "observe"}),
        ("head", {"read"}),
        ("sibling_head", set()),
        ("foreign_supervisor", set()),
        ("system", set()),
        ("nobody", set()),
    ],
)
def test_who_may_what_with_an_indicator(world: World, who: str, may: set[str]) -> None:
    indicator = defined(world)
    member = world.members[who]
    assert {verb for verb in ("read", "define", "observe") if access.can(member, verb, indicator)} == may
    assert access.can(member, "define", indicator.item) is ("define" in may)


def test_nothing_of_all_this_is_written_over(world: World) -> None:
    """Each change appends; what was known before is still there to be asked for."""
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    before = list(Observation.everything.filter(item=indicator.item).order_by("pk").values())
    aim(world, indicator, 50, at=20)
    after = list(Observation.everything.filter(item=indicator.item).order_by("pk").values())
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert Decimal(30) in Value.everything.values_list("value", flat=True)
    assert Update.everything.filter(item=indicator.item).exists()
