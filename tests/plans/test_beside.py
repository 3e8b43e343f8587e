"""对照: a text beside the one that it follows up; what may be the same is shown, and a person decides."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from luoshi.documents import actions as documents
from luoshi.documents.actions import Arrival
from luoshi.documents.errors import NotEarlier
from luoshi.documents.models import Document
from luoshi.plans import actions
from luoshi.plans.views import beside
from luoshi.records import actions as records
from luoshi.records.models import Sentence
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]
FIRST = "各学院要在年底前完成实验室危险化学品台账。各单位要压实安全责任。学校是育人的地方。\n"
THEN = "按照《安全工作会纪要》，各学院要尽快完成实验室危险化学品台账。食堂价格保持稳定。\n"


class Said:
    """A sentence with its number."""

    def __init__(self, number: int, words: str) -> None:
        self.number, self.words = number, words


def received(world: World, text: str, title: str, *, ago: int, kind: str = "minutes") -> Document:
    arrival = Arrival(text.encode(), f"{title}.txt", title, kind, TODAY - timedelta(days=ago))
    return records.receive(world.units["office"], arrival, by=world.members["maker"], at=NOW)


@pytest.fixture
def first(world: World) -> Document:
    return received(world, FIRST, "安全工作会纪要", ago=30)


@pytest.fixture
def then(world: World) -> Document:
    return received(world, THEN, "安全工作推进会", ago=1)


def test_a_document_that_is_named_is_proposed_and_a_person_says_it(
    as_: Sign, first: Document, then: Document
) -> None:
    office, url = as_("supervisor"), f"/documents/{then.pk}/follow"
    form = office.get(url).content.decode()
    assert f'name="earlier" value="{first.pk}">安全工作会纪要</button>' in form
    assert "标明续自哪份文件" in office.get(then.get_absolute_url()).content.decode()
    said = office.post(url, {"earlier": str(first.pk)})
    assert said["Location"] == f"/documents/{then.pk}/?beside=1"
    assert then.follows() == first
    page = office.get(then.get_absolute_url()).content.decode()
    assert f'续自<a href="/documents/{first.pk}/">安全工作会纪要</a>' in page
    office.post(url, {"earlier": ""})
    assert then.follows() is None, "the last word holds"
    assert then.followings.count() == 2


def test_only_an_earlier_document_is_followed_up(
    as_: Sign, first: Document, then: Document, world: World
) -> None:
    by = world.members["supervisor"]
    assert as_("supervisor").post(f"/documents/{first.pk}/follow", {"earlier": then.pk}).status_code == 422
    for document, earlier in ((first, then), (first, first)):
        with pytest.raises(NotEarlier):
            documents.follow(document, earlier, by=by, at=NOW)
    same = received(world, "又一次会议要求各学院要落实。", "又一次会", ago=1)
    documents.follow(same, then, by=by, at=NOW)
    with pytest.raises(NotEarlier):
        documents.follow(then, same, by=by, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        documents.Follow.objects.create(document=then, earlier=then, about=TODAY, known_at=NOW, by=by)
    assert as_("leader").get(f"/documents/{then.pk}/follow").status_code in {403, 404}


def test_each_order_of_the_earlier_text_tells_who_has_it_and_what_may_be_the_same_is_tied(
    as_: Sign, first: Document, then: Document, world: World
) -> None:
    office, by = as_("supervisor"), world.members["supervisor"]
    order = Sentence.everything.get(reading__document=first, number=1)
    item = world.places["own"].item
    actions.answer(order, item, by=by, at=NOW)
    documents.follow(then, first, by=by, at=NOW)
    answer = office.get(f"/documents/{then.pk}/?beside=1")
    page = answer.content.decode()
    assert [(tie.later, tie.earlier) for tie, *_rest in answer.context["tied"]] == [(1, 1)]
    assert f'<a class="state" href="{item.get_absolute_url()}">{item.code} <svg class="lamp' in page
    assert 'id="e2"' in page
    assert 'class="tie" href="#e1"' in page
    assert 'class="tie" href="#s1"' in page
    repeated = Sentence.everything.get(reading__document=then, number=1)
    offer = f"/sentences/{repeated.pk}/answer?item={item.pk}"
    assert offer in page
    assert f'<option value="{item.pk}" selected' in office.get(offer).content.decode()
    assert offer not in as_("leader").get(f"/documents/{then.pk}/?beside=1").content.decode()
    actions.answer(repeated, item, by=by, at=NOW)
    assert f"已接到同一事项 {item.code}" in office.get(f"/documents/{then.pk}/?beside=1").content.decode()
    assert count(office, f"/documents/{then.pk}/?beside=1") <= 25


def test_where_nothing_is_followed_up_the_page_says_what_it_would_be_for(
    as_: Sign, then: Document, first: Document, world: World
) -> None:
    page = as_("leader").get(f"/documents/{then.pk}/?beside=1").content.decode()
    assert "还没有标明本文续自哪份文件" in page
    assert "/follow" not in page
    lone = received(world, "各学院要落实。", "最早的", ago=9000)
    assert "没有比本文更早的文件" in as_("supervisor").get(f"/documents/{lone.pk}/follow").content.decode()


def test_a_text_that_one_may_not_read_is_not_shown_beside_ones_own(
    as_: Sign, world: World, then: Document
) -> None:
    foreign = world.places["foreign"].document
    documents.Follow.objects.create(
        document=then, earlier=foreign, about=TODAY, known_at=NOW, by=world.members["supervisor"]
    )
    page = as_("supervisor").get(f"/documents/{then.pk}/?beside=1").content.decode()
    assert foreign.title not in page
    assert "还没有标明" in page


def test_two_long_texts_are_compared_in_a_moment() -> None:
    later = [Said(n, f"第{n}项工作要由某某学院在{n}月完成并报送材料编号{n * 7919}。") for n in range(1, 1501)]
    earlier = [Said(n, f"要求第{n}项任务由某某学院负责完成材料汇编{n * 104729}。") for n in range(1, 401)]
    began = time.process_time()
    beside.ties(later, earlier, ({}, {}), {})
    taken = time.process_time() - began
    # Beside five million plain additions, in the same run: a machine may be in a slow mood.
    began, total = time.process_time(), 0
    for number in range(5_000_000):
        total += number
    assert taken < 8 * (time.process_time() - began)


def test_little_in_common_is_no_tie() -> None:
    assert beside.ties([Said(1, "各学院要办好。")], [Said(1, "各学院要自查。")], ({}, {}), {}) == []
