"""一次填报要几步: home, report on the first due item with one photo, submit; actions, keys and seconds are counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.intake.test_pictures import drawn

pytestmark = pytest.mark.browser
MOST_ACTIONS, MOST_SECONDS = 3, 60
PERCENT, SHOWS = "56", "走访现场"


@dataclass
class Effort:
    """What a person has done: what was pressed to go on, the keys struck besides, and the files chosen."""

    page: Page
    how: str  # by which hand a link or a button is pressed
    began: float = field(default_factory=time.monotonic)
    actions: int = 0
    keys: int = 0
    files: int = 0

    def press(self, target: Locator) -> None:
        """Press a link or a button: one action."""
        self.actions += 1
        if self.how == "keys":
            self.reach(target)
            self.page.keyboard.press("Enter")
        elif self.how == "touch":
            target.tap()
        else:
            target.click()

    def reach(self, target: Locator) -> None:
        """Go on by Tab until something has the focus: a key each."""
        for _ in range(60):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self.keys += 1
        raise AssertionError(f"not reached by Tab: {target}")

    def write(self, target: Locator, words: str) -> None:
        """Write over what stands in a field; what stands there already costs nothing."""
        if target.input_value() == words:
            return
        if self.how == "keys":
            self.reach(target)
            self.page.keyboard.press("Control+a")
            self.keys += 1 + len(words)
            self.page.keyboard.type(words)
        else:
            self.keys += len(words)
            target.fill(words)

    def choose(self, target: Locator, file: Path) -> None:
        """Choose a file: not an action, but counted."""
        if self.how == "keys":
            self.reach(target)
        self.files += 1
        target.set_input_files(file)

    def ended(self, way: str) -> None:
        """Print what it took, and hold it to the bounds."""
        seconds = time.monotonic() - self.began
        print(
            f"\nan update by {way}: {self.actions} actions, {self.keys} keys, {self.files} file, {seconds:.1f} s"
        )
        assert self.actions <= MOST_ACTIONS
        assert seconds <= MOST_SECONDS


WAYS = {
    "mouse": {},
    "keys": {},
    "touch": {"width": 390, "height": 844},
    "mouse without a script": {"script": False},
}


@pytest.mark.parametrize("way", WAYS)
def test_a_report_with_a_photo_takes_at_most_three_actions(
    way: str, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    photo = tmp_path / "走访现场.jpg"
    photo.write_bytes(drawn("JPEG", (1600, 1200), comment=way.encode()))
    reporter = visit("cailiao", touch=way == "touch", **WAYS[way])
    page = reporter.page
    reporter.go("/")
    effort = Effort(page, way.partition(" ")[0])
    due = page.locator(".todo", has=page.locator(".verb", has_text="报")).locator("a").first
    effort.press(due)
    page.wait_for_url(re.compile(r"/items/\d+/report"))
    effort.write(page.get_by_label("累计完成"), PERCENT)
    words = f"走访 {12 + list(WAYS).index(way)} 家企业。"  # each has something to write
    effort.write(page.get_by_label("进展", exact=True), words)
    effort.choose(page.locator("input[type=file]"), photo)
    effort.write(page.get_by_label(re.compile("佐证说明什么")), SHOWS)
    effort.press(page.get_by_role("button", name=re.compile("^提交")))
    page.wait_for_url(re.compile(r"/updates/\d+/"))
    expect(page.locator(".lu-messages")).to_contain_text("已报，等本单位负责人审签。")
    effort.ended(way)
    seen_and_taken_back(page, effort)


def seen_and_taken_back(page: Page, effort: Effort) -> None:
    """Look at the photo where it was handed in, and take the report back by the form in the message."""
    small = page.locator(".preview img")
    expect(small).to_have_js_property("naturalWidth", 320)
    back = page.locator(".lu-messages").get_by_role("button", name="撤回")
    if effort.how == "keys":
        page.keyboard.press("Tab")
    effort.press(back)
    expect(page.locator(".lu-messages")).to_contain_text("已撤回")
    expect(page.locator(".lu-messages").get_by_role("button")).to_have_count(0)
    page.goto(page.url.split("/updates/")[0])
    expect(page.locator(".todo .verb", has_text="报")).not_to_have_count(0)  # it is to be done again
