"""视图: a question under a name: kept as it was understood, found again however it is put, shown to whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from luoshi.audit.models import Entry
from luoshi.people.models import Member
from luoshi.plans.models import Plan
from luoshi.results import saving
from luoshi.results.models import SavedView, views_of
from luoshi.work.errors import NameTaken
from tests.queries import count
from tests.web.test_undo import press
from tests.world import NOW, PLACES, World, take_part

Sign = Callable[[str], Client]


@pytest.fixture
def plan(world: World) -> Plan:
    return world.places["own"].plan


def save(client: Client, plan: Plan, query: str, name: str, **more: str) -> HttpResponse:
    return client.post(f"/plans/{plan.pk}/views?{query}", {"name": name, **more})  # type: ignore[return-value]


def kept(plan: Plan, query: str, name: str, by: Member, *, shared: bool = False) -> SavedView:
    return saving.save_view(plan, query, name=name, shared=shared, by=by, at=NOW)


def do(client: Client, verb: str, view: SavedView, query: str = "", **given: str) -> HttpResponse:
    url = reverse(f"results:{verb}_view", kwargs={"pk": view.pk})
    return client.post(f"{url}?{query}", given)  # type: ignore[return-value]


def told(client: Client, plan: Plan, query: str = "") -> str:
    answer = client.get(f"{plan.get_absolute_url()}?{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def chips(page: str) -> dict[str, str]:
    """Return the words and the addresses of the views above a plan."""
    nav = page.split('<div class="views">')[1].split("</nav>", maxsplit=1)[0]
    found = re.findall(r'<a href="\?([^"]*)"[^>]*>([^<]*)</a>', nav)
    return {words: unescape(query) for query, words in found}


def here(page: str) -> list[str]:
    nav = page.split('<div class="views">')[1].split("</nav>", maxsplit=1)[0]
    return re.findall(r'aria-current="page">([^<]*)<', nav)


def test_a_question_is_kept_as_it_was_understood(as_: Sign, plan: Plan) -> None:
    office = as_("supervisor")
    odd = "sort=due&evil=1&lamp=risk&unit=999999&due=never&q=+平台+&about=2020-01-01&as=gantt&cols=due"
    answer = save(office, plan, odd, "风险")
    assert answer.status_code == 302
    view = SavedView.everything.get()
    assert view.query == "lamp=risk&q=%E5%B9%B3%E5%8F%B0&sort=due&cols=due"
    assert (view.shared, view.by.login, view.rank) == (False, "supervisor", 1)
    assert "已存为视图“风险”" in told(office, plan)
    entry = Entry.everything.filter(deed="results.save_view").get()
    assert (entry.kind, entry.row, entry.by) == ("results.SavedView", str(view.pk), view.by_id)


def test_the_same_question_in_another_order_is_the_same_view(as_: Sign, plan: Plan) -> None:
    office = as_("supervisor")
    save(office, plan, "lamp=none&due=month&sort=due", "本月")
    assert here(told(office, plan, "sort=due&nothing=1&due=month&lamp=none")) == ["本月"]
    assert here(told(office, plan, "due=month&lamp=none")) == []
    # A day and a shape are how one looks, and not what one asks.
    past = told(office, plan, "as=gantt&sort=due&due=month&lamp=none&about=2026-01-01")
    assert here(past) == ["本月"]
    assert "as=gantt" in chips(past)["逾期"]
    assert "about=2026-01-01" in chips(past)["逾期"]


def test_everybody_has_the_common_ones_where_they_make_sense(as_: Sign, plan: Plan, world: World) -> None:
    college, own = as_("reporter"), world.units["own"].pk
    assert chips(told(college, plan)) == {
        "全部": "",
        "我单位牵头": f"unit={own}",
        "逾期": "due=over",
        "预测将迟": "due=ahead",
    }
    assert here(told(college, plan)) == ["全部"]
    assert here(told(college, plan, f"unit={own}")) == ["我单位牵头"]
    assert "我单位牵头" not in chips(told(as_("supervisor"), plan))  # the office leads nothing here


def test_a_name_is_proposed_that_says_what_is_asked(as_: Sign, plan: Plan, world: World) -> None:
    office, own = as_("supervisor"), world.units["own"].pk
    page = told(office, plan, f"lamp=risk&unit={own}&q=平台&role=any&since=2026-12-01")
    assert 'value="材料学院·任何分工·有风险·“平台”·2026-12-01 起到期"' in page
    assert 'value="已过期未办结"' in told(office, plan, "due=over")
    save(office, plan, "due=over", "已过期未办结")
    assert "存为视图…" not in told(office, plan, "due=over")  # it is kept already
    assert 'value="已过期未办结·最要紧的在前"' in told(office, plan, "due=over&sort=lamp")
    kept(plan, "q=x", "有风险", world.members["supervisor"])
    assert 'value="有风险 2"' in told(office, plan, "lamp=risk")
    assert "存为视图…" not in told(office, plan)  # nothing is asked
    assert 'value="' + "“" + "长" * 39 + '"' in told(office, plan, "q=" + "长" * 60)


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("", "空", "没有筛选"),
        ("unit=999999&evil=1", "空", "没有筛选"),
        ("due=over", "", "必填"),
        ("due=over", "   ", "必填"),
        ("due=over", "长" * 41, "40"),
        ("due=week", "旧的", "已有叫“旧的”的视图"),
        ("due=week", "大家的", "已有叫“大家的”的视图"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    as_: Sign, plan: Plan, world: World, query: str, name: str, said: str
) -> None:
    kept(plan, "due=over", "旧的", world.members["supervisor"])
    kept(plan, "due=over", "大家的", world.members["planner"], shared=True)
    kept(plan, "due=over", "别人的", world.members["planner"])
    answer = save(as_("supervisor"), plan, query, name, shared="on")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{name.strip()}"' in page or not name.strip()
    assert "checked" in page
    assert SavedView.everything.count() == 3
    assert (
        save(as_("supervisor"), plan, "due=week", "别人的").status_code == 302
    )  # what is not seen takes no name


def test_there_is_room_for_thirty(as_: Sign, plan: Plan, world: World) -> None:
    office, planner = world.members["supervisor"], world.members["planner"]
    for number in range(saving.MOST):
        kept(plan, "due=over", f"第{number}", office, shared=number > 0)
    answer = save(as_("supervisor"), plan, "due=week", "多一个")
    assert (answer.status_code, "最多存 30 个" in answer.content.decode()) == (422, True)
    last = kept(plan, "due=over", "最后一个", planner, shared=True)
    more = kept(plan, "due=over", "再一个", planner)
    full = do(as_("planner"), "share", more)
    assert (full.status_code, "最多共享 30 个" in full.content.decode()) == (422, True)
    do(as_("planner"), "unshare", last)
    assert do(as_("planner"), "share", more).status_code == 302
    assert (
        do(as_("supervisor"), "rename", SavedView.everything.get(name="第3"), name="新名").status_code == 302
    )


def test_a_private_view_is_there_for_nobody_else(as_: Sign, plan: Plan, world: World) -> None:
    view = kept(plan, "due=over", "只我看", world.members["supervisor"])
    for who in ("planner", "leader", "reporter", "foreign_supervisor"):
        for verb in ("rename", "replace", "share", "unshare", "delete"):
            assert do(as_(who), verb, view, "due=week", name="x").status_code == 404
    assert "只我看" not in told(as_("planner"), plan)
    assert "只我看" not in as_("planner").get(f"/plans/{plan.pk}/views").content.decode()
    assert SavedView.everything.get().name == "只我看"


def test_a_shared_view_is_only_a_question(as_: Sign, plan: Plan, world: World) -> None:
    maker, office = world.members["maker"], world.members["supervisor"]
    sibling = world.units["sibling"]
    take_part(world.places["own"].item, sibling, "support", by=maker)
    kept(plan, "lamp=none", "没有数据的", office, shared=True)
    hers = kept(plan, f"unit={sibling.pk}&role=any", "机械的", office, shared=True)
    assert {"没有数据的", "机械的"} <= set(chips(told(as_("leader"), plan)))
    college = told(as_("reporter"), plan, "lamp=none")
    assert here(college) == ["没有数据的"]
    assert "金丝雀sibling" not in college
    # Whose units one does not see one is not offered to ask for: the answer would be another than its name says.
    elsewhere = kept(plan, "unit=424242", "看不到的单位", office, shared=True)
    assert elsewhere.name not in chips(told(as_("reporter"), plan))
    listed = as_("reporter").get(f"/plans/{plan.pk}/views").content.decode()
    assert "您在这个计划里看不到" in listed
    assert hers.name in listed


def test_who_may_not_share_keeps_for_oneself(as_: Sign, plan: Plan, world: World) -> None:
    page = told(as_("reporter"), plan, "due=over")
    assert "存为视图…" in page
    assert 'name="shared"' not in page
    assert 'name="shared"' in told(as_("planner"), plan, "due=over")
    save(as_("reporter"), plan, "due=over", "我的", shared="on")
    view = SavedView.everything.get()
    assert not view.shared
    assert do(as_("reporter"), "share", view).status_code == 403
    # Who shares no more changes nothing before everybody's eyes; it can be taken away.
    SavedView.everything.update(shared=True)
    assert do(as_("reporter"), "rename", view, name="改").status_code == 403
    assert do(as_("planner"), "unshare", view).status_code == 302
    assert do(as_("reporter"), "rename", view, name="改").status_code == 302
    assert do(as_("reporter"), "delete", view).status_code == 302
    assert save(as_("auditor"), plan, "due=over", "审计看的").status_code == 302


def test_it_is_renamed_replaced_shared_and_each_is_undone(as_: Sign, plan: Plan, world: World) -> None:
    office = as_("supervisor")
    view = kept(plan, "due=over", "甲", world.members["supervisor"])
    page = office.get(f"/plans/{plan.pk}/views?due=week").content.decode()
    assert "改为现在的筛选" in page

    def state() -> tuple[str, str, bool]:
        view.refresh_from_db()
        return view.name, view.query, view.shared

    for verb, given, became in (
        ("rename", {"name": "乙"}, ("乙", "due=over", False)),
        ("replace", {}, ("甲", "due=week", False)),
        ("share", {}, ("甲", "due=over", True)),
    ):
        answer = do(office, verb, view, "due=week", **given)
        assert state() == became
        press(office, office.get(answer["Location"]).content.decode())
        assert state() == ("甲", "due=over", False)
    kept(plan, "due=week", "丙", world.members["supervisor"])
    twice = do(office, "rename", view, name="丙")
    assert twice.status_code == 422
    assert re.search(r'value="丙"[^>]*aria-invalid="true"', twice.content.decode())
    assert do(office, "replace", view, "evil=1").status_code == 422
    assert state() == ("甲", "due=over", False)


def test_what_is_deleted_comes_back_to_its_place(as_: Sign, plan: Plan, world: World) -> None:
    office, who = as_("supervisor"), world.members["supervisor"]
    first = kept(plan, "due=over", "一", who, shared=True)
    kept(plan, "due=week", "二", who, shared=True)
    answer = do(office, "delete", first)
    assert list(chips(told(as_("planner"), plan)))[-1] == "二"
    press(office, office.get(answer["Location"]).content.decode())
    assert list(chips(told(as_("planner"), plan)))[-2:] == ["一", "二"]
    assert do(office, "delete", first).status_code == 404
    gone = SavedView.everything.get(name="一")
    SavedView.everything.filter(pk=gone.pk).delete()
    with pytest.raises(saving.ViewGone):
        saving.rename_view(gone, "三", by=who, at=NOW)


def test_the_same_name_at_once_is_refused(plan: Plan, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    who = world.members["supervisor"]
    kept(plan, "due=over", "一", who)
    monkeypatch.setattr(saving, "_untaken", lambda *_: None)  # as the second of two that have both looked
    with pytest.raises(NameTaken):
        kept(plan, "due=week", "一", who)


def test_what_the_page_lists_is_what_may_be_seen(world: World) -> None:
    makers = ("supervisor", "reporter", "sibling_head", "planner")
    for place in PLACES[:-1]:
        for who in makers:
            for shared in (True, False):
                kept(
                    world.places[place].plan, "due=over", f"{who}{shared}", world.members[who], shared=shared
                )
    for who in (*makers, "leader", "auditor", "head_subtree", "foreign_supervisor", "nobody"):
        member = Member.everything.get(login=who)
        for place in PLACES:
            plan = world.places[place].plan
            seen = SavedView.objects.visible_to(member).filter(plan=plan)
            if Plan.objects.visible_to(member).filter(pk=plan.pk).exists():
                assert set(seen) == set(views_of(plan, member))
            else:
                assert not seen.exists()


@pytest.mark.parametrize("who", ["supervisor", "reporter"])
def test_more_views_ask_no_more_queries(as_: Sign, plan: Plan, world: World, who: str) -> None:
    client, url = as_(who), f"/plans/{plan.pk}/views?due=week"
    few = count(client, plan.get_absolute_url()), count(client, url)
    light = len(client.get(plan.get_absolute_url()).content)
    for number in range(saving.MOST):
        kept(plan, f"q={number}", f"我的视图{number}", world.members[who])
        kept(plan, f"q=s{number}", f"共享视图{number}", world.members["planner"], shared=True)
    assert (count(client, plan.get_absolute_url()), count(client, url)) == few
    assert few[0] <= 11
    assert few[1] <= 12
    assert len(client.get(plan.get_absolute_url()).content) - light <= 60 * 100
    assert len(client.get(url).content) <= 75_000
