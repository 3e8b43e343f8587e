"""时点查询: on any (D, K) all that is known of an item comes in one answer, and it is what the bare facts say."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta
from typing import Any

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import LAMPS
from luoshi.arithmetic.shares import UNDEFINED
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Assignment, Fate, Item, Leadership, Place, Plan, Schedule, Wording
from luoshi.results import ledger, recalling
from luoshi.results.asof import Then, as_of
from luoshi.results.models import Acceptance, Definition, Evidence, Indicator, Target
from tests.results import plain
from tests.results.deeds import Deeds
from tests.results.test_kept import begin
from tests.world import World

QUESTIONS = int(os.getenv("LUOSHI_QUESTIONS", "400"))
TIES: dict[Any, Any] = {
    Wording: lambda row: row.title,
    Place: lambda row: (row.parent_id or 0, row.weight, row.position),
    Schedule: lambda row: (row.starts, row.due),
    Fate: lambda row: row.fate,
    Assignment: lambda row: row.role,
    Leadership: lambda row: row.member_id or 0,
}
Rows = dict[Any, list[Any]]


def holding(rows: list[Any], kind: Any) -> Any:
    """Return of rows that were sifted by both clocks the one that holds: the latest, known last, of those the smallest."""
    if not rows:
        return None
    latest = max((row.about, row.known_at) for row in rows)
    return min((row for row in rows if (row.about, row.known_at) == latest), key=TIES[kind])


def everything(plan: Plan) -> Rows:
    """Fetch all facts of a plan as they are, in no order."""
    mine: Rows = {kind: list(kind._default_manager.filter(item__plan=plan).order_by("?")) for kind in TIES}
    of = {"indicator__item__plan": plan}
    mine[Indicator] = list(Indicator.everything.filter(item__plan=plan).order_by("pk"))
    mine[Definition] = list(Definition.everything.filter(**of))
    mine[Target] = list(Target.everything.filter(**of))
    mine[Evidence] = list(Evidence.everything.filter(update_of__item__plan=plan).select_related("update_of"))
    mine[Acceptance] = list(Acceptance.everything.filter(evidence__update_of__item__plan=plan).order_by("pk"))
    return mine


def plainly(rows: Rows, item: int, on: date, known: datetime) -> dict[str, Any]:
    """Say of one item what the facts say, each looked at by itself."""

    def seen(kind: Any) -> list[Any]:
        return [
            row for row in rows[kind] if row.item_id == item and row.about <= on and row.known_at <= known
        ]

    word, place, span, fate, leader = (
        holding(seen(kind), kind) for kind in (Wording, Place, Schedule, Fate, Leadership)
    )
    units = {row.unit_id for row in seen(Assignment)}
    roles = {
        unit: holding([row for row in seen(Assignment) if row.unit_id == unit], Assignment).role
        for unit in units
    }
    return {
        "title": word.title,
        "parent": place.parent_id,
        "position": place.position,
        "weight": place.weight,
        "starts": span.starts if span else None,
        "due": span.due if span else None,
        "fate": fate.fate if fate else "live",
        "into": fate.into_id if fate else None,
        "owners": {unit: role for unit, role in roles.items() if role != "out"},
        "leader": leader.member_id if leader else None,
        "figures": [figure(rows, one.pk, on, known) for one in rows[Indicator] if one.item_id == item],
        "evidence": [
            (piece.pk, piece.update_of_id, word_of(rows, piece.pk, known))
            for piece in sorted(rows[Evidence], key=lambda row: (row.known_at, row.pk))
            if piece.update_of.item_id == item and piece.about <= on and piece.known_at <= known
        ],
    }


def word_of(rows: Rows, piece: int, known: datetime) -> str:
    """Return the last word on a piece of evidence."""
    said = [row for row in rows[Acceptance] if row.evidence_id == piece and row.known_at <= known]
    return max(said, key=lambda row: (row.known_at, row.pk)).word if said else ""


def figure(rows: Rows, key: int, on: date, known: datetime) -> tuple[str, list[Any]] | None:
    """Return what an indicator was called and which target it had; None where it was not defined."""
    sifted = {
        kind: [
            row for row in rows[kind] if row.indicator_id == key and row.about <= on and row.known_at <= known
        ]
        for kind in (Definition, Target)
    }
    definition, newest = plain.last(sifted[Definition]), plain.last(sifted[Target])
    if definition is None:
        return None
    version = (row for row in sifted[Target] if (row.about, row.known_at) == (newest.about, newest.known_at))
    return definition.name, sorted((row.on, row.bottom, row.stretch) for row in version)


def told(then: Then, item: int, rows: Rows) -> dict[str, Any]:
    """Bring the answer into the reference's shape."""
    same = ("title", "parent", "position", "weight", "starts", "due", "fate", "into", "owners", "leader")
    figures = {
        one.indicator: (
            one.name,
            sorted((point.on, point.goal.bottom, point.goal.stretch) for point in one.target),
        )
        for one in then.figures
    }
    return {
        **{name: getattr(then, name) for name in same},
        "figures": [figures.get(one.pk) for one in rows[Indicator] if one.item_id == item],
        "evidence": [(one.evidence, one.update, one.word) for one in then.evidence],
    }


