"""Posts with days: who leads a unit on a day, as far as it was known; 主持工作; what is held by virtue of a post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.actions import Seat
from luoshi.people.errors import AlreadyEnded, Backwards, Foreign, NotAllowed, NotTheirPost, TwoHeads
from luoshi.people.models import Grant, Member, Post
from luoshi.people.roles import Reach, Role
from tests.world import NOW, TODAY, World, grant

LONG_AGO, YESTERDAY, TOMORROW = (TODAY + timedelta(days=number) for number in (-300, -1, 1))
HEAD, ACTING = Seat(head=True), Seat(acting=True)


def leads(world: World, on: object = TODAY, known: object = NOW) -> str:
    post = people.head_of(world.units["own"], on, known)  # type: ignore[arg-type]
    return post.title if post else ""


def test_the_head_of_a_unit_is_who_was_appointed_for_the_day(world: World) -> None:
    head, other = world.members["head"], world.members["nobody"]
    first = people.appoint(head, "院长", since=LONG_AGO, seat=HEAD, at=NOW - timedelta(days=300))
    people.end_post(first, on=YESTERDAY, at=NOW)
    people.appoint(other, "新院长", since=TODAY, seat=HEAD, at=NOW)
    assert (leads(world), leads(world, YESTERDAY)) == ("新院长", "院长")
    assert leads(world, LONG_AGO - timedelta(days=1)) == ""


def test_what_became_known_later_does_not_change_what_was_known(world: World) -> None:
    post = people.appoint(world.members["head"], "院长", since=LONG_AGO, seat=HEAD)
    people.end_post(post, on=YESTERDAY, at=NOW)
    assert leads(world) == ""
    assert leads(world, known=NOW - timedelta(seconds=1)) == "院长"


def test_who_presides_without_being_head_counts_as_head(world: World) -> None:
    people.appoint(world.members["nobody"], "副处长", since=LONG_AGO, seat=ACTING)
    assert leads(world) == "副处长"


def test_of_head_and_acting_head_who_came_last_leads(world: World) -> None:
    people.appoint(world.members["head"], "处长", since=LONG_AGO, seat=HEAD)
    people.appoint(world.members["nobody"], "副处长", since=YESTERDAY, seat=ACTING, at=NOW)
    assert (leads(world), leads(world, LONG_AGO)) == ("副处长", "处长")


def test_an_ordinary_post_leads_nothing(world: World) -> None:
    post = people.appoint(world.members["nobody"], "秘书", since=LONG_AGO)
    assert (post.unit, post.acting, post.head) == (world.units["own"], False, False)
    assert leads(world) == ""


@pytest.mark.parametrize("seat", [HEAD, ACTING])
def test_two_of_a_kind_do_not_lead_on_one_day(world: World, seat: Seat) -> None:
    people.appoint(world.members["head"], "院长", since=TODAY, seat=seat)
    for since, until in ((LONG_AGO, None), (LONG_AGO, TODAY), (TODAY, TODAY), (TOMORROW, None)):
        with pytest.raises(TwoHeads):
            people.appoint(world.members["nobody"], "院长", since=since, until=until, seat=seat)
    assert people.appoint(world.members["nobody"], "院长", since=LONG_AGO, until=YESTERDAY, seat=seat)


def test_a_post_elsewhere_or_backwards_is_refused(world: World) -> None:
    head = world.members["head"]
    with pytest.raises(Foreign):
        people.appoint(head, "院长", since=TODAY, seat=Seat(unit=world.units["foreign"]))
    with pytest.raises(Backwards):
        people.appoint(head, "院长", since=TODAY, until=YESTERDAY)
    post = people.appoint(head, "院长", since=TODAY)
    with pytest.raises(Backwards):
        people.end_post(post, on=YESTERDAY, at=NOW)


def test_a_post_ends_once(world: World) -> None:
    post = people.appoint(world.members["head"], "院长", since=LONG_AGO)
    ended = people.end_post(post, on=TODAY, at=NOW)
    for row in (post, ended):
        with pytest.raises(AlreadyEnded):
            people.end_post(row, on=TODAY, at=NOW)
    assert people.end_post(ended, on=YESTERDAY, at=NOW).until == YESTERDAY
    assert Post.objects.filter(member=world.members["head"], replaced_at__isnull=True).count() == 1


def test_what_was_granted_by_virtue_of_a_post_ends_with_it(world: World) -> None:
    nobody, own = world.members["nobody"], world.units["own"]
    post = people.appoint(nobody, "院长", since=LONG_AGO, seat=HEAD)
    held = grant(nobody, Role.HEAD, own, Reach.UNIT, post=post)
    coming = people.grant(nobody, people.Office(Role.REPORTER, own, TOMORROW, post=post), at=NOW)
    own_right = grant(nobody, Role.REPORTER, own, Reach.UNIT)
    post = people.end_post(post, on=TODAY, at=NOW)
    assert Grant.objects.get(pk=held.pk).until == TODAY
    assert Grant.objects.get(pk=coming.pk).revoked_at == NOW
    assert Grant.objects.get(pk=own_right.pk).until is None
    people.end_post(post, on=YESTERDAY, at=NOW)
    assert access.roles(Member.everything.get(pk=nobody.pk)) == {Role.REPORTER}


def test_a_grant_by_virtue_of_a_post_lasts_no_longer_than_the_post(world: World) -> None:
    nobody, own = world.members["nobody"], world.units["own"]
    post = people.appoint(nobody, "院长", since=LONG_AGO, until=TOMORROW)
    assert grant(nobody, Role.HEAD, own, post=post).until == TOMORROW
    assert grant(nobody, Role.HEAD, own, post=post, until=TODAY).until == TODAY
    with pytest.raises(NotTheirPost):
        grant(world.members["head"], Role.HEAD, own, post=post)


def test_posts_are_the_system_administrators(world: World) -> None:
    head, system = world.members["head"], world.members["system"]
    post = people.appoint(head, "院长", since=LONG_AGO, by=system)
    with pytest.raises(NotAllowed):
        people.appoint(head, "院长", since=TODAY, by=world.members["security"])
    with pytest.raises(NotAllowed):
        people.end_post(post, on=TODAY, at=NOW, by=world.members["security"])
    assert people.end_post(post, on=TODAY, at=NOW, by=system).by == system
