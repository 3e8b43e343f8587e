"""指标页: what an indicator means, its value as verified and as claimed, its targets, forecast and quality; and what people do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.arithmetic import guard
from luoshi.arithmetic.errors import NeedsReason
from luoshi.arithmetic.guard import Aim, Subject
from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.arithmetic.quality import LABELS
from luoshi.arithmetic.targets import Version
from luoshi.errors import Refusal
from luoshi.people import access
from luoshi.people.doors import NOT_YOURS, MemberRequest, opens
from luoshi.people.models import Member, Unit
from luoshi.people.units import standing
from luoshi.plans.models import Item, Owner, Plan
from luoshi.results import actions, drawing
from luoshi.results.figures import figure, figures, starts_of
from luoshi.results.history import History, histories
from luoshi.results.indicator_forms import (
    MeaningForm,
    QualityForm,
    TargetsForm,
    ValueForm,
    VerifyValuesForm,
    meant,
    measured,
)
from luoshi.results.meaning import definition_on
from luoshi.results.measuring import qualities, sound, statements
from luoshi.results.models import Definition, Driver, Indicator, Override, Value
from luoshi.results.views.clocks import Clocks, clocks
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted
from luoshi.work.models import Update

EACH = 30  # values on a page of their list
FIGURES = 30  # indicators on a page of a plan's list


@dataclass(frozen=True, slots=True)
class Row:
    """A value as the page lists it: who entered it, who has verified it, how it stood at K."""

    value: Value
    by: str
    verified_by: str
    state: Update.State


@dataclass(frozen=True, slots=True)
class Set:
    """A version of the target, and who set it."""

    version: Version
    by: str
    holds: bool


@opens(Indicator, "read")
def show(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Show an indicator on a day as known on a day."""
    return _page(request, indicator, VerifyValuesForm(waiting=_waiting(request, indicator)))


def _waiting(request: MemberRequest, indicator: Indicator) -> QuerySet[Value]:
    """Return the values that the member may verify and that nobody has verified yet."""
    mine = Value.objects.visible_to(request.member, "verify")
    return mine.filter(indicator=indicator, verified_at=None)


def _page(
    request: MemberRequest, indicator: Indicator, verifying: VerifyValuesForm, status: int = 200
) -> HttpResponse:
    at = clocks(request)
    item = Item.everything.select_related("plan").get(pk=indicator.item_id)
    held = histories([indicator.pk])[indicator.pk]
    starts = item.starts or item.plan.starts
    said = statements([indicator.pk])[indicator.pk]
    told = figure(indicator, held, sound(held, said, at.on, at.known), (at.on, at.known), starts)
    seen = set(
        Value.objects.visible_to(request.member).filter(indicator=indicator).values_list("pk", flat=True)
    )
    values = [
        row for row in held.values if row.pk in seen and row.known_at <= at.known and row.about <= at.on
    ]
    overrides = Override.objects.visible_to(request.member).filter(
        indicator=indicator, known_at__lte=at.known
    )
    names = _names(held)
    listed = Paginator([_row(row, at, names) for row in reversed(values)], EACH)
    draft = item.plan.adopted_at is None
    context = {
        "indicator": indicator,
        "item": item,
        "clocks": at,
        "told": told,
        "definition": told.stand.definition,
        "drawing": drawing.of_indicator(held, at.on, at.known, starts, told.ahead),
        "units": drawing.by_unit(held, values, at.on, at.known),
        "values": listed.get_page(request.GET.get("page")),
        "partly": len(seen) < len(held.values),
        "versions": _versions(held, at, names),
        "definitions": _definitions(held, at, names),
        "overrides": overrides.select_related("by"),
        "quality": [(_(label), getattr(told.sound.statement, name)) for name, label in LABELS.items()],
        "verifying": verifying,
        "waiting": set(verifying.fields["values"].queryset.values_list("pk", flat=True)) if at.now else set(),  # type: ignore[attr-defined]
        "ticked": {str(key) for key in verifying["values"].value() or ()},
        "may_observe": access.can(request.member, "observe", indicator),
        "may_define": (may := access.can(request.member, "define", indicator)) and draft,
        "may_state": may,
        "draft": draft,
    }
    return page(request, "results/indicator.html", context, status=status)


def _names(held: History) -> dict[int, str]:
    """Fetch the names of all who had a hand in an indicator."""
    rows = (*held.values, *held.targets, *held.definitions)
    keys = {row.by_id for row in rows} | {row.verified_by_id for row in held.values if row.verified_by_id}
    return dict(Member.everything.filter(pk__in=keys).values_list("pk", "name"))


