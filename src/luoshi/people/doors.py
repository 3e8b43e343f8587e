"""Doors: each view says who may come in; a view that says nothing does not open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from luoshi.errors import Refusal
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.web.refusals import refuse, wants_json
from luoshi.wording import noted

View = Callable[..., HttpResponse]
NOT_YOURS = noted("您的岗位没有办这件事的权限。")


class MemberRequest(HttpRequest):
    """A request on behalf of a signed-in member."""

    member: Member
    htmx: Any


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view says about who may come in."""

    kind: str  # "public", "members" or "row"
    action: str = ""
    model: type[models.Model] | None = None
    methods: tuple[str, ...] = ("GET", "HEAD")


def public(*methods: str) -> Callable[[View], View]:
    """Open a view to everybody."""
    return _door(Policy("public", methods=_with_head(methods)))


def members(
    *methods: str, action: str = "", model: type[models.Model] | None = None
) -> Callable[[View], View]:
    """Open a view to signed-in members; with an action, to those who hold a role that may do it somewhere."""
    return _door(Policy("members", action, model, _with_head(methods)))


def opens(model: type[models.Model], action: str, *methods: str) -> Callable[[View], View]:
    """Fetch the row that the address names and hand it to the view, if the member may do this on it.

    A row outside the member's view is answered like one that does not exist (404); a row that may be seen but
    on which the member may not do this is refused (403).
    """
    return _door(Policy("row", action, model, _with_head(methods)))


def _with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    methods = methods or ("GET",)
    return (*methods, "HEAD") if "GET" in methods else methods


def _door(policy: Policy) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: MemberRequest, **named: Any) -> HttpResponse:
            refusal = _at_the_door(request, policy)
            if refusal is not None:
                return refusal
            if policy.kind == "row":
                return view(request, _fetch(request.member, policy, named.pop("pk")), **named)
            return view(request, **named)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


def _at_the_door(request: MemberRequest, policy: Policy) -> HttpResponse | None:
    if policy.kind != "public" and request.member is None:
        return _to_sign_in(request)
    if request.method not in policy.methods:
        return HttpResponseNotAllowed(policy.methods)
    listed = policy.model if policy.kind == "members" else None
    if listed is not None and not access.may_somewhere(request.member, policy.action, listed):
        raise Refusal(_(NOT_YOURS))
    return None


def _fetch(member: Member, policy: Policy, pk: int) -> models.Model:
    assert policy.model is not None
    row = access.scope(member, "read", policy.model).filter(pk=pk).first()
    if row is None:
        raise Http404
    if policy.action != "read" and not access.can(member, policy.action, row):
        raise Refusal(_(NOT_YOURS))
    return row


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"} or wants_json(request):
        return refuse(request, 401, _("请先登录。"), "sign_in_first")
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
