"""Every page of every account in every state: nothing for axe to find, nothing that the policy refuses, reached by keys.

Somebody's pages are found by following links. One of each shape is opened in the browser and measured there, in both
themes, wide and on a telephone, with letters at twice the size, and by the Tab key alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, serving
from tests.browser.crawling import Found, crawl, route
from tests.site.matrix import ROUTES, Route

pytestmark = pytest.mark.browser
MEASURES = Path(__file__).with_name("sweep.js")
WHO = {
    "": "nobody signed in",
    "ducha": "supervisor",
    "guihua": "planner",
    "cailiao": "reporter",
    "cailiaoyz": "head",
    "xiaozhang": "leader",
    "shenji": "auditor",
    "anquan": "security",
    "xitong": "system",
    "anshen": "audit",
    "xinren": "without a role",
}
# What is no page: GET routes that no crawl opens, with the reason.
NO_PAGE = {
    "health": "a line for machines",
    "results:bulk": "leads to the plan; what it shows to who has chosen tasks is looked at in test_bulk",
    "results:shift": "leads to the plan",
    "results:series": "points for a chart to draw, as JSON",
    "results:tasks": "tasks for a program to read, as JSON",
    "desk:start": "shown where nothing has been entered yet, and leads home otherwise",
}
WIDE, NARROW, ZOOMED = (
    {"width": width, "height": height} for width, height in ((1440, 900), (390, 844), (1280, 900))
)
# What a form may leave empty altogether, or what nothing of is asked for.
WILLING = {"people:language", "people:sign_out", "records:judge", "records:follow", "results:quality"}
# Sent by what a message bears, which comes after a deed alone.
BORNE = {"results:undo"}
EMPTY = Route.__dataclass_fields__["body"].default
ASKING = {name for name, route in ROUTES.items() if "POST" in route.methods and route.body is not EMPTY} - (
    WILLING | BORNE
)
STEPS = 60  # of the Tab key: past the frame and well into the page
FULL = "{resultTypes: ['violations'], preload: false, rules: {'target-size': {enabled: true}}}"
COLOURS = "{resultTypes: ['violations'], preload: false, runOnly: ['color-contrast', 'link-in-text-block']}"


@dataclass
class Sweep:
    """What has been seen and found by all."""

    site: Site
    browser: Browser
    kinds: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    first: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def page(self, login: str, *, language: str = "zh-hans") -> Page:
        """Open a browser of somebody's."""
        context = self.browser.new_context(locale="zh-CN", viewport=WIDE)
        context.set_default_timeout(20_000)
        context.add_init_script(path=MEASURES)
        context.add_cookies([{"name": "luoshi-language", "value": language, "url": self.site.url}])
        page = context.new_page()
        if login:
            page.goto(f"{self.site.url}/sign-in")
            page.locator("[name=login]").fill(login)
            page.locator("[name=password]").fill(self.site.password)
            page.locator("main form button").click()
            page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        return page

    def asking(self, page: Page) -> list[tuple[int, str]]:
        """Return the forms of a page that nobody has sent empty yet, each with its route."""
        actions = page.locator("main form[method=post]").evaluate_all(
            "all => all.map(one => new URL(one.action).pathname)"
        )
        forms = [(number, name) for number, action in enumerate(actions) if (name := route(action)) in ASKING]
        return [(number, name) for number, name in forms if name not in self.refused]

    def news(self, found: Found) -> bool:
        """Tell whether a page shows anything that no page of its route has shown before."""
        known = self.kinds[found.route]
        fresh = found.kinds - known
        known |= fresh
        return bool(fresh)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Sweep]:
    """Serve an example in which every state occurs; what the policy refused is in its log."""
    line = "from tests.browser.states import build; build()"
    with serving(tmp_path_factory.mktemp("sweep"), line) as site:
        yield Sweep(site, chromium)
        assert "luoshi.csp" not in site.log.read_text()


@pytest.mark.parametrize("login", WHO)
def test_every_page_can_be_used_by_all(sweep: Sweep, login: str) -> None:
    page, wrong = sweep.page(login), []
    seen, opened = sweep.seen.setdefault(login, Counter()), 0
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    many = 6 if login == "ducha" else 4
    for found in crawl(
        page.context, sweep.site.url, "/", "/nowhere", *(() if login else ("/sign-in",)), many=many
    ):
        seen[found.route] += 1
        if found.status >= 400 and not (found.route == "" or login == "xinren"):
            wrong.append((found.path, f"{found.status}"))
        news = bool(found.kinds) and sweep.news(found)
        if news:
            opened += 1
            first = sweep.first.setdefault(found.route, found.path) == found.path
            wrong += [(found.path, fault) for fault in look(page, sweep.site.url + found.path, first=first)]
        if news or found.forms & (ASKING - sweep.refused):
            page.goto(sweep.site.url + found.path)
            for number, name in sweep.asking(page):
                sweep.refused.add(name)
                wrong += [
                    (f"{found.path} → {name}", fault)
                    for fault in refuse(page, sweep.site.url + found.path, number)
                ]
            wrong += [(found.path, text) for text in said if "responded with a status of 4" not in text]
            said.clear()
    print(f"\n{WHO[login]}: {len(seen)} routes, {seen.total()} pages, {opened} opened")
    page.context.close()
    assert wrong == []


