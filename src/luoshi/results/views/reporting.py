"""填报、审签、核实: the way of a report from the unit to what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.arithmetic.milestones import keys
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.errors import Closed
from luoshi.people.models import Unit
from luoshi.people.units import standing
from luoshi.plans.appending import marks_of
from luoshi.plans.models import Item, Owner
from luoshi.plans.rules import Mark
from luoshi.results import actions, reusing
from luoshi.results.forms import ReasonForm, ReportForm, VerifyForm
from luoshi.results.marking import told
from luoshi.results.measuring import stands
from luoshi.results.models import Evidence, Indicator, Observation
from luoshi.results.sharing import seen_of
from luoshi.results.standings import sight, today
from luoshi.web.attempts import attempt
from luoshi.web.files import attachment
from luoshi.web.http import files, page, posted
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable
from luoshi.work import actions as work
from luoshi.work.models import Update


@opens(Item, "report", "GET", "POST")
def report(request: MemberRequest, item: Item) -> HttpResponse:
    """Report how far one's unit has come with an item."""
    now, day = timezone.now(), timezone.localdate()
    seen = sight(item.plan, request.member, today(item.plan, day, now), item.pk)
    standing = next((row for row in seen.rows if row.item == item.pk), None)
    last = Update.everything.filter(item=item, unit=_unit(request, item)).first()
    marks = marks_of(item)
    first: dict[str, Any] = {"about": day, "percent": 0}
    if last is not None:  # mostly a little has changed
        first |= {"percent": last.percent, "text": last.text, "trouble": last.trouble}
        first["shows"] = last.evidence.values_list("shows", flat=True).last()
    if marks:
        first["reached"] = list(keys(_reached_before(item, last)))
    form = ReportForm(posted(request), files(request), marks=marks, initial=first)
    done, status = attempt(form, lambda given: _report(request, item, given))
    if done:
        back = Undo(_("撤回"), reverse("results:withdraw_update", kwargs={"pk": done.pk}))
        undoable(request, _("已报，等本单位负责人审签。"), back)
        return redirect(done)
    context = {"item": item, "form": form, "standing": standing, "last": last, "basis": item.bases.first()}
    return page(request, "results/report.html", context, status=status)


def _reached_before(item: Item, last: Update | None) -> int:
    """Return the milestones that the unit named last, else those that are shown."""
    if last is not None and last.reached is not None:
        return last.reached
    return max(seen_of(item.pk, timezone.localdate())[1], 0)


def _unit(request: MemberRequest, item: Item) -> Unit:
    """Return the unit for which the member reports: their own if they report for it, else the first that does the item."""
    doing = item.owners.filter(role__in=(Owner.Role.LEAD, Owner.Role.DUTY)).values("unit")
    mine = Unit.objects.visible_to(request.member, "report_for").filter(pk__in=doing)
    units = standing(mine, timezone.localdate())
    # The door has looked: there is at least one, though it may have been closed.
    found = units.filter(pk=request.member.unit_id).first() or units.first()
    if found is None:
        raise Closed(_("承担这一事项的单位已撤销，请先调整分工。"))
    return found


def _report(request: MemberRequest, item: Item, given: dict[str, Any]) -> Update:
    claim = work.Claim(
        about=given["about"],
        percent=given.get("percent"),
        text=given["text"],
        trouble=given["trouble"],
        reached=frozenset(given["reached"]) if "reached" in given else None,
    )
    evidence = [
        actions.Piece(name=file.name, content=file.read(), shows=given["shows"]) for file in given["file"]
    ]
    return actions.report(
        item, claim, unit=_unit(request, item), evidence=evidence, by=request.member, at=timezone.now()
    )


@opens(Update, "read")
def update(request: MemberRequest, update: Update) -> HttpResponse:
    """Show a report, and what the member may do with it."""
    return _update_page(request, update, verifying=_verify_form(update, None), returning=ReasonForm())


def _verify_form(update: Update, given: object) -> VerifyForm:
    pieces = Evidence.everything.filter(update_of=update).select_related("original", "update_of__unit")
    evidence = list(pieces.defer("original__content"))
    first: dict[str, Any] = {"percent": update.percent if evidence else 0}
    claimed: list[Mark] | None = None
    shown = 0
    if update.reached is not None:
        named = set(keys(update.reached))
        claimed = [one for one in marks_of(update.item) if one.key in named]
        shown = max(seen_of(update.item_id, update.about)[1], 0)
        first["reached"] = list(keys(update.reached if evidence else shown & update.reached))
    return VerifyForm(given, evidence=evidence, claimed=claimed, shown=shown, initial=first)


