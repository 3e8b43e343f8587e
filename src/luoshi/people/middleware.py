"""Between the request and the view: who asks, and whether the view has said who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from luoshi.people import sessions


class Members:
    """Set `request.member`, and let no view run that has not declared a policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who asks."""
        request.member = sessions.member_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        """Refuse to run a view that says nothing about who may come in."""
        if not hasattr(view, "policy"):
            raise RuntimeError(f"{view.__module__}.{view.__qualname__} declares no policy")
