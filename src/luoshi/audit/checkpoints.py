"""检查点: what the chains stood at, noted in a file outside the database under a key outside the database.

A line's code stands over the line and over the code of the line before it, so that none can be altered, taken out
or put in without the key. That the last lines are missing only somebody knows who has kept a later code elsewhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from luoshi.audit import keys, rules
from luoshi.audit.errors import CheckpointsBroken, KeyMissing, KeyTooShort
from luoshi.audit.rules import Tip

LONGEST = 1000  # bytes of a line; ours are half as long, and a deep one may end the process in the parser


class Mark(NamedTuple):
    """A line: an organisation's chain had so many entries, and the last had this digest."""

    organisation: int
    number: int
    digest: str
    at: str
    code: str


class Marks(NamedTuple):
    """What a file of checkpoints holds: its sound lines, and the first line that is not sound."""

    sound: tuple[Mark, ...]
    broken: int | None

    def of(self, organisation: int) -> dict[int, str]:
        """Return the digests of one organisation's chain by number."""
        return {mark.number: mark.digest for mark in self.sound if mark.organisation == organisation}


def key(place: Path, checkpoints: Path) -> bytes:
    """Return the key; make one only before the first checkpoint, for a new key would disown the old ones."""
    if checkpoints.exists() and not place.exists():
        raise KeyMissing(
            f"检查点的密钥 {place} 不在了：没有它，检查点既不能核对，也不能接着写。"
        )  # zh: said by commands alone
    found = keys.kept(place)
    if len(found.strip()) < keys.SHORTEST:
        raise KeyTooShort(f"检查点的密钥 {place} 短于 {keys.SHORTEST} 个字符。")  # zh: said by commands alone
    return found.strip().encode()


def read(checkpoints: Path, secret: bytes) -> Marks:
    """Read the lines that the key vouches for, up to the first that does not hold."""
    if not checkpoints.exists():
        return Marks((), None)
    return _checked(checkpoints.read_bytes(), secret)


def append(checkpoints: Path, secret: bytes, tips: Iterable[tuple[int, Tip]], at: datetime) -> list[Mark]:
    """Add a line for each chain; they are on the disk when this returns."""
    with _locked(checkpoints) as file:
        whole = _whole(file)
        found = _checked(whole, secret)
        if found.broken:
            raise CheckpointsBroken(
                f"检查点文件 {checkpoints} 第 {found.broken} 行不符，不能接着写。"
            )  # zh: said by commands alone
        _mend(file, whole)
        code = found.sound[-1].code if found.sound else ""
        added = []
        for organisation, tip in tips:
            mark = Mark(organisation, tip.number, tip.digest, rules.stamp(at), "")
            code = _code(mark, code, secret)
            added.append(mark._replace(code=code))
        os.write(file, b"".join(_line(mark) for mark in added))
        os.fsync(file)
    return added


def _code(mark: Mark, before: str, secret: bytes) -> str:
    told = rules.canonical({"before": before, "mark": list(mark[:-1])})
    return hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()


def _line(mark: Mark) -> bytes:
    return json.dumps(mark._asdict(), separators=(",", ":")).encode("ascii") + b"\n"


def _checked(whole: bytes, secret: bytes) -> Marks:
    found: list[Mark] = []
    code = ""
    for number, line in enumerate(_lines(whole), start=1):
        mark = _parsed(line)
        # Written again it must be the same: only so is every bit of the file vouched for.
        if mark is None or _line(mark) != line + b"\n":
            return Marks(tuple(found), number)
        if not hmac.compare_digest(_code(mark, code, secret), mark.code):
            return Marks(tuple(found), number)
        code = mark.code
        found.append(mark)
    return Marks(tuple(found), None)


def _parsed(line: bytes) -> Mark | None:
    if len(line) > LONGEST:
        return None
    try:
        mark = Mark(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    whole = isinstance(mark.organisation, int) and isinstance(mark.number, int)
    return mark if whole and all(isinstance(text, str) and text.isascii() for text in mark[2:]) else None


@contextmanager
def _locked(checkpoints: Path) -> Iterator[int]:
    """Open the file for one writer at a time, and see to it that a new one has its name on the disk."""
    checkpoints.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(checkpoints, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        folder = os.open(checkpoints.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        os.close(file)


def _whole(file: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as reader:
        reader.seek(0)
        return reader.read()


def _lines(whole: bytes) -> list[bytes]:
    """Divide into lines; one that breaks off was being written when the power went, and nobody was told of it."""
    *lines, rest = whole.split(b"\n")
    return [*lines, rest] if b"}" in rest else lines


def _mend(file: int, whole: bytes) -> None:
    """Take off a line that breaks off, or end one that lacks nothing but its end."""
    *_, rest = whole.split(b"\n")
    if b"}" in rest:
        os.write(file, b"\n")
    elif rest:
        os.ftruncate(file, len(whole) - len(rest))
