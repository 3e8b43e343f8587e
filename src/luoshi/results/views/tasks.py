"""任务清单 as data: the tasks of a plan by unit and lamp, a page at a time, today or as of (D, K)."""

from __future__ import annotations

from django.http import JsonResponse, QueryDict
from django.utils.translation import gettext as _

from luoshi.arithmetic.lamps import Lamp
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Plan
from luoshi.results.errors import BadQuestion
from luoshi.results.listing import Ask, find, find_as_of, listed
from luoshi.results.views.clocks import clocks


@opens(Plan, "read")
def tasks(request: MemberRequest, plan: Plan) -> JsonResponse:
    """List tasks: ?unit= of which lead, ?lamp=, ?after= the page before; ?about= and ?known= for another day."""
    at, ask = clocks(request), _ask(request.GET)
    clock = at.of(plan)
    found = find_as_of(plan, ask, request.member, clock) if clock else find(plan, ask, request.member)
    return JsonResponse(
        {
            "plan": plan.pk,
            "about": at.on,
            "known": at.known_on,
            "tasks": [row._asdict() for row in found.rows],
            "counts": found.counts,
            "goals": [listed(row)._asdict() for row in found.goals],
            "after": found.after,
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _ask(asked: QueryDict) -> Ask:
    """Read the question; what makes no sense is told, not guessed."""
    unit, lamp, after = (asked.get(name, "") for name in ("unit", "lamp", "after"))
    if unit and not (unit.isascii() and unit.isdigit() and len(unit) < 19):
        raise BadQuestion(_("unit 须是单位的编号。"))
    if lamp and lamp not in set(Lamp):
        raise BadQuestion(_("lamp 须是 {lamps} 之一。").format(lamps=_("、").join(Lamp)))
    if after and not (after.isascii() and after.isdigit() and len(after) <= 96):
        raise BadQuestion(_("after 须是上一页给出的值。"))
    return Ask(unit=int(unit) if unit else None, lamp=Lamp(lamp) if lamp else None, after=after)
