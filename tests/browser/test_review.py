"""复核: the reasons on hover and focus, and the text reviewed by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_pages import SHOTS

pytestmark = pytest.mark.browser
NEWS = """11月5日下午，学校召开实验室安全工作会。校长陆怀瑾主持会议并讲话。
陆怀瑾指出，实验室安全是学校发展的重要基础。今年已排查隐患36处。
陆怀瑾强调，一是要摸清底数，实验室管理处在2099年6月30日前完成台账。二是要压实责任，各学院要签订责任书。
"""


def receive(one: Visit, folder: Path, title: str) -> Page:
    """Receive a text and stay on its page."""
    one.go("/documents/new")
    file = folder / "会议.txt"
    file.write_text(f"{title}\n{NEWS}", "utf-8")
    page = one.page
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_label(re.compile("^标题")).fill(title)
    page.get_by_role("button", name="收文并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def shot(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/review-{name}.png")


def mark(page: Page, words: str):  # type: ignore[no-untyped-def]
    return page.locator(".doc-text a.s", has_text=words)


def faults(page: Page) -> list[tuple[str, object]]:
    return [(one["id"], one["nodes"][0]["target"]) for one in Axe().run(page).response["violations"]]


def reviewed(page: Page) -> str:
    return page.locator(".doc-count div", has_text="已复核").inner_text().split()[0]


def test_the_reasons_stand_beside_the_sentence_on_hover(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会一")
    note, order = page.locator("#note"), mark(page, "摸清底数")
    box = order.bounding_box()
    order.hover(position={"x": 40, "y": 12})
    expect(note).to_be_visible()
    for words in ("要求", "未复核", "“要”", "有没有要求人做什么？", "陆怀瑾", "一是", "2099-06-30"):
        expect(note).to_contain_text(words)
    assert order.get_attribute("aria-describedby") == "note"
    assert order.locator("u").first.inner_text() == "要"
    assert order.bounding_box() == box, "nothing moves"
    assert faults(page) == []
    shot(page, "hover")

    note.hover()  # one can move onto it, and it stays
    page.wait_for_timeout(600)
    expect(note).to_be_visible()
    page.keyboard.press("Escape")  # it goes without the pointer being moved
    expect(note).to_be_hidden()
    order.hover(position={"x": 60, "y": 12})
    page.wait_for_timeout(600)
    page.mouse.move(5, 5)
    expect(note).to_be_hidden()
    assert order.get_attribute("aria-describedby") is None


def test_the_reasons_come_with_the_focus(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会二")
    note = page.locator("#note")
    mark(page, "摸清底数").focus()
    page.keyboard.press("Shift+Tab")
    expect(note).to_contain_text("情况")
    expect(note).to_contain_text("说的是不是做过的事")
    page.wait_for_timeout(600)
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(note).to_contain_text("说理")


def test_a_tap_tells_the_reasons_on_a_telephone(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha", width=390, height=844), tmp_path, "安全会三")
    mark(page, "今年已排查").click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("说的是不是做过的事")
    expect(panel.get_by_text("“已", exact=False)).to_be_visible()
    expect(panel.get_by_text("说的是不是做过的事")).to_be_visible()
    mark(page, "摸清底数").click()
    expect(panel.get_by_text("谁说：陆怀瑾　位置：一是")).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator("#note")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faults(page) == []
    shot(page, "phone")


def test_a_text_is_reviewed_by_keyboard(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会四")
    press, said, here = page.keyboard.press, page.locator("#said"), page.locator(".doc-text a.is-here")
    assert reviewed(page) == "0/7"
    mark(page, "今年已排查").click()
    number = int((here.get_attribute("id") or "s0")[1:])

    press("j")
    expect(here).to_have_attribute("id", f"s{number + 1}")
    expect(here).to_be_focused()
    expect(said).to_have_text(f"第 {number + 1} 句，要求，无人接，未复核")
    press("c")
    expect(page.get_by_role("button", name=re.compile("^要求"))).to_be_focused()
    shot(page, "correct")
    assert faults(page) == []
    press("2")
    expect(page.locator(".doc-count")).to_contain_text("1/7")
    expect(here).to_have_attribute("id", f"s{number + 2}")
    expect(here).to_be_focused()
    expect(said).to_contain_text(f"第 {number + 1} 句：已更正为情况。")
    expect(said).to_contain_text(f"第 {number + 2} 句，")

    press("k")
    press("k")
    press("a")  # at once: the key waits for the panel of the sentence that it is meant for
    expect(page.locator(".doc-count")).to_contain_text("2/7")
    expect(said).to_contain_text(f"第 {number} 句：已认可。")
    expect(here).to_have_attribute("id", f"s{number + 1}")
    expect(here).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("原判：要求")
    shot(page, "corrected")
    page.get_by_role("link", name="导出为金例").click()
    expect(page.locator("pre")).to_contain_text("断 report 「林一鸣强调，一是要摸清底数")
    assert faults(page) == []
    shot(page, "golden")


def test_who_is_faster_than_the_answer_is_not_taken_elsewhere(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会七")
    press, here = page.keyboard.press, page.locator(".doc-text a.is-here")
    mark(page, "校长陆怀瑾").click()
    expect(page.locator("#panel")).to_contain_text("第 3 句")

    def slowly(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/judge", slowly)
    press("a")
    press("a")  # waits, and is meant for the sentence after
    expect(page.locator(".doc-count")).to_contain_text("2/7")
    expect(here).to_have_attribute("id", "s5")
    press("a")
    mark(page, "压实责任").click()
    expect(page.locator(".doc-count")).to_contain_text("3/7")
    expect(here).to_contain_text("压实责任")
    expect(page.locator("#panel")).to_contain_text("第 7 句")


def test_an_order_is_set_aside_by_keyboard(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会六")
    press, here, reason = page.keyboard.press, page.locator(".doc-text a.is-here"), page.get_by_label("理由")
    mark(page, "压实责任").click()
    press("x")
    expect(reason).to_be_focused()
    press("Escape")
    expect(page.get_by_role("link", name=re.compile("^搁置"))).to_be_visible()
    press("x")
    page.get_by_role("button", name="搁置这一句").click()
    expect(page.locator("#panel")).to_contain_text("搁置须写明理由")
    reason.fill("号召，没有可办的事")
    page.get_by_role("button", name="搁置这一句").click()
    expect(page.locator(".doc-count")).to_contain_text("1/7")
    expect(page.locator(".doc-text .s-aside")).to_have_count(1)
    press("r")  # after the last comes the first without a word
    expect(here).to_have_attribute("id", "s1")


def test_a_word_is_taken_back_and_owner_day_and_words_are_reached_by_keys(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会八")
    press, here = page.keyboard.press, page.locator(".doc-text a.is-here")
    mark(page, "摸清底数").click()
    expect(page.locator("#panel")).to_contain_text("第 6 句")
    press("a")
    expect(here).to_contain_text("压实责任")
    expect(page.locator("#panel")).to_contain_text("撤回第 6 句的认可")
    press("u")
    expect(page.locator("#said")).to_contain_text("第 6 句：已撤回，仍为要求。")
    expect(here).to_have_attribute("id", "s6")
    expect(page.locator(".doc-count")).to_contain_text("0/7")
    expect(page.locator('[data-key="u"]')).to_have_count(0)
    assert faults(page) == []

    press("?")
    expect(page.locator("#keys")).to_contain_text("撤回自己上一次的确认")
    press("Escape")
    press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("隐患")
    press("Enter")
    expect(page.locator(".side-column")).to_contain_text("含“隐患”的")
    shot(page, "found")

    mark(page, "压实责任").click()
    expect(page.locator("#panel")).to_contain_text("第 7 句")
    press("o")
    expect(page.get_by_label("牵头单位")).to_be_focused()
    page.go_back()
    mark(page, "压实责任").click()
    expect(page.locator("#panel")).to_contain_text("第 7 句")
    press("d")
    expect(page.get_by_label("到期")).to_be_focused()


def test_every_key_of_the_review_is_a_button_with_its_key_printed(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会九")
    mark(page, "摸清底数").click()
    expect(page.locator("#panel")).to_contain_text("第 6 句")
    page.keyboard.press("a")
    expect(page.locator("#panel")).to_contain_text("第 7 句")
    for key in "KNACXPODU":
        found = page.locator(f'[data-key="{key.lower()}"]')
        expect(found).to_have_count(1)
        expect(found.locator("kbd")).to_have_text(key)
    page.keyboard.press("k")
    expect(page.locator('[data-key="j"] kbd')).to_have_text("J")
    expect(page.locator('[data-key="/"]')).to_have_count(1)
    expect(page.locator("[data-keys] kbd")).to_have_text("?")
    assert page.locator("main [aria-live], main [role=status]").count() == 1, "one region speaks"
    shot(page, "buttons")


def test_a_long_report_stays_smooth(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """Thirty-three thousand characters: to the next sentence at once, and everything is found where it was."""
    one = visit("ducha")
    one.go("/documents/new")
    file = tmp_path / "长.txt"
    file.write_text("长篇报告\n" + "".join(f"第{n}天。{NEWS}" for n in range(1, 221)), "utf-8")
    page = one.page
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_label(re.compile("^标题")).fill("长篇报告")
    page.get_by_role("button", name="收文并读取").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("长篇报告")
    nodes = page.evaluate("document.querySelectorAll('*').length")
    count = page.locator(".doc-text a.s").count()
    assert count > 1_400
    assert nodes < 3.2 * count

    mark(page, "摸清底数").nth(100).click()
    took = page.evaluate(NEXT)
    print(f"{nodes} elements, {count} sentences; to the next in {took} ms")
    assert sorted(took)[len(took) // 2] <= 50
    last = page.locator(".doc-text a.s").last
    page.goto(f"{page.url.split('?')[0]}#{last.get_attribute('id')}")
    expect(last).to_be_in_viewport()
    page.locator(".strip").click(position={"x": 300, "y": 20})
    expect(page.locator(".doc-text a.is-here")).to_be_in_viewport()
    assert page.evaluate("window.find('第201天')"), "the browser finds words that are not in sight"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shot(page, "long")


NEXT = """async () => {
  const took = [];
  for (let time = 0; time < 9; time++) {
    const began = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    document.body.offsetHeight;
    took.push(Math.round(performance.now() - began));
    await new Promise((done) => setTimeout(done, 400));
  }
  return took;
}"""


def test_the_page_is_read_in_the_dark(visit: Callable[..., Visit], tmp_path: Path) -> None:
    page = receive(visit("ducha"), tmp_path, "安全会五")
    page.emulate_media(color_scheme="dark")
    mark(page, "摸清底数").hover(position={"x": 40, "y": 12})
    expect(page.locator("#note")).to_be_visible()
    assert faults(page) == []
    shot(page, "dark")
