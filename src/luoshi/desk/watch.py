"""督查: what waits to be verified, what is overdue, who is silent, which notices and requests run, as far as the member sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.arithmetic.lamps import SETTLED, Lamp
from luoshi.arithmetic.workdays import Calendar
from luoshi.people.models import Member, Unit
from luoshi.plans.models import UNSETTLED, Item, Owner
from luoshi.plans.models import Standing as Kept
from luoshi.plans.models.kept import LEAF
from luoshi.results.models import Evidence
from luoshi.results.reusing import reused
from luoshi.results.standings import KEPT, Standing, as_kept
from luoshi.work.models import Extension, Notice, Period, Update
from luoshi.work.models.extensions import PENDING
from luoshi.work.rules import Window, window
from luoshi.work.views.notices import Row, rows

DOING = (Owner.Role.LEAD, Owner.Role.DUTY)
STANDS = (Update.State.REPORTED, Update.State.SIGNED, Update.State.VERIFIED, Update.State.CERTIFIED)
QUIET = timedelta(days=28)  # without a period a unit is silent when its last report is older than this
LISTED = 200  # tasks behind a figure
AT_ONCE = 20  # rows of a section; the rest is counted


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signed report that waits to be verified: its pieces of evidence, those behind another claim too, its working days."""

    update: Update
    pieces: int
    reused: int
    days: int


@dataclass(frozen=True, slots=True)
class Late:
    """An item past its due day, by how many days, and of which day its last report speaks."""

    standing: Standing
    days: int
    reported: date | None


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit from which no report has come though it has items that run; since when, if it ever reported."""

    unit: Unit
    items: int
    last: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Some:
    """The first rows of a list, and how many there are."""

    rows: Sequence[Any]
    number: int

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.number - len(self.rows)


@contextmanager
def planned_for_its_values() -> Iterator[None]:
    """Have PostgreSQL plan each question for the values it bears: one plan for all values makes those of the desk five times slower."""
    held = connection.connection if connection.vendor == "postgresql" else None
    if held is None:
        yield
        return
    often = held.prepare_threshold
    held.prepare_threshold = None
    try:
        yield
    finally:
        held.prepare_threshold = often


def within(unit: Unit | None, lookup: str = "unit") -> Q:
    """Say which rows are a unit's, or of one below it; all, if no unit is asked for."""
    return Q((f"{lookup}__path__startswith", unit.path)) if unit else Q()


def queue(member: Member, unit: Unit | None, calendar: Calendar, today: date, first: int = AT_ONCE) -> Some:
    """Return the signed reports that the member may verify, the oldest first."""
    waiting = Update.objects.visible_to(member, "verify").filter(within(unit), state=Update.State.SIGNED)
    shown = list(waiting.select_related("item", "unit", "by").order_by("signed_at", "pk")[:first])
    pieces = Evidence.everything.filter(update_of__in=[one.pk for one in shown]).order_by()
    counted = dict(pieces.values_list("update_of").annotate(number=Count("pk")))
    again: dict[int, int] = {}
    for piece in reused(member).filter(update_of__in=[one.pk for one in shown]):
        again[piece.update_of_id] = again.get(piece.update_of_id, 0) + 1
    return Some(
        [
            Waiting(
                one, counted.get(one.pk, 0), again.get(one.pk, 0), calendar.age(_day(one.signed_at), today)
            )
            for one in shown
        ],
        waiting.count() if len(shown) == first else len(shown),
    )


def _day(moment: datetime | None) -> date:
    return timezone.localdate(moment)


def overdue(member: Member, unit: Unit | None, today: date) -> Some:
    """Return the unsettled tasks that are past their due day, the oldest first."""
    late = Kept.everything.filter(
        within(unit, "lead"), leaf=LEAF, due__lt=today, item__in=Item.objects.visible_to(member)
    ).exclude(result__in=SETTLED)
    stands = list(as_kept(late.order_by("due", "item").values_list("path", *KEPT)[:AT_ONCE]))
    told = Update.everything.filter(item__in=[one.item for one in stands], state__in=STANDS).order_by()
    reported = dict(told.values_list("item").annotate(last=Max("about")))
    shown = [Late(one, (today - one.due).days, reported.get(one.item)) for one in stands if one.due]
    return Some(shown, late.count() if len(shown) == AT_ONCE else len(shown))


