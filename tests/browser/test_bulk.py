"""批量修改: picked, looked at, confirmed and taken back, with a script and without, on a desk and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
YEAR = date.today().year  # noqa: DTZ011  # any year does
DUE, LATER = f"{YEAR + 1}-06-30", f"{YEAR + 1}-07-10"
TASKS = ("甲件", "乙件", "丙件")


@pytest.mark.parametrize(("width", "script"), [(1440, True), (1440, False), (390, True), (390, False)])
def test_several_tasks_are_changed_and_changed_back(
    visit: Callable[..., Visit], *, width: int, script: bool
) -> None:
    office = visit("ducha", width=width, script=script)
    page, plan = office.page, draft(office, f"成批改的计划{width}{script}")
    pick(page, TASKS)
    if script:
        expect(page.locator(".bulk-sum")).to_have_text("已选 3 项")
        fits(page)
    look(page)
    expect(page.locator(".bulk-bar")).to_contain_text("还没有写明要改什么")
    expect(page.locator(".bulk-bar .errors")).to_be_in_viewport(ratio=1)
    expect(page.locator("input[name=item]:checked")).to_have_count(3)
    what(page, "开始").fill(f"{YEAR}-01-01")
    what(page, "到期").fill(DUE)
    look(page)
    expect(page.get_by_role("row", name=re.compile("甲件"))).to_contain_text("撤不回")
    if script:
        fits(page)
    page.get_by_role("button", name="确认，改").click()
    expect(page.get_by_role("status")).to_contain_text("已改 3 项任务")
    office.go(plan)
    move(page)
    expect(page.get_by_role("status")).to_contain_text("已改 2 项任务")
    expect(row(page, "甲件")).to_contain_text(LATER)
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_role("status")).to_contain_text("已撤回")
    expect(row(page, "甲件")).to_contain_text(DUE)


def draft(office: Visit, name: str) -> str:
    """Draft a plan with three tasks that have no days yet."""
    page = office.page
    office.go("/plans/new")
    page.get_by_label("计划名称").fill(name)
    page.get_by_label("开始").fill(f"{YEAR}-01-01")
    page.get_by_label("结束").fill(f"{YEAR + 2}-12-31")
    page.get_by_role("button", name="建立").click()
    for title in TASKS:
        page.get_by_role("link", name="新增事项").click()
        page.get_by_label("事项", exact=True).fill(title)
        page.locator("main").get_by_role("button", name=re.compile("新增|列入")).click()
    return page.url.removeprefix(office.site.url)


def move(page: Page) -> None:
    """Move all but one; look, go back for the one, and confirm."""
    page.get_by_role("link", name="批量修改").click()
    page.get_by_role("link", name="全选这 3 项").click()
    expect(page.locator("input[name=item]:checked")).to_have_count(3)
    what(page, "到期推后几天").fill("10")
    look(page)
    expect(row(page, "丙件").locator("ins")).to_have_text(LATER)
    page.get_by_role("button", name="回去改选择").click()
    expect(what(page, "到期推后几天")).to_have_value("10")
    page.get_by_role("checkbox", name=re.compile("丙件")).uncheck()
    look(page)
    expect(page.locator("main")).to_contain_text("2 项任务要改")
    expect(row(page, "甲件").locator("del")).to_have_text(DUE)
    page.get_by_role("button", name="确认，改").click()


def pick(page: Page, titles: tuple[str, ...]) -> None:
    page.get_by_role("link", name="批量修改").click()
    for title in titles:
        page.get_by_role("checkbox", name=re.compile(title)).check()


def what(page: Page, label: str) -> Locator:
    return page.get_by_role("group", name=re.compile("改成什么")).get_by_label(label, exact=True)


def row(page: Page, title: str) -> Locator:
    return page.get_by_role("row", name=re.compile(title))


def look(page: Page) -> None:
    page.get_by_role("button", name="先看改动").click()


def fits(page: Page) -> None:
    """Find nothing that runs out sideways, and nothing for axe."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
