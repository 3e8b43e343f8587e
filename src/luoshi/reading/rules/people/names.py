"""From names to places: where the names of one document stand, without a pattern built for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luoshi.reading.text.page import Place


class Names:
    """A few words to look for; at each place the longest is meant.

    >>> list(Names(["林一", "林一鸣"]).places("林一鸣和林一到会"))
    [(0, 3), (4, 6)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        heads: dict[str, set[str]] = {}
        for name in names:
            heads.setdefault(name[0], set()).add(name)
        self._whole = [name for like in heads.values() if len(like) == 1 for name in like]
        # Names that share their first character, however many: at each such character each length is tried once.
        self._alike = [
            (head, like, sorted({len(name) for name in like}, reverse=True))
            for head, like in heads.items()
            if len(like) > 1
        ]

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
        """Find the names in a stretch of text, from left to right, none inside another."""
        return apart(self.readings(text, start, len(text) if end is None else end))

    def readings(self, text: str, start: int, end: int) -> list[Place]:
        """List every name that can be read, from left to right, the longest first of those that begin together."""
        out: list[Place] = []
        find = text.find
        for name in self._whole:
            at = find(name, start, end)
            while at >= 0:
                out.append((at, at + len(name)))
                at = find(name, at + 1, end)
        for head, like, lengths in self._alike:
            at = find(head, start, end)
            while at >= 0:
                out += [(at, at + n) for n in lengths if at + n <= end and text[at : at + n] in like]
                at = find(head, at + 1, end)
        return in_order(out)


def apart(readings: Iterable[Place]) -> Iterator[Place]:
    """Leave out of an ordered list of places those that begin inside another."""
    done = 0
    for start, end in readings:
        if start >= done:
            yield start, end
            done = end


def in_order(places: list[Place]) -> list[Place]:
    """Put places in order, from left to right, the longest first of those that begin together."""
    if len(places) > 1:
        places.sort(key=_order)
    return places


def _order(place: Place) -> Place:
    return place[0], -place[1]
