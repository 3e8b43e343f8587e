"""起始页: each begins where their work is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.people.roles import Reach, Role
from tests.world import PASSWORD, World, grant

pytestmark = pytest.mark.django_db
PLACES = {
    "supervisor": "/desk/",
    "leader": "/",
    "reporter": "/",
    "head": "/",
    "planner": "/",
    "auditor": "/",
    "system": "/units/",
    "security": "/units/",
}


@pytest.mark.parametrize(("who", "place"), PLACES.items())
def test_each_begins_where_their_work_is(as_: Callable[[str], Client], who: str, place: str) -> None:
    assert as_(who).get("/start")["Location"] == place


def test_who_leads_and_supervises_looks_first(as_: Callable[[str], Client], world: World) -> None:
    grant(world.members["supervisor"], Role.LEADER, world.units["parent"], Reach.SUBTREE)
    assert as_("supervisor").get("/start")["Location"] == "/"


def test_signing_in_leads_there_unless_one_was_going_elsewhere(client: Client, world: World) -> None:
    given = {"login": world.members["supervisor"].login, "password": PASSWORD}
    assert client.post("/sign-in", given)["Location"] == "/start"
    assert client.post("/sign-in", given | {"next": "/plans/"})["Location"] == "/plans/"
    assert client.post("/sign-in", given | {"next": "//evil.example/"})["Location"] == "/start"
