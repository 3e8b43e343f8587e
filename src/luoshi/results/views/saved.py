"""视图的页面: the questions that are put to a plan again and again, above its table and on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.people.models import Member
from luoshi.plans.models import Plan
from luoshi.results import saving
from luoshi.results.forms import NameForm, SaveForm
from luoshi.results.models import SavedView, views_of
from luoshi.results.models.saved import LONGEST_NAME
from luoshi.results.standings import sight
from luoshi.results.views.clocks import clocks
from luoshi.results.views.sieve import Sieve
from luoshi.web.attempts import attempt
from luoshi.web.http import page
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable


class Chip(NamedTuple):
    """A question that is one press away: its words, the address that asks it, and whether it is the one that is asked."""

    words: str
    query: str
    here: bool


class Chips(NamedTuple):
    """Those above the table of a plan: everybody's, the shared ones, one's own, and the form that keeps the present one."""

    common: list[Chip]
    shared: list[Chip]
    own: list[Chip]
    form: SaveForm | None
    any: bool  # whether there are views to look after
    here: str  # what is asked now, with the shape and the days


def chips(plan: Plan, member: Member, sieve: Sieve, shape: str, *, may_share: bool) -> Chips:
    """Gather the views of a plan for a reader, in one query; whoever cannot ask a question is not offered it."""
    found = list(views_of(plan, member))
    offered = [view for view in found if sieve.knows(view.query)]
    own = [view for view in offered if view.by_id == member.pk]
    more = "&".join(filter(None, (f"as={shape}" if shape else "", sieve.at.bare)))

    def chip(words: str, query: str) -> Chip:
        return Chip(words, "&".join(filter(None, (query, more))), query == sieve.question)

    unit = f"unit={member.unit_id}"
    common = [
        chip(_("全部"), ""),
        *([chip(_("我单位牵头"), unit)] if sieve.knows(unit) else []),
        chip(_("逾期"), "due=over"),
        chip(_("预测将迟"), "due=ahead"),
    ]
    form = None
    if sieve.question and not any(view.query == sieve.question for view in own):
        form = SaveForm(initial={"name": _name(sieve, found)}, may_share=may_share)
    return Chips(
        common,
        [chip(view.name, view.query) for view in offered if view.shared and view.by_id != member.pk],
        [chip(view.name, view.query) for view in own],
        form,
        bool(found),
        sieve.query(**{"as": shape}),
    )


def _name(sieve: Sieve, views: list[SavedView]) -> str:
    """Propose a name that says what is asked, and that no view has yet."""
    said = "·".join(sieve.said(sieve.question))
    said = said[:1].upper() + said[1:]
    names = [said[:LONGEST_NAME], *(f"{said[: LONGEST_NAME - 3]} {number}" for number in range(2, 100))]
    taken = {view.name for view in views}
    return next((name for name in names if name not in taken), "")


@opens(Plan, "read", "GET", "POST")
def views(request: MemberRequest, plan: Plan) -> HttpResponse:
    """List the views of a plan that the member sees, with what is done with each; keep what the address asks as one more."""
    if request.method != "POST":
        return _page(request, plan)
    sieve = _sieve(request, plan)
    form = SaveForm(request.POST, may_share=access.can(request.member, "share", plan))
    done, status = attempt(
        form,
        lambda given: saving.save_view(plan, sieve.question, **given, by=request.member, at=timezone.now()),
    )
    if not done:
        return _page(request, plan, status=status, form=form)
    undoable(request, _("已存为视图“{name}”。").format(name=done), _undo(request, _("撤回"), "delete", done))
    return redirect(f"{plan.get_absolute_url()}?{request.GET.urlencode()}")


@opens(SavedView, "change", "POST")
def rename(request: MemberRequest, view: SavedView) -> HttpResponse:
    """Call a view otherwise."""
    form, back = (
        NameForm(request.POST, view=view),
        _undo(request, _("改回去"), "rename", view, name=view.name),
    )
    return _do(request, view, saving.rename_view, _("已改名为“{name}”。"), back, form)


@opens(SavedView, "change", "POST")
def replace(request: MemberRequest, view: SavedView) -> HttpResponse:
    """Let a view ask what the address asks."""
    back = _undo(request, _("改回去"), "replace", view, query=view.query)
    query = _sieve(request, view.plan).question
    return _do(
        request, view, partial(saving.replace_view, query=query), _("视图“{name}”已改为现在的筛选。"), back
    )


@opens(SavedView, "share", "POST")
def share(request: MemberRequest, view: SavedView) -> HttpResponse:
    """Show a view to all who may read the plan."""
    back = _undo(request, _("取消共享"), "unshare", view)
    return _do(
        request, view, saving.share_view, _("视图“{name}”已共享，看得到这个计划的人都看得到它。"), back
    )


@opens(SavedView, "unshare", "POST")
def unshare(request: MemberRequest, view: SavedView) -> HttpResponse:
    """Leave a view to its maker alone; whoever has made it may share it again."""
    mine = view.by_id == request.member.pk
    back = _undo(request, _("重新共享"), "share", view) if mine else None
    return _do(request, view, saving.unshare_view, _("视图“{name}”不再共享。"), back)


@opens(SavedView, "delete", "POST")
def delete(request: MemberRequest, view: SavedView) -> HttpResponse:
    """Delete a view; the message bears what brings it back to its place."""
    bears = {"name": view.name, "rank": str(view.rank)} | ({"shared": "on"} if view.shared else {})
    back = Undo(pgettext("view", "恢复"), f"{_address(view.plan)}?{view.query}", bears)
    return _do(request, view, saving.delete_view, _("已删除视图“{name}”。"), back)


def _undo(
    request: MemberRequest, label: str, deed: str, view: SavedView, *, query: str = "", **bears: str
) -> Undo:
    """Return the form that does a deed on a view, with what the page asks now or with another question."""
    url = reverse(f"results:{deed}_view", kwargs={"pk": view.pk})
    return Undo(label, f"{url}?{query or request.GET.urlencode()}", bears)


def _do(
    request: MemberRequest,
    view: SavedView,
    deed: Callable[..., SavedView],
    said: str,
    back: Undo | None,
    form: forms.Form | None = None,
) -> HttpResponse:
    """Do something with a view and say so; where it does not come off, say why, with what was typed."""
    form = form or forms.Form(request.POST)
    done, status = attempt(
        form,
        lambda given: deed(view, **given, by=request.member, at=timezone.now()),
        field="name" if form.fields else None,
    )
    if not done:
        return _page(request, view.plan, status=status, wrong=(view.pk, form))
    if back:
        undoable(request, said.format(name=done), back)
    else:
        messages.success(request, said.format(name=done))
    return redirect(f"{_address(view.plan)}?{request.GET.urlencode()}")


def _address(plan: Plan) -> str:
    return reverse("results:views", kwargs={"pk": plan.pk})


def _sieve(request: MemberRequest, plan: Plan) -> Sieve:
    """Read what the address asks of a plan, as its page does."""
    at = clocks(request)
    return Sieve(request.GET, sight(plan, request.member, at.of(plan)), plan, at)


class Row(NamedTuple):
    """A view on the page of views: what it asks, the form that renames it, and what the member may do with it."""

    view: SavedView
    said: list[str]
    asked: bool  # whether this reader can ask it
    form: NameForm | None
    mine: bool
    may_share: bool


def _page(
    request: MemberRequest,
    plan: Plan,
    *,
    status: int = 200,
    form: SaveForm | None = None,
    wrong: tuple[int, forms.Form] | None = None,
) -> HttpResponse:
    """Show the views of a plan; a form that was sent and does not hold stands where it was sent from."""
    member, sieve = request.member, _sieve(request, plan)
    found = list(views_of(plan, member).select_related("by"))
    may_share = access.can(member, "share", plan)
    key, failed = wrong or (0, None)

    def row(view: SavedView) -> Row:
        mine = view.by_id == member.pk
        typed = failed if key == view.pk and isinstance(failed, NameForm) else NameForm(view=view)
        renames = typed if mine and (may_share or not view.shared) else None
        return Row(view, sieve.said(view.query), sieve.knows(view.query), renames, mine, may_share)

    rows = [row(view) for view in found]
    if form is None and sieve.question:
        form = SaveForm(initial={"name": _name(sieve, found)}, may_share=may_share)
    context = {
        "plan": plan,
        "own": [row for row in rows if row.mine],
        "others": [row for row in rows if not row.mine],
        "form": form,
        "problem": failed,
        "said": sieve.said(sieve.question),
        "asked": sieve.question,
        "query": request.GET.urlencode(),
    }
    return page(request, "results/views.html", context, status=status)
