"""计划页: where a plan's goals and tasks stand, claimed beside shown, on a day as known on a day."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, QueryDict

from luoshi.arithmetic.lamps import WORDS, Lamp
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Plan
from luoshi.results.standings import Sight, Standing, sight
from luoshi.results.views.clocks import clocks
from luoshi.web.http import page


@opens(Plan, "read")
def plan(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show a plan as a tree, each item with its two lamps and its two numbers."""
    at = clocks(request)
    seen = sight(plan, request.member, at.of(plan))
    sieve = Sieve(request.GET, seen.leaves)
    claimed, shown, expected = seen.total
    context = {
        "plan": plan,
        "rows": sieve.sift(seen),
        "clocks": at,
        "sieve": sieve,
        "kept": sum(map(sieve.keeps, seen.leaves)),
        "tasks": len(seen.leaves),
        "claimed": claimed,
        "shown": shown,
        "expected": expected,
        "may_draft": plan.adopted_at is None and access.can(request.member, "draft", plan),
        "may_freeze": access.can(request.member, "freeze", plan),
        "whole": seen.whole,
    }
    return page(request, "results/plan.html", context)


class Sieve:
    """筛选: which tasks the reader asks for, by lead unit, by lamp, by what they stand under; nonsense asks for all."""

    def __init__(self, asked: QueryDict, leaves: Iterable[Standing]) -> None:
        self.units = sorted({row.lead for row in leaves if row.lead}, key=lambda unit: unit.path)
        self.unit = _one_of(asked.get("unit", ""), [unit.pk for unit in self.units])
        self.goal = _one_of(asked.get("goal", ""), {above for row in leaves for above in row.above})
        self.lamps = tuple(WORDS.items())
        self.lamp = _one_of(asked.get("lamp", ""), list(Lamp))

    @property
    def on(self) -> bool:
        """Tell whether anything is asked for in particular."""
        return any((self.unit, self.goal, self.lamp))

    def keeps(self, row: Standing) -> bool:
        """Tell whether a task is asked for."""
        return (
            (not self.lamp or row.result == self.lamp)
            and (not self.goal or int(self.goal) in row.above)
            and (not self.unit or (row.lead is not None and str(row.lead.pk) == self.unit))
        )

    def sift(self, seen: Sight) -> list[Standing]:
        """Return the tasks that are asked for, with what they stand under; everything, if nothing is."""
        kept = [row for row in seen.leaves if self.keeps(row)]
        wanted = {key for row in kept for key in (row.item, *row.above)}
        return [row for row in seen.rows if row.item in wanted or not self.on]


def _one_of(asked: str, known: Iterable[object]) -> str:
    return asked if asked in {str(one) for one in known} else ""
