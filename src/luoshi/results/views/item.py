"""事项页: the sentences it answers, who does it, claimed beside shown, the evidence, and what came to pass."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse

from luoshi.arithmetic import lamps
from luoshi.arithmetic.asof import Clock
from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.models import Member, Unit
from luoshi.plans.models import Basis, Item
from luoshi.records.models import Sentence
from luoshi.results.drawing import Drawing, of_item_over_time
from luoshi.results.figures import Figure, figures, starts_of
from luoshi.results.foreseeing import Ahead, outlook
from luoshi.results.marking import rows
from luoshi.results.models import Acceptance, Evidence, Indicator
from luoshi.results.reusing import Conflict, told
from luoshi.results.standings import Standing, sight
from luoshi.results.tabling import USUAL, Table
from luoshi.results.timeline import leader_of, said_of, timeline
from luoshi.results.views.clocks import Clocks, clocks
from luoshi.web.http import page
from luoshi.work.models import Extension, Note, Notice, Step, Update


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence, the word on it at K, and where the same file or number stands behind another report."""

    piece: Evidence
    word: Acceptance | None
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it was known at K: its state then, what it then showed, and the word then on each piece."""

    update: Update
    state: str
    shown: int | None
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence that the item answers, with the one before and the one after where the member may open the document."""

    basis: Basis
    before: str
    after: str
    readable: bool


@opens(Item, "read")
def show(request: MemberRequest, item: Item) -> HttpResponse:
    """Show an item on a day as known on a day."""
    at, member = clocks(request), request.member
    fetched = Item.everything.with_facts(at.on, at.known).select_related("by")
    asked = {"report": "report", "extend": "extend", "amend": "draft", "define": "define"}
    may = {f"may_{name}": _may(member, action) for name, action in asked.items()}
    item = fetched.annotate(**may).get(pk=item.pk)
    seen = sight(item.plan, member, at.of(item.plan), item.pk)
    standing = next((row for row in seen.rows if row.item == item.pk), None)
    updates = _updates(request, item, at)
    entries = [update for update in updates if update.about <= at.on]
    conflicts = told([piece for update in entries for piece in update.evidence.all()], member, at.known)
    said = said_of(item, member, at.known)
    days, before = timeline(said, updates)
    children = [row for row in seen.rows if row.above[-1:] == (item.pk,)]
    context = {
        "item": item,
        "clocks": at,
        "there": standing is not None,
        "standing": standing or Standing(item.pk),
        "children": children,
        "table": Table(children, USUAL, at.on, flat=True),
        "ahead": _ahead(item, standing, at),
        "whole": seen.whole,
        "drawing": _drawing(item, standing, at),
        "bands": {"on_time": lamps.DEFAULT.on_time / 1000, "behind": lamps.DEFAULT.behind / 1000},
        "milestones": rows(item, at.on, at.known),
        "grounds": _grounds(request, item, at),
        "owners": item.takes_part(),
        "leader": leader_of(said, at.on),
        "figures": _figures(request, item, at),
        "entries": [_entry(update, at, conflicts) for update in entries],
        "days": days,
        "before": before,
        "events_before": sum(len(day.events) for day in before),
        **_around(request, item, at),
        "may_report": item.kind == Item.Kind.TASK and item.may_report,  # type: ignore[attr-defined]  # annotated
        "may_extend": item.kind == Item.Kind.TASK and item.may_extend,  # type: ignore[attr-defined]
        "may_amend": item.may_amend,  # type: ignore[attr-defined]
        "may_define": item.plan.adopted_at is None and item.may_define,  # type: ignore[attr-defined]
        "may_notify": access.may_somewhere(member, "notify", Unit),
    }
    return page(request, "results/item.html", context)


def _may(member: Member, action: str) -> Exists:
    """Ask along whether the member may do this on the item."""
    return Exists(Item.objects.visible_to(member, action).filter(pk=OuterRef("pk")))


