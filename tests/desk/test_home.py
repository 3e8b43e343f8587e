"""首页: whoever waits for me comes first, and nothing that is mine to do is out of reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.desk.todo import duties
from luoshi.plans import amending
from luoshi.plans.amending import Becomes
from tests.results.measured import defined, proven
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]


def test_a_report_that_waits_stands_before_orders_that_nobody_has(world: World) -> None:
    verbs = [duty.verb for duty in duties(world.members["supervisor"], TODAY)]
    assert {"核", "答"} <= set(verbs)
    assert max(i for i, verb in enumerate(verbs) if verb == "核") < verbs.index("答")


def test_what_does_not_fit_is_one_link_away(as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = duties(world.members["supervisor"], TODAY)
    assert len(mine) > 1
    monkeypatch.setattr("luoshi.desk.views.AT_ONCE", 1)
    office = as_("supervisor")
    first, whole = (office.get(address).content.decode() for address in ("/", "/?all=1"))
    assert 'href="/?all=1"' in first
    assert f"{len(mine)} 件" in first
    assert first.count('class="todo"') == 1
    assert whole.count('class="todo"') == len(mine)
    assert 'href="/?all=1"' not in whole


def to_report(world: World) -> list[str]:
    """Return what the college's reporter is to report on when the last report is no longer fresh."""
    found = duties(world.members["reporter"], TODAY + timedelta(days=40))
    return [duty.thing for duty in found if duty.verb == "报"]


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
