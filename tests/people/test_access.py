"""Who may do what: one table, three questions, and a plain reference that agrees with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.access import Rule, Unguarded
from luoshi.people.errors import AdministratorsApart, Foreign, TooDeep
from luoshi.people.models import Grant, Member, Unit
from luoshi.people.roles import Reach, Role
from luoshi.plans.models import Item
from tests.world import NOW, TODAY, World, grant, member, take_part

ASKED = tuple(key for key in access.table() if key[1] in {"people.Unit", "people.Member"})


@dataclass(frozen=True)
class Held:
    """A grant as the reference sees it: where, how far, which role."""

    role: str
    at: int
    reach: str
    alive: bool


def above(parents: dict[int, int | None], unit: int | None) -> list[int]:
    """List a unit and all units above it."""
    line: list[int] = []
    while unit is not None:
        line.append(unit)
        unit = parents[unit]
    return line


def reference(rules: tuple[Rule, ...], held: list[Held], parents: dict[int, int | None], unit: int) -> bool:
    """Answer as plainly as can be whether a unit is open to the holder of some grants: no paths, no SQL."""
    for rule in rules:
        for one in held:
            if not one.alive or one.role not in rule.roles:
                continue
            line = above(parents, unit)
            if rule.wide:
                if line[-1] == above(parents, one.at)[-1]:
                    return True
            elif one.at == unit or (one.reach == "subtree" and one.at in line):
                return True
    return False


@st.composite
def trees(draw: st.DrawFn) -> list[int | None]:
    """Draw a forest: for each unit the place of its parent in the list."""
    size = draw(st.integers(2, 24))
    parents: list[int | None] = [None]
    for place in range(1, size):
        up = draw(st.one_of(st.none(), st.integers(0, place - 1)))
        depth, above_ = 0, up
        while above_ is not None:
            depth, above_ = depth + 1, parents[above_]
        parents.append(up if depth < 6 else 0)
    return parents


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees(), st.data())
def test_can_is_scope_is_the_reference(world: World, parents: list[int | None], data: st.DataObject) -> None:
    class Back(Exception):
        pass

    try:
        with transaction.atomic():
            triples = compare(parents, data)
            raise Back
    except Back:
        assert triples > 0


def compare(parents: list[int | None], data: st.DataObject) -> int:
    units: list[Unit] = []
    for number, up in enumerate(parents):
        name = f"单位{number}"
        made = people.found(name, short="x") if up is None else people.add_unit(units[up], name, short="x")
        units.append(made)
    who = member(units[data.draw(st.integers(0, len(units) - 1))], "drawn")
    roots = {unit.pk: unit.organisation_id for unit in units}
    held = []
    for _ in range(data.draw(st.integers(0, 4))):
        unit = units[data.draw(st.integers(0, len(units) - 1))]
        role, reach = data.draw(st.sampled_from(Role.values)), data.draw(st.sampled_from(Reach.values))
        alive = data.draw(st.booleans())
        Grant.objects.create(
            member=who,
            role=role,
            unit=unit,
            reach=reach,
            since=TODAY - timedelta(days=9),
            until=None if alive else TODAY - timedelta(days=1),
            known_at=NOW,
        )
        held.append(Held(role, unit.pk, reach, alive))
    up_of = {unit.pk: unit.parent_id for unit in units}
    triples = 0
    for action, label in ASKED:
        if label != "people.Unit":
            continue
        rules = access.rules_for(action, Unit)
        who = Member.everything.get(pk=who.pk)  # as on a new request
        scope = set(access.scope(who, action, Unit).values_list("pk", flat=True)) & set(roots)
        for unit in units:
            right = reference(rules, held, up_of, unit.pk)
            assert (unit.pk in scope) == right
            assert access.can(who, action, unit) == right
            triples += 1
    return triples


def test_a_unit_is_not_below_another_whose_number_begins_alike(world: World) -> None:
    """The path of unit 11 begins like that of unit 1 when paths are not of fixed width."""
    root = world.units["parent"]
    for number in range(12):
        people.add_unit(root, f"系{number}", short="x")
    who = member(root, "narrow")
    first = Unit.everything.get(name="系1")
    grant(who, Role.SUPERVISOR, first)
    seen = access.scope(who, "receive", Unit)
    assert [unit.name for unit in seen] == ["系1"]


@pytest.mark.parametrize("login", ["expired", "revoked", "not_yet", "nobody", "disabled"])
def test_who_holds_nothing_today_may_nothing(world: World, login: str) -> None:
    for action, label in access.table():
        assert not access.scope(world.members[login], action, apps.get_model(label)).exists()


def test_a_revoked_grant_is_closed_at_the_next_request(world: World, as_: object) -> None:
    client = as_("supervisor")  # type: ignore[operator]
    url = world.places["own"].item.get_absolute_url()
    assert client.get(url).status_code == 200
    people.revoke(Grant.objects.get(member=world.members["supervisor"]), at=NOW)
    assert client.get(url).status_code == 404


def test_a_disabled_member_is_signed_out_at_the_next_request(world: World, as_: object) -> None:
    client = as_("supervisor")  # type: ignore[operator]
    assert client.get("/").status_code == 200
    Member.everything.filter(pk=world.members["supervisor"].pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_guarded_table_gives_nothing_without_a_beholder(world: World) -> None:
    with pytest.raises(Unguarded):
        Unit.objects.all()
    with pytest.raises(Unguarded):
        Unit.objects.filter(name="甲大学")
    with pytest.raises(Unguarded):
        Unit.objects.unscoped(reason="")
    assert Unit.objects.unscoped(reason="a test").exists()


def test_logins_are_for_the_security_administrator_alone(world: World) -> None:
    someone = world.members["head"]
    assert "login" in access.fields(world.members["security"], "read", someone)
    assert "login" not in access.fields(world.members["supervisor"], "read", someone)
    assert access.fields(world.members["foreign_supervisor"], "read", someone) == frozenset()


def test_the_three_administrators_are_three_people(world: World) -> None:
    with pytest.raises(AdministratorsApart):
        grant(world.members["system"], Role.AUDIT, world.units["parent"])


def test_nobody_is_granted_a_role_elsewhere(world: World) -> None:
    with pytest.raises(Foreign):
        grant(world.members["head"], Role.HEAD, world.units["foreign"])


def test_the_number_of_queries_does_not_grow_with_the_grants(
    world: World, django_assert_max_num_queries: object
) -> None:
    who = world.members["reporter"]
    for _ in range(15):
        grant(who, Role.REPORTER, world.units["own"], Reach.UNIT)
    who = Member.everything.get(pk=who.pk)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        list(access.scope(who, "read", Unit))


def test_unscoped_is_used_where_it_is_counted() -> None:
    """Each door past the guard is known here by name."""
    found = sorted(
        f"{path.parent.name}/{path.name}"
        for path in Path("src/luoshi").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if ".unscoped(" in line
    )
    assert found == ["commands/demo.py", "commands/example.py"]


def test_units_have_a_deepest_level(world: World) -> None:
    unit = world.units["parent"]
    with pytest.raises(TooDeep):
        for number in range(9):
            unit = people.add_unit(unit, f"第{number}级", short="x")


def test_who_was_an_administrator_may_become_another(world: World) -> None:
    was = member(world.units["parent"], "was")
    people.revoke(grant(was, Role.SYSTEM, world.units["parent"]), at=NOW, by=world.members["security"])
    assert grant(was, Role.AUDIT, world.units["parent"]).role == Role.AUDIT


def test_a_row_to_which_several_ways_lead_comes_once(world: World) -> None:
    """Two units of a reporter do the item; a join that leads to many would bring it twice."""
    item = world.places["own"].item
    take_part(item, world.units["child"], "duty", by=world.members["maker"])
    reporter = world.members["reporter_subtree"]
    for action in ("read", "report"):
        found = list(access.scope(reporter, action, Item).values_list("pk", flat=True))
        assert found.count(item.pk) == 1
        assert len(found) == len(set(found))
        assert access.scope(reporter, action, Item).count() == len(found)
