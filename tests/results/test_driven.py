"""主指标: what an indicator shows of its item, and why, is the same by whichever way it is asked for."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta

import pytest

from luoshi.arithmetic.asof import Clock, moment
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.arithmetic.standing import state
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Item
from luoshi.results import actions, ledger
from luoshi.results.checking import drift
from luoshi.results.explaining import explain_item
from luoshi.results.models import Driver, Observation, Value
from luoshi.work import actions as work
from tests.results import plain
from tests.results.deeds import MEASURING, VERBS, Deeds
from tests.results.measured import D, ago, defined, entered, later, proven
from tests.results.test_kept import begin
from tests.world import NOW, TODAY, World, reported

SEEDS = range(int(os.getenv("LUOSHI_SEEDS", "2")))


def worked(world: World, seed: int) -> Deeds:
    """Work on a plan, then measure mostly; it is adopted between."""
    deeds = begin(world, seed)
    for number in range(120):
        deeds.do(VERBS if number < 50 else MEASURING)
        if number == 80:
            deeds.adopt()
    return deeds


def questions(deeds: Deeds, number: int, seed: int = 1) -> list[tuple[date, datetime]]:
    """Return days and moments at and about which something happened."""
    rng = random.Random(seed)
    moments = sorted(
        {*Observation.everything.filter(item__plan=deeds.plan).values_list("known_at", flat=True)}
    )
    moments += sorted(
        {*Value.everything.filter(verified_at__isnull=False).values_list("verified_at", flat=True)}
    )
    about = sorted({*Observation.everything.filter(item__plan=deeds.plan).values_list("about", flat=True)})
    return [
        (
            rng.choice(about) + timedelta(days=rng.choice((-1, 0, 0, 1, 30))),
            rng.choice(moments) + timedelta(microseconds=rng.choice((-1, 0, 0, 1))),
        )
        for _ in range(number)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_shows_of_a_driven_item_what_its_bare_facts_say(world: World, seed: int) -> None:
    deeds = worked(world, seed + 23)
    keys, facts = keys_of(deeds.plan), ledger.load(deeds.plan)
    driven = set(Driver.everything.filter(item__plan=deeds.plan).values_list("item", flat=True))
    answers: set[tuple[bool, int | None]] = set()
    for on, known in [*questions(deeds, 25), (TODAY - timedelta(days=300), NOW)]:
        stated = ledger.own(deeds.plan, keys, on, known)
        column = facts.shows.value(0, facts.shows.last(on.toordinal(), moment(known)), UNDEFINED)
        assert column.tolist() == stated.shows.tolist()
        for shown, shares in ((True, stated.shows), (False, stated.claims)):
            for key, share in zip(keys.tolist(), shares.tolist(), strict=True):
                if key in driven:
                    said = plain.told(key, on, known, shown=shown)
                    assert (None if share == UNDEFINED else share) == said, (key, on, known, shown)
                    answers.add((shown, said))
    assert seed > 1 or len(answers) >= 4
    assert drift(deeds.plan) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_why_a_share_is_what_it_is_gives_the_share_for_every_node(world: World, seed: int) -> None:
    deeds = worked(world, seed + 44)
    facts = ledger.load(deeds.plan)
    items = {item.pk: item for item in Item.everything.filter(plan=deeds.plan).select_related("plan")}
    rules: set[str] = set()
    # The last moment too, when something of each kind is there.
    for on, known in [*questions(deeds, 2, seed), (deeds.now.date(), deeds.now)]:
        found = state(facts, on.toordinal(), moment(known))
        for at, key in enumerate(facts.keys.tolist()):
            if not found.nodes.there[at] or found.nodes.tree.loose[at]:
                continue
            for shown, shares in ((True, found.shown), (False, found.claimed)):
                told = explain_item(items[key], on, known, shown=shown)
                share = int(shares[at])
                assert told.value == (None if share == UNDEFINED else share), (key, on, known, shown)
                assert all(fact.about <= on for fact in told.all_facts())
                assert all(fact.known and fact.known <= known for fact in told.all_facts())
                rules |= {part.rule for part in (told, *told.parts)}
    assert "weighted" in rules


def test_a_share_says_whether_it_was_stated_or_comes_from_an_indicator(world: World) -> None:
    """Shown and claimed alike; milestones have a test of their own."""
    item = world.places["own"].item
    told = [explain_item(item, TODAY, NOW, shown=shown) for shown in (True, False)]
    assert [(one.rule, one.value) for one in told] == [("given", 40_000_000), ("given", 50_000_000)]
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    entered(world, indicator, 60, ago(2), at=20)
    told = [explain_item(item, TODAY, later(30), shown=shown) for shown in (True, False)]
    assert [(one.rule, one.value) for one in told] == [("driven", 30_000_000), ("driven", 60_000_000)]


def test_what_an_indicator_claims_follows_the_reports_that_bring_values(world: World) -> None:
    """Signed it counts, returned it counts no more; a report without a value changes nothing."""
    indicator, place = defined(world), world.places["own"]
    maker, signer, verifier = (world.members[name] for name in ("maker", "signer", "verifier"))
    proven(world, indicator, 30, ago(5), at=10)
    bare, update = (
        reported(place.item, place.unit, word, maker, signer, "reported") for word in ("无值", "有值")
    )
    measured = actions.Measured(update.about, D(70))
    actions.observe(indicator, measured, unit=place.unit, update=update, by=maker, at=later(20))
    moments = [21, 31, 41, 51]
    work.sign(bare, by=signer, at=later(30))
    work.sign(update, by=signer, at=later(40))
    assert place.item.standing.own_claimed is not None
    assert claimed(world) == 0.7
    work.decline(update, reason="缺", by=verifier, at=later(50))
    assert [claimed(world, later(at)) for at in moments] == [0.3, 0.3, 0.7, 0.3]
    assert claimed(world) == 0.3
    assert drift(place.item.plan) == []


def claimed(world: World, known: datetime | None = None) -> float | None:
    """Return what the ledger claims of the college's item, and hold what is kept against it."""
    item = world.places["own"].item
    keys = keys_of(item.plan)
    share = int(ledger.own(item.plan, keys, TODAY, known).claims[keys.tolist().index(item.pk)])
    item.standing.refresh_from_db()
    if known is None:
        assert item.standing.claimed == (None if share == UNDEFINED else share)
    return None if share == UNDEFINED else share / 100_000_000


def test_a_share_that_was_bent_is_found(world: World) -> None:
    indicator = defined(world)
    proven(world, indicator, 30, ago(5), at=10)
    assert drift(indicator.item.plan) == []
    Observation.everything.filter(indicator=indicator, share__isnull=False).update(share=31_000_000)
    found = {(one.item, one.column, one.facts) for one in drift(indicator.item.plan)}
    assert (indicator.item_id, "shares", 30_000_000) in found


def test_the_tree_comes_in_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    deeds = worked(world, 41)
    root = Item.everything.filter(plan=deeds.plan, parent=None).select_related("plan").first()
    assert root is not None
    for shown in (True, False):
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            explain_item(root, TODAY, deeds.now, shown=shown)


def test_both_ways_of_asking_know_the_clock(world: World) -> None:
    deeds = worked(world, 42)
    for on, known in questions(deeds, 5):
        straight = ledger.state_of(deeds.plan, Clock(on, known))
        loaded = state(ledger.load(deeds.plan), on.toordinal(), moment(known))
        assert straight.shown.tolist() == loaded.shown.tolist()
