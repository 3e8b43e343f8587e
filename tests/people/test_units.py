"""Units in time: founded, renamed, moved, closed, merged; what they were on a day, as far as it was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.people import actions as people
from luoshi.people import units
from luoshi.people.actions import Told
from luoshi.people.errors import (
    Circle,
    Closed,
    Foreign,
    NameTaken,
    NotAllowed,
    NotYet,
    Orphan,
    RootStays,
    TooDeep,
)
from luoshi.people.models import Unit, UnitChange
from luoshi.people.roles import Reach, Role
from luoshi.people.rules import above
from tests.world import NOW, TODAY, World, grant, member

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NOW_ON = Told(on=TODAY, at=NOW)
THEN = Told(on=TOMORROW, at=NOW)
LATER = NOW + timedelta(days=400)


def fresh(unit: Unit) -> Unit:
    return Unit.everything.get(pk=unit.pk)


def paths_are_right() -> bool:
    """Tell whether each path is that of the parent and the unit's own key."""
    return all(
        unit.path == (unit.parent.path if unit.parent else "") + f"{unit.pk:07d}"
        for unit in Unit.everything.select_related("parent")
    )


def test_a_unit_bears_its_new_name_from_the_day_and_its_old_one_before(world: World) -> None:
    own = world.units["own"]
    people.rename_unit(own, "材料科学学院", short="材科", told=NOW_ON)
    assert fresh(own).name == "材料科学学院"
    school = own.organisation
    assert units.as_of(school, TODAY, NOW)[own.pk].name == "材料科学学院"
    assert units.as_of(school, YESTERDAY, NOW)[own.pk].name == "材料学院"
    assert units.as_of(school, TODAY, NOW - timedelta(seconds=1))[own.pk].name == "材料学院"


def test_what_is_told_later_about_an_earlier_day_does_not_undo_what_came_after_it(world: World) -> None:
    own = world.units["own"]
    people.rename_unit(own, "丙学院", short="丙", told=NOW_ON)
    before = Told(on=TODAY - timedelta(days=10), at=NOW + timedelta(hours=1))
    people.rename_unit(own, "乙学院", short="乙", told=before)
    tree = units.as_of(own.organisation, YESTERDAY, LATER)
    assert (fresh(own).name, tree[own.pk].name) == ("丙学院", "乙学院")
    assert units.as_of(own.organisation, YESTERDAY, NOW)[own.pk].name == "材料学院"


def test_moving_takes_all_that_is_below_along_in_one_statement(world: World) -> None:
    own, child, sibling = (world.units[name] for name in ("own", "child", "sibling"))
    deeper = people.add_unit(child, "教研室", short="研")
    with CaptureQueriesContext(connection) as queries:
        people.move_unit(own, sibling, told=NOW_ON)
    rewritten = [
        one["sql"] for one in queries if one["sql"].startswith("UPDATE") and '"path" =' in one["sql"]
    ]
    assert len(rewritten) == 1
    assert fresh(deeper).path.startswith(fresh(sibling).path)
    assert paths_are_right()
    line = above(units.as_of(own.organisation, TODAY, NOW), deeper.pk)
    assert line == [unit.pk for unit in (world.units["parent"], sibling, own, child, deeper)]
    assert sibling.pk not in above(units.as_of(own.organisation, YESTERDAY, NOW), deeper.pk)


def test_a_change_that_is_to_come_comes_with_its_day_and_once(world: World) -> None:
    own, sibling = world.units["own"], world.units["sibling"]
    people.move_unit(own, sibling, told=THEN)
    people.rename_unit(sibling, "机电学院", short="机电", told=THEN)
    assert people.turn(TODAY) == 0
    assert (fresh(own).parent, fresh(sibling).name) == (world.units["parent"], "机械学院")
    assert people.turn(TOMORROW) == 2
    assert (fresh(own).parent, fresh(sibling).name) == (sibling, "机电学院")
    assert paths_are_right()
    assert people.turn(TOMORROW) == 0


def test_two_units_may_exchange_their_names_and_their_places_in_one_day(world: World) -> None:
    own, child, sibling = (world.units[name] for name in ("own", "child", "sibling"))
    later = Told(on=TOMORROW + timedelta(days=1), at=NOW)
    people.rename_unit(own, "暂名", short="x", told=THEN)
    people.rename_unit(sibling, "材料学院", short="材料", told=later)
    people.rename_unit(own, "机械学院", short="机械", told=later)
    people.move_unit(child, world.units["parent"], told=THEN)
    people.move_unit(own, child, told=later)
    people.turn(later.on)
    assert (fresh(own).name, fresh(sibling).name) == ("机械学院", "材料学院")
    assert (fresh(child).parent, fresh(own).parent) == (world.units["parent"], child)
    assert paths_are_right()


