"""Random facts of a small plan, and the same facts as the arrays of the arithmetic."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from luoshi.arithmetic.asof import NEVER, Column
from luoshi.arithmetic.courses import Courses
from luoshi.arithmetic.lamps import LAMPS, NO_DAY
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.arithmetic.standing import LINEAR, UNDRIVEN, Facts, State, state
from tests.arithmetic.naive import SCALE, Fact, Node, Path, Replay

# What stands in a column where a test says nothing of it.
ROWS: dict[str, tuple[int, ...]] = {
    "place": (0, 0, 0),
    "span": (0, 0, LINEAR),
    "fate": (0,),
    "claim": (0, UNMARKED),
    "show": (0, UNMARKED, UNDRIVEN),
}
KINDS = ("place", "span", "span", "fate", "claim", "claim", "show", "show")
DAYS, MOMENTS = 60, 40
KEYS = 4  # milestones that the items of a random plan ever have


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
        return (starts, starts + rng.randint(0, 40), rng.choice((LINEAR, *range(9))))
    if kind == "fate":
        return (rng.choice((0, 1, 1, 2)),)
    share = rng.choice((0, SCALE // 3, SCALE // 2, SCALE, rng.randint(-SCALE, 2 * SCALE)))
    said = (share, rng.choice((UNMARKED, rng.randrange(2**KEYS))))
    return (*said, rng.choice((UNDRIVEN, UNDRIVEN, UNDEFINED, abs(share)))) if kind == "show" else said


def draw_paths(rng: random.Random) -> dict[int, Path]:
    """Make a random course for each key that a random schedule may name: some of milestones, some of steps."""
    return {key: _path(rng) for key in range(9)}


def _path(rng: random.Random) -> Path:
    if rng.random() < 0.3:
        return Path(steps=((rng.randint(1, DAYS), SCALE // 4), (rng.randint(1, DAYS), SCALE)))
    keys = rng.sample(range(KEYS), rng.randint(1, KEYS))
    return Path(milestones=tuple((key, rng.randint(1, DAYS), rng.randint(1, 9)) for key in keys))


def arrays(said: Iterable[Fact], items: int, paths: Mapping[int, Path] | None = None) -> Facts:
    """Put the facts into columns, in the order in which they come."""
    rows: dict[str, list[tuple[int, ...]]] = {kind: [] for kind in ROWS}
    for fact in said:
        until = NEVER if fact.until == 2**62 else fact.until
        value = (*fact.value, *ROWS[fact.kind][len(fact.value) :])
        rows[fact.kind].append((fact.item, fact.about, fact.known, until, *value))
    columns = {kind: Column.of(items, rows[kind], len(value)) for kind, value in ROWS.items()}
    return Facts(
        keys=np.arange(items),
        places=columns["place"],
        spans=columns["span"],
        fates=columns["fate"],
        claims=columns["claim"],
        shows=columns["show"],
        courses=Courses.of(
            [(key, *step) for key, path in (paths or {}).items() for step in path.steps],
            [(key, *one) for key, path in (paths or {}).items() for one in path.milestones],
        ),
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


def differences(
    said: Sequence[Fact], items: int, questions: Iterable[tuple[int, int]], paths: Mapping[int, Path]
) -> list[str]:
    """Ask both and tell where they differ."""
    facts, found = arrays(said, items, paths), []
    for on, known in questions:
        fast, slow = state(facts, on, known), Replay(said, on, known, paths).answer()
        for item in range(items):
            there = bool(fast.nodes.there[item] and not fast.nodes.tree.loose[item])
            if there != (item in slow):
                found.append(f"D={on} K={known} {item}: there {there}")
            elif there and told(fast, item) != plainly(slow[item]):
                found.append(f"D={on} K={known} {item}: {told(fast, item)} / {plainly(slow[item])}")
    return found
