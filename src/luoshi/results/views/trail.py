"""溯源: any number of an item or an indicator, down to the facts, the evidence and the sentence."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.derivation import Derivation
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Item
from luoshi.results.explaining import NAMES, Which, explain
from luoshi.results.foreseeing import why
from luoshi.results.history import histories
from luoshi.results.measuring import foretold
from luoshi.results.models import Indicator
from luoshi.results.standings import sight
from luoshi.results.tracing import trace
from luoshi.results.views.clocks import clocks
from luoshi.web.http import page
from luoshi.wording import noted

DEPTH = 2  # levels below an item that are told on its own page
AHEAD = "ahead"
SHARES = {which.value: words for which, words in NAMES.items()}
FIGURES = {"shown": noted("已证值"), "claimed": noted("已报值"), "forecast": noted("预测")}


def _asked(request: MemberRequest, known: dict[str, str]) -> str:
    """Return which number is asked for; nonsense asks for the first."""
    asked = request.GET.get("which", "")
    return asked if asked in known else next(iter(known))


@opens(Item, "read")
def item(request: MemberRequest, item: Item) -> HttpResponse:
    """Tell how a share of an item came about; of one above leaves only to who may read the whole plan."""
    at = clocks(request)
    seen = sight(item.plan, request.member, at.of(item.plan), item.pk)
    standing = next((row for row in seen.rows if row.item == item.pk), None)
    ways = SHARES | ({AHEAD: noted("预计办结")} if standing is not None and standing.leaf else {})
    which = _asked(request, ways)
    context: dict[str, Any] = {
        "item": item,
        "title": standing.title if standing else item.title,
        "back": item.get_absolute_url(),
        "clocks": at,
        "which": which,
        "ways": ways,
        "there": standing is not None,
    }
    if standing is not None and standing.whole:
        told: Derivation[Any]
        if which == AHEAD:
            told = why(item, at.on, at.known)
        else:
            told = explain(item, Clock(at.on, at.known), Which(which), depth=DEPTH)
        context["root"] = trace(told, request.member, at.known)
    return page(request, "results/trail.html", context)


@opens(Indicator, "read")
def indicator(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Tell how the value of an indicator, its progress or its forecast came about."""
    at, which = clocks(request), _asked(request, FIGURES)
    held = histories([indicator.pk])[indicator.pk]
    definition = held.definition(at.on, at.known)
    if which == "forecast":
        told: Any = foretold(held, at.on, at.known).chance
    else:
        told = held.share(at.on, at.known, shown=which == "shown")
    context = {
        "item": indicator.item,
        "title": definition.name if definition else _("指标"),
        "indicator": indicator,
        "back": reverse("results:indicator", kwargs={"pk": indicator.pk}),
        "clocks": at,
        "which": which,
        "ways": FIGURES,
        "there": definition is not None,
        "root": trace(told, request.member, at.known, item=indicator.item_id) if definition else None,
    }
    return page(request, "results/trail.html", context)
