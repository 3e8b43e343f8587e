"""批注: whoever sees the row sees the note; nothing of it is edited, and what is withdrawn stays to be seen as such."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from luoshi.people import access
from luoshi.plans.models import Item
from luoshi.work import actions, notes
from luoshi.work.errors import AlreadyMoved, NoText, NotYours
from luoshi.work.models import Note, Update
from tests.world import NOW, PLACES, TODAY, World


def test_a_note_is_seen_by_exactly_those_who_see_what_it_stands_on(world: World) -> None:
    rows: list[Item | Update] = [world.places[place].item for place in PLACES]
    rows += [update for place in PLACES for update in world.places[place].updates.values()]
    place = world.places["own"]
    rows.append(
        actions.draft(
            place.item, actions.Claim(TODAY, 1, "x"), unit=place.unit, by=world.members["reporter"], at=NOW
        )
    )
    written = [(row, notes.note(row, "请补材料", by=world.members["maker"], at=NOW)) for row in rows]
    pairs = 0
    for who in world.members.values():
        for row, note in written:
            assert access.can(who, "read", note) == access.can(who, "read", row), (who, row)
            pairs += access.can(who, "read", row)
    assert pairs > 100


def test_only_its_author_withdraws_it_and_once(world: World) -> None:
    place, who = world.places["own"], world.members["supervisor"]
    note = notes.note(place.item, " 请补材料 ", by=who, at=NOW)
    assert (note.text, note.withdrawn_at) == ("请补材料", None)
    with pytest.raises(NotYours):
        notes.withdraw(note, by=world.members["leader"], at=NOW)
    note = notes.withdraw(note, by=who, at=NOW)
    assert (note.withdrawn_at, note.text) == (NOW, "请补材料")
    with pytest.raises(AlreadyMoved):
        notes.withdraw(note, by=who, at=NOW)
    assert access.can(world.members["reporter"], "read", note)


def test_a_note_says_something_and_stands_on_one_thing(world: World) -> None:
    place = world.places["own"]
    with pytest.raises(NoText):
        notes.note(place.item, "  ", by=world.members["supervisor"], at=NOW)
    note = notes.note(place.item, "x", by=world.members["supervisor"], at=NOW)
    for bad in ({"item": None}, {"update_of": place.updates["signed"]}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.everything.filter(pk=note.pk).update(**bad)


def test_an_auditor_reads_and_writes_none(world: World) -> None:
    place = world.places["own"]
    for row in (place.item, place.updates["signed"]):
        may = {who for who in world.members if access.can(world.members[who], "note", row)}
        see = {who for who in world.members if access.can(world.members[who], "read", row)}
        assert may == see - {"auditor"}
