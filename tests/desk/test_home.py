"""首页: whoever waits for me comes first, and nothing that is mine to do is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.desk.todo import duties
from luoshi.desk.wall import counted, seen, wall
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Plan
from luoshi.results.standings import goals, sight
from tests.queries import count
from tests.results.measured import defined, proven
from tests.results.test_foreseeing import LATER, shown
from tests.world import NOW, PLACES, TODAY, World

Sign = Callable[[str], Client]


def test_a_report_that_waits_stands_before_orders_that_nobody_has(world: World) -> None:
    verbs = [duty.verb for duty in duties(world.members["supervisor"], TODAY).first]
    assert {"verify", "answer"} <= set(verbs)
    assert max(i for i, verb in enumerate(verbs) if verb == "verify") < verbs.index("answer")


def test_what_does_not_fit_is_one_link_away(as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = duties(world.members["supervisor"], TODAY).first
    assert len(mine) > 1
    monkeypatch.setattr("luoshi.desk.views.AT_ONCE", 1)
    office = as_("supervisor")
    first, whole = (office.get(address).content.decode() for address in ("/", "/?all=1"))
    assert f'href="/?all=1&amp;plan={world.places["own"].plan.pk}"' in first
    assert f"{len(mine)} 件" in first
    assert first.count('class="todo"') == 1
    assert whole.count('class="todo"') == len(mine)
    assert "?all=1&amp;" not in whole


def to_report(world: World) -> list[str]:
    """Return what the college's reporter is to report on when the last report is no longer fresh."""
    found = duties(world.members["reporter"], TODAY + timedelta(days=40)).first
    return [duty.thing for duty in found if duty.verb == "report"]


def test_what_its_indicator_shows_to_be_done_is_nobodys_to_report(world: World) -> None:
    assert to_report(world) == ["1.1 金丝雀own任务"]
    indicator = defined(world)
    proven(world, indicator, 99, TODAY, at=5)
    assert to_report(world) == ["1.1 金丝雀own任务"]
    proven(world, indicator, 100, TODAY, at=10)
    assert to_report(world) == []


@pytest.mark.parametrize("which", ["item", "parent"])
def test_what_is_ended_by_itself_or_with_its_goal_is_nobodys_to_report(world: World, which: str) -> None:
    item = world.places["own"].item
    ended = item if which == "item" else item.parent
    assert ended is not None
    amending.revise(item.plan, [Becomes(ended, "fate", {"fate": "ended"})], by=world.members["maker"], at=NOW)
    assert to_report(world) == []


def test_the_wall_that_the_database_counts_is_the_wall_of_what_is_seen(world: World) -> None:
    plan, office = world.places["own"].plan, world.members["supervisor"]
    for place, due in (("own", 30), ("sibling", 2), ("own", -3)):
        task = plans.Task(
            goal=world.places["own"].item.parent,  # type: ignore[arg-type]
            title=f"{place}{due}",
            lead=world.units[place],
            starts=TODAY - timedelta(days=60),
            due=TODAY + timedelta(days=due),
        )
        plans.draw(world.places["own"].sentence, task, by=world.members["maker"], at=timezone.now())
    plan.refresh_from_db()
    found = sight(plan, office, None)
    tops = [row for row in found.rows if not row.leaf and not row.above]
    assert list(goals(plan)) == tops
    by_database, one_by_one = (wall(plan, tops, tasks) for tasks in (counted(plan), seen(found.leaves)))
    assert by_database == one_by_one
    assert [line.number for line in by_database[0].lines] == [3, 1]


