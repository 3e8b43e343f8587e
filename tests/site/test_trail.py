"""审计: every deed that a route does leaves its entry, and so does every attempt that was refused; the chain holds."""

from __future__ import annotations

import pytest
from django.urls import reverse

from luoshi.audit.inspection import inspect, organisations
from luoshi.audit.models import Entry
from luoshi.plans.models import Amendment, Basis
from tests.conftest import signed_in
from tests.site.matrix import ROUTES
from tests.world import PASSWORD, World, member

# A route that changes something, whatever the method says; the others of POST change nothing that people would ask about.
QUIET = {"people:sign_in", "people:sign_out", "people:language", "desk:tour", "csp_report"}
BODIES = {
    "people:password": {"old": PASSWORD, "new": "海阔天空 2027", "again": "海阔天空 2027"},
    "results:amend": {"title": "改过的事项", "sense": "clerical"},
}
QUERIES = {"results:amend": "?what=word"}
DEEDS = sorted(
    name for name, route in ROUTES.items() if "POST" in route.methods.split() and name not in QUIET
)


def post(world: World, name: str, who: str) -> int:
    route, place = ROUTES[name], world.places["own"]
    url = reverse(name, kwargs={"pk": route.row(place)} if route.row else {})
    body = {**route.body(world, "own"), **BODIES.get(name, {})}
    return int(signed_in(world.members[who]).post(url + QUERIES.get(name, route.query), body).status_code)


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_leaves_its_entry(world: World, name: str) -> None:
    route, done = ROUTES[name], {302, 204}
    if name == "plans:answer":
        Basis.everything.filter(item=world.places["own"].item).delete()
    if name == "results:withdraw":  # whoever has proposed it takes it back
        mine = Amendment.everything.filter(pk=route.row(world.places["own"]))  # type: ignore[misc]
        mine.update(by=world.members["supervisor"])
    if route.row:
        route.row(
            world.places["own"]
        )  # some are made when they are asked for: by others, and not by this route
    before = set(Entry.everything.values_list("organisation", "number"))
    for who in sorted(route.who & set(world.members)):
        if post(world, name, who) in done:
            break
    else:
        pytest.fail(f"nobody could do {name}")
    entries = [
        one
        for one in Entry.everything.all()
        if (one.organisation, one.number) not in before and one.done == "yes"
    ]
    assert entries, name
    assert {(entry.door, entry.by) for entry in entries} == {("page", world.members[who].pk)}
    assert all(entry.request for entry in entries)


@pytest.mark.parametrize("name", [name for name in DEEDS if ROUTES[name].row])
def test_what_was_refused_leaves_its_entry(world: World, name: str) -> None:
    stranger = member(world.units["foreign"], "stranger")
    world.members["stranger"] = stranger
    ROUTES[name].row(world.places["own"])  # type: ignore[misc]
    before = Entry.everything.count()
    assert post(world, name, "stranger") in {403, 404}
    entry = Entry.everything.get(organisation=stranger.unit.organisation_id, deed=name)
    assert Entry.everything.count() == before + 1
    assert (entry.done, entry.by, entry.kind) == ("refused", stranger.pk, "")


def test_the_chains_of_the_world_hold(world: World) -> None:
    assert Entry.everything.values("deed").distinct().count() >= 15
    found = [inspect(one, {}) for one in organisations()]
    assert found
    assert [fault for _, fault in found if fault] == []
    assert all(tip.number for tip, _ in found)
