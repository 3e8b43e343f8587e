"""我要办的: what is a member's to do now, each with a verb, a thing and a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef
from django.urls import reverse

from luoshi.people.models import Member
from luoshi.plans import coverage
from luoshi.plans.models import UNSETTLED, Item
from luoshi.records.models import Sentence
from luoshi.work.models import Update

State = Update.State
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
    return [*_updates(member), *_reports(member, today), *_orders(member)]


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
    """Find reports that wait for the member's signature, verification or correction."""
    for verb, action, state in (("签", "sign", State.REPORTED), ("核", "verify", State.SIGNED)):
        waiting = Update.objects.visible_to(member, action).filter(state=state).select_related("item", "unit")
        for update in waiting.order_by("known_at"):
            yield _duty(verb, update)
    later = Update.everything.filter(
        item=OuterRef("item"), unit=OuterRef("unit"), known_at__gt=OuterRef("known_at")
    )
    returned = Update.objects.visible_to(member).filter(by=member, state=State.RETURNED)
    for update in returned.exclude(Exists(later)).select_related("item", "unit"):
        yield _duty("改", update)


def _duty(verb: str, update: Update) -> Duty:
    sub = f"{update.unit.name} {update.known_at:%m-%d} 报 {update.percent}%"
    return Duty(verb, f"{update.item.code} {update.item.title}", sub, update.get_absolute_url(), update.about)


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