def _update_page(
    request: MemberRequest, update: Update, *, verifying: VerifyForm, returning: ReasonForm, status: int = 200
) -> HttpResponse:
    def may(action: str, state: str) -> bool:
        return update.state == state and access.can(request.member, action, update)

    context = {
        "update": update,
        "item": update.item,
        "evidence": [
            (piece, verifying[f"evidence-{piece.pk}"]) for piece in _told(request, verifying.evidence)
        ],
        "observation": (observation := getattr(update, "observation", None)),
        "milestones": told(update, observation),
        "steps": update.steps.select_related("by__unit"),
        "verifying": verifying,
        "returning": returning,
        "measures": _measures(request, update),
        "may_withdraw": update.by_id == request.member.pk and may("withdraw", Update.State.REPORTED),
        "may_sign": may("sign", Update.State.REPORTED),
        "may_send_back": may("send_back", Update.State.REPORTED),
        "may_verify": may("verify", Update.State.SIGNED),
        "may_decline": may("decline", Update.State.SIGNED),
    }
    return page(request, "results/update.html", context, status=status)


def _measures(request: MemberRequest, update: Update) -> list[tuple[Indicator, str]]:
    """Return the indicators, by name, for which a report that nobody has signed yet may still bring a value."""
    if update.state != Update.State.REPORTED:
        return []
    mine = Indicator.objects.visible_to(request.member, "observe").filter(item=update.item_id)
    held = stands(mine, timezone.localdate(), timezone.now())
    return [(one, said.name) for one in mine if (said := held[one.pk].definition) is not None]


def _told(request: MemberRequest, pieces: Sequence[Evidence]) -> Sequence[Evidence]:
    """Tell of each piece where it stands behind another report, before somebody accepts it."""
    found = reusing.told(pieces, request.member, timezone.now())
    for piece in pieces:
        piece.conflicts = found.get(piece.pk, [])  # type: ignore[attr-defined]
    return pieces


@opens(Update, "withdraw", "POST")
def withdraw(request: MemberRequest, update: Update) -> HttpResponse:
    """Take one's own report back before it is signed; what was said stands in the form when one reports again."""
    work.withdraw(update, by=request.member, at=timezone.now())
    messages.success(request, _("已撤回，改好可以再报。"))
    return redirect(update)


@opens(Update, "sign", "POST")
def sign(request: MemberRequest, update: Update) -> HttpResponse:
    """Sign a report as head of the unit."""
    work.sign(update, by=request.member, at=timezone.now())
    messages.success(request, _("已审签，送督查核实。"))
    return redirect(update)


@opens(Update, "send_back", "POST")
def send_back(request: MemberRequest, update: Update) -> HttpResponse:
    """Send a report back before signing it."""
    return _return(request, update, work.send_back)


@opens(Update, "decline", "POST")
def decline(request: MemberRequest, update: Update) -> HttpResponse:
    """Send a signed report back instead of verifying it."""
    return _return(request, update, work.decline)


def _return(request: MemberRequest, update: Update, deed: Callable[..., Update]) -> HttpResponse:
    form = ReasonForm(request.POST)
    done, status = attempt(
        form, lambda given: deed(update, reason=given["reason"], by=request.member, at=timezone.now())
    )
    if done:
        messages.success(request, _("已退回，并告知理由。"))
        return redirect(done)
    return _update_page(request, update, verifying=_verify_form(update, None), returning=form, status=status)


@opens(Update, "verify", "POST")
def verify(request: MemberRequest, update: Update) -> HttpResponse:
    """Verify a report: a word on each piece of evidence, and how much it shows."""
    form = _verify_form(update, request.POST)

    def deed(given: dict[str, Any]) -> Observation:
        shown, words, note = form.shown(), form.words(), given["note"]
        return actions.verify(
            update, shown=shown, words=words, note=note, by=request.member, at=timezone.now()
        )

    done, status = attempt(form, deed)
    if done:
        messages.success(request, _("已核实，已证 {percent}%。").format(percent=done.percent))
        return redirect(update)
    return _update_page(request, update, verifying=form, returning=ReasonForm(), status=status)


@opens(Evidence, "read")
def evidence(request: MemberRequest, evidence: Evidence) -> HttpResponse:
    """Give a piece of evidence back as it was handed in."""
    return attachment(bytes(evidence.original.content), evidence.original.name)