def at_one_moment(deeds: Deeds) -> None:
    """Say of some items two things at one moment, of each kind, and let units step out: what random deeds hardly do."""
    said = {"about": deeds.now.date(), "known_at": deeds.now, "by": deeds.maker}
    for item in Item.everything.filter(plan=deeds.plan).order_by("pk")[:4]:
        for number in (5, 3, 9):
            Wording.objects.create(item=item, title=f"事{number}", **said)
            Place.objects.create(item=item, position=1, weight=number, **said)
            start = deeds.plan.starts + timedelta(days=number)
            Schedule.objects.create(item=item, starts=start, due=deeds.plan.ends, **said)
        for unit, roles in zip(deeds.units, (["support", "out"], ["out"], ["duty", "lead"]), strict=False):
            for role in roles:
                Assignment.objects.create(item=item, unit=unit, role=role, **said)
        for fate in ("live", "ended"):
            Fate.objects.create(item=item, fate=fate, **said)
        for member in (deeds.verifier, deeds.maker, None):
            Leadership.objects.create(item=item, member=member, **said)


def test_all_of_an_item_answers_together_as_the_bare_facts_do(world: World) -> None:
    deeds = begin(world, 11)
    for number in range(220):
        deeds.do()
        if number == 120:
            deeds.adopt()
    plan, rng = deeds.plan, random.Random(5)
    at_one_moment(deeds)
    rows = everything(plan)
    said = [row for kind in (*TIES, Definition, Target, Evidence, Acceptance) for row in rows[kind]]
    days, moments = sorted({row.about for row in said}), sorted({row.known_at for row in said})
    items = list(Item.everything.filter(plan=plan).values_list("pk", flat=True))
    recalling.forget()
    asked = there = 0
    on, known = days[-1], moments[-1]
    while asked < QUESTIONS:
        clock = Clock(on, known)
        found, state = as_of(plan, clock), ledger.state_of(plan, clock)
        for place, key in enumerate(keys_of(plan).tolist()):
            asked += 1
            assert (key in found) == bool(state.nodes.there[place] and not state.nodes.tree.loose[place])
            if key not in found:
                continue
            there += 1
            then = found[key]
            assert told(then, key, rows) == plainly(rows, key, on, known), (key, on, known)
            shares = [
                None if share == UNDEFINED else share
                for share in (int(of[place]) for of in (state.claimed, state.shown, state.expected))
            ]
            assert [then.claimed, then.shown, then.expected] == shares
            assert (then.result, then.time) == (LAMPS[state.result[place]], LAMPS[state.time[place]])
        on = rng.choice(days) + timedelta(days=rng.randint(-1, 1))
        known = rng.choice(moments) + timedelta(microseconds=rng.choice((-1, 0, 1)))
    print(f"{asked} questions, {there} of items that were there")
    assert there > asked / 4
    assert set(as_of(plan, clock, items[:2])) <= set(items[:2])


def test_it_takes_as_many_queries_for_many_items_as_for_few(
    world: World, django_assert_max_num_queries: Any
) -> None:
    deeds = begin(world, 12)
    for _ in range(80):
        deeds.do()
    clock = Clock(deeds.now.date(), deeds.now)
    few = list(Item.everything.filter(plan=deeds.plan).values_list("pk", flat=True))[:1]
    for items in (few, None):
        recalling.forget()
        with django_assert_max_num_queries(22):
            as_of(deeds.plan, clock, items)
