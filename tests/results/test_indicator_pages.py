"""指标页: what it tells and to whom, on a day as known on a day; what is entered, verified, set, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import deactivate

from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.plans import actions as plans
from luoshi.results import actions
from luoshi.results.meaning import Wanted
from luoshi.results.models import Indicator, Override, Quality, Target, Value
from tests.queries import count
from tests.results.measured import D, ago, aim, defined, entered, later, meant, proven
from tests.world import TODAY, World, day, take_part

Sign = Callable[[str], Client]


@pytest.fixture
def indicator(world: World) -> Indicator:
    """Define an indicator that drives the college's item: 1 value verified, 1 waiting, 1 of another unit."""
    made = defined(world, name="到账经费", every=31)
    take_part(
        world.places["own"].item, world.units["sibling"], "support", by=world.members["maker"], at=later(9)
    )
    proven(world, made, 30, ago(40), at=10, period="一期")
    entered(world, made, 25, ago(5), at=20, period="二期", unit=world.units["sibling"])
    return made


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def said(found: str, *words: str) -> list[str]:
    """Return which of the words are missing."""
    return [one for one in words if one not in found]


def address(name: str, indicator: Indicator) -> str:
    return reverse(f"results:{name}", kwargs={"pk": indicator.pk})


def test_it_tells_the_value_as_verified_and_as_claimed(as_: Sign, indicator: Indicator) -> None:
    found = text(as_("supervisor"), indicator.get_absolute_url())
    assert (
        said(found, ">30</a>", ">55</a>", "目标的 30%", "目标的 55%", "提高型", "每 31 天", "确保 <b>100</b>")
        == []
    )
    assert said(found, "财务系统", "✓ 已核实", "… 待核实", 'class="chart chart-wide"', "缺一期") == []
    assert found.count("chart-small") == 2  # one for each unit


@pytest.fixture
def english(as_: Sign) -> Iterator[Client]:
    """Sign the supervisor in as a reader of English; a request leaves its language to its thread."""
    client = as_("supervisor")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    yield client
    deactivate()


def test_it_is_told_in_the_readers_language(english: Client, indicator: Indicator) -> None:
    found = text(english, indicator.get_absolute_url())
    assert (
        said(found, "30% of the target", "55% of the target", "To be increased", "31 days", "Bottom line <b>")
        == []
    )
    assert "目标" not in found
    found = text(english, indicator.item.get_absolute_url())
    assert said(found, "Shown ÷ expected", "Definition of the indicator: 到账经费") == []
    found = text(english, address("trail_indicator", indicator))
    assert said(found, "progress of the indicator, within 0 and 100%", "As of ", "as known today") == []


def test_it_tells_what_held_then_as_known_then(as_: Sign, indicator: Indicator, world: World) -> None:
    office, url = as_("supervisor"), indicator.get_absolute_url()
    found = text(office, url, about=day(ago(41)))
    assert said(found, "按当时所知，还没有您能看到的数值", "没有观测值") == []
    assert ">30</a>" not in found
    found = text(office, url, about=day(ago(10)))
    assert said(found, ">30</a>") == []
    assert ">55</a>" not in found
    before = text(office, url, known=day(ago(1)))
    assert "按当时所知，还没有这一指标" in before
    assert "财务系统" not in before


