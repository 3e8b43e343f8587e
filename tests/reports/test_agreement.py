"""一个数: the page of the plan, the page of the goal, the list and the report say one number of one goal, whatever (D, K)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item, Plan
from luoshi.reports import actions
from luoshi.results import actions as results
from luoshi.web.templatetags.luoshi import percent
from luoshi.work import actions as work
from tests.world import TODAY, World, day

Sign = Callable[[str], Client]


def at(days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY - timedelta(days=days_ago), time(12)))


@pytest.fixture
def goal(world: World) -> Item:
    """Return the first of two goals, of a measure with two tasks and a task beside it, each shown since another day."""
    place, maker = world.places["own"], world.members["maker"]
    days = {"starts": TODAY - timedelta(days=100), "ends": TODAY + timedelta(days=100)}
    plan = plans.draft_plan(place.office, name="一个数", **days, by=maker, at=at(90))
    first, second = (plans.draft_goal(plan, title=title, by=maker, at=at(90)) for title in ("甲", "乙"))
    measure = plans.enter(plan, plans.Entry("measure", "举措", first, 3), by=maker, at=at(90))
    for above, weight, claimed, shown, since in (
        (measure, 1, 50, 30, 40),
        (measure, 4, 80, 60, 10),
        (first, 2, 90, 70, 30),
        (second, 1, 20, 10, 35),
    ):
        item = plans.enter(plan, plans.Entry("task", f"事{since}", above, weight), by=maker, at=at(90))
        _takes_its_course(world, item, claimed, shown, since)
    return first


def _takes_its_course(world: World, item: Item, claimed: int, shown: int, since: int) -> None:
    maker, signer, verifier = (world.members[name] for name in ("maker", "signer", "verifier"))
    unit = world.places["own"].unit
    changes = [
        Becomes(item, f"owner:{unit.pk}", {"role": "lead"}),
        Becomes(
            item,
            "schedule",
            {"starts": day(TODAY - timedelta(days=80)), "due": day(TODAY + timedelta(days=20)), "steps": []},
        ),
    ]
    amending.revise(item.plan, changes, by=maker, at=at(89))
    claim = work.Claim(about=TODAY - timedelta(days=since), percent=claimed, text="进展")
    piece = results.Piece("x.txt", b"x", "佐证")
    update = results.report(item, claim, unit=unit, evidence=[piece], by=maker, at=at(since))
    work.sign(update, by=signer, at=at(since - 1))
    words = {one.pk: "accept" for one in update.evidence.all()}
    results.verify(update, shown=shown, words=words, note="已核", by=verifier, at=at(since - 2))


def words(html: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def said(pattern: str, html: str) -> tuple[str, ...]:
    found = re.search(pattern, words(html))
    assert found, (pattern, words(html))
    return found.groups()


@pytest.mark.parametrize("ago", [0, 20])
def test_one_number_of_one_goal_stands_everywhere(as_: Sign, world: World, goal: Item, ago: int) -> None:
    office, plan = as_("supervisor"), Plan.everything.get(pk=goal.plan_id)
    on = TODAY - timedelta(days=ago)
    numbers, total = figures(office, plan, goal, on)
    assert len(set(numbers)) == 1, numbers
    assert len(set(total)) == 1, total
    # Of the measure 54 = (1×30 + 4×60) ÷ 5 is shown, of the goal 60.4 = (3×54 + 2×70) ÷ 5; before, 6 and 31.6.
    assert numbers[0] == {0: ("80%", "60%"), 20: ("42%", "32%")}[ago]


def figures(client: Client, plan: Plan, goal: Item, on: date) -> tuple[list[object], list[object]]:
    """Return claimed and shown of the goal, and of the plan, as each page says them for the end of a day."""
    asked = {} if on == TODAY else {"about": day(on), "known": day(on)}
    page, item, listed = (
        client.get(address, asked)
        for address in (plan.get_absolute_url(), goal.get_absolute_url(), f"{plan.get_absolute_url()}tasks")
    )
    known = min(timezone.now(), timezone.make_aware(datetime.combine(on, time.max)))
    report = actions.freeze(plan, on=on, by=plan.by, at=known)
    frozen = client.get(report.get_absolute_url())
    row = next(one for one in listed.json()["goals"] if one["item"] == goal.pk)
    html = page.content.decode(), item.content.decode(), frozen.content.decode()
    shown, claimed = said(r"已报 与 已证 .*? (\S+) 已证 (\S+) 已报", html[1])
    goals: list[object] = [
        said(r" 1 甲 .*?报 (\S+) 证 (\S+)", html[0]),
        (claimed, shown),
        (percent(row["claimed"]), percent(row["shown"])),
        said(r" 1 甲 \S+ (\S+) (\S+)", html[2]),
    ]
    plans_: list[object] = [
        said(r"全部任务： 已证 (\S+) ， 已报 (\S+)， 应达 (\S+)；", html[0]),
        said(r"已证 (\S+)，已报 (\S+)，应达 (\S+)。", html[2]),
    ]
    return goals, plans_
