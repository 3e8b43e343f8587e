"""延期的页面: asked for by the lead unit, countersigned by its head, decided by the leader; three days side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.plans.models import Item
from luoshi.work import extensions
from luoshi.work.models import Extension
from tests.queries import count
from tests.site import papers
from tests.world import NOW, TODAY, World, day

Sign = Callable[[str], Client]
NEW = TODAY + timedelta(days=80)
VERBS = [
    ("countersign", "asked", "head", {}, "countersigned", "leader"),
    ("grant", "countersigned", "leader", {"note": "同意"}, "granted", "head"),
    ("refuse", "countersigned", "leader", {"reason": "请按期推进"}, "refused", "supervisor"),
    ("withdraw", "asked", "reporter", {}, "withdrawn", "leader"),
]


def made(world: World, state: str = "asked") -> Extension:
    return Extension.everything.get(pk=papers.extension(state, "reporter")(world.places["own"]))


@pytest.mark.parametrize("case", VERBS, ids=[case[0] for case in VERBS])
def test_each_verb_is_done_by_who_may_and_by_nobody_else(
    as_: Sign, world: World, case: tuple[str, str, str, dict[str, str], str, str]
) -> None:
    verb, state, who, given, became, wrong = case
    extension = made(world, state)
    address = reverse(f"work:{verb}_extension", kwargs={"pk": extension.pk})
    for login, status in ((wrong, 403), ("sibling_head", 404), ("foreign_supervisor", 404)):
        assert as_(login).post(address, given).status_code == status
    assert address in as_(who).get(extension.get_absolute_url()).content.decode()
    assert address not in as_(wrong).get(extension.get_absolute_url()).content.decode()
    assert as_(who).post(address, given)["Location"] == extension.get_absolute_url()
    extension.refresh_from_db()
    assert extension.state == became
    again = as_(who).post(address, given)
    assert again.status_code == 409
    assert [said for said in given.values() if said not in again.content.decode()] == []


def test_a_colleague_does_not_take_it_back(as_: Sign, world: World) -> None:
    extension = made(world)
    address = reverse("work:withdraw_extension", kwargs={"pk": extension.pk})
    assert address not in as_("reporter_subtree").get(extension.get_absolute_url()).content.decode()
    answer = as_("reporter_subtree").post(address)
    assert answer.status_code == 403
    assert "只有申请人本人可以撤回" in answer.content.decode()


def test_it_is_asked_for_from_the_page_of_the_item(as_: Sign, world: World) -> None:
    item, college = world.places["own"].item, as_("reporter")
    address = reverse("work:ask_extension", kwargs={"pk": item.pk})
    assert address in college.get(item.get_absolute_url()).content.decode()
    assert address not in as_("supervisor").get(item.get_absolute_url()).content.decode()
    assert as_("supervisor").get(address).status_code == 403
    given = {"due": day(TODAY + timedelta(days=5)), "reason": "设备晚到", "progress": "已完成一半"}
    wrong = college.post(address, given)
    assert wrong.status_code == 422
    for words in ("延期须晚于", "设备晚到", "已完成一半"):
        assert words in wrong.content.decode()
    done = college.post(address, {**given, "due": day(NEW)})
    extension = Extension.everything.get(item=item)
    assert done["Location"] == extension.get_absolute_url()
    assert college.post(address, {**given, "due": day(NEW)}).status_code == 409


def test_the_three_days_stand_side_by_side(as_: Sign, world: World) -> None:
    extension = made(world, "countersigned")
    item = extension.item
    extensions.grant(extension, by=world.members["leader"], at=NOW)
    again = extensions.Request(NEW + timedelta(days=30), "仍未到货", "已完成六成")
    second = extensions.ask(item, again, unit=world.units["own"], by=world.members["reporter"], at=NOW)
    now = Item.everything.get(pk=item.pk)
    assert now.first_due is not None
    assert now.first_due < NEW == now.due
    for one in (second, extension):
        shown = as_("leader").get(one.get_absolute_url()).content.decode()
        days = shown[shown.index("figs days") :]
        found = [days.index(word) for word in ("最初时限", "现行时限", "申请延至")]
        assert found == sorted(found)
        for told in (now.first_due, now.due, one.due):
            assert day(told) in days
    assert "申请时的时限是" in as_("leader").get(extension.get_absolute_url()).content.decode()
    listed = as_("reporter").get("/extensions/").content.decode()
    assert listed.count(item.title) == 2
    assert item.title not in as_("sibling_head").get("/extensions/").content.decode()


def test_pages_ask_a_fixed_number_of_queries(as_: Sign, world: World) -> None:
    extension, leader = made(world, "countersigned"), as_("leader")
    pages = [(leader, "/extensions/"), (leader, extension.get_absolute_url()), (leader, "/")]
    few = [count(*one) for one in pages]
    for place in ("child", "parent", "sibling", "cousin"):
        papers.extension("countersigned")(world.places[place])
    assert [count(*one) for one in pages] == few
    assert few[0] <= 6
    assert few[1] <= 11
    college = as_("reporter")
    assert count(college, reverse("work:ask_extension", kwargs={"pk": extension.item_id})) <= 9
