"""Notices, periods, requests and pictures that routes are asked about: made when a route wants one, since the world holds none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from luoshi.people.models import Member, Unit
from luoshi.results import actions as results
from luoshi.results import saving
from luoshi.results.models import Evidence, SavedView
from luoshi.work import actions as work
from luoshi.work import extensions, notes, notices, periods
from luoshi.work.models import Extension, Note, Notice, Period, Update
from luoshi.work.periods import Days
from tests.intake.test_pictures import drawn
from tests.world import NOW, TODAY, Place

Row = Callable[[Place], int]


def _of(at: Place) -> str:
    """Return the name of a place, which its texts bear."""
    return at.item.title.removeprefix("金丝雀").removesuffix("任务")


def _member(at: Place, name: str) -> Member:
    return Member.everything.get(login=f"foreign_{name}" if _of(at) == "foreign" else name)


def photo(at: Place) -> int:
    """Return a piece of evidence of a place that is a picture; what it says of itself bears the place's canary."""
    shows = f"{at.item.title}照片"
    found = Evidence.everything.filter(shows=shows).first()
    if found is None:
        by = _member(at, "maker")
        piece = results.Piece(f"{shows}.jpg", drawn("JPEG", comment=shows.encode()), shows)
        found = results.attach(at.updates["verified"], piece, by=by, at=NOW)
    return found.pk


def report(at: Place) -> int:
    """Find a report of a place that nobody has signed, made by its reporter where that is the college `own`."""
    by = Member.everything.get(login="reporter") if _of(at) == "own" else _member(at, "maker")
    found = Update.everything.filter(item=at.item, by=by, text=f"{at.item.title}待审签").first()
    claim = work.Claim(about=TODAY, percent=60, text=f"{at.item.title}待审签")
    return (found or work.report(at.item, claim, unit=at.unit, by=by, at=NOW)).pk


def notice(state: str) -> Row:
    """Return a way to find a notice of a place in a state."""

    def row(at: Place) -> int:
        subject = f"{at.item.title}督办{state}"
        found = Notice.everything.filter(subject=subject).first()
        return found.pk if found else make(at, subject).pk

    def make(at: Place, subject: str) -> Notice:
        by = {"by": _member(at, "maker"), "at": NOW}
        demand = notices.Demand(subject, f"{at.item.title}要求", "ordinary")
        made = notices.draft(at.unit, demand, item=at.item, **by)
        steps = {
            "drafted": (),
            "issued": (notices.issue,),
            "received": (notices.issue, notices.receive),
            "replied": (notices.issue, notices.receive, _reply),
        }
        for step in steps[state]:
            made = step(made, **by)  # type: ignore[operator]
        return made

    return row


def _reply(made: Notice, **by: object) -> Notice:
    return notices.reply(made, text=f"{made.subject}反馈", **by)  # type: ignore[arg-type]


def extension(state: str, by: str = "maker") -> Row:
    """Return a way to find a request of a place; it is made by a member of the college where `by` is one."""

    def row(at: Place) -> int:
        found = Extension.everything.filter(item=at.item).first()
        return found.pk if found else make(at).pk

    def make(at: Place) -> Extension:
        maker = _member(at, "maker") if _of(at) != "own" else Member.everything.get(login=by)
        wanted = extensions.Request(TODAY + timedelta(days=80), f"{at.item.title}理由", "进展")
        made = extensions.ask(at.item, wanted, unit=at.unit, by=maker, at=NOW)
        if state == "countersigned":
            made = extensions.countersign(made, by=_member(at, "signer"), at=NOW)
        return made

    return row


def period(state: str) -> Row:
    """Return a way to find a period of a place's organisation, long ago; what is of the foreign one says so."""

    def row(at: Place) -> int:
        root = at.unit if _of(at) == "foreign" else _root(at)
        name = f"{'金丝雀foreign' if _of(at) == 'foreign' else '本校'}{state}"
        found = Period.everything.filter(unit=root, name=name).first()
        if found:
            return found.pk
        by = {"by": _member(at, "maker"), "at": NOW}
        first = TODAY - timedelta(days=4000 if state == "open" else 5000)
        days = Days(first, first + timedelta(days=9), first, first, first)
        made = periods.open_period(root, days, name=name, **by)
        if state == "locked":
            made = periods.lock(made, **by)
        return made.pk

    return row


def note(at: Place) -> int:
    """Find the note on a place's item, which its reporter wrote where that is the college `own`."""
    found = Note.everything.filter(item=at.item).first()
    by = Member.everything.get(login="reporter") if _of(at) == "own" else _member(at, "maker")
    return (found or notes.note(at.item, f"{at.item.title}批注", by=by, at=NOW)).pk


def view(by: str, *, shared: bool = False) -> Row:
    """Return a way to find a saved view of a place's plan, which somebody has made and may have shared."""

    def row(at: Place) -> int:
        maker, name = Member.everything.get(login=by), f"{at.item.title}视图{shared}"
        found = SavedView.everything.filter(plan=at.plan, by=maker, name=name).first()
        return (found or saving.save_view(at.plan, "due=over", name=name, shared=shared, by=maker, at=NOW)).pk

    return row


def _root(at: Place) -> Unit:
    unit = at.unit
    while unit.parent is not None:
        unit = unit.parent
    return unit
