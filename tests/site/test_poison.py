"""Poison in every parameter: never a 500, and on both databases the same answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.site.matrix import ROUTES
from tests.site.test_matrix import asked, url_of
from tests.world import World

POISON = (
    "\x00",
    "a\x00b",
    "1" * 5_000,
    "9" * 19,
    "-1",
    "1e400",
    "NaN",
    "9999-12-31",
    "0000-00-00",
    "2026-02-30",
    "(",
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "\u202e",
    "😀" * 300,
    "字" * 100_000,
    "",
    " ",
)
# Named here because they must stay the same on both databases; a change of one is a decision, not an accident.
FINE = {200, 204, 302, 401, 403, 404, 405, 409, 413, 422, 400}


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_no_field_takes_poison_for_food(world: World, as_: Callable[[str], Client], poison: str) -> None:
    clients = {who: as_(who) for who in ("supervisor", "reporter", "head")}
    wrong = []
    for name, route in ROUTES.items():
        if "POST" not in route.methods:
            continue
        client = next((clients[who] for who in clients if who in route.who), clients["supervisor"])
        url, good = url_of(name, route, world, "own"), route.body(world, "own")
        for field in good:
            response = asked(client, "POST", url, {**good, field: poison}, "text/html")
            if response.status_code not in FINE:
                wrong.append((name, field, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("poison", [p for p in POISON if p], ids=range(len(POISON) - 1))
def test_no_query_takes_poison_for_food(world: World, as_: Callable[[str], Client], poison: str) -> None:
    client = as_("supervisor")
    wrong = []
    for name, route in ROUTES.items():
        if "GET" not in route.methods.split():
            continue
        query = dict.fromkeys(
            ("s", "page", "about", "known", "kind", "next", "q", "which", "update"), poison[:3_000]
        )
        response = client.get(url_of(name, route, world, "own").partition("?")[0], query)
        if response.status_code not in FINE:
            wrong.append((name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("key", ["0", "-1", "00", "1" * 19, "1" * 5000, "١٢", "1.0", "a", "%00"])
def test_a_key_that_is_none_is_not_found(as_: Callable[[str], Client], key: str) -> None:
    assert as_("supervisor").get(f"/documents/{key}/").status_code in {404, 400}


def test_the_same_words_are_answered_in_the_same_way_as_before(
    world: World, as_: Callable[[str], Client]
) -> None:
    """Both databases run this test: what one takes and the other refuses would show."""
    client = as_("supervisor")
    found = [
        asked(
            client,
            "POST",
            "/plans/new",
            {"name": name, **days, "unit": world.units["office"].pk},
            "text/html",
        )
        for name in ("计" * 120, "计" * 121, "a\x00b", "😀")
        for days in (
            {"starts": "2026-01-01", "ends": "9999-12-31"},
            {"starts": "0001-01-01", "ends": "0001-01-02"},
        )
    ]
    assert [one.status_code for one in found] == [302, 302, 422, 422, 422, 422, 302, 302]
