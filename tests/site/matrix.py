"""Who may do what on which route: written by hand, beside the code's own table and independent of it.

A route of the URL configuration that has no row here fails the test; so does a row without a route.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from luoshi.people.models import Member
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.amending import Proposal
from luoshi.plans.changes import Becomes
from luoshi.plans.entering import Entry
from luoshi.plans.models import Amendment, Item
from luoshi.results.bulk import BulkForm, Preview
from tests.site import papers
from tests.world import NOW, TODAY, Place, World, day, take_part

HOME = {"own", "child", "parent", "sibling", "cousin"}
# What each of the cast may see: of documents, sentences, items, reports on items, evidence, plans.
SEES: dict[str, set[str]] = {
    "reporter": {"own"},
    "reporter_subtree": {"own", "child"},
    "head": {"own"},
    "head_subtree": {"own", "child"},
    "sibling_head": {"sibling", "cousin"},
    "supervisor": HOME,
    "planner": HOME,
    "leader": HOME,
    "auditor": HOME,
    "foreign_supervisor": {"foreign"},
    **{who: set() for who in ("system", "security", "audit", "nobody", "expired", "revoked", "not_yet")},
}
SAME = {who: {"foreign"} if who.startswith("foreign") else HOME for who in SEES}
OFFICE = {"supervisor", "planner", "foreign_supervisor"}
OVERSIGHT = OFFICE | {"leader", "auditor"}
SIGNING = OFFICE | {"leader"}
REPORTERS = {"reporter", "reporter_subtree"}
HEADS = {"head", "head_subtree", "sibling_head"}
COLLEGE = {"reporter", "reporter_subtree", "head", "head_subtree", "sibling_head"}
SUPERVISORS = {"supervisor", "foreign_supervisor"}
SIGNED_IN = set(SEES)
OUTSIDE = {"anonymous", "disabled"}
PRINCIPALS = sorted(SIGNED_IN | OUTSIDE)
READERS = OVERSIGHT | COLLEGE
WRITERS = READERS - {"auditor"}
# Reads units and colleagues: whoever holds any grant today.
GRANTED = SIGNED_IN - {"nobody", "expired", "revoked", "not_yet"}

Body = Callable[[World, str], dict[str, Any]]


@dataclass(frozen=True)
class Route:
    """What is expected of one route."""

    methods: str
    who: set[str]  # may do it; for a row, on the rows that they see
    row: Callable[[Place], int] | None = None
    sees: set[str] | None = None  # who sees such rows at all, where not everybody of SEES does
    body: Body = lambda world, place: {}
    public: bool = False
    query: str = ""  # what the address asks besides
    named: dict[str, Any] | None = None  # what else the address names
    wide: bool = False  # who sees such rows at all sees all of their organisation's

    def shows(self, who: str, place: str) -> bool:
        """Tell whether somebody sees the row of a place."""
        if self.sees is not None and who not in self.sees:
            return False
        return place in ((SAME[who] if self.wide else SEES[who]) if who in SEES else set())


def _document(world: World, place: str) -> dict[str, Any]:
    file = SimpleUploadedFile("新文件.txt", f"一要推进{place}工作。".encode())
    return {"file": file, "kind": "meeting", "about": day(TODAY), "unit": world.units["office"].pk}


def _draw(world: World, place: str) -> dict[str, Any]:
    at = world.places[place]
    goal = at.item.parent
    assert goal is not None
    due = day(TODAY + timedelta(days=9))
    return {"goal": goal.pk, "title": "新事项", "lead": at.unit.pk, "starts": day(TODAY), "due": due}


def _plan(world: World, place: str) -> dict[str, Any]:
    return {"name": "新计划", "unit": world.units["office"].pk, "starts": day(TODAY), "ends": day(TODAY)}


def _verify(world: World, place: str) -> dict[str, Any]:
    pieces = world.places[place].updates["signed"].evidence.values_list("pk", flat=True)
    return {"percent": "30", **{f"evidence-{pk}": "accept" for pk in pieces}}


def _amendment(at: Place) -> int:
    """Return an amendment of an adopted plan of the place, which is made when it is first asked for."""
    found = Amendment.everything.filter(changes__item__owners__unit=at.unit, reason=at.plan.name).first()
    return found.pk if found else _amended(at).pk


def _amended(at: Place) -> Amendment:
    by, word = at.item.by, at.plan.name
    more = {"starts": at.plan.starts, "ends": at.plan.ends, "by": by, "at": NOW}
    plan = plans.draft_plan(at.office, name=f"{word}定案", **more)
    item = plans.enter(plan, Entry(Item.Kind.TASK, f"{word}定案任务"), by=by, at=NOW)
    take_part(item, at.unit, "lead", by=by)
    plans.adopt(plan, by=by, at=NOW)
    change = Becomes(item, "word", {"title": f"{word}改字"})
    proposal = Proposal(Amendment.Kind.CLERICAL, word, TODAY, [change])
    return amending.propose(plan, proposal, by=by, at=NOW)


def _weights(world: World, place: str) -> dict[str, Any]:
    goal = world.places[place].item.parent
    assert goal is not None
    return {f"w-{goal.pk}": "7"}


CHANGED = NOW + timedelta(seconds=1)


def _changed(at: Place) -> int:
    """Return a plan of which something has just been changed, by one of those who may take it back."""
    by = Member.everything.get(login="foreign_supervisor" if at.unit.name.startswith("乙") else "planner")
    if not at.item.places.filter(known_at=CHANGED).exists():
        weight = {"parent": at.item.parent_id, "position": at.item.position, "weight": 3}
        amending.revise(at.plan, [Becomes(at.item, "place", weight)], by=by, at=CHANGED)
    return at.plan.pk


def _looked(world: World, place: str) -> dict[str, Any]:
    """Confirm a change that was looked at."""
    at, by = world.places[place], world.members["planner"]
    form = BulkForm(QueryDict(f"weight=5&item={at.item.pk}"), plan=at.plan, member=by)
    assert form.is_valid()
    return {"weight": "5", "item": [at.item.pk], "do": "confirm", "seen": Preview(form).seen}


def _said(**values: Any) -> Body:
    return lambda world, place: values


def _notice(world: World, place: str) -> dict[str, Any]:
    at = world.places[place]
    said = {"subject": "新督办", "demand": "请办理", "clock": "ordinary", "urgency": "plain"}
    return {"unit": at.unit.pk, "item": at.item.pk, **said}


def _period(world: World, place: str) -> dict[str, Any]:
    first = TODAY - timedelta(days=3000)
    days = {name: day(first + timedelta(days=more)) for name, more in (("first", 0), ("last", 9))}
    return {"name": "新一期", **days, **dict.fromkeys(("opens", "due", "late_until"), day(first))}


LATER = TODAY + timedelta(days=90)


def _meant(world: World, place: str) -> dict[str, Any]:
    ways = {"over_periods": "latest", "over_units": "sum"}
    return {"name": "新指标", "unit": world.places[place].unit.pk, "kind": "maximise", "base": "0", **ways}


def _observed(world: World, place: str) -> dict[str, Any]:
    unit = world.places[place].unit.pk
    return {"unit": unit, "about": day(TODAY), "value": "7", "origin": "import", "source": "台账"}


def _values(world: World, place: str) -> dict[str, Any]:
    return {"values": list(world.places[place].indicator.values.values_list("pk", flat=True))}


ROUTES: dict[str, Route] = {
    "health": Route("GET", set(), public=True),
    "csp_report": Route("POST", set(), public=True),
    "people:sign_in": Route("GET POST", set(), public=True, body=_said(login="x", password="y")),
    "people:sign_out": Route("POST", set(), public=True),
    "desk:terms": Route("GET", set(), public=True),
    "desk:tour": Route("POST", SIGNED_IN),
    "people:language": Route("POST", set(), public=True, body=_said(language="en")),
    "people:password": Route("GET POST", SIGNED_IN, body=_said(old="x", new="y")),
    "people:units": Route("GET", GRANTED),
    "documents:index": Route("GET", SIGNED_IN),
    "documents:original": Route("GET", SIGNED_IN, row=lambda at: at.document.pk),
    "records:receive": Route("GET POST", OFFICE, body=_document),
    "records:judge": Route(
        "GET POST", OFFICE, row=lambda at: at.sentence.pk, body=_said(kind="confirm", seen="0")
    ),
    "records:follow": Route("GET POST", OFFICE, row=lambda at: at.document.pk, body=_said(earlier="")),
    "records:golden": Route("GET", OFFICE, row=lambda at: at.document.pk),
    "records:golden_file": Route("GET", OFFICE, row=lambda at: at.document.pk),
    "plans:document": Route("GET", SIGNED_IN, row=lambda at: at.document.pk),
    "plans:index": Route("GET", SIGNED_IN),
    "plans:new": Route("GET POST", OFFICE, body=_plan),
    "plans:goal": Route("GET POST", OFFICE, row=lambda at: at.plan.pk, body=_said(title="新目标")),
    "plans:draw": Route("GET POST", OFFICE, row=lambda at: at.sentence.pk, body=_draw),
    "plans:answer": Route(
        "GET POST",
        OFFICE,
        row=lambda at: at.sentence.pk,
        body=lambda world, place: {"item": world.places[place].item.pk},
    ),
    "work:notices": Route("GET", READERS),
    "work:draft_notice": Route("GET POST", SUPERVISORS, body=_notice),
    "work:notice": Route("GET", READERS, row=papers.notice("issued"), sees=READERS),
    "work:issue_notice": Route("POST", SUPERVISORS, row=papers.notice("drafted"), sees=OVERSIGHT),
    "work:receive_notice": Route("POST", COLLEGE, row=papers.notice("issued"), sees=READERS),
    "work:reply_notice": Route(
        "POST", COLLEGE, row=papers.notice("received"), sees=READERS, body=_said(text="已办")
    ),
    "work:plan_notice": Route(
        "POST",
        COLLEGE,
        row=papers.notice("received"),
        sees=READERS,
        body=_said(text="分两步办", until=day(LATER)),
    ),
    "work:close_notice": Route("POST", SUPERVISORS, row=papers.notice("replied"), sees=READERS),
    "work:redo_notice": Route(
        "POST", SUPERVISORS, row=papers.notice("replied"), sees=READERS, body=_said(reason="不全")
    ),
    "work:withdraw_notice": Route(
        "POST", SUPERVISORS, row=papers.notice("issued"), sees=READERS, body=_said(reason="重复")
    ),
    "work:periods": Route("GET", READERS),
    "work:open_period": Route("GET POST", OFFICE, body=_period),
    "work:period": Route("GET", READERS, row=papers.period("open"), sees=READERS, wide=True),
    "work:lock_period": Route("POST", OFFICE, row=papers.period("open"), sees=READERS, wide=True),
    "work:certify_period": Route("POST", {"leader"}, row=papers.period("locked"), sees=READERS, wide=True),
    "work:reopen_period": Route(
        "POST",
        {"leader"},
        row=papers.period("locked"),
        sees=READERS,
        wide=True,
        body=_said(reason="更正", late_until=day(LATER)),
    ),
    "work:ask_extension": Route(
        "GET POST",
        COLLEGE,
        row=lambda at: at.item.pk,
        body=_said(due=day(LATER), reason="设备晚到", progress="已完成一半"),
    ),
    "work:extensions": Route("GET", READERS),
    "work:extension": Route("GET", READERS, row=papers.extension("asked", "reporter"), sees=READERS),
    "work:countersign_extension": Route(
        "POST", HEADS, row=papers.extension("asked", "reporter"), sees=READERS
    ),
    "work:grant_extension": Route(
        "POST", {"leader"}, row=papers.extension("countersigned", "reporter"), sees=READERS
    ),
    "work:refuse_extension": Route(
        "POST",
        {"leader"},
        row=papers.extension("countersigned", "reporter"),
        sees=READERS,
        body=_said(reason="请按期办结"),
    ),
    # Whose own it is: no other of the unit takes it back.
    "work:withdraw_extension": Route(
        "POST", {"reporter"}, row=papers.extension("asked", "reporter"), sees=READERS
    ),
    "work:item_notes": Route("GET", SIGNED_IN, row=lambda at: at.item.pk),
    "work:note_item": Route("POST", WRITERS, row=lambda at: at.item.pk, body=_said(text="请补材料")),
    "work:update_notes": Route("GET", SIGNED_IN, row=lambda at: at.updates["signed"].pk),
    "work:note_update": Route(
        "POST", WRITERS, row=lambda at: at.updates["signed"].pk, body=_said(text="请补材料")
    ),
    "work:withdraw_note": Route("POST", {"reporter"}, row=papers.note),
    "results:plan": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:tasks": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:compare": Route("GET", OVERSIGHT, row=lambda at: at.plan.pk),
    # Whoever reads a plan keeps questions to it; a private one is there for its maker alone.
    "results:views": Route(
        "GET POST",
        SIGNED_IN,
        row=lambda at: at.plan.pk,
        body=_said(name="我的视图"),
        query="?due=week",
    ),
    "results:rename_view": Route(
        "POST", {"reporter"}, row=papers.view("reporter"), sees={"reporter"}, body=_said(name="改名")
    ),
    "results:replace_view": Route(
        "POST", {"supervisor"}, row=papers.view("supervisor", shared=True), sees=READERS, query="?due=week"
    ),
    "results:share_view": Route("POST", {"supervisor"}, row=papers.view("supervisor"), sees={"supervisor"}),
    "results:unshare_view": Route("POST", OFFICE, row=papers.view("supervisor", shared=True), sees=READERS),
    "results:delete_view": Route(
        "POST", {"supervisor"}, row=papers.view("supervisor", shared=True), sees=READERS
    ),
    "results:weights": Route("GET POST", OFFICE, row=lambda at: at.plan.pk, body=_weights),
    "results:enter": Route(
        "GET POST",
        OFFICE,
        row=lambda at: at.plan.pk,
        body=_said(kind="task", title="无依据的事", weight="1"),
    ),
    "results:bulk": Route("GET POST", OFFICE, row=lambda at: at.plan.pk, body=_looked),
    "results:shift": Route("GET", OFFICE, row=lambda at: at.plan.pk),
    "results:undo": Route("POST", OFFICE, row=_changed, body=_said(done=CHANGED.isoformat())),
    "results:adopt": Route("GET POST", {"leader"}, row=lambda at: at.plan.pk),
    "results:amendments": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:amendment": Route("GET", SIGNED_IN, row=_amendment),
    "results:countersign": Route("POST", SIGNING, row=_amendment),
    "results:refuse": Route("POST", SIGNING, row=_amendment, body=_said(answer="理由不足")),
    "results:withdraw": Route("POST", OFFICE, row=_amendment),
    "results:amend": Route("GET POST", OFFICE, row=lambda at: at.item.pk),
    "results:item": Route("GET", SIGNED_IN, row=lambda at: at.item.pk),
    "results:report": Route(
        "GET POST",
        REPORTERS,
        row=lambda at: at.item.pk,
        body=_said(percent="55", about=day(TODAY), text="新进展"),
    ),
    "results:update": Route("GET", SIGNED_IN, row=lambda at: at.updates["signed"].pk),
    # Whose own it is: no other of the unit takes it back.
    "results:withdraw_update": Route("POST", {"reporter"}, row=papers.report),
    "results:sign": Route("POST", HEADS, row=lambda at: at.updates["reported"].pk),
    "results:send_back": Route(
        "POST", HEADS, row=lambda at: at.updates["reported"].pk, body=_said(reason="请补充")
    ),
    "results:verify": Route("POST", SUPERVISORS, row=lambda at: at.updates["signed"].pk, body=_verify),
    "results:decline": Route(
        "POST", SUPERVISORS, row=lambda at: at.updates["signed"].pk, body=_said(reason="请补充")
    ),
    "results:indicators": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:define": Route("GET POST", OFFICE, row=lambda at: at.item.pk, body=_meant),
    "results:indicator": Route("GET", SIGNED_IN, row=lambda at: at.indicator.pk),
    "results:series": Route("GET", SIGNED_IN, row=lambda at: at.indicator.pk),
    "results:observe": Route("GET POST", OFFICE | REPORTERS, row=lambda at: at.indicator.pk, body=_observed),
    "results:verify_values": Route("POST", SUPERVISORS, row=lambda at: at.indicator.pk, body=_values),
    "results:quality": Route(
        "GET POST", OFFICE, row=lambda at: at.indicator.pk, body=_said(source="台账", limits="")
    ),
    "results:redefine": Route("GET POST", OFFICE, row=lambda at: at.indicator.pk, body=_meant),
    "results:targets": Route(
        "GET POST",
        OFFICE,
        row=lambda at: at.indicator.pk,
        body=_said(on_1=day(TODAY), bottom_1="9", stretch_1="", override=""),
    ),
    "results:trail": Route("GET", SIGNED_IN, row=lambda at: at.item.pk),
    "results:trail_indicator": Route("GET", SIGNED_IN, row=lambda at: at.indicator.pk),
    "results:preview": Route("GET", SIGNED_IN, row=lambda at: at.evidence.pk),
    "results:picture": Route("GET", SIGNED_IN, row=papers.photo),
    "results:evidence": Route("GET", SIGNED_IN, row=lambda at: at.evidence.pk),
    "reports:index": Route("GET", SIGNED_IN),
    "reports:freeze": Route("POST", OFFICE, row=lambda at: at.plan.pk),
    "reports:report": Route("GET", SIGNED_IN, row=lambda at: at.report.pk, sees=OVERSIGHT),
    "reports:docx": Route("GET", SIGNED_IN, row=lambda at: at.report.pk, sees=OVERSIGHT),
    "desk:home": Route("GET", SIGNED_IN),
    "desk:start": Route("GET", SIGNED_IN),
    "desk:slips": Route("GET", SIGNED_IN),
    "desk:desk": Route("GET", SUPERVISORS),
    "desk:bulletin": Route("GET", SUPERVISORS),
    "desk:help": Route("GET", set(), public=True),
    "desk:help_page": Route("GET", set(), public=True, named={"name": "plan"}),
}
