"""事项页: the sentences it answers, who does it, claimed beside shown, the evidence, and what came to pass."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpResponse

from luoshi.arithmetic import lamps
from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.models import Unit
from luoshi.plans.models import Item
from luoshi.results.marking import rows
from luoshi.results.models import Acceptance, Evidence
from luoshi.results.standings import Standing, sight
from luoshi.results.views.clocks import Clocks, clocks
from luoshi.web.http import page
from luoshi.work.models import Step, Update


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it was known at K: its state then, what it then showed, and the word then on each piece."""

    update: Update
    state: str
    shown: int | None
    evidence: tuple[tuple[Evidence, Acceptance | None], ...]


@opens(Item, "read")
def show(request: MemberRequest, item: Item) -> HttpResponse:
    """Show an item on a day as known on a day."""
    at = clocks(request)
    item = Item.everything.with_facts(at.on, at.known).select_related("by").get(pk=item.pk)
    seen = sight(item.plan, request.member, at.of(item.plan), item.pk)
    standing = next((row for row in seen.rows if row.item == item.pk), None)
    children = [row for row in seen.rows if row.above[-1:] == (item.pk,)]
    said = item.bases.filter(known_at__lte=at.known).select_related("sentence__reading__document")
    bases = said.defer("sentence__reading__record", "sentence__reading__document__text")
    updates = _updates(request, item, at)
    context = {
        "item": item,
        "clocks": at,
        "there": standing is not None,
        "standing": standing or Standing(item.pk),
        "children": children,
        "whole": seen.whole,
        "bands": {"on_time": lamps.DEFAULT.on_time / 1000, "behind": lamps.DEFAULT.behind / 1000},
        "milestones": rows(item, at.on, at.known),
        "bases": bases,
        "readable": _readable(request, [basis.sentence.reading.document_id for basis in bases]),
        "owners": item.takes_part(),
        "entries": [_entry(update, at) for update in updates if update.about <= at.on],
        "steps": _steps(updates),
        "may_amend": access.can(request.member, "draft", item),
        "may_report": item.kind == Item.Kind.TASK and access.can(request.member, "report", item),
        "may_notify": access.may_somewhere(request.member, "notify", Unit),
        "may_extend": item.kind == Item.Kind.TASK and access.can(request.member, "extend", item),
    }
    return page(request, "results/item.html", context)


def _readable(request: MemberRequest, documents: list[int]) -> set[int]:
    """Return which of the documents that an item rests on the member may open."""
    return set(
        Document.objects.visible_to(request.member).filter(pk__in=documents).values_list("pk", flat=True)
    )


def _updates(request: MemberRequest, item: Item, at: Clocks) -> list[Update]:
    """Fetch what the member may see of the reports that were known at K, with their evidence and steps as of K."""
    words = Acceptance.everything.filter(known_at__lte=at.known).select_related("by")
    pieces = (
        Evidence.everything.filter(known_at__lte=at.known)
        .select_related("original")
        .defer("original__content")
    )
    steps = Step.everything.filter(known_at__lte=at.known).select_related("by")
    seen = Update.objects.visible_to(request.member).filter(item=item, known_at__lte=at.known)
    return list(
        seen.select_related("unit", "by", "observation").prefetch_related(
            Prefetch("evidence", pieces.prefetch_related(Prefetch("acceptances", words))),
            Prefetch("steps", steps),
        )
    )


def _entry(update: Update, at: Clocks) -> Entry:
    steps = list(update.steps.all())
    observation = getattr(update, "observation", None)
    if observation is not None and observation.known_at > at.known:
        observation = None
    return Entry(
        update=update,
        state=steps[-1].get_became_display() if steps else "",
        shown=observation.percent if observation else None,
        evidence=tuple((piece, piece.word) for piece in update.evidence.all()),
    )


def _steps(updates: list[Update]) -> list[tuple[Update, Step]]:
    """Gather what came to pass, newest first."""
    passed = [(update, step) for update in updates for step in update.steps.all()]
    return sorted(passed, key=lambda one: (one[1].known_at, one[1].pk), reverse=True)
