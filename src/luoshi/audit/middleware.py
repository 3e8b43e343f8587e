"""Between the request and the deed: a person's page or a program's call, and its number."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from luoshi.audit.door import through
from luoshi.web.refusals import request_id, wants_json


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
            return self.get_response(request)
