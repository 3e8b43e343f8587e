"""Every page as every account, wide and narrow: no complaint of the browser, nothing sideways, readable by all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
START = (
    *("/", "/slips/", "/documents/", "/documents/new", "/plans/", "/plans/new", "/reports/", "/units/"),
    *("/password", "/desk/", "/desk/bulletin", "/notices/", "/notices/new", "/periods/", "/periods/new"),
    "/extensions/",
)
KINDS = re.compile(
    r"^/(?:documents|plans|items|updates|reports|sentences|notices|periods|extensions|indicators|trail)"
    r"/(?:item/|indicator/)?\d+/?([a-z-/]*)$"
)
DOWNLOADS = {"original", "file", "docx", "freeze"}
GOAL = "/items/1/"  # a crawl finds one item, which is a task
# The pages as pictures, for people to look at: SHOTS=folder make browser
SHOTS = os.getenv("SHOTS")


def crawl(one: Visit) -> list[str]:
    """Find one page of each kind that the member can reach by links, from the places of the menu."""
    found: dict[str, str] = {}
    queue = list(START)
    while queue:
        path = queue.pop(0)
        kind = re.sub(r"\d+", "1", path)
        if kind in found:
            continue
        found[kind] = path
        one.go(path)
        for link in one.page.locator("a[href]").all():
            target = (link.get_attribute("href") or "").split("#")[0].split("?")[0]
            shape = KINDS.match(target)
            if shape and shape.group(1) not in DOWNLOADS:
                queue.append(target)
    return [*found.values(), GOAL]


@pytest.mark.parametrize("login", ["ducha", "cailiao", "cailiaoyz", "xiaozhang", "anquan"])
def test_every_page_is_quiet_and_fits(visit: Callable[..., Visit], login: str) -> None:
    wide = visit(login)
    pages = crawl(wide)
    assert len(pages) >= 6
    wrong = [(path, said) for path in pages if (said := look(wide, path, f"{login}-wide"))]
    for width in (390, 360):
        narrow = visit(login, width=width, height=844)
        wrong += [(path, said) for path in pages if (said := look(narrow, path, f"{login}-{width}"))]
    assert wrong == []


def look(one: Visit, path: str, name: str) -> str:
    """Open a page; say whether it runs out sideways."""
    one.go(path)
    if SHOTS and not name.endswith("-360"):
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        file = re.sub(r"\W+", "-", path).strip("-") or "home"
        one.page.screenshot(path=f"{SHOTS}/{name}-{file}.png", full_page=True)
    beyond = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return f"{beyond} px sideways" if beyond > 0 else ""


@pytest.mark.parametrize("login", ["ducha", "cailiao"])
def test_every_page_can_be_read_by_all(visit: Callable[..., Visit], login: str) -> None:
    one, wrong = visit(login), []
    for path in crawl(one):
        one.go(path)
        found = Axe().run(one.page).response["violations"]
        wrong += [(path, fault["id"], [node["target"] for node in fault["nodes"]][:2]) for fault in found]
    assert wrong == []


def test_pages_are_readable_in_the_dark(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    one.page.emulate_media(color_scheme="dark")
    wrong = []
    for path in ("/", "/plans/", "/documents/", "/desk/", "/desk/bulletin", "/notices/new"):
        one.go(path)
        found = Axe().run(one.page).response["violations"]
        wrong += [(path, fault["id"], fault["nodes"][0]["target"]) for fault in found]
    assert wrong == []


def test_the_browser_runs_nothing_that_was_typed(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """A hostile text is shown as it was written: no element of it comes to life."""
    hostile = "<img src=x onerror=alert(1) id=alive>一要落实。<script id=alive>alert(2)</script>\n"
    one = visit("ducha")
    one.go("/documents/new")
    file = tmp_path / "x.txt"
    file.write_text(hostile + "二要<b id=alive hx-get='/'>推进</b>{{7*7}}工作。", "utf-8")
    one.page.get_by_label("文件", exact=True).set_input_files(file)
    one.page.get_by_label(re.compile("^标题")).fill("<svg onload=alert(3) id=alive>")
    one.page.get_by_role("button", name="收文并读取").click()
    assert "<img src=x" in one.page.locator(".doc-text").inner_text()
    assert one.page.locator("#alive").count() == 0
    one.go("/")
    assert one.page.locator("#alive").count() == 0


def test_keys_walk_the_sentences(visit: Callable[..., Visit]) -> None:
    one = visit("ducha")
    one.go("/")
    one.page.get_by_role("link", name=re.compile("条要求无人接")).first.click()
    here = one.page.locator(".doc-text a.is-here")
    before = here.get_attribute("id")
    one.page.keyboard.press("j")
    one.page.wait_for_function("id => document.querySelector('.doc-text a.is-here')?.id !== id", arg=before)
    one.page.keyboard.press("k")
    one.page.wait_for_function("id => document.querySelector('.doc-text a.is-here')?.id === id", arg=before)
    one.page.keyboard.press("x")
    one.page.get_by_label("理由").press("j")  # a field has the focus: the key is a letter
    assert one.page.get_by_label("理由").input_value() == "j"


HEADS_OVER_CELLS = """() => [...document.querySelectorAll('table')].flatMap(table => {
  const shown = row => [...row.cells].filter(cell => cell.offsetParent !== null && cell.offsetWidth > 0);
  const heads = table.tHead ? shown(table.tHead.rows[0]) : [];
  if (!heads.length) return [];
  return [...table.tBodies[0].rows].flatMap(row => {
    const cells = shown(row);
    if (cells.length === 1 && cells[0].colSpan > 1) return cells[0].colSpan === table.tHead.rows[0].cells.length ? [] : ['colspan'];
    if (cells.length !== heads.length) return [`${heads.length} heads over ${cells.length} cells`];
    return cells.filter((cell, i) => Math.abs(cell.getBoundingClientRect().left - heads[i].getBoundingClientRect().left) > 1)
      .map(cell => cell.textContent.trim());
  });
})"""


@pytest.mark.parametrize("width", [1440, 1000, 900, 800])
def test_each_head_stands_over_its_cells(visit: Callable[..., Visit], width: int) -> None:
    one, wrong = visit("ducha", width=width), []
    places = (
        "/plans/1/",
        "/plans/1/?lamp=none",
        "/plans/1/indicators",
        "/items/11/",
        "/indicators/1/",
        "/units/",
        "/",
    )
    for path in (*places, "/desk/", "/desk/bulletin", "/notices/", "/notices/1/", "/extensions/"):
        one.go(path)
        wrong += [(path, fault) for fault in one.page.evaluate(HEADS_OVER_CELLS)]
    assert wrong == []


CHIPS_OVER_WORDS = """() => [...document.querySelectorAll('.node')].flatMap(node => {
  const chip = node.querySelector('.lu-tally');
  if (!chip) return [];
  const words = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), range = document.createRange(), boxes = [];
  while (words.nextNode()) if (!chip.contains(words.currentNode)) {
    range.selectNodeContents(words.currentNode);
    boxes.push(...range.getClientRects());
  }
  const chips = [...chip.children].map(one => one.getBoundingClientRect());
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [{ text: node.textContent.trim(), meets: chips.some(a => boxes.some(b => meets(a, b))) }];
})"""


@pytest.mark.parametrize("width", [1440, 1000, 800, 390, 360])
def test_what_a_goal_counts_covers_neither_its_code_nor_its_title(
    visit: Callable[..., Visit], width: int
) -> None:
    one = visit("ducha", width=width)
    one.go("/plans/1/")
    found = one.page.evaluate(CHIPS_OVER_WORDS)
    assert len(found) == 5
    assert [each["text"] for each in found if each["meets"]] == []
