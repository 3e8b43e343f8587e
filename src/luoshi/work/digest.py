"""提醒: of what each person is to be reminded on a day; stored once for each cause, sent elsewhere.

The table bars what stands already: an owner hears at most twice of an item, a head gets one digest a day, whoever can end a
standstill is told of it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from luoshi.arithmetic import reminders
from luoshi.arithmetic.reminders import Bounds, Matter, Reminder, Tell
from luoshi.people.models import Organisation
from luoshi.people.roles import Role
from luoshi.work.desks import Desks
from luoshi.work.models import Message
from luoshi.work.models.messages import MessageQuerySet
from luoshi.work.overview import Line, overview


def digest(
    organisation: Organisation, *, on: date, known: datetime, bounds: Bounds = reminders.DEFAULT
) -> MessageQuerySet:
    """Store of what the members of an organisation are to be reminded on a day; return the messages of that day.

    Which items are settled is asked of the standings as they are kept. `days.begin` has turned the plans before; one
    that did not turn keeps nobody else's reminders back, and its own are by the last day to which it was brought.
    """
    lines = {line.item: line for line in overview(organisation, known)}
    matters = _matters(lines, Desks.of(organisation, on, known))
    # Whatever stands already, from an earlier run or one at the same moment, stays as it is.
    Message.everything.bulk_create(
        (_message(one, lines, on, known) for one in reminders.messages(matters, on, bounds)),
        ignore_conflicts=True,
    )
    return Message.everything.filter(to__unit__organisation=organisation, about=on)


def _matters(lines: Mapping[int, Line], desks: Desks) -> Iterator[Matter]:
    """Say whose an item is; a standstill a leader can end where a trouble is told, else the supervisor, or the other of the two."""
    for line in lines.values():
        ways = (Role.LEADER, Role.SUPERVISOR) if line.trouble else (Role.SUPERVISOR, Role.LEADER)
        owners, superiors, *able = (
            tuple(desks.all_for(role, line.units)) for role in (Role.REPORTER, Role.HEAD, *ways)
        )
        yield Matter(line.item, line.life, owners, superiors, tuple(able))


def _message(one: reminders.Message, lines: Mapping[int, Line], on: date, known: datetime) -> Message:
    told = [_words(lines[of.key], of, on) for of in one.of]
    alone = one.kind is not Tell.DIGEST
    if not alone:
        told = [f"本单位 {len(told)} 项临近到期或超期：", *told]  # zh: kept in the database
    return Message(
        to_id=one.to,
        item_id=one.of[0].key if alone else None,
        kind=one.kind,
        cause=one.of[0].cause if alone else None,
        words="\n".join(told),
        about=on,
        known_at=known,
    )


def _words(line: Line, of: Reminder, on: date) -> str:
    name = f"{line.code} {line.title}"
    if of.kind is Tell.NEAR:
        return (
            f"{name}：{of.cause:%Y-%m-%d} 到期，还有 {(of.cause - on).days} 天。"  # zh: kept in the database
        )
    if of.kind is Tell.OVERDUE:
        return (
            f"{name}：{of.cause:%Y-%m-%d} 到期，已超 {(on - of.cause).days} 天。"  # zh: kept in the database
        )
    trouble = f"困难：{line.trouble}" if line.trouble else "请协调推动。"  # zh: kept in the database
    since = "退回后未再报" if line.life.returned == of.cause else "没有新进展"  # zh: kept in the database
    return f"{name}：自 {of.cause:%Y-%m-%d} 起{since}，已 {(on - of.cause).days} 天。{trouble}"  # zh: kept in the database
