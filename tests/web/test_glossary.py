"""词语: each term once, each said in every language, and each that a page says is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from luoshi.web.glossary import GROUPS, TERMS
from tests.queries import count
from tests.world import World

ROOT = Path(__file__).resolve().parents[2] / "src" / "luoshi"
SAID = re.compile(r'\{% term "([^"]+)"')
CHINESE = re.compile("[\u4e00-\u9fff]")
ALL = [one for _, terms in GROUPS for one in terms]
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.rglob("templates/**/*.html")
}


def test_no_term_stands_twice() -> None:
    assert len(TERMS) == len(ALL) >= 30
    assert max(Counter(one.key for one in ALL).values()) == 1
    assert [one.key for one in ALL if not re.fullmatch("[a-z][a-z-]+", one.key)] == []


def test_every_term_that_a_page_says_is_there() -> None:
    said = {word for text in TEMPLATES.values() for word in SAID.findall(text)}
    assert len(said) >= 20
    assert said - set(TERMS) == set()


def test_a_term_is_said_in_headings_and_not_in_the_rows_of_a_table() -> None:
    rows = {name: re.findall(r"<tbody>.*?</tbody>", text, re.DOTALL) for name, text in TEMPLATES.items()}
    assert [name for name, found in rows.items() if any(SAID.search(one) for one in found)] == []


def test_a_meaning_is_a_sentence_or_two() -> None:
    assert [one.word for one in ALL if not 1 <= one.meaning.count("。") <= 2] == []
    assert [one.word for one in ALL if not 8 <= len(one.meaning) <= 70] == []


def test_every_term_is_said_in_english() -> None:
    with override("en"):
        told = [(one.name, one.says) for one in ALL]
    assert [one for one in told if CHINESE.search("".join(one))] == []
    assert len({name.lower() for name, _ in told}) == len(ALL)


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "应达"), ("zh-hant", "應達"), ("en", "Expected")])
def test_a_page_says_a_term_as_a_link_that_bears_its_meaning(language: str, word: str) -> None:
    with override(language):
        said = Template('{% load luoshi %}{% term "应达" %}').render(Context())
        meaning = TERMS["应达"].says
    assert said == f'<a class="term" href="/terms/#term-expected" data-says="{meaning}">{word}</a>'


def test_whoever_reads_may_look_a_term_up(client: Client, db: None) -> None:
    text = client.get("/terms/").content.decode()
    assert [one.key for one in ALL if f'id="term-{one.key}"' not in text] == []
    assert [one.word for one in ALL if one.meaning not in text] == []
    assert len(text.encode()) < 25_000
    assert count(client, "/terms/") == 0


@pytest.mark.parametrize("who", ["reporter", "head", "supervisor", "leader"])
def test_a_page_says_each_term_once(as_: Callable[[str], Client], world: World, who: str) -> None:
    place, member = world.places["own"], as_(who)
    update = place.updates["reported" if who == "head" else "signed"]
    for url in (
        "/",
        place.plan.get_absolute_url(),
        place.item.get_absolute_url(),
        place.indicator.get_absolute_url(),
        update.get_absolute_url(),
        f"/trail/item/{place.item.pk}",
        *(("/desk/",) if who == "supervisor" else ()),
        *((f"/items/{place.item.pk}/report",) if who == "reporter" else ()),
    ):
        answer = member.get(url)
        found = Counter(re.findall(r'class="term" href="([^"]+)"', answer.content.decode()))
        assert answer.status_code == 200, url
        assert found, url
        assert [href for href, times in found.items() if times > 1] == [], url
