"""The one place in which a state changes: compared with what the hand holds, set, and a step left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F
from django.utils import timezone

from luoshi.audit.verbs import tell
from luoshi.people.models import Member
from luoshi.work.errors import AlreadyMoved
from luoshi.work.models.passages import Passing
from luoshi.work.rules import Table

R = TypeVar("R", bound=Passing)


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
    # State and version as the hand holds them: whoever looks at something older does not get through.
    here = type(row)._default_manager.filter(pk=row.pk, state=was, version=row.version)
    if became is None or not here.update(state=became, version=F("version") + 1, **columns):
        raise AlreadyMoved(f"这份{row._meta.verbose_name}刚由他人办过，请刷新后查看。")
    leave_step(row, was, became, deed)
    # As it stands now, without asking again: what was fetched along with it stays at hand.
    for name, value in {**columns, "state": became, "version": row.version + 1}.items():
        setattr(row, name, value)
    return row


def leave_step(row: Passing, was: str, became: str, deed: Deed) -> None:
    """Leave a step of a row, and tell of it."""
    name = f"work.{row._meta.model_name}.{deed.verb}"
    tell(name, row, by=deed.by, at=deed.at, was=was, became=became, note=deed.note)
    row.steps.create(
        was=was,
        became=became,
        note=deed.note,
        about=timezone.localdate(deed.at),
        known_at=deed.at,
        by=deed.by,
        **deed.step,
    )
