"""留存与重算: whatever people do, what is kept is what the facts say, and the facts answer as the plain reference does."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.standing import state
from luoshi.plans import actions as plans
from luoshi.plans.models import Item, Standing
from luoshi.results import ledger
from luoshi.results.checking import drift
from tests.arithmetic.facts import plainly, told
from tests.arithmetic.naive import Replay
from tests.arithmetic.test_standing import TOLD
from tests.results.deeds import Deeds
from tests.results.replay import paths, said
from tests.world import NOW, TODAY, World

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def begin(world: World, seed: int) -> Deeds:
    people = tuple(world.members[name] for name in ("maker", "signer", "verifier"))
    plan = plans.draft_plan(
        world.units["office"],
        name=f"计划{seed}",
        starts=TODAY - timedelta(days=100),
        ends=TODAY + timedelta(days=900),
        by=people[0],
        at=NOW,
    )
    units = [world.units[name] for name in ("own", "child", "sibling", "cousin")]
    return Deeds(plan, units, people, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(int(os.getenv("LUOSHI_SEEDS", "3"))))
def test_after_every_deed_what_is_kept_is_what_the_facts_say(world: World, seed: int) -> None:
    deeds = begin(world, seed)
    for number in range(160):
        verb = deeds.do()
        found = drift(deeds.plan)
        assert found == [], f"after deed {number}, {verb}: {found[:5]}"
        if number == 80:
            deeds.adopt()
    assert len(deeds.done) >= 16, deeds.done
    assert (
        Standing.everything.filter(plan=deeds.plan).count() == Item.everything.filter(plan=deeds.plan).count()
    )


def test_a_kept_number_that_was_bent_is_found(world: World) -> None:
    deeds = begin(world, 1)
    for _ in range(30):
        deeds.do()
    row = Standing.everything.filter(plan=deeds.plan).last()
    assert row is not None
    Standing.everything.filter(pk=row.pk).update(top_shown=row.top_shown + 1)
    Item.everything.filter(pk=row.pk).update(title="改了")
    assert [(one.item, one.column) for one in drift(deeds.plan)] == [(row.pk, "title"), (row.pk, "top_shown")]


def test_as_of_any_day_and_moment_the_database_answers_as_the_plain_reference_does(world: World) -> None:
    deeds = begin(world, 7)
    for _ in range(150):
        deeds.do()
    facts, ways, found = said(deeds.plan), paths(deeds.plan), ledger.load(deeds.plan)
    rng, first = random.Random(1), TODAY.toordinal() - 120
    until = (deeds.now - NOW).days + 150
    known = sorted({one.known for one in facts})
    answered = 0
    for _ in range(40):
        on, at = first + rng.randint(0, until), rng.choice(known) + rng.choice((-1, 0, 1))
        fast, slow = state(found, on, at), Replay(facts, on, at, ways).answer()
        straight = ledger.state_of(
            deeds.plan, Clock(date.fromordinal(on), EPOCH + timedelta(microseconds=at))
        )
        for name in TOLD:
            assert getattr(straight, name).tolist() == getattr(fast, name).tolist()
        for place, key in enumerate(found.keys.tolist()):
            there = bool(fast.nodes.there[place] and not fast.nodes.tree.loose[place])
            assert there == (key in slow)
            if there:
                assert told(fast, place) == plainly(slow[key])
                answered += 1
    assert answered > 200


def test_all_facts_of_a_plan_come_in_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    deeds = begin(world, 3)
    for _ in range(60):
        deeds.do()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        ledger.load(deeds.plan)
    with django_assert_max_num_queries(33):  # type: ignore[operator]
        drift(deeds.plan)
