"""状态: what is kept is what the facts say, on every node; a part of a plan tells no number that is made of the rest."""

from __future__ import annotations

from collections import Counter

import pytest

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import Lamp
from luoshi.arithmetic.rollup import mean
from luoshi.arithmetic.shares import SCALE, told
from luoshi.people.models import Member
from luoshi.people.roles import Reach, Role
from luoshi.plans.models import Item
from luoshi.results import recalling
from luoshi.results.marking import courses_at
from luoshi.results.standings import Sight, Standing, all_of, sight
from tests.results.deeds import Deeds
from tests.results.test_kept import begin
from tests.world import World, grant, member, take_part


@pytest.fixture(params=[4, 12])
def deeds(request: pytest.FixtureRequest, world: World) -> Deeds:
    recalling.forget()
    deeds = begin(world, request.param)
    for _ in range(120):
        deeds.do()
    deeds.plan.refresh_from_db()
    return deeds


@pytest.fixture
def partial(deeds: Deeds, world: World) -> Member:
    """Return a reporter whose unit takes part in three leaves and in one node above others, and in nothing else."""
    unit = world.units["parent"]
    who = member(unit, "partial")
    grant(who, Role.REPORTER, unit, Reach.UNIT)
    rows = [row for row in all_of(deeds.plan, now(deeds)).rows if row.above]
    leaves = [row for row in rows if row.leaf]
    for row in (*leaves[:3], next(row for row in rows if not row.leaf)):
        take_part(Item.everything.get(pk=row.item), unit, "duty", by=deeds.maker)
    return who


def now(deeds: Deeds) -> Clock:
    return Clock(deeds.plan.day, deeds.now)


def both(deeds: Deeds, who: Member) -> tuple[Sight, Sight]:
    return sight(deeds.plan, who, None), sight(deeds.plan, who, now(deeds))


def test_what_is_kept_of_each_node_is_what_the_facts_say(deeds: Deeds, world: World) -> None:
    kept, facts = both(deeds, world.members["supervisor"])
    assert list(kept.rows) == list(facts.rows)
    assert kept.total == facts.total
    assert {row.leaf for row in kept.rows} == {True, False}
    assert kept.tally == Counter({lamp: n for lamp in Lamp if (n := facts.tally[lamp])})


def test_the_stages_that_are_kept_are_those_that_the_facts_tell(deeds: Deeds, world: World) -> None:
    kept = sight(deeds.plan, world.members["supervisor"], None)
    told_of = courses_at(deeds.plan, now(deeds))
    leaves = {row.item for row in kept.leaves}
    assert {row.item: row.course for row in kept.leaves if row.course} == {
        item: course for item, course in told_of.items() if item in leaves
    }
    assert any(course.marked for course in told_of.values())


def test_a_node_is_the_mean_of_its_children_and_the_total_that_of_the_top(deeds: Deeds, world: World) -> None:
    seen = sight(deeds.plan, world.members["supervisor"], None)
    for row in seen.rows:
        below = [one for one in seen.rows if one.above[-1:] == (row.item,)]
        if below:
            assert (row.claimed, row.shown) == (_mean(below, "claimed"), _mean(below, "shown"))
            assert row.tally == sum((Counter(one.tally) for one in below), Counter())
    tops = [row for row in seen.rows if not row.above]
    assert seen.total[:2] == (_mean(tops, "claimed"), _mean(tops, "shown"))


def _mean(rows: list[Standing], name: str) -> float | None:
    shares = ((row.weight, round((getattr(row, name) or 0) * SCALE)) for row in rows if row.counts)
    return told(mean(shares))


def test_an_item_with_its_children_is_a_part_of_the_whole(deeds: Deeds, world: World) -> None:
    who = world.members["supervisor"]
    for clock in (None, now(deeds)):
        rows = sight(deeds.plan, who, clock).rows
        for item in (row.item for row in rows if row.tally):
            part = sight(deeds.plan, who, clock, item).rows
            assert part == [row for row in rows if row.item == item or row.above[-1:] == (item,)]


def test_who_sees_a_part_is_told_its_leaves_and_only_the_names_above(
    deeds: Deeds, partial: Member, world: World
) -> None:
    kept, facts = both(deeds, partial)
    assert list(kept.rows) == list(facts.rows)
    everything = {row.item: row for row in sight(deeds.plan, world.members["supervisor"], None).rows}
    mine = set(Item.objects.visible_to(partial).filter(plan=deeds.plan).values_list("pk", flat=True))
    assert len(kept.leaves) == 3
    assert {row.item for row in kept.rows} == mine | {
        above for key in mine for above in everything[key].above
    }
    for row in kept.rows:
        whole = everything[row.item]
        if row.leaf:
            assert row == whole
            continue
        named = Standing(row.item, whole.above, whole.code, whole.title, row.lead, leaf=False)
        below = Counter(leaf.result for leaf in kept.leaves if row.item in leaf.above)
        assert (row.title, row.whole, row.opened) == (whole.title, False, row.item in mine)
        assert row.tally == below
        for name in ("claimed", "shown", "expected", "starts", "due", "result", "time", "weight", "counts"):
            assert getattr(row, name) == getattr(named, name)
    assert {row.opened for row in kept.rows if not row.leaf} == {True, False}


def test_the_number_of_queries_is_fixed(
    deeds: Deeds, partial: Member, world: World, django_assert_num_queries: object
) -> None:
    for who, number in ((world.members["supervisor"], 2), (partial, 3)):
        list(Item.objects.visible_to(who)[:1])  # the grants are read once a request
        with django_assert_num_queries(number):  # type: ignore[operator]
            sight(deeds.plan, who, None)
