"""Pages under magnification and in other languages: nothing sideways, nothing that jumps, nothing for axe to find."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
PLACES = (
    "/",
    "/plans/1/",
    "/items/11/",
    "/indicators/1/",
    "/documents/",
    "/desk/",
    "/units/",
    "/reports/",
    "/help/document/",
)
SHIFTED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { if (!one.hadRecentInput) sum += one.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 100);
})"""


def beyond(one: Visit) -> int:
    """Count the pixels that the page runs out sideways."""
    return int(one.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_nothing_runs_out_sideways_at_twice_the_size(visit: Callable[..., Visit]) -> None:
    one, wrong = visit("ducha", width=640, height=512), []
    for path in PLACES:
        one.go(path)
        if (pixels := beyond(one)) > 0:
            wrong.append((path, pixels))
    assert wrong == []


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_jumps_while_a_page_loads(visit: Callable[..., Visit], width: int) -> None:
    one, wrong = visit("ducha", width=width), []
    for path in PLACES:
        one.go(path)
        if (shift := one.page.evaluate(SHIFTED)) >= 0.02:
            wrong.append((path, shift))
    assert wrong == []


@pytest.mark.parametrize("width", [390, 360])
def test_english_words_run_out_nowhere(visit: Callable[..., Visit], width: int) -> None:
    one, wrong = visit("ducha", width=width), []
    one.page.context.add_cookies([{"name": "luoshi-language", "value": "en", "url": one.site.url}])
    for path in PLACES:
        one.go(path)
        if (pixels := beyond(one)) > 0:
            wrong.append((path, pixels))
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_english_pages_can_be_read_by_all(visit: Callable[..., Visit], scheme: str) -> None:
    one, wrong = visit("ducha"), []
    one.page.context.add_cookies([{"name": "luoshi-language", "value": "en", "url": one.site.url}])
    one.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in PLACES:
        one.go(path)
        assert one.page.locator("html").get_attribute("lang") == "en"
        found = Axe().run(one.page).response["violations"]
        wrong += [(path, fault["id"], fault["nodes"][0]["target"]) for fault in found]
    assert wrong == []
