"""督查台: what waits, what is overdue, who is silent, as far as the member sees; and the figures of a bulletin."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from luoshi.arithmetic.workdays import Calendar
from luoshi.desk import watch
from luoshi.desk.desk import FIGURES
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.plans.models import Item
from luoshi.results import actions as results
from luoshi.work import actions as work
from luoshi.work import notices, periods
from luoshi.work.models import Period, Update
from luoshi.work.periods import Days
from tests.queries import count
from tests.site import papers
from tests.world import NOW, PLACES, TODAY, World, canary, grant, member

Sign = Callable[[str], Client]
WEEKS = Calendar()
HERE = [place for place in PLACES if place != "foreign"]


def shown(client: Client, address: str = "/desk/", **asked: object) -> str:
    return client.get(address, asked).content.decode()


def at(days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY - timedelta(days=days_ago), time(9)))


def drawn(world: World, title: str, starts: int, due: int, place: str = "own") -> Item:
    """Draw a task that started and is due so many days from today."""
    at_ = world.places[place]
    task = plans.Task(
        goal=at_.item.parent,  # type: ignore[arg-type]
        title=title,
        lead=at_.unit,
        starts=TODAY + timedelta(days=starts),
        due=TODAY + timedelta(days=due),
    )
    return plans.draw(at_.sentence, task, by=world.members["maker"], at=NOW)


def signed(world: World, item: Item, days_ago: int, content: bytes | None = None) -> Update:
    claim = work.Claim(about=TODAY - timedelta(days=days_ago), percent=33, text="进展")
    pieces = [results.Piece(name="x.pdf", content=content, shows="凭证")] if content else []
    by = {"unit": world.places["own"].unit, "by": world.members["maker"], "at": at(days_ago)}
    update = results.report(item, claim, evidence=pieces, **by)  # type: ignore[arg-type]
    work.sign(update, by=world.members["signer"], at=at(days_ago))
    return update


def queue(world: World, who: str = "supervisor") -> list[watch.Waiting]:
    return list(watch.queue(world.members[who], None, WEEKS, TODAY).rows)  # type: ignore[arg-type]


def test_what_waits_stands_the_oldest_first_with_its_evidence_and_its_days(as_: Sign, world: World) -> None:
    item = drawn(world, "久等的事", -60, 60)
    foreign = results.Piece(name="y.pdf", content="金丝雀sibling佐证".encode(), shows="别处的佐证")
    old = signed(world, item, 12, foreign.content)
    bare = signed(world, drawn(world, "没有佐证的事", -60, 60), 5)
    rows = queue(world)
    assert [row.update.pk for row in rows[:2]] == [old.pk, bare.pk]
    assert [(row.pieces, row.reused) for row in rows[:2]] == [(1, 1), (0, 0)]
    mine = next(row for row in rows if row.update.pk == world.places["own"].updates["signed"].pk)
    assert (mine.pieces, mine.reused) == (1, 0)
    assert rows[0].days == WEEKS.between(TODAY - timedelta(days=12), TODAY)
    assert {canary(place) for place in HERE} == {
        row.update.text.removesuffix("进展") for row in rows if row.update.text.startswith("金丝雀")
    }
    page = shown(as_("supervisor"))
    assert old.get_absolute_url() in page
    assert "用在别处" in page
    assert canary("foreign") not in page


def test_nobody_is_asked_to_verify_their_own(world: World) -> None:
    update = world.places["own"].updates["signed"]
    assert update.pk in {row.update.pk for row in queue(world)}
    Update.everything.filter(pk=update.pk).update(by=world.members["supervisor"])
    assert update.pk not in {row.update.pk for row in queue(world)}


def test_what_is_asked_for_is_a_unit_with_what_is_below(as_: Sign, world: World) -> None:
    office, own = as_("supervisor"), world.units["own"]
    page = shown(office, unit=own.pk)
    for place in HERE:
        assert (f"{canary(place)}任务" in page) == (place in {"own", "child"}), place
    for nonsense in ("x", "0", "9" * 30, world.units["foreign"].pk):
        assert f"{canary('sibling')}任务" in shown(office, unit=nonsense)


def test_who_supervises_a_part_sees_that_part(as_: Sign, world: World) -> None:
    """Plans of the office are not within a college: nothing of others' is counted or named."""
    world.members["part"] = member(world.units["office"], "part")
    grant(world.members["part"], Role.SUPERVISOR, world.units["own"])
    drawn(world, "别处超期的事", -60, -6, "sibling")
    papers.notice("issued")(world.places["sibling"])
    papers.notice("issued")(world.places["own"])
    page = shown(as_("part"))
    assert [place for place in HERE if place != "own" and canary(place) in page] == []
    assert "别处超期的事" not in page
    assert f"{canary('own')}任务督办issued" in page
    assert shown(as_("part"), "/desk/bulletin").count("没有单位承担任务") == 1


