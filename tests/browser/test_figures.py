"""From a number to its evidence and its sentence in two clicks; and a value from the ledger to the series."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


class Clicks:
    """Counts what is clicked."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, what: Locator) -> None:
        what.click()
        self.number += 1


@pytest.mark.parametrize("width", [1440, 390])
def test_two_clicks_lead_from_a_number_to_its_evidence_and_to_its_sentence(
    visit: Callable[..., Visit], width: int
) -> None:
    office = visit("ducha", width=width, script=width > 400)
    page = office.page
    open_item(office, "成果转化3项")
    number = page.locator(".figs a").first
    expect(number).to_have_text("33%")
    item = page.url

    to_evidence = Clicks()
    to_evidence.on(number)
    with page.expect_download() as saved:
        to_evidence.on(page.locator(".trail").get_by_role("link", name="技术转让合同 1 份", exact=True))
    assert "技术转让合同 1 份" in Path(saved.value.path()).read_text("utf-8")
    assert to_evidence.number == 2

    page.goto(item)
    to_sentence = Clicks()
    to_sentence.on(page.locator(".figs a").first)
    to_sentence.on(page.locator(".trail").get_by_role("link", name=re.compile("第 .+ 句")).first)
    assert to_sentence.number == 2
    expect(page.locator(".doc-text a.is-here")).to_contain_text("成果转化")

    back = Clicks()
    back.on(page.locator("#panel").get_by_role("link", name=re.compile("成果转化3项")))
    assert back.number == 1
    expect(page).to_have_url(item)


def open_item(office: Visit, words: str) -> None:
    office.go("/plans/")
    office.page.get_by_role("link", name=re.compile("三年行动计划")).click()
    office.page.get_by_role("link", name=re.compile(words)).click()
    expect(office.page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_a_value_is_observed_verified_and_stands_in_the_series(
    visit: Callable[..., Visit], *, script: bool
) -> None:
    name = f"到账笔数{'' if script else '二'}"
    office = visit("ducha", script=script)
    define(office, name)
    indicator = office.page.url.removeprefix(office.site.url)

    reporter = visit("cailiao", script=script)
    observe(reporter, indicator)

    page = office.page
    page.goto(office.site.url + indicator)
    expect(page.locator(".chart-wide .claimed-dot")).to_have_count(2)
    expect(page.locator(".chart-wide .shown-dot")).to_have_count(0)
    for box in page.get_by_role("checkbox", name=re.compile("核实 材料与冶金学院")).all():
        box.check()
    page.get_by_role("button", name="核实所勾的数值").click()
    expect(page.locator("main")).to_contain_text("已核实 2 个数值")
    expect(page.locator(".chart-wide .shown-dot")).to_have_count(2)
    expect(page.locator(".chart-wide")).to_have_attribute("aria-label", re.compile("已证 9笔.*确保 .* 30笔"))

    page.locator(".figs a").first.click()
    expect(page.locator(".trail")).to_contain_text("（实际 9 − 基期 0）÷（目标 30 − 基期 0）")
    expect(page.locator(".trail")).to_contain_text("财务处台账")


def define(office: Visit, name: str) -> None:
    page = office.page
    open_item(office, "横向科研到账")
    page.get_by_role("link", name="新增指标").click()
    page.get_by_label("指标", exact=True).fill(name)
    page.get_by_label(re.compile("^计量单位")).fill("笔")
    page.get_by_label(re.compile("^基期值")).fill("0")
    page.get_by_role("button", name="新增指标").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="定目标值").first.click()
    page.get_by_label("确保").first.fill("30")
    page.get_by_role("button", name="定目标值").click()
    expect(page.locator("main")).to_contain_text("请写明哪一天达到")
    expect(page.get_by_label("确保").first).to_have_value("30")
    page.get_by_label("达到日").first.fill(f"{date.today() + timedelta(days=60)}")  # noqa: DTZ011
    page.get_by_role("button", name="定目标值").click()
    expect(page.locator("main")).to_contain_text("确保 30")


def observe(reporter: Visit, indicator: str) -> None:
    page = reporter.page
    for days, value in ((40, "4"), (3, "9")):
        reporter.go(indicator)
        page.get_by_role("link", name="录入数值").click()
        page.get_by_label(re.compile("^数值（")).fill(value)
        page.get_by_label("数值截至").fill(f"{date.today() - timedelta(days=days)}")  # noqa: DTZ011
        page.get_by_role("button", name="录入数值").click()
        expect(page.locator("main")).to_contain_text("须写明来源")
        expect(page.get_by_label(re.compile("^数值（"))).to_have_value(value)
        page.get_by_label(re.compile("^来源")).fill("财务处台账")
        page.get_by_role("button", name="录入数值").click()
        expect(page.locator("main")).to_contain_text("已录入")
