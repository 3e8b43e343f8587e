"""Every route × method × member × place: the right answer, and nothing of what is not theirs in any of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from luoshi.people.doors import Policy
from tests.conftest import signed_in
from tests.site.matrix import OUTSIDE, PRINCIPALS, ROUTES, SEES, Route
from tests.world import PLACES, World, canary

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MISSING = 10**12


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


ALL = dict(routes(get_resolver()))


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ALL) == set(ROUTES)


def test_every_route_declares_a_policy() -> None:
    undeclared = [name for name, route in ALL.items() if not isinstance(route.callback.policy, Policy)]
    assert undeclared == []


def expected(route: Route, who: str, method: str, place: str) -> set[int]:
    """Say by hand which answers are right."""
    right = {200, 204, 302, 409, 422}
    methods = set(route.methods.split())
    if "GET" in methods:
        methods.add("HEAD")
    if route.public:
        return right if method in methods else {405}
    if who in OUTSIDE:
        return {302} if method in {"GET", "HEAD"} else {401}
    if method not in methods:
        return {405}
    if route.row is None:
        return right if who in route.who else {403}
    if not route.shows(who, place):
        return {404}
    return right if who in route.who else {403}


def bodies(response: HttpResponse) -> str:
    """Return all that an answer tells: headers, page, and the parts of a zipped file."""
    content = response.content
    told = [str(response.headers), content.decode("utf-8", "replace")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            told += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(told)


def url_of(name: str, route: Route, world: World, place: str) -> str:
    if route.row is None:
        return reverse(name, kwargs=route.named) + route.query
    key = MISSING if place == "missing" else route.row(world.places[place])
    return reverse(name, kwargs={"pk": key}) + route.query


class Undone(Exception):
    """Takes back what a request has done."""


def asked(client: Client, method: str, url: str, data: dict[str, object], accept: str) -> HttpResponse:
    """Send one request and take back what it did."""
    cookies = client.cookies.copy()
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as the test's own: the request's are the durable ones
    try:
        with around:
            response = client.generic(method, url, headers={"accept": accept}) if method != "POST" else None
            response = response or client.post(url, data, headers={"accept": accept})
            raise Undone
    except Undone:
        client.cookies = cookies
        return response  # type: ignore[return-value]


def foreign_words(who: str, told: str) -> list[str]:
    """Find canaries of places that this member may not see."""
    seen = SEES.get(who, set())
    return [place for place in PLACES if place not in seen and re.search(canary(place), told)]


def cases(world: World) -> Iterator[tuple[str, Route, str, str, str]]:
    """Yield every route, place, method and kind of answer that is asked for."""
    for name, route in ROUTES.items():
        for place in (*PLACES, "missing") if route.row else ("own",):
            for method in METHODS:
                for accept in ("text/html", "application/json"):
                    yield name, route, place, method, accept


@pytest.mark.parametrize("who", PRINCIPALS)
def test_the_matrix(who: str, world: World, record_property: Callable[[str, object], None]) -> None:
    client = Client(raise_request_exception=False) if who == "anonymous" else signed_in(world.members[who])
    found: Counter[str] = Counter()
    wrong, leaks = [], []
    for name, route, place, method, accept in cases(world):
        right = expected(route, who, method, place)
        data = {} if place == "missing" else route.body(world, place)
        response = asked(client, method, url_of(name, route, world, place), data, accept)
        found["requests"] += 1
        found["allowed"] += response.status_code in {200, 204, 302} and who not in OUTSIDE
        if accept == "application/json" and right == {302}:
            right = {401}
        if response.status_code not in right:
            wrong.append((name, method, place, response.status_code, right))
        if words := foreign_words(who, bodies(response)):
            leaks.append((name, method, place, words))
    for kind, number in {**found, "leaks": len(leaks), "wrong": len(wrong)}.items():
        record_property(f"matrix {kind}", number)
    assert leaks == []
    assert wrong == []


def test_the_matrix_is_large_enough() -> None:
    rows = sum(1 for route in ROUTES.values() if route.row)
    places = len(PLACES) + 1
    assert (rows * places + len(ROUTES) - rows) * len(METHODS) * 2 * len(PRINCIPALS) >= 20_000


@pytest.mark.parametrize("who", ["reporter", "supervisor", "foreign_supervisor"])
def test_what_is_not_mine_answers_like_what_does_not_exist(who: str, world: World) -> None:
    client = signed_in(world.members[who])
    for name, route in ROUTES.items():
        hidden = [place for place in PLACES if not route.shows(who, place)]
        if not route.row or route.methods == "POST":
            continue
        missing = client.get(url_of(name, route, world, "missing"))
        for place in hidden:
            stranger = client.get(url_of(name, route, world, place))
            same = [strip(stranger) == strip(missing), stranger.status_code == missing.status_code == 404]
            assert all(same), (name, place)


def strip(response: HttpResponse) -> tuple[str, list[tuple[str, str]]]:
    """Return body and headers without the number of the request."""
    number = response.headers["X-Request-Id"]
    headers = sorted((key, value) for key, value in response.headers.items() if key != "X-Request-Id")
    return response.content.decode().replace(number, ""), headers