def test_what_is_past_its_day_is_overdue_until_it_is_settled(as_: Sign, world: World) -> None:
    late = drawn(world, "早该办完的事", -60, -6)
    drawn(world, "今天到期的事", -60, 0)
    signed(world, late, 9)
    found = watch.overdue(world.members["supervisor"], None, TODAY)
    (row,) = found.rows
    assert isinstance(row, watch.Late)
    assert (row.standing.title, row.days, row.reported) == ("早该办完的事", 6, TODAY - timedelta(days=9))
    page = shown(as_("supervisor"))
    assert f"/notices/new?item={late.pk}" in page
    late.standing.__class__.everything.filter(item=late).update(result="done")
    assert watch.overdue(world.members["supervisor"], None, TODAY).number == 0


def test_a_list_says_how_many_it_does_not_show(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "AT_ONCE", 2)
    for number in range(3):
        drawn(world, f"早该办完的事{number}", -60, -6 - number)
    found = watch.overdue(world.members["supervisor"], None, TODAY)
    assert (len(found.rows), found.number, found.more) == (2, 3, 1)
    some = watch.queue(world.members["supervisor"], None, WEEKS, TODAY, first=2)
    assert (len(some.rows), some.number) == (2, len(HERE))


def quiet(world: World, period: Period | None, today: date = TODAY) -> dict[str, int | None]:
    found = watch.silent(world.members["supervisor"], None, period, today)
    return {row.unit.name: row.days for row in found}


def test_a_unit_that_has_not_reported_for_four_weeks_is_silent(world: World) -> None:
    assert quiet(world, None) == {}
    later = TODAY + timedelta(days=29)
    assert quiet(world, None, later) == {world.places[place].unit.name: 29 for place in HERE}
    Update.everything.filter(unit=world.units["own"]).update(state="returned")
    assert quiet(world, None) == {world.units["own"].name: None}


def opened(world: World, first: int, last: int, due: int, late: int, name: str = "这一期") -> Period:
    """Open a period of days so many days from today, that takes reports from its first day on."""
    days = [TODAY + timedelta(days=one) for one in (first, last, first, due, late)]
    return periods.open_period(
        world.units["parent"], Days(*days), name=name, by=world.members["planner"], at=NOW
    )


def test_in_a_running_period_a_unit_is_silent_that_has_not_reported_for_it(world: World) -> None:
    supervisor = world.members["supervisor"]
    assert watch.running_period(supervisor, TODAY) is None
    period = opened(world, -20, 0, 2, 9)
    assert watch.running_period(supervisor, TODAY) == period
    assert quiet(world, period) == {}
    Update.everything.filter(unit=world.units["sibling"]).update(period=None)
    assert list(quiet(world, period)) == [world.units["sibling"].name]


def test_the_bulletin_counts_what_each_unit_had_to_report(world: World) -> None:
    """By hand: own has four tasks; one reported in time, one late, one not at all, one begins next month."""
    period = opened(world, -20, 0, 0, 9)
    items = [drawn(world, title, -60, 60) for title in ("迟报的事", "没报的事")]
    drawn(world, "下月才开始的事", 40, 60)
    signed(world, items[0], 1)
    Update.everything.filter(item=items[0]).update(late=True)
    done = drawn(world, "办完的事", -60, 60)
    done.standing.__class__.everything.filter(item=done).update(result="done")
    over = drawn(world, "超期的事", -60, -5)
    span = watch.Span(period.name, period.first, period.last, period)
    rows = {row.name: row for row in watch.bulletin(world.members["supervisor"], span, None)}
    own = rows[world.units["own"].name]
    assert (own.items, own.timely, own.late, own.silent, own.done, own.over) == (5, 1, 1, 2, 1, 1)
    assert (own.due, own.share) == (4, 0.5)
    assert over.standing.result == "over"
    total = watch.total(list(rows.values()))
    assert (total.items, total.timely, total.late, total.silent) == (9, 5, 1, 2)
    # What was returned is not reported.
    Update.everything.filter(item=items[0]).update(state="returned")
    own = next(iter(watch.bulletin(world.members["supervisor"], span, world.units["own"])))
    assert (own.late, own.silent) == (0, 3)


def test_where_nothing_was_to_be_reported_there_is_no_share(as_: Sign, world: World) -> None:
    assert watch.Figures(1, "x", 1, 0, 0, 0, 1, 0).share is None
    period = opened(world, -900, -890, -880, -870, "从前的一期")
    page = shown(as_("supervisor"), "/desk/bulletin", period=period.pk)
    assert "从前的一期" in page
    assert "没有单位承担任务" in page
    assert "无数据" in page
    for nonsense in ("x", "9" * 40):
        assert f"{TODAY.year}年{TODAY.month}月任务" in shown(
            as_("supervisor"), "/desk/bulletin", period=nonsense
        )


def test_without_a_period_a_bulletin_tells_of_the_month() -> None:
    found = watch.Span.month(date(2026, 2, 14))
    assert (found.name, found.first, found.last) == ("2026年2月", date(2026, 2, 1), date(2026, 2, 28))
    assert watch.Span.month(date(2026, 12, 31)).last == date(2026, 12, 31)


