"""预览: what was handed in as evidence, to be looked at without saving it; its own bytes are never shown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from luoshi.documents import previews
from luoshi.documents.errors import Unreadable
from luoshi.documents.models import Original
from luoshi.documents.rules import Form
from luoshi.people.doors import MemberRequest, opens
from luoshi.results.models import Evidence
from luoshi.web.files import drawn
from luoshi.web.http import page

VERSION = 1  # to be raised when pictures are drawn otherwise, so that browsers ask for them anew


@opens(Evidence, "read")
def preview(request: MemberRequest, evidence: Evidence) -> HttpResponse:
    """Show a piece of evidence as a picture, as its text or as its first rows; all else by name, size and kind."""
    original = _original(evidence)
    context: dict[str, Any] = {
        "evidence": evidence,
        "original": original,
        "update": evidence.update_of,
        "item": evidence.update_of.item,
        "part": bool(request.htmx),
    }
    try:
        match original.form:
            case Form.PICTURE:
                context["picture"] = previews.picture(original, previews.LARGE)
            case Form.TEXT:
                context["text"] = previews.text(original)
            case Form.TABLE:
                context["table"] = previews.table(original)
    except Unreadable as problem:
        context["refused"] = problem.message
    return page(request, "results/preview.html", context)


@opens(Evidence, "read")
def picture(request: MemberRequest, evidence: Evidence) -> HttpResponse:
    """Give the picture of a piece of evidence, small, or with ?large as large as a page takes."""
    original = _original(evidence)
    if original.form is not Form.PICTURE:
        raise Http404
    edge = previews.LARGE if "large" in request.GET else previews.SMALL
    tag = f"{original.sha256[:32]}-{edge}-{VERSION}"
    return drawn(request, tag, lambda: previews.picture(original, edge).content)


def _original(evidence: Evidence) -> Original:
    return Original.everything.defer("content").get(pk=evidence.original_id)
