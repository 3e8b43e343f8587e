"""调整的页面: one proposes, another signs or refuses; the difference is told before and after; a draft is changed as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from luoshi.plans import amending
from luoshi.plans.amending import Proposal
from luoshi.plans.appending import marks_of
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Amendment, Item, Owner, Place, Plan, Standing
from luoshi.results import amending as targets
from luoshi.results.meaning import Wanted
from tests.queries import count
from tests.results.measured import D, later
from tests.results.test_amending import adopted as with_indicator
from tests.world import NOW, TODAY, World, adopted, canary, day, take_part

Sign = Callable[[str], Client]
WHY = {"reason": "市里推迟了验收", "about": day(TODAY)}


@pytest.fixture
def item(world: World) -> Item:
    """Return the task of `own`, in a plan that is adopted."""
    adopted(world.places["own"], world)
    return world.places["own"].item


def amend(client: Client, item: Item, what: str, **given: object) -> HttpResponse:
    return client.post(f"{item.get_absolute_url()}amend?what={what}", given)  # type: ignore[return-value]


def last() -> Amendment:
    return Amendment.everything.latest("pk")


def page(client: Client, amendment: Amendment) -> str:
    return client.get(f"/amendments/{amendment.pk}/").content.decode()


def sign(client: Client, amendment: Amendment, **given: object) -> HttpResponse:
    return client.post(f"/amendments/{amendment.pk}/countersign", given)  # type: ignore[return-value]


def days(item: Item, due: int, milestones: str = "") -> dict[str, Any]:
    return {"starts": day(item.starts), "due": day(item.due + timedelta(days=due)), "milestones": milestones}  # type: ignore[arg-type,operator]


def test_a_schedule_is_put_off_by_two_and_the_difference_stays(as_: Sign, item: Item) -> None:
    was = item.due
    assert was is not None
    line = f"验收，{day(was)}，2"
    answer = amend(as_("supervisor"), item, "schedule", **days(item, 30, line), **WHY)
    amendment = last()
    assert answer.url == f"/amendments/{amendment.pk}/"  # type: ignore[attr-defined]
    assert (amendment.kind, amendment.state) == ("schedule", "proposed")
    told = (day(was), day(was + timedelta(days=30)), "里程碑“验收”", "市里推迟了验收", "还没有")
    before = page(as_("planner"), amendment)
    assert [words for words in told if words not in before] == []
    item.refresh_from_db()
    assert item.due == was
    assert sign(as_("planner"), amendment, answer="同意").status_code == 302
    item.refresh_from_db()
    assert item.due == was + timedelta(days=30)
    assert item.first_due == was
    assert [one.name for one in marks_of(item)] == ["验收"]
    after = page(as_("supervisor"), amendment)
    assert [
        words for words in (*told[:4], "已生效", "“同意”", "planner", "supervisor") if words not in after
    ] == []


def test_a_milestone_keeps_its_key_while_it_keeps_its_name(as_: Sign, item: Item) -> None:
    for text in ("签订，{0}\n验收，{0}", "验收，{0}，5\n投用，{0}"):
        amend(as_("supervisor"), item, "schedule", **days(item, 0, text.format(day(TODAY))), **WHY)
        sign(as_("planner"), last())
    assert {one.name: (one.key, one.weight) for one in marks_of(item)} == {"验收": (1, 5), "投用": (2, 1)}
    told = page(as_("planner"), last())
    assert "<del>签订" in told
    assert "<ins>没有</ins>" in told


def test_a_wording_is_clerical_or_of_the_scope_as_the_proposer_says(as_: Sign, item: Item) -> None:
    for sense in ("clerical", "scope"):
        amend(as_("supervisor"), item, "word", title=f"新的表述{sense}", sense=sense, **WHY)
        assert last().kind == sense
    sign(as_("leader"), last())
    item.refresh_from_db()
    assert item.title == "新的表述scope"


def test_owners_change_hands_in_one_amendment(as_: Sign, item: Item, world: World) -> None:
    own, sibling, cousin = (world.units[name] for name in ("own", "sibling", "cousin"))
    given = {
        "lead": sibling.pk,
        "duty": [own.pk],
        "support": [cousin.pk],
        "leader": world.members["leader"].pk,
    }
    amend(as_("supervisor"), item, "owners", **given, **WHY)
    told = page(as_("leader"), last())
    for words in (own.name, sibling.name, "不参与", "牵头", "责任", "配合", "分管校领导"):
        assert words in told
    sign(as_("leader"), last())
    roles = dict(Owner.everything.filter(item=item).values_list("unit", "role"))
    assert roles == {sibling.pk: "lead", own.pk: "duty", cousin.pk: "support"}
    item.refresh_from_db()
    assert item.leader == world.members["leader"]


@pytest.mark.parametrize("lead_stays_as", ["out", "support"])
def test_the_lead_that_goes_does_not_stand_in_the_way(
    as_: Sign, item: Item, world: World, lead_stays_as: str
) -> None:
    own, child = world.units["own"], world.units["child"]  # the key of the new lead is the greater
    support = [own.pk] if lead_stays_as == "support" else []
    amend(as_("supervisor"), item, "owners", lead=child.pk, support=support, **WHY)
    assert sign(as_("leader"), last()).status_code == 302
    back = {"lead": own.pk, "support": [child.pk]}
    amend(as_("supervisor"), item, "owners", **back, **WHY)
    assert sign(as_("leader"), last()).status_code == 302
    roles = dict(Owner.everything.filter(item=item).values_list("unit", "role"))
    assert roles == {own.pk: "lead", child.pk: "support"}


def test_an_item_is_ended_or_merged(as_: Sign, item: Item) -> None:
    amend(as_("supervisor"), item, "end", **WHY)
    assert "<ins>终止</ins>" in page(as_("planner"), last())
    amend(as_("supervisor"), item, "merge", into=item.parent_id, **WHY)
    assert (last().kind, item.parent.title in page(as_("planner"), last())) == ("merge", True)  # type: ignore[union-attr]
    sign(as_("planner"), last())
    item.refresh_from_db()
    assert (item.fate, item.into_id) == ("merged", item.parent_id)


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("word", {"title": "新字", "sense": "clerical", "about": day(TODAY)}, "这个字段是必填项"),
        ("word", {"title": canary("own") + "任务", "sense": "clerical", **WHY}, "没有任何改动"),
        ("schedule", {"starts": day(TODAY), "due": day(TODAY - timedelta(days=1)), **WHY}, "须在开始之后"),
        (
            "schedule",
            {"starts": day(TODAY), "due": day(TODAY), "milestones": "验收，九月", **WHY},
            "看不懂日期",
        ),
        (
            "schedule",
            {"starts": day(TODAY), "due": day(TODAY), "milestones": "验收，2000-01-01", **WHY},
            "的日期须在",
        ),
        ("end", {"reason": "", "about": day(TODAY)}, "这个字段是必填项"),
        ("merge", {"into": "10000000000000000000000", **WHY}, "该选择不在可用的选项中"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    as_: Sign, item: Item, what: str, given: dict[str, str], said: str
) -> None:
    answer = amend(as_("supervisor"), item, what, **given)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert said in told
    assert [
        text for name, text in given.items() if name in {"title", "reason"} and escape(text) not in told
    ] == []
    assert not Amendment.everything.exists()


def test_nobody_signs_their_own_but_takes_it_back(as_: Sign, item: Item) -> None:
    office = as_("supervisor")
    amend(office, item, "end", **WHY)
    amendment = last()
    told = page(office, amendment)
    assert "撤回" in told
    assert "会签，让它生效" not in told
    assert sign(office, amendment).status_code == 403
    assert office.post(f"/amendments/{amendment.pk}/refuse", {"answer": "x"}).status_code == 403
    # Another of the office may sign it, and may not take it back.
    assert as_("planner").post(f"/amendments/{amendment.pk}/withdraw").status_code == 409
    assert office.post(f"/amendments/{amendment.pk}/withdraw").status_code == 302
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"
    late = sign(as_("planner"), amendment)
    assert late.status_code == 409
    assert "刚由他人办过" in late.content.decode()


def test_a_refusal_says_why_and_changes_nothing(as_: Sign, item: Item) -> None:
    amend(as_("supervisor"), item, "end", **WHY)
    amendment, leader = last(), as_("leader")
    empty = leader.post(f"/amendments/{amendment.pk}/refuse", {"answer": ""})
    assert (empty.status_code, Amendment.everything.get(pk=amendment.pk).state) == (422, "proposed")
    assert leader.post(f"/amendments/{amendment.pk}/refuse", {"answer": "还有办法"}).status_code == 302
    told = page(as_("supervisor"), amendment)
    assert "未同意" in told
    assert "还有办法" in told
    item.refresh_from_db()
    assert item.fate == "live"


def test_what_has_changed_meanwhile_is_told_to_who_signs(as_: Sign, item: Item) -> None:
    for title in ("甲", "乙"):
        amend(as_("supervisor"), item, "word", title=title, sense="clerical", **WHY)
    first, second = Amendment.everything.order_by("pk")
    sign(as_("planner"), first)
    late = sign(as_("planner"), second, answer="我的意见")
    assert late.status_code == 409
    assert "又有变动" in late.content.decode()
    assert "我的意见" in late.content.decode()


@pytest.mark.parametrize("who", ["reporter", "head", "leader", "auditor"])
def test_who_may_read_may_not_propose(as_: Sign, item: Item, who: str) -> None:
    assert amend(as_(who), item, "end", **WHY).status_code == 403
    assert not Amendment.everything.exists()


def test_a_college_sees_what_is_changed_of_its_own_and_no_more(as_: Sign, item: Item, world: World) -> None:
    other = Item.everything.get(pk=item.parent_id)
    changes = [Becomes(one, "word", {"title": f"改{one.code}"}) for one in (item, other)]
    proposal = Proposal("clerical", "统一用词", TODAY, changes)
    amendment = amending.propose(item.plan, proposal, by=world.members["maker"], at=NOW)
    own, whole = page(as_("reporter"), amendment), page(as_("leader"), amendment)
    assert f"改{item.code}" in own
    assert f"<ins>改{other.code}</ins>" not in own
    assert "另有 1 处" in own
    assert f"<ins>改{other.code}</ins>" in whole
    assert as_("sibling_head").get(f"/amendments/{amendment.pk}/").status_code == 404
    listed = as_("reporter").get(f"/plans/{item.plan_id}/amendments").content.decode()
    assert item.title in listed
    assert other.title not in listed


def test_a_target_is_told_as_it_was_and_as_it_becomes(as_: Sign, world: World) -> None:
    indicator = with_indicator(world)
    points = [Wanted(indicator.item.plan.ends, D(60), D(70))]
    maker = world.members["maker"]
    amendment = targets.propose_targets(indicator, points, reason="下调", about=TODAY, by=maker, at=later(20))
    told = page(as_("leader"), amendment)
    assert f"{indicator.item.plan.ends} 的目标值" in told
    assert "<del>确保 100" in told
    assert "<ins>确保 60，力争 70</ins>" in told
    amending.countersign(amendment, by=world.members["signer"], at=later(30))
    assert "<del>确保 100" in page(as_("leader"), amendment)


def test_what_may_be_changed_is_listed(as_: Sign, item: Item) -> None:
    office = as_("supervisor")
    found = office.get(f"{item.get_absolute_url()}amend").content.decode()
    for what, words in (
        ("word", "表述"),
        ("schedule", "时限和里程碑"),
        ("owners", "分工"),
        ("merge", "并入"),
        ("end", "终止"),
    ):
        assert re.search(f'href="\\?what={what}">{words}', found), what
    assert f"/plans/{item.plan_id}/weights?under={item.parent_id}" in found
    assert f"{item.get_absolute_url()}amend" in office.get(item.get_absolute_url()).content.decode()
    assert "/amend" not in as_("reporter").get(item.get_absolute_url()).content.decode()


def test_a_draft_is_changed_as_it_is(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    told = as_("supervisor").get(f"{item.get_absolute_url()}amend?what=word").content.decode()
    assert 'name="reason"' not in told
    assert amend(as_("supervisor"), item, "word", title="草案里改").url == item.get_absolute_url()  # type: ignore[attr-defined]
    item.refresh_from_db()
    assert item.title == "草案里改"
    assert not Amendment.everything.exists()


def weigh(client: Client, plan: Plan, under: Item | None, **given: object) -> HttpResponse:
    query = f"?under={under.pk}" if under else ""
    return client.post(f"/plans/{plan.pk}/weights{query}", given)  # type: ignore[return-value]


def second_task(world: World, item: Item) -> Item:
    entry = amending.Entry("task", "并列的事", item.parent, 3)
    made = amending.born(item.plan, entry, amending.saying(item.plan, by=world.members["maker"], at=NOW))
    take_part(made, world.units["sibling"], "lead", by=world.members["maker"])
    return made


def test_weights_are_shown_with_their_sum_and_changed_in_a_draft(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    other = second_task(world, item)
    office = as_("supervisor")
    found = office.get(f"/plans/{item.plan_id}/weights?under={item.parent_id}").content.decode()
    assert [words for words in ('class="sum">4<', "25.0%", "75.0%", "100%") if words not in found] == []
    answer = weigh(office, item.plan, item.parent, **{f"w-{item.pk}": "6", f"w-{other.pk}": "2"})
    assert answer.status_code == 302
    assert dict(Item.everything.filter(parent=item.parent).values_list("pk", "weight")) == {
        item.pk: 6,
        other.pk: 2,
    }
    assert Standing.everything.get(pk=item.pk).weight == 6


def test_weights_of_an_adopted_plan_are_proposed(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    other = second_task(world, item)
    adopted(world.places["own"], world)
    given = {f"w-{item.pk}": "2", f"w-{other.pk}": "2", **WHY}
    assert weigh(as_("supervisor"), item.plan, item.parent, **given).status_code == 302
    amendment = last()
    assert (amendment.kind, amendment.changes.count()) == ("scope", 2)
    told = page(as_("planner"), amendment)
    assert "<del>3</del>" in told
    sign(as_("planner"), amendment)
    assert Place.everything.filter(item=other).latest("pk").weight == 2


@pytest.mark.parametrize("wrong", ["0", "", "1.5", "-3", "很重", "99999999999999999999"])
def test_a_wrong_weight_is_told_on_its_field_and_the_sum_counts_the_rest(
    as_: Sign, world: World, wrong: str
) -> None:
    item = world.places["own"].item
    other = second_task(world, item)
    answer = weigh(as_("supervisor"), item.plan, item.parent, **{f"w-{item.pk}": wrong, f"w-{other.pk}": "8"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_w-{item.pk}_error"' in told
    assert f'value="{wrong}"' in told or not wrong
    assert 'class="sum">8<' in told
    assert Item.everything.get(pk=other.pk).weight == 3


def test_a_sum_is_worked_out_without_changing_anything(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    other = second_task(world, item)
    given = {f"w-{item.pk}": "5", f"w-{other.pk}": "5", "do": "sum"}
    answer = weigh(as_("supervisor"), item.plan, item.parent, **given)
    assert (answer.status_code, 'class="sum">10<' in answer.content.decode()) == (200, True)
    assert "errors" not in answer.content.decode()
    assert Item.everything.get(pk=other.pk).weight == 3
    assert as_("supervisor").get(f"/plans/{item.plan_id}/weights?under=1234567").status_code == 404


def test_no_weight_changes_from_a_coming_day(as_: Sign, item: Item) -> None:
    goal = item.parent
    assert goal is not None
    tomorrow = {**WHY, "about": day(TODAY + timedelta(days=1))}
    answer = weigh(as_("supervisor"), item.plan, None, **{f"w-{goal.pk}": "4"}, **tomorrow)
    assert (answer.status_code, "不能从将来的一天起" in answer.content.decode()) == (422, True)


def enter(client: Client, plan: Plan, **given: object) -> HttpResponse:
    fixed = {"kind": "task", "title": "没有依据的事", "weight": "3"}
    return client.post(f"/plans/{plan.pk}/enter", fixed | given)  # type: ignore[return-value]


def test_a_new_item_of_an_adopted_plan_is_there_after_the_second_signature(as_: Sign, item: Item) -> None:
    goal = item.parent
    assert goal is not None
    assert enter(as_("supervisor"), item.plan, parent=goal.pk, **WHY).status_code == 302
    amendment = last()
    assert f"<ins>任务：没有依据的事（列入 {goal.code} {goal.title}，权重 3）</ins>" in page(
        as_("planner"), amendment
    )
    assert not Item.everything.filter(title="没有依据的事").exists()
    sign(as_("planner"), amendment)
    made = Item.everything.get(title="没有依据的事")
    assert (made.parent, made.weight, made.kind) == (goal, 3, "task")
    assert "没有依据的事" in as_("leader").get(item.plan.get_absolute_url()).content.decode()


def test_a_new_item_of_a_draft_is_there_at_once(as_: Sign, world: World) -> None:
    plan = world.places["own"].plan
    assert enter(as_("supervisor"), plan).url == plan.get_absolute_url()  # type: ignore[attr-defined]
    assert Item.everything.get(title="没有依据的事").parent is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "goal"}, "低一级的事项之下"),
        ({"weight": "0"}, "大于或等于1"),
        ({"title": " "}, "必填项"),
        ({"parent": "99999"}, "该选择不在可用的选项中"),
    ],
)
def test_a_new_item_that_does_not_fit_is_told(
    as_: Sign, item: Item, given: dict[str, str], said: str
) -> None:
    answer = enter(as_("supervisor"), item.plan, **{"parent": item.pk, **WHY, **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "市里推迟了验收" in answer.content.decode()
    assert enter(as_("leader"), item.plan, **WHY).status_code == 403
    assert not Amendment.everything.exists()


def test_a_leader_adopts_a_plan_after_a_look(as_: Sign, world: World) -> None:
    plan, leader = world.places["own"].plan, as_("leader")
    address = f"/plans/{plan.pk}/adopt"
    before = leader.get(address).content.decode()
    assert [words for words in ("通过之后", "1 项任务", "没有时限的任务：无") if words not in before] == []
    assert as_("supervisor").post(address).status_code == 403
    assert leader.post(address).url == plan.get_absolute_url()  # type: ignore[attr-defined]
    plan.refresh_from_db()
    assert plan.adopted_by == world.members["leader"]
    assert leader.post(address).status_code == 409
    assert "调整" in leader.get(plan.get_absolute_url()).content.decode()


def test_the_maker_of_a_plan_does_not_adopt_it(as_: Sign, world: World) -> None:
    plan = world.places["own"].plan
    Plan.everything.filter(pk=plan.pk).update(by=world.members["leader"])
    assert as_("leader").post(f"/plans/{plan.pk}/adopt").status_code == 403


def test_many_amendments_and_changes_ask_no_more(as_: Sign, item: Item, world: World) -> None:
    office, maker = as_("supervisor"), world.members["maker"]
    proposal = Proposal("clerical", "字", TODAY, [Becomes(item, "word", {"title": "一"})])
    first = amending.propose(item.plan, proposal, by=maker, at=NOW)
    index, one = f"/plans/{item.plan_id}/amendments", f"/amendments/{first.pk}/"
    few = count(office, index), count(office, one)
    units = [world.units[name] for name in ("child", "sibling", "cousin", "parent")]
    changes = [Becomes(item, f"owner:{unit.pk}", {"role": "support"}) for unit in units]
    many = amending.propose(item.plan, Proposal("scope", "分工", TODAY, changes), by=maker, at=NOW)
    more = count(office, index), count(office, f"/amendments/{many.pk}/")
    assert more[0] == few[0] <= 12
    assert more[1] == few[1] + 1 <= 16  # names of units, where there are any