def running_period(member: Member, today: date) -> Period | None:
    """Return the period that takes reports today, the newest of them."""
    taking = Period.objects.visible_to(member).filter(
        state=Period.State.OPEN, opens__lte=today, late_until__gte=today
    )
    return taking.order_by("-first").first()


def silent(member: Member, unit: Unit | None, period: Period | None, today: date) -> list[Silent]:
    """Return the units that have running tasks and have reported on none: in the running period, else for four weeks."""
    doing = Owner.everything.filter(
        within(unit),
        role__in=DOING,
        item__in=Item.objects.visible_to(member).filter(
            UNSETTLED, standing__leaf=LEAF, standing__starts__lte=today
        ),
    )
    at_work = dict(doing.order_by().values_list("unit").annotate(number=Count("pk")))
    told = Update.everything.filter(unit__in=at_work, state__in=STANDS).order_by()
    last = dict(told.values_list("unit").annotate(last=Max("known_at")))
    heard = set(told.filter(period=period).values_list("unit", flat=True)) if period else None
    rows = []
    for one in Unit.everything.filter(pk__in=at_work).order_by("path"):
        day = _day(last[one.pk]) if one.pk in last else None
        quiet = one.pk not in heard if heard is not None else day is None or day <= today - QUIET
        if quiet:
            rows.append(Silent(one, at_work[one.pk], day, (today - day).days if day else None))
    return sorted(rows, key=lambda row: row.last or date.min)


def notices(member: Member, unit: Unit | None, calendar: Calendar) -> Some:
    """Return the notices that wait for somebody: those over their time first, then by the day that is due."""
    waiting = (
        Notice.objects.visible_to(member).filter(within(unit)).exclude(state__in=("closed", "withdrawn"))
    )
    found = rows(Notice.everything.filter(pk__in=waiting), calendar)
    return Some(sorted(found, key=_urgency)[:AT_ONCE], len(found))


def _urgency(row: Row) -> tuple[int, date]:
    if row.dial is None:
        return (0, date.min)  # answered: it waits for who checks it
    return (-row.dial.over, row.dial.due)


def requests(member: Member, unit: Unit | None) -> tuple[list[Extension], set[int]]:
    """Return the requests for later days that wait, and the keys of those that the member is to decide."""
    waiting = Extension.objects.visible_to(member).filter(within(unit), state__in=PENDING)
    deciding = Extension.objects.visible_to(member, "grant").filter(state=Extension.State.COUNTERSIGNED)
    found = list(waiting.select_related("item", "unit").order_by("known_at"))
    return found, set(deciding.values_list("pk", flat=True))


def opened(member: Member, today: date) -> list[tuple[Period, Window, int]]:
    """Return the open periods with where today stands in their window, and how many reports have come."""
    stands = Count("updates", filter=Q(updates__state__in=STANDS))
    found = Period.objects.visible_to(member).filter(state=Period.State.OPEN).annotate(number=stands)
    return [(one, window(one.opens, one.due, one.late_until, today), one.number) for one in found]


# 月度通报 -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """The days of which a bulletin tells: those of a period, or of a month where there is none."""

    name: str
    first: date
    last: date
    period: Period | None = None

    @classmethod
    def month(cls, day: date) -> Span:
        """Return the month of a day."""
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return cls(date_format(day, _("Y年n月")), first, last)

    @property
    def reports(self) -> Q:
        """Say which reports are of these days."""
        return Q(period=self.period) if self.period else Q(about__range=(self.first, self.last))


@dataclass(frozen=True, slots=True)
class Figures:
    """通报数: of what a unit does how much there is, and what became of it."""

    key: int  # of the unit; 0 for all of them
    name: str
    items: int
    timely: int
    late: int
    silent: int
    done: int
    over: int

    @property
    def due(self) -> int:
        """Return on how many a report was to be handed in."""
        return self.timely + self.late + self.silent

    @property
    def share(self) -> float | None:
        """Return the share of those on which one was; undefined where none was to be."""
        return (self.timely + self.late) / self.due if self.due else None


