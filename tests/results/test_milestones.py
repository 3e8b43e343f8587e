"""里程碑: reported and verified one by one, weighed by the schedule that holds, whatever amends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.arithmetic.asof import Clock
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.appending import marks_of
from luoshi.plans.changes import Becomes
from luoshi.plans.errors import AlreadyDecided, BadMilestones
from luoshi.plans.models import Amendment, Item, Schedule, Standing
from luoshi.plans.rules import Mark, read
from luoshi.plans.turning import turn
from luoshi.results import actions, standings
from luoshi.results.checking import drift
from luoshi.results.errors import MoreThanClaimed, NoEvidence
from luoshi.results.explaining import explain_item
from luoshi.results.models import Observation
from luoshi.work import actions as work
from luoshi.work.errors import BadClaim
from luoshi.work.models import Update
from tests.results.measured import ago, later
from tests.world import TODAY, World, day

Sign = Callable[[str], Client]
FIRST = [("方案", -20, 1), ("招标", -5, 2), ("验收", 30, 1)]


def where(item: Item, on: date, known: datetime) -> standings.Standing:
    """Say where an item stood."""
    return next(row for row in standings.all_of(item.plan, Clock(on, known)).rows if row.item == item.pk)


def entry(name: str, days: int, weight: int = 1, key: int | None = None) -> dict[str, Any]:
    """Write a milestone as a change does."""
    due = (TODAY + timedelta(days=days)).isoformat()
    return {"name": name, "due": due, "weight": weight} | ({} if key is None else {"key": key})


def days(item: Item, *marks: dict[str, Any]) -> dict[str, Any]:
    item.refresh_from_db()
    assert item.starts and item.due
    return {
        "starts": item.starts.isoformat(),
        "due": item.due.isoformat(),
        "milestones": list(marks),
    }


def drawn(world: World) -> Item:
    """Draw a task of the college with three milestones: one due long ago, one lately, one to come."""
    place = world.places["own"]
    marks = tuple(Mark(name, TODAY + timedelta(days=gone), weight) for name, gone, weight in FIRST)
    task = plans.Task(
        place.item.parent,  # type: ignore[arg-type]
        "建成中试平台",
        place.unit,
        ago(50),
        TODAY + timedelta(days=50),
        milestones=marks,
    )
    return plans.draw(place.sentence, task, by=world.members["maker"], at=later(1))


def report(
    world: World, item: Item, *reached: int, at: int, about: date = TODAY, proof: bool = True
) -> Update:
    claim = work.Claim(about, None, "进展", reached=frozenset(reached))
    pieces = [actions.Piece("a.pdf", f"{at}".encode(), f"第{at}号验收单")] if proof else []
    unit, maker = world.units["own"], world.members["maker"]
    return actions.report(item, claim, unit=unit, evidence=pieces, by=maker, at=later(at))


def signed(world: World, item: Item, *reached: int, at: int, **more: Any) -> Update:
    made = report(world, item, *reached, at=at, **more)
    return work.sign(made, by=world.members["signer"], at=later(at + 1))


def verify(world: World, update: Update, *shown: int, at: int, word: str = "accept") -> Observation:
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), word)
    who = world.members["verifier"]
    return actions.verify(update, shown=shown, words=words, note="", by=who, at=later(at))


def shares(item: Item, at: int = 10_000, on: date = TODAY) -> tuple[float | None, float | None, float | None]:
    """Return what is claimed, shown and expected, as known at a time; today's is held against what is kept."""
    found = where(item, on, later(at))
    if at == 10_000 and on == TODAY:
        kept = Standing.everything.get(pk=item.pk)
        assert (found.claimed, found.shown, found.expected) == tuple(
            None if share is None else share / 100_000_000
            for share in (kept.claimed, kept.shown, kept.expected)
        )
        assert drift(item.plan) == []
    return found.claimed, found.shown, found.expected


def test_claimed_and_shown_are_the_weights_of_what_is_reached(world: World) -> None:
    item = drawn(world)
    assert shares(item) == (None, None, 0.75)
    first = signed(world, item, 0, 1, at=10)
    assert shares(item) == (0.75, None, 0.75)
    assert (first.percent, first.reached) == (75, 0b11)
    seen = verify(world, first, 0, at=20)
    assert (seen.percent, seen.reached) == (25, 0b1)
    assert shares(item) == (0.75, 0.25, 0.75)
    verify(world, signed(world, item, 0, 1, 2, at=30), 0, 1, 2, at=40)
    assert shares(item) == (1.0, 1.0, 0.75)
    assert [shares(item, at=at)[:2] for at in (10, 15, 25, 35)] == [
        (None, None),
        (0.75, None),
        (0.75, 0.25),
        (1.0, 0.25),
    ]
    assert [shares(item, on=ago(gone))[2] for gone in (21, 20, 6, 5)] == [0.0, 0.25, 0.25, 0.75]


