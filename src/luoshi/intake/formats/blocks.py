"""The blocks of a web page (网页段落) in their order, and the containers that open and close around them.

What is open is kept on a stack of which nothing is ever searched: each name knows where it was opened last. So a page of any
depth, or one that never closes anything, costs as much as it is long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from luoshi.intake.formats.tags import tags

OUT = frozenset(
    "nav footer aside noscript template svg object video audio canvas select button rt rp".split()  # noqa: SIM905 - read as words
)
HOLDERS = frozenset({"article", "main", "div", "section", "center", "form", "td"})
KEPT_OPEN = OUT | HOLDERS | {"table", "tr"}
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark nobr q rb ruby s samp small span"  # noqa: SIM905
    " strike strong sub sup time tt u var wbr rt rp".split()
)
# What happened, the text or the name that it happened to, and a number: of the container, or of characters outside links.
Event = tuple[str, str, int]

_SPAN = re.compile(r"\b(col|row)span\s*+=\s*+[\"']?\s*+([0-9]{1,5})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")


class Blocks:
    """Tells of a page: `open` and `close` of containers, numbered as they open; `block` and `h1` with their text."""

    def __init__(self, page: str) -> None:
        self._page = page
        self.spans: dict[int, dict[str, int]] = {}  # what a cell takes, by its number, if more than its place
        self._open: list[tuple[str, int]] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._count = self._skips = self._unlinked = 0
        self._words: list[str] = []
        self._linked = self._wrapped_by_hand = False
        self._kind = "block"

    def events(self) -> Iterator[Event]:
        """Yield what happens, to the end of the page."""
        for name, words in tags(self._page):
            if not name:
                yield from self._said(words)
            elif name.lstrip("/") not in INLINE:
                yield from self._block()
                yield from self._tag(name)
                if words and (spans := {way.lower(): int(size) for way, size in _SPAN.findall(words)}):
                    self.spans[self._count] = spans
            if name in {"a", "/a"}:
                self._linked = name == "a"
            elif name in {"rt", "rp", "/rt", "/rp"}:
                yield from self._tag(name)
        yield from self._block()
        yield from self._back_to(0)

    def _said(self, words: str) -> Iterator[Event]:
        if self._skips:
            return
        lines = words.split("\n") if self._wrapped_by_hand else [words]
        for number, line in enumerate(lines):
            if number:
                yield from self._block()
            self._words.append(line)
            self._unlinked += 0 if self._linked else len(line.strip())

    def _block(self) -> Iterator[Event]:
        """End the block that was being said."""
        text = _BLANKS.sub(" ", "".join(self._words)).strip()
        if text:
            yield self._kind, text, self._unlinked
        self._words.clear()
        self._unlinked = 0

    def _tag(self, name: str) -> Iterator[Event]:
        if name in {"pre", "/pre"}:
            self._wrapped_by_hand = name == "pre"
        elif name in {"h1", "/h1"}:
            self._kind = "h1" if name == "h1" else "block"
        bare = name.lstrip("/").replace("th", "td") if name in {"th", "/th"} else name.lstrip("/")
        if bare in KEPT_OPEN:
            yield from self._close(bare) if name.startswith("/") else self._start(bare)

    def _start(self, name: str) -> Iterator[Event]:
        """Open a container, and close what it cannot stand in."""
        if name in {"tr", "td"}:
            yield from self._close("td")
        if name == "tr":
            yield from self._close("tr")
        if name == "td" and self._last("tr") <= self._last("table"):
            yield from self._push("tr")
        yield from self._push(name)

    def _push(self, name: str) -> Iterator[Event]:
        self._count += 1
        self._places[name].append(len(self._open))
        self._open.append((name, self._count))
        self._skips += name in OUT
        if not self._skips:
            yield "open", name, self._count

    def _close(self, name: str) -> Iterator[Event]:
        """Close the container of this name that was opened last, unless it stands outside the table or the cell."""
        outside = {"tr": "table", "td": "table"}.get(name) or ("td" if name in HOLDERS else "")
        if self._last(name) > self._last(outside):
            yield from self._back_to(self._last(name))

    def _back_to(self, place: int) -> Iterator[Event]:
        while len(self._open) > place:
            name, number = self._open.pop()
            self._places[name].pop()
            if not self._skips:
                yield "close", name, number
            self._skips -= name in OUT

    def _last(self, name: str) -> int:
        return self._places[name][-1] if self._places[name] else -1