def bulletin(member: Member, span: Span, unit: Unit | None) -> list[Figures]:
    """Return the figures of each unit, in one query; what several units do counts for each of them."""
    doing = _doing(member, span, unit)
    reports = _reports(doing, span)
    of = ("unit__path", "unit", "unit__name", "item__standing__result")
    once = Count("item", distinct=True)
    items = doing.order_by().values_list(*of).annotate(items=Count("pk"), told=Value(0), timely=Value(0))
    told = reports.order_by().values_list(*of)
    told = told.annotate(items=Value(0), told=once, timely=Count("item", distinct=True, filter=Q(late=False)))
    return list(_figures(items.union(told, all=True).order_by("unit__path")))


def _doing(member: Member, span: Span, unit: Unit | None) -> QuerySet[Owner]:
    """Say which unit does which task that has begun in those days."""
    return Owner.everything.filter(
        within(unit),
        role__in=DOING,
        item__standing__leaf=LEAF,
        item__standing__starts__lte=span.last,
        item__in=Item.objects.visible_to(member),
    ).exclude(item__standing__result="off")


def _reports(doing: QuerySet[Owner], span: Span) -> QuerySet[Update]:
    """Say which reports those units made of those tasks; begun with the reports of those days, which are few beside all tasks."""
    theirs = doing.filter(item=OuterRef("item"), unit=OuterRef("unit"))
    return Update.everything.filter(Exists(theirs), span.reports, state__in=STANDS)


def _figures(found: Iterable[tuple[str, int, str, str, int, int, int]]) -> Iterator[Figures]:
    """Add up how many items of a unit stand under each lamp, on how many of them it has told, on how many in time."""
    for (_path, key, name), group in groupby(found, key=lambda row: row[:3]):
        number: Counter[str] = Counter()
        said: Counter[str] = Counter()
        timely = 0
        for *_unit, result, items, told, in_time in group:
            number[result] += items
            said[result] += told
            timely += in_time
        silent = sum(number[lamp] - said[lamp] for lamp in number if lamp not in SETTLED)
        late = said.total() - timely
        yield Figures(key, name, number.total(), timely, late, silent, number[Lamp.DONE], number[Lamp.OVER])


def total(figures: Sequence[Figures]) -> Figures:
    """Add the figures of all units up."""
    names = ("items", "timely", "late", "silent", "done", "over")
    return Figures(0, _("合计"), *(sum(getattr(row, name) for row in figures) for name in names))


class Behind(NamedTuple):
    """A task behind a figure: who does it, how it stands, and its last report of those days, if there was one."""

    item: int
    code: str
    title: str
    unit: str
    result: Lamp
    update: int | None
    timely: bool

    @property
    def counts_as_silent(self) -> bool:
        """Tell whether a report is missing."""
        return self.counts_as("silent")

    def counts_as(self, figure: str) -> bool:
        """Tell whether a figure counts it; the names are those of Figures."""
        open_ = self.result not in SETTLED
        return {
            "items": True,
            "due": self.update is not None or open_,
            "timely": self.timely,
            "late": self.update is not None and not self.timely,
            "silent": self.update is None and open_,
            "done": self.result == Lamp.DONE,
            "over": self.result == Lamp.OVER,
        }[figure]


def behind(member: Member, span: Span, unit: Unit | None, figure: str, key: int = 0) -> list[Behind]:
    """Return the first tasks that a figure of the bulletin counts, in two queries; of one unit, if its key is given."""
    doing = _doing(member, span, unit)
    if key:
        doing = doing.filter(unit=key)
    told: dict[tuple[int, int], tuple[int, bool]] = {}
    reports = _reports(doing, span).order_by("known_at", "pk")
    for item, by, update, late in reports.values_list("item", "unit", "pk", "late"):
        told[item, by] = update, not late or told.get((item, by), (0, False))[1]
    of = ("item", "unit", "item__code", "item__title", "unit__name", "item__standing__result")
    rows = doing.order_by("unit__path", "item__standing__plan", "item__standing__order").values_list(*of)
    found = (
        Behind(item, code, title, name, Lamp(result), *told.get((item, by), (None, False)))
        for item, by, code, title, name, result in rows.iterator()
    )
    return list(islice((one for one in found if one.counts_as(figure)), LISTED))
