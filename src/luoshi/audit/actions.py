"""What programs do with the audit: leave an entry, leave many, record a refusal.

Nothing here asks who may: who has acted leaves the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from luoshi.audit import rules
from luoshi.audit.door import passage
from luoshi.audit.errors import OutsideTransaction
from luoshi.audit.models import Entry
from luoshi.audit.rules import Row, Tip
from luoshi.audit.sending import sending

# Written as they are sent: the values are texts and numbers that no field converts, and of the time that a deed
# spends here the making of these sentences would be the greater part.
_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_INSERT = f"INSERT INTO audit_entry ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(Row._fields))})"  # noqa: S608
_HEAD = "SELECT number, digest FROM audit_head WHERE organisation = %s"
_MOVE = "UPDATE audit_head SET number = %s, digest = %s WHERE organisation = %s"
_BEGIN = "INSERT INTO audit_head (organisation, number, digest) VALUES (%s, 0, '') ON CONFLICT DO NOTHING"


class Change(TypedDict):
    """What is told of a deed. `row` is the row itself, or its key with `kind` beside it."""

    row: models.Model | int | str
    kind: NotRequired[str]
    was: str
    became: str
    by: int | None
    at: datetime
    detail: NotRequired[Mapping[str, Any] | None]


class Deed(Change):
    """A change with the name of what was done, for many at once."""

    deed: str


def leave(organisation: int, deed: str, **change: Unpack[Change]) -> Entry:
    """Leave the entry of a deed, within the transaction of the deed and as the last lock that it takes.

    The head of the organisation's chain stays locked until the commit. A transaction that took another lock after
    it would make all writers of the organisation wait for that one, and two such transactions could wait for each
    other. Whatever goes wrong here undoes the deed, even if the caller swallows it.
    """
    with _fail_closed():
        return _entry(_append(organisation, [_row(organisation, deed, change, Entry.Done.YES)])[0])


def leave_many(organisation: int, deeds: Iterable[Deed]) -> int:
    """Leave the entries of many deeds under one lock, as `leave` does; return how many."""
    with _fail_closed():
        rows = [_row(organisation, deed["deed"], deed, Entry.Done.YES) for deed in deeds]
        return len(_append(organisation, rows))


def refuse(organisation: int, deed: str, **change: Unpack[Change]) -> Entry:
    """Record an attempt that was refused, in a transaction of its own, after that of the attempt has gone."""
    with transaction.atomic(durable=True):
        return _entry(_append(organisation, [_row(organisation, deed, change, Entry.Done.REFUSED)])[0])


@contextmanager
def _fail_closed() -> Iterator[None]:
    """Raise outside a transaction; within one, let it never be committed after a failure."""
    # The transaction that a test wraps around itself is not the deed's.
    if not any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise OutsideTransaction("an audit entry belongs into the transaction of its change")
    try:
        yield
    except BaseException:
        transaction.set_rollback(True)
        raise


def _row(organisation: int, deed: str, change: Change, done: str) -> Row:
    """Write down a deed, without its place in the chain."""
    of = change["row"]
    kind, key = (of._meta.label, of.pk) if isinstance(of, models.Model) else (change.get("kind", ""), of)
    through = passage()
    return Row(
        organisation=organisation,
        number=0,
        at=rules.stamp(change["at"]),
        by=change["by"],
        door=through.door,
        request=rules.word(through.request),
        deed=rules.word(deed),
        kind=rules.word(kind),
        row=rules.word(str(key)),
        was=rules.stored(change["was"]),
        became=rules.stored(change["became"]),
        done=str(done),
        detail=rules.canonical(change.get("detail") or {}),
        algorithm=settings.AUDIT_ALGORITHM,
        before="",
        digest="",
    )


def _append(organisation: int, rows: list[Row]) -> list[Row]:
    """Lock the head, add the rows behind it, move it on: three statements for one row."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        found = rules.chained(rows, _lock(cursor, organisation))
        with sending():
            cursor.executemany(_INSERT, found)
            cursor.execute(_MOVE, (found[-1].number, found[-1].digest, organisation))
    return found


def _lock(cursor: CursorWrapper, organisation: int) -> Tip:
    """Lock the head of a chain and return where it stands; an organisation's first deed makes its head.

    SQLite has no lock on a row; there the transaction has begun with BEGIN IMMEDIATE and is the only writer.
    """
    locked = _HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    for _ in range(2):
        cursor.execute(locked, (organisation,))
        found = cursor.fetchone()
        if found is not None:
            return Tip(*found)
        # Of two first deeds one makes the head; the other waits here for it and then for its lock.
        cursor.execute(_BEGIN, (organisation,))
    raise RuntimeError(f"the head of organisation {organisation} cannot be made")


def _entry(row: Row) -> Entry:
    entry = Entry(**row._asdict())
    entry._state.adding, entry._state.db = False, connection.alias
    return entry
