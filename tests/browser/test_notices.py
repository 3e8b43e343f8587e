"""督办单: the office draws one from an item and issues it, the college receives and answers it, the office closes it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    """Press a button and wait for the answer: the words that are looked for may stand on the page before."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name=name, exact=True).click()


def walk(visit: Callable[..., Visit], *, script: bool) -> None:
    subject = f"到账经费核查{'' if script else '二'}"
    office = visit("ducha", script=script)
    issue(office, subject)
    college = visit("cailiao", width=390, height=844, script=script)
    answer(college, subject)
    office.go("/desk/")
    office.page.locator("#notices").get_by_role("link", name=subject, exact=True).click()
    expect(office.page.locator(".line")).to_contain_text("已到账 612 万元")
    if script:
        redo(office, college)
    close(office)
    expect(office.page.locator(".line li")).to_have_count(7 if script else 5)
    office.go("/desk/")
    expect(office.page.locator("#notices").get_by_role("link", name=subject, exact=True)).to_have_count(0)


def issue(office: Visit, subject: str) -> None:
    """Draw a notice from the page of an item, leave something out first, and issue it."""
    page = office.page
    office.go("/plans/")
    page.get_by_role("link", name=re.compile("三年行动计划")).click()
    page.get_by_role("link", name=re.compile("横向科研")).first.click()
    page.get_by_role("link", name="督办", exact=True).click()
    expect(page.get_by_label("主办单位").locator("option:checked")).to_have_text("材料与冶金学院")
    page.get_by_label("督办事项").fill(subject)
    press(page, "拟好，去核对")
    expect(page.locator(".field.is-wrong")).to_contain_text("办理要求")
    expect(page.get_by_label("督办事项")).to_have_value(subject)
    page.get_by_label("办理要求").fill("请说明到账情况，并附明细。")
    press(page, "拟好，去核对")
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    press(page, "交办")
    expect(page.locator("main")).to_contain_text(re.compile(r"办〔\d{4}〕\d+ 号"))


def answer(college: Visit, subject: str) -> None:
    """Receive it from the home page, on a telephone, and reply to it."""
    page = college.page
    page.locator(".o-todo").get_by_role("link", name=re.compile(f"号 {subject}$")).click()
    press(page, "签收")
    expect(page.locator(".item-head")).to_contain_text("办理中")
    press(page, "报办结")
    expect(page.locator(".field.is-wrong")).to_contain_text("办理情况")
    page.get_by_label("办理情况").fill("已到账 612 万元，明细附后。")
    press(page, "报办结")
    expect(page.locator(".item-head")).to_contain_text("已反馈")
    expect(page.get_by_role("button", name="同意办结")).to_have_count(0)


def redo(office: Visit, college: Visit) -> None:
    """Send it back once, with one of the ready phrases, and have it answered again."""
    page = office.page
    page.get_by_text("退回重办", exact=True).click()
    phrases = page.locator("datalist option").evaluate_all("all => all.map(one => one.value)")
    page.get_by_label("退回理由").fill(phrases[0])
    press(page, "确认退回重办")
    expect(page.locator(".line")).to_contain_text(phrases[0])
    college.page.reload()
    college.page.get_by_label("办理情况").fill("已逐条补充。")
    press(college.page, "报办结")
    page.reload()


def close(office: Visit) -> None:
    """Close it with a word."""
    office.page.get_by_label(re.compile("^意见")).fill("属实")
    press(office.page, "同意办结")
    expect(office.page.locator(".item-head")).to_contain_text("已办结")


def test_a_notice_is_issued_answered_and_closed(visit: Callable[..., Visit]) -> None:
    walk(visit, script=True)


def test_a_notice_is_issued_answered_and_closed_without_javascript(visit: Callable[..., Visit]) -> None:
    walk(visit, script=False)