def test_what_is_not_a_milestone_of_the_item_is_refused(world: World) -> None:
    item, plain = drawn(world), world.places["own"].item
    unit, maker = world.units["own"], world.members["maker"]
    for claim, of in (
        (work.Claim(TODAY, 50, "x"), item),
        (work.Claim(TODAY, None, "x", reached=frozenset({7})), item),
        (work.Claim(TODAY, 50, "x", reached=frozenset({0})), plain),
        (work.Claim(TODAY, None, "x"), plain),
    ):
        with pytest.raises(BadClaim):
            work.report(of, claim, unit=unit, by=maker, at=later(5))
    assert not Update.everything.filter(item=item).exists()


def test_never_more_is_shown_than_claimed_and_nothing_new_without_evidence(world: World) -> None:
    item = drawn(world)
    bare = signed(world, item, 0, at=10, proof=False)
    with pytest.raises(NoEvidence):
        verify(world, bare, 0, at=11)
    with pytest.raises(MoreThanClaimed):
        verify(world, bare, 1, at=11)
    with pytest.raises(BadClaim):
        actions.verify(bare, shown=25, words={}, note="", by=world.members["verifier"], at=later(11))
    refused = signed(world, item, 0, at=12)
    with pytest.raises(NoEvidence):
        verify(world, refused, 0, at=13, word="refuse")
    verify(world, refused, at=13, word="refuse")
    assert shares(item)[1] == 0.0
    verify(world, signed(world, item, 0, at=14), 0, at=15)
    # What was shown before by its own evidence stays without another piece.
    verify(world, signed(world, item, 0, 1, at=16, proof=False), 0, at=17)
    assert shares(item)[1] == 0.25


def test_a_draft_whose_milestones_are_gone_is_written_anew(world: World) -> None:
    item, unit, maker = drawn(world), world.units["own"], world.members["maker"]
    draft = work.draft(
        item, work.Claim(TODAY, None, "草", reached=frozenset({0})), unit=unit, by=maker, at=later(5)
    )
    revise(world, item, entry("新的", 10), at=6)
    with pytest.raises(BadClaim):
        work.submit(draft, by=maker, at=later(7))
    work.edit(draft, work.Claim(TODAY, None, "草", reached=frozenset({3})), version=1, by=maker, at=later(8))
    assert work.submit(Update.everything.get(pk=draft.pk), by=maker, at=later(9)).percent == 100


def revise(world: World, item: Item, *marks: dict[str, Any], at: int) -> None:
    change = Becomes(item, "schedule", days(item, *marks))
    amending.revise(item.plan, [change], by=world.members["maker"], at=later(at))


def adopt(world: World, item: Item, at: int) -> None:
    plans.adopt(item.plan, by=world.members["signer"], at=later(at))


def proposed(world: World, item: Item, value: dict[str, Any], at: int, about: date = TODAY) -> Amendment:
    change = Becomes(item, "schedule", value)
    proposal = amending.Proposal(Amendment.Kind.SCHEDULE, "因故调整", about, [change])
    return amending.propose(item.plan, proposal, by=world.members["maker"], at=later(at))


def countersign(world: World, amendment: Amendment, at: int) -> datetime:
    amending.countersign(amendment, by=world.members["signer"], at=later(at))
    return later(at)


