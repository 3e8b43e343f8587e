"""提醒: who is told what about an item on a day, and who is left in peace.

An owner hears that the due day is near and that it has passed, a superior of all such items in one, and of a standstill
whoever can end it, never the owner, who knows it and would read it as being watched. That each of these is
said once is kept where messages are stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tell(StrEnum):
    """提醒种类: what a message is about."""

    NEAR = "near"
    OVERDUE = "overdue"
    DIGEST = "digest"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Bounds:
    """提醒规则: so many days before the due day, after so long a silence, after a return."""

    near: int = 7
    silent: int = 30
    returned: int = 7


DEFAULT = Bounds()


@dataclass(frozen=True, slots=True)
class Life:
    """What a reminder looks at: when an item starts and is due, its last report, the oldest return without an answer."""

    starts: date
    due: date
    reported: date | None = None
    returned: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """事项与人: an unfinished item, and who owns it, stands over it, can unblock it: of several groups the first that has anybody."""

    key: int
    life: Life
    owners: tuple[int, ...]
    superiors: tuple[int, ...]
    unblockers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be told: of which item, what, and the day that made it."""

    key: int
    kind: Tell
    cause: date


@dataclass(frozen=True, slots=True)
class Message:
    """待发提醒: what one person is told, of one item or, in a digest, of several."""

    kind: Tell
    to: int
    of: tuple[Reminder, ...]


def reminders(life: Life, on: date, bounds: Bounds = DEFAULT) -> Iterator[tuple[Tell, date]]:
    """Say which reminders an unfinished item gives on a day, each with the day that made it.

    >>> life = Life(date(2026, 1, 1), date(2026, 3, 1), reported=date(2026, 2, 20))
    >>> [kind.value for kind, _ in reminders(life, date(2026, 2, 22))]
    ['near']
    """
    if on < life.starts:
        return
    if on > life.due:
        yield Tell.OVERDUE, life.due
    elif (life.due - on).days <= bounds.near:
        yield Tell.NEAR, life.due
    if life.returned and (on - life.returned).days > bounds.returned:
        yield Tell.STALLED, life.returned
    elif (on - (since := max(life.starts, life.reported or life.starts))).days > bounds.silent:
        yield Tell.STALLED, since


def messages(matters: Iterable[Matter], on: date, bounds: Bounds = DEFAULT) -> Iterator[Message]:
    """Say who is told what on a day."""
    gathered: defaultdict[int, list[Reminder]] = defaultdict(list)
    for matter in matters:
        for kind, cause in reminders(matter.life, on, bounds):
            one = Reminder(matter.key, kind, cause)
            to = _unblockers(matter) if kind is Tell.STALLED else matter.owners
            yield from (Message(kind, person, (one,)) for person in to)
            if kind is not Tell.STALLED:
                for person in matter.superiors:
                    gathered[person].append(one)
    yield from (Message(Tell.DIGEST, person, tuple(told)) for person, told in gathered.items())


def _unblockers(matter: Matter) -> tuple[int, ...]:
    """Return the first group of those who can unblock in which somebody is no owner."""
    able = (tuple(one for one in group if one not in matter.owners) for group in matter.unblockers)
    return next(filter(None, able), ())
