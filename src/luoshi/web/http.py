"""How every page answers: the whole page, or its part alone when a part was asked for."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Answer with the whole page, or with its `part` alone when htmx asks."""
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        template += "#part"
    answer = render(request, template, dict(context), status=status)
    # Page and part share an address: a cache must not mix them.
    answer["Vary"] = "HX-Request, Cookie"
    return answer
