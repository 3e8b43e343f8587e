"""Random facts of a small plan, and the same facts as the arrays of the arithmetic."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np

from luoshi.arithmetic.asof import NEVER, Column
from luoshi.arithmetic.lamps import LAMPS, NO_DAY
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.arithmetic.standing import Facts, State, state
from tests.arithmetic.naive import SCALE, Fact, Node, Replay

WIDTHS = {"place": 3, "span": 3, "fate": 1, "claim": 1, "show": 1}
KINDS = ("place", "span", "span", "fate", "claim", "claim", "show", "show")
DAYS, MOMENTS = 60, 40


def draw(rng: random.Random, items: int, facts: int) -> list[Fact]:
    """Say random things about a plan: two clocks at odds, moves, ends, returns, and many at one moment."""
    said = [
        Fact(item, "place", 1, 0, (rng.randrange(-1, item) if item else -1, rng.randint(1, 9), item))
        for item in range(items)
    ]
    for _ in range(facts):
        item, kind = rng.randrange(items), rng.choice(KINDS)
        about, known = rng.randint(1, DAYS), rng.randint(0, MOMENTS)
        until = known + rng.randint(1, 20) if kind == "claim" and rng.random() < 0.3 else 2**62
        said.append(Fact(item, kind, about, known, _value(rng, kind, items), until))
    return said


def _value(rng: random.Random, kind: str, items: int) -> tuple[int, ...]:
    if kind == "place":
        return (rng.randrange(-1, items), rng.randint(1, 9), rng.randint(1, 9))
    if kind == "span":
        starts = rng.randint(1, DAYS)
        return (starts, starts + rng.randint(0, 40), -1)
    if kind == "fate":
        return (rng.choice((0, 1, 1, 2)),)
    return (rng.choice((0, SCALE // 3, SCALE // 2, SCALE, rng.randint(-SCALE, 2 * SCALE))),)


def arrays(said: Iterable[Fact], items: int) -> Facts:
    """Put the facts into columns, in the order in which they come."""
    rows: dict[str, list[tuple[int, ...]]] = {kind: [] for kind in WIDTHS}
    for fact in said:
        until = NEVER if fact.until == 2**62 else fact.until
        rows[fact.kind].append((fact.item, fact.about, fact.known, until, *fact.value))
    columns = {kind: Column.of(items, rows[kind], width) for kind, width in WIDTHS.items()}
    return Facts(
        keys=np.arange(items),
        places=columns["place"],
        spans=columns["span"],
        fates=columns["fate"],
        claims=columns["claim"],
        shows=columns["show"],
        steps={},
    )


def told(found: State, at: int) -> tuple[object, ...]:
    """Tell one node of a state."""
    shares = (int(of[at]) for of in (found.claimed, found.shown, found.expected))
    due = int(found.nodes.due[at])
    return (
        *(None if share == UNDEFINED else share for share in shares),
        LAMPS[found.result[at]].value,
        LAMPS[found.time[at]].value,
        bool(found.counts[at]),
        None if due == NO_DAY else (int(found.nodes.starts[at]), due),
        {LAMPS[code].value: int(number) for code, number in enumerate(found.tally[at]) if number},
    )


def plainly(node: Node) -> tuple[object, ...]:
    """Tell a node of the plain reference in the same order."""
    return (
        *(node.claimed, node.shown, node.expected, node.result, node.time),
        *(node.counts, node.span, node.leaves),
    )


def differences(said: Sequence[Fact], items: int, questions: Iterable[tuple[int, int]]) -> list[str]:
    """Ask both and tell where they differ."""
    facts, found = arrays(said, items), []
    for on, known in questions:
        fast, slow = state(facts, on, known), Replay(said, on, known).answer()
        for item in range(items):
            there = bool(fast.nodes.there[item] and not fast.nodes.tree.loose[item])
            if there != (item in slow):
                found.append(f"D={on} K={known} {item}: there {there}")
            elif there and told(fast, item) != plainly(slow[item]):
                found.append(f"D={on} K={known} {item}: {told(fast, item)} / {plainly(slow[item])}")
    return found
