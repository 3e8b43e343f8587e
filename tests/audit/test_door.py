"""入口: an entry says through which door its deed came, and under which number its request stands in the log."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from luoshi.audit import actions
from luoshi.audit.door import DOORS, Passage, passage, through
from luoshi.audit.middleware import Doors
from luoshi.audit.models import Entry
from luoshi.web.refusals import Refusals
from tests.audit.chains import change


def test_who_comes_through_no_door_is_inside() -> None:
    assert passage() == Passage("inside", "")


def test_a_door_closes_behind_the_deed_even_when_it_fails() -> None:
    with through("command", "12ab"):
        assert passage() == ("command", "12ab")
        with through("job"):
            assert passage() == ("job", "12ab")
        with pytest.raises(ZeroDivisionError), through("page"):
            raise ZeroDivisionError
        assert passage() == ("command", "12ab")
    assert passage() == ("inside", "")


def test_there_are_no_other_doors() -> None:
    with pytest.raises(ValueError, match="window"), through("window"):
        pass
    assert list(DOORS) == Entry.Door.values


@pytest.mark.parametrize(
    ("accept", "door"), [("text/html", "page"), ("", "page"), ("application/json", "api")]
)
def test_a_request_comes_as_a_page_or_as_a_programs_call(accept: str, door: str) -> None:
    seen: list[Passage] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(passage())
        return HttpResponse()

    answer = Refusals(Doors(view))(RequestFactory().post("/", headers={"Accept": accept}))
    assert seen == [(door, answer.headers["X-Request-Id"])]
    assert len(seen[0].request) == 8
    assert passage() == ("inside", "")


def test_the_door_stands_within_the_number_and_around_all_that_acts() -> None:
    order = settings.MIDDLEWARE
    place = order.index("luoshi.audit.middleware.Doors")
    assert order[place - 1] == "luoshi.web.refusals.Refusals"
    acting = ("SessionMiddleware", "CsrfViewMiddleware", "Members")
    assert all(place < order.index(name) for name in order if name.endswith(acting))


@pytest.mark.django_db
def test_an_entry_names_its_door() -> None:
    with through("api", "12ab34cd"), transaction.atomic():
        entry = actions.leave(990_001, "work.sign", **change())
    assert (entry.door, entry.request) == ("api", "12ab34cd")
