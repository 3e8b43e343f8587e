"""What the page's own script sends is told where to go in a header, and nothing of the answer is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.world import World

Sign = Callable[[str], Client]
BY_SCRIPT = {"X-Sent-By": "script"}


def test_a_redirect_becomes_a_header_and_its_message_waits_for_the_page(as_: Sign, world: World) -> None:
    url = f"/items/{world.places['own'].item.pk}/report"
    given = {"percent": "60", "text": "走访两家企业", "about": "2026-03-01"}
    plain = as_("reporter").post(url, given)
    assert plain.status_code == 302
    client = as_("reporter")
    told = client.post(url, given, headers=BY_SCRIPT)
    assert (told.status_code, told.content) == (204, b"")
    assert told["X-Location"].startswith("/updates/")
    assert told["X-Location"] != plain["Location"]
    assert 'class="undo"' in client.get(told["X-Location"]).content.decode()


def test_a_refusal_and_a_page_are_answered_as_ever(as_: Sign, world: World) -> None:
    url, client = f"/items/{world.places['own'].item.pk}/report", as_("reporter")
    refused = client.post(url, {"percent": "many"}, headers=BY_SCRIPT)
    assert (refused.status_code, "<main" in refused.content.decode()) == (422, True)
    page = client.get(url, headers=BY_SCRIPT)
    assert (page.status_code, 'class="sending"' in page.content.decode()) == (200, True)
    assert client.get("/nowhere", headers=BY_SCRIPT).status_code == 404
