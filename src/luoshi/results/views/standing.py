"""计划页: where a plan's goals and tasks stand, claimed beside shown, on a day as known on a day: a table or a Gantt chart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.http import HttpResponse

from luoshi.arithmetic.lamps import Lamp
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Plan
from luoshi.results.bulk import MOST, BulkForm
from luoshi.results.charting import chart
from luoshi.results.marking import Course, courses_at
from luoshi.results.standings import Standing, sight
from luoshi.results.tabling import Table, beside
from luoshi.results.views.clocks import Clocks, clocks
from luoshi.results.views.saved import chips
from luoshi.results.views.sieve import Sieve
from luoshi.web.http import page

GANTT = "gantt"


@opens(Plan, "read")
def plan(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show a plan as a tree, each item with its two lamps and its two numbers; ?as=gantt over time, ?bulk=1 to change several."""
    return shown(request, plan)


def shown(
    request: MemberRequest, plan: Plan, picks: BulkForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a plan; with `picks` its tasks can be chosen, and what is to become of them."""
    at = clocks(request)
    able = access.able(request.member, ("read_whole", "draft", "adopt", "freeze", "share"), plan)
    seen = sight(plan, request.member, at.of(plan), whole="read_whole" in able)
    if picks is None and "bulk" in request.GET and "draft" in able and at.now:
        picks = BulkForm(plan=plan, member=request.member)
    shape = GANTT if request.GET.get("as") == GANTT and picks is None else ""
    sieve = Sieve(request.GET, seen, plan, at, drawn=bool(shape))
    rows, clock = sieve.sift(seen), at.of(plan)
    courses = (
        courses_at(plan, clock) if clock else {row.item: row.course for row in seen.leaves if row.course}
    )
    claimed, proved, expected = seen.total
    table = None if shape else _table(request, plan, rows, sieve, at, courses)
    free = [row.item for row in seen.leaves if picks and row.result != Lamp.OFF and sieve.keeps(row)]
    if picks and table:
        table = pick(table, free, free if "all" in request.GET and not picks.is_bound else picks.keys)
    context = {
        "plan": plan,
        "rows": rows,
        "chart": chart(plan, rows, seen, courses, at.on, sieve.ahead) if shape else None,
        "table": table,
        "picks": picks,
        "as_bulk": sieve.query(bulk="1"),
        "free": len(free),
        "most": MOST,
        "shape": shape,
        "as_gantt": sieve.query(**{"as": GANTT}),
        "clocks": at,
        "sieve": sieve,
        "views": None if picks else chips(plan, request.member, sieve, shape, may_share="share" in able),
        "kept": sum(map(sieve.keeps, seen.leaves)),
        "tasks": len(seen.leaves),
        "claimed": claimed,
        "shown": proved,
        "expected": expected,
        "may_draft": plan.adopted_at is None and "draft" in able,
        "may_weigh": "draft" in able,
        "may_adopt": plan.adopted_at is None and "adopt" in able,
        "may_freeze": "freeze" in able,
        "whole": seen.whole,
    }
    return page(request, "results/plan.html", context, status=status)


def pick(table: Table, free: Sequence[int], picked: Collection[int]) -> Table:
    """Put a box before each task that may be changed, unless they are more than are changed at once."""
    asks = partial(table.asks, bulk="1") if table.asks else None
    boxes = frozenset(free) if len(free) <= MOST else frozenset[int]()
    return replace(table, boxes=boxes, picked=frozenset(picked), asks=asks)


def _table(
    request: MemberRequest,
    plan: Plan,
    rows: list[Standing],
    sieve: Sieve,
    at: Clocks,
    courses: Mapping[int, Course],
) -> Table:
    """Lay the rows out in the columns that are asked for."""
    more = beside(plan, request.member, at.on, at.known, sieve.columns, courses=courses, ahead=sieve.ahead)
    return Table(rows, sieve.columns, at.on, more, flat=sieve.flat, sort=sieve.sort, asks=sieve.query)
