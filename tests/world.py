"""The world of the tests: two organisations that must know nothing of each other, and one of everything in each place.

Seen from the college `own`: its department is `child`, the school is `parent`, another college is `sibling`, that
college's department is `cousin`, and `foreign` is another organisation. Each place has a whole chain: document,
sentence, item, reports in each state, evidence, frozen report; all of its texts carry the place's canary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from luoshi.arithmetic.indicators import Kind
from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.people import actions as people
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Reach, Role
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item, Plan
from luoshi.records import actions as records
from luoshi.records.models import Sentence, Verdict
from luoshi.reports import actions as reports
from luoshi.reports.models import Report
from luoshi.results import actions as results
from luoshi.results.meaning import Meant, Wanted
from luoshi.results.models import Evidence, Indicator, Value
from luoshi.work import actions as work
from luoshi.work.models import Update

TODAY = timezone.localdate()
NOW = timezone.now()
PASSWORD = "山高水长 2026"
HASHED = make_password(PASSWORD)
PLACES = ("own", "child", "parent", "sibling", "cousin", "foreign")


def canary(place: str) -> str:
    """Return the word that stands in every text of a place and nowhere else."""
    return f"金丝雀{place}"


@dataclass
class Place:
    """One unit with a whole chain of the way."""

    unit: Unit
    office: Unit
    document: Document
    sentence: Sentence
    plan: Plan
    item: Item
    updates: dict[str, Update]
    evidence: Evidence
    indicator: Indicator
    report: Report


@dataclass
class World:
    """Everything that the tests stand on."""

    units: dict[str, Unit] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def member(unit: Unit, login: str, name: str = "") -> Member:
    """Enrol a member with the one password of the tests, hashed once."""
    made = Member(unit=unit, login=login, name=name or login, password=HASHED)
    made.save(force_insert=True)
    return made


def grant(who: Member, role: Role, unit: Unit, reach: Reach = Reach.SUBTREE, **more: Any) -> Any:
    """Grant a role since last year."""
    office = people.Office(role, unit, TODAY - timedelta(days=365), reach, **more)
    return people.grant(who, office, at=NOW)


def build() -> World:
    """Build both organisations."""
    world = World()
    units, members = world.units, world.members
    units["parent"] = people.found("甲大学", short="甲")
    units["office"] = people.add_unit(units["parent"], "党政办公室", short="党办")
    units["own"] = people.add_unit(units["parent"], "材料学院", short="材料")
    units["child"] = people.add_unit(units["own"], "冶金系", short="冶金")
    units["sibling"] = people.add_unit(units["parent"], "机械学院", short="机械")
    units["cousin"] = people.add_unit(units["sibling"], "动力系", short="动力")
    units["foreign"] = people.found("乙大学", short="乙")
    _enrol(world)
    for place in PLACES:
        office = units["foreign" if place == "foreign" else "office"]
        world.places[place] = chain(place, units[place], office, members)
    members["disabled"].is_active = False
    members["disabled"].save(update_fields=["is_active"])
    return world


def _enrol(world: World) -> None:
    units, members = world.units, world.members
    root, own = units["parent"], units["own"]
    for login, role, unit, reach in (
        ("reporter", Role.REPORTER, own, Reach.UNIT),
        ("reporter_subtree", Role.REPORTER, own, Reach.SUBTREE),
        ("head", Role.HEAD, own, Reach.UNIT),
        ("head_subtree", Role.HEAD, own, Reach.SUBTREE),
        ("supervisor", Role.SUPERVISOR, root, Reach.SUBTREE),
        ("planner", Role.PLANNER, root, Reach.SUBTREE),
        ("leader", Role.LEADER, root, Reach.SUBTREE),
        ("auditor", Role.AUDITOR, root, Reach.SUBTREE),
        ("system", Role.SYSTEM, root, Reach.SUBTREE),
        ("security", Role.SECURITY, root, Reach.SUBTREE),
        ("audit", Role.AUDIT, root, Reach.SUBTREE),
        ("disabled", Role.SUPERVISOR, root, Reach.SUBTREE),
        ("sibling_head", Role.HEAD, units["sibling"], Reach.SUBTREE),
        ("foreign_supervisor", Role.SUPERVISOR, units["foreign"], Reach.SUBTREE),
    ):
        members[login] = member(units["foreign"] if login.startswith("foreign") else unit, login)
        grant(members[login], role, unit, reach)
    members["nobody"] = member(own, "nobody")
    members["expired"] = member(units["office"], "expired")
    grant(members["expired"], Role.SUPERVISOR, root, until=TODAY - timedelta(days=1))
    members["revoked"] = member(units["office"], "revoked")
    people.revoke(grant(members["revoked"], Role.SUPERVISOR, root), at=NOW)
    members["not_yet"] = member(units["office"], "not_yet")
    tomorrow = people.Office(Role.SUPERVISOR, root, TODAY + timedelta(days=1))
    people.grant(members["not_yet"], tomorrow, at=NOW)
    # Others do the deeds of the chains, so that none of the above is barred by having done them.
    for login in ("maker", "signer", "verifier"):
        for side, unit in (("", root), ("foreign_", units["foreign"])):
            members[side + login] = member(unit, side + login)


def chain(place: str, unit: Unit, office: Unit, members: dict[str, Member]) -> Place:
    """Make one of everything for a unit, each text with the place's canary."""
    side = "foreign_" if place == "foreign" else ""
    maker, signer, verifier = (members[side + one] for one in ("maker", "signer", "verifier"))
    word = canary(place)
    text = f"{word}工作会议\n一要完成{word}任务，年底前报告。\n会议要求，各单位要落实{word}安排。\n"
    arrival = Arrival(
        content=text.encode(), name=f"{word}.txt", title=f"{word}文件", kind="meeting", about=TODAY
    )
    document = records.receive(office, arrival, by=maker, at=NOW)
    plan = plans.draft_plan(
        office,
        name=f"{word}计划",
        starts=TODAY - timedelta(days=100),
        ends=TODAY + timedelta(days=900),
        by=maker,
        at=NOW,
    )
    goal = plans.draft_goal(plan, title=f"{word}目标", by=maker, at=NOW)
    sentence = order(document, maker)
    task = plans.Task(
        goal=goal,
        title=f"{word}任务",
        lead=unit,
        starts=TODAY - timedelta(days=50),
        due=TODAY + timedelta(days=50),
    )
    item = plans.draw(sentence, task, by=maker, at=NOW)
    updates = {state: reported(item, unit, word, maker, signer, state) for state in ("reported", "signed")}
    updates["verified"] = reported(item, unit, word, maker, signer, "signed")
    evidence = Evidence.everything.get(update_of=updates["verified"])
    results.verify(
        updates["verified"], shown=40, words={evidence.pk: "accept"}, note=word, by=verifier, at=NOW
    )
    return Place(
        unit=unit,
        office=office,
        document=document,
        sentence=sentence,
        plan=plan,
        item=item,
        updates=updates,
        evidence=evidence,
        indicator=measured(item, unit, word, maker),
        report=reports.freeze(plan, on=TODAY, by=maker, at=NOW),
    )


