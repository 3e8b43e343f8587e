"""词语 and 导览 in a real browser: what a term means comes beside it and goes again; first steps are ticked by doing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visit, serving

pytestmark = pytest.mark.browser
TERM = "a.term >> text=序时进度"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve an example of its own: first steps ask for people who have seen nothing, and leave reports on the way."""
    with serving(tmp_path_factory.mktemp("first")) as running:
        yield running


def faults(page: Page) -> list[tuple[str, object]]:
    return [(one["id"], one["nodes"][0]["target"]) for one in Axe().run(page).response["violations"]]


def ticked(page: Page) -> list[bool]:
    """Say of each step on the page whether it is ticked."""
    return [one.get_attribute("class") == "is-done" for one in page.locator(".tour li").all()]


# Terms -----------------------------------------------------------------------


def test_a_meaning_comes_on_hover_and_stays_to_be_read(visit: Callable[..., Visit]) -> None:
    page = visit("xiaozhang").page
    term, note = page.locator(TERM), page.locator("#meaning")
    box = term.bounding_box()
    term.hover()
    expect(note).to_contain_text("它只说时间走了多少")
    assert term.get_attribute("aria-describedby") == "meaning-says"
    assert term.bounding_box() == box, "nothing moves"
    assert faults(page) == []

    note.hover()  # one can move onto it, and it stays
    page.wait_for_timeout(600)
    expect(note).to_be_visible()
    page.keyboard.press("Escape")  # it goes without the pointer being moved
    expect(note).to_be_hidden()
    page.mouse.move(5, 5)
    term.hover()
    note.get_by_role("link").click()
    page.wait_for_url("**/terms/#term-time-share")


def test_a_meaning_comes_with_the_focus_and_goes_with_it(visit: Callable[..., Visit]) -> None:
    page = visit("xiaozhang").page
    term, note = page.locator(TERM), page.locator("#meaning")
    for _ in range(20):
        page.keyboard.press("Tab")
        if term.evaluate("one => one === document.activeElement"):
            break
    expect(note).to_contain_text("它只说时间走了多少")
    page.wait_for_timeout(600)
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/#term-time-share")


def test_a_first_tap_tells_and_a_second_one_leads(visit: Callable[..., Visit]) -> None:
    one = visit("xiaozhang", width=390, height=844, touch=True)
    page = one.page
    term, note = page.locator(TERM), page.locator("#meaning")
    term.tap()
    expect(note).to_be_visible()
    assert page.url == f"{one.site.url}/"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.touchscreen.tap(4, 800)
    expect(note).to_be_hidden()
    term.tap()
    note.get_by_role("link").tap()
    page.wait_for_url("**/terms/#term-time-share")
    page.go_back()
    term.tap()
    term.tap()
    page.wait_for_url("**/terms/#term-time-share")


def test_without_a_script_a_term_is_a_link(visit: Callable[..., Visit]) -> None:
    page = visit("xiaozhang", script=False).page
    page.locator(TERM).click()
    page.wait_for_url("**/terms/#term-time-share")
    expect(page.locator("#term-time-share")).to_contain_text("它只说时间走了多少")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_list_and_the_first_steps_can_be_read_by_all(
    visit: Callable[..., Visit], scheme: str, width: int
) -> None:
    one = visit("shenji", width=width, height=844)
    one.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path, there in (("/", ".tour"), ("/terms/#term-notice", ".terms")):
        one.go(path)
        expect(one.page.locator(there)).to_be_visible()
        assert faults(one.page) == [], path
        assert one.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# First steps -----------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_what_a_reporter_does_is_ticked(visit: Callable[..., Visit], script: bool) -> None:
    """The example's reporters have reported with evidence; what is left is to look."""
    page = visit("cailiao" if script else "dangban", script=script).page
    assert ticked(page) == [False, True, False]
    page.locator(".tour li a").nth(0).click()
    page.wait_for_url(re.compile(r"/items/\d+/$|/plans/\d+/$"))
    if "/plans/" in page.url:
        page.locator(".tree tbody a").first.click()
        page.wait_for_url("**/items/*/")
    page.locator(".lu-brand").click()
    assert ticked(page) == [True, True, False]
    page.locator(".tour li a").nth(2).click()
    page.wait_for_url("**/updates/*/")
    page.locator(".lu-brand").click()
    assert ticked(page) == [True, True, True]
    expect(page.locator(".tour")).to_contain_text("都办过了")


def test_what_a_head_does_is_ticked(visit: Callable[..., Visit]) -> None:
    """A colleague reports, the head opens and signs it."""
    college, head = visit("cailiao").page, visit("cailiaoyz").page
    college.goto(college.url + "items/11/report")
    college.get_by_role("button", name="提交").click()
    college.wait_for_url("**/updates/*/")
    head.reload()
    assert ticked(head)[0] is False
    head.locator(".tour li a").nth(0).click()
    head.get_by_role("button", name="同意，送督查核实").click()
    expect(head.get_by_text("待核实").first).to_be_visible()
    head.locator(".lu-brand").click()
    assert ticked(head) == [True, True, False]
    head.locator(".tour li a").nth(2).click()
    head.wait_for_url("**/plans/*/")
    head.locator(".lu-brand").click()
    assert ticked(head) == [True, True, True]


def test_what_the_office_does_is_ticked(visit: Callable[..., Visit]) -> None:
    """The second supervisor of the example has never drafted a notice."""
    page = visit("ducha2").page
    assert page.url.endswith("/desk/")
    before = ticked(page)
    assert before[2] is False
    page.locator(".tour li a").nth(2).click()
    page.wait_for_url("**/notices/new")
    page.locator("select[name=unit]").select_option(index=1)
    page.locator("[name=subject]").fill("报送第四季度安排")
    page.locator("[name=demand]").fill("请于三个工作日内报送。")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/notices/\d+/"))
    page.locator(".lu-brand").click()
    assert ticked(page) == [*before[:2], True]


def test_what_a_leader_reads_is_ticked_and_the_card_is_put_away(visit: Callable[..., Visit]) -> None:
    one = visit("xiaozhang")
    page = one.page
    page.wait_for_load_state("networkidle")  # what slipped comes by itself, and is not a step
    page.reload()
    assert ticked(page) == [False, False, False]
    page.locator(".wall td a").first.click()
    page.wait_for_url(re.compile(r"/(plans|items)/\d+/"))
    one.go("/")
    for number, there in ((1, "**/slips/"), (2, "**/trail/**")):
        page.locator(".tour li a").nth(number).click()
        page.wait_for_url(there)
        one.go("/")
    assert ticked(page) == [True, True, True]
    page.get_by_role("button", name="收起，不再显示").click()
    expect(page.locator(".tour")).to_have_count(0)
    one.go("/terms/")
    page.get_by_role("button", name="重新开始导览").click()
    assert ticked(page) == [False, False, False]


def test_what_an_administrator_reads_is_ticked(visit: Callable[..., Visit]) -> None:
    one = visit("anquan")
    assert one.page.url.endswith("/units/")
    one.go("/")
    assert ticked(one.page) == [True, False]
    one.page.locator(".tour li a").nth(1).click()
    one.page.wait_for_url("**/password")
    one.go("/")
    assert ticked(one.page) == [True, True]
