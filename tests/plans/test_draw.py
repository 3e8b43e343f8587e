"""立项: a task is drawn from an order, and the order is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.plans import actions
from luoshi.plans.errors import AlreadyAnswered, BadDates, Foreign, NotAnOrder
from luoshi.plans.models import Basis, Item
from luoshi.records import actions as records
from luoshi.records.models import Sentence
from tests.records.test_judge import now
from tests.world import NOW, TODAY, World, day

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
