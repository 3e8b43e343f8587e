"""我要办的: what is a member's to do now, each with a verb, a thing and a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from luoshi.arithmetic.notices import Running
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans import coverage
from luoshi.plans.models import UNSETTLED, Item
from luoshi.records.models import Sentence
from luoshi.work.calendars import calendar
from luoshi.work.models import Extension, Notice, Period, Update

State = Update.State
# What is to be done with a notice: by which action, in which states.
NOTICES = {
    "issue": ("drafted",),
    "receive": ("issued",),
    "reply": ("received", "returned", "planned"),
    "close": ("replied",),
}
VERBS = {
    "answer": pgettext_lazy("duty", "答"),
    "sign": pgettext_lazy("duty", "签"),
    "verify": pgettext_lazy("duty", "核"),
    "correct": pgettext_lazy("duty", "改"),
    "issue": pgettext_lazy("duty", "发"),
    "receive": pgettext_lazy("duty", "收"),
    "reply": pgettext_lazy("duty", "复"),
    "close": pgettext_lazy("duty", "查"),
    "grant": pgettext_lazy("duty", "批"),
    "certify": pgettext_lazy("duty", "定"),
    "report": pgettext_lazy("duty", "报"),
}
M = TypeVar("M", bound=Model)
MANY = 1000  # of one kind; what waits beyond it is neither fetched nor counted
FRESH = timedelta(days=28)  # a report younger than this needs no new one yet


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do; `verb` is one of VERBS."""

    verb: str
    thing: str
    sub: str
    url: str
    day: date | None
    late: bool = False

    @property
    def word(self) -> str:
        """Say the verb."""
        return str(VERBS[self.verb])


class Duties(NamedTuple):
    """What there is to do: the first things, and how many there are in all; of a kind no more than MANY are counted."""

    first: list[Duty]
    number: int

    @property
    def all_told(self) -> str:
        """Say how many there are."""
        return _told(self.number)

    @property
    def more(self) -> str:
        """Say how many there are beside the first; nothing, where there are none."""
        left = self.number - len(self.first)
        return _told(left, self.number) if left else ""


def _told(number: int, of: int | None = None) -> str:
    return f"{number}+" if (of or number) >= MANY else str(number)


def duties(member: Member, today: date, most: int | None = None) -> Duties:
    """Say what the member has to do: first what a colleague waits for, then what has a day, then orders that nobody has.

    However much waits, no more of it is fetched than is wanted, and the rest counted.
    """
    found: list[Duty] = []
    number = 0
    for kind in (_updates, _notices, _extensions, _periods, _reports, _orders):
        first, waiting = kind(member, today, None if most is None else most - len(found))
        found += first
        number += waiting
    return Duties(found, number)


def _at_most(rows: QuerySet[M], room: int | None) -> tuple[list[Any], int]:
    """Fetch as many rows as there is room for, and say how many there are, always in one query."""
    some = rows.order_by().values("pk")[:MANY]
    if room == 0:
        return [], some.count()
    found: list[Any] = list(rows.annotate(number=_Number(some))[: MANY if room is None else min(room, MANY)])
    return found, found[0].number if found else 0


class _Number(Subquery):
    """How many rows a question finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def _orders(member: Member, _today: date, room: int | None) -> Duties:
    """Find documents with orders that nobody has."""
    seen = Sentence.objects.visible_to(member, "answer")
    waiting = coverage.unanswered(seen)
    documents = waiting.values("reading__document", "reading__document__title", "reading__document__about")
    rows = list(
        documents.annotate(number=Count("pk")).order_by("-reading__document__about", "reading__document")
    )
    return Duties(list(_ordered(rows[:room])), len(rows))


def _ordered(rows: Iterable[Any]) -> Iterator[Duty]:
    for row in rows:
        yield Duty(
            "answer",
            ngettext(
                "{n} 条要求无人接，请立项或搁置", "{n} 条要求无人接，请立项或搁置", row["number"]
            ).format(n=row["number"]),
            row["reading__document__title"],
            reverse("plans:document", kwargs={"pk": row["reading__document"]}),
            None,
        )


def _updates(member: Member, _today: date, room: int | None) -> Duties:
    """Find reports that wait for the member's signature, verification or correction; who has waited longest comes first."""
    later = Update.everything.filter(
        item=OuterRef("item"), unit=OuterRef("unit"), known_at__gt=OuterRef("known_at")
    )
    parts = {
        "sign": Update.objects.visible_to(member, "sign").filter(state=State.REPORTED),
        "verify": Update.objects.visible_to(member, "verify").filter(state=State.SIGNED),
    }
    if access.may_somewhere(member, "edit", Update):
        returned = Update.objects.visible_to(member).filter(by=member, state=State.RETURNED)
        parts["correct"] = returned.exclude(Exists(later))
    found: list[Duty] = []
    number = 0
    for verb, part in parts.items():
        left = None if room is None else room - len(found)
        rows, waiting = _at_most(part.select_related("item", "unit").order_by("known_at", "pk"), left)
        found += [_duty(verb, row) for row in rows]
        number += waiting
    return Duties(found, number)


