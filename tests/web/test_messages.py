"""The words of the pages: all gathered, all translated, and said in the language of whoever reads them."""

from __future__ import annotations

import doctest
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import deactivate, override

from luoshi.arithmetic.derivation import Derivation, Lack
from luoshi.arithmetic.lamps import Lamp
from luoshi.intake import Extracted, Outcome
from luoshi.records.models import Sentence
from luoshi.records.questions import QUESTIONS, question
from luoshi.web.templatetags import luoshi as words
from luoshi.wording import say

ROOT = Path(__file__).resolve().parents[2]
SIMPLIFIED = ROOT / "src" / "luoshi" / "reading" / "lexicon" / "simplified.txt"
LANGUAGES = ("en", "zh_Hant")
BASIC = 0xC9  # Big5 keeps the characters in common use before this byte, the rare ones from there on
MISUSED = "么几听坏后愿荐"  # old characters in common use, but none of our pages means 茶几 or 皇后
PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)[^{}]*\}")


@pytest.fixture(autouse=True)
def no_language_is_left() -> Iterator[None]:
    """A request leaves its language to its thread, where the next one chooses its own; here other tests follow."""
    yield
    deactivate()


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "frontend" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The catalogues --------------------------------------------------------------


def said(tool: ModuleType, language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return each message of a catalogue, with its context, and its translation, one for each number."""
    kept = tool.kept(tool.place(language))
    return {one: string if isinstance(string, tuple) else (string,) for one, string in kept.items()}


def test_the_examples_hold(tool: ModuleType) -> None:
    found = doctest.testmod(tool)
    assert found.attempted >= 2
    assert not found.failed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_no_other(tool: ModuleType, language: str) -> None:
    found, kept = list(tool.gathered()), said(tool, language)
    assert len(found) > 200
    forms = 2 if language == "en" else 1
    keys = {(one.words, one.context): one for one in found}
    many = {key for key, one in keys.items() if one.many}
    lacking = {key: f"{one.file}:{one.line}" for key, one in keys.items() if not all(kept.get(key, ("",)))}
    assert lacking == {}, f"{language}: translate them"
    assert set(kept) - set(keys) == set(), "run frontend/messages.py update"
    assert [one for one in many if len(kept[one]) != forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_loaded_is_what_is_written(tool: ModuleType, language: str) -> None:
    source = tool.place(language)
    with source.open("rb") as file, source.with_suffix(".mo").open("rb") as made:
        assert flat(read_mo(made)) == flat(read_po(file)), "run make assets"


def flat(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return a catalogue's messages, each with all its forms."""

    def forms(one: str | Iterable[str]) -> tuple[str, ...]:
        return (one,) if isinstance(one, str) else tuple(one)

    return {forms(one.id): forms(one.string) for one in catalogue if one.id}


def places(one: str) -> set[str]:
    """Return the names of the places in which a message's parts are put."""
    return {found[1] or found[2] for found in PLACE.finditer(one)}


class Anything:
    """A part that may be written in whatever way."""

    def __format__(self, how: str) -> str:
        return "x"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(tool: ModuleType, language: str) -> None:
    kept = said(tool, language)
    assert [
        one for (one, _), strings in kept.items() if any(places(one) != places(each) for each in strings)
    ] == []
    for (one, _), strings in kept.items():
        for each in strings:
            parts = dict.fromkeys(places(one), Anything())
            assert each % parts if "%(" in one else each.format(**parts) if "{" in one else "x", one


def test_no_words_of_the_pages_are_left_outside_the_messages(tool: ModuleType) -> None:
    assert list(tool.all_bare()) == []


def test_words_outside_the_messages_are_found(tool: ModuleType) -> None:
    assert list(tool.bare('<b>{% translate "首页" %}</b>')) == []
    assert list(tool.bare('<b title="尾页">{% translate "首页" %}</b>')) == [('<b title="尾页">', 1)]
    assert list(tool.bare("{# zh: why #}<b>尾页</b>")) == []
    assert list(tool.bare_code('a = "首页"  # zh: why\nb = _("首页")\nc = f"{a}尾页"\n')) == [("尾页", 3)]


def test_english_holds_chinese_only_where_one_is_to_type_it(tool: ModuleType) -> None:
    unquoted = (re.sub("“[^”]*”", "", one) for strings in said(tool, "en").values() for one in strings)
    assert [one for one in unquoted if tool.CHINESE.search(one)] == []


# Traditional characters ------------------------------------------------------


def pairs() -> Iterator[tuple[str, str]]:
    """Yield each traditional character of the reader's table with its simplified one."""
    lines = [line for line in SIMPLIFIED.read_text("utf-8").splitlines() if line and line[0] != "#"]
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        yield from zip(old, new, strict=True)


def only_simplified() -> set[str]:
    """Return the simplified characters that stand for no common character of their own: 个 and 机, but not 里 or 系."""
    return {new for _, new in pairs() if not _common(new)} | set(MISUSED)


def _common(one: str) -> bool:
    try:
        return one.encode("big5")[0] < BASIC
    except UnicodeEncodeError:
        return False


def test_which_characters_are_simplified_only() -> None:
    found = only_simplified()
    assert set("个国发机体无与后") <= found
    assert not found & set("里台系准余面表核局同合只云干范")


def test_traditional_is_traditional(tool: ModuleType) -> None:
    wrong = only_simplified()
    kept = said(tool, "zh_Hant")
    assert {one: strings for one, strings in kept.items() if wrong & set("".join(strings))} == {}


# Who reads what --------------------------------------------------------------

FRONT = "/sign-in"


def language_of(client: Client, path: str = FRONT, accepts: str = "") -> str:
    """Return the language that a page says it is in."""
    page = client.get(path, headers={"accept-language": accepts} if accepts else {})
    found = re.search(r'<html lang="([^"]+)">', page.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("wanted", "lang", "word"),
    [
        ("en", "en", "Skip to the content"),
        ("zh-hant", "zh-Hant", "落實"),
        ("zh-hans", "zh-Hans", "跳到正文"),
    ],
)
def test_the_switch_is_kept(client: Client, db: None, wanted: str, lang: str, word: str) -> None:
    answer = client.post(reverse("people:language"), {"language": wanted, "next": FRONT})
    assert (answer.status_code, answer["Location"]) == (302, FRONT)
    kept = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (kept.value, kept["samesite"], bool(kept["httponly"])) == (wanted, "Lax", True)
    assert language_of(client, accepts="fr, en;q=0.2") == lang
    assert word in client.get(FRONT).content.decode()


@pytest.mark.parametrize(
    ("wanted", "gone"),
    [
        ("/units/?q=1#x", "/units/?q=1#x"),
        ("https://testserver/units/", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("units/", "/"),
        ("", "/"),
    ],
)
def test_the_switch_goes_back_only_to_a_place_of_ours(
    client: Client, db: None, wanted: str, gone: str
) -> None:
    answer = client.post(reverse("people:language"), {"language": "en", "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, gone)


@pytest.mark.parametrize("wanted", ["", "fr", "zh", "EN", "en\r\nX-Y: z", "../en"])
def test_an_unknown_language_changes_nothing(client: Client, db: None, wanted: str) -> None:
    client.post(reverse("people:language"), {"language": "en"})
    answer = client.post(reverse("people:language"), {"language": wanted})
    assert answer.status_code == 302
    assert not answer.cookies
    assert language_of(client) == "en"


def test_the_switch_is_only_posted(client: Client, db: None) -> None:
    assert client.get(reverse("people:language")).status_code == 405


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        ("", "zh-Hans"),
        ("fr", "zh-Hans"),
        ("en-GB, zh;q=0.8", "en"),
        ("zh-TW, en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN, en;q=0.8", "zh-Hans"),
    ],
)
def test_without_the_switch_the_browser_is_asked(client: Client, db: None, accepts: str, lang: str) -> None:
    assert language_of(client, accepts=accepts) == lang


def test_a_page_of_a_member_speaks_english(as_: Callable[[str], Client]) -> None:
    page = as_("planner").get("/documents/", headers={"accept-language": "en"})
    assert re.search(r"<h1>\s*Documents\s*</h1>", page.content.decode())


# What pure code says ---------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "lack", "lamp", "outcome", "asks"),
    [
        (
            "en",
            "undefined (no observed value)",
            "on schedule",
            "The text has been read.",
            "On what basis?",
        ),
        ("zh-hant", "未定義（沒有觀測值）", "達序時", "文字已讀出。", "依據什麼？"),
        ("zh-hans", "未定义（没有观测值）", "达序时", "文字已读出。", "依据什么？"),
    ],
)
def test_pure_code_says_it_in_the_language_of_the_reader(
    language: str, lack: str, lamp: str, outcome: str, asks: str
) -> None:
    told = Derivation("x", None, lack=Lack.OBSERVATION)
    with override(language):
        assert told.shown == lack
        assert Lamp.ON_TIME.word == lamp
        assert Extracted(Outcome.TEXT).message == outcome
        assert question("basis") == asks
        assert say("{told}：{how}", told="x", how="{y}").endswith("{y}")


def test_what_is_drawn_once_is_drawn_once_in_each_language() -> None:
    row = SimpleNamespace(result="ontime", time="over")
    for language in ("zh-hans", "en", "zh-hant", "en", "zh-hans"):
        with override(language):
            drawn = words.paired(row)
            assert words.lamp_word("ontime") in drawn
            assert words.lamp_word("over") in drawn


def test_two_requests_one_after_another_do_not_mix(as_: Callable[[str], Client], sentence: Sentence) -> None:
    """What pure code asks stands on the page of a document, in the language of each request."""
    client, asks = as_("planner"), QUESTIONS[sentence.rule]
    with override("en"):
        english = question(sentence.rule)
    assert english != asks
    for accepts, here, there in (("en", english, asks), ("", asks, english), ("en", english, asks)):
        answer = client.get(
            sentence.get_absolute_url(), headers={"accept-language": accepts} if accepts else {}
        )
        page = answer.content.decode()
        assert (here in page, there in page) == (True, False)


def test_who_is_refused_at_the_door_is_not_spoken_to_in_the_language_of_the_one_before(
    client: Client,
) -> None:
    assert language_of(client, accepts="en") == "en"
    big = client.post("/sign-in", b"", content_type="text/plain", headers={"content-length": str(2**40)})
    assert big.status_code == 413
    assert '<html lang="zh-Hans">' in big.content.decode()
