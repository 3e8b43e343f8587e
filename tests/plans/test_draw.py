"""立项: a task is drawn from an order, and the order is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Role
from luoshi.plans import actions
from luoshi.plans.errors import AlreadyAnswered, BadDates, Foreign, NotAnOrder, WrongLevel
from luoshi.plans.models import Basis, Item
from luoshi.records import actions as records
from luoshi.records.models import Sentence
from tests.conftest import signed_in
from tests.records.test_judge import now
from tests.world import NOW, TODAY, World, day, grant, member

Sign = Callable[[str], Client]


def form(world: World, **more: str) -> dict[str, object]:
    place = world.places["own"]
    first = {"goal": place.item.parent_id, "title": "新事项", "lead": place.unit.pk, "starts": day(TODAY)}
    return {**first, "due": day(TODAY + timedelta(days=30)), **more}


def test_a_task_points_at_its_words(as_: Sign, world: World, sentence: Sentence) -> None:
    support = world.units["sibling"]
    answer = as_("supervisor").post(f"/sentences/{sentence.pk}/draw", form(world, support=support.pk))
    assert answer.status_code == 302
    basis = Basis.everything.get(sentence=sentence)
    document = sentence.reading.document
    assert document.text[basis.start : basis.end] == basis.words == sentence.words
    assert basis.text_sha256 == document.text_sha256
    assert {(o.unit.pk, o.role) for o in basis.item.owners.all()} == {
        (world.units["own"].pk, "lead"),
        (support.pk, "support"),
    }
    assert now(sentence) == ("order", "answered")


def test_codes_follow_one_another(as_: Sign, world: World, sentence: Sentence) -> None:
    for _ in range(2):
        as_("supervisor").post(f"/sentences/{sentence.pk}/draw", form(world))
    codes = Item.everything.filter(plan=world.places["own"].plan, kind="task").values_list("code", flat=True)
    assert sorted(codes) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"due": ""},
        {"due": day(TODAY - timedelta(days=1))},
        {"due": "2099-01-01"},
        {"starts": "2001-01-01"},
        {"lead": "999999999"},
        {"lead": "x"},
        {"support": ["x"]},
    ],
)
def test_bad_input_is_told_and_kept(
    as_: Sign,
    world: World,
    sentence: Sentence,
    bad: dict[str, str],
) -> None:
    before = Item.everything.count()
    answer = as_("supervisor").post(f"/sentences/{sentence.pk}/draw", form(world, title="我写的题目") | bad)
    assert answer.status_code == 422
    assert "我写的题目" in answer.content.decode() or "title" in bad
    assert Item.everything.count() == before


def test_a_unit_of_another_organisation_does_not_exist(
    as_: Sign,
    world: World,
    sentence: Sentence,
) -> None:
    stranger = world.units["foreign"].pk
    answer = as_("supervisor").post(f"/sentences/{sentence.pk}/draw", form(world, lead=str(stranger)))
    assert answer.status_code == 422
    with pytest.raises(Foreign):
        task = actions.Task(
            goal=world.places["own"].item.parent,  # type: ignore[arg-type]
            title="x",
            lead=world.units["foreign"],
            starts=TODAY,
            due=TODAY,
        )
        actions.draw(sentence, task, by=world.members["supervisor"], at=NOW)


def test_only_an_order_is_answered(world: World, sentence: Sentence) -> None:
    office = world.members["supervisor"]
    records.correct(sentence, verdict="reason", reason="", by=office, at=NOW, seen=0)
    with pytest.raises(NotAnOrder):
        actions.answer(sentence, world.places["own"].item, by=office, at=NOW)


def test_a_task_answers_a_sentence_once(world: World) -> None:
    place = world.places["own"]
    with pytest.raises(AlreadyAnswered):
        actions.answer(place.sentence, place.item, by=world.members["supervisor"], at=NOW)


def test_a_plan_ends_after_it_starts(world: World) -> None:
    with pytest.raises(BadDates):
        actions.draft_plan(
            world.units["office"],
            name="x",
            starts=TODAY,
            ends=TODAY - timedelta(days=1),
            by=world.members["planner"],
            at=NOW,
        )


def test_what_the_text_does_not_say_is_not_filled_in(
    as_: Sign,
    world: World,
    sentence: Sentence,
) -> None:
    page = as_("supervisor").get(f"/sentences/{sentence.pk}/draw").content.decode()
    assert 'name="due"' in page
    record = sentence.reading.record
    if not any(sentence.start <= one["span"][0] < sentence.end for one in record["deadlines"]):
        due = page.split('name="due"')[1].split(">")[0]
        assert "value=" not in due


def test_a_college_reads_the_document_that_its_task_answers_and_no_other(as_: Sign, world: World) -> None:
    reporter = as_("reporter")
    assert reporter.get(world.places["own"].document.get_absolute_url()).status_code == 200
    assert reporter.get(world.places["sibling"].document.get_absolute_url()).status_code == 404


def two_roles(world: World) -> Member:
    """Return one who supervises a college and audits the whole school."""
    who = member(world.units["own"], "two")
    grant(who, Role.SUPERVISOR, world.units["own"])
    grant(who, Role.AUDITOR, world.units["parent"])
    return who


def test_nobody_draws_into_a_plan_that_is_not_theirs_to_draft(world: World) -> None:
    """To see a plan is not to write it: the auditor's eye lends the college's hand nothing."""
    who = two_roles(world)
    document = receive(world.units["own"], who, "一要推进本院工作。")
    mine = document.readings.get().sentences.get()
    school = world.places["own"]
    client = signed_in(who)
    for url, given in (("draw", form(world)), ("answer", {"item": school.item.pk})):
        assert client.post(f"/sentences/{mine.pk}/{url}", given).status_code == 422
    assert not Basis.everything.filter(sentence=mine).exists()


def receive(unit: Unit, by: Member, text: str) -> Document:
    arrival = Arrival(content=text.encode(), name="x.txt", title="x", kind="meeting", about=TODAY)
    return records.receive(unit, arrival, by=by, at=NOW)


def test_a_task_stands_under_a_goal_and_nowhere_else(world: World, sentence: Sentence) -> None:
    place, office = world.places["own"], world.members["supervisor"]
    task = actions.Task(goal=place.item, title="x", lead=place.unit, starts=TODAY, due=TODAY)
    with pytest.raises(WrongLevel):
        actions.draw(sentence, task, by=office, at=NOW)
    assert place.item.parent is not None
    with pytest.raises(WrongLevel):
        actions.answer(sentence, place.item.parent, by=office, at=NOW)


def test_a_plan_of_the_same_name_is_told_and_kept(as_: Sign, world: World) -> None:
    given = {"name": world.places["own"].plan.name, "unit": world.units["office"].pk}
    days = {"starts": day(TODAY), "ends": day(TODAY)}
    answer = as_("planner").post("/plans/new", {**given, **days})
    assert answer.status_code == 422
    assert "同名" in answer.content.decode()


def test_a_word_on_a_sentence_is_for_those_who_oversee(as_: Sign, world: World) -> None:
    """A college reads the document; why the office corrected it is the office's."""
    place = world.places["own"]
    records.correct(
        place.sentence,
        verdict="order",
        reason="内部考虑",
        by=world.members["supervisor"],
        at=NOW,
        seen=place.sentence.judgements.count(),
    )
    address = f"/documents/{place.document.pk}/?s={place.sentence.number}"
    assert "内部考虑" in as_("leader").get(address).content.decode()
    assert "内部考虑" not in as_("reporter").get(address).content.decode()
