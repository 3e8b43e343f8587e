"""筛选: each question keeps its tasks and no others, and puts them into the order that was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.people.models import Unit
from luoshi.plans import actions as plans
from luoshi.plans.entering import Entry
from luoshi.plans.models import Item, Plan
from luoshi.plans.rules import Mark
from luoshi.results import actions as results
from luoshi.results.views.sieve import _until
from luoshi.work import actions as work
from tests.queries import count
from tests.world import NOW, TODAY, World, take_part

Sign = Callable[[str], Client]


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def draw(world: World, title: str, lead: Unit, due: int, **more: object) -> Item:
    place = world.places["own"]
    task = plans.Task(
        goal=place.item.parent,  # type: ignore[arg-type]
        title=title,
        lead=lead,
        starts=days(-40),
        due=days(due),
        **more,  # type: ignore[arg-type]
    )
    return plans.draw(place.sentence, task, by=world.members["maker"], at=NOW)


@pytest.fixture
def plan(world: World) -> Plan:
    """Let the plan of `own` hold three more tasks: late, with milestones, and without a basis."""
    place, maker = world.places["own"], world.members["maker"]
    late = draw(world, "旧事 逾期", place.unit, -3)
    show(world, late, place.unit, 90, 20)
    marks = (Mark("签订", days(-10), 1), Mark("验收", days(5), 1))
    draw(world, "新建 平台", world.units["sibling"], 5, milestones=marks)
    bare = plans.enter(place.plan, Entry("task", "无依据的事", place.item.parent), by=maker, at=NOW)
    take_part(bare, world.units["cousin"], "lead", by=maker)
    take_part(late, world.units["cousin"], "support", by=maker)
    return place.plan


def show(world: World, item: Item, unit: Unit, claimed: int, shown: int) -> None:
    maker = world.members["maker"]
    piece = results.Piece(name="x.pdf", content=f"{item.pk}".encode(), shows="凭证")
    claim = work.Claim(about=days(-5), percent=claimed, text="进展")
    update = results.report(item, claim, unit=unit, evidence=[piece], by=maker, at=NOW)
    work.sign(update, by=world.members["signer"], at=NOW)
    words = {one.pk: "accept" for one in update.evidence.all()}
    results.verify(update, shown=shown, words=words, note="", by=world.members["verifier"], at=NOW)


def titles(client: Client, plan: Plan, **asked: object) -> list[str]:
    """Return the titles of the tasks that are listed, as they come."""
    page = client.get(plan.get_absolute_url(), asked).content.decode()
    rows = re.findall(r'<tr class="(.*?)">\s*<th scope="row">.*?<a [^>]*>(.*?)</a>', page, flags=re.S)
    return [title for kind, title in rows if "is-above" not in kind]


OWN = "金丝雀own任务"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"due": "over"}, ["旧事 逾期"]),
        ({"due": "week"}, ["新建 平台"]),
        ({"due": "none"}, ["无依据的事"]),
        ({"basis": "none"}, ["无依据的事"]),
        ({"basis": "some"}, [OWN, "旧事 逾期", "新建 平台"]),
        ({"q": "平台"}, ["新建 平台"]),
        ({"q": "新建 平台"}, ["新建 平台"]),
        ({"q": "平台 没有"}, []),
        ({"since": days(0), "until": days(30)}, ["新建 平台"]),
        ({"until": days(30)}, ["旧事 逾期", "新建 平台"]),
        ({"since": "胡说", "due": "never", "sort": "x"}, [OWN, "旧事 逾期", "新建 平台", "无依据的事"]),
        ({"sort": "due"}, ["旧事 逾期", "新建 平台", OWN, "无依据的事"]),
        ({"sort": "gap"}, ["旧事 逾期", OWN, "新建 平台", "无依据的事"]),
        ({"sort": "shown"}, ["旧事 逾期", OWN, "新建 平台", "无依据的事"]),
        ({"sort": "lamp"}, ["旧事 逾期", "新建 平台", OWN, "无依据的事"]),
    ],
)
def test_a_question_keeps_its_tasks(
    as_: Sign, plan: Plan, asked: dict[str, object], found: list[str]
) -> None:
    office = as_("supervisor")
    assert titles(office, plan, **asked) == found
    # As known at the end of today the facts are asked, and not what is kept of them.
    assert titles(office, plan, known=TODAY, about=TODAY, **asked) == found


def test_a_unit_leads_or_takes_part(as_: Sign, plan: Plan, world: World) -> None:
    office, cousin = as_("supervisor"), world.units["cousin"].pk
    assert titles(office, plan, unit=cousin) == ["无依据的事"]
    assert titles(office, plan, unit=cousin, role="any") == ["旧事 逾期", "无依据的事"]
    yesterday = {"about": TODAY, "known": days(-1)}
    assert titles(office, plan, unit=cousin, role="any", **yesterday) == []


def test_what_is_found_is_counted_and_there_is_a_way_back(as_: Sign, plan: Plan) -> None:
    page = as_("supervisor").get(plan.get_absolute_url(), {"q": "平台"}).content.decode()
    assert "下面是筛出的 1 项" in page
    assert '<a href="?">看全部</a>' in page
    assert 'value="平台"' in page
    assert "as=gantt" in page
    assert "看全部" not in as_("supervisor").get(plan.get_absolute_url()).content.decode()


def test_milestones_are_counted_and_a_late_task_says_by_how_much(as_: Sign, plan: Plan) -> None:
    page = as_("supervisor").get(plan.get_absolute_url()).content.decode()
    assert "里程碑 0/2" in page
    assert "逾 3 天" in page
    then = as_("supervisor").get(plan.get_absolute_url(), {"about": days(1), "known": TODAY}).content.decode()
    assert "里程碑 0/2" in then
    assert "逾 4 天" in then


def test_over_time_there_is_a_bar_a_task_and_a_node_a_milestone(as_: Sign, plan: Plan) -> None:
    page = as_("supervisor").get(plan.get_absolute_url(), {"as": "gantt"}).content.decode()
    drawn = page.split("<tbody>", 1)[1].split("</tbody>")[0]
    assert drawn.count('class="g-bar"') == 3  # one task has no days
    assert (drawn.count('href="#g-missed"'), drawn.count('href="#g-coming"')) == (1, 1)
    assert "里程碑已证 0 个，共 2 个" in drawn
    assert "<h1>" in page
    assert titles(as_("supervisor"), plan, **{"as": "gantt", "q": "平台"}) == ["新建 平台"]


def test_a_college_is_drawn_no_bar_of_the_whole(as_: Sign, plan: Plan) -> None:
    page = as_("reporter").get(plan.get_absolute_url(), {"as": "gantt"}).content.decode()
    drawn = page.split("<tbody>", 1)[1].split("</tbody>")[0]
    assert drawn.count('class="g-bar"') == 2
    assert "g-line" not in drawn
    assert "平台" not in page


def test_titles_are_escaped_where_rows_are_written_by_hand(as_: Sign, world: World) -> None:
    item = draw(world, "<b id=alive>&", world.places["own"].unit, 9)
    page = as_("supervisor").get(item.plan.get_absolute_url(), {"as": "gantt"}).content.decode()
    assert "<b id=alive>" not in page
    assert "&lt;b id=alive&gt;&amp;" in page


@pytest.mark.parametrize("asked", ["", "?as=gantt", "?role=any&basis=none&sort=lamp"])
def test_ten_times_the_tasks_ask_no_more(as_: Sign, plan: Plan, world: World, asked: str) -> None:
    office, address = as_("supervisor"), plan.get_absolute_url() + asked
    few = count(office, address)
    for number in range(10):
        draw(world, f"多{number}", world.units["sibling"], number)
    assert count(office, address) == few
    assert few <= 10 + ("basis" in asked or "gantt" in asked)  # what is foretold is drawn
    then = f"?about={days(-1)}&known={days(0)}{asked.replace('?', '&')}"
    assert count(office, plan.get_absolute_url() + then) <= 30


@pytest.mark.parametrize(
    ("period", "on", "last"),
    [
        ("week", date(2026, 12, 28), date(2027, 1, 4)),
        ("month", date(2026, 12, 1), date(2026, 12, 31)),
        ("month", date(2028, 2, 10), date(2028, 2, 29)),
        ("quarter", date(2026, 11, 30), date(2026, 12, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_a_period_ends_on_its_last_day(period: str, on: date, last: date) -> None:
    assert _until(period, on) == last
    assert timezone.localdate() == TODAY
