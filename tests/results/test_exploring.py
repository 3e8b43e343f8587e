"""逐点查看: the data of the explored chart say what the page says, to whom the page says it, on D as known at K."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.results import actions
from luoshi.results.actions import Measured
from luoshi.results.models import Indicator, Value
from tests.queries import count
from tests.results.measured import D, ago, aim, defined, entered, later, proven
from tests.world import TODAY, World, day, take_part

Sign = Callable[[str], Client]
QUERIES, BYTES = 10, 40_000


@pytest.fixture
def indicator(world: World) -> Indicator:
    """Define an indicator: 30 verified, 25 of another unit waiting."""
    made = defined(world, name="到账经费")
    take_part(
        world.places["own"].item, world.units["sibling"], "support", by=world.members["maker"], at=later(9)
    )
    proven(world, made, 30, ago(40), at=10, period="一期")
    entered(world, made, 25, ago(5), at=20, period="二期", unit=world.units["sibling"])
    return made


def url(indicator: Indicator) -> str:
    return reverse("results:series", kwargs={"pk": indicator.pk})


def told(client: Client, indicator: Indicator, **query: str) -> dict[str, Any]:
    answer = client.get(url(indicator), query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    found: dict[str, Any] = answer.json()
    return found


def line(found: dict[str, Any], kind: str) -> list[list[Any]]:
    return next(one["points"] for one in found["lines"] if one["kind"] == kind)


def said(found: dict[str, Any], on: str) -> list[str]:
    """Return what is said of a day."""
    return next(([one["words"] for one in row["said"]] for row in found["days"] if row["on"] == on), [])


def test_it_says_of_each_day_what_the_page_says(as_: Sign, indicator: Indicator, world: World) -> None:
    found = told(as_("supervisor"), indicator)
    early, late = day(ago(40)), day(ago(5))
    assert line(found, "shown") == [[early, 30.0]]
    assert line(found, "claimed") == [[early, 30.0], [late, 55.0]]
    assert [one["label"] for one in found["lines"]][:2] == ["已报 55", "已证 30"]
    assert found["unit"] == "万元"
    assert said(found, early)[:2] == ["已证 30万元", "已报 30万元"]
    assert said(found, early)[-1] == "材料学院 一期：30万元，导入：财务系统，已核实"
    assert said(found, late)[0] == "已报 55万元"
    assert said(found, late)[-1] == "机械学院 二期：25万元，导入：财务系统，待核实"
    page = as_("supervisor").get(indicator.get_absolute_url()).content.decode()
    for words in (">30</a>", ">55</a>", "一期", "二期"):
        assert words in page
    ends = day(world.places["own"].plan.ends)
    assert "确保 100万元" in said(found, ends)
    (stair,) = found["stairs"]
    assert [(one["label"], one["points"][-1]) for one in stair["steps"]] == [("确保 100", [ends, 100.0])]


def test_the_old_target_its_steps_and_a_correction_are_told_apart(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    aim(world, indicator, 60, at=40)
    fixed = Measured(ago(40), D(28), origin=Value.Origin.CORRECTION, source="财务处更正函", period="一期")
    actions.observe(indicator, fixed, unit=world.units["own"], by=world.members["maker"], at=later(50))
    found = told(as_("supervisor"), indicator)
    assert [(one["kind"], one["steps"][-1]["label"]) for one in found["stairs"]] == [
        ("bottom", "确保 60"),
        ("old", "原目标 100"),
    ]
    row = next(one for one in found["days"] if one["on"] == day(ago(40)))
    assert row["corrected"] is True
    assert [one["kind"] for one in row["said"]][-2:] == ["value", "corrected"]
    assert "更正：财务处更正函，待核实" in row["said"][-1]["words"]
    assert line(found, "claimed")[0] == [day(ago(40)), 28.0]
    assert line(found, "shown")[0] == [day(ago(40)), 30.0]


def test_a_ratio_says_what_stands_above_and_below_the_line(as_: Sign, world: World) -> None:
    made = defined(world, kind=Kind.RATIO, measure="%", name="到账率", drives=False)
    entered(world, made, 1, ago(5), at=30, bottom=D(3))
    found = told(as_("supervisor"), made)
    assert said(found, day(ago(5)))[0] == "已报 33.33%（分子合计 ÷ 分母合计：1 ÷ 3）"
    assert said(found, day(ago(5)))[-1] == "材料学院：1 ÷ 3，导入：财务系统，待核实"


def test_it_tells_what_held_then_as_known_then(as_: Sign, indicator: Indicator) -> None:
    office = as_("supervisor")
    before = told(office, indicator, about=day(ago(10)))
    assert line(before, "claimed") == [[day(ago(40)), 30.0]]
    unknown = told(office, indicator, known=day(ago(1)))
    assert (unknown["lines"], unknown["days"], unknown["known"]) == ([], [], day(ago(1)))
    assert unknown["as_known"] == f"按 {day(ago(1))} 所知"


def test_a_forecast_has_its_band_and_its_day(as_: Sign, world: World) -> None:
    made = defined(world, name="累计到账", at=60, over_periods=Rule.SUM, drives=False)
    for number in range(6):
        proven(world, made, 5 + number % 2, ago(35 - 5 * number), at=100 + 2 * number, period=f"月{number}")
    found = told(as_("supervisor"), made)["ahead"]
    assert found["way"][0] == [day(ago(10)), 33.0]
    assert [row[0] for row in found["band"]] == sorted(row[0] for row in found["band"])
    assert found["band"][0] == [day(ago(10)), 33.0, 33.0]
    assert found["label"].startswith("预计 ")


def test_units_are_told_to_whom_their_values_are_due(as_: Sign, indicator: Indicator) -> None:
    found = told(as_("supervisor"), indicator)
    assert [one["name"] for one in found["units"]] == ["机械学院", "材料学院"]
    assert found["units"][1]["lines"][1] == {"kind": "shown", "points": [[day(ago(40)), 30.0]]}
    own = told(as_("reporter"), indicator)
    assert line(own, "claimed") == line(found, "claimed")
    assert [one["name"] for one in own["units"]] == ["材料学院"]
    assert "机械学院" not in str(own)
    assert as_("foreign_supervisor").get(url(indicator)).status_code == 404


def test_the_page_leads_to_it_and_without_a_script_to_the_values(as_: Sign, indicator: Indicator) -> None:
    page = as_("supervisor").get(indicator.get_absolute_url(), {"about": day(TODAY)}).content.decode()
    assert f'href="#values" data-explore="{url(indicator)}"' in page
    then = as_("supervisor").get(indicator.get_absolute_url(), {"about": day(ago(3))}).content.decode()
    assert f'data-explore="{url(indicator)}?about={day(ago(3))}&amp;known={day(TODAY)}"' in then
    empty = as_("supervisor").get(indicator.get_absolute_url(), {"known": day(ago(1))}).content.decode()
    assert "data-explore" not in empty


def test_it_keeps_its_budget(as_: Sign, indicator: Indicator, world: World) -> None:
    office = as_("supervisor")
    few = count(office, url(indicator))
    for number in range(60):
        unit = world.units[("own", "sibling")[number % 2]]
        entered(
            world, indicator, number, ago(130 - 2 * number), at=200 + number, period=f"多{number}", unit=unit
        )
    assert count(office, url(indicator)) == few <= QUERIES
    size = len(office.get(url(indicator)).content)
    print(f"series: {few} queries, {size:,} bytes")
    assert size <= BYTES
