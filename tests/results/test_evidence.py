"""佐证: marked by a second person; the same piece behind two claims is found, shown, and wants a reason."""

from __future__ import annotations

import pytest

from luoshi.people import access
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.plans.models import Item
from luoshi.results import actions
from luoshi.results.actions import Piece
from luoshi.results.errors import OwnEvidence, Reused, Unnamed
from luoshi.results.models import Acceptance, Evidence
from luoshi.results.reusing import conflicts, counted_elsewhere, reused
from luoshi.work import actions as work
from luoshi.work.errors import AlreadyMoved
from luoshi.work.models import Update
from tests.world import NOW, TODAY, World, grant, take_part


def another(world: World) -> Item:
    """Return another item of the college."""
    place, maker = world.places["own"], world.members["maker"]
    item = plans.enter(place.plan, plans.Entry("task", "另一任务"), by=maker, at=NOW)
    take_part(item, place.unit, "lead", by=maker)
    return item


def handed_in(
    world: World, item: Item, content: bytes = b"a", number: str = "", unit: str = "own"
) -> Evidence:
    """Report on an item with one piece of evidence, and have it signed."""
    claim = work.Claim(about=TODAY, percent=50, text="进展")
    piece = Piece("合同.pdf", content, "合同", number)
    update = actions.report(
        item, claim, unit=world.units[unit], evidence=[piece], by=world.members["maker"], at=NOW
    )
    work.sign(update, by=world.members["signer"], at=NOW)
    return update.evidence.get()


def accept(world: World, piece: Evidence, note: str = "") -> None:
    actions.verify(
        piece.update_of,
        shown=10,
        words={piece.pk: "accept"},
        note=note,
        by=world.members["verifier"],
        at=NOW,
    )


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"content": b"x"}, {"content": b"x"}, (True, False)),
        ({"content": b"x", "number": "HT-2026-018"}, {"number": "ｈｔ2026 018"}, (False, True)),
        ({"number": "HT-1"}, {"number": "HT-1"}, (True, True)),
        ({"content": b"x", "number": "HT-1"}, {"number": "HT-2"}, None),
        ({"content": b"x"}, {"content": b"y"}, None),
    ],
)
def test_the_same_file_or_number_on_another_item_is_found(
    world: World, first: dict[str, str], second: dict[str, str], found: tuple[bool, bool] | None
) -> None:
    old = handed_in(world, world.places["own"].item, **first)  # type: ignore[arg-type]
    new = handed_in(world, another(world), **second)  # type: ignore[arg-type]
    told = [(one.other, one.same_file, one.same_number, one.elsewhere) for one in conflicts(new)]
    assert told == ([(old, *found, True)] if found else [])
    assert bool(conflicts(old)) is bool(found)
    # What verification asks in one statement is the same.
    assert counted_elsewhere([new], new.update_of) == ({new.pk} if found else set())


def test_a_conflict_does_not_block_but_wants_a_reason_that_is_kept(world: World) -> None:
    handed_in(world, world.places["own"].item)
    piece = handed_in(world, another(world))
    with pytest.raises(Reused):
        accept(world, piece, note=" ")
    assert Update.everything.get(pk=piece.update_of_id).state == "signed"
    accept(world, piece, note="一份合同含两项任务，已按比例分列")
    assert Acceptance.everything.get(evidence=piece).note == "一份合同含两项任务，已按比例分列"


def test_refusing_it_wants_none(world: World) -> None:
    handed_in(world, world.places["own"].item)
    piece = handed_in(world, another(world))
    words = {piece.pk: "refuse"}
    actions.verify(piece.update_of, shown=0, words=words, note="", by=world.members["verifier"], at=NOW)
    assert Acceptance.everything.get(evidence=piece).word == "refuse"
    assert Update.everything.get(pk=piece.update_of_id).state == "verified"


