"""逐点查看: the data of an indicator's chart for a script, on a day as known on a day."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Item
from luoshi.results.exploring import explored
from luoshi.results.history import histories
from luoshi.results.models import Indicator, Value
from luoshi.results.views.clocks import clocks

NOTHING: dict[str, Any] = {"lines": [], "stairs": [], "ahead": None, "days": [], "units": []}


@opens(Indicator, "read")
def series(request: MemberRequest, indicator: Indicator) -> JsonResponse:
    """Tell what the chart shows and what there is to say of each day: ?about= and ?known= for another day."""
    at = clocks(request)
    item = Item.everything.select_related("plan").get(pk=indicator.item_id)
    held = histories([indicator.pk])[indicator.pk]
    mine = Value.objects.visible_to(request.member).filter(indicator=indicator)
    seen = set(mine.values_list("pk", flat=True))
    rows = [row for row in held.values if row.pk in seen]
    told = explored(held, rows, at.on, at.known, item.starts or item.plan.starts)
    asked = {"about": at.on, "known": at.known_on, "as_known": _("按 {day} 所知").format(day=at.known_on)}
    return JsonResponse(asked | (told or NOTHING), json_dumps_params={"ensure_ascii": False})
