"""The arithmetic said a second time, as slowly and plainly as can be: replays all facts for one question.

Written from the definitions, not from the code that it is held against: no arrays, no sorting by columns, fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

SCALE = 100_000_000
NOTHING = -(2**63)  # undefined


@dataclass(frozen=True)
class Fact:
    """Something said about an item: of which kind, about which day, known when, until when, and what."""

    item: int
    kind: str  # place, span (starts, due, course), fate, claim (share, marks), show (share, marks, what is claimed there)
    about: int
    known: int
    value: tuple[int, ...]
    until: int = 2**62


@dataclass(frozen=True)
class Path:
    """What a schedule says beside its days: steps (day, share), or milestones (key, day, weight)."""

    steps: tuple[tuple[int, int], ...] = ()
    milestones: tuple[tuple[int, int, int], ...] = ()

    def expected(self, on: int) -> int:
        """Return what is to be reached by a day."""
        if self.milestones:
            return self.weighed({key for key, day, _ in self.milestones if day <= on})
        return max((share for day, share in self.steps if day <= on), default=0)

    def weighed(self, keys: set[int]) -> int:
        """Return what some milestones make of the whole."""
        whole = sum(weight for _, _, weight in self.milestones)
        return round(
            Fraction(sum(weight for key, _, weight in self.milestones if key in keys) * SCALE, whole)
        )


@dataclass
class Node:
    """What is true of one item on D as known at K."""

    parent: int | None
    weight: int
    children: list[int] = field(default_factory=list)
    off: bool = False
    counts: bool = False
    span: tuple[int, int] | None = None
    claimed: int | None = None
    shown: int | None = None
    expected: int | None = None
    result: str = ""
    time: str = ""
    leaves: dict[str, int] = field(default_factory=dict)


def holding(facts: Iterable[Fact], on: int, known: int) -> tuple[int, ...] | None:
    """Replay what was said, in any order, and keep what holds at the end."""
    best: Fact | None = None
    for fact in facts:
        if fact.about > on or not fact.known <= known < fact.until:
            continue
        if (
            best is None
            or (fact.about, fact.known) > (best.about, best.known)
            or ((fact.about, fact.known) == (best.about, best.known) and fact.value < best.value)
        ):
            best = fact
    return best.value if best else None


class Replay:
    """All facts of a plan, and one question."""

    def __init__(
        self, facts: Sequence[Fact], on: int, known: int, paths: Mapping[int, Path] | None = None
    ) -> None:
        self.paths = paths or {}
        self.facts: dict[tuple[int, str], list[Fact]] = {}
        for fact in facts:
            self.facts.setdefault((fact.item, fact.kind), []).append(fact)
        self.on, self.known = on, known
        self.nodes: dict[int, Node] = {}

    def said(self, item: int, kind: str) -> tuple[int, ...] | None:
        """Return what holds of an item."""
        return holding(self.facts.get((item, kind), ()), self.on, self.known)

    def answer(self) -> dict[int, Node]:
        """Say where every item stands that hangs on the top."""
        places = {item: self.said(item, "place") for item, _ in self.facts}
        nodes = {
            item: Node(parent=None if place[0] < 0 else place[0], weight=place[1])
            for item, place in places.items()
            if place is not None
        }
        self.nodes = {item: node for item, node in nodes.items() if _hangs(nodes, item)}
        for item, node in self.nodes.items():
            node.off = self._off(item)
            if node.parent is not None:
                self.nodes[node.parent].children.append(item)
        for item, node in self.nodes.items():
            if node.parent is None:
                self._judge(item)
        return self.nodes

    def _off(self, item: int) -> bool:
        fate, above = self.said(item, "fate"), self.nodes[item].parent
        return (fate is not None and fate[0] != 1) or (above is not None and self._off(above))

    def _judge(self, item: int) -> None:
        node = self.nodes[item]
        for child in node.children:
            self._judge(child)
        below = [self.nodes[child] for child in node.children]
        node.span = self._span(item, below)
        path = self._path(item)
        alone = None if node.span is None else _time_share(*node.span, self.on)
        if path is not None:
            alone = path.expected(self.on)
        if below:
            counting = [one for one in below if one.counts]
            node.counts = bool(counting) and not node.off
            node.claimed, node.shown, mean = (
                _mean(counting, which) for which in ("claimed", "shown", "expected")
            )
            node.expected = alone if mean is None else mean
        else:
            claim, show = self.said(item, "claim"), self.said(item, "show")
            if show is not None and show[2] != -1:  # an indicator drives, and claims as well
                claim = (show[2], -1)
            node.claimed, node.shown = (_own(one, path) for one in (claim, show))
            node.expected = alone
        node.result, node.time = (
            "off" if node.off else _lamp(share, node, self.on) for share in (node.shown, node.claimed)
        )
        if not below:
            node.counts = not node.off and node.result != "wait"
            node.leaves = {node.result: 1}
        for one in below:
            for lamp, number in one.leaves.items():
                node.leaves[lamp] = node.leaves.get(lamp, 0) + number

    def _path(self, item: int) -> Path | None:
        own = self.said(item, "span")
        return None if own is None else self.paths.get(own[2])

    def _span(self, item: int, below: Sequence[Node]) -> tuple[int, int] | None:
        own = self.said(item, "span")
        if own is not None:
            return own[0], own[1]
        spans = [one.span for one in below if one.span and not one.off]
        return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


def _own(said: tuple[int, ...] | None, path: Path | None) -> int | None:
    if said is None:
        return None
    if path is not None and path.milestones and said[1] >= 0:
        return path.weighed({place for place, bit in enumerate(reversed(f"{said[1]:b}")) if bit == "1"})
    return None if said[0] == NOTHING else said[0]


def _hangs(nodes: dict[int, Node], item: int) -> bool:
    seen: set[int] = set()
    here: int | None = item
    while here is not None:
        if here in seen or here not in nodes:
            return False
        seen.add(here)
        here = nodes[here].parent
    return True


def _mean(counting: Sequence[Node], which: str) -> int | None:
    weight = sum(one.weight for one in counting)
    if not weight:
        return None
    return round(
        Fraction(sum(one.weight * min(max(getattr(one, which) or 0, 0), SCALE) for one in counting), weight)
    )


def _time_share(starts: int, due: int, on: int) -> int:
    if on >= due:
        return SCALE
    return 0 if on <= starts else round(Fraction((on - starts) * SCALE, due - starts))


def _lamp(share: int | None, node: Node, on: int) -> str:
    got = share or 0
    if got >= SCALE:
        return "done"
    if node.span is None:
        return "none"
    if on > node.span[1] or on < node.span[0]:
        return "over" if on > node.span[1] else "wait"
    assert node.expected is not None
    if got >= Fraction(95, 100) * node.expected:
        return "ontime"
    return "behind" if got >= Fraction(85, 100) * node.expected else "risk"
