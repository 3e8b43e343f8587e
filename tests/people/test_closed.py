"""撤销的单位: what is no more, or is not yet, is offered in no form and takes nothing on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from luoshi.people import actions as people
from luoshi.people.actions import Told
from luoshi.people.errors import Closed
from luoshi.people.models import Unit
from luoshi.people.roles import Reach, Role
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.errors import BadAmendment
from luoshi.plans.models import Owner
from luoshi.records.models import Sentence
from tests.conftest import signed_in
from tests.world import NOW, TODAY, World, grant, member, take_part

Sign = Callable[[str], Client]


@pytest.fixture
def closed(world: World) -> Unit:
    """Close the college's department today."""
    return people.close_unit(world.units["child"], told=Told(on=TODAY, at=NOW))


@pytest.fixture
def coming(world: World) -> Unit:
    """Add a department from tomorrow on."""
    told = Told(on=TODAY + timedelta(days=1), at=NOW)
    return people.add_unit(world.units["own"], "来日之系", short="来", told=told)


@pytest.mark.parametrize("path", ["/plans/new", "/documents/new", "/sentences/{}/draw"])
def test_only_units_that_stand_are_offered(
    as_: Sign, sentence: Sentence, closed: Unit, coming: Unit, path: str
) -> None:
    shown = as_("supervisor").get(path.format(sentence.pk)).content.decode()
    assert "材料学院" in shown
    assert closed.name not in shown
    assert coming.name not in shown


def test_a_form_that_names_a_closed_unit_is_refused(
    as_: Sign, world: World, sentence: Sentence, closed: Unit
) -> None:
    given = {"goal": world.places["own"].item.parent_id, "title": "新", "lead": closed.pk}
    days = {"starts": f"{TODAY}", "due": f"{TODAY}"}
    assert as_("supervisor").post(f"/sentences/{sentence.pk}/draw", given | days).status_code == 422


def test_nothing_is_drawn_or_drafted_for_it(world: World, sentence: Sentence, closed: Unit) -> None:
    goal, by = world.places["own"].item.parent, world.members["supervisor"]
    assert goal is not None
    for lead, support in ((closed, ()), (world.units["own"], (closed,))):
        with pytest.raises(Closed):
            plans.draw(sentence, plans.Task(goal, "新", lead, TODAY, TODAY, support), by=by, at=NOW)
    with pytest.raises(Closed):
        plans.draft_plan(closed, name="新", starts=TODAY, ends=TODAY, by=by, at=NOW)


def test_it_takes_no_part_any_more_but_may_be_taken_out(world: World, closed: Unit) -> None:
    item, by = world.places["own"].item, world.members["maker"]
    with pytest.raises(BadAmendment):
        take_part(item, closed, "support", by=by)
    take_part(world.places["child"].item, closed, "out", by=by, at=NOW + timedelta(seconds=1))
    assert not Owner.everything.filter(item=world.places["child"].item, unit=closed).exists()


def test_one_reports_for_a_unit_that_stands(world: World, closed: Unit) -> None:
    item = world.places["child"].item
    office = member(world.units["own"], "whole")
    grant(office, Role.REPORTER, world.units["own"], Reach.SUBTREE)
    alone = signed_in(office).get(f"/items/{item.pk}/report")
    assert (alone.status_code, "已撤销" in alone.content.decode()) == (422, True)
    amending.revise(
        item.plan,
        [Becomes(item, f"owner:{world.units['own'].pk}", {"role": "duty"})],
        by=world.members["maker"],
        at=NOW,
    )
    given = {"percent": 60, "about": f"{TODAY}", "text": "有进展"}
    assert signed_in(office).post(f"/items/{item.pk}/report", given).status_code == 302
    assert item.updates.latest("pk").unit == world.units["own"]
