"""认可、更正、搁置: a person's word on a sentence; the last one holds, each is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from luoshi.plans import coverage
from luoshi.records import actions
from luoshi.records.errors import AlreadyJudged, NoReason, NotAnOrder
from luoshi.records.models import Judgement, Sentence
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]


def judge(client: Client, sentence: Sentence, kind: str, seen: int = 0, **more: str) -> HttpResponse:
    return client.post(f"/sentences/{sentence.pk}/judge", {"kind": kind, "seen": str(seen), **more})


def now(sentence: Sentence) -> tuple[str, str]:
    row = coverage.with_cover(Sentence.everything.filter(pk=sentence.pk)).get()
    return row.verdict_now, coverage.cover(row)


def test_an_order_is_set_aside_with_a_reason_and_taken_up_again(as_: Sign, sentence: Sentence) -> None:
    office = as_("supervisor")
    assert now(sentence) == ("order", "open")
    assert judge(office, sentence, "aside", reason="号召，没有可办的事").status_code == 302
    assert now(sentence) == ("order", "aside")
    assert judge(office, sentence, "reopen", seen=1).status_code == 302
    assert now(sentence) == ("order", "open")
    assert [one.kind for one in sentence.judgements.all()] == ["aside", "reopen"]


def test_nothing_is_set_aside_without_a_reason(as_: Sign, sentence: Sentence, world: World) -> None:
    assert judge(as_("supervisor"), sentence, "aside", reason=" ").status_code == 422
    with pytest.raises(NoReason):
        actions.set_aside(sentence, reason="", by=world.members["supervisor"], at=NOW, seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(
            sentence=sentence,
            kind="aside",
            verdict="order",
            about=TODAY,
            known_at=NOW,
            by=world.members["maker"],
        )


def test_a_correction_changes_what_holds_and_not_what_was_read(as_: Sign, sentence: Sentence) -> None:
    assert judge(as_("planner"), sentence, "correct", verdict="reason").status_code == 302
    assert now(sentence) == ("reason", "")
    sentence.refresh_from_db()
    assert sentence.verdict == "order"


def test_only_an_order_is_set_aside(as_: Sign, sentence: Sentence, world: World) -> None:
    judge(as_("supervisor"), sentence, "correct", verdict="frame")
    with pytest.raises(NotAnOrder):
        actions.set_aside(sentence, reason="x", by=world.members["supervisor"], at=NOW, seen=1)


def test_it_tells_the_second_hand_and_keeps_the_words(as_: Sign, sentence: Sentence, world: World) -> None:
    assert judge(as_("supervisor"), sentence, "confirm").status_code == 302
    late = judge(as_("planner"), sentence, "aside", reason="想了很久的理由")
    assert late.status_code == 409
    assert "想了很久的理由" in late.content.decode()
    with pytest.raises(AlreadyJudged):
        actions.confirm(sentence, by=world.members["planner"], at=NOW, seen=0)


@pytest.mark.parametrize(
    "given", [{"kind": "nonsense"}, {"kind": "correct"}, {"kind": "correct", "verdict": "x"}]
)
def test_it_refuses_nonsense(as_: Sign, sentence: Sentence, given: dict[str, str]) -> None:
    answer = as_("supervisor").post(f"/sentences/{sentence.pk}/judge", {"seen": "0", **given})
    assert answer.status_code == 422
    assert not sentence.judgements.exists()


def test_a_word_is_never_edited() -> None:
    assert not any(
        name in Path("src/luoshi/records/actions.py").read_text("utf-8")
        for name in (".update(", ".delete(", ".save(")
    )


def test_the_page_of_the_document_asks_a_fixed_number_of_queries(as_: Sign, world: World) -> None:
    assert count(as_("supervisor"), f"/documents/{world.places['own'].document.pk}/") <= 25


def test_after_a_word_the_next_sentence_is_at_hand(as_: Sign, sentence: Sentence) -> None:
    office, last = as_("supervisor"), sentence.reading.sentences.last()
    first = sentence.reading.sentences.first()
    page = sentence.reading.document.get_absolute_url()
    assert judge(office, first, "confirm")["Location"] == f"{page}?s=2#s2"
    n = last.number
    assert judge(office, last, "aside", reason="号召", seen=0)["Location"] == f"{page}?s={n}#s{n}"
    assert judge(office, last, "reopen", seen=1)["Location"] == f"{page}?s={n}#s{n}"


def test_the_verdict_that_holds_given_again_is_accepting_it(as_: Sign, sentence: Sentence) -> None:
    assert judge(as_("supervisor"), sentence, "correct", verdict="order", reason="看过").status_code == 302
    word = sentence.judgements.get()
    assert (word.kind, word.verdict, word.reason) == ("confirm", "order", "看过")


def test_an_order_set_aside_is_not_accepted_unawares(as_: Sign, sentence: Sentence) -> None:
    office = as_("supervisor")
    judge(office, sentence, "aside", reason="号召")
    for given in ({"kind": "confirm"}, {"kind": "correct", "verdict": "order"}):
        assert judge(office, sentence, seen=1, **given).status_code == 422
    assert now(sentence) == ("order", "aside")
    assert judge(office, sentence, "correct", seen=1, verdict="reason").status_code == 302
    assert now(sentence) == ("reason", "")


def test_the_second_hand_sees_the_first_and_may_then_go_on(as_: Sign, sentence: Sentence) -> None:
    judge(as_("supervisor"), sentence, "correct", verdict="reason", reason="是号召")
    planner = as_("planner")
    late = judge(planner, sentence, "correct", verdict="frame", reason="我的理由")
    told = late.content.decode()
    assert late.status_code == 409
    assert "是号召" in told
    assert "supervisor" in told
    assert "我的理由" in told
    seen = re.search(r'name="seen" value="(\d+)"', told)
    assert seen
    assert judge(planner, sentence, "correct", int(seen[1]), verdict="frame").status_code == 302


def test_in_place_what_is_wrong_is_told_in_the_panel(as_: Sign, sentence: Sentence) -> None:
    office, url = as_("supervisor"), f"/sentences/{sentence.pk}/judge"
    answer = office.post(url, {"kind": "aside", "seen": "0"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#panel")
    assert answer.content.decode().strip().startswith('<section class="side" id="panel"')
    assert "HX-Retarget" not in office.post(url, {"kind": "aside", "seen": "0"})