def _row(value: Value, at: Clocks, names: dict[int, str]) -> Row:
    by = names.get(value.verified_by_id or 0, "") if value.shown_by(at.known) else ""
    return Row(value, names.get(value.by_id, ""), by, value.state_by(at.known))


def _versions(held: History, at: Clocks, names: dict[int, str]) -> list[Set]:
    """Return the versions of the target that were known at K, the newest first, and which of them holds on D."""
    by = {f"target/{row.pk}": names.get(row.by_id, "") for row in held.targets}
    known = sorted(
        (row for row in held.versions() if row.known <= at.known), key=lambda row: (row.about, row.known)
    )
    holding = next((row for row in reversed(known) if row.about <= at.on), None)
    return [Set(row, by.get(row.key, ""), row is holding) for row in reversed(known)]


def _definitions(held: History, at: Clocks, names: dict[int, str]) -> list[tuple[Definition, str]]:
    """Return what it meant as far as known at K, the newest first; nothing where that never changed."""
    known = [row for row in held.definitions if row.known_at <= at.known]
    return [(row, names.get(row.by_id, "")) for row in reversed(known)] if len(known) > 1 else []


# What people do --------------------------------------------------------------


def _done(request: MemberRequest, indicator: Indicator, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(indicator)


@opens(Indicator, "observe", "GET", "POST")
def observe(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Enter what a unit measured."""
    day = timezone.localdate()
    definition = definition_on(indicator, day)
    units = _units(request, indicator)
    updates = Update.objects.visible_to(request.member).filter(
        item=indicator.item_id, state=Update.State.REPORTED, unit__in=units
    )
    form = ValueForm(
        posted(request),
        units=units,
        updates=updates.select_related("item"),
        ratio=definition is not None and definition.kind == Kind.RATIO,
        measure=definition.measure if definition else "",
        initial={"about": day, "unit": request.member.unit_id, "update": request.GET.get("update")},
    )

    def deed(given: dict[str, Any]) -> Value:
        return actions.observe(
            indicator,
            measured(given),
            unit=given["unit"],
            update=given["update"],
            by=request.member,
            at=timezone.now(),
        )

    done, status = attempt(form, deed)
    if done:
        return _done(request, indicator, _("已录入，等他人核实后算作已证。"))
    context = {"indicator": indicator, "definition": definition, "form": form, "what": _("录入数值")}
    return page(request, "results/indicator_form.html", context, status=status)


def _units(request: MemberRequest, indicator: Indicator) -> QuerySet[Unit]:
    """Return the units for which the member may enter values: the office all, others those that they report for."""
    if access.can(request.member, "define", indicator):
        units = Unit.objects.visible_to(request.member)
        units = units.filter(organisation=indicator.item.plan.unit.organisation_id)
    else:
        doing = Owner.everything.filter(item=indicator.item_id, role__in=(Owner.Role.LEAD, Owner.Role.DUTY))
        units = Unit.objects.visible_to(request.member, "report_for").filter(pk__in=doing.values("unit"))
    return standing(units, timezone.localdate())


@opens(Indicator, "read", "POST")
def verify(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Verify values, one or many."""
    if not access.may_somewhere(request.member, "verify", Value):
        raise Refusal(NOT_YOURS)
    form = VerifyValuesForm(request.POST, waiting=_waiting(request, indicator))

    def deed(given: dict[str, Any]) -> int:
        values = list(given["values"])
        actions.verify_values(values, by=request.member, at=timezone.now())
        return len(values)

    done, status = attempt(form, deed)
    if done:
        return _done(
            request, indicator, ngettext("已核实 {n} 个数值。", "已核实 {n} 个数值。", done).format(n=done)
        )
    return _page(request, indicator, form, status)


@opens(Indicator, "define", "GET", "POST")
def quality(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """State how sound the figures are, in five sentences."""
    now = timezone.now()
    said = qualities([indicator], timezone.localdate(now), now)[indicator.pk].statement
    form = QualityForm(posted(request), said=said)

    def deed(_given: dict[str, Any]) -> object:
        return actions.state_quality(indicator, form.statement(), by=request.member, at=now)

    done, status = attempt(form, deed)
    if done:
        return _done(request, indicator, _("数据质量说明已留存，原来的仍可查看。"))
    context = {
        "indicator": indicator,
        "definition": definition_on(indicator, timezone.localdate(now)),
        "form": form,
        "what": _("数据质量说明"),
    }
    return page(request, "results/indicator_form.html", context, status=status)


@opens(Item, "define", "GET", "POST")
def define(request: MemberRequest, item: Item) -> HttpResponse:
    """Define an indicator of an item of a draft."""
    lead = item.owners.filter(role=Owner.Role.LEAD).values_list("unit", flat=True).first()
    ways = {"over_periods": Rule.LATEST.value, "over_units": Rule.SUM.value}
    first: dict[str, Any] = {"unit": lead, "kind": Kind.MAXIMISE.value, "tolerance": 0, **ways}
    form = MeaningForm(posted(request), units=_all_units(request, item), initial=first)
    del form.fields["override"]  # without a target there is nothing to warn of
    done, status = attempt(
        form, lambda given: actions.define(item, meant(given), by=request.member, at=timezone.now())
    )
    if done:
        return _done(request, done, _("指标已定义，请接着写目标值。"))
    context = {"item": item, "form": form, "what": _("新增指标"), "adopted": item.plan.adopted_at is not None}
    return page(request, "results/indicator_form.html", context, status=status)


def _all_units(request: MemberRequest, item: Item) -> QuerySet[Unit]:
    seen = Unit.objects.visible_to(request.member).filter(organisation=item.plan.unit.organisation_id)
    return standing(seen, timezone.localdate())


@opens(Indicator, "define", "GET", "POST")
def redefine(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Define an indicator of a draft anew; what it meant before stays."""
    item = indicator.item
    definition = definition_on(indicator, timezone.localdate())
    held = Driver.everything.filter(item=item).last()
    drives = held is not None and held.indicator_id == indicator.pk
    first = MeaningForm.first(definition, drives=drives) if definition else {}
    form = MeaningForm(posted(request), units=_all_units(request, item), initial=first)

    def deed(given: dict[str, Any]) -> bool:
        override = given["override"]
        actions.redefine(indicator, meant(given), override=override, by=request.member, at=timezone.now())
        return True

    return _set(request, indicator, form, deed, (_("改口径"), _("口径已改，原来的仍可查看。")))


@opens(Indicator, "define", "GET", "POST")
def targets(request: MemberRequest, indicator: Indicator) -> HttpResponse:
    """Set the target of an indicator of a draft."""
    last = indicator.targets.order_by("about", "known_at").last()
    points = indicator.targets.filter(about=last.about, known_at=last.known_at) if last else ()
    form = TargetsForm(posted(request), points=list(points))

    def deed(given: dict[str, Any]) -> bool:
        override = given["override"]
        actions.set_targets(indicator, form.wanted(), override=override, by=request.member, at=timezone.now())
        return True

    return _set(request, indicator, form, deed, (_("定目标值"), _("目标值已定，原来的仍可查看。")))


def _set(
    request: MemberRequest,
    indicator: Indicator,
    form: Form,
    deed: Callable[[dict[str, Any]], bool],
    words: tuple[str, str],
) -> HttpResponse:
    """Do what may pass over a guard-rail: what it warns of stands at the field in which the reason is written."""
    warned = False

    def told(given: dict[str, Any]) -> bool:
        nonlocal warned
        try:
            return deed(given)
        except NeedsReason:
            warned = True
            raise

    done, status = attempt(form, told)
    if done:
        return _done(request, indicator, words[1])
    definition = definition_on(indicator, timezone.localdate())
    context = {
        "indicator": indicator,
        "definition": definition,
        "form": form,
        "what": words[0],
        "adopted": indicator.item.plan.adopted_at is not None,
        "warned": warned,
        "warnings": _warnings(definition),
    }
    return page(request, "results/indicator_form.html", context, status=status)


def _warnings(definition: Definition | None) -> tuple[str, ...]:
    """Return what a target of an indicator as it is defined would breach."""
    if definition is None:
        return ()
    return tuple(
        _(one) for one in guard.warnings(Aim(definition.name, Subject(definition.subject), quota=True))
    )


# The list --------------------------------------------------------------------


@opens(Plan, "read")
def listing(request: MemberRequest, plan: Plan) -> HttpResponse:
    """List the indicators of a plan: value, target, gap, lamps, forecast, how fresh."""
    at = clocks(request)
    known: dict[str, datetime] = {"known_at__lte": at.known}
    mine = Indicator.objects.visible_to(request.member).filter(item__plan=plan, **known)
    shown = Paginator(mine.select_related("item__plan").order_by("item__code", "pk"), FIGURES)
    listed = shown.get_page(request.GET.get("page"))
    rows = list(listed.object_list)
    found = figures(rows, at.on, at.known, starts=starts_of(rows))
    context = {
        "plan": plan,
        "clocks": at,
        "listed": listed,
        "rows": [one for one in found if one.stand.definition is not None],
    }
    return page(request, "results/indicators.html", context)