def test_an_amendment_changes_both_sums_and_the_past_stays(world: World) -> None:
    item = drawn(world)
    adopt(world, item, at=5)
    verify(world, signed(world, item, 0, 1, at=10), 0, 1, at=20)
    assert shares(item) == (0.75, 0.75, 0.75)
    plan_, check = entry("方案", -20, 1, key=0), entry("验收", 30, 1, key=2)
    countersign(world, proposed(world, item, days(item, plan_, check, entry("试产", 40, 2)), at=30), at=40)
    # 招标 drops out of both sums although it was reached; 试产 is new and bears a key that nobody has borne.
    assert shares(item) == (0.25, 0.25, 0.25)
    assert shares(item, at=35) == (0.75, 0.75, 0.75)
    assert [(one.name, one.key) for one in marks_of(item)] == [("方案", 0), ("验收", 2), ("试产", 3)]
    with pytest.raises(BadMilestones):
        proposed(world, item, days(item, entry("招标", -5, 2, key=1)), at=50)
    again = proposed(world, item, days(item, plan_, entry("招标", -5, 3)), at=50)
    countersign(world, again, at=60)
    assert [one.key for one in marks_of(item)] == [0, 4]
    assert shares(item)[:2] == (0.25, 0.25)


def test_a_milestone_that_is_added_for_a_coming_day_counts_from_that_day(world: World) -> None:
    item = drawn(world)
    adopt(world, item, at=5)
    verify(world, signed(world, item, 0, at=10), 0, at=20)
    coming = TODAY + timedelta(days=3)
    stay = [entry(name, gone, weight, key) for key, (name, gone, weight) in enumerate(FIRST)]
    countersign(
        world, proposed(world, item, days(item, *stay, entry("试产", 40, 4)), at=30, about=coming), at=40
    )
    assert shares(item)[1] == 0.25
    turn(item.plan, coming)
    assert Standing.everything.get(pk=item.pk).shown == 12_500_000
    assert drift(item.plan) == []
    found = [where(item, day, later(50)).shown for day in (TODAY, coming)]
    assert found == [0.25, 0.125]


def test_a_change_that_names_no_milestones_leaves_them_and_one_that_was_overtaken_is_refused(
    world: World,
) -> None:
    item = drawn(world)
    adopt(world, item, at=5)
    first, second = (proposed(world, item, days(item, entry(name, 20)), at=10) for name in ("甲", "乙"))
    countersign(world, first, at=20)
    with pytest.raises(AlreadyDecided):
        countersign(world, second, at=21)
    value = days(item)
    del value["milestones"]
    value["due"] = (TODAY + timedelta(days=60)).isoformat()
    countersign(world, proposed(world, item, value, at=30), at=40)
    assert [one.name for one in marks_of(item)] == ["甲"]
    value["due"] = (TODAY + timedelta(days=10)).isoformat()
    with pytest.raises(BadMilestones, match="甲"):
        proposed(world, item, value, at=50)


def test_putting_an_item_off_takes_the_last_milestones_along(world: World) -> None:
    item = drawn(world)
    revise(world, item, entry("方案", -20), entry("验收", 50), at=5)
    due = TODAY + timedelta(days=80)
    plans.extend(item, due, reason="因故", by=world.members["maker"], at=later(10))
    assert [(one.name, one.due) for one in marks_of(item)] == [("方案", ago(20)), ("验收", due)]


def test_a_per_cent_stays_until_milestones_are_reported(world: World) -> None:
    """The world's own item was verified at 40 per cent before it had milestones."""
    item = world.places["own"].item
    revise(world, item, entry("一", -10, 1), entry("二", 10, 2), at=5)
    assert shares(item) == (0.5, 0.4, pytest.approx(1 / 3))
    verify(world, signed(world, item, 0, at=10), 0, at=20)
    assert shares(item)[:2] == (33_333_333 / 100_000_000,) * 2
    revise(world, item, at=30)
    assert shares(item)[:2] == (0.33, 0.33)


def test_no_more_milestones_than_there_are_keys(world: World) -> None:
    item = drawn(world)
    for number in range(19):
        revise(world, item, *(entry(f"{number}-{one}", 1) for one in range(3)), at=10 + number)
    with pytest.raises(BadMilestones, match="60"):
        revise(world, item, entry("多", 1), at=50)
    assert Schedule.everything.filter(item=item).count() == 20


