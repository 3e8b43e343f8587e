"""两天对比: what has changed between two (D, K), in sentences and in a table, and only for who may read the whole plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.plans import amending
from luoshi.plans.amending import Proposal
from luoshi.plans.changes import Becomes
from luoshi.plans.entering import Entry
from tests.queries import count
from tests.results.measured import later
from tests.world import TODAY, World, adopted, day

Sign = Callable[[str], Client]
SOON = day(TODAY + timedelta(days=1))


@pytest.fixture
def address(world: World) -> str:
    """Put a task off by a month from tomorrow on, weigh it, end another, and bring a new one in."""
    place, maker, signer = world.places["own"], world.members["maker"], world.members["signer"]
    item, plan = place.item, adopted(place, world)
    assert item.due is not None
    due = (item.due + timedelta(days=30)).isoformat()
    spans = Becomes(item, "schedule", {"starts": str(item.starts), "due": due})
    changes = (
        Proposal("schedule", "推迟", TODAY + timedelta(days=1), [spans]),
        Proposal("clerical", "改字", TODAY, [Becomes(item, "word", {"title": "改了的任务"})]),
        Proposal("scope", "新增", TODAY, [], [Entry("task", "新来的任务", item.parent)]),
    )
    for number, proposal in enumerate(changes):
        made = amending.propose(plan, proposal, by=maker, at=later(number))
        amending.countersign(made, by=signer, at=later(number + 1))
    return f"/plans/{plan.pk}/compare"


def told(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_has_changed_between_two_days_is_told(as_: Sign, address: str, world: World) -> None:
    before = day(TODAY - timedelta(days=1))
    found = told(as_("leader"), address, with_about=before, with_known=SOON, about=SOON, known=SOON)
    for words in (
        "新来的任务",
        "新增：先的那一天还没有",
        "新增 1 项",
        "计划本身改了",
        "时限 1 项",
        "表述 1 项",
        "改了的任务",
    ):
        assert words in found
    item = world.places["own"].item
    assert item.due is not None
    assert f"至 {item.due}</td>" in found
    assert f"至 {item.due + timedelta(days=30)}</b>" in found
    # The other way round what has come is gone.
    back = told(as_("leader"), address, about=before, known=SOON, with_about=SOON, with_known=SOON)
    assert "后的那一天已经没有" in back
    assert "少了 1 项" in back


def test_between_a_day_and_itself_nothing_has_changed(as_: Sign, address: str) -> None:
    now = {"about": SOON, "with_about": SOON, "known": day(TODAY), "with_known": day(TODAY)}
    assert "什么也没有变" in told(as_("leader"), address, **now)


def test_the_same_day_as_known_before_and_after(as_: Sign, world: World) -> None:
    """Yesterday nobody knew anything of the plan; today it is known of that same yesterday."""
    plan, yesterday = world.places["own"].plan, day(TODAY - timedelta(days=1))
    found = told(
        as_("leader"),
        f"/plans/{plan.pk}/compare",
        with_about=yesterday,
        with_known=yesterday,
        about=yesterday,
        known=day(TODAY),
    )
    assert "新增 2 项" in found
    assert f"（按 {TODAY.year}年{TODAY.month}月{TODAY.day}日所知）" in found


def test_nonsense_and_silence_ask_for_the_last_month(as_: Sign, address: str) -> None:
    assert "新增" in told(as_("leader"), address)
    assert "新增" in told(as_("leader"), address, about="胡说", known="", page="x")


@pytest.mark.parametrize(
    ("who", "status"), [("reporter", 403), ("head", 403), ("sibling_head", 404), ("auditor", 200)]
)
def test_only_who_reads_the_whole_plan_compares_it(as_: Sign, address: str, who: str, status: int) -> None:
    assert as_(who).get(address).status_code == status


def test_ten_times_the_items_ask_no_more(as_: Sign, address: str, world: World) -> None:
    plan, leader = world.places["own"].plan, as_("leader")
    few = count(leader, address)
    entries = [Entry("task", f"多{number}", world.places["own"].item.parent) for number in range(10)]
    made = amending.propose(
        plan, Proposal("scope", "新增", TODAY, [], entries), by=world.members["maker"], at=later(9)
    )
    amending.countersign(made, by=world.members["signer"], at=later(10))
    assert count(leader, address) == few <= 55
