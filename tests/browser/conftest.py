"""A real server on a real database in a folder of its own, and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",  # where the focus is, is looked at when the page has come to rest
]


@dataclass
class Site:
    """The running program."""

    url: str
    password: str
    log: Path


@dataclass
class Visit:
    """One person's browser; what the console complains of is kept."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site.url + path)

    def sign_in(self, login: str) -> None:
        """Sign in by the form."""
        self.go("/sign-in")
        self.page.get_by_label("工号").fill(login)
        self.page.get_by_label("密码").fill(self.site.password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: not url.endswith(("/sign-in", "/start")))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start the program as `make run` does, with the example organisation."""
    with serving(tmp_path_factory.mktemp("luoshi")) as running:
        yield running


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Site]:
    """Serve the example from a folder, with what more lines of Python let come to pass first."""
    port, log = free_port(), folder / "server.log"
    environment = {**os.environ, "LUOSHI_DATA": str(folder)}
    environment.pop("LUOSHI_DATABASE_URL", None)
    for command in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        ["manage.py", "example"],
        *(["manage.py", "shell", "-c", line] for line in more),
    ):
        subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)
    serve = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--blocking-threads",
        "4",
        "--no-ws",
    ]
    granian = Path(sys.executable).parent / "granian"
    with log.open("w") as told:
        server = subprocess.Popen(
            [granian, *serve, "--log-level", "warning", "luoshi.site.wsgi:application"],
            env=environment,
            stdout=told,
            stderr=told,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/healthz")
        yield Site(url, (folder / "example-password").read_text(), log)
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Return a way to open a browser of one's own; at the end no page may have complained."""
    opened: list[Visit] = []

    def new(
        login: str = "", *, width: int = 1440, height: int = 900, script: bool = True, touch: bool = False
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            has_touch=touch,
            locale="zh-CN",
        )
        one = Visit(context.new_page(), site)
        one.page.set_default_timeout(10_000)
        one.page.on(
            "console",
            lambda said: one.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.on(
            "requestfailed", lambda request: one.complaints.append(f"failed: {request.failure} {request.url}")
        )
        opened.append(one)
        if login:
            one.sign_in(login)
        return one

    yield new
    complaints = [text for one in opened for text in one.complaints if not _told(text)]
    for one in opened:
        one.page.context.close()
    assert complaints == []


def _told(text: str) -> bool:
    """Tell whether this is the browser's own note of a refusal that was meant, or of a page left for a download."""
    return "responded with a status of 4" in text or "net::ERR_ABORTED" in text
