"""Signing in: throttled before any hash is computed, told nothing, ended when idle or old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from luoshi.people import sessions
from luoshi.people.models import Throttle
from tests.world import PASSWORD, World

URL = "/sign-in"


def guess(client: Client, login: str, password: str = "错", address: str = "10.0.0.1", **headers: str) -> int:
    return client.post(
        URL, {"login": login, "password": password}, REMOTE_ADDR=address, headers=headers
    ).status_code


@pytest.fixture
def hashes() -> Iterator[mock.Mock]:
    """Count the passwords that are looked at; the real check still runs."""
    with mock.patch.object(sessions, "check_password", wraps=sessions.check_password) as counted:
        yield counted


def test_it_signs_in_and_goes_where_one_was_going(world: World) -> None:
    client = Client()
    response = client.post(
        URL, {"login": "head", "password": PASSWORD, "next": "/plans/"}, REMOTE_ADDR="10.0.0.1"
    )
    assert (response.status_code, response["Location"]) == (302, "/plans/")
    assert client.get("/").status_code == 200


def test_passwords_are_kept_by_argon2(world: World) -> None:
    assert world.members["head"].password.startswith("argon2$argon2id$")


def test_the_session_key_changes_at_sign_in(world: World) -> None:
    client = Client()
    client.get(URL)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    guess(client, "head", PASSWORD)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_thousand_guesses_from_fifty_addresses_meet_five_checks(world: World, hashes: mock.Mock) -> None:
    statuses = [guess(Client(), "head", address=f"10.0.{n % 50}.1") for n in range(1000)]
    assert hashes.call_count <= 5
    assert statuses.count(429) >= 995


def test_one_address_meets_thirty_checks_over_all_logins(world: World, hashes: mock.Mock) -> None:
    for n in range(200):
        guess(Client(), ["head", "reporter", "leader", "auditor"][n % 4] + "", address="10.9.9.9")
        Throttle.objects.exclude(key=sessions._hashed("address:10.9.9.9")).delete()
    assert hashes.call_count <= 30


def test_a_forged_forwarded_address_changes_nothing(world: World, hashes: mock.Mock) -> None:
    for n in range(60):
        guess(Client(), f"nobody{n}", address="10.9.9.9", **{"x-forwarded-for": f"1.2.3.{n}"})
    assert guess(Client(), "head", PASSWORD, address="10.9.9.9") == 429


def test_the_owner_still_gets_in_while_others_guess(world: World) -> None:
    mine = Client()
    assert guess(mine, "head", PASSWORD) == 302
    mine.post("/sign-out")
    for n in range(20):
        guess(Client(), "head", address=f"10.7.7.{n}")
    assert guess(Client(), "head", PASSWORD, address="10.8.8.8") == 429  # a stranger's browser: held
    assert guess(mine, "head", PASSWORD) == 302  # the known one: open


def test_the_device_of_one_is_not_the_device_of_another(world: World) -> None:
    mine = Client()
    guess(mine, "head", PASSWORD)
    mine.post("/sign-out")
    for n in range(6):
        guess(Client(), "leader", address=f"10.7.7.{n}")
    assert guess(mine, "leader", PASSWORD) == 429


def test_the_half_hour_ends(world: World) -> None:
    for _ in range(6):
        guess(Client(), "head")
    assert guess(Client(), "head", PASSWORD) == 429
    Throttle.objects.update(since=timezone.now() - timedelta(minutes=31))
    assert guess(Client(), "head", PASSWORD) == 302


@pytest.mark.parametrize(("login", "password"), [("head", "错"), ("没有这人", "错"), ("disabled", PASSWORD)])
def test_it_does_not_tell_why(world: World, login: str, password: str) -> None:
    response = Client().post(URL, {"login": login, "password": password})
    assert response.status_code == 422
    assert "工号或密码不对" in response.content.decode()


def test_nobody_is_hashed_as_well(world: World) -> None:
    with mock.patch.object(sessions, "make_password", wraps=sessions.make_password) as hashed:
        guess(Client(), "没有这人")
    assert hashed.call_count == 1


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil",
        "\x00/x",
    ],
)
def test_it_sends_nobody_off_the_site(world: World, next_: str) -> None:
    response = Client().post(URL, {"login": "head", "password": PASSWORD, "next": next_})
    assert response["Location"] == "/start"


def ages(client: Client, **seconds: int) -> None:
    session = client.session
    for key, past in seconds.items():
        session[key] = timezone.now().timestamp() - past
    session.save()


@pytest.mark.parametrize(
    ("past", "status"),
    [
        ({"seen": 29 * 60}, 200),
        ({"seen": 31 * 60}, 302),
        ({"born": 11 * 3600}, 200),
        ({"born": 13 * 3600}, 302),
    ],
)
def test_a_session_ends_when_idle_or_old(
    as_: Callable[[str], Client], past: dict[str, int], status: int
) -> None:
    client = as_("head")
    ages(client, **past)
    assert client.get("/").status_code == status


def test_signing_out_kills_the_old_cookie(as_: Callable[[str], Client]) -> None:
    client = as_("head")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-out")
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert other.get("/").status_code == 302


def test_a_new_password_ends_other_sessions(world: World, as_: Callable[[str], Client]) -> None:
    here, there = as_("head"), as_("head")
    answer = here.post("/password", {"old": PASSWORD, "new": "另一句 长长的 话"})
    assert answer.status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new"), [("错", "另一句 长长的 话"), (PASSWORD, "12345678"), (PASSWORD, "短")]
)
def test_a_bad_new_password_is_refused(as_: Callable[[str], Client], old: str, new: str) -> None:
    assert as_("head").post("/password", {"old": old, "new": new}).status_code == 422


def test_right_passwords_do_not_use_the_address_up(world: World) -> None:
    """A school behind one address signs in in the morning."""
    found = [guess(Client(), "head", PASSWORD, address="10.5.5.5") for _ in range(40)]
    assert set(found) == {302}


@pytest.mark.parametrize(("peer", "redirected"), [("10.0.0.9", False), ("10.6.6.6", True)])
@override_settings(TRUSTED_PROXIES=["10.0.0.9"], SECURE_SSL_REDIRECT=True)
def test_only_our_own_proxy_is_believed(db: None, peer: str, redirected: bool) -> None:
    proxied = {"x-forwarded-proto": "https"}
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        response = Client().get("/sign-in", REMOTE_ADDR=peer, headers=proxied)
    assert (response.status_code == 301) == redirected
