"""批注的页面: read by whoever reads what it stands on, written by who may, taken back by who wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.plans.models import Item
from luoshi.work import notes
from luoshi.work.models import Note, Update
from tests.queries import count
from tests.world import NOW, World

Sign = Callable[[str], Client]
KINDS = ["item", "update"]


def on(world: World, kind: str, place: str = "own") -> Item | Update:
    return world.places[place].item if kind == "item" else world.places[place].updates["signed"]


def addresses(row: Item | Update, kind: str) -> tuple[str, str]:
    read, write = (
        reverse(f"work:{name}", kwargs={"pk": row.pk}) for name in (f"{kind}_notes", f"note_{kind}")
    )
    return read, write


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_is_written_read_and_taken_back(as_: Sign, world: World, kind: str) -> None:
    row = on(world, kind)
    read, write = addresses(row, kind)
    office, college = as_("supervisor"), as_("reporter")
    assert read in office.get(row.get_absolute_url()).content.decode()
    empty = office.post(write, {"text": " "})
    assert empty.status_code == 422
    assert Note.everything.count() == 0
    assert office.post(write, {"text": "请补合同原件"})["Location"] == read
    note = Note.everything.get()
    back = reverse("work:withdraw_note", kwargs={"pk": note.pk})
    assert "请补合同原件" in college.get(read).content.decode()
    assert back not in college.get(read).content.decode()
    assert college.post(back).status_code == 403
    assert back in office.get(read).content.decode()
    assert office.post(back)["Location"] == read
    assert office.post(back).status_code == 409
    shown = college.get(read).content.decode()
    assert "请补合同原件" in shown
    assert "撤回" in shown
    assert back not in office.get(read).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_is_refused(as_: Sign, world: World, kind: str) -> None:
    row = on(world, kind)
    read, write = addresses(row, kind)
    for who, status in (("auditor", 403), ("sibling_head", 404), ("foreign_supervisor", 404)):
        assert as_(who).post(write, {"text": "x"}).status_code == status
    assert f'"{write}"' not in as_("auditor").get(read).content.decode()
    assert as_("sibling_head").get(read).status_code == 404
    assert Note.everything.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_more_notes_ask_no_more_queries(as_: Sign, world: World, kind: str) -> None:
    row, office = on(world, kind), as_("supervisor")
    read, _ = addresses(row, kind)
    notes.note(row, "一条", by=world.members["supervisor"], at=NOW)
    few = count(office, read)
    for _number in range(5):
        notes.note(row, "多一条", by=world.members["maker"], at=NOW)
    assert count(office, read) == few <= 10
