"""事项页: the sentence in its context, who answers for it, what came to pass, evidence used twice, what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item
from luoshi.results import actions
from luoshi.work import actions as work
from luoshi.work import extensions, notes, notices
from luoshi.work.models import Update
from tests.queries import count
from tests.results.measured import ago, defined, later, proven
from tests.world import TODAY, World, day, take_part

Sign = Callable[[str], Client]


def text(client: Client, item: Item, **query: str) -> str:
    answer = client.get(item.get_absolute_url(), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def said(found: str, *words: str) -> list[str]:
    """Return which of the words are missing."""
    return [one for one in words if one not in found]


def test_the_sentence_stands_between_its_neighbours(as_: Sign, world: World) -> None:
    place = world.places["own"]
    found = text(as_("supervisor"), place.item)
    quote = found.split('class="basis"')[1].split("<footer>")[0]
    assert quote.index("工作会议") < quote.index("<mark>") < quote.index("</mark>") < quote.index("会议要求")


def test_the_leader_then_answers_for_it_then(as_: Sign, world: World) -> None:
    place, leader = world.places["own"], world.members["leader"]
    value = {"member": leader.pk}
    amending.revise(
        place.plan, [Becomes(place.item, "leader", value)], by=world.members["maker"], at=later(5)
    )
    assert (
        said(text(as_("supervisor"), place.item), ">分管</a></dt><dd>leader</dd>", "分管校领导：leader") == []
    )
    assert ">分管</a></dt>" not in text(as_("supervisor"), place.item, known=day(ago(1)))


def test_claimed_and_shown_are_drawn_over_time(as_: Sign, world: World) -> None:
    found = text(as_("supervisor"), world.places["own"].item)
    assert said(found, "chart-wide", "chart-narrow", "已报 50%，", "已证 40%", "应达 100%") == []
    goal = world.places["own"].item.parent
    assert goal is not None
    assert "chart-wide" not in text(as_("supervisor"), goal)


def test_the_time_line_tells_facts_of_every_kind(as_: Sign, world: World) -> None:
    place, maker = world.places["own"], world.members["maker"]
    changes = (
        ("word", {"title": "改后的事项"}),
        ("place", {"parent": place.item.parent_id, "position": 4, "weight": 7}),
        ("schedule", {"starts": day(ago(50)), "due": day(TODAY + timedelta(days=60))}),
        (f"owner:{world.units['sibling'].pk}", {"role": "support"}),
        ("fate", {"fate": "ended"}),
        ("fate", {"fate": "live"}),
    )
    for number, (aspect, value) in enumerate(changes):
        amending.revise(place.plan, [Becomes(place.item, aspect, value)], by=maker, at=later(number + 1))
    made = defined(world, at=20)
    proven(world, made, 30, ago(5), at=30)
    found = text(as_("supervisor"), place.item).split('id="events"')[1]
    wanted = (
        "表述：改后的事项",
        "权重 7",
        "时限：",
        "分工：机械学院 配合",
        "去留：终止",
        "去留：在办",
        "接上原文第",
    )
    assert said(found, *wanted, "材料学院报 50%：已核实", "佐证“", "：采信", "已证 40%") == []
    assert (
        said(
            found,
            "指标口径：到账经费",
            "由主指标算已证进度",
            "目标值：",
            "指标值 30",
            "核实材料学院指标值 30",
        )
        == []
    )
    assert said(found, "主指标得出已证 30%", "事后知", 'class="late"') == []
    # The newest stands first.
    assert found.index("主指标得出已证 30%") < found.index("表述：改后的事项") < found.rindex("表述：")


def test_the_time_line_tells_an_amendment_with_its_reason_and_second_signature(
    as_: Sign, world: World
) -> None:
    place, maker, signer = world.places["own"], world.members["maker"], world.members["signer"]
    plans.adopt(place.plan, by=signer, at=later(1))
    change = Becomes(place.item, "word", {"title": "调整后的事项"})
    proposal = amending.Proposal("scope", "上级有新要求", TODAY, [change])
    made = amending.propose(place.plan, proposal, by=maker, at=later(2))
    amending.countersign(made, by=signer, at=later(3), answer="同意照办")
    found = text(as_("supervisor"), place.item).split('id="events"')[1]
    assert (
        said(
            found, "提出范围调整", "上级有新要求", "范围调整会签同意", "同意照办", "经范围调整：上级有新要求"
        )
        == []
    )


def test_a_supporting_college_is_told_no_report_of_another(as_: Sign, world: World) -> None:
    place = world.places["own"]
    take_part(place.item, world.units["sibling"], "support", by=world.members["maker"], at=later(1))
    found = text(as_("sibling_head"), place.item)
    assert said(found, "分工：材料学院 牵头", "已证 40%") == []
    made = defined(world, at=20, drives=False)
    proven(world, made, 37, ago(5), at=30)
    found += text(as_("sibling_head"), place.item)
    assert "指标口径：到账经费" in found
    for hidden in ("指标值 37", "报 50%：", "佐证“", place.updates["verified"].text):
        assert hidden not in found


def twice(world: World) -> Update:
    """Hand the college's evidence in behind the other college's item as well."""
    place, maker = world.places["sibling"], world.members["maker"]
    content = bytes(world.places["own"].evidence.original.content)
    piece = actions.Piece(name="又一次.pdf", content=content, shows="又一次的佐证")
    claim = work.Claim(about=TODAY, percent=60, text="又报")
    update = actions.report(place.item, claim, unit=place.unit, evidence=[piece], by=maker, at=later(1))
    work.sign(update, by=world.members["signer"], at=later(2))
    return update


def test_evidence_behind_another_claim_is_told_before_it_is_accepted(as_: Sign, world: World) -> None:
    update, own = twice(world), world.places["own"]
    found = as_("supervisor").get(update.get_absolute_url()).content.decode()
    assert said(found, "同一文件还用于", own.item.title, "核实") == []
    item = text(as_("supervisor"), update.item)
    assert said(item, "同一文件还用于", own.item.title) == []


def test_evidence_behind_a_claim_that_one_may_not_read_is_not_named(as_: Sign, world: World) -> None:
    update = twice(world)
    for address in (update.get_absolute_url(), update.item.get_absolute_url()):
        found = as_("sibling_head").get(address).content.decode()
        assert "又一次的佐证" in found
        assert "还用于" not in found
        assert world.places["own"].item.title not in found


def test_what_stands_beside_it_is_listed(as_: Sign, world: World) -> None:
    place, members = world.places["own"], world.members
    at = timezone.now()
    demand = notices.Demand(subject="说明报而未证", text="一周内说明", clock="ordinary")
    drafted = notices.draft(place.unit, demand, item=place.item, by=members["supervisor"], at=at)
    notices.issue(drafted, by=members["supervisor"], at=at)
    notes.note(place.item, text="请把台账补齐", by=members["supervisor"], at=at)
    due = TODAY + timedelta(days=70)
    request = extensions.Request(due=due, reason="设备未到", progress="在办")
    extensions.ask(place.item, request, unit=place.unit, by=members["maker"], at=at)
    found = text(as_("supervisor"), place.item)
    assert (
        said(
            found,
            "说明报而未证",
            "请把台账补齐",
            "设备未到",
            f"延至 <b>{day(due)}</b>",
            "待单位审签",
            "待签收",
        )
        == []
    )
    before = text(as_("supervisor"), place.item, known=day(ago(1)))
    for hidden in ("说明报而未证", "请把台账补齐", "设备未到"):
        assert hidden not in before


@pytest.mark.parametrize("who", ["supervisor", "head"])
def test_a_long_life_asks_no_more_queries(as_: Sign, world: World, who: str) -> None:
    place, client = world.places["own"], as_(who)
    take_part(place.item, world.units["child"], "support", by=world.members["maker"], at=later(1))
    few = count(client, place.item.get_absolute_url())
    for number in range(12):
        claim = work.Claim(about=ago(20 - number), percent=number, text=f"第{number}次")
        piece = actions.Piece(name=f"{number}.pdf", content=f"{number}".encode(), shows=f"第{number}件")
        made = actions.report(
            place.item,
            claim,
            unit=place.unit,
            evidence=[piece],
            by=world.members["maker"],
            at=later(10 + 3 * number),
        )
        work.sign(made, by=world.members["signer"], at=later(11 + 3 * number))
        words = {one.pk: "accept" for one in made.evidence.all()}
        actions.verify(
            made, shown=number, words=words, note="", by=world.members["verifier"], at=later(12 + 3 * number)
        )
        change = Becomes(place.item, "word", {"title": f"事项{number}"})
        amending.revise(place.plan, [change], by=world.members["maker"], at=later(100 + number))
    assert count(client, place.item.get_absolute_url()) == few
    print("item", who, few)
