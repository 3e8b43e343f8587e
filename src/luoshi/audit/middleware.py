"""Between the request and the deed: a person's page or a program's call, and its number."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from luoshi.audit.actions import refuse
from luoshi.audit.door import through
from luoshi.web.refusals import request_id, wants_json

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = frozenset({403, 404, 409})


class Doors:
    """Say through which door a request comes.

    Stands right inside `luoshi.web.refusals.Refusals`, which numbers the request; whatever else acts (a session
    that ends, a form that is refused, a view, the answer to a problem) acts within.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the door for as long as the request is answered."""
        with through("api" if wants_json(request) else "page", request_id(request)):
            answer = self.get_response(request)
            if answer.status_code in REFUSED and request.method not in SAFE:
                _record(request, answer.status_code)
        return answer


def _record(request: HttpRequest, status: int) -> None:
    """Record what a member tried and was refused."""
    member, match = getattr(request, "member", None), request.resolver_match
    if member is None or match is None:
        return  # nobody who is known, or nothing that is there: the log of requests has it
    refuse(
        member.unit.organisation_id,
        match.view_name,
        row=str(match.kwargs.get("pk", "")),
        was="",
        became="",
        by=member.pk,
        at=timezone.now(),
        detail={"status": status},
    )