def test_a_closed_unit_is_no_more_from_its_day_and_its_name_is_free(world: World) -> None:
    cousin, sibling = world.units["cousin"], world.units["sibling"]
    people.close_unit(cousin, told=NOW_ON)
    assert fresh(cousin).until == YESTERDAY
    assert people.add_unit(sibling, cousin.name, short="x", told=NOW_ON).name == cousin.name
    assert units.as_of(cousin.organisation, YESTERDAY, NOW)[cousin.pk].until is None
    assert units.as_of(cousin.organisation, TODAY, NOW)[cousin.pk].until == YESTERDAY


def test_merged_units_are_closed_and_what_was_below_them_goes_along(world: World) -> None:
    own, child, sibling = (world.units[name] for name in ("own", "child", "sibling"))
    people.merge_units([own], sibling, told=NOW_ON)
    assert (fresh(own).merged_into, fresh(own).until) == (sibling, YESTERDAY)
    assert fresh(child).parent == sibling
    assert paths_are_right()
    tree = units.as_of(own.organisation, TODAY, NOW)
    assert (tree[own.pk].into, tree[child.pk].parent) == (sibling.pk, sibling.pk)


def test_a_unit_that_was_founded_on_a_day_was_not_there_before(world: World) -> None:
    new = people.add_unit(world.units["parent"], "人工智能学院", short="智", told=NOW_ON)
    school = new.organisation
    assert (new.since, world.units["own"].since) == (TODAY, None)
    assert new.pk in units.as_of(school, TODAY, NOW)
    assert new.pk not in units.as_of(school, YESTERDAY, NOW)
    assert new.pk not in units.as_of(school, TODAY, NOW - timedelta(seconds=1))


def test_every_day_of_a_long_story_is_answered_as_it_was_told(world: World) -> None:
    """The rows that follow day by day say on each day what the changes say of it."""
    parent, own, child, sibling = (world.units[name] for name in ("parent", "own", "child", "sibling"))
    days = [TODAY + timedelta(days=number) for number in range(1, 7)]
    people.rename_unit(own, "一", short="一", told=Told(days[0], NOW))
    people.move_unit(own, sibling, told=Told(days[1], NOW))
    people.rename_unit(own, "二", short="二", told=Told(days[2], NOW))
    people.move_unit(child, parent, told=Told(days[3], NOW))
    people.close_unit(own, told=Told(days[4], NOW))
    for day in days:
        people.turn(day)
        rows = {
            unit.pk: (unit.name, unit.parent_id, unit.until)
            for unit in Unit.everything.filter(organisation=own.organisation)
        }
        tree = units.as_of(own.organisation, day, NOW)
        assert rows == {pk: (node.name, node.parent, node.until) for pk, node in tree.items()}
        assert paths_are_right()


Deed = Callable[[World], object]
REFUSED: list[tuple[str, type[Exception], Deed]] = [
    ("below itself", Circle, lambda w: people.move_unit(w.units["own"], w.units["child"], told=NOW_ON)),
    ("under itself", Circle, lambda w: people.move_unit(w.units["own"], w.units["own"], told=NOW_ON)),
    (
        "another's name",
        NameTaken,
        lambda w: people.rename_unit(w.units["own"], "机械学院", short="x", told=THEN),
    ),
    ("a new unit's name", NameTaken, lambda w: people.add_unit(w.units["own"], "机械学院", short="x")),
    ("with units below", Orphan, lambda w: people.close_unit(w.units["own"], told=NOW_ON)),
    ("elsewhere", Foreign, lambda w: people.move_unit(w.units["own"], w.units["foreign"], told=NOW_ON)),
    (
        "merged elsewhere",
        Foreign,
        lambda w: people.merge_units([w.units["own"]], w.units["foreign"], told=THEN),
    ),
    ("the root moves", RootStays, lambda w: people.move_unit(w.units["parent"], w.units["own"], told=NOW_ON)),
    ("the root closes", RootStays, lambda w: people.close_unit(w.units["parent"], told=NOW_ON)),
    ("into itself", Circle, lambda w: people.merge_units([w.units["own"]], w.units["own"], told=NOW_ON)),
    (
        "into what is below",
        Circle,
        lambda w: people.merge_units([w.units["own"]], w.units["child"], told=NOW_ON),
    ),
]


