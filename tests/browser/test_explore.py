"""逐点查看: a chart explored by keyboard, mouse and finger, with nothing that the policy refuses; and the page without it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import SHIFTED, beyond

pytestmark = pytest.mark.browser
INDICATOR = "/indicators/1/"
LINK = "a[data-explore]"


def opened(one: Visit) -> Page:
    """Open the indicator and its chart."""
    one.go(INDICATOR)
    one.page.locator(LINK).click()
    expect(one.page.locator(".explore-chart svg")).to_be_visible()
    return one.page


def words(page: Page) -> str:
    """Return all words in the chart."""
    return " ".join(page.locator(".explore-chart svg text").all_text_contents())


def violations(page: Page) -> list[str]:
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


def test_points_are_reached_by_keys_and_said(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    one.go(INDICATOR)
    newest = one.page.locator("#values tbody tr").first
    day, value = newest.locator("td").nth(-5).inner_text(), newest.locator(".num b").inner_text()
    page = opened(one)
    expect(page.locator(".explore-chart")).to_be_focused()
    assert re.search("确保 .+已报 .+已证 |确保 .+已证 .+已报 ", words(page))
    live, tip = page.locator("[data-part=live]"), page.locator(".explore-tip")
    page.keyboard.press("End")
    while day not in live.inner_text():
        page.keyboard.press("ArrowLeft")
    expect(live).to_contain_text(re.compile(rf"{value}万元，"))
    expect(tip).to_contain_text(day)
    page.keyboard.press("ArrowLeft")
    expect(live).not_to_contain_text(day)
    page.keyboard.press("Home")
    expect(tip).to_contain_text(live.locator("p").first.inner_text())

    page.keyboard.press("+")
    expect(live).to_contain_text(" 至 ")
    part = live.inner_text()
    page.keyboard.press("0")
    expect(live).not_to_have_text(part)
    page.keyboard.press("Escape")
    expect(page.locator("#explore")).to_be_hidden()
    expect(page.locator(LINK)).to_be_focused()
    page.keyboard.press("Enter")  # and once more, after it was closed
    expect(page.locator(".explore-chart svg")).to_have_count(1)


def test_the_wheel_zooms_and_nothing_on_the_page_moves(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    page = opened(one)
    assert page.evaluate(SHIFTED) < 0.02
    page.locator(".explore-chart").hover(position={"x": 400, "y": 200})
    expect(page.locator(".explore-tip")).to_contain_text("已证")
    before = words(page)
    page.mouse.wheel(0, -600)
    page.wait_for_function(
        "before => [...document.querySelectorAll('.explore-chart svg text')].map(one => one.textContent).join(' ') !== before",
        arg=before,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_all_and_follows_light_and_dark(visit: Callable[..., Visit], scheme: str) -> None:
    one = visit("ducha")
    page = opened(one)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--lu-ink').trim()")
    label = page.locator(".explore-chart svg text", has_text=re.compile("^已证"))
    expect(label).to_have_attribute("fill", ink)
    page.keyboard.press("ArrowLeft")
    assert violations(page) == []


def test_what_was_known_then_and_other_units_stand_beside(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    one.go(INDICATOR + "observe")
    page = one.page
    unit = page.get_by_label("单位").locator("option", has_text="科研处")
    page.get_by_label("单位").select_option(unit.get_attribute("value"))
    page.get_by_label(re.compile("^数值（")).fill("7")
    page.get_by_label("数值截至").fill(f"{date.today()}")  # noqa: DTZ011
    page.get_by_label(re.compile("^来源")).fill("科研处台账")
    page.get_by_role("button", name="录入数值").click()
    expect(page.locator("main")).to_contain_text("已录入")

    opened(one)
    assert "科研处" not in words(page)
    page.get_by_role("checkbox", name="科研处").check()
    expect(page.locator(".explore-chart svg text", has_text="科研处 7")).to_have_count(1)
    page.get_by_label("对照：按哪天所知").fill("2020-01-01")
    expect(page.locator("[data-part=note]")).to_contain_text("还没有您能看到的数值")
    early = page.locator("#values tbody tr").nth(4).locator("td").nth(-5).inner_text()
    page.get_by_label("对照：按哪天所知").fill(early)
    expect(page.locator("[data-part=note]")).to_have_text("")


@pytest.mark.parametrize("width", [390, 360])
def test_a_finger_does_it_all(visit: Callable[..., Visit], width: int) -> None:
    one = visit("ducha", width=width, height=844, touch=True)
    page = opened(one)
    assert beyond(one) <= 0
    box = page.locator(".explore-chart").bounding_box()
    assert box and box["width"] > width - 40
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".explore-tip")).to_contain_text("万元")
    page.get_by_role("button", name="上一点").tap()
    expect(page.locator("[data-part=live]")).to_contain_text("万元")
    page.get_by_role("button", name="放大").tap()
    expect(page.locator("[data-part=live]")).to_contain_text("至")
    small = page.evaluate(
        "[...document.querySelectorAll('.explore button')].filter(one => one.offsetHeight < 44).length"
    )
    assert small == 0
    assert violations(page) == []


def test_without_a_script_it_leads_to_the_values_and_paper_has_the_drawing(
    visit: Callable[..., Visit],
) -> None:
    bare = visit("ducha", script=False)
    bare.go(INDICATOR)
    bare.page.locator(LINK).click()
    assert bare.page.url.endswith(f"{INDICATOR}#values")
    expect(bare.page.locator("#explore")).to_be_hidden()

    page = opened(visit("ducha"))
    page.emulate_media(media="print")
    expect(page.locator("#explore")).to_be_hidden()
    expect(page.locator(".chart-wide")).to_be_visible()


def test_where_the_script_does_not_come_the_link_leads_to_the_values(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    one.go(INDICATOR)
    one.page.route("**/series*", lambda route: route.fulfill(status=403, body="{}"))
    one.page.locator(LINK).click()
    one.page.wait_for_url("**#values")
    expect(one.page.locator("#explore")).to_be_hidden()
