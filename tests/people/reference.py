"""Who may do what, answered as plainly as can be: no paths, no SQL, none of the code that is tested.

`Universe` is drawn at random; the database is filled from it, and never read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from luoshi.people.access import Rule

KEPT = {"system", "security", "audit"}  # never lent


class Granted(NamedTuple):
    member: int
    role: str
    unit: int
    reach: str
    alive: bool


class Lent(NamedTuple):
    grant: int
    to: int
    alive: bool
    until: date
    taken_back: date | None


class Drawn(NamedTuple):
    supervisor: int
    subject: int
    reach: str
    words: tuple[str, ...]
    may: tuple[str, ...]
    alive: bool


class Row(NamedTuple):
    unit: int
    name: str
    by: int
    known: date


@dataclass
class Universe:
    parents: list[int | None] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    active: list[bool] = field(default_factory=list)
    grants: list[Granted] = field(default_factory=list)
    loans: list[Lent] = field(default_factory=list)
    lines: list[Drawn] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def within(u: Universe, unit: int, at: int, reach: str) -> bool:
    up: int | None = unit
    while up is not None:
        if up == at:
            return reach == "subtree" or up == unit
        up = u.parents[up]
    return False


def root(u: Universe, unit: int) -> int:
    while (up := u.parents[unit]) is not None:
        unit = up
    return unit


def offices(u: Universe, who: int) -> Iterator[tuple[Granted, int | None]]:
    """Yield the grants with which somebody may act, each with who has lent it."""
    for number, grant in enumerate(u.grants):
        if not (grant.alive and u.active[grant.member] and u.active[who]) or grant.unit in u.closed:
            continue
        loans = [loan for loan in u.loans if loan.grant == number and loan.to == who and loan.alive]
        if grant.member == who:
            yield grant, None
        elif loans and grant.role not in KEPT:
            yield grant, grant.member


def opens(u: Universe, rule: Rule, grant: Granted, row: Row) -> bool:
    if grant.role not in rule.roles:
        return False
    if not rule.line:
        if rule.wide:
            return root(u, row.unit) == root(u, grant.unit)
        return within(u, row.unit, grant.unit, grant.reach)
    return any(
        line.alive
        and line.supervisor == grant.unit
        and line.subject not in u.closed
        and rule.line in line.may
        and (not line.words or (rule.topic != "" and any(word in row.name for word in line.words)))
        and within(u, row.unit, line.subject, line.reach)
        for line in u.lines
    )


def barred(u: Universe, rule: Rule, actors: set[int], row: Row) -> bool:
    if not rule.not_by or row.by in actors:
        return bool(rule.not_by)
    return any(
        loan.to == row.by
        and u.grants[loan.grant].member in actors
        and u.grants[loan.grant].role in rule.made_as
        and loan.until >= row.known
        and (loan.taken_back is None or loan.taken_back >= row.known)
        for loan in u.loans
    )


def rights(u: Universe, rules: tuple[Rule, ...], who: int, row: Row) -> list[int | None]:
    """List by whose right somebody may do this on a row, None first for their own, then as enrolled; empty where they may not."""
    found: list[int | None] = []
    for grant, giver in offices(u, who):
        actors = {who} if giver is None else {who, giver}
        mine = [rule for rule in rules if not rule.own or row.by == who]
        if any(opens(u, rule, grant, row) and not barred(u, rule, actors, row) for rule in mine):
            found.append(giver)
    return sorted(found, key=lambda giver: -1 if giver is None else giver)
