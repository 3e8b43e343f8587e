"""The page of units and colleagues: what there is today, and who holds which post today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from luoshi.people import actions as people
from luoshi.people.actions import Seat, Told
from tests.queries import count
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


def test_it_shows_the_units_and_posts_of_today(world: World, as_: Callable[[str], Client]) -> None:
    head, parent = world.members["head"], world.units["parent"]
    people.add_unit(parent, "尚未设立的学院", short="未", told=Told(TODAY + DAY, NOW))
    people.add_unit(parent, "今天设立的学院", short="今", told=Told(TODAY, NOW))
    people.close_unit(world.units["cousin"], told=Told(TODAY, NOW))
    people.end_post(people.appoint(head, "前任院长", since=TODAY - 9 * DAY), on=TODAY - DAY, at=NOW)
    people.appoint(head, "副院长", since=TODAY, seat=Seat(acting=True))
    people.appoint(head, "未来院长", since=TODAY + DAY)
    page = as_("head").get("/units/").content.decode()
    assert "今天设立的学院" in page
    assert "副院长（主持工作）" in page
    for gone in ("尚未设立的学院", "动力系", "前任院长", "未来院长"):
        assert gone not in page


def test_the_number_of_queries_does_not_grow_with_posts(world: World, as_: Callable[[str], Client]) -> None:
    client = as_("security")
    client.post("/tour")  # while the first steps are shown, the first sight of the page is noted
    before = count(client, "/units/")
    for number in range(9):
        people.appoint(world.members["head"], f"职务{number}", since=TODAY)
    assert count(client, "/units/") == before
