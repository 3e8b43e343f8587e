"""单位沿革: what a tree of units was on a day, from its changes alone; and what would be wrong with a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

DEEPEST = 8  # levels of units
FOUNDED, RENAMED, MOVED, CLOSED, MERGED = "founded", "renamed", "moved", "closed", "merged"


class Change(NamedTuple):
    """One change as it was told: from which day, of which unit."""

    about: date
    unit: int
    kind: str
    name: str = ""
    short: str = ""
    parent: int | None = None
    into: int | None = None


class Node(NamedTuple):
    """A unit as it is on a day. `until` is its last day; a unit that has one is closed."""

    name: str
    short: str
    parent: int | None
    since: date
    until: date | None = None
    into: int | None = None


Tree = dict[int, Node]


def tree(changes: Iterable[Change], on: date) -> Tree:
    """Return the units of a day. Changes come in the order of their days, and of one day the last that was told holds."""
    units: Tree = {}
    for change in changes:
        if change.about > on:
            continue
        was = units.get(change.unit)
        if change.kind == FOUNDED:
            units[change.unit] = Node(change.name, change.short, change.parent, change.about)
        elif was is not None:
            units[change.unit] = _changed(was, change)
    return units


def _changed(was: Node, change: Change) -> Node:
    if change.kind == RENAMED:
        return was._replace(name=change.name, short=change.short)
    if change.kind == MOVED:
        return was._replace(parent=change.parent)
    return was._replace(until=change.about - timedelta(days=1), into=change.into)


def above(units: Mapping[int, Node], unit: int) -> list[int]:
    """List the units from the root down to this one; where the tree runs in a circle, nine at most."""
    line: list[int] = []
    up: int | None = unit
    while up is not None and len(line) <= DEEPEST:
        line.append(up)
        up = units[up].parent if up in units else None
    return line[::-1]


class Fault(Enum):
    """What is wrong with a tree."""

    CIRCLE = "circle"
    DEEP = "deep"
    ORPHAN = "orphan"
    TWIN = "twin"


def faults(units: Mapping[int, Node]) -> Iterator[tuple[Fault, int]]:
    """Find what is wrong with the open units of one organisation on one day."""
    names = Counter(node.name for node in units.values() if node.until is None)
    for unit, node in units.items():
        if node.until is not None:
            continue
        line = above(units, unit)
        if len(line) > DEEPEST:
            yield (Fault.CIRCLE if len(set(line)) < len(line) else Fault.DEEP), unit
        elif any(up not in units or units[up].until is not None for up in line[:-1]):
            yield Fault.ORPHAN, unit
        if names[node.name] > 1:
            yield Fault.TWIN, unit