def test_a_college_reads_the_sum_and_its_own_values_only(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    found = text(as_("reporter"), indicator.get_absolute_url())
    assert said(found, ">55</a>", "材料学院", "分单位的数只列您能看到的") == []
    assert "机械学院" not in found
    assert as_("foreign_supervisor").get(indicator.get_absolute_url()).status_code == 404
    assert "机械学院" in text(as_("sibling_head"), indicator.get_absolute_url())


def test_a_changed_target_stands_beside_the_first_with_its_reason(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    aim(world, indicator, 60, at=40)
    found = text(as_("supervisor"), indicator.get_absolute_url())
    assert said(found, "目标改过 1 次", "对最初的目标 100万元，已证为 30%", "原目标 100", "2 版") == []


def test_a_value_is_entered_verified_and_shown(as_: Sign, indicator: Indicator, world: World) -> None:
    unit = world.units["own"]
    given = {
        "unit": unit.pk,
        "about": day(TODAY),
        "value": "12.5",
        "origin": "import",
        "source": "财务处台账",
        "period": "三期",
    }
    reporter, office = as_("reporter"), as_("supervisor")
    assert reporter.post(address("observe", indicator), given).status_code == 302
    value = Value.everything.get(source="财务处台账")
    assert (value.value, value.unit, value.verified_by) == (D("12.5"), unit, None)
    assert reporter.post(address("verify_values", indicator), {"values": [value.pk]}).status_code == 403
    answer = office.post(address("verify_values", indicator), {"values": [value.pk]}, follow=True)
    assert said(answer.content.decode(), "已核实 1 个数值", ">12.5</a>") == []


def test_what_was_typed_stays_when_it_is_refused(as_: Sign, indicator: Indicator, world: World) -> None:
    given = {
        "unit": world.units["own"].pk,
        "about": day(TODAY + timedelta(days=3)),
        "value": "77.5",
        "origin": "import",
    }
    answer = as_("reporter").post(address("observe", indicator), given)
    assert answer.status_code == 422
    assert said(answer.content.decode(), "须写明来源", 'value="77.5"') == []
    answer = as_("reporter").post(address("observe", indicator), {**given, "source": "台账"})
    assert answer.status_code == 422
    assert said(answer.content.decode(), "不能晚于今天", 'value="77.5"', 'value="台账"') == []
    assert not Value.everything.filter(value=D("77.5")).exists()


def test_a_reporter_enters_for_their_own_unit_only(as_: Sign, indicator: Indicator, world: World) -> None:
    given = {
        "unit": world.units["sibling"].pk,
        "about": day(TODAY),
        "value": "1",
        "origin": "import",
        "source": "台账",
    }
    assert as_("reporter").post(address("observe", indicator), given).status_code == 422
    assert as_("head").get(address("observe", indicator)).status_code == 403


def test_a_value_comes_with_a_report_that_is_not_signed_yet(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    update = world.places["own"].updates["reported"]
    link = f"{address('observe', indicator)}?update={update.pk}"
    assert link in text(as_("reporter"), update.get_absolute_url())
    assert f'value="{update.pk}" selected' in text(
        as_("reporter"), address("observe", indicator), update=str(update.pk)
    )
    assert link not in text(as_("head"), update.get_absolute_url())
    given = {"unit": world.units["own"].pk, "about": day(TODAY), "value": "3", "update": update.pk}
    assert as_("reporter").post(address("observe", indicator), given).status_code == 302
    value = Value.everything.get(update_of=update)
    assert value.origin == "update"
    late = {**given, "update": world.places["own"].updates["signed"].pk}
    assert as_("reporter").post(address("observe", indicator), late).status_code == 422


def test_nothing_ticked_and_what_another_has_verified_are_told(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    office, url = as_("supervisor"), address("verify_values", indicator)
    answer = office.post(url)
    assert (answer.status_code, said(answer.content.decode(), "请勾选要核实的数值")) == (422, [])
    value = Value.everything.get(indicator=indicator, verified_at=None)
    actions.verify_value(value, by=world.members["verifier"], at=later(60))
    answer = office.post(url, {"values": [value.pk]})
    assert (answer.status_code, said(answer.content.decode(), "已由他人核实")) == (422, [])


def test_a_ratio_asks_for_both_sides_and_tells_them(as_: Sign, world: World) -> None:
    made = defined(world, kind=Kind.RATIO, measure="%", name="到账率", drives=False)
    given = {
        "unit": world.units["own"].pk,
        "about": day(TODAY),
        "value": "1",
        "origin": "import",
        "source": "台账",
    }
    answer = as_("reporter").post(address("observe", made), given)
    assert answer.status_code == 422
    assert as_("reporter").post(address("observe", made), {**given, "bottom": "3"}).status_code == 302
    found = text(as_("supervisor"), made.get_absolute_url())
    assert said(found, "分子合计 ÷ 分母合计：1 ÷ 3", ">33.33</a>") == []


def test_quality_is_stated_and_what_was_stated_stays(as_: Sign, indicator: Indicator) -> None:
    office = as_("planner")
    assert office.post(address("quality", indicator), {"source": "到账明细"}).status_code == 302
    assert said(text(office, indicator.get_absolute_url()), "到账明细", "说明完整度 20%") == []
    assert 'name="source"' in text(office, address("quality", indicator))
    assert (
        office.post(address("quality", indicator), {"source": "财务系统", "limits": "滞后一月"}).status_code
        == 302
    )
    assert Quality.everything.count() == 2
    assert as_("reporter").get(address("quality", indicator)).status_code == 403


MEANING = {"kind": "maximise", "over_periods": "latest", "over_units": "sum", "measure": "人", "base": "0"}


def test_an_indicator_is_defined_redefined_and_aimed_in_a_draft(as_: Sign, world: World) -> None:
    place, office = world.places["own"], as_("planner")
    new = reverse("results:define", kwargs={"pk": place.item.pk})
    given = {**MEANING, "name": "企业导师", "unit": place.unit.pk}
    answer = office.post(new, {**given, "base": "一百"})
    assert (answer.status_code, said(answer.content.decode(), 'value="一百"', 'value="企业导师"')) == (
        422,
        [],
    )
    assert office.post(new, given).status_code == 302
    made = Indicator.everything.latest("pk")
    points = {
        "on_1": day(TODAY + timedelta(days=9)),
        "bottom_1": "5",
        "on_2": "",
        "bottom_2": "8",
        "override": "",
    }
    answer = office.post(address("targets", made), points)
    assert (answer.status_code, said(answer.content.decode(), "请写明哪一天达到", 'value="8"')) == (422, [])
    points["on_2"] = day(TODAY + timedelta(days=19))
    assert office.post(address("targets", made), points).status_code == 302
    assert list(Target.everything.filter(indicator=made).values_list("bottom", flat=True)) == [5, 8]
    again = text(office, address("redefine", made))
    assert said(again, 'value="企业导师"', 'value="人"') == []
    assert office.post(address("redefine", made), {**given, "name": "产业导师"}).status_code == 302
    assert said(text(office, made.get_absolute_url()), "产业导师", "口径改过 1 次") == []
    assert as_("reporter").get(new).status_code == 403


def test_the_guard_rail_warns_in_its_own_words_and_goes_on_with_a_reason(as_: Sign, world: World) -> None:
    made = defined(world, target=None, name="毕业去向落实率", drives=False)
    office, url = as_("planner"), address("targets", made)
    assert said(text(office, url), "会触及红线", "不得不切实际向高校或院系提去向落实率具体指标") == []
    given = {"on_1": day(TODAY + timedelta(days=30)), "bottom_1": "93.5", "override": ""}
    answer = office.post(url, given)
    assert answer.status_code == 422
    assert said(answer.content.decode(), 'value="93.5"', "请写明理由", 'name="override"') == []
    assert not Target.everything.filter(indicator=made).exists()
    given["override"] = "上级文件明确要求，按全校口径监测"
    assert office.post(url, given).status_code == 302
    assert Override.everything.get(indicator=made).reason == given["override"]
    assert said(text(office, made.get_absolute_url()), "破例设定", given["override"]) == []


def test_a_new_name_that_the_guard_rail_knows_asks_for_a_reason_too(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    given = {**MEANING, "name": "毕业生就业率", "unit": world.units["own"].pk, "override": ""}
    answer = as_("planner").post(address("redefine", indicator), given)
    assert answer.status_code == 422
    assert said(answer.content.decode(), 'name="override"', 'value="毕业生就业率"', "请写明理由") == []


def test_an_adopted_plan_says_how_its_targets_change(as_: Sign, indicator: Indicator, world: World) -> None:
    plans.adopt(indicator.item.plan, by=world.members["signer"], at=later(50))
    office = as_("planner")
    found = text(office, indicator.get_absolute_url())
    assert "定目标值" not in found
    assert "通过“目标调整”改动" in found
    given = {"on_1": day(TODAY), "bottom_1": "66.5", "override": ""}
    answer = office.post(address("targets", indicator), given)
    assert (answer.status_code, said(answer.content.decode(), 'value="66.5"', "目标调整")) == (403, [])


def test_the_list_tells_each_indicator_in_a_line_to_whom_it_is_due(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    place = world.places["own"]
    url = reverse("results:indicators", kwargs={"pk": place.plan.pk})
    found = text(as_("supervisor"), url)
    assert said(found, "到账经费", "<b>30</b>", ">55</a>", "70", "观测值少于4个", "2 个指标") == []
    assert url in text(as_("supervisor"), place.plan.get_absolute_url())
    assert "到账经费" in text(
        as_("sibling_head"), reverse("results:indicators", kwargs={"pk": place.plan.pk})
    )
    assert "到账经费" not in text(as_("supervisor"), url, known=day(ago(1)))


def test_a_forecast_is_told_with_its_band_and_its_chance(
    as_: Sign, indicator: Indicator, world: World
) -> None:
    indicator = defined(world, name="累计到账", at=60, over_periods=Rule.SUM, drives=False)
    for number in range(6):
        proven(
            world, indicator, 5 + number % 2, ago(35 - 5 * number), at=100 + 2 * number, period=f"月{number}"
        )
    office = as_("supervisor")
    found = text(office, indicator.get_absolute_url())
    assert said(found, 'class="fore-band"', 'class="fore"', "八成把握在", "按期达到的可能") == []
    told = text(office, address("trail_indicator", indicator), which="forecast")
    assert said(told, "按期达到的可能", "重抽 200 次", "走势") == []


@pytest.mark.parametrize("page", ["indicator", "list", "item", "trail"])
def test_ten_times_the_figures_ask_no_more_queries(
    as_: Sign, indicator: Indicator, world: World, page: str
) -> None:
    place, office = world.places["own"], as_("supervisor")
    url = {
        "indicator": indicator.get_absolute_url(),
        "list": reverse("results:indicators", kwargs={"pk": place.plan.pk}),
        "item": place.item.get_absolute_url(),
        "trail": address("trail_indicator", indicator),
    }[page]
    few = count(office, url)
    for number in range(10):
        proven(world, indicator, number, ago(30 - number), at=200 + 2 * number, period=f"多{number}")
    more = [
        actions.define(
            place.item,
            meant(world, name=f"多{number}", drives=False),
            by=world.members["maker"],
            at=later(300 + number),
        )
        for number in range(10)
    ]
    for number, one in enumerate(more):
        goal = [Wanted(place.plan.ends, Decimal(9))]
        actions.set_targets(one, goal, by=world.members["maker"], at=later(400 + number))
        proven(world, one, 3, ago(3), at=500 + 2 * number)
    assert count(office, url) == few
    print(page, few)
