"""图: what is drawn of an item is what its page says on each day, and of an indicator what its facts say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.arithmetic.asof import Clock
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item
from luoshi.results import actions
from luoshi.results.drawing import Span, by_unit, of_indicator, of_item_over_time
from luoshi.results.history import histories
from luoshi.results.standings import all_of
from luoshi.web.charts import number
from luoshi.work import actions as work
from tests.results.measured import ago, aim, defined, later, proven
from tests.world import TODAY, World, day


def marked(world: World) -> Item:
    """Draw an item by milestones and report that the first is reached."""
    place, members = world.places["own"], world.members
    entry = plans.Entry("task", "按节点", place.item.parent, 1)
    item = plans.enter(place.plan, entry, by=members["maker"], at=later(1))
    marks = [
        {"key": None, "name": name, "due": day(TODAY + timedelta(days=days)), "weight": weight}
        for name, days, weight in (("一", -20, 1), ("二", 20, 3))
    ]
    value = {"starts": day(ago(40)), "due": day(TODAY + timedelta(days=20)), "milestones": marks}
    changes = [("schedule", value), (f"owner:{place.unit.pk}", {"role": "lead"})]
    amending.revise(place.plan, [Becomes(item, *one) for one in changes], by=members["maker"], at=later(2))
    piece = actions.Piece("x.pdf", b"x", "凭证")
    claim = work.Claim(about=ago(5), percent=None, text="一", reached=frozenset({0}))
    made = actions.report(item, claim, unit=place.unit, evidence=[piece], by=members["maker"], at=later(3))
    work.sign(made, by=members["signer"], at=later(4))
    words = {one.pk: "accept" for one in made.evidence.all()}
    actions.verify(made, shown=[0], words=words, note="", by=members["verifier"], at=later(5))
    return item


@pytest.mark.parametrize("kind", ["stated", "marked", "driven"])
@pytest.mark.parametrize("days", [0, 3, 8])
def test_the_curve_ends_where_the_page_stands(world: World, kind: str, days: int) -> None:
    item = world.places["own"].item
    if kind == "marked":
        item = marked(world)
    if kind == "driven":
        made = defined(world)
        for number_ in range(3):
            proven(world, made, 20 + number_, ago(9 - 2 * number_), at=10 + 2 * number_)
    clock = Clock(ago(days), later(3600))
    row = next(one for one in all_of(item.plan, clock).rows if one.item == item.pk)
    drawn = of_item_over_time(item, clock, row.starts, row.due)
    assert drawn is not None
    for word, share in (("已报", row.claimed), ("已证", row.shown)):
        label = {"已报": drawn.wide.claimed, "已证": drawn.wide.shown}[word].label
        assert (label.text if label else None) == (None if share is None else f"{word} {number(share * 100)}")


def test_an_indicator_is_drawn_with_its_targets_and_the_first_of_them(world: World) -> None:
    made = defined(world, drives=False)
    proven(world, made, 30, ago(40), at=10, period="一")
    proven(world, made, 20, ago(20), at=12, period="一", unit=world.units["sibling"])
    aim(world, made, 60, at=20)
    held, now = histories([made.pk])[made.pk], timezone.now() + timedelta(hours=1)
    drawn = of_indicator(held, TODAY, now, ago(50), None)
    assert drawn is not None
    assert [(one.kind, one.label.text) for one in drawn.wide.flights] == [
        ("bottom", "确保 60"),
        ("old", "原目标 100"),
    ]
    assert drawn.wide.shown.label and drawn.wide.shown.label.text == "已证 50"
    small = by_unit(held, held.values, TODAY, now)
    assert [one.unit for one in small] == sorted(["材料学院", "机械学院"])
    assert len({one.chart.levels[-1].text for one in small}) == 1
    assert of_indicator(held, ago(400), now, ago(50), None) is None


def test_a_chart_of_no_time_is_not_drawn() -> None:
    assert Span.of([]) is None
    assert Span.of([TODAY]) is None
    span = Span.of([TODAY, TODAY + timedelta(days=100)], TODAY + timedelta(days=999))
    assert span is not None and span.last == TODAY + timedelta(days=125)
