"""督查条线: who supervises a unit by a line reads and notes what the line says, with the rules as they are shipped."""

from __future__ import annotations

import pytest

from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.actions import Line
from luoshi.people.models import Member
from luoshi.people.roles import LINE_ACTIONS, Reach, Role
from luoshi.work import notes
from luoshi.work.models import Note
from tests.world import NOW, TODAY, World, grant, member


@pytest.mark.parametrize(
    ("capability", "may"),
    [
        ("read", {"read"}),
        ("comment", {"read", "note"}),
        ("verify", {"read", "verify"}),
        ("return", {"read", "decline"}),
    ],
)
def test_a_line_opens_what_it_says_and_its_notes(world: World, capability: str, may: set[str]) -> None:
    who, place = member(world.units["sibling"], "by_line"), world.places["own"]
    grant(who, Role.SUPERVISOR, world.units["sibling"], Reach.UNIT)
    update = place.updates["signed"]
    said = notes.note(update, "请附合同", by=world.members["supervisor"], at=NOW)
    before = Member.everything.get(pk=who.pk)
    verbs = ("read", "note", "verify", "decline", "sign", "edit")
    assert not any(access.can(before, verb, update) for verb in verbs)
    people.draw_line(world.units["sibling"], Line(place.unit, TODAY, capabilities=[capability]), at=NOW)
    after = Member.everything.get(pk=who.pk)
    assert {verb for verb in verbs if access.can(after, verb, update)} == may
    assert said in Note.objects.visible_to(after)
    assert access.can(after, "read", place.item)
    assert access.can(after, "note", place.item) == (capability == "comment")


def test_each_verb_that_a_line_may_open_is_opened_by_a_rule() -> None:
    opened = {
        (rule.line, action) for (action, _), rules in access.table().items() for rule in rules if rule.line
    }
    assert opened == {(capability, action) for capability, verbs in LINE_ACTIONS.items() for action in verbs}
