"""提醒: of what each person is to be reminded on a day, as known at a time; stored once for each cause, sent elsewhere.

An owner hears at most twice of an item, a head gets one digest a day, and a standstill is told to whoever can end
it, never to the owner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luoshi.people.models import Organisation
from luoshi.people.roles import Role
from luoshi.work import rules
from luoshi.work.desks import Desks
from luoshi.work.models import Message
from luoshi.work.models.messages import MessageQuerySet
from luoshi.work.overview import Line, overview

Kind = Message.Kind
BOUNDS = rules.Bounds()


@dataclass(frozen=True, slots=True)
class Draft:
    """One message before it is stored."""

    to: int
    kind: str
    words: str
    item: int | None = None
    cause: date | None = None


@transaction.atomic
def digest(
    organisation: Organisation,
    *,
    on: date,
    known: datetime,
    done: Collection[int] | None = None,
    bounds: rules.Bounds = BOUNDS,
) -> MessageQuerySet:
    """Store of what the members of an organisation are to be reminded on a day; return the messages of that day.

    `done` are the keys of the items that need nobody any more, as the stage that measures results knows them; without
    it an item is done when a report of all of it was verified.
    """
    desks = Desks.of(organisation, on, known)
    drafts = [*_all(overview(organisation, known), desks, on, done, bounds)]
    # Whatever stands already, from an earlier run or one at the same moment, stays as it is.
    Message.everything.bulk_create(
        (
            Message(
                to_id=draft.to,
                item_id=draft.item,
                kind=draft.kind,
                cause=draft.cause,
                words=draft.words,
                about=on,
                known_at=known,
            )
            for draft in drafts
        ),
        ignore_conflicts=True,
    )
    return Message.everything.filter(to__unit__organisation=organisation, about=on)


def _all(
    lines: Iterable[Line], desks: Desks, on: date, done: Collection[int] | None, bounds: rules.Bounds
) -> Iterator[Draft]:
    gathered: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.done if done is None else line.item in done:
            continue
        for kind, cause in rules.reminders(line.life, on, bounds):
            words = _words(line, kind, cause, on)
            if kind == Kind.STALLED:
                yield from _standstill(line, desks, words, cause)
                continue
            for to in desks.all_for(Role.REPORTER, line.units):
                yield Draft(to, kind, words, line.item, cause)
            for to in desks.all_for(Role.HEAD, line.units):
                gathered[to].append(words)
    for to, told in gathered.items():
        yield Draft(to, Kind.DIGEST, "\n".join([f"本单位 {len(told)} 项临近到期或超期：", *told]))


def _standstill(line: Line, desks: Desks, words: str, cause: date) -> Iterator[Draft]:
    """Tell who can end a standstill: a leader where a trouble is told, else the supervisor; the other where there is none."""
    owners = set(desks.all_for(Role.REPORTER, line.units))
    ways = (Role.LEADER, Role.SUPERVISOR) if line.trouble else (Role.SUPERVISOR, Role.LEADER)
    for role in ways:
        able = [to for to in desks.all_for(role, line.units) if to not in owners]
        if able:
            yield from (Draft(to, Kind.STALLED, words, line.item, cause) for to in able)
            return


def _words(line: Line, kind: str, cause: date, on: date) -> str:
    name = f"{line.code} {line.title}"
    if kind == Kind.NEAR:
        return f"{name}：{cause:%Y-%m-%d} 到期，还有 {(cause - on).days} 天。"
    if kind == Kind.OVERDUE:
        return f"{name}：{cause:%Y-%m-%d} 到期，已超 {(on - cause).days} 天。"
    trouble = f"困难：{line.trouble}" if line.trouble else "请协调推动。"
    since = "退回后未再报" if line.life.returned == cause else "没有新进展"
    return f"{name}：自 {cause:%Y-%m-%d} 起{since}，已 {(on - cause).days} 天。{trouble}"
