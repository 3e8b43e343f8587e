"""督办单的页面: each verb by who may, refused to who may not, and what was typed is kept where it fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.people.roles import Reach, Role
from luoshi.work import notices
from luoshi.work.models import Notice
from tests.queries import count
from tests.site import papers
from tests.world import NOW, TODAY, World, canary, day, grant, member

Sign = Callable[[str], Client]
LATER = TODAY + timedelta(days=30)
# In which state, by whom, with what, what becomes of it; and who sees the notice and may not.
VERBS = [
    ("issue", "drafted", "supervisor", {}, "issued", "leader"),
    ("receive", "issued", "reporter", {}, "received", "supervisor"),
    ("reply", "received", "head", {"text": "已办结，附材料"}, "replied", "supervisor"),
    ("plan", "received", "reporter", {"text": "分两步办", "until": day(LATER)}, "planned", "auditor"),
    ("close", "replied", "supervisor", {"note": "属实"}, "closed", "reporter"),
    ("redo", "replied", "supervisor", {"reason": "不全", "due": day(LATER)}, "returned", "planner"),
    ("withdraw", "issued", "supervisor", {"reason": "重复交办"}, "withdrawn", "head"),
]


def made(world: World, state: str, place: str = "own") -> Notice:
    return Notice.everything.get(pk=papers.notice(state)(world.places[place]))


def post(client: Client, notice: Notice, verb: str, given: dict[str, Any]) -> Any:
    return client.post(reverse(f"work:{verb}_notice", kwargs={"pk": notice.pk}), given)


@pytest.mark.parametrize("case", VERBS, ids=[case[0] for case in VERBS])
def test_each_verb_is_done_by_who_may_and_by_nobody_else(
    as_: Sign, world: World, case: tuple[str, str, str, dict[str, str], str, str]
) -> None:
    verb, state, who, given, became, wrong = case
    notice, stranger = made(world, state), "foreign_supervisor"
    assert post(as_(wrong), notice, verb, given).status_code == 403
    assert post(as_(stranger), notice, verb, given).status_code == 404
    assert Notice.everything.get(pk=notice.pk).state == state
    address = reverse(f"work:{verb}_notice", kwargs={"pk": notice.pk})
    assert f'action="{address}"' in as_(who).get(notice.get_absolute_url()).content.decode()
    assert address not in as_(wrong).get(notice.get_absolute_url()).content.decode()
    answer = post(as_(who), notice, verb, given)
    assert (answer.status_code, answer["Location"]) == (302, notice.get_absolute_url())
    notice.refresh_from_db()
    assert notice.state == became
    # A second hand finds it done: told so, with what was typed, by a page that offers the verb no more.
    later = {name: said if name in {"until", "due"} else f"再说{said}" for name, said in given.items()}
    again = post(as_(who), notice, verb, later)
    if (became, verb) != ("planned", "plan"):
        assert again.status_code == 409
        assert address not in again.content.decode()
        assert [said for said in later.values() if said not in again.content.decode()] == []


@pytest.mark.parametrize(
    ("verb", "state", "who", "given", "fault"),
    [
        ("reply", "received", "head", {"text": ""}, "这个字段是必填项"),
        ("plan", "received", "head", {"text": "慢慢办", "until": "2001-01-01"}, "不能早于今天"),
        ("redo", "replied", "supervisor", {"reason": "不全", "due": "2001-01-01"}, "不能早于今天"),
        ("withdraw", "issued", "supervisor", {"reason": " "}, "这个字段是必填项"),
    ],
)
def test_what_is_wrong_stands_on_its_form_with_what_was_typed(
    as_: Sign, world: World, verb: str, state: str, who: str, given: dict[str, str], fault: str
) -> None:
    notice = made(world, state)
    answer = post(as_(who), notice, verb, given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert fault in shown
    assert [said for said in given.values() if said not in shown] == []
    assert f'id="{verb}_' in shown
    assert shown.index("没有办成") < shown.index('id="deeds"')
    assert Notice.everything.get(pk=notice.pk).state == state


def test_who_has_replied_does_not_close(as_: Sign, world: World) -> None:
    """Even if another has replied again: told on the form."""
    both = member(world.units["own"], "both")
    grant(both, Role.REPORTER, world.units["own"], Reach.UNIT)
    grant(both, Role.SUPERVISOR, world.units["parent"])
    world.members["both"] = both
    notice = made(world, "received")
    notice = notices.reply(notice, text="已办", by=both, at=NOW)
    assert post(as_("both"), notice, "close", {}).status_code == 403
    notice = notices.redo(notice, reason="不全", by=world.members["supervisor"], at=NOW)
    notice = notices.reply(notice, text="已补", by=world.members["reporter"], at=NOW)
    answer = post(as_("both"), notice, "close", {"note": "我看行"})
    assert answer.status_code == 403
    assert "自己反馈的督办单须由他人核查" in answer.content.decode()
    assert "我看行" in answer.content.decode()


def test_a_notice_on_an_item_begins_with_what_is_known_of_it(as_: Sign, world: World) -> None:
    place, office = world.places["own"], as_("supervisor")
    address = f"{reverse('work:draft_notice')}?item={place.item.pk}"
    assert address in office.get(place.item.get_absolute_url()).content.decode()
    assert address not in as_("planner").get(place.item.get_absolute_url()).content.decode()
    shown = office.get(address).content.decode()
    assert f'<option value="{place.unit.pk}" selected>' in shown
    assert f'value="{place.item.title}"' in shown
    given = {"unit": place.unit.pk, "item": place.item.pk, "subject": "进展滞后", "demand": "说明原因"}
    given |= {"clock": "hard", "urgency": "urgent", "source": "会议", "due": ""}
    wrong = office.post(address, {**given, "subject": ""})
    assert wrong.status_code == 422
    assert "说明原因" in wrong.content.decode()
    assert place.item.title in wrong.content.decode()
    done = office.post(address, given)
    notice = Notice.everything.get(subject="进展滞后")
    assert done["Location"] == notice.get_absolute_url()
    assert (notice.item, notice.unit, notice.state, notice.clock) == (
        place.item,
        place.unit,
        "drafted",
        "hard",
    )
    # An item of others is not named, and no notice stands on it.
    foreign = world.places["foreign"].item
    assert (
        canary("foreign")
        not in office.get(f"{reverse('work:draft_notice')}?item={foreign.pk}").content.decode()
    )
    assert office.post(address, {**given, "item": foreign.pk}).status_code == 422


def test_a_day_that_has_passed_is_told_when_it_is_issued(as_: Sign, world: World) -> None:
    demand = notices.Demand("x", "y", "ordinary", due=TODAY - timedelta(days=1))
    notice = notices.draft(world.units["own"], demand, by=world.members["maker"], at=NOW)
    answer = post(as_("supervisor"), notice, "issue", {})
    assert answer.status_code == 422
    assert "办结时限不能早于交办日" in answer.content.decode()


def test_an_item_that_the_reader_may_not_see_is_not_named(as_: Sign, world: World) -> None:
    demand, item = notices.Demand("两家的事", "请办", "ordinary"), world.places["sibling"].item
    by = {"by": world.members["maker"], "at": NOW}
    notice = notices.issue(notices.draft(world.units["own"], demand, item=item, **by), **by)
    college, office = (
        as_(who).get(notice.get_absolute_url()).content.decode() for who in ("head", "supervisor")
    )
    assert canary("sibling") not in college
    assert item.title in office


def test_the_page_tells_the_life_and_the_clocks(as_: Sign, world: World) -> None:
    notice = made(world, "received")
    notices.plan(notice, text="分两步办", until=LATER, by=world.members["head"], at=NOW)
    shown = as_("reporter").get(notice.get_absolute_url()).content.decode()
    for words in ("拟办", "交办", "签收", "报方案", "分两步办", "按方案办结", "首次反馈", "节假日尚未登记"):
        assert words in shown, words
    assert shown.count("btn btn-primary") == 1


def test_the_list_shows_what_waits_and_all_if_asked(as_: Sign, world: World) -> None:
    open_, closed = made(world, "issued"), made(world, "replied")
    notices.close(closed, by=world.members["supervisor"], at=NOW)
    college = as_("reporter")
    assert open_.subject in college.get("/notices/").content.decode()
    assert closed.subject not in college.get("/notices/").content.decode()
    assert closed.subject in college.get("/notices/?all=1").content.decode()
    # What is only drafted is the office's, and what is another's is not seen at all.
    draft, other = made(world, "drafted"), made(world, "issued", "sibling")
    shown = college.get("/notices/?all=1").content.decode()
    assert (draft.subject in shown, other.subject in shown) == (False, False)
    assert draft.subject in as_("supervisor").get("/notices/").content.decode()


def test_ten_times_the_notices_ask_no_more_queries(as_: Sign, world: World) -> None:
    notice, office, college = made(world, "replied"), as_("supervisor"), as_("reporter")
    made(world, "issued")
    pages = [
        (office, "/notices/"),
        (office, notice.get_absolute_url()),
        (office, "/notices/new"),
        (office, "/"),
        (college, "/"),
    ]
    few = [count(*one) for one in pages]
    by = {"by": world.members["maker"], "at": NOW}
    for number in range(10):
        demand = notices.Demand(f"多{number}", "y", "ordinary")
        notices.issue(notices.draft(world.units["own"], demand, **by), **by)
    assert [count(*one) for one in pages] == few
    assert few[0] <= 9
    assert few[1] <= 13
    assert few[2] <= 7
    assert max(few) <= 20
