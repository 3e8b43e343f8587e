"""What the frame of every page needs: who is signed in, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.desk import help
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.work.models import Notice, Period, Update

VERIFY = ("verify", Update)
# A label and a page; with a verb and a kind of row, for those to whom that opens somewhere.
PLACES: tuple[tuple[Any, str, tuple[str, type[Model]] | None], ...] = (
    (_("首页"), "desk:home", None),
    (_("督查台"), "desk:desk", VERIFY),
    (_("文件"), "documents:index", None),
    (_("计划"), "plans:index", None),
    (_("督办单"), "work:notices", ("read", Notice)),
    (_("填报期"), "work:periods", ("read", Period)),
    (_("报告"), "reports:index", None),
    (pgettext_lazy("menu", "单位"), "people:units", None),
)
ON_DESK = {"work:periods"}  # what the desk leads to has no entry of its own beside it
# Which place an address belongs to, where it does not begin with the place's own.
BELONGS = {
    "/sentences/": "/documents/",
    "/items/": "/plans/",
    "/updates/": "/plans/",
    "/amendments/": "/plans/",
    "/indicators/": "/plans/",
    "/slips/": "/",
    "/trail/": "/plans/",
    "/extensions/": "/plans/",
    "/periods/": "/desk/",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu."""

    label: str
    url: str
    here: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every page its member, its menu and its help."""
    member = getattr(request, "member", None)
    return {
        "member": member,
        "nav": _places(member, request.path) if member else [],
        "help": help.of(request),
        "here": request.get_full_path() if request.method == "GET" else "",
    }


def _places(member: Member, path: str) -> list[Place]:
    desk = access.may_somewhere(member, *VERIFY)
    for begin, place in BELONGS.items():
        if path.startswith(begin) and (desk or place != "/desk/"):
            path = place
    urls = [
        (str(label), reverse(name))
        for label, name, asked in PLACES
        if (asked is None or access.may_somewhere(member, *asked)) and not (desk and name in ON_DESK)
    ]
    return [Place(label, url, path == url if url == "/" else path.startswith(url)) for label, url in urls]
