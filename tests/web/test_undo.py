"""撤回: what was done is said with the form that undoes it; the deed behind it keeps its own door and leaves its entry."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from luoshi.audit.models import Entry
from luoshi.desk.todo import duties
from luoshi.records.models import Sentence
from luoshi.work import actions as work
from luoshi.work.models import Note, Update
from tests.world import NOW, TODAY, World, day

Sign = Callable[[str], Client]


def undo(client: Client, page: str, offset: int = 0) -> dict[str, str]:
    """Return the address and what is borne by the form in the message of a page."""
    form = re.findall(r'<form class="undo".*?</form>', page, re.S)[offset]
    bears = dict(re.findall(r'name="(?!csrf)(\w+)" value="([^"]*)"', form))
    return {"": re.search(r'action="([^"]+)"', form)[1], **bears}  # type: ignore[index]


def press(client: Client, page: str) -> str:
    """Press the button that undoes, and return the page that follows."""
    given = undo(client, page)
    answer = client.post(given.pop(""), given, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def reported(client: Client, world: World) -> str:
    url = reverse("results:report", kwargs={"pk": world.places["own"].item.pk})
    answer = client.post(url, {"percent": "55", "about": day(TODAY), "text": "新进展"}, follow=True)
    return str(answer.content.decode())


def test_a_report_is_taken_back_from_the_message(as_: Sign, world: World) -> None:
    client = as_("reporter")
    page = reported(client, world)
    update = Update.everything.get(text="新进展")
    before = Entry.everything.count()
    page = press(client, page)
    assert "已撤回，改好可以再报。" in page
    assert 'class="undo"' not in page
    update.refresh_from_db()
    assert update.state == "withdrawn"
    assert (
        Entry.everything.filter(deed="results:withdraw_update").exists() or Entry.everything.count() > before
    )
    # What was said stands in the form again.
    form = client.get(reverse("results:report", kwargs={"pk": update.item_id})).content.decode()
    assert "新进展" in form
    assert 'value="55"' in form


def test_what_was_taken_back_is_still_to_be_done(as_: Sign, world: World) -> None:
    place, reporter = world.places["own"], world.members["reporter"]
    Update.everything.filter(item=place.item).update(about="2020-01-01")

    def waits() -> bool:
        return any(one.verb == "report" for one in duties(reporter, TODAY).first)

    assert waits()
    update = work.report(
        place.item, work.Claim(about=TODAY, percent=55, text="新"), unit=place.unit, by=reporter, at=NOW
    )
    assert not waits()
    work.withdraw(update, by=reporter, at=NOW)
    assert waits()


def test_once_it_is_signed_the_message_comes_too_late(as_: Sign, world: World) -> None:
    client = as_("reporter")
    given = undo(client, reported(client, world))
    update = Update.everything.get(text="新进展")
    work.sign(update, by=world.members["head"], at=NOW)
    assert client.post(given[""]).status_code == 409
    update.refresh_from_db()
    assert update.state == "signed"


def test_nobody_else_takes_it_back(as_: Sign, world: World) -> None:
    given = undo(as_("reporter"), reported(as_("reporter"), world))
    answers = {
        who: as_(who).post(given[""]).status_code for who in ("reporter_subtree", "head", "sibling_head")
    }
    assert answers == {"reporter_subtree": 403, "head": 403, "sibling_head": 404}
    assert Update.everything.get(text="新进展").state == "reported"


def test_the_page_of_the_report_offers_it_to_its_maker_until_it_is_signed(as_: Sign, world: World) -> None:
    client = as_("reporter")
    reported(client, world)
    update = Update.everything.get(text="新进展")
    url = reverse("results:withdraw_update", kwargs={"pk": update.pk})
    assert url in client.get(update.get_absolute_url()).content.decode()
    assert url not in as_("reporter_subtree").get(update.get_absolute_url()).content.decode()
    work.sign(update, by=world.members["head"], at=NOW)
    assert url not in client.get(update.get_absolute_url()).content.decode()


def test_a_word_on_a_sentence_is_taken_back(as_: Sign, world: World, sentence: Sentence) -> None:
    client = as_("supervisor")
    url = reverse("records:judge", kwargs={"pk": sentence.pk})
    seen = str(sentence.judgements.count())
    given = {"kind": "aside", "reason": "号召", "seen": seen}
    page = client.post(url, given, follow=True).content.decode()
    assert sentence.judgements.last().kind == "aside"  # type: ignore[union-attr]
    press(client, page)
    assert sentence.judgements.last().kind == "undo"  # type: ignore[union-attr]


def test_where_a_part_is_exchanged_the_panel_bears_the_form(
    as_: Sign, world: World, sentence: Sentence
) -> None:
    client = as_("supervisor")
    given = {"kind": "aside", "reason": "号召", "seen": str(sentence.judgements.count())}
    url = reverse("records:judge", kwargs={"pk": sentence.pk})
    part = client.post(url, given, headers={"hx-request": "true"}, follow=True).content.decode()
    assert 'hx-target="#part"' in part.split('class="undo"')[1]
    assert undo(client, part)["kind"] == "undo"


def test_a_note_is_taken_back(as_: Sign, world: World) -> None:
    client = as_("reporter")
    url = reverse("work:note_item", kwargs={"pk": world.places["own"].item.pk})
    page = client.post(url, {"text": "写错了"}, follow=True).content.decode()
    press(client, page)
    assert Note.everything.get(text="写错了").withdrawn_at is not None
