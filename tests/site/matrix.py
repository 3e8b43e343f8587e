"""Who may do what on which route: written by hand, beside the code's own table and independent of it.

A route of the URL configuration that has no row here fails the test; so does a row without a route.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import TODAY, Place, World, day

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
OFFICE = {"supervisor", "planner", "foreign_supervisor"}
OVERSIGHT = OFFICE | {"leader", "auditor"}
REPORTERS = {"reporter", "reporter_subtree"}
HEADS = {"head", "head_subtree", "sibling_head"}
SUPERVISORS = {"supervisor", "foreign_supervisor"}
SIGNED_IN = set(SEES)
OUTSIDE = {"anonymous", "disabled"}
PRINCIPALS = sorted(SIGNED_IN | OUTSIDE)
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


def _said(**values: Any) -> Body:
    return lambda world, place: values


ROUTES: dict[str, Route] = {
    "health": Route("GET", set(), public=True),
    "csp_report": Route("POST", set(), public=True),
    "people:sign_in": Route("GET POST", set(), public=True, body=_said(login="x", password="y")),
    "people:sign_out": Route("POST", set(), public=True),
    "people:password": Route("GET POST", SIGNED_IN, body=_said(old="x", new="y")),
    "people:units": Route("GET", GRANTED),
    "documents:index": Route("GET", SIGNED_IN),
    "documents:original": Route("GET", SIGNED_IN, row=lambda at: at.document.pk),
    "records:receive": Route("GET POST", OFFICE, body=_document),
    "records:judge": Route(
        "GET POST", OFFICE, row=lambda at: at.sentence.pk, body=_said(kind="confirm", seen="0")
    ),
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
    "results:plan": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:tasks": Route("GET", SIGNED_IN, row=lambda at: at.plan.pk),
    "results:item": Route("GET", SIGNED_IN, row=lambda at: at.item.pk),
    "results:report": Route(
        "GET POST",
        REPORTERS,
        row=lambda at: at.item.pk,
        body=_said(percent="55", about=day(TODAY), text="新进展"),
    ),
    "results:update": Route("GET", SIGNED_IN, row=lambda at: at.updates["signed"].pk),
    "results:sign": Route("POST", HEADS, row=lambda at: at.updates["reported"].pk),
    "results:send_back": Route(
        "POST", HEADS, row=lambda at: at.updates["reported"].pk, body=_said(reason="请补充")
    ),
    "results:verify": Route("POST", SUPERVISORS, row=lambda at: at.updates["signed"].pk, body=_verify),
    "results:decline": Route(
        "POST", SUPERVISORS, row=lambda at: at.updates["signed"].pk, body=_said(reason="请补充")
    ),
    "results:evidence": Route("GET", SIGNED_IN, row=lambda at: at.evidence.pk),
    "reports:index": Route("GET", SIGNED_IN),
    "reports:freeze": Route("POST", OFFICE, row=lambda at: at.plan.pk),
    "reports:report": Route("GET", SIGNED_IN, row=lambda at: at.report.pk, sees=OVERSIGHT),
    "reports:docx": Route("GET", SIGNED_IN, row=lambda at: at.report.pk, sees=OVERSIGHT),
    "desk:home": Route("GET", SIGNED_IN),
    "desk:slips": Route("GET", SIGNED_IN),
}
