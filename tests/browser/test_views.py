"""视图: filter, save, come back, choose, rename, delete, and take it back; on a telephone, and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
PLAN = "/plans/1/"


def chips(page: Page) -> Locator:
    return page.get_by_role("navigation", name="视图")


def readable(one: Visit) -> None:
    """Hold that nothing runs out sideways, that axe finds nothing, and that a finger finds what is to be pressed."""
    assert one.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(one.page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []


def unfold(page: Page, width: int) -> None:
    """On a phone the fields are folded until they are wanted."""
    if width < 768:
        expect(page.get_by_label("结果", exact=True)).to_be_hidden()
        page.get_by_label("筛选和排序").check()


@pytest.mark.parametrize(("width", "script"), [(1440, True), (390, True), (390, False)])
def test_a_view_is_kept_used_and_taken_back(visit: Callable[..., Visit], *, width: int, script: bool) -> None:
    one = visit("ducha", width=width, height=844, script=script)
    page, name = one.page, f"有风险的 {width} {'' if script else '无脚本'}".strip()
    one.go(PLAN)
    expect(chips(page).locator("[aria-current=page]")).to_have_text("全部")
    unfold(page, width)
    page.get_by_label("结果", exact=True).select_option("有风险")
    page.get_by_role("button", name="查看").first.click()
    expect(page.locator("main")).to_contain_text("下面是筛出的")
    rows = page.locator(".tree tbody tr").count()
    page.get_by_text("存为视图…").click()
    expect(page.get_by_label("名称")).to_have_value("有风险")
    if script:
        readable(one)
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="存", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"已存为视图“{name}”")
    expect(chips(page).locator("[aria-current=page]")).to_have_text(name)
    one.go(PLAN)
    chips(page).get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".tree tbody tr")).to_have_count(rows)
    expect(page.get_by_label("结果", exact=True)).to_have_value("risk")
    page.get_by_role("link", name="管理视图").click()
    mine = page.get_by_role("form", name=name, exact=True)
    mine.get_by_label("名称").fill(f"{name}，改过")
    mine.get_by_role("button", name="改名").click()
    expect(page.locator("main")).to_contain_text(f"已改名为“{name}，改过”")
    mine = page.get_by_role("form", name=f"{name}，改过", exact=True)
    if script:
        readable(one)
    if width < 768:
        heights = [
            box["height"] for box in map(Locator.bounding_box, mine.get_by_role("button").all()) if box
        ]
        assert min(heights) >= 44
    mine.get_by_role("button", name="删除").click()
    expect(page.locator("main")).to_contain_text("已删除视图")
    expect(mine).to_have_count(0)
    page.get_by_role("button", name="恢复").click()
    expect(chips(page).locator("[aria-current=page]")).to_have_text(f"{name}，改过")
    page.get_by_role("link", name="管理视图").click()
    mine.get_by_role("button", name="删除").click()
    expect(mine).to_have_count(0)


def test_what_is_shared_is_seen_by_others_and_changed_by_none_of_them(visit: Callable[..., Visit]) -> None:
    office, college = visit("ducha"), visit("cailiao")
    office.go(f"{PLAN}?due=quarter&sort=due")
    office.page.get_by_text("存为视图…").click()
    office.page.get_by_label("名称").fill("本季度要办的")
    office.page.get_by_label("共享给看得到这个计划的人").check()
    office.page.get_by_role("button", name="存", exact=True).click()
    college.go(PLAN)
    chips(college.page).get_by_role("link", name="本季度要办的").click()
    expect(college.page).to_have_url(re.compile("due=quarter&sort=due$"))
    college.page.get_by_role("link", name="管理视图").click()
    expect(college.page.locator("main")).to_contain_text("闻静之")
    expect(college.page.get_by_role("button", name="改名")).to_have_count(0)
    college.page.context.add_cookies([{"name": "luoshi-language", "value": "en", "url": college.site.url}])
    college.page.emulate_media(color_scheme="dark")
    college.page.reload()
    expect(college.page.locator("main")).to_contain_text("Shared by others")
    readable(college)
    office.page.get_by_role("button", name="撤回").click()
    expect(office.page.locator("main")).to_contain_text("已删除视图")
