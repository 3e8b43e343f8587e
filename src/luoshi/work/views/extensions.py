"""延期的页面: ask for a later day, and each request with its three days side by side and what may be done with it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.people import access
from luoshi.people.doors import MemberRequest, members, opens
from luoshi.plans.models import Item, Owner
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable
from luoshi.work import extensions, rules
from luoshi.work.errors import NotOwner
from luoshi.work.forms import AskForm, BareForm, NoteForm, RefuseForm
from luoshi.work.models import Extension
from luoshi.work.views.acts import Tried, Verb, doors, lost, offers, told

A_PAGE = 30
DONE = {
    "ask": _("申请"),
    "countersign": _("审签"),
    "grant": _("批准"),
    "refuse": _("不批准"),
    "withdraw": _("撤回"),
}
VERBS = {
    "countersign": Verb(
        _("同意，送校领导审批"),
        BareForm,
        extensions.countersign,
        _("已审签，送校领导审批。"),
        main=True,
    ),
    "grant": Verb(
        _("批准"),
        NoteForm,
        extensions.grant,
        _("已批准，事项的时限已改，最初时限仍作考核依据。"),
        main=True,
        hint=_("批准后改现行时限，仍按最初时限考核。"),
    ),
    "refuse": Verb(
        _("不批准"),
        RefuseForm,
        extensions.refuse,
        _("未批准，并告知理由。"),
    ),
    "withdraw": Verb(
        _("撤回申请"),
        BareForm,
        extensions.withdraw,
        _("已撤回。"),
        own=True,
    ),
}


@members("GET", action="read", model=Extension)
def index(request: MemberRequest) -> HttpResponse:
    """List the requests that the member may read, the newest first."""
    found = Extension.objects.visible_to(request.member).select_related("item", "unit")
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "work/extensions.html", {"page": shown})


@opens(Item, "extend", "GET", "POST")
def ask(request: MemberRequest, item: Item) -> HttpResponse:
    """Ask for a later day."""
    lead = Owner.everything.filter(item=item, role=Owner.Role.LEAD).select_related("unit").first()
    form = AskForm(posted(request))

    def deed(given: dict[str, Any]) -> Extension:
        if lead is None:
            raise NotOwner(gettext("只有牵头单位可以申请延期。"))
        wanted = extensions.Request(given["due"], given["reason"], given["progress"])
        return extensions.ask(item, wanted, unit=lead.unit, by=request.member, at=timezone.now())

    done, status = attempt(form, deed)
    if done:
        back = Undo(gettext("撤回"), reverse("work:withdraw_extension", kwargs={"pk": done.pk}))
        undoable(request, gettext("已申请，等本单位负责人审签。"), back)
        return redirect(done)
    return page(request, "work/extension_new.html", {"item": item, "form": form}, status=status)


@opens(Extension, "read")
def show(request: MemberRequest, extension: Extension) -> HttpResponse:
    """Show a request: the first day, the present one and the one that is asked for."""
    return _page(request, extension, None)


def _page(request: MemberRequest, extension: Extension, tried: Tried | None) -> HttpResponse:
    found = Extension.everything.select_related("item__plan", "unit", "by__unit").get(pk=extension.pk)
    offered = offers(found, rules.EXTENSION, VERBS, request.member, tried)
    context = {
        "extension": found,
        "opened": access.can(request.member, "read", found.item),
        "steps": told(found, rules.EXTENSION, DONE),
        "offers": offered,
        "lost": lost(tried, offered),
    }
    return page(request, "work/extension.html", context, status=tried.status if tried else 200)


DOORS = doors(Extension, VERBS, _page)
