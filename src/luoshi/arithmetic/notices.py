"""督办时限: which clock of a notice runs, when it is due, and how many working days it is over.

Four clocks in working days: arranged (交办) within 1, first reply (首次反馈) within 3, an ordinary matter done within 7, a
hard one within 30 or else a plan with a day; from then on the day of the plan counts. Reply and completion are counted from
the day of arranging: a unit that does not sign for a notice stops no clock. A report of completion (报结) stops the clock until it
is sent back; the notice waits for who checks it, and is closed as of that report. A new day, by a plan or with a return, does not wipe out
that the limit before it was missed: each leg keeps its own delay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest

from luoshi.arithmetic.derivation import Derivation, Fact
from luoshi.arithmetic.workdays import Calendar
from luoshi.wording import noted, say


class Source(StrEnum):
    """来源: where an order comes from that states no limit of its own."""

    DOCUMENT = "document"
    MINUTES = "minutes"


DEFAULT_DAYS = {Source.DOCUMENT: 30, Source.MINUTES: 20}  # 公文30日、会议纪要20日: days, not working days


class Phase(StrEnum):
    """环节: what a notice waits for, and so which clock runs."""

    ARRANGE = noted("交办")
    REPLY = noted("首次反馈")
    FINISH = noted("办结")
    PLANNED = noted("按方案办结")
    REDO = noted("重办")
    CHECK = noted("待核查")
    CLOSED = noted("已办结")


class Move(StrEnum):
    """动作: what happened to a notice; a later one implies the earlier."""

    ARRANGED = "arranged"
    RECEIVED = "received"
    REPLIED = "replied"
    ANSWERED = "answered"
    RETURNED = "returned"
    PLANNED = "planned"
    CLOSED = "closed"


_ORDER = {move: place for place, move in enumerate(Move)}
_STOPPED = frozenset({Phase.CHECK, Phase.CLOSED})  # no clock runs


@dataclass(frozen=True, slots=True)
class Event:
    """经过: a move and its day; a plan says by which day the matter will be done, a return may say one.

    Of one day the smaller number came first; of the same number the earlier move.
    """

    move: Move
    on: date
    until: date | None = None
    number: int = 0

    def __post_init__(self) -> None:
        if self.until is None and self.move is Move.PLANNED:
            raise ValueError("a plan names the day by which it will be done")
        if self.until is not None and self.move not in {Move.PLANNED, Move.RETURNED}:
            raise ValueError("only a plan or a return names a day")


@dataclass(frozen=True, slots=True)
class Clocks:
    """时限: the working days that each clock allows."""

    arrange: int = 1
    reply: int = 3
    ordinary: int = 7
    hard: int = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """督办单: when it was opened, whether it is hard, what happened, and the day that was set for it, if one was."""

    opened: date
    hard: bool = False
    events: tuple[Event, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """一段时限: from when a clock ran, when it was due, when it was stopped, how many working days it was over."""

    phase: Phase
    due: Derivation[date]
    done: date | None
    over: int


@dataclass(frozen=True, slots=True)
class Running:
    """督办状态: all legs so far, what the notice waits for, the working days left or over, and whether holidays are known.

    Where no clock runs any more, `over` is by how much the last one was missed.
    """

    phase: Phase
    legs: tuple[Leg, ...]
    left: int
    over: int
    received: bool
    certain: bool

    @property
    def due(self) -> date | None:
        """Return when the clock that runs is due; None when none runs."""
        return None if self.phase in _STOPPED else self.legs[-1].due.value

    @property
    def overdue(self) -> bool:
        """Tell whether a clock runs past its due day."""
        return self.due is not None and self.over > 0


def default_due(source: Source, since: date) -> date:
    """Return the day by which an order without a limit is due, in plain days from the day it came.

    >>> default_due(Source.DOCUMENT, date(2026, 3, 1)), default_due(Source.MINUTES, date(2026, 3, 1))
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 21))
    """
    return since + timedelta(days=DEFAULT_DAYS[source])


def running(notice: Notice, calendar: Calendar, on: date, clocks: Clocks | None = None) -> Running:
    """Return how a notice stands on day D, from the events up to D.

    >>> notice = Notice(date(2026, 3, 2), events=(Event(Move.ARRANGED, date(2026, 3, 3)),))
    >>> found = running(notice, Calendar(), date(2026, 3, 10))
    >>> found.phase.value, found.due, found.over
    ('首次反馈', datetime.date(2026, 3, 6), 2)
    """
    events = sorted((event for event in notice.events if event.on <= on), key=_place)
    legs = _legs(notice, events, calendar, on, clocks or Clocks())
    last = legs[-1]
    due = last.due.value or on
    return Running(
        Phase.CLOSED if _done(events, Move.CLOSED) else Phase.CHECK if last.done else last.phase,
        tuple(legs),
        0 if last.done else max(calendar.between(on, due), 0),
        last.over,
        _done(events, Move.RECEIVED) is not None,
        calendar.certain(notice.opened, max(due, last.done or on)),
    )


def _place(event: Event) -> tuple[date, int, int]:
    return event.on, event.number, _ORDER[event.move]


def _done(events: Iterable[Event], move: Move) -> date | None:
    """Return the first day on which a move, or one that implies it, happened."""
    return next((event.on for event in events if _ORDER[event.move] >= _ORDER[move]), None)


def _legs(notice: Notice, events: Sequence[Event], calendar: Calendar, on: date, clocks: Clocks) -> list[Leg]:
    """Return the legs up to the one that still runs, in the order in which they are run."""

    def leg(phase: Phase, due: Derivation[date], done: date | None) -> Leg:
        return Leg(phase, due, done, max(calendar.between(due.value or on, done or on), 0))

    arranged, closed = _done(events, Move.ARRANGED), _done(events, Move.CLOSED)
    legs = [leg(Phase.ARRANGE, _after(calendar, say("交办期限"), notice.opened, clocks.arrange), arranged)]
    if arranged is None:
        return legs
    replied = _done(events, Move.REPLIED)
    legs.append(leg(Phase.REPLY, _after(calendar, say("首次反馈期限"), arranged, clocks.reply), replied))
    if replied is None:
        return legs
    dated = [event for event in _dated(events) if closed is None or event.on < closed]
    ends = [*(event.on for event in dated), _answered(events) or closed]
    legs.append(leg(Phase.FINISH, _finish(notice, calendar, arranged, clocks), ends[0]))
    for event, end in zip(dated, ends[1:], strict=True):
        legs.append(leg(*_named(event), end))
    return legs


def _dated(events: Sequence[Event]) -> Iterator[Event]:
    """Yield what sets a day from which on another counts; a plan that is sent back sets none."""
    for event, after in zip_longest(events, events[1:]):
        refused = event.move is Move.PLANNED and after is not None and after.move is Move.RETURNED
        if event.until and not refused:
            yield event


def _answered(events: Iterable[Event]) -> date | None:
    """Return the day of the report of completion that stands, on which the notice was closed or waits to be."""
    stands = None
    for event in events:
        if event.move is Move.CLOSED:
            break
        if event.move is Move.ANSWERED:
            stands = event.on
        elif event.move in {Move.RETURNED, Move.PLANNED}:
            stands = None
    return stands


def _finish(notice: Notice, calendar: Calendar, arranged: date, clocks: Clocks) -> Derivation[date]:
    if notice.due:
        return Derivation(say("办结期限"), notice.due, "", "set", say("督办单自定期限"))
    return _after(calendar, say("办结期限"), arranged, clocks.hard if notice.hard else clocks.ordinary)


def _after(calendar: Calendar, name: str, since: date, days: int) -> Derivation[date]:
    words = say("{since} 之后第 {n} 个工作日", since=since, n=days)
    return Derivation(name, calendar.add(since, days), "", "workdays", words)


def _named(event: Event) -> tuple[Phase, Derivation[date]]:
    """Return the leg that begins with a day that was set, and how that day came about."""
    fact = Fact(say("经过"), str(event.number), event.on)
    if event.move is Move.PLANNED:
        words = say("{day} 提出的方案", day=event.on)
        return Phase.PLANNED, Derivation(say("方案期限"), event.until, "", "plan", words, (fact,))
    words = say("{day} 退回重办时定的", day=event.on)
    return Phase.REDO, Derivation(say("重办期限"), event.until, "", "set", words, (fact,))
