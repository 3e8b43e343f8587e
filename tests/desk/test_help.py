"""帮助: there for every page, in every language, the same in all of them, and true to the words of the pages."""

from __future__ import annotations

import doctest
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import deactivate

from luoshi.desk import help as pages
from tests.queries import count
from tests.site.test_matrix import ALL
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "docs" / "help"
TONGUES = {"zh-hans": HELP, "zh-hant": HELP / "zh_Hant", "en": HELP / "en"}
NAMES = sorted(path.stem for path in HELP.glob("*.md"))
LONGEST = 60_000  # bytes of an answer
BOLD = re.compile(r"\*\*(.+?)\*\*")


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "frontend" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


help_tool, messages = tool("help"), tool("messages")


@pytest.fixture(autouse=True)
def no_language_is_left() -> object:
    yield
    deactivate()


def text(language: str, name: str) -> str:
    return (TONGUES[language] / f"{name}.md").read_text("utf-8")


def address(name: str) -> str:
    return pages.address(name)


def opened(client: Client, name: str, language: str) -> str:
    answer = client.get(address(name), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


# Every page has its help ------------------------------------------------------


def test_every_route_has_its_help_or_a_reason_why_not() -> None:
    about = [route for routes in pages.ABOUT.values() for route in routes]
    assert len(about) == len(set(about)), "a route has two pages of help"
    assert set(about) | set(pages.NONE) == set(ALL)
    assert set(about) & set(pages.NONE) == set()
    assert all(pages.NONE.values())


def test_every_page_of_the_help_is_about_something_and_there() -> None:
    assert sorted(pages.ABOUT) == NAMES
    assert len(NAMES) >= 14


@pytest.mark.parametrize(
    ("path", "name"), [("/", "home"), ("/plans/", "plan"), ("/desk/", "desk"), ("/password", "signin")]
)
def test_a_page_leads_to_its_own_help(as_: Callable[[str], Client], path: str, name: str) -> None:
    page = as_("supervisor").get(path).content.decode()
    assert f'<a class="lu-help" href="{address(name)}">' in page


def test_a_row_leads_to_the_help_of_its_page(as_: Callable[[str], Client], world: World) -> None:
    item = world.places["own"].item
    assert (
        f'class="lu-help" href="{address("item")}"'
        in as_("reporter").get(item.get_absolute_url()).content.decode()
    )


def test_who_is_not_signed_in_is_led_there_too(client: Client, db: None) -> None:
    assert f'class="lu-help" href="{address("signin")}"' in client.get("/sign-in").content.decode()


def test_what_is_no_page_leads_to_where_the_help_begins(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.resolver_match = None
    assert pages.of(request) == address("index")


def test_a_page_of_the_help_needs_no_help(client: Client, db: None) -> None:
    assert "lu-help" not in opened(client, "plan", "zh-hans")


# It opens for all ----------------------------------------------------------------


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("name", NAMES)
def test_it_opens_for_who_is_not_signed_in(
    client: Client, django_assert_num_queries: Callable[[int], object], db: None, name: str, language: str
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        page = opened(client, name, language)
    assert len(page.encode()) <= LONGEST
    title = text(language, name).partition("\n")[0].removeprefix("# ")
    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{ {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[language] }">' in page
    links = set(re.findall(r'href="(/help/[^"#]*)', page))
    assert links >= {address(one) for one in NAMES}
    assert links <= {address(one) for one in NAMES}
    assert set(re.findall(r'href="#(part-\d+)"', page)) == set(re.findall(r'<h2 id="(part-\d+)"', page))


def test_who_is_signed_in_asks_only_who_they_are(as_: Callable[[str], Client]) -> None:
    """The session, the member, and what opens to them in the menu: all of the frame."""
    assert count(as_("supervisor"), address("reporting")) == 3


def test_no_other_name_is_a_page(client: Client, db: None) -> None:
    for name in ("nothing", "zh_Hant", "en", "..%2fterms"):
        assert client.get(f"/help/{name}/").status_code == 404, name


@pytest.mark.parametrize("name", NAMES)
def test_one_page_leads_on_to_the_next(client: Client, db: None, name: str) -> None:
    order = help_tool.order()
    at, page = order.index(name), opened(client, name, "zh-hans")
    before = re.findall(r'href="([^"]+)" rel="prev"', page)
    after = re.findall(r'href="([^"]+)" rel="next"', page)
    assert before == [address(one) for one in order[max(at - 1, 0) : at]]
    assert after == [address(one) for one in order[at + 1 : at + 2]]


# The text ------------------------------------------------------------------------


def test_the_examples_hold() -> None:
    found = doctest.testmod(help_tool)
    assert found.attempted >= 2
    assert not found.failed


def test_what_is_served_is_what_is_written() -> None:
    assert pages.made() == help_tool.made(), "run make assets"


def test_html_in_a_text_is_shown_as_letters_and_no_link_leads_out() -> None:
    made = help_tool.render("# t\n\n<script>x()</script>\n\n`<b>`")["body"]
    assert "<script" not in made
    assert "<b>" not in made
    assert "<a" not in help_tool.render("# t\n\n[x](javascript:x())")["body"]
    for link in ("https://elsewhere.example/", "../terms.md", "//elsewhere.example/a.md"):
        with pytest.raises(SystemExit):
            help_tool.render(f"# t\n\n[x](<{link}>)")
    with pytest.raises(SystemExit):
        help_tool.render("# t\n\n![x](https://elsewhere.example/x.png)")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_built_alike_in_all_languages(name: str) -> None:
    def shape(language: str) -> list[str]:
        return re.findall(r"^(#+ |\d+\. |- |\| |$)|\]\((\w+\.md)|(`.`)", text(language, name), re.M)

    assert shape("zh-hans") == shape("zh-hant") == shape("en")


@pytest.mark.parametrize("language", TONGUES)
def test_no_language_has_a_page_more(language: str) -> None:
    assert sorted(path.stem for path in TONGUES[language].glob("*.md")) == NAMES


def test_the_first_page_lists_every_page() -> None:
    assert sorted(help_tool.order()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_short(name: str) -> None:
    assert 25 <= len(text("zh-hans", name).splitlines()) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_traditional_is_what_the_conversion_gives(name: str) -> None:
    assert text("zh-hant", name) == messages.traditional(text("zh-hans", name)), "run messages.py update"


def said(language: str) -> dict[str, set[str]]:
    """Return what each word of the pages is in another language."""
    found: dict[str, set[str]] = {}
    for (words, _), string in messages.kept(messages.place(language)).items():
        found.setdefault(words, set()).update((string,) if isinstance(string, str) else string)
    return found


def printed(language: str, words: str) -> set[str]:
    """Return what may stand for a word of the pages in a language."""
    if language == "zh-hans":
        return {words}
    return {one.strip() for one in SAID[language][words]}


SAID = {
    "zh-hans": {one.words: {one.words} for one in messages.gathered()},
    "zh-hant": said("zh_Hant"),
    "en": said("en"),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_bold_stands_on_a_page_in_these_very_words(name: str) -> None:
    assert [one for one in BOLD.findall(text("zh-hans", name)) if one not in SAID["zh-hans"]] == []


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_other_languages_name_the_same_words(name: str, language: str) -> None:
    here = set(BOLD.findall(text(language, name)))
    words = set(BOLD.findall(text("zh-hans", name)))
    lacking = {one for one in words if not printed(language, one) & here}
    stray = here - {form for one in words for form in printed(language, one)}
    assert (lacking, stray) == (set(), set())
