"""What the frame of every page needs: who is signed in, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

PLACES = (
    ("首页", "desk:home"),
    ("文件", "documents:index"),
    ("计划", "plans:index"),
    ("报告", "reports:index"),
    ("单位", "people:units"),
)
# Which place an address belongs to, where it does not begin with the place's own.
BELONGS = {"/sentences/": "/documents/", "/items/": "/plans/", "/updates/": "/plans/"}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the menu."""

    label: str
    url: str
    here: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every page its member and its menu."""
    member = getattr(request, "member", None)
    return {"member": member, "nav": _places(request.path) if member else []}


def _places(path: str) -> list[Place]:
    for begin, place in BELONGS.items():
        if path.startswith(begin):
            path = place
    urls = [(label, reverse(name)) for label, name in PLACES]
    return [Place(label, url, path == url if url == "/" else path.startswith(url)) for label, url in urls]