def test_many_units_are_grouped_by_what_they_need(
    as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = world.places["own"].plan
    text = as_("supervisor").get("/").content.decode()
    assert "rowgroup" not in text
    monkeypatch.setattr("luoshi.desk.wall.READABLE", 0)
    text = as_("supervisor").get("/").content.decode()
    assert text.count("rowgroup") >= 1
    lines = [line for group in wall(plan, goals(plan), counted(plan)) for line in group.lines]
    assert len(lines) == len({line.unit for line in lines})


def test_what_slipped_is_asked_apart_and_alone_or_as_a_part(as_: Sign, world: World) -> None:
    office = as_("supervisor")
    plan = world.places["own"].plan.pk
    assert f'hx-get="/slips/?plan={plan}"' in office.get("/").content.decode()
    whole = office.get("/slips/").content.decode()
    part = office.get("/slips/", headers={"HX-Request": "true"}).content.decode()
    assert ("<h1" in whole, "<h1" in part) == (True, False)
    assert "o-slip" in part
    assert count(office, "/slips/") <= 12


def test_what_was_read_of_a_text_is_not_fetched_with_each_of_its_sentences(as_: Sign, world: World) -> None:
    """The record of a long report is a megabyte; a thousand sentences that each bring it along are a gigabyte."""
    office, trail = as_("supervisor"), f"/trail/item/{world.places['own'].item.pk}"
    for address in ("/", "/documents/", "/plans/", world.places["own"].item.get_absolute_url(), trail):
        with CaptureQueriesContext(connection) as queries:
            assert office.get(address).status_code == 200
        heavy = ('"records_reading"."record"', '"documents_document"."text"')
        assert not [
            one["sql"] for one in queries.captured_queries if any(name in one["sql"] for name in heavy)
        ]


def test_what_will_be_late_is_told_to_whom_it_concerns(
    as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(world, 5, 10, 15, 20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    address = world.places["own"].item.get_absolute_url()
    late = {
        who: as_(who).get("/slips/").content.decode().partition('id="late"')[2]
        for who in ("supervisor", "sibling_head")
    }
    assert f'href="{address}"' in late["supervisor"]
    assert "晚 100 天" in late["supervisor"]
    assert address not in late["sibling_head"]
    assert "看不出会迟的任务" in late["sibling_head"]


def test_of_several_plans_the_newest_that_runs_is_shown_and_any_other_by_a_link(
    as_: Sign, world: World
) -> None:
    office, first = as_("supervisor"), world.places["own"].plan
    *running, stranger = (world.places[name].plan for name in PLACES)
    assert "home-plans" not in as_("reporter").get("/").content.decode()

    def draft(name: str, starts: int, ends: int) -> Plan:
        days = {"starts": TODAY + timedelta(days=starts), "ends": TODAY + timedelta(days=ends)}
        return plans.draft_plan(world.units["office"], name=name, **days, by=world.members["maker"], at=NOW)

    ended, newer, later = draft("过去的", -30, -1), draft("新的", -20, 20), draft("以后的", 1, 20)
    first.refresh_from_db()
    assert (first.starts < newer.starts, first.ends >= TODAY) == (True, True)
    for asked, found in (
        ("", newer),
        (first.pk, first),
        (ended.pk, ended),
        *((nonsense, newer) for nonsense in (later.pk, stranger.pk, "x", 10**30)),
    ):
        page = office.get("/", {"plan": asked} if asked else {})
        assert page.context["plan"] == found, asked
        assert page.context["plans"] == [newer, *running, ended]
        assert f'<a href="?plan={found.pk}" aria-current="page">' in page.content.decode()
        assert office.get("/slips/", {"plan": asked}).context["plan"] == found


def test_a_plan_beyond_those_to_choose_from_is_shown_where_it_is_asked_for(
    as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.places["own"].plan
    days = {"starts": TODAY - timedelta(days=1), "ends": TODAY + timedelta(days=9)}
    plans.draft_plan(world.units["office"], name="新的", **days, by=world.members["maker"], at=NOW)
    monkeypatch.setattr("luoshi.desk.views.PLANS", 1)
    page = as_("supervisor").get("/", {"plan": first.pk})
    assert (page.context["plan"], first in page.context["plans"]) == (first, False)
