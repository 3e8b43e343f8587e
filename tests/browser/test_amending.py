"""调整: one person proposes, another signs; the difference is seen before and after, and the plan shows what holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
YEAR = date.today().year  # noqa: DTZ011  # any year does
STARTS, ENDS = f"{YEAR}-01-01", f"{YEAR + 2}-12-31"
WAS, BECOMES = f"{YEAR + 1}-06-30", f"{YEAR + 1}-09-30"


@pytest.mark.parametrize("script", [True, False])
def test_a_change_is_made_by_two(visit: Callable[..., Visit], *, script: bool) -> None:
    name = f"两人调整的计划{'' if script else '（无脚本）'}"
    office, leader = visit("ducha", script=script), visit("xiaozhang", script=script)
    plan = draft(office, name)
    adopt(leader, name)
    amendment = propose(office, plan)
    sign(leader, name, amendment)
    office.go(plan)
    row = office.page.get_by_role("row", name=re.compile("新建一个中试基地"))
    expect(row).to_contain_text(BECOMES)
    expect(row).to_contain_text("里程碑 0/2")
    office.page.get_by_role("link", name="横道图").click()
    expect(office.page.locator("tbody .g-bar")).to_have_count(1)
    expect(office.page.locator("tbody use[href='#g-coming']")).to_have_count(2)
    if script:
        found = Axe().run(office.page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []


def draft(office: Visit, name: str) -> str:
    """Draft a plan with one goal, which has days."""
    page = office.page
    office.go("/plans/new")
    page.get_by_label("计划名称").fill(name)
    page.get_by_label("开始").fill(STARTS)
    page.get_by_label("结束").fill(ENDS)
    page.get_by_role("button", name="建立").click()
    page.get_by_role("link", name="新增目标").click()
    page.get_by_label("目标", exact=True).fill("新建一个中试基地")
    page.get_by_role("button", name="新增").click()
    plan = page.url.removeprefix(office.site.url)
    schedule(page, "修改", WAS, "")
    page.get_by_role("button", name="改", exact=True).click()
    expect(page.locator("main")).to_contain_text("草案已改")
    return plan


def schedule(page: Page, button: str, due: str, milestones: str) -> None:
    """Open the schedule of the goal, and fill it in."""
    if "/items/" not in page.url:
        page.get_by_role("link", name="新建一个中试基地").click()
    page.get_by_role("link", name=button, exact=True).click()
    page.get_by_role("link", name="时限和里程碑").click()
    page.get_by_label("开始").fill(STARTS)
    page.get_by_label("到期").fill(due)
    page.get_by_label(re.compile("^里程碑")).fill(milestones)


def adopt(leader: Visit, name: str) -> None:
    """Adopt the plan as a leader, after a look at what follows."""
    page = leader.page
    leader.go("/plans/")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="通过计划").click()
    expect(page.locator("main")).to_contain_text("没有牵头单位的任务：")
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.locator("main")).to_contain_text("计划已通过")


def propose(office: Visit, plan: str) -> str:
    """Propose another due day and milestones; a line that cannot be read is told first, and what was typed stays."""
    page = office.page
    office.go(plan)
    schedule(page, "提出调整", BECOMES, "主体完工，明年")
    page.get_by_label("理由").fill("设备到货推迟")
    page.get_by_role("button", name="提出，等会签").click()
    expect(page.locator("main")).to_contain_text("看不懂日期")
    expect(page.get_by_label("理由")).to_have_value("设备到货推迟")
    page.get_by_label(re.compile("^里程碑")).fill(f"主体完工，{WAS}\n通过验收，{BECOMES}，2")
    page.get_by_role("button", name="提出，等会签").click()
    seen(page)
    expect(page.get_by_role("button", name="会签，让它生效")).to_have_count(0)
    office.go(plan)
    expect(page.get_by_role("row", name=re.compile("新建一个中试基地"))).to_contain_text(WAS)
    page.get_by_role("link", name="调整", exact=True).click()
    page.get_by_role("link", name=re.compile("时限调整")).click()
    return page.url.removeprefix(office.site.url)


def seen(page: Page) -> None:
    """See what was beside what becomes."""
    row = page.get_by_role("row", name=re.compile("到期"))
    expect(row.locator("del")).to_have_text(WAS)
    expect(row.locator("ins")).to_have_text(BECOMES)
    expect(page.locator("main")).to_contain_text("设备到货推迟")


def sign(leader: Visit, name: str, amendment: str) -> None:
    """Find the amendment from the plan, and sign it second."""
    page = leader.page
    leader.go("/plans/")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="调整", exact=True).click()
    page.get_by_role("link", name=re.compile("时限调整")).click()
    assert page.url.endswith(amendment)
    seen(page)
    page.get_by_label("会签意见").fill("同意")
    page.get_by_role("button", name="会签，让它生效").click()
    expect(page.locator("main")).to_contain_text("已生效")
    seen(page)