def _drawing(item: Item, standing: Standing | None, at: Clocks) -> Drawing | None:
    """Draw a leaf over time; a node above leaves is drawn of nothing that its page would have to fetch anew."""
    if standing is None or not standing.leaf or not standing.whole:
        return None
    return of_item_over_time(item, Clock(at.on, at.known), standing.starts, standing.due)


def _ahead(item: Item, standing: Standing | None, at: Clocks) -> Ahead | None:
    """Foretell a leaf that is still to be done."""
    if standing is None or not standing.leaf:
        return None
    return outlook(item.plan, [standing], at.on, at.known, [item.pk]).get(item.pk)


def _grounds(request: MemberRequest, item: Item, at: Clocks) -> list[Ground]:
    """Return the sentences that the item answers, each between its neighbours."""
    documents = Document.objects.visible_to(request.member)
    readable = Exists(documents.filter(pk=OuterRef("sentence__reading__document")))
    said = item.bases.filter(known_at__lte=at.known).annotate(readable=readable)
    texts = ("sentence__reading__record", "sentence__reading__document__text")
    bases = list(said.select_related("sentence__reading__document").defer(*texts))
    open_ = [basis for basis in bases if basis.readable]
    beside = Q(pk__in=())
    for basis in open_:
        number = basis.sentence.number
        beside |= Q(reading=basis.sentence.reading_id, number__in=(number - 1, number + 1))
    words = {
        (reading, number): text
        for reading, number, text in Sentence.everything.filter(beside).values_list(
            "reading", "number", "words"
        )
    }
    return [
        Ground(
            basis,
            _set_off(words.get((basis.sentence.reading_id, basis.sentence.number - 1), ""))
            if basis in open_
            else "",
            words.get((basis.sentence.reading_id, basis.sentence.number + 1), "") if basis in open_ else "",
            basis in open_,
        )
        for basis in bases
    ]


def _set_off(words: str) -> str:
    """Keep a heading, which ends without a stop, from running into the sentence below it."""
    stops = ("。", "！", "？", "；", "，")  # zh: reads Chinese
    return words if words.rstrip().endswith(stops) or not words else f"{words}　"  # zh: goes on with the text


def _figures(request: MemberRequest, item: Item, at: Clocks) -> list[Figure]:
    """Tell of the item's indicators that the member may read."""
    mine = Indicator.objects.visible_to(request.member).filter(item=item, known_at__lte=at.known)
    held = list(mine.select_related("item__plan"))
    found = figures(held, at.on, at.known, starts=starts_of(held), stated=False) if held else []
    return [one for one in found if one.stand.definition is not None]


def _around(request: MemberRequest, item: Item, at: Clocks) -> dict[str, object]:
    """Fetch what stands beside an item: notices, requests for a later day, notes; each as known at K."""
    member = request.member
    notices = Notice.objects.visible_to(member).filter(item=item).as_of(at.on, at.known)  # type: ignore[attr-defined]
    asked = Extension.objects.visible_to(member).filter(item=item, known_at__lte=at.known)
    notes = Note.objects.visible_to(member).filter(
        Q(item=item) | Q(update_of__item=item), known_at__lte=at.known
    )
    return {
        "notices": [
            (one, Notice.State(one.state_then).label)
            for one in notices.select_related("unit")
            if one.state_then
        ],
        "extensions": [
            (one, Extension.State(one.state_then).label)
            for one in asked.state_at(at.known).select_related("unit", "by")  # type: ignore[attr-defined]
            if one.state_then
        ],
        "notes": notes.select_related("by", "update_of"),
    }


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


def _entry(update: Update, at: Clocks, conflicts: dict[int, list[Conflict]]) -> Entry:
    steps = list(update.steps.all())
    observation = getattr(update, "observation", None)
    if observation is not None and observation.known_at > at.known:
        observation = None
    return Entry(
        update=update,
        state=steps[-1].get_became_display() if steps else "",
        shown=observation.percent if observation else None,
        evidence=tuple(
            Proof(piece, piece.word, tuple(conflicts.get(piece.pk, ()))) for piece in update.evidence.all()
        ),
    )
