"""What is done with a saved view 视图: keep a question under a name, rename it, put another in its place, share, delete.

Who may is the doors' to say. What is kept is what `Sieve` has written, and never what an address said.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people.models import Member
from luoshi.plans.models import Plan
from luoshi.results.errors import BadQuestion, TooMany, ViewGone
from luoshi.results.models import SavedView, views_of
from luoshi.wording import noted
from luoshi.work.errors import NameTaken

MOST = 30  # views of a member on one plan, and as many that are shared on it
TAKEN = noted("已有叫“{name}”的视图，请换一个名称。")


@verb
def save_view(
    plan: Plan,
    query: str,
    *,
    name: str,
    shared: bool = False,
    rank: int | None = None,
    by: Member,
    at: datetime,
) -> SavedView:
    """Keep what is asked of a plan under a name, behind the others or where it stood before it was deleted."""
    _ask(query)
    _untaken(plan, by, name)
    _room(plan, by, shared=shared)
    if rank is None:
        rank = 1 + (SavedView.everything.filter(plan=plan).aggregate(last=Max("rank"))["last"] or 0)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                plan=plan, by=by, name=name, query=query, shared=shared, rank=rank
            )
    except IntegrityError as twice:  # the same form, sent twice at once
        raise NameTaken(_(TAKEN).format(name=name)) from twice


@verb
def rename_view(view: SavedView, name: str, *, by: Member, at: datetime) -> SavedView:
    """Call a view otherwise."""
    if name == view.name:
        return view
    _untaken(view.plan, view.by, name)
    return _changed(view, name=name)


@verb
def replace_view(view: SavedView, query: str, *, by: Member, at: datetime) -> SavedView:
    """Let a view ask something else."""
    _ask(query)
    return _changed(view, query=query)


@verb
def share_view(view: SavedView, *, by: Member, at: datetime) -> SavedView:
    """Show a view to all who may read the plan; each still sees only what they may read."""
    shared = SavedView.everything.filter(plan=view.plan, shared=True)
    if shared.filter(name=view.name).exclude(pk=view.pk).exists():
        raise NameTaken(_(TAKEN).format(name=view.name))
    _room(view.plan, view.by, shared=True, held=1)
    return _changed(view, shared=True)


@verb
def unshare_view(view: SavedView, *, by: Member, at: datetime) -> SavedView:
    """Leave a view to its maker alone."""
    return _changed(view, shared=False)


@verb
def delete_view(view: SavedView, *, by: Member, at: datetime) -> SavedView:
    """Delete a view; nothing else hangs on it, and the audit keeps that it was there."""
    if not SavedView.everything.filter(pk=view.pk).delete()[0]:
        raise ViewGone(_("这个视图已经删除。"))
    return view


def _changed(view: SavedView, **columns: object) -> SavedView:
    if not SavedView.everything.filter(pk=view.pk).update(**columns):
        raise ViewGone(_("这个视图已经删除。"))
    view.refresh_from_db()
    return view


def _ask(query: str) -> None:
    if not query:
        raise BadQuestion(_("没有筛选、排序，也没有选列，不用存。"))


def _untaken(plan: Plan, by: Member, name: str) -> None:
    """Refuse a name that one of the views beside it bears already."""
    if views_of(plan, by).filter(name=name).exists():
        raise NameTaken(_(TAKEN).format(name=name))


def _room(plan: Plan, by: Member, *, shared: bool, held: int = 0) -> None:
    """Refuse one more than there is room for: `held` of the member's own it is already."""
    views = SavedView.everything.filter(plan=plan)
    if views.filter(by=by).count() - held >= MOST:
        raise TooMany(_("每人在一个计划里最多存 {most} 个视图，请先删去不用的。").format(most=MOST))
    if shared and views.filter(shared=True).count() >= MOST:
        raise TooMany(_("一个计划最多共享 {most} 个视图，请先取消不用的。").format(most=MOST))