def look(page: Page, address: str, *, first: bool) -> list[str]:
    """Open a page and measure it; of the first of its route, all colours."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    wrong = tab(page) if first else []
    page.evaluate("sweep.unfold()")
    page.evaluate(AXE_SCRIPT)
    wrong += [*axe(page, FULL), *measured(page, "shape", "plain", "small", "sideways")]
    page.emulate_media(color_scheme="dark")
    wrong += axe(page, COLOURS) if first else []
    page.set_viewport_size(NARROW)
    wrong += [*axe(page, FULL), *measured(page, "small", "thin", "sideways", "cut", "over")]
    wrong += tab(page) if first and page.evaluate("sweep.floating()") else []
    page.emulate_media(color_scheme="light")
    wrong += axe(page, COLOURS) if first else []
    page.set_viewport_size(ZOOMED)
    wrong += [*measured(page, "twice"), *(f"policy: {one}" for one in page.evaluate("sweep.policy"))]
    return wrong


def refuse(page: Page, address: str, number: int) -> list[str]:
    """Send a form of a page empty: it is refused, says so to all, and names each field that is wrong."""
    page.set_viewport_size(WIDE)
    page.goto(address)
    with page.expect_response(lambda answer: answer.request.method == "POST") as found:
        page.evaluate(f"sweep.send({number})")
    if found.value.status != 422:
        return [f"sent empty: {found.value.status}"]
    page.locator(".errors").first.wait_for()
    page.wait_for_function("!document.querySelector('.htmx-settling, .htmx-swapping, .htmx-added')")
    page.evaluate(AXE_SCRIPT)
    wrong = [*measured(page, "refused", "shape"), *axe(page, FULL)]
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    wrong += [*measured(page, "sideways", "cut", "over", "thin"), *axe(page, FULL)]
    page.emulate_media(color_scheme="light")
    return [f"refused: {fault}" for fault in wrong]


def axe(page: Page, options: str) -> list[str]:
    """Return what axe finds."""
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"][:2]]


def measured(page: Page, *measures: str) -> list[str]:
    """Return what measures find."""
    return [f"{name}: {fault}" for name in measures for fault in page.evaluate(f"sweep.{name}()")]


def tab(page: Page) -> list[str]:
    """Walk a page by the Tab key: each step is in sight, ringed, and covered by nothing; nowhere one is held."""
    way = []
    page.evaluate("sweep.start()")
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        way.append(page.evaluate("sweep.focused()"))
        if way[-1] == "out":
            break
    page.evaluate("document.activeElement.blur()")
    return [f"tab: {fault}" for fault in way if fault not in {"", "out"}]


def test_every_route_is_seen(sweep: Sweep) -> None:
    if sweep.seen.keys() != WHO.keys():
        pytest.skip("not all have been here")
    routes = {name for name, route in ROUTES.items() if "GET" in route.methods}
    table = [f"{'':24}" + "".join(f"{who[:10]:>11}" for who in WHO.values())]
    for name in sorted(routes):
        table.append(f"{name:24}" + "".join(f"{sweep.seen[login][name] or '·':>11}" for login in WHO))
    print("\n" + "\n".join(table))
    assert routes - set().union(*sweep.seen.values()) == NO_PAGE.keys()
    assert sweep.refused == ASKING


def test_english_words_find_room_on_every_page(sweep: Sweep) -> None:
    page, wrong = sweep.page("ducha", language="en"), []
    for found in crawl(page.context, sweep.site.url, "/", many=1):
        if not found.kinds:
            continue
        page.set_viewport_size(NARROW)
        page.goto(sweep.site.url + found.path)
        page.evaluate("sweep.unfold()")
        faults = measured(page, "sideways", "cut", "over", "thin", "small")
        page.set_viewport_size(ZOOMED)
        wrong += [(found.path, fault) for fault in faults + measured(page, "twice")]
    page.context.close()
    assert wrong == []


def test_the_frame_is_used_by_keys_alone(sweep: Sweep) -> None:
    page = sweep.page("ducha")
    page.goto(f"{sweep.site.url}/plans/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for word in ("帮助", "新建计划"):
        page.keyboard.press("Tab")
        here = "document.activeElement.closest('main') && document.activeElement.innerText"
        assert page.evaluate(here) == word
    page.set_viewport_size(NARROW)
    page.reload()
    menu = page.locator(".lu-menu")
    for _ in range(3):  # skip link, brand, menu
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.lu-drawer') !== null")
    page.evaluate(AXE_SCRIPT)
    assert [*axe(page, FULL), *measured(page, "thin", "sideways")] == []
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.context.close()
