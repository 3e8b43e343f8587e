"""传文件: over a slow line the page says how much has arrived; a refusal keeps what was chosen; the message can still undo."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
SLOW = 400_000  # bytes a second
# Where the bar stands, kept past the page.
WATCH = """() => setInterval(() => {
  sessionStorage.shares = `${sessionStorage.shares ?? ""} ${document.querySelector(".sending progress").position}`;
}, 50)"""


def slowed(page: Page, rate: int) -> None:
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def test_how_much_has_arrived_is_shown_and_a_refusal_keeps_the_file(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    file = tmp_path / "回单.txt"
    file.write_text("\n".join(f"{random.Random(n).random()}" for n in range(60_000)))  # 1.2 MB
    reporter = visit("cailiao", width=390)
    page = reporter.page
    reporter.go("/items/11/report")
    sent = page.locator(".sending")
    expect(sent).to_be_hidden()
    percent = page.locator("[name=percent]")
    percent.fill("")
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".errors")).to_be_focused()
    assert page.locator("[name=file]").evaluate("one => one.files[0].name") == file.name
    expect(page.locator(".taken")).to_contain_text(file.name)

    percent.fill("71")
    slowed(page, SLOW)
    page.evaluate(WATCH)
    page.get_by_role("button", name="提交").click()
    expect(sent).to_be_visible()
    expect(page.get_by_role("button", name="提交")).to_be_disabled()
    page.wait_for_url("**/updates/*/", timeout=20_000)
    shares = [float(share) for share in page.evaluate("sessionStorage.shares").split()]
    part = [share for share in shares if 0 < share < 1]
    assert len(set(part)) >= 5, shares
    assert part == sorted(part)
    expect(page.locator("form.undo")).to_be_visible()
    expect(page.get_by_text(file.name).first).to_be_visible()
    page.locator("form.undo button").click()  # the message came through, and so does what it bears
    expect(page.locator("form.undo")).to_have_count(0)
    reporter.go("/")
    expect(page.locator(".todo .verb", has_text="报")).not_to_have_count(0)


def test_without_a_line_the_page_says_so_and_nothing_is_lost(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    reporter = visit("cailiao")
    page = reporter.page
    file = tmp_path / "说明.txt"
    file.write_text("说明")
    reporter.go("/items/11/report")
    page.locator("[name=percent]").fill("72")
    page.locator("[name=file]").set_input_files(file)
    page.route("**/report", lambda route: route.abort("aborted"))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#notice")).not_to_be_empty()
    expect(page.locator(".sending")).to_be_hidden()
    expect(page.get_by_role("button", name="提交")).to_be_enabled()
    assert page.locator("[name=percent]").input_value() == "72"
    assert page.locator("[name=file]").evaluate("one => one.files.length") == 1
