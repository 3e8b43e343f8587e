"""首页: whoever waits for me comes first, and nothing that is mine to do is out of reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.desk.todo import duties
from tests.world import TODAY, World

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