def _together(*parts: QuerySet[M], along: tuple[str, ...]) -> QuerySet[M]:
    """Ask for rows of several kinds of waiting in one query; a row is of one kind at most."""
    first, *rest = (part.select_related(*along).order_by() for part in parts)
    return first.union(*rest, all=True)


def _duty(verb: str, update: Update) -> Duty:
    sub = _("{unit} {day} 报 {percent}%").format(
        unit=update.unit.name, day=f"{timezone.localtime(update.known_at):%m-%d}", percent=update.percent
    )
    return Duty(verb, f"{update.item.code} {update.item.title}", sub, update.get_absolute_url(), update.about)


def _notices(member: Member, today: date, room: int | None) -> Duties:
    """Find notices that wait for the member: to be issued, received, answered, checked; each by the day that is due.

    All are fetched: on which day one is due is told by its clock alone.
    """
    waiting = (
        Notice.objects.visible_to(member, action).filter(state__in=states)
        for action, states in NOTICES.items()
    )
    found = sorted(_together(*waiting, along=("unit",)), key=lambda one: one.known_at)
    if not found:
        return Duties([], 0)
    rows = Notice.everything.filter(pk__in=[notice.pk for notice in found])
    clocks = rows.clocks(today, timezone.now(), calendar(member.organisation))
    known = [(clocks[notice.pk], notice) for notice in found if notice.pk in clocks]
    known.sort(key=lambda one: one[0].due or today)
    return Duties(list(_noticed(known[:room])), len(known))


def _noticed(known: Iterable[tuple[Running, Notice]]) -> Iterator[Duty]:
    verbs = {state: verb for verb, states in NOTICES.items() for state in states}
    for running, notice in known:
        sub = _("{unit}，{phase}")
        if running.overdue:
            sub = ngettext("{unit}，{phase}超 {n} 个工作日", "{unit}，{phase}超 {n} 个工作日", running.over)
        sub = sub.format(unit=notice.unit.name, phase=_(running.phase.value), n=running.over)
        url = notice.get_absolute_url()
        yield Duty(verbs[notice.state], str(notice), sub, url, running.due, running.overdue)


def _extensions(member: Member, _today: date, room: int | None) -> Duties:
    """Find requests for later days that wait for the member's signature or decision, in one query."""
    asked, decided = Extension.State.ASKED, Extension.State.COUNTERSIGNED
    parts = (
        Extension.objects.visible_to(member, "countersign").filter(state=asked),
        Extension.objects.visible_to(member, "grant").filter(state=decided),
    )
    rows = list(_together(*parts, along=("item", "unit")).order_by("known_at", "pk"))
    return Duties(list(_extended(rows[:room])), len(rows))


def _extended(rows: Iterable[Extension]) -> Iterator[Duty]:
    for one in rows:
        sub = _("{unit}申请从 {was} 延至 {due}").format(
            unit=one.unit.name, was=f"{one.was_due:%m-%d}", due=f"{one.due:%Y-%m-%d}"
        )
        verb = "sign" if one.state == Extension.State.ASKED else "grant"
        yield Duty(verb, f"{one.item.code} {one.item.title}", sub, one.get_absolute_url(), one.was_due)


def _periods(member: Member, _today: date, room: int | None) -> Duties:
    """Find periods that are locked and wait to be certified by the member."""
    if not access.may_somewhere(member, "certify", Period):
        return Duties([], 0)
    locked = Period.objects.visible_to(member, "certify").filter(state=Period.State.LOCKED)
    rows, number = _at_most(locked.order_by("first", "pk"), room)
    found = [
        Duty("certify", row.name, str(row.get_state_display()), row.get_absolute_url(), None) for row in rows
    ]
    return Duties(found, number)


def _reports(member: Member, today: date, room: int | None) -> Duties:
    """Find the member's unsettled items on which no report has been made for four weeks."""
    said = Update.everything.exclude(state=State.WITHDRAWN)  # what was taken back is still to be said
    fresh = said.filter(item=OuterRef("pk"), about__gt=today - FRESH)
    begun = Q(starts=None) | Q(starts__lte=today)
    items = Item.objects.visible_to(member, "report").filter(UNSETTLED, begun, ~Exists(fresh))
    newest = Update.everything.filter(item=OuterRef("pk")).order_by("-about").values("about")[:1]
    rows, number = _at_most(items.annotate(reported=Subquery(newest)).order_by("due", "pk"), room)
    return Duties(list(_silent(rows, today)), number)


def _silent(items: Iterable[Any], today: date) -> Iterator[Duty]:
    for item in items:
        last = _("还没有报过")
        if item.reported:
            last = _("上次报 {day}").format(day=f"{item.reported:%m-%d}")
        url = reverse("results:report", kwargs={"pk": item.pk})
        late = bool(item.due and item.due < today)
        yield Duty("report", f"{item.code} {item.title}", last, url, item.due, late)
