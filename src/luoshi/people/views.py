"""Pages about people: signing in and out, one's password, units and colleagues."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from luoshi.people import access, actions, sessions
from luoshi.people.doors import MemberRequest, members, public
from luoshi.people.forms import PasswordForm, SignInForm
from luoshi.people.models import Member, Post, Unit
from luoshi.people.posts import holding
from luoshi.people.units import standing
from luoshi.web.attempts import attempt
from luoshi.web.http import page, posted


@public("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in."""
    form = SignInForm(posted(request))
    member, status = attempt(form, lambda given: sessions.sign_in(request, given["login"], given["password"]))
    if member:
        response = redirect(_next(request) or "desk:start")
        sessions.remember_device(response, member)
        return response
    return page(request, "people/sign_in.html", {"form": form, "next": _next(request)}, status=status)


def _next(request: HttpRequest) -> str:
    """Return where one was going, if that is a place of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else ""


@public("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    auth.logout(request)
    return redirect("people:sign_in")


@public("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Keep in this browser the language in which the pages speak, and go back to where one was."""
    response = redirect(_next(request) or "/")
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@members("GET", "POST")
def password(request: MemberRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(posted(request), member=request.member)
    member, status = attempt(
        form,
        lambda given: actions.change_password(request.member, old=given["old"], new=given["new"]),
        field="old",
    )
    if member:
        sessions.renew(request, member)
        messages.success(request, _("密码已更改，其他设备上的登录已失效。"))
        return redirect("desk:home")
    return page(request, "people/password.html", {"form": form}, status=status)


@members("GET", action="read", model=Unit)
def units(request: MemberRequest) -> HttpResponse:
    """Show the units of the organisation and who works there, as far as the member may see."""
    everyone = Member.objects.visible_to(request.member).filter(is_active=True)
    today = timezone.localdate()
    posts = Prefetch("posts", Post.objects.filter(holding(today)))
    colleagues = everyone.prefetch_related(posts, "grants__unit").order_by("pk")
    shown = access.fields(request.member, "read", request.member)
    at: dict[int, list[Member]] = {}
    for colleague in colleagues:
        at.setdefault(colleague.unit_id, []).append(colleague)
    rows = [
        {"unit": unit, "level": len(unit.path) // access.WIDTH - 1, "members": at.get(unit.pk, [])}
        for unit in standing(Unit.objects.visible_to(request.member), today)
    ]
    return page(request, "people/units.html", {"rows": rows, "shown": shown})
