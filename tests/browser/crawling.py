"""Which pages there are for somebody: every link of every page is followed, and of pages alike in shape one is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TELLING = {"class", "type", "role", "open", "disabled", "aria-current", "aria-invalid"}


class Shape(HTMLParser):
    """What kinds of elements stand in which, where the links lead, and where the forms are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []
        self.kinds: set[tuple[str, str]] = set()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element by its name and what its look depends on."""
        said = dict(attrs)
        if tag == "a" and (link := said.get("href")):
            self.links.append(link)
        if tag == "form" and said.get("method") == "post":
            self.forms.append(said.get("action") or "")
        told = " ".join(
            sorted(word for name in TELLING & said.keys() for word in (said[name] or name).split())
        )
        kind = f"{tag} {told}"
        self.kinds.add((self._open[-1][1] if self._open else "", kind))
        if tag not in VOID:
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        """Go back to what it stood in."""
        while self._open and self._open.pop()[0] != tag:
            pass


@dataclass
class Found:
    """One page for somebody."""

    path: str
    route: str
    status: int
    kinds: set[tuple[str, str]] = field(repr=False)
    forms: frozenset[str] = frozenset()  # the routes that its forms are sent to


def route(path: str) -> str:
    """Return the name of the route of an address, or nothing where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def questions(query: str) -> list[str]:
    """Return what a page is asked, without numbers and days: they ask the same of another row."""
    asked = parse_qsl(query, keep_blank_values=True)
    return sorted(f"{key}={'' if any(map(str.isdigit, value)) else value}" for key, value in asked)


def crawl(context: BrowserContext, site: str, *starts: str, many: int) -> Iterator[Found]:
    """Follow every link from some addresses: so many of a route, and each question that it may be asked once.

    Files are asked for and not looked into.
    """
    waiting = list(starts)
    known, asked = set(starts), Counter[tuple[str, str]]()
    while waiting:
        path = waiting.pop(0)
        name = route(urlsplit(path).path)
        kinds = [(name, question) for question in questions(urlsplit(path).query)]
        if asked[name, ""] >= many if not kinds else all(map(asked.get, kinds)):
            continue
        asked.update(kinds or [(name, "")])
        answer = context.request.get(site + path, max_redirects=0)
        if answer.status in {301, 302}:
            links = [answer.headers["location"]]
        elif answer.headers.get("content-type", "").startswith("text/html"):
            shape = Shape()
            shape.feed(answer.text())
            links = shape.links
            sent = frozenset(route(urlsplit(urljoin(path, one)).path) for one in shape.forms)
            yield Found(path, name, answer.status, shape.kinds, sent)
        else:
            links = []
            yield Found(path, name, answer.status, set())
        for link in links:
            whole = urlsplit(urljoin(site + path, link))
            target = whole.path + (f"?{whole.query}" if whole.query else "")
            if f"{whole.scheme}://{whole.netloc}" == site and target not in known:
                known.add(target)
                waiting.append(target)
