"""导览: the first steps fit the role, lead to the real pages, and are ticked by what was done there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.desk.touring import FACTS, TOURS, card, steps_of
from luoshi.people.models import Member
from luoshi.people.roles import Reach, Role
from luoshi.plans import actions as plans
from luoshi.results import actions as results
from luoshi.work import actions as work
from luoshi.work import notices
from tests.queries import count
from tests.world import NOW, TODAY, World, canary, grant, reported

Sign = Callable[[str], Client]
WHO = ("reporter", "head", "supervisor", "planner", "leader", "auditor", "system", "security", "audit")


def steps(client: Client, url: str = "/") -> list[tuple[bool, str]]:
    """Return the steps on a page: whether each is ticked, and where it leads."""
    text = client.get(url).content.decode()
    shown = re.search(r'<section class="tour".*?</section>', text, re.DOTALL)
    found = re.findall(r'<li( class="is-done")?>.*?</li>', shown[0], re.DOTALL) if shown else []
    leads = (
        [re.search(r'href="([^"]+)"', one) for one in re.findall(r"<li.*?</li>", shown[0], re.DOTALL)]
        if shown
        else []
    )
    return [(bool(done), lead[1] if lead else "") for done, lead in zip(found, leads, strict=True)]


def ticked(client: Client, url: str = "/") -> list[bool]:
    return [done for done, _ in steps(client, url)]


def test_every_role_has_its_tour_and_every_step_a_sign_that_it_was_done(world: World) -> None:
    assert {role for of, _ in TOURS for role in of} == set(Role)
    assert all(2 <= len(parts) <= 5 for _, parts in TOURS)
    assert all(part.fact or part.seen for _, parts in TOURS for part in parts)
    assert {part.fact for _, parts in TOURS for part in parts} - {""} == set(FACTS)
    assert steps_of(world.members["nobody"]) == ()


@pytest.mark.parametrize("who", WHO)
def test_each_step_leads_to_a_page_that_opens(as_: Sign, who: str) -> None:
    client = as_(who)
    found = steps(client)
    assert found
    if who != "reporter":  # there is nothing yet that waits for the head
        assert all(url for _, url in found)
    assert [url for _, url in found if url and client.get(url).status_code != 200] == []


def test_a_reporter_opens_reports_and_sees_it_wait(as_: Sign, world: World) -> None:
    reporter, place = as_("reporter"), world.places["own"]
    assert ticked(reporter) == [False, False, False]
    reporter.get(place.item.get_absolute_url())
    assert ticked(reporter) == [True, False, False]
    update = reported(
        place.item, place.unit, canary("own"), world.members["reporter"], world.members["signer"], ""
    )
    assert ticked(reporter) == [True, True, False]
    assert steps(reporter)[2][1] == update.get_absolute_url()
    reporter.get(update.get_absolute_url())
    assert ticked(reporter) == [True, True, True]
    assert "都办过了" in reporter.get("/").content.decode()


def test_a_report_without_evidence_is_not_the_step(as_: Sign, world: World) -> None:
    place = world.places["own"]
    claim = work.Claim(about=NOW.date(), percent=60, text="还没有材料", trouble="")
    work.report(place.item, claim, unit=place.unit, by=world.members["reporter"], at=NOW)
    assert ticked(as_("reporter"))[1] is False


def test_a_head_signs_in_earnest(as_: Sign, world: World) -> None:
    head, update = as_("head"), world.places["own"].updates["reported"]
    assert steps(head)[1] == (False, update.get_absolute_url())
    head.get(update.get_absolute_url())
    assert ticked(head) == [True, False, False]
    head.post(f"{update.get_absolute_url()}sign")
    assert ticked(head) == [True, True, False]
    head.get(world.places["own"].plan.get_absolute_url())
    assert ticked(head) == [True, True, True]


@pytest.mark.parametrize("url", ["/", "/desk/"])
def test_the_office_draws_verifies_and_notifies(as_: Sign, world: World, url: str) -> None:
    office, by, place = as_("supervisor"), world.members["supervisor"], world.places["own"]
    assert ticked(office, url) == [False, False, False]
    update = place.updates["signed"]
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    results.verify(update, shown=30, words=words, note="", by=by, at=NOW)
    assert ticked(office, url) == [False, True, False]
    notices.draft(place.unit, notices.Demand("新督办", "请办理", "ordinary"), by=by, at=NOW)
    assert ticked(office, url) == [False, True, True]
    goal, due = place.item.parent, TODAY + timedelta(days=9)
    assert goal
    plans.draw(place.sentence, plans.Task(goal, "新事项", place.unit, TODAY, due), by=by, at=NOW)
    assert ticked(office, url) == [True, True, True]


def test_a_leader_reads_and_only_whole_pages_count(as_: Sign, world: World) -> None:
    leader, place = as_("leader"), world.places["own"]
    leader.get("/slips/", headers={"HX-Request": "true"})  # it comes with home by itself
    assert ticked(leader) == [False, False, False]
    leader.head("/slips/")
    leader.get("/slips/")
    leader.get(f"/trail/item/{10**12}")
    assert ticked(leader) == [False, True, False]
    leader.get(place.plan.get_absolute_url())
    leader.get(f"/trail/item/{place.item.pk}")
    assert ticked(leader) == [True, True, True]


def test_what_others_did_ticks_nothing(world: World) -> None:
    tour = card(world.members["sibling_head"], {})
    assert tour
    assert tour.done == 0


def test_nothing_is_noted_of_whoever_has_put_it_away_or_whose_tour_it_is_not(as_: Sign, world: World) -> None:
    supervisor, leader = as_("supervisor"), as_("leader")
    leader.post("/tour")
    for client in (supervisor, leader):
        client.get("/slips/")
    pks = [world.members[one].pk for one in ("supervisor", "leader")]
    assert set(Member.everything.filter(pk__in=pks).values_list("toured", flat=True)) == {""}


def test_it_is_put_away_for_good_and_comes_back_when_asked_for(as_: Sign, world: World) -> None:
    leader = as_("leader")
    leader.get("/slips/")
    answer = leader.post("/tour")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert steps(leader) == []
    again = leader.get("/terms/").content.decode()
    assert "重新开始导览" in again
    assert leader.post("/tour", {"show": "1"})["Location"] == "/"
    assert ticked(leader) == [False, False, False]
    assert as_("supervisor").post("/tour", {"desk": "1"})["Location"] == "/desk/"


def test_whoever_has_no_tour_is_not_offered_one(as_: Sign, client: Client) -> None:
    assert steps(as_("nobody")) == []
    for one in (as_("nobody"), client):
        assert "重新开始导览" not in one.get("/terms/").content.decode()


def test_the_first_of_several_roles_decides(world: World) -> None:
    member = world.members["reporter"]
    grant(member, Role.HEAD, world.units["own"], Reach.UNIT)
    assert {part.fact for part in steps_of(member)} == {"", "signed"}


@pytest.mark.parametrize(("who", "more"), [("reporter", 1), ("head", 1), ("supervisor", 1), ("leader", 0)])
def test_the_card_asks_one_query_and_none_once_it_is_put_away(as_: Sign, who: str, more: int) -> None:
    client = as_(who)
    shown = count(client, "/")
    client.post("/tour")
    assert shown - count(client, "/") == more
