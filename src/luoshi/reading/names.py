"""From names to places: where the names of one document stand, without a pattern built for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Names:
    """A few words to look for; at each place the longest is meant.

    >>> list(Names(["林一", "林一鸣"]).places("林一鸣和林一到会"))
    [(0, 3), (4, 6)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        heads: dict[str, list[str]] = {}
        for name in self._names:
            heads.setdefault(name[0], []).append(name)
        # A head of one name is the whole name; of several, the character that they share, the longest tried first.
        self._heads = [
            (like[0], [len(like[0])]) if len(like) == 1 else (head, sorted({*map(len, like)}, reverse=True))
            for head, like in heads.items()
        ]

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Find the names in a stretch of text, from left to right, none inside another."""
        if not self._heads:
            return
        done = start
        for left, right in self.readings(text, start, len(text) if end is None else end):
            if left >= done:
                yield left, right
                done = right

    def readings(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """List every name that can be read, from left to right, the longest first of those that begin together."""
        out: list[tuple[int, int]] = []
        for head, lengths in self._heads:
            at = text.find(head, start, end)
            while at >= 0:
                for length in lengths:
                    if at + length <= end and text[at : at + length] in self._names:
                        out.append((at, at + length))
                at = text.find(head, at + 1, end)
        out.sort(key=_order)
        return out


def _order(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]
