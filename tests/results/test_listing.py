"""清单: what is listed is what stands, today by what is kept and at any (D, K) by the facts; each sees their own."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import Lamp
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item, Standing
from luoshi.results import recalling
from luoshi.results.listing import Ask, Page, find, find_as_of, listed
from luoshi.results.standings import all_of
from tests.results.deeds import Deeds
from tests.results.test_kept import begin
from tests.world import World, grant, member, take_part


@pytest.fixture
def deeds(world: World) -> Deeds:
    recalling.forget()
    deeds = begin(world, 14)
    for _ in range(120):
        deeds.do()
    return deeds


def now(deeds: Deeds) -> Clock:
    deeds.plan.refresh_from_db()
    return Clock(deeds.plan.day, deeds.now)


def whole(deeds: Deeds, world: World, clock: Clock | None = None) -> Page:
    member, ask = world.members["supervisor"], Ask(number=500)
    return find_as_of(deeds.plan, ask, member, clock) if clock else find(deeds.plan, ask, member)


def test_today_by_what_is_kept_is_today_by_the_facts(deeds: Deeds, world: World) -> None:
    kept, facts = whole(deeds, world), whole(deeds, world, now(deeds))
    assert len(kept.rows) > 5
    assert kept == facts


def test_two_in_one_position_keep_what_is_below_them_together(world: World) -> None:
    recalling.forget()
    deeds = begin(world, 14)

    def enter(kind: str, parent: Item | None) -> Item:
        deeds.now += timedelta(seconds=1)
        entry = plans.Entry(kind, "事", parent, 1)
        return plans.enter(deeds.plan, entry, by=deeds.maker, at=deeds.now)

    goal = enter("goal", None)
    older, younger = enter("measure", goal), enter("measure", goal)
    below = [enter("task", parent).pk for parent in (older, younger) for _ in range(2)]
    deeds.now += timedelta(seconds=1)
    place = {"parent": goal.pk, "position": older.position, "weight": 1}
    amending.revise(deeds.plan, [Becomes(younger, "place", place)], by=deeds.maker, at=deeds.now)
    kept = whole(deeds, world)
    assert [row.item for row in kept.rows if row.item in below] == below
    assert kept == whole(deeds, world, now(deeds))


def test_unit_and_lamp_sift_alike_in_both(deeds: Deeds, world: World) -> None:
    who = world.members["supervisor"]
    for lamp, unit in product((None, *Lamp), (None, deeds.units[0].pk, deeds.units[1].pk)):
        ask = Ask(unit=unit, lamp=lamp, number=500)
        kept, facts = find(deeds.plan, ask, who), find_as_of(deeds.plan, ask, who, now(deeds))
        assert kept == facts
        assert all(row.result == lamp for row in kept.rows if lamp)
        assert sum(kept.counts.values()) >= len(kept.rows)


def test_pages_follow_each_other_without_gap_or_double(deeds: Deeds, world: World) -> None:
    who, clock = world.members["supervisor"], now(deeds)
    everything = [row.item for row in whole(deeds, world).rows]
    for turn in (
        lambda ask: find(deeds.plan, ask, who),
        lambda ask: find_as_of(deeds.plan, ask, who, clock),
    ):
        seen, after = [], ""
        for _ in range(100):
            page = turn(Ask(after=after, number=3))
            seen += [row.item for row in page.rows]
            after = page.after
            if not after:
                break
        assert seen == everything


def test_a_past_day_as_known_then_is_what_the_pages_say(deeds: Deeds, world: World) -> None:
    clock = Clock(deeds.plan.starts + timedelta(days=130), deeds.now - (deeds.now - timezone.now()) / 2)
    seen, found = all_of(deeds.plan, clock), whole(deeds, world, clock)
    assert found.rows == tuple(map(listed, seen.leaves))
    assert found.goals == tuple(row for row in seen.rows if not row.above and not row.leaf)
    assert found.counts == seen.tally


def test_what_was_fetched_answers_for_the_past_and_never_for_what_came_since(
    deeds: Deeds, world: World
) -> None:
    before = now(deeds)
    past = Clock(before.on, timezone.now() - timedelta(days=1))
    first = whole(deeds, world, past)
    held = recalling.book(deeds.plan, past.known)
    assert recalling.book(deeds.plan, past.known) is held
    assert recalling.book(deeds.plan, timezone.now()) is not held
    assert whole(deeds, world, past) == first


def test_a_college_lists_its_own_items_only(deeds: Deeds, world: World) -> None:
    leaf = Standing.everything.filter(plan=deeds.plan, leaf=True).first()
    assert leaf is not None
    take_part(leaf.item, world.units["own"], "duty", by=deeds.maker)
    who, ask = world.members["reporter"], Ask(number=500)
    own = find(deeds.plan, ask, who)
    mine = set(Item.objects.visible_to(who).filter(plan=deeds.plan).values_list("pk", flat=True))
    assert {row.item for row in own.rows} == {
        row.item for row in whole(deeds, world).rows if row.item in mine
    }
    assert sum(own.counts.values()) == len(own.rows)
    assert find(deeds.plan, ask, world.members["foreign_supervisor"]).rows == ()
    stranger = member(world.units["cousin"], "stranger")
    grant(stranger, "reporter", world.units["cousin"])  # type: ignore[arg-type]
    assert find_as_of(deeds.plan, ask, stranger, now(deeds)) == find(deeds.plan, ask, stranger)


def test_the_number_of_queries_is_fixed(
    deeds: Deeds, world: World, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, unit, clock = world.members["supervisor"], deeds.units[0].pk, now(deeds)
    with django_assert_num_queries(4):  # type: ignore[operator]
        find(deeds.plan, Ask(unit=unit, lamp=Lamp.RISK), who)
    # The deeds lie in days to come: let what was fetched answer for them.
    monkeypatch.setattr(recalling, "MARGIN", -timedelta(days=9999))
    recalling.recall(deeds.plan, clock)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert find_as_of(deeds.plan, Ask(unit=unit), who, clock).rows


def test_a_lamp_of_a_unit_is_looked_up_and_not_looked_through(deeds: Deeds, world: World) -> None:
    """A bare boolean column is no equality to SQLite: it read every task of the unit, a sixtieth of a million."""
    if connection.vendor != "sqlite":
        pytest.skip("what is asked is asked of SQLite")
    with CaptureQueriesContext(connection) as queries:
        find(deeds.plan, Ask(unit=deeds.units[0].pk, lamp=Lamp.RISK), world.members["supervisor"])
    asked = [one["sql"] for one in queries.captured_queries if '"plans_standing"."lead_id" =' in one["sql"]]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [step for *_, step in cursor.fetchall()]
            assert any("(plan_id=? AND lead_id=? AND leaf=?" in one for one in steps), steps
            assert not any("TEMP B-TREE" in one for one in steps), steps
            # What is counted is counted in the index: each look at the row itself would be one of thousands.
            assert "COUNT" not in sql or any("COVERING INDEX" in one for one in steps), steps
