"""Chains for the tests: rows as actions would make them, from a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from luoshi.audit import rules
from luoshi.audit.rules import Row, Tip

AT = datetime(2026, 10, 28, 6, 30, 0, 123, tzinfo=UTC)
WORDS = ("已报", "待核实", "退回：材料不全", "é 与 ê", "𠮷", 'a "b" \\ c', "一行\n两行", "")


def chain(length: int, *, seed: int = 0, organisation: int = 1, tip: Tip = rules.START) -> list[Row]:
    """Return a chain of a length, of all kinds of values."""
    chance = random.Random(seed)
    return rules.chained((_row(chance, organisation, number) for number in range(length)), tip)


def _row(chance: random.Random, organisation: int, number: int) -> Row:
    detail = {chance.choice("甲乙丙"): chance.choice(WORDS), "n": chance.randrange(-(10**6), 10**6)}
    return Row(
        organisation=organisation,
        number=0,
        at=rules.stamp(AT + timedelta(seconds=number, microseconds=chance.randrange(10**6))),
        by=chance.choice((None, 0, 17, 2**40)),
        door=chance.choice(("page", "api", "command", "job", "inside")),
        request=chance.choice(("", "9f3a12bc")),
        deed=chance.choice(("work.sign", "people.grant", "plans.draw")),
        kind=chance.choice(("", "work.Update")),
        row=str(chance.randrange(10**6)),
        was=rules.stored(chance.choice(WORDS)),
        became=rules.stored(chance.choice(WORDS)),
        done=chance.choice(("yes", "yes", "refused")),
        detail=rules.canonical(detail),
        algorithm=chance.choice(rules.ALGORITHMS),
        before="",
        digest="",
    )


def change(number: int = 1, **more: Any) -> Any:
    """Return what an action tells of its deed."""
    return {
        "kind": "work.Update",
        "row": number,
        "was": "reported",
        "became": "signed",
        "by": 17,
        "at": AT,
    } | more


def flipped(value: int | str, chance: random.Random) -> int | str:
    """Flip one bit of a value, of a text as it lies on the disk."""
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(62))
    return bits(value, chance).decode("utf-8", "surrogateescape")


def bits(value: str, chance: random.Random) -> bytes:
    """Flip one bit of the bytes of a text."""
    told = bytearray(value.encode())
    told[chance.randrange(len(told))] ^= 1 << chance.randrange(8)
    return bytes(told)


def place(rows: list[Row], chance: random.Random) -> tuple[int, str]:
    """Choose a row and a column of it that holds at least one bit."""
    while True:
        at, column = chance.randrange(len(rows)), chance.choice(Row._fields)
        if getattr(rows[at], column) not in {None, ""}:
            return at, column


def restamped(rows: list[Row], start: int) -> list[Row]:
    """Number and digest anew from a place on, as somebody would who wants to hide what they altered."""
    before = rows[start - 1] if start else None
    tip = Tip(before.number, before.digest) if before else rules.START
    return rows[:start] + rules.chained(rows[start:], tip)