def test_why_tells_by_which_report_and_evidence_a_milestone_is_reached(world: World) -> None:
    item = drawn(world)
    verify(world, signed(world, item, 0, at=10, about=ago(9)), 0, at=20)
    verify(world, signed(world, item, 0, 1, at=30, about=ago(3)), 0, 1, at=40)
    told = explain_item(item, TODAY, later(50))
    assert (told.value, told.rule) == (75_000_000, "milestones")
    assert told.words == "已到里程碑权重 3 ÷ 全部权重 4"
    assert [(part.name, part.shown, [fact.kind for fact in part.facts]) for part in told.parts] == [
        ("里程碑“方案”", "100%", ["观测值", "佐证“第10号验收单”"]),
        ("里程碑“招标”", "100%", ["观测值", "佐证“第30号验收单”"]),
        ("里程碑“验收”", "0%", []),
    ]
    claimed = explain_item(item, TODAY, later(50), shown=False)
    assert [[fact.kind for fact in part.facts] for part in claimed.parts] == [["进展"], ["进展"], []]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("验收", "看不懂日期"),
        ("验收，2026-02-30", "看不懂日期"),
        ("，2026-03-01，2", "没有名称"),
        ("验收，2026-03-01，两", "权重须是整数"),
        ("验收，2026-03-01，2.5", "权重须是整数"),
        ("验收，2026-03-01，-1", "权重须是整数"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, said: str) -> None:
    marks, wrong = read(f"方案，2026-01-01\n\n{line}")
    assert len(marks) == 1
    assert [one for one in wrong if one.startswith("第 3 行：") and said in one] == wrong != []


def test_a_name_may_hold_commas_and_figures_may_be_full_width() -> None:
    assert read("立项，批复；2026年６月1日；１２")[0] == [Mark("立项，批复", date(2026, 6, 1), 12)]


def test_the_form_of_a_task_takes_milestones_as_lines_and_loses_nothing(as_: Sign, world: World) -> None:
    place = world.places["own"]
    assert place.item.parent
    typed = f"方案，{ago(20)}\n验收，{TODAY + timedelta(days=90)}，两"
    given = {
        "goal": place.item.parent_id,
        "title": "建成平台",
        "lead": place.unit.pk,
        "starts": day(ago(30)),
        "due": day(TODAY + timedelta(days=40)),
        "milestones": typed,
    }
    office, url = as_("supervisor"), f"/sentences/{place.sentence.pk}/draw"
    answer = office.post(url, given)
    assert answer.status_code == 422
    assert "第 2 行：权重须是整数" in answer.content.decode()
    assert typed in answer.content.decode()
    late = office.post(url, given | {"milestones": typed.replace("两", "2")}).content.decode()
    assert f"里程碑“验收”的日期须在 {ago(30)}" in late.replace("&quot;", '"')
    assert office.post(url, given | {"milestones": typed.splitlines()[0]}).status_code == 302
    item = Item.everything.latest("pk")
    assert [(one.name, one.due, one.weight) for one in marks_of(item)] == [("方案", ago(20), 1)]


def test_the_way_of_milestones_through_the_pages(as_: Sign, world: World) -> None:
    item = drawn(world)
    url, reporter = f"/items/{item.pk}/report", as_("reporter")
    form = reporter.get(url).content.decode()
    assert 'name="percent"' not in form
    assert form.count('type="checkbox" name="reached"') == 3
    given: dict[str, Any] = {"about": day(TODAY), "text": "招标完成", "reached": ["0", "1"]}
    bad = reporter.post(url, given | {"reached": ["0", "9"]})
    assert (bad.status_code, "已不在现行时限里" in bad.content.decode()) == (422, True)
    file = SimpleUploadedFile("通知书.pdf", b"x")
    assert reporter.post(url, given | {"file": file, "shows": "中标通知书"}).status_code == 302
    assert ticked(reporter.get(url).content.decode()) == ["0", "1"]
    update = Update.everything.get(item=item)
    assert as_("head").post(f"/updates/{update.pk}/sign").status_code == 302
    office = as_("supervisor")
    assert ticked(office.get(update.get_absolute_url()).content.decode()) == ["0", "1"]
    words = {f"evidence-{pk}": "accept" for pk in update.evidence.values_list("pk", flat=True)}
    assert office.post(f"/updates/{update.pk}/verify", words | {"reached": ["2"]}).status_code == 422
    assert office.post(f"/updates/{update.pk}/verify", words | {"reached": ["1"]}).status_code == 302
    told = office.get(item.get_absolute_url()).content.decode()
    assert (told.count("✓ 已报"), told.count("✓ 已证"), told.count("… 待证")) == (2, 1, 1)
    assert "50%" in told
    before = office.get(item.get_absolute_url(), {"known": day(ago(1))}).content.decode()
    assert "里程碑" not in before


def ticked(html: str) -> list[str]:
    boxes = re.findall(r'<input type="checkbox" name="reached" value="(\d+)"([^>]*)>', html)
    return [key for key, more in boxes if "checked" in more]
