"""A matcher that takes the way of `re`, choice by choice, and counts its steps: slow, plain, and the same on every machine."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as op
from typing import Any

from tests.reading.patterns import SINGLE, accepts, tree

Then = Callable[[int], int | None]  # goes on from a place; the end of the whole match, or None
Part = Callable[[int, Then], int | None]  # tries one part of a pattern at a place


def _word(char: str) -> bool:
    return char.isalnum() or char == "_"


class Steps:
    """One pattern, ready to be tried on texts; `taken` counts tests of characters and choices."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.flags = pattern.flags
        self.taken = 0
        self._text = ""
        self._groups: dict[int, tuple[int, int]] = {}
        self._whole = self._row(tree(pattern))

    def match(self, text: str, start: int = 0) -> tuple[int, int] | None:
        """Return the span of the match that begins here."""
        self._text, self._groups = text, {}
        limit = sys.getrecursionlimit()
        # No C stack is used here: all is Python. Whatever does use it runs under the usual limit again.
        sys.setrecursionlimit(max(limit, 1_000_000))
        try:
            end = self._whole(start, lambda place: place)
        finally:
            sys.setrecursionlimit(limit)
        return None if end is None else (start, end)

    def search(self, text: str, start: int = 0) -> tuple[int, int] | None:
        """Return the span of the first match."""
        for place in range(start, len(text) + 1):
            self.taken += 1
            if found := self.match(text, place):
                return found
        return None

    def finditer(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of the matches that follow each other (none of them empty)."""
        place = 0
        while found := self.search(text, place):
            yield found
            place = found[1] + (found[0] == found[1])

    def group(self, number: int) -> tuple[int, int]:
        """Return where a group of the last match stands."""
        return self._groups.get(number, (-1, -1))

    def _row(self, node: Any) -> Part:
        parts = [self._part(kind, value) for kind, value in node]
        if len(parts) == 1:
            return parts[0]

        def row(place: int, then: Then, at: int = 0) -> int | None:
            if at == len(parts):
                return then(place)
            return parts[at](place, lambda end: row(end, then, at + 1))

        return row

    def _part(self, kind: Any, value: Any) -> Part:
        makers: dict[Any, Callable[[], Part]] = {
            op.BRANCH: lambda: self._branch(value[1]),
            op.SUBPATTERN: lambda: self._group(value[0], self._row(value[3])),
            op.MAX_REPEAT: lambda: self._repeat(*value, greedy=True),
            op.MIN_REPEAT: lambda: self._repeat(*value, greedy=False),
            op.POSSESSIVE_REPEAT: lambda: self._atomic(self._repeat(*value, greedy=True)),
            op.ATOMIC_GROUP: lambda: self._atomic(self._row(value)),
            op.ASSERT: lambda: self._look(*value, wanted=True),
            op.ASSERT_NOT: lambda: self._look(*value, wanted=False),
            op.AT: lambda: self._at(value),
        }
        if kind in SINGLE:
            return self._char(accepts(kind, value, self.flags))
        if kind not in makers:
            raise NotImplementedError(f"{kind} is not understood here")
        return makers[kind]()

    def _char(self, test: Callable[[str], bool]) -> Part:
        def char(place: int, then: Then) -> int | None:
            self.taken += 1
            return then(place + 1) if place < len(self._text) and test(self._text[place]) else None

        return char

    def _group(self, number: int | None, body: Part) -> Part:
        if number is None:
            return body

        def group(place: int, then: Then) -> int | None:
            before = dict(self._groups)

            def close(end: int) -> int | None:
                inside = self._groups.get(number)
                self._groups[number] = (place, end)
                found = then(end)
                if found is None and inside is not None:
                    self._groups[number] = inside
                return found

            found = body(place, close)
            if found is None:
                self._groups = before
            return found

        return group

    def _repeat(self, least: int, most: int, node: Any, *, greedy: bool) -> Part:
        most = sys.maxsize if most is op.MAXREPEAT else most
        if len(node) == 1 and node[0][0] in SINGLE:
            run = self._greedy_run if greedy else self._lazy_run
            return run(least, most, accepts(*node[0], self.flags))
        body = self._row(node)

        def loop(place: int, then: Then, count: int = 0, last: int = -1) -> int | None:
            self.taken += 1
            again = count < most and (count < least or place != last)
            kept = dict(self._groups)

            def once() -> int | None:
                return body(place, lambda end: loop(end, then, count + 1, place)) if again else None

            if count < least:
                return once()
            for choice in (once, lambda: then(place)) if greedy else (lambda: then(place), once):
                if (found := choice()) is not None:
                    return found
                self._groups = dict(kept)
            return None

        return loop

    def _greedy_run(self, least: int, most: int, test: Callable[[str], bool]) -> Part:
        def run(place: int, then: Then) -> int | None:
            end, limit = place, min(len(self._text), place + most)
            while end < limit and test(self._text[end]):
                end += 1
            self.taken += end - place + 1
            for stop in range(end, place + least - 1, -1):
                if (found := then(stop)) is not None:
                    return found
            return None

        return run

    def _lazy_run(self, least: int, most: int, test: Callable[[str], bool]) -> Part:
        def run(place: int, then: Then) -> int | None:
            end, limit = place, min(len(self._text), place + most)
            while True:
                if end >= place + least and (found := then(end)) is not None:
                    return found
                self.taken += 1
                if end >= limit or not test(self._text[end]):
                    return None
                end += 1

        return run

    def _atomic(self, body: Part) -> Part:
        def atomic(place: int, then: Then) -> int | None:
            end = body(place, lambda stop: stop)
            return None if end is None else then(end)

        return atomic

    def _branch(self, rows: Any) -> Part:
        """Try the alternatives in turn; one whose plain first character is not there costs nothing, as in `re`."""
        ways = [(row[0][1] if row and row[0][0] is op.LITERAL else None, self._row(row)) for row in rows]
        heads = {head for head, _ in ways}
        by_head = {head: [way for first, way in ways if first in {head, None}] for head in heads}

        def branch(place: int, then: Then) -> int | None:
            self.taken += 1
            head = ord(self._text[place]) if place < len(self._text) else None
            for way in by_head.get(head) or by_head.get(None, ()):
                if (found := way(place, then)) is not None:
                    return found
            return None

        return branch

    def _look(self, way: int, node: Any, *, wanted: bool) -> Part:
        back, body, width = way < 0, self._row(node), node.getwidth()[0]

        def look(place: int, then: Then) -> int | None:
            self.taken += 1
            start = place - width if back else place
            kept = dict(self._groups)
            there = start >= 0 and body(start, lambda end: end) is not None
            if not wanted:
                self._groups = kept
            return then(place) if there is wanted else None

        return look

    def _at(self, value: Any) -> Part:
        line = self.flags & re.MULTILINE

        def before(place: int) -> bool:
            return place == 0 or bool(line and self._text[place - 1] == "\n")

        def after(place: int) -> bool:
            rest = len(self._text) - place
            return rest == 0 or (self._text[place] == "\n" and bool(rest == 1 or line))

        def border(place: int) -> bool:
            left = place > 0 and _word(self._text[place - 1])
            return left != (place < len(self._text) and _word(self._text[place]))

        tests: dict[Any, Callable[[int], bool]] = {
            op.AT_BEGINNING: before,
            op.AT_BEGINNING_STRING: lambda place: place == 0,
            op.AT_END: after,
            op.AT_END_STRING: lambda place: place == len(self._text),
            op.AT_BOUNDARY: border,
            op.AT_NON_BOUNDARY: lambda place: not border(place),
        }
        test = tests[value]

        def at(place: int, then: Then) -> int | None:
            self.taken += 1
            return then(place) if test(place) else None

        return at
