"""我要办的: what is a member's to do now, each with a verb, a thing and a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Count, Exists, Max, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from luoshi.people.models import Member
from luoshi.plans import coverage
from luoshi.plans.models import UNSETTLED, Item
from luoshi.records.models import Sentence
from luoshi.work.calendars import calendar
from luoshi.work.models import Extension, Notice, Update

State = Update.State
# What is to be done with a notice: by which action, in which states.
NOTICES = {
    "发": ("issue", ("drafted",)),
    "收": ("receive", ("issued",)),
    "复": ("reply", ("received", "returned", "planned")),
    "查": ("close", ("replied",)),
}
M = TypeVar("M", bound=Model)
FRESH = timedelta(days=28)  # a report younger than this needs no new one yet


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do."""

    verb: str
    thing: str
    sub: str
    url: str
    day: date | None
    late: bool = False


def duties(member: Member, today: date) -> list[Duty]:
    """List what the member has to do: first what a colleague waits for, then what has a day, then orders that nobody has."""
    return [
        *_updates(member),
        *_notices(member, today),
        *_extensions(member),
        *_reports(member, today),
        *_orders(member),
    ]


def _orders(member: Member) -> Iterator[Duty]:
    """Find documents with orders that nobody has."""
    seen = Sentence.objects.visible_to(member, "answer")
    waiting = coverage.unanswered(seen)
    documents = waiting.values("reading__document", "reading__document__title", "reading__document__about")
    for row in documents.annotate(number=Count("pk")).order_by("-reading__document__about"):
        yield Duty(
            "答",
            f"{row['number']} 条要求无人接，请立项或搁置",
            row["reading__document__title"],
            reverse("plans:document", kwargs={"pk": row["reading__document"]}),
            None,
        )


def _updates(member: Member) -> Iterator[Duty]:
    """Find reports that wait for the member's signature, verification or correction, in one query."""
    later = Update.everything.filter(
        item=OuterRef("item"), unit=OuterRef("unit"), known_at__gt=OuterRef("known_at")
    )
    returned = Update.objects.visible_to(member).filter(by=member, state=State.RETURNED)
    found = _together(
        Update.objects.visible_to(member, "sign").filter(state=State.REPORTED),
        Update.objects.visible_to(member, "verify").filter(state=State.SIGNED),
        returned.exclude(Exists(later)),
        along=("item", "unit"),
    )
    verbs = {State.REPORTED: "签", State.SIGNED: "核", State.RETURNED: "改"}
    for update in sorted(found, key=lambda one: (list(verbs).index(State(one.state)), one.known_at)):
        yield _duty(verbs[State(update.state)], update)


def _together(*parts: QuerySet[M], along: tuple[str, ...]) -> Iterable[M]:
    """Fetch rows of several kinds of waiting in one query; a row is of one kind at most."""
    first, *rest = (part.select_related(*along).order_by() for part in parts)
    return first.union(*rest, all=True)


def _duty(verb: str, update: Update) -> Duty:
    sub = f"{update.unit.name} {update.known_at:%m-%d} 报 {update.percent}%"
    return Duty(verb, f"{update.item.code} {update.item.title}", sub, update.get_absolute_url(), update.about)


def _notices(member: Member, today: date) -> Iterator[Duty]:
    """Find notices that wait for the member: to be issued, received, answered, checked; each by the day that is due."""
    waiting = (
        Notice.objects.visible_to(member, action).filter(state__in=states)
        for action, states in NOTICES.values()
    )
    found = sorted(_together(*waiting, along=("unit",)), key=lambda one: one.known_at)
    if not found:
        return
    verbs = {state: verb for verb, (_, states) in NOTICES.items() for state in states}
    rows = Notice.everything.filter(pk__in=[notice.pk for notice in found])
    clocks = rows.clocks(today, timezone.now(), calendar(member.organisation))
    known = [(clocks[notice.pk], notice) for notice in found if notice.pk in clocks]
    for running, notice in sorted(known, key=lambda one: one[0].due or today):
        over = f"超 {running.over} 个工作日" if running.overdue else ""
        sub = f"{notice.unit.name}，{running.phase.value}{over}"
        url = notice.get_absolute_url()
        yield Duty(verbs[notice.state], str(notice), sub, url, running.due, running.overdue)


def _extensions(member: Member) -> Iterator[Duty]:
    """Find requests for later days that wait for the member's signature or decision, in one query."""
    asked, decided = Extension.State.ASKED, Extension.State.COUNTERSIGNED
    found = _together(
        Extension.objects.visible_to(member, "countersign").filter(state=asked),
        Extension.objects.visible_to(member, "grant").filter(state=decided),
        along=("item", "unit"),
    )
    for one in sorted(found, key=lambda one: one.known_at):
        sub = f"{one.unit.name}申请从 {one.was_due:%m-%d} 延至 {one.due:%Y-%m-%d}"
        verb = "签" if one.state == asked else "批"
        yield Duty(verb, f"{one.item.code} {one.item.title}", sub, one.get_absolute_url(), one.was_due)


def _reports(member: Member, today: date) -> Iterator[Duty]:
    """Find the member's unsettled items on which no report has been made for four weeks."""
    items = Item.objects.visible_to(member, "report").filter(UNSETTLED)
    for item in items.annotate(reported=Max("updates__about")).order_by("due"):
        if item.reported and item.reported > today - FRESH:
            continue
        if item.starts and item.starts > today:
            continue
        last = f"上次报 {item.reported:%m-%d}" if item.reported else "还没有报过"
        url = reverse("results:report", kwargs={"pk": item.pk})
        late = bool(item.due and item.due < today)
        yield Duty("报", f"{item.code} {item.title}", last, url, item.due, late)
