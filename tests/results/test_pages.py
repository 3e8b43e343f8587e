"""计划页、事项页: on a day as known on a day, and only the tasks that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.plans import actions as plans
from luoshi.results import actions
from luoshi.work import actions as work
from tests.queries import count
from tests.world import TODAY, World, day, reported, take_part

Sign = Callable[[str], Client]
BEFORE = TODAY - timedelta(days=20)


def at(days_ago: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY - timedelta(days=days_ago), time(hour)))


@pytest.fixture
def told(world: World) -> str:
    """Report 20 days ago, sign the day after, verify 10 days ago; return the address of the item."""
    place, members = world.places["sibling"], world.members
    task = plans.Task(
        goal=place.item.parent,  # type: ignore[arg-type]
        title="往事",
        lead=place.unit,
        starts=TODAY - timedelta(days=60),
        due=TODAY + timedelta(days=40),
    )
    item = plans.draw(place.sentence, task, by=members["maker"], at=at(60))
    piece = actions.Piece(name="x.pdf", content=b"x", shows="凭证一件")
    claim = work.Claim(about=BEFORE, percent=77, text="往事进展")
    update = actions.report(item, claim, unit=place.unit, evidence=[piece], by=members["maker"], at=at(20))
    work.sign(update, by=members["signer"], at=at(19))
    words = {one.pk: "accept" for one in update.evidence.all()}
    actions.verify(update, shown=66, words=words, note="", by=members["verifier"], at=at(10))
    return item.get_absolute_url()


def page(client: Client, address: str, known: int) -> str:
    query = {"about": day(TODAY), "known": day(TODAY - timedelta(days=known))}
    return client.get(address, query).content.decode()


@pytest.mark.parametrize(
    ("known", "there", "not_there"),
    [
        (0, ("77%", "66%", "✓ 采信", "<td>已核实"), ()),
        (11, ("77%", "<td>待核实", "待核"), ("66%", "✓ 采信", "<td>已核实")),
        (20, ("待审签", "往事进展"), ("66%", "<td>已核实", "<td>待核实")),
        (21, ("还没有填报",), ("77%", "66%", "往事进展")),
        (61, ("没有依据的句子", "没有单位"), ("77%", "66%")),
    ],
)
def test_the_item_tells_what_was_known_then_and_no_more(
    as_: Sign, told: str, known: int, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    found = page(as_("supervisor"), told, known)
    assert [words for words in there if words not in found] == []
    assert [words for words in not_there if words in found] == []


def test_a_day_that_has_not_come_is_known_today(as_: Sign, told: str) -> None:
    assert as_("supervisor").get(told, {"known": "2999-01-01"}).status_code == 200


def test_the_plan_lists_only_what_is_asked_for(as_: Sign, told: str, world: World) -> None:
    place = world.places["sibling"]
    address, office = place.plan.get_absolute_url(), as_("supervisor")
    assert "往事" in office.get(address).content.decode()
    assert "往事" in office.get(address, {"unit": place.unit.pk}).content.decode()
    for query in ({"unit": world.units["own"].pk}, {"lamp": "nonsense"}, {"goal": "x"}):
        assert "往事" in office.get(address, query).content.decode()  # nonsense asks for all
    lamps = [
        lamp
        for lamp in ("done", "over", "risk", "behind", "ontime")
        if "往事" in listed(office, address, lamp)
    ]
    assert len(lamps) == 1
    other = next(lamp for lamp in ("done", "over") if lamp not in lamps)
    assert "没有这样的事项" in office.get(address, {"lamp": other}).content.decode()


def listed(client: Client, address: str, lamp: str) -> str:
    return client.get(address, {"lamp": lamp}).content.decode()


def test_a_college_sees_its_own_tasks_and_is_told_so(as_: Sign, told: str, world: World) -> None:
    found = as_("sibling_head").get(world.places["sibling"].plan.get_absolute_url()).content.decode()
    assert (
        "您能看到的任务" in found
    )  # though both tasks of this plan are its own: it may not read the plan as a whole
    own = as_("reporter").get(world.places["own"].plan.get_absolute_url()).content.decode()
    assert "往事" not in own


def test_the_page_of_a_goal_shows_what_is_rolled_up_and_its_children(
    as_: Sign, told: str, world: World
) -> None:
    goal = world.places["sibling"].item.parent
    assert goal is not None
    found = as_("supervisor").get(goal.get_absolute_url()).content.decode()
    # 50 and 77 claimed, 40 and 66 shown, of one weight.
    assert [words for words in ("<b>53%</b>", "<b>64%</b>", "起止", "下面的事项") if words not in found] == []
    missing = ("无数据", "没有单位", "没有时限", "还没有填报", "没有依据", "填报进展")
    assert [words for words in missing if words in found.split('class="lu-key"')[0]] == []
    for link in (told, world.places["sibling"].item.get_absolute_url()):
        assert f'href="{link}"' in found


def test_a_goal_tells_a_college_no_number_of_the_whole(as_: Sign, told: str, world: World) -> None:
    place = world.places["sibling"]
    goal, head = place.item.parent, as_("sibling_head")
    assert goal is not None
    assert head.get(goal.get_absolute_url()).status_code == 404
    found = head.get(place.plan.get_absolute_url()).content.decode()
    assert goal.title in found
    assert f'href="{goal.get_absolute_url()}"' not in found
    assert found.count('class="dual"') == 2  # its two tasks
    assert as_("supervisor").get(place.plan.get_absolute_url()).content.decode().count('class="dual"') == 3
    assert head.get(f"{place.plan.get_absolute_url()}tasks").json()["goals"] == []


def test_ten_times_the_tasks_ask_no_more_queries(as_: Sign, world: World) -> None:
    place, office = world.places["own"], as_("supervisor")
    pages = (place.plan.get_absolute_url(), "/", "/plans/", "/documents/", "/reports/", "/units/")
    office.post("/tour")  # the first steps are put away; what they ask is counted with them
    few = [count(office, address) for address in pages]
    for number in range(10):
        task = plans.Task(
            goal=place.item.parent,  # type: ignore[arg-type]
            title=f"多{number}",
            lead=world.units["sibling"],
            starts=TODAY,
            due=TODAY,
        )
        plans.draw(place.sentence, task, by=world.members["maker"], at=timezone.now())
    assert [count(office, address) for address in pages] == few
    assert max(few) <= 30
    assert few[0] <= 10
    assert few[1] <= 12


def test_two_colleges_under_one_plan_see_each_their_own(as_: Sign, world: World) -> None:
    """One plan holds tasks of both; one task is the duty of both. Neither sees the other's task or report."""
    own, sibling, maker = world.places["own"], world.places["sibling"], world.members["maker"]
    task = plans.Task(
        goal=own.item.parent,  # type: ignore[arg-type]
        title="邻院的任务",
        lead=sibling.unit,
        starts=TODAY,
        due=TODAY,
    )
    plans.draw(own.sentence, task, by=maker, at=timezone.now())
    take_part(own.item, sibling.unit, "duty", by=maker)
    reported(own.item, sibling.unit, "邻院的进展", maker, world.members["signer"], "signed")
    reporter, neighbour = as_("reporter"), as_("sibling_head")
    assert "邻院的任务" not in reporter.get(own.plan.get_absolute_url()).content.decode()
    assert "邻院的任务" in neighbour.get(own.plan.get_absolute_url()).content.decode()
    assert "邻院的进展" not in reporter.get(own.item.get_absolute_url()).content.decode()
    assert "邻院的进展" in neighbour.get(own.item.get_absolute_url()).content.decode()