def test_the_same_unit_may_bring_the_same_piece_again_for_the_same_item(world: World) -> None:
    """A report says how far an item has come in all: the contract of spring still stands in autumn."""
    old = handed_in(world, world.places["own"].item)
    new = handed_in(world, world.places["own"].item)
    assert [(one.other, one.elsewhere) for one in conflicts(new)] == [(old, False)]
    accept(world, new)


def test_another_unit_may_not(world: World) -> None:
    item = world.places["own"].item
    take_part(item, world.units["sibling"], "duty", by=world.members["maker"])
    handed_in(world, item)
    piece = handed_in(world, item, unit="sibling")
    assert [one.elsewhere for one in conflicts(piece)] == [True]
    with pytest.raises(Reused):
        accept(world, piece)


def test_a_returned_report_and_another_organisation_are_no_conflict(world: World) -> None:
    old = handed_in(world, world.places["own"].item, b"x", "HT-1")
    foreign = world.places["foreign"]
    claim = work.Claim(about=TODAY, percent=50, text="进展")
    actions.report(
        foreign.item,
        claim,
        unit=foreign.unit,
        evidence=[Piece("a.pdf", b"x", "合同", "HT-1")],
        by=world.members["foreign_maker"],
        at=NOW,
    )
    new = handed_in(world, another(world), b"x", "HT-1")
    assert [one.other for one in conflicts(new)] == [old]
    work.decline(old.update_of, reason="缺", by=world.members["verifier"], at=NOW)
    assert conflicts(new) == []


def test_the_desk_lists_what_is_to_be_judged_and_used_elsewhere(
    world: World, django_assert_max_num_queries: object
) -> None:
    old, new = handed_in(world, world.places["own"].item), handed_in(world, another(world))
    handed_in(world, another(world), b"alone")
    supervisor = world.members["supervisor"]
    assert set(reused(supervisor)) == {old, new}
    assert not reused(world.members["head"]).exists()
    assert not reused(world.members["foreign_supervisor"]).exists()
    accept(world, new, note="已核对")
    assert set(reused(supervisor)) == {old}
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert [piece.update_of.item.code for piece in reused(supervisor)]


@pytest.mark.parametrize(
    ("word", "mark"), [("accept", "句号"), ("refuse", "句号"), ("more", "破折号"), ("question", "问号")]
)
def test_a_second_person_marks_a_piece_with_a_note(world: World, word: str, mark: str) -> None:
    piece = handed_in(world, world.places["own"].item)
    made = actions.judge_evidence(piece, word=word, note="页码不全", by=world.members["verifier"], at=NOW)
    assert (made.mark, piece.word, piece.word.note) == (mark, made, "页码不全")  # type: ignore[union-attr]


def test_what_is_asked_for_must_be_said(world: World) -> None:
    piece = handed_in(world, world.places["own"].item)
    for word in ("more", "question", "refuse"):
        with pytest.raises(Unnamed):
            actions.judge_evidence(piece, word=word, note=" ", by=world.members["verifier"], at=NOW)
    actions.judge_evidence(piece, word="accept", note="", by=world.members["verifier"], at=NOW)


@pytest.mark.parametrize("who", ["maker", "signer"])
def test_nobody_marks_what_they_have_handed_in_or_signed(world: World, who: str) -> None:
    piece = handed_in(world, world.places["own"].item)
    grant(world.members[who], Role.SUPERVISOR, world.units["parent"])
    assert not access.can(world.members[who], "judge", piece)
    with pytest.raises(OwnEvidence):
        actions.judge_evidence(piece, word="accept", note="", by=world.members[who], at=NOW)


def test_after_the_report_was_verified_its_evidence_is_marked_no_more(world: World) -> None:
    piece = handed_in(world, world.places["own"].item)
    accept(world, piece)
    with pytest.raises(AlreadyMoved):
        actions.judge_evidence(piece, word="refuse", note="晚了", by=world.members["supervisor"], at=NOW)


def test_who_judges(world: World) -> None:
    piece = handed_in(world, world.places["own"].item)
    found = {name for name in world.members if access.can(world.members[name], "judge", piece)}
    assert found == {"supervisor"}
