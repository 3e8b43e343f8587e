"""下滑: what stands worse than it did, by what is kept now and by the facts then; each is told of what they may read."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import Lamp
from luoshi.plans.models import Item
from luoshi.results import recalling
from luoshi.results.slipping import DOWN, ILL, slips
from luoshi.results.standings import all_of
from tests.results.deeds import Deeds
from tests.results.test_kept import begin
from tests.world import World, take_part


def plainly(deeds: Deeds, since: Clock) -> set[tuple[int, Lamp, Lamp]]:
    """Compare each task one by one, both by the facts."""
    deeds.plan.refresh_from_db()
    now = all_of(deeds.plan, Clock(deeds.plan.day, deeds.now))
    was = {row.item: row.result for row in all_of(deeds.plan, since).leaves}
    return {
        (row.item, was[row.item], row.result)
        for row in now.leaves
        if was.get(row.item) in DOWN
        and row.result in ILL
        and DOWN.index(row.result) > DOWN.index(was[row.item])
    }


def test_what_slipped_is_what_stands_worse_than_it_did(world: World) -> None:
    recalling.forget()
    office, found = world.members["supervisor"], set()
    for seed in range(20):  # few of them slip: enough worlds that some do on every day and database
        deeds = begin(world, seed)
        begun = deeds.now
        for _ in range(40):
            deeds.do()
        deeds.plan.refresh_from_db()
        for days, share in product((0, 60, 110), (0.4, 1)):
            since = Clock(deeds.plan.day - timedelta(days=days), begun + (deeds.now - begun) * share)
            told = slips(deeds.plan, since, office, None)
            rows = {(slip.row.item, slip.was, slip.row.result) for slip in told.rows}
            assert rows == plainly(deeds, since)
            assert told.number == len(told.rows)
            ranks = [DOWN.index(slip.row.result) for slip in told.rows]
            assert ranks == sorted(ranks, reverse=True)
            first = slips(deeds.plan, since, office, 1)
            assert (first.rows, first.number) == (told.rows[:1], told.number)
            found |= rows
    assert len(found) > 5
    assert len({(was, became) for _, was, became in found}) > 1


def test_a_college_is_told_of_its_own(world: World) -> None:
    recalling.forget()
    for seed in range(16):
        deeds = begin(world, seed)
        for _ in range(60):
            deeds.do()
        deeds.plan.refresh_from_db()
        since = Clock(deeds.plan.day - timedelta(days=110), deeds.now)
        everything = slips(deeds.plan, since, world.members["supervisor"], None)
        if everything.number > 1:
            break
    assert everything.number > 1
    own = Item.everything.get(pk=everything.rows[-1].row.item)
    take_part(own, world.units["own"], "duty", by=deeds.maker)
    numbers = set()
    for name in ("reporter", "sibling_head", "foreign_supervisor"):
        who = world.members[name]
        mine = set(Item.objects.visible_to(who).filter(plan=deeds.plan).values_list("pk", flat=True))
        told = slips(deeds.plan, since, who, None)
        assert {slip.row.item for slip in told.rows} == {slip.row.item for slip in everything.rows} & mine
        numbers.add(told.number)
    assert len(numbers) > 1
    assert 0 in numbers
