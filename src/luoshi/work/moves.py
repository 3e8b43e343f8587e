"""The one place in which a state changes: compared with what the hand holds, set, and a step left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import tell
from luoshi.people.models import Member, append_all
from luoshi.wording import noted
from luoshi.work.errors import AlreadyMoved
from luoshi.work.models.passages import Passing
from luoshi.work.rules import Table

R = TypeVar("R", bound=Passing)
MOVED = {
    "update": noted("这份进展刚由他人办过，请刷新后查看。"),
    "period": noted("这份期刚由他人办过，请刷新后查看。"),
    "notice": noted("这份督办单刚由他人办过，请刷新后查看。"),
    "extension": noted("这份延期申请刚由他人办过，请刷新后查看。"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does it, when, by which verb, in which words; `step` are further columns of the step."""

    verb: str
    by: Member
    at: datetime
    note: str = ""
    step: Mapping[str, Any] = field(default_factory=dict)


def move(row: R, table: Table, deed: Deed, **columns: Any) -> R:
    """Change the state if the table allows it and nobody was here first, and leave a step."""
    was, became = row.state, table.get((row.state, deed.verb))
    if became is None or not _set(row, was, became, columns):
        raise _moved(row)
    leave_step(row, was, became, deed)
    # As it stands now, without asking again: what was fetched along with it stays at hand.
    for name, value in {**columns, "state": became, "version": row.version + 1}.items():
        setattr(row, name, value)
    return row


def must_be_newest(row: Passing) -> None:
    """Refuse if the hand holds something older than what stands: then what it shows says nothing of what may be done."""
    if not type(row)._default_manager.filter(pk=row.pk, version=row.version).exists():
        raise _moved(row)


def _moved(row: Passing) -> AlreadyMoved:
    return AlreadyMoved(_(MOVED[str(row._meta.model_name)]))


def _set(row: Passing, was: str, became: str, columns: Mapping[str, Any]) -> bool:
    """Set columns of a row whose state and version are as the hand holds them: who looks at something older sets none.

    Written as it is sent, as all is that a verification asks.
    """
    meta = row._meta
    fields: list[tuple[Any, Any]] = [(meta.get_field(name), value) for name, value in columns.items()]
    names = "".join(f', "{field.column}" = %s' for field, _ in fields)
    values = [field.get_db_prep_save(getattr(value, "pk", value), connection) for field, value in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {meta.db_table} SET state = %s, version = version + 1{names}"  # noqa: S608
            " WHERE id = %s AND state = %s AND version = %s RETURNING id",
            (became, *values, row.pk, was, row.version),
        )
        return cursor.fetchone() is not None


def leave_step(row: Passing, was: str, became: str, deed: Deed) -> None:
    """Leave a step of a row, and tell of it."""
    name = f"work.{row._meta.model_name}.{deed.verb}"
    tell(name, row, by=deed.by, at=deed.at, was=was, became=became, note=deed.note)
    meta: Any = row._meta
    relation = meta.get_field("steps")
    step = relation.related_model(
        **{relation.field.name: row},
        was=was,
        became=became,
        note=deed.note,
        about=timezone.localdate(deed.at),
        known_at=deed.at,
        by=deed.by,
        **deed.step,
    )
    append_all([step])
