"""How every page answers: the whole page, or its part alone when a part was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, be it empty; None where nothing was sent, so that a form stays unbound."""
    return request.POST if request.method == "POST" else None


def files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """Return the files that were sent; None where nothing was sent."""
    return request.FILES if request.method == "POST" else None


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    part: str = "part",
) -> HttpResponse:
    """Answer with the whole page, or with one part of it alone when htmx asks."""
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        template += f"#{part}"
    answer = render(request, template, dict(context), status=status)
    # Page and part share an address: a cache must not mix them.
    answer["Vary"] = "HX-Request, Cookie"
    return answer
