"""Pictures of the pages of the example, wide and narrow, light and dark, in Chinese and English.

    benchmarks/pictures.py FOLDER --url http://127.0.0.1:8000 --password WORD [--login ducha] [--path /plans/1/ …]

Prints for each page its largest contentful paint and how far it runs out sideways. Asks a running program.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PLACES = (
    *(
        "/",
        "/documents/",
        "/documents/1/",
        "/plans/",
        "/plans/1/",
        "/plans/1/?as=gantt",
        "/plans/1/indicators",
    ),
    *("/items/1/", "/items/11/", "/indicators/1/", "/desk/", "/desk/bulletin", "/notices/", "/extensions/"),
    *("/reports/", "/units/", "/slips/", "/password"),
)
LANGUAGES = {"zh-CN": "zh-hans", "en": "en"}
LARGEST = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(() => done(-1), 1000);
})"""


def main() -> None:
    """Photograph each page in each look."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--password", required=True)
    parser.add_argument("--login", default="ducha")
    parser.add_argument("--path", nargs="*", default=PLACES)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        first = browser.new_context(locale="zh-CN")
        sign_in(first.new_page(), asked.url, asked.login, asked.password)
        signed = first.storage_state()
        looks = [
            (tongue, scheme, width)
            for tongue in ("zh-CN", "en")
            for scheme in ("light", "dark")
            for width in (1440, 390)
        ]
        for tongue, scheme, width in looks:
            context = browser.new_context(
                locale=tongue,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                storage_state=signed,
            )
            context.add_cookies([{"name": "luoshi-language", "value": LANGUAGES[tongue], "url": asked.url}])
            page = context.new_page()
            for path in asked.path:
                answer = page.goto(asked.url + path)
                name = re.sub(r"\W+", "-", path).strip("-") or "home"
                beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                paint = page.evaluate(LARGEST)
                status = answer.status if answer else 0
                print(
                    f"{status} {name:24} {tongue:5} {scheme:5} {width:4} {paint:6.0f} ms {max(beyond, 0):4} px"
                )
                page.screenshot(path=asked.folder / f"{name}-{tongue}-{scheme}-{width}.png", full_page=True)
            context.close()
        browser.close()


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """Sign in by the form."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("工号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda found: not found.endswith(("/sign-in", "/start")))


if __name__ == "__main__":
    main()
