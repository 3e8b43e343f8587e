"""Signing in and out: throttled before any password is hashed, ended when idle or old."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.errors import Problem, Unfit
from luoshi.people.models import Member, Throttle

BACKEND = "luoshi.people.sessions.Backend"
WINDOW = timedelta(minutes=30)
TRIES_A_LOGIN = 5
TRIES_AN_ADDRESS = 30
KNOWN_DEVICE_DAYS = 90
SALT = "luoshi.known-device"


class WrongSignIn(Unfit):
    """Login and password do not belong together, or the member is no longer active; which, is not told."""

    code = "wrong_sign_in"


class TooManyTries(Problem):
    """Too many attempts; no password is looked at until the half hour is over."""

    code = "too_many_tries"
    status = 429


class Backend:
    """Finds the member of a session again; signing in goes through `sign_in` alone."""

    def get_user(self, pk: int) -> Member | None:
        """Return the member while active."""
        rows = Member.everything.select_related("unit__organisation")
        return rows.filter(pk=pk, is_active=True).first()


def sign_in(request: HttpRequest, login: str, password: str) -> Member:
    """Sign a member in, or raise TooManyTries or WrongSignIn."""
    login = login.strip()
    bucket, address = _device(request, login) or f"login:{login}", f"address:{_address(request)}"
    for key, limit in ((bucket, TRIES_A_LOGIN), (address, TRIES_AN_ADDRESS)):
        if not _count(key, limit):
            raise TooManyTries(_("尝试次数过多，请半小时后再试。"))
    member = Member.everything.filter(login=login, is_active=True).first()
    if member is None:
        make_password(password)  # as long as a real check takes, so that the clock does not tell
        raise WrongSignIn(_("工号或密码不对。"))
    if not check_password(password, member.password):
        raise WrongSignIn(_("工号或密码不对。"))
    auth.login(request, member, backend=BACKEND)
    request.session["born"] = timezone.now().timestamp()
    Throttle.objects.filter(key=_hashed(bucket)).delete()
    # A right password is no guess: a school behind one address does not lock itself out in the morning.
    Throttle.objects.filter(key=_hashed(address), tries__gt=0).update(tries=F("tries") - 1)
    return member


def renew(request: HttpRequest, member: Member) -> None:
    """Keep this session after a change of password, which ends all others."""
    request.session.cycle_key()
    request.session[auth.HASH_SESSION_KEY] = member.get_session_auth_hash()


def remember_device(response: HttpResponse, member: Member) -> None:
    """Let this browser keep its own count, so that others' guesses cannot lock its owner out."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(member.login, salt=SALT),
        max_age=KNOWN_DEVICE_DAYS * 24 * 3600,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def member_of(request: HttpRequest) -> Member | None:
    """Return the member of the session, and end a session that is idle or old."""
    if auth.SESSION_KEY not in request.session:
        return None
    now = timezone.now().timestamp()
    seen = request.session.get("seen", request.session.get("born", 0))
    born = request.session.get("born", 0)
    if now - seen > settings.SESSION_IDLE_SECONDS or now - born > settings.SESSION_ABSOLUTE_SECONDS:
        request.session.flush()
        return None
    if now - seen > 60:  # to the minute is enough, and spares a write for each page
        request.session["seen"] = now
    member = auth.get_user(request)
    return member if isinstance(member, Member) else None


def _device(request: HttpRequest, login: str) -> str:
    """Return the key of a browser on which this login has signed in before."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        known = signing.loads(cookie, salt=SALT, max_age=timedelta(days=KNOWN_DEVICE_DAYS))
    except signing.BadSignature:
        return ""
    return f"device:{cookie}" if known == login else ""


def _address(request: HttpRequest) -> str:
    """Return the caller's address; a forwarded one counts only from a proxy that the settings name."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if peer in settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        return forwarded[-1].strip() or peer
    return peer


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _count(key: str, limit: int) -> bool:
    """Count one attempt under a key; tell whether it is still within the limit.

    One conditional update each: two processes cannot both take the last attempt.
    """
    key, now = _hashed(key), datetime.now(UTC)
    fresh = Throttle.objects.filter(key=key, since__gt=now - WINDOW)
    if fresh.filter(tries__lt=limit).update(tries=F("tries") + 1):
        return True
    if fresh.exists():
        return False
    if Throttle.objects.filter(key=key, since__lte=now - WINDOW).update(since=now, tries=1):
        return True
    Throttle.objects.filter(
        since__lt=now - 2 * WINDOW
    ).delete()  # what has run out, swept when a new one comes
    try:
        with transaction.atomic():
            Throttle.objects.create(key=key, since=now, tries=1)
    except IntegrityError:
        return _count(key, limit)  # somebody else made the row in between
    return True