def test_notices_that_wait_longest_come_first(world: World) -> None:
    made = [
        notices.Notice.everything.get(pk=papers.notice(state)(world.places["own"]))
        for state in ("issued", "replied")
    ]
    by = {"by": world.members["maker"], "at": at(30)}
    demand = notices.Demand("久拖的事", "y", "ordinary")
    old = notices.issue(notices.draft(world.units["own"], demand, **by), **by)  # type: ignore[arg-type]
    found = watch.notices(world.members["supervisor"], None, WEEKS)
    assert found.number == 3
    assert [row.notice.pk for row in found.rows] == [old.pk, made[1].pk, made[0].pk]


def test_the_menu_leads_there_whom_it_opens_to(as_: Sign) -> None:
    for who in ("supervisor", "planner", "reporter", "leader", "auditor", "system"):
        page = shown(as_(who), "/")
        assert ('href="/desk/"' in page) == (who == "supervisor"), who
        assert ('href="/notices/"' in page) == (who != "system"), who


def test_ten_times_the_work_asks_no_more_queries(as_: Sign, world: World) -> None:
    opened(world, -20, 0, 2, 9)
    papers.notice("issued")(world.places["own"])
    papers.extension("countersigned")(world.places["own"])
    signed(world, drawn(world, "早该办完的事", -60, -6), 3, b"x")
    office, pages = as_("supervisor"), ("/desk/", "/desk/bulletin")
    few = [count(office, address) for address in pages]
    for number in range(10):
        signed(world, drawn(world, f"多{number}", -60, -7), 3, f"{number}".encode())
        by = {"by": world.members["maker"], "at": NOW}
        demand = notices.Demand(f"多{number}", "y", "ordinary")
        notices.issue(notices.draft(world.units["own"], demand, **by), **by)  # type: ignore[arg-type]
    for place in ("child", "sibling"):
        papers.extension("countersigned")(world.places[place])
    assert [count(office, address) for address in pages] == few
    assert few[0] <= 24
    assert few[1] <= 8


def test_the_page_has_one_title_and_fits_the_rules(as_: Sign, world: World) -> None:
    drawn(world, "早该办完的事", -60, -6)
    for address in ("/desk/", "/desk/bulletin"):
        page = shown(as_("supervisor"), address)
        assert len(re.findall("<h1", page)) == 1
        assert page.count("btn-primary") <= 1
        assert "style=" not in page


def test_a_wide_question_is_planned_for_its_values_and_the_next_one_as_ever(db: None) -> None:
    connection.ensure_connection()
    before = getattr(connection.connection, "prepare_threshold", None)
    with pytest.raises(ZeroDivisionError), watch.planned_for_its_values():
        assert getattr(connection.connection, "prepare_threshold", None) is None
        raise ZeroDivisionError
    assert getattr(connection.connection, "prepare_threshold", None) == before
    assert (before is None) == (connection.vendor == "sqlite")


def test_every_figure_of_a_bulletin_leads_to_the_tasks_that_it_counts(as_: Sign, world: World) -> None:
    period = opened(world, -20, 0, 0, 9)
    items = [drawn(world, title, -60, 60) for title in ("迟报的事", "没报的事", "按时又迟报的事")]
    signed(world, items[0], 1)
    Update.everything.filter(item=items[0]).update(late=True)
    signed(world, items[2], 1)
    signed(world, items[2], 2, b"2")
    Update.everything.filter(pk=Update.everything.filter(item=items[2]).latest("pk").pk).update(late=True)
    done = drawn(world, "办完的事", -60, 60)
    done.standing.__class__.everything.filter(item=done).update(result="done")
    drawn(world, "超期的事", -60, -5)
    span = watch.Span(period.name, period.first, period.last, period)
    office = world.members["supervisor"]
    for unit in (None, world.units["own"], world.units["sibling"]):
        rows = watch.bulletin(office, span, unit)
        seen = 0
        for row in (*rows, watch.total(rows)):
            for figure in FIGURES:
                counted = watch.behind(office, span, unit, figure, row.key)
                assert len(counted) == getattr(row, figure), (row.name, figure)
                assert not row.key or {one.unit for one in counted} <= {row.name}
                seen += len(counted)
        assert seen > 0
    (late,) = watch.behind(office, span, None, "late")
    assert (late.title, late.update is not None) == ("迟报的事", True)
    own = world.units["own"].pk
    page = shown(as_("supervisor"), "/desk/bulletin", period=period.pk)
    assert f'<a href="?period={period.pk}&amp;of=late&amp;at={own}#behind">1</a>' in page
    assert 'id="behind"' not in page
    page = shown(as_("supervisor"), "/desk/bulletin", period=period.pk, of="late", at=own)
    assert page.count("迟报的事") == 1
    assert f"/updates/{late.update}/" in page
    for of, at in (("nonsense", own), ("late", world.units["foreign"].pk), ("late", "x" * 9), ("", "")):
        asked = shown(as_("supervisor"), "/desk/bulletin", of=of, at=at)
        assert ('id="behind"' in asked) == (of == "late" and at == "x" * 9), (of, at)


def test_no_more_tasks_are_listed_behind_a_figure_than_are_read(
    as_: Sign, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LISTED", 2)
    page = shown(as_("supervisor"), "/desk/bulletin", of="items")
    assert "只列前 2 项" in page
    assert page.count('href="/items/') == 2
