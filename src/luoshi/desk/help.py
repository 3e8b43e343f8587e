"""帮助: a page for each page that people work in, in the reader's language; tells nothing of anybody, and so is open to all.

What is served is made from docs/help when the program is built (`frontend/help.py`).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from luoshi.people.doors import public

MADE = Path(__file__).with_name("help.json")
INDEX = "index"
# Of which page each page of the help tells, by the names of their routes.
ABOUT: dict[str, tuple[str, ...]] = {
    INDEX: ("desk:help", "desk:help_page", "desk:terms"),
    "signin": ("people:sign_in", "people:password"),
    "home": ("desk:home", "desk:slips"),
    "reporting": (
        *("results:report", "results:update", "results:withdraw_update", "results:sign", "results:send_back"),
        *("results:verify", "results:decline", "results:preview", "work:update_notes", "work:note_update"),
    ),
    "item": ("results:item", "work:item_notes", "work:note_item", "work:withdraw_note"),
    "notices": (
        *("work:notices", "work:draft_notice", "work:notice", "work:issue_notice", "work:receive_notice"),
        *(
            "work:reply_notice",
            "work:plan_notice",
            "work:close_notice",
            "work:redo_notice",
            "work:withdraw_notice",
        ),
    ),
    "extensions": (
        *("work:extensions", "work:ask_extension", "work:extension", "work:countersign_extension"),
        *("work:grant_extension", "work:refuse_extension", "work:withdraw_extension"),
    ),
    "document": (
        *("documents:index", "records:receive", "records:judge", "records:follow", "records:golden"),
        *("plans:document", "plans:draw", "plans:answer"),
    ),
    "plan": (
        *("plans:index", "plans:new", "plans:goal", "results:plan", "results:compare", "results:weights"),
        *("results:enter", "results:adopt", "results:views", "results:rename_view", "results:replace_view"),
        *("results:share_view", "results:unshare_view", "results:delete_view"),
    ),
    "amendments": (
        *(
            "results:amend",
            "results:bulk",
            "results:shift",
            "results:undo",
            "results:amendments",
            "results:amendment",
            "results:countersign",
        ),
        *("results:refuse", "results:withdraw"),
    ),
    "indicators": (
        *("results:indicators", "results:indicator", "results:observe", "results:verify_values"),
        *("results:quality", "results:define", "results:redefine", "results:targets"),
    ),
    "trail": ("results:trail", "results:trail_indicator"),
    "desk": ("desk:desk", "desk:bulletin"),
    "periods": (
        *("work:periods", "work:open_period", "work:period", "work:lock_period", "work:certify_period"),
        "work:reopen_period",
    ),
    "reports": ("reports:index", "reports:freeze", "reports:report"),
    "units": ("people:units",),
}
# Routes that are no page: they answer with a file, with data, or lead on at once.
NONE: dict[str, str] = {
    "health": "for machines",
    "csp_report": "for machines",
    "people:sign_out": "leads on",
    "people:language": "leads on",
    "desk:start": "leads on",
    "documents:original": "a file",
    "records:golden_file": "a file",
    "desk:tour": "leads on",
    "results:tasks": "data",
    "results:series": "data",
    "results:picture": "a picture",
    "results:evidence": "a file",
    "reports:docx": "a file",
}
_PAGE_OF = {route: name for name, routes in ABOUT.items() for route in routes}


@public("GET")
def show(request: HttpRequest, name: str = INDEX) -> HttpResponse:
    """Show a page of the help, with what stands before and behind it."""
    pages = made()[get_language() or "zh-hans"]
    if name not in pages:
        raise Http404
    names = list(pages)
    at = names.index(name)
    listed = [(address(one), pages[one]["title"], one == name) for one in names]
    context = {
        "helping": True,
        "index": address(INDEX),
        "pages": listed,
        "title": pages[name]["title"],
        "parts": pages[name]["parts"],
        "body": mark_safe(pages[name]["body"]),  # noqa: S308  # made from our own words, with HTML off
        "first": name == INDEX,
        "before": listed[at - 1] if at else None,
        "after": listed[at + 1] if at + 1 < len(listed) else None,
    }
    return render(request, "desk/help.html", context)


@cache
def made() -> dict[str, dict[str, Any]]:
    """Return the whole help as it was built: by language and by page, in the order of reading."""
    return json.loads(MADE.read_text("utf-8"))  # type: ignore[no-any-return]


def address(name: str) -> str:
    """Return where a page of the help stands."""
    return reverse("desk:help") if name == INDEX else reverse("desk:help_page", kwargs={"name": name})


def of(request: HttpRequest) -> str:
    """Return where the help of the page that is asked for stands; of what is no page, where the help begins."""
    match = request.resolver_match
    return address(_PAGE_OF.get(match.view_name, INDEX) if match else INDEX)
