"""提醒: who is told what about a notice, and who is left in peace.

The owner gets at most two messages an item: one before the day of completion, one when a clock has run over. A superior gets one
digest for all items in a period. An item that does not move is told to the person who can unblock it, not to
the owner, who knows it and would read it as being watched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.arithmetic.notices import Phase, Running
from luoshi.arithmetic.workdays import Calendar

MOST = 2  # messages an item to its owner


class Tell(StrEnum):
    """提醒种类: what a message is about."""

    NEAR = "临期"
    OVER = "超期"
    DIGEST = "汇总"
    STALLED = "停滞"


@dataclass(frozen=True, slots=True)
class Told:
    """已发提醒: a message that was sent about an item."""

    kind: Tell
    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Matter:
    """督办事项: a notice with its people and the messages that were sent about it."""

    key: str
    owner: str
    superior: str
    unblocker: str | None
    running: Running
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Manners:
    """提醒规则: working days before the day at which one is near, and without a move at which one is stalled."""

    near: int = 2
    quiet: int = 7


@dataclass(frozen=True, slots=True)
class Message:
    """待发提醒: what one person is told, about one item or several."""

    kind: Tell
    to: str
    items: tuple[str, ...]


def messages(
    matters: Iterable[Matter], calendar: Calendar, on: date, *, began: date, manners: Manners | None = None
) -> tuple[Message, ...]:
    """Return the messages that are due on a day; `began` is the first day of the period that has one digest."""
    rows = [matter for matter in matters if matter.running.phase is not Phase.CLOSED]
    rules = manners or Manners()
    return (
        *(found for matter in rows for found in _to_owner(matter, rules)),
        *_together(Tell.DIGEST, _for_superiors(rows, began)),
        *_together(Tell.STALLED, _stalled(rows, calendar, on, rules)),
    )


def _to_owner(matter: Matter, manners: Manners) -> Iterator[Message]:
    sent = [told for told in matter.told if told.kind in {Tell.NEAR, Tell.OVER}]
    found = matter.running
    if found.over:
        kind = Tell.OVER
    elif found.phase in {Phase.FINISH, Phase.PLANNED} and found.left <= manners.near:
        kind = Tell.NEAR
    else:
        return
    if len(sent) < MOST and kind not in {told.kind for told in sent}:
        yield Message(kind, matter.owner, (matter.key,))


def _for_superiors(rows: Iterable[Matter], began: date) -> Iterator[tuple[str, str]]:
    """Yield superior and item of what is over; nobody who has had a digest since the period began."""
    matters = list(rows)
    had = {
        told.to for matter in matters for told in matter.told if told.kind is Tell.DIGEST and told.on >= began
    }
    for matter in matters:
        if matter.running.over and matter.superior not in had:
            yield matter.superior, matter.key


def _stalled(
    rows: Iterable[Matter], calendar: Calendar, on: date, manners: Manners
) -> Iterator[tuple[str, str]]:
    """Yield who can unblock and the item that has not moved, once for each standstill.

    What was told on the day of a move was told before it.
    """
    for matter in rows:
        moved, person = matter.running.moved, matter.unblocker
        if person is None or person == matter.owner or calendar.age(moved, on) < manners.quiet:
            continue
        if not any(told.kind is Tell.STALLED and told.on > moved for told in matter.told):
            yield person, matter.key


def _together(kind: Tell, pairs: Iterable[tuple[str, str]]) -> Iterator[Message]:
    """Yield one message for each person."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for person, key in pairs:
        held[person].append(key)
    for person, keys in sorted(held.items()):
        yield Message(kind, person, tuple(keys))