@pytest.mark.parametrize(("refusal", "deed"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_a_tree_cannot_be_is_refused(world: World, refusal: type[Exception], deed: Deed) -> None:
    with pytest.raises(refusal):
        deed(world)
    assert not UnitChange.everything.exclude(kind="founded").exists()


def test_two_changes_that_are_each_right_alone_are_not_both_taken(world: World) -> None:
    """The later one is told first; the earlier one would make it a circle when it comes."""
    own, sibling = world.units["own"], world.units["sibling"]
    people.move_unit(own, sibling, told=Told(on=TODAY + timedelta(days=30), at=NOW))
    with pytest.raises(Circle):
        people.move_unit(sibling, own, told=NOW_ON)
    with pytest.raises(Orphan):
        people.close_unit(world.units["sibling"], told=Told(on=TODAY + timedelta(days=40), at=NOW))


def test_a_new_unit_is_looked_at_on_the_days_to_come(world: World) -> None:
    people.close_unit(world.units["cousin"], told=THEN)
    with pytest.raises(Orphan):
        people.add_unit(world.units["cousin"], "教研室", short="x", told=NOW_ON)
    people.rename_unit(world.units["own"], "新名", short="x", told=THEN)
    with pytest.raises(NameTaken):
        people.add_unit(world.units["parent"], "新名", short="x", told=NOW_ON)


def test_a_move_must_not_make_the_tree_too_deep(world: World) -> None:
    unit = world.units["sibling"]
    for number in range(5):
        unit = people.add_unit(unit, f"第{number}级", short="x")
    with pytest.raises(TooDeep):
        people.move_unit(world.units["own"], unit, told=NOW_ON)
    assert people.move_unit(world.units["child"], unit, told=NOW_ON).parent == unit


def test_a_closed_unit_changes_no_more_and_nothing_begins_there(world: World) -> None:
    cousin = world.units["cousin"]
    somebody = member(cousin, "somebody")
    people.close_unit(cousin, told=NOW_ON)
    deeds: list[Callable[[], object]] = [
        lambda: people.rename_unit(cousin, "x", short="x", told=NOW_ON),
        lambda: people.close_unit(cousin, told=NOW_ON),
        lambda: people.add_unit(cousin, "x", short="x"),
        lambda: people.merge_units([world.units["child"]], cousin, told=NOW_ON),
        lambda: people.enrol(cousin, login="x", name="x", password="x"),
        lambda: people.appoint(somebody, "系主任", since=TODAY),
        lambda: grant(world.members["head"], Role.HEAD, cousin, Reach.UNIT),
        lambda: people.draw_line(cousin, people.Line(world.units["own"], TODAY), at=NOW),
    ]
    for deed in deeds:
        with pytest.raises(Closed):
            deed()
    with pytest.raises(Orphan):
        people.move_unit(world.units["child"], cousin, told=NOW_ON)


def test_nothing_is_merged_into_what_will_be_closed_by_then(world: World) -> None:
    people.close_unit(world.units["cousin"], told=THEN)
    with pytest.raises(Closed):
        people.merge_units([world.units["child"]], world.units["cousin"], told=Told(TOMORROW, NOW))


def test_a_unit_does_not_change_before_it_was_founded(world: World) -> None:
    new = people.add_unit(world.units["parent"], "新学院", short="新", told=NOW_ON)
    with pytest.raises(NotYet):
        people.rename_unit(new, "x", short="x", told=Told(YESTERDAY, NOW))
    with pytest.raises(NotYet):
        people.add_unit(new, "旧系", short="旧", told=Told(YESTERDAY, NOW))


@pytest.mark.parametrize("who", ["security", "audit", "supervisor", "leader", "nobody"])
def test_units_are_arranged_by_the_system_administrator_alone(world: World, who: str) -> None:
    own, sibling = world.units["own"], world.units["sibling"]
    told = Told(TODAY, NOW, world.members[who])
    deeds: list[Callable[[], object]] = [
        lambda: people.add_unit(own, "x", short="x", told=told),
        lambda: people.rename_unit(own, "x", short="x", told=told),
        lambda: people.move_unit(own, sibling, told=told),
        lambda: people.close_unit(world.units["cousin"], told=told),
        lambda: people.merge_units([own], sibling, told=told),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()


def test_the_system_administrator_of_a_part_moves_nothing_out_of_it(world: World) -> None:
    local = member(world.units["own"], "local")
    grant(local, Role.SYSTEM, world.units["own"])
    told = Told(TODAY, NOW, local)
    with pytest.raises(NotAllowed):
        people.move_unit(world.units["child"], world.units["sibling"], told=told)
    assert people.rename_unit(world.units["child"], "新名", short="x", told=told).name == "新名"


def test_the_days_and_moments_at_the_beginning_are_before_all_others() -> None:
    assert date(1900, 1, 1) == units.BEGINNING
    assert timezone.make_aware(datetime(1901, 1, 1)) > units.KNOWN_AT_FIRST  # noqa: DTZ001 - made aware here
