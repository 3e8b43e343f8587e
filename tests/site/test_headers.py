"""Headers: on every answer, whatever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from luoshi.web import headers
from luoshi.web.files import attachment
from tests.world import World

ALWAYS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "X-Frame-Options",
    "Cache-Control",
    "X-Request-Id",
}


def answers(client: Client, world: World) -> dict[str, HttpResponse]:
    """Ask for one answer of each kind."""
    own = world.places["own"]
    many = "x" * 40_000_000
    return {
        "200": client.get("/"),
        "302": Client().get("/"),
        "400": client.get("/", headers={"host": "evil.example"}),
        "401": Client().post("/password"),
        "403": client.post(f"/updates/{own.updates['signed'].pk}/sign"),
        "404": client.get("/documents/999999999/"),
        "404 no route": client.get("/nowhere"),
        "405": client.put("/"),
        "409": client.post(f"/updates/{own.updates['verified'].pk}/decline", {"reason": "迟了"}),
        "413": client.post("/password", many, content_type="text/plain"),
        "422": client.post("/password", {}),
        "file": client.get(f"/documents/{own.document.pk}/original"),
        "json": client.get("/nowhere", headers={"accept": "application/json"}),
    }


def test_no_answer_misses_a_header(world: World, as_: Callable[[str], Client]) -> None:
    for kind, response in answers(as_("supervisor"), world).items():
        assert set(response.headers) >= ALWAYS, (kind, response.status_code, ALWAYS - set(response.headers))


def test_the_kinds_are_what_they_are_called(world: World, as_: Callable[[str], Client]) -> None:
    found = answers(as_("supervisor"), world)
    assert {kind[:3]: r.status_code for kind, r in found.items() if kind[:3].isdigit()} == {
        kind[:3]: int(kind[:3]) for kind in found if kind[:3].isdigit()
    }


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = headers.CONTENT_SECURITY_POLICY
    for word in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:"):
        assert word not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert "data:" not in policy.split("script-src")[1].split(";")[0]


def test_a_file_is_saved_and_never_run(world: World, as_: Callable[[str], Client]) -> None:
    response = as_("supervisor").get(f"/documents/{world.places['own'].document.pk}/original")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "name", ["一\r\nSet-Cookie: x", '"; filename=evil.exe', "../../etc/passwd", "报告\u202efdp.exe"]
)
def test_a_file_name_stays_one_header(name: str) -> None:
    value = attachment(b"", name)["Content-Disposition"]
    assert value.isascii()
    assert not set('\r\n"/ ') & set(value.removeprefix("attachment; "))


@override_settings(SECURE_HSTS_SECONDS=31536000)
def test_https_brings_a_year_of_strict_transport(db: None) -> None:
    assert "max-age=31536000" in Client().get("/healthz")["Strict-Transport-Security"]


def test_an_unforeseen_error_tells_nothing(
    world: World, as_: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("SECRET /etc/passwd SELECT")

    client = as_("supervisor")
    monkeypatch.setattr("luoshi.desk.views.duties", fails)
    response = client.get("/")
    assert response.status_code == 500
    assert set(response.headers) >= ALWAYS
    told = response.content.decode()
    assert "SECRET" not in told
    assert "Traceback" not in told
    assert response["X-Request-Id"] in told
