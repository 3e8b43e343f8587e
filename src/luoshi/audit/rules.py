"""审计链: how a row is written down, digested over the row before it, and how a chain is looked through.

Each column is stored in the very form that is digested, so both databases hold the same bytes and whoever looks
through a chain converts nothing.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import Any, NamedTuple

FORM = 1  # which columns are digested, and in which order; a new order is a new number
ALGORITHMS = tuple(name for name in ("sha256", "sm3") if name in hashlib.algorithms_available)
LONGEST = 60  # characters of the words that programs choose
REPLACED = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_encode_sorted = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
).encode


class Row(NamedTuple):
    """审计记录: the columns of an entry, in the order in which they are digested."""

    organisation: int
    number: int
    at: str
    by: int | None
    door: str
    request: str
    deed: str
    kind: str
    row: str
    was: str
    became: str
    done: str
    detail: str
    algorithm: str
    before: str
    digest: str


class Tip(NamedTuple):
    """链尾: where a chain stands, the number and the digest of its last row."""

    number: int
    digest: str


START = Tip(0, "")


class Why(Enum):
    """断因: what is wrong at the first bad row, as a person reads it."""

    FOREIGN = "这一条属于别的组织"  # zh: said by commands alone
    NUMBER = "编号不连续：这一条被删去、重复、调换或插入"  # zh: said by commands alone
    BEFORE = "没有接在上一条之后"  # zh: said by commands alone
    ALGORITHM = "摘要算法不认识，或本机没有"  # zh: said by commands alone
    DIGEST = "内容与摘要不符：这一条被改动"  # zh: said by commands alone
    UNREADABLE = "内容无法读出：这一条被改动"  # zh: said by commands alone
    MARK = "与检查点不符：链被改动后重新计算过"  # zh: said by commands alone
    CUT = "链尾缺失：链首记着更多条"  # zh: said by commands alone
    OLDER = "数据库比检查点旧：链尾被截，或恢复了旧库"  # zh: said by commands alone
    BEYOND = "链首不知道这一条：这一条是插入的"  # zh: said by commands alone
    HEAD = "链首与最后一条不符"  # zh: said by commands alone


class Fault(NamedTuple):
    """断点: the first bad row of a chain; `upto` ends the stretch where only a checkpoint knows that one is bad."""

    organisation: int
    number: int
    why: Why
    upto: int | None = None


def stored(text: str) -> str:
    """Return a text as it is stored: NFC; what no database keeps (NUL, half a character) shows as U+FFFD."""
    return unicodedata.normalize("NFC", text).translate(REPLACED)


def word(text: str) -> str:
    """Return a word that programs choose, refused where a column would not hold it."""
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters: {text[:LONGEST]!r}…")
    return stored(text)


def stamp(at: datetime) -> str:
    """Write a moment in UTC, to the microsecond, always in 27 characters."""
    if at.tzinfo is None:
        raise ValueError(f"{at} says no time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def canonical(detail: Mapping[str, Any]) -> str:
    """Write a detail as JSON in the one form: keys in order, NFC, UTC, no blanks, no floats."""
    # What is left of half characters becomes an escape, which is what JSON has for them.
    return _encode_sorted(_plain(detail)).encode("utf-8", "backslashreplace").decode("utf-8")


@singledispatch
def _plain(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} has no form in the audit: {value!r}")


@_plain.register(type(None))
@_plain.register(bool)
@_plain.register(int)
def _same(value: int | None) -> int | None:
    return value


@_plain.register(str)
def _text(value: str) -> str:
    return unicodedata.normalize("NFC", str(value))


@_plain.register(Decimal)
def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    return str(value)


@_plain.register(datetime)
def _moment(value: datetime) -> str:
    return stamp(value)


@_plain.register(date)
def _day(value: date) -> str:
    return value.isoformat()


@_plain.register(list)
@_plain.register(tuple)
def _list(value: Iterable[object]) -> list[Any]:
    return [_plain(one) for one in value]


@_plain.register(Mapping)
def _mapping(value: Mapping[object, object]) -> dict[str, Any]:
    if not all(isinstance(name, str) for name in value):
        raise TypeError("the names in a detail are texts")
    named = {_text(str(name)): _plain(one) for name, one in value.items()}
    if len(named) < len(value):
        raise ValueError("two names in a detail are the same text")
    return named


def digest_of(row: Row) -> str:
    """Return the digest of a row over all its other columns, the digest of the row before it among them."""
    told = _encode([FORM, *row[:-1]]).encode("utf-8", "surrogatepass")
    return hashlib.new(row.algorithm, told).hexdigest()


def chained(rows: Iterable[Row], tip: Tip) -> list[Row]:
    """Number rows on from a tip and digest each over the one before it."""
    found = []
    for row in rows:
        numbered = row._replace(number=tip.number + 1, before=tip.digest)
        sealed = numbered._replace(digest=digest_of(numbered))
        tip = Tip(sealed.number, sealed.digest)
        found.append(sealed)
    return found


def verify(
    rows: Iterable[Row], *, organisation: int, tip: Tip = START, marks: Mapping[int, str] | None = None
) -> tuple[Tip, Fault | None]:
    """Look through a stream of rows from a tip on; return where the chain stands and the first bad row.

    `marks` are the digests that checkpoints know, by number.
    """
    known = marks or {}
    for row in rows:
        why = _wrong(row, organisation, tip)
        if why is not None:
            return tip, Fault(organisation, tip.number + 1, why)
        if known.get(row.number, row.digest) != row.digest:
            sound = max((number for number in known if number < row.number), default=0)
            return tip, Fault(organisation, sound + 1, Why.MARK, row.number)
        tip = Tip(row.number, row.digest)
    return tip, None


def _wrong(row: Row, organisation: int, tip: Tip) -> Why | None:
    if row.organisation != organisation:
        return Why.FOREIGN
    if row.number != tip.number + 1:
        return Why.NUMBER
    if row.before != tip.digest:
        return Why.BEFORE
    if row.algorithm not in ALGORITHMS:
        return Why.ALGORITHM
    try:
        return None if digest_of(row) == row.digest else Why.DIGEST
    except TypeError:  # a column holds what no column of ours ever holds, such as bytes
        return Why.DIGEST


def ended(organisation: int, tip: Tip, head: Tip, marks: Mapping[int, str]) -> Fault | None:
    """Tell whether a chain that was looked through to its tip ends where its head and the checkpoints say."""
    if head.number > tip.number:
        return Fault(organisation, tip.number + 1, Why.CUT)
    if max(marks, default=0) > tip.number:
        return Fault(organisation, tip.number + 1, Why.OLDER)
    if head.number < tip.number:
        return Fault(organisation, head.number + 1, Why.BEYOND)
    return None if head == tip else Fault(organisation, tip.number, Why.HEAD)
