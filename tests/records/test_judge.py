"""认可、更正、搁置: a person's word on a sentence; the last one holds, each is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from luoshi.documents.actions import Arrival
from luoshi.plans import coverage
from luoshi.records import actions
from luoshi.records.errors import AlreadyJudged, NoReason, NotAnOrder
from luoshi.records.models import Judgement, Reading, Sentence
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]


def judge(client: Client, sentence: Sentence, kind: str, seen: int = 0, **more: str) -> HttpResponse:
    return client.post(f"/sentences/{sentence.pk}/judge", {"kind": kind, "seen": str(seen), **more})


def receive(world: World, text: str) -> Reading:
    arrival = Arrival(content=text.encode(), name="会.txt", title="会", kind="meeting", about=TODAY)
    document = actions.receive(world.units["office"], arrival, by=world.members["maker"], at=NOW)
    return Reading.everything.get(document=document)


def with_cover(rows: Iterable[Sentence]) -> list[Sentence]:
    return list(coverage.with_cover(Sentence.everything.filter(pk__in=[row.pk for row in rows])))


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


def onward(client: Client, answer: HttpResponse) -> str:
    """Follow a word to where the page goes on."""
    return str(client.get(answer["Location"])["Location"]).partition("#")[2]


def test_after_a_word_the_next_sentence_is_at_hand(as_: Sign, world: World) -> None:
    text = (
        "学校已建成12个基地。各学院要签订责任书。会议强调了安全的意义。各单位要摸清底数。今年已排查隐患36处。"
    )
    rows = list(receive(world, text).sentences.all())
    office = as_("supervisor")
    assert [coverage.cover(row) for row in with_cover(rows)] == ["", "open", "", "open", ""]
    assert onward(office, judge(office, rows[0], "confirm")) == "s2", "from no order to the next of the text"
    assert onward(office, judge(office, rows[1], "confirm")) == "s4", (
        "from an order to the next that nobody has"
    )
    assert onward(office, judge(office, rows[3], "aside", reason="号召")) == "s2", (
        "from the last round to the first"
    )
    assert onward(office, judge(office, rows[1], "aside", seen=1, reason="号召")) == "s3", (
        "nobody's are no more"
    )
    assert judge(office, rows[3], "reopen", seen=1)["Location"].endswith("#s4"), (
        "what is taken up is looked at"
    )
    assert onward(office, judge(office, rows[4], "confirm")) == "s5", "there is none after the last"


def test_ones_own_last_word_is_taken_back(as_: Sign, sentence: Sentence) -> None:
    office = as_("supervisor")
    judge(office, sentence, "aside", reason="号召")
    judge(office, sentence, "correct", seen=1, verdict="reason")
    assert now(sentence) == ("reason", "")
    back = judge(office, sentence, "undo", seen=2)
    assert back["Location"].endswith(f"#s{sentence.number}")
    assert now(sentence) == ("order", "aside"), "the word before holds again"
    assert "已撤回" in office.get(back["Location"]).content.decode()
    assert judge(office, sentence, "undo", seen=2).status_code == 409, "the page was an old one"
    judge(office, sentence, "undo", seen=3)
    assert now(sentence) == ("order", "open")
    assert Sentence.everything.with_word().get(pk=sentence.pk).word == "", "as if nobody had looked at it"
    assert [one.kind for one in sentence.judgements.all()] == ["aside", "correct", "undo", "undo"], (
        "all is on record"
    )
    assert judge(office, sentence, "undo", seen=4).status_code == 403


def test_anothers_word_is_not_taken_back(as_: Sign, sentence: Sentence) -> None:
    judge(as_("supervisor"), sentence, "confirm")
    assert judge(as_("planner"), sentence, "undo", seen=1).status_code == 403
    judge(as_("planner"), sentence, "correct", seen=1, verdict="reason")
    assert judge(as_("supervisor"), sentence, "undo", seen=2).status_code == 403
    assert now(sentence) == ("reason", "")


def test_what_was_taken_back_holds_on_the_days_before(sentence: Sentence, world: World) -> None:
    by, day = world.members["supervisor"], timedelta(days=1)
    actions.set_aside(sentence, reason="号召", by=by, at=NOW, seen=0)
    actions.undo(sentence, by=by, at=NOW + 2 * day, seen=1)
    rows = Sentence.everything.filter(pk=sentence.pk)
    assert coverage.cover(coverage.with_cover(rows, NOW + day).get()) == "aside"
    assert coverage.cover(coverage.with_cover(rows, NOW + 3 * day).get()) == "open"


def test_the_page_offers_to_take_back_only_what_can_be(as_: Sign, sentence: Sentence) -> None:
    page = f"{sentence.reading.document.get_absolute_url()}?s=1"
    office = as_("supervisor")
    assert 'data-key="u"' not in office.get(page).content.decode()
    judge(office, sentence, "confirm")
    assert f"撤回第 {sentence.number} 句的认可" in office.get(page).content.decode()
    assert 'data-key="u"' not in as_("planner").get(page).content.decode()
    judge(as_("planner"), sentence, "confirm", seen=1)
    assert 'data-key="u"' not in office.get(page).content.decode()


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