def measured(item: Item, unit: Unit, word: str, maker: Member) -> Indicator:
    """Define an indicator that drives nothing, with a target and a value that nobody has verified yet."""
    meaning = Meant(unit, f"{word}指标", Kind.MAXIMISE, "项", base=Decimal(0))
    indicator = results.define(item, meaning, by=maker, at=NOW)
    results.set_targets(indicator, [Wanted(item.plan.ends, Decimal(20))], by=maker, at=NOW)
    seen = results.Measured(TODAY, Decimal(5), origin=Value.Origin.IMPORT, source=f"{word}台账")
    results.observe(indicator, seen, unit=unit, by=maker, at=NOW)
    return indicator


def order(document: Document, by: Member) -> Sentence:
    """Return an order of a document; corrected to one where the reading saw none."""
    sentence = Sentence.everything.filter(reading__document=document).order_by("number")[1]
    if Sentence.everything.with_word().get(pk=sentence.pk).verdict_now != Verdict.ORDER:
        records.correct(sentence, verdict=Verdict.ORDER, reason="要办的事", by=by, at=NOW, seen=0)
    return sentence


def reported(item: Item, unit: Unit, word: str, maker: Member, signer: Member, state: str) -> Update:
    """Make a report in a state, with a piece of evidence."""
    claim = work.Claim(about=TODAY - timedelta(days=1), percent=50, text=f"{word}进展", trouble=f"{word}困难")
    piece = results.Piece(name=f"{word}.pdf", content=f"{word}佐证".encode(), shows=f"{word}佐证")
    update = results.report(item, claim, unit=unit, evidence=[piece], by=maker, at=NOW)
    if state == "signed":
        work.sign(update, by=signer, at=NOW)
    return update


def take_part(item: Item, unit: Unit, role: str, *, by: Member, at: datetime = NOW) -> None:
    """Let a unit take part in an item of a draft."""
    amending.revise(item.plan, [Becomes(item, f"owner:{unit.pk}", {"role": role})], by=by, at=at)


def adopted(place: Place, world: World) -> Plan:
    """Return the plan of a place, adopted by the one who signs."""
    side = "foreign_" if place.unit.organisation == world.units["foreign"].organisation else ""
    if place.plan.adopted_at is None:
        plans.adopt(place.plan, by=world.members[f"{side}signer"], at=NOW)
    return place.plan


def day(value: date | datetime) -> str:
    """Write a day as a form field wants it."""
    return f"{value:%Y-%m-%d}"
