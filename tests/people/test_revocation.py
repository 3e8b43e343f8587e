"""What has ended is closed to the next request: each way of ending, asked over HTTP in a session that is already open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.people import actions as people
from luoshi.people.actions import Line, Seat, Term, Told
from luoshi.people.models import Delegation, Grant, Member, SupervisionLine
from luoshi.people.roles import Reach, Role
from tests.conftest import signed_in
from tests.world import NOW, PASSWORD, TODAY, World, grant, member

DAY = timedelta(days=1)
NOW_ON = Told(on=TODAY, at=NOW)
WEEK = Term(TODAY, TODAY + DAY, "出差")
SUPERVISOR = frozenset({Role.SUPERVISOR})
GONE, REFUSED, SIGNED_OUT = 404, 403, 302


class Scene:
    """A member whose right is about to end, and what it rests on."""

    def __init__(self, world: World) -> None:
        self.world, self.units = world, world.units
        self.who = member(world.units["sibling"], "who")

    def held(
        self, role: Role = Role.HEAD, at: str = "own", reach: Reach = Reach.SUBTREE, **more: Any
    ) -> Grant:
        made: Grant = grant(self.who, role, self.units[at], reach, **more)
        return made

    def lent(self) -> Delegation:
        giver = self.world.members["supervisor"]
        return people.delegate(giver.grants.get(), self.who, WEEK, by=giver, at=NOW)

    def line(self, **more: Any) -> SupervisionLine:
        self.held(Role.SUPERVISOR, "sibling", Reach.UNIT)
        said: dict[str, Any] = {"capabilities": ["return"], **more}
        return people.draw_line(self.units["sibling"], Line(self.units["own"], TODAY, **said), at=NOW)

    def above(self) -> Grant:
        people.move_unit(self.units["own"], self.units["sibling"], told=Told(TODAY - DAY, NOW))
        return self.held(at="sibling")

    def disable(self, who: Member) -> None:
        people.disable(who, reason="离校", by=self.world.members["system"], at=NOW)

    def post(self) -> Any:
        made = people.appoint(self.who, "院长", since=TODAY - DAY, seat=Seat(self.units["own"], head=True))
        self.held(post=made)
        return made


def tomorrow() -> None:
    """Let a day go by, for as long as the test runs."""
    patch = mock.patch("luoshi.people.holdings.timezone.localdate", lambda: TODAY + 2 * DAY)
    patch.start()


# What the right rests on, how it ends, and what the next request is answered.
WAYS: dict[str, tuple[Callable[[Scene], Any], Callable[[Scene, Any], Any], int]] = {
    "the role is revoked": (Scene.held, lambda s, it: people.revoke(it, at=NOW), GONE),
    "the grant is ended": (Scene.held, lambda s, it: people.end_grant(it, on=TODAY - DAY, at=NOW), GONE),
    "the grant runs out": (lambda s: s.held(until=TODAY), lambda s, it: tomorrow(), GONE),
    "the unit moves out of the subtree": (
        Scene.above,
        lambda s, it: people.move_unit(s.units["own"], s.units["office"], told=NOW_ON),
        GONE,
    ),
    "the unit of the grant is closed": (
        Scene.held,
        lambda s, it: [
            people.move_unit(s.units["child"], s.units["sibling"], told=NOW_ON),
            people.close_unit(s.units["own"], told=NOW_ON),
        ],
        GONE,
    ),
    "the unit of the grant is merged": (
        Scene.held,
        lambda s, it: people.merge_units([s.units["own"]], s.units["sibling"], told=NOW_ON),
        GONE,
    ),
    "the unit is closed when its day has come": (
        Scene.held,
        lambda s, it: [
            people.merge_units([s.units["own"]], s.units["sibling"], told=Told(TODAY + DAY, NOW)),
            people.turn(TODAY + DAY),
        ],
        GONE,
    ),
    "the member is disabled": (Scene.held, lambda s, it: s.disable(s.who), SIGNED_OUT),
    "the password is changed": (
        Scene.held,
        lambda s, it: people.change_password(s.who, old=PASSWORD, new="海阔天空 2026"),
        SIGNED_OUT,
    ),
    "the post ends by virtue of which it was granted": (
        Scene.post,
        lambda s, it: people.end_post(it, on=TODAY - DAY, at=NOW),
        GONE,
    ),
    "the delegation is ended": (
        Scene.lent,
        lambda s, it: people.end_delegation(it, by=s.world.members["supervisor"], at=NOW),
        GONE,
    ),
    "the delegation runs out": (Scene.lent, lambda s, it: tomorrow(), GONE),
    "the grant of who lent it is revoked": (Scene.lent, lambda s, it: people.revoke(it.grant, at=NOW), GONE),
    "the grant of who lent it is ended": (
        Scene.lent,
        lambda s, it: people.end_grant(it.grant, on=TODAY - DAY, at=NOW),
        GONE,
    ),
    "who lent it is disabled": (Scene.lent, lambda s, it: s.disable(s.world.members["supervisor"]), GONE),
    "the line is cut": (Scene.line, lambda s, it: people.cut_line(it, at=NOW), GONE),
    "the line runs out": (lambda s: s.line(until=TODAY), lambda s, it: tomorrow(), GONE),
    "a capability is taken from the line": (
        Scene.line,
        lambda s, it: people.narrow_line(it, ["comment"], at=NOW),
        REFUSED,
    ),
    "the role is revoked with which the line was held": (
        Scene.line,
        lambda s, it: people.revoke(s.who.grants.get(), at=NOW),
        GONE,
    ),
    "the supervising unit is merged": (
        Scene.line,
        lambda s, it: people.merge_units([s.units["sibling"]], s.units["office"], told=NOW_ON),
        GONE,
    ),
    "the subject of the line is merged": (
        Scene.line,
        lambda s, it: people.merge_units([s.units["own"]], s.units["office"], told=NOW_ON),
        GONE,
    ),
}


def ask(client: Client, world: World) -> list[int]:
    """Read the item and the report, and try to send the report back without a reason (422 where one may)."""
    place = world.places["own"]
    update = place.updates["signed"]
    pages = (place.item.get_absolute_url(), update.get_absolute_url())
    answers = [client.get(page).status_code for page in pages]
    back = reverse("results:decline", kwargs={"pk": update.pk})
    return [*answers, client.post(back, {"reason": ""}).status_code]


@pytest.fixture
def time_put_back() -> Any:
    yield
    mock.patch.stopall()


@pytest.mark.parametrize("way", WAYS)
def test_what_has_ended_is_closed_to_the_next_request(way: str, world: World, time_put_back: None) -> None:
    has, ends, answer = WAYS[way]
    scene = Scene(world)
    it = has(scene)
    client = signed_in(scene.who)
    before = ask(client, world)
    assert before[:2] == [200, 200]
    ends(scene, it)
    after = ask(client, world)
    if answer == REFUSED:
        assert (before[2], after) == (422, [200, 200, 403])
    else:
        assert after == [answer, answer, 401 if answer == SIGNED_OUT else answer]


def test_there_are_ways_enough() -> None:
    assert len(WAYS) >= 14
