"""计划页: where a plan's goals and tasks stand, claimed beside shown, on a day as known on a day: a table or a Gantt chart."""

from __future__ import annotations

from django.http import HttpResponse

from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Plan
from luoshi.results.charting import chart
from luoshi.results.marking import courses_at
from luoshi.results.standings import sight
from luoshi.results.views.clocks import clocks
from luoshi.results.views.sieve import Sieve
from luoshi.web.http import page

GANTT = "gantt"


@opens(Plan, "read")
def plan(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show a plan as a tree, each item with its two lamps and its two numbers; ?as=gantt over time."""
    at = clocks(request)
    seen = sight(plan, request.member, at.of(plan))
    sieve = Sieve(request.GET, seen, plan, at)
    shape = GANTT if request.GET.get("as") == GANTT else ""
    rows, clock = sieve.sift(seen), at.of(plan)
    courses = (
        courses_at(plan, clock) if clock else {row.item: row.course for row in seen.leaves if row.course}
    )
    claimed, shown, expected = seen.total
    able = access.able(request.member, ("draft", "adopt", "freeze"), plan)
    context = {
        "plan": plan,
        "rows": rows,
        "courses": courses,
        "chart": chart(plan, rows, seen, courses, at.on) if shape else None,
        "shape": shape,
        "as_gantt": sieve.query(**{"as": GANTT}),
        "clocks": at,
        "sieve": sieve,
        "kept": sum(map(sieve.keeps, seen.leaves)),
        "tasks": len(seen.leaves),
        "claimed": claimed,
        "shown": shown,
        "expected": expected,
        "may_draft": plan.adopted_at is None and "draft" in able,
        "may_weigh": "draft" in able,
        "may_adopt": plan.adopted_at is None and "adopt" in able,
        "may_freeze": "freeze" in able,
        "whole": seen.whole,
    }
    return page(request, "results/plan.html", context)
