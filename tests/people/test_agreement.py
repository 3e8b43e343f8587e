"""`can`, `scope` and `acting_for` against the reference, on random trees, grants, loans and lines of two organisations."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from luoshi.people import access, holdings, rule
from luoshi.people.access import WIDTH, Rule
from luoshi.people.models import Delegation, Grant, Member, Organisation, SupervisionLine, Unit
from luoshi.people.roles import CAPABILITIES, COLLEGE, OVERSIGHT, Reach, Role
from luoshi.people.rule import Place
from luoshi.plans.models import Plan
from tests.people.reference import Drawn, Granted, Lent, Row, Universe, rights
from tests.world import NOW, TODAY, World

SUPERVISOR = frozenset({Role.SUPERVISOR})
WORDS = ("安全", "消防", "财务")
MADE = frozenset({Role.REPORTER, Role.SUPERVISOR})
PROBES = (
    Rule("read", "people.Unit", COLLEGE | {Role.SYSTEM}, ""),
    Rule("read", "people.Unit", frozenset({Role.LEADER}), "", wide=True),
    Rule("read", "people.Unit", SUPERVISOR, "", line="read"),  # no topic: a line with words is closed
    Rule("read", "plans.Plan", OVERSIGHT, "unit"),
    Rule("read", "plans.Plan", SUPERVISOR, "unit", line="read", topic="name"),
    Rule("sign", "plans.Plan", COLLEGE, "unit", not_by=("by",)),
    Rule("verify", "plans.Plan", SUPERVISOR, "unit", not_by=("by",), made_as=MADE),
    Rule("verify", "plans.Plan", SUPERVISOR, "unit", not_by=("by",), line="verify", topic="name"),
    Rule("decline", "plans.Plan", SUPERVISOR, "unit", line="return"),
    Rule("rename", "plans.Plan", COLLEGE | OVERSIGHT, "unit", wide=True, own="by"),
)
SEEDS = range(10)


def period(dice: random.Random) -> tuple[dict[str, Any], bool]:
    """Draw the days of a grant, loan or line, and whether it holds today."""
    since, until = TODAY - timedelta(days=dice.randint(0, 40)), TODAY + timedelta(days=dice.randint(0, 40))
    days: dict[str, Any] = {"since": since, "until": until, "revoked_at": None, "known_at": NOW}
    kind = dice.choice(("open", "open", "open", "over", "coming", "revoked"))
    if kind == "over":
        days |= {"since": since - timedelta(days=9), "until": TODAY - timedelta(days=dice.randint(1, 8))}
        days["since"] = min(days["since"], days["until"])
    if kind == "coming":
        days |= {"since": TODAY + timedelta(days=1), "until": until + timedelta(days=1)}
    if kind == "revoked":
        days["revoked_at"] = noon(TODAY - timedelta(days=dice.randint(0, 30)))
    return days, kind == "open"


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + timedelta(hours=12))


def deep(parents: list[int | None], unit: int | None) -> int:
    depth = 0
    while unit is not None:
        depth, unit = depth + 1, parents[unit]
    return depth


class Filled:
    """A universe and the rows of the database that stand for it."""

    def __init__(self, seed: int) -> None:
        self.dice, self.u = random.Random(seed), Universe()
        self.units = self.fill_units()
        self.members = self.fill_members()
        self.grants = self.fill_grants()
        self.fill_loans()
        self.fill_lines()
        self.plans = self.fill_plans()

    def unit(self) -> int:
        return self.dice.randrange(len(self.u.parents))

    def fill_units(self) -> list[Unit]:
        dice, parents = self.dice, self.u.parents
        for number in range(dice.randint(180, 200)):
            up = dice.randrange(number) if number > 1 else None
            while up is not None and deep(parents, up) >= 8:
                up = parents[up]
            parents.append(up)
        self.u.closed = {number for number in range(2, len(parents)) if dice.random() < 0.04}
        schools = [Organisation.objects.create(name=name) for name in "甲乙"]
        # Two units that stand beside each other have keys of which one begins like the other: 1 and 11, 12, …
        first = 1 + max(Unit.everything.values_list("pk", flat=True), default=0)
        made: list[Unit] = []
        for number, up in enumerate(parents):
            unit = Unit(pk=first + number, name=f"单位{first + number}", short="x")
            unit.parent = None if up is None else made[up]
            unit.organisation = schools[number] if up is None else made[up].organisation
            unit.path = ("" if up is None else made[up].path) + f"{unit.pk:0{WIDTH}d}"
            unit.until = TODAY if number in self.u.closed else None
            made.append(unit)
        return Unit.everything.bulk_create(made)

    def fill_members(self) -> list[Member]:
        self.u.active = [self.dice.random() < 0.9 for _ in range(12)]
        made = [
            Member(
                unit=self.units[self.unit()], login=f"drawn{number}", name="x", password="!", is_active=active
            )
            for number, active in enumerate(self.u.active)
        ]
        return Member.everything.bulk_create(made)

    def fill_grants(self) -> list[Grant]:
        made = []
        for _ in range(70):
            days, alive = period(self.dice)
            who, at = self.dice.randrange(len(self.members)), min(self.unit(), self.unit())
            role = self.dice.choice((*Role.values, Role.SUPERVISOR, Role.SUPERVISOR, Role.REPORTER))
            reach = self.dice.choice(Reach.values)
            self.u.grants.append(Granted(who, role, at, reach, alive))
            made.append(Grant(member=self.members[who], role=role, unit=self.units[at], reach=reach, **days))
        return Grant.objects.bulk_create(made)

    def fill_loans(self) -> None:
        made = []
        for _ in range(30):
            days, alive = period(self.dice)
            grant, to = self.dice.randrange(len(self.grants)), self.dice.randrange(len(self.members))
            if self.u.grants[grant].member == to:
                continue
            back = days["revoked_at"] and timezone.localdate(days["revoked_at"])
            self.u.loans.append(Lent(grant, to, alive, days["until"], back))
            made.append(Delegation(grant=self.grants[grant], to=self.members[to], reason="x", **days))
        Delegation.objects.bulk_create(made)

    def fill_lines(self) -> None:
        made = []
        chairs = [grant.unit for grant in self.u.grants if grant.role == "supervisor"]
        for _ in range(25):
            days, alive = period(self.dice)
            chair, subject = self.dice.choice(chairs), min(self.unit(), self.unit())
            if chair == subject:
                continue
            words = tuple(self.dice.sample(WORDS, self.dice.choice((0, 0, 1, 2))))
            may, reach = self.dice.choice(CAPABILITIES), self.dice.choice(Reach.values)
            self.u.lines.append(Drawn(chair, subject, reach, words, tuple(may.split()), alive))
            ends = {"supervisor": self.units[chair], "subject": self.units[subject]}
            made.append(SupervisionLine(words=" ".join(words), capabilities=may, reach=reach, **ends, **days))
        SupervisionLine.objects.bulk_create(made)

    def fill_plans(self) -> list[Plan]:
        made = []
        for at, unit in enumerate(self.units):
            name = self.dice.choice(("", *WORDS)) + self.dice.choice(("工作", *WORDS))
            by, known = (
                self.dice.randrange(len(self.members)),
                TODAY - timedelta(days=self.dice.randint(0, 60)),
            )
            self.u.rows.append(Row(at, name, by, known))
            said = {"about": known, "known_at": noon(known), "starts": TODAY, "ends": TODAY}
            made.append(Plan(unit=unit, name=name, by=self.members[by], day=said["about"], **said))
        return Plan.everything.bulk_create(made)


def compare(seed: int, found: Counter[str]) -> None:
    """Compare all members, actions and rows of one universe; `can` and `acting_for` on every twentieth."""
    here = Filled(seed)
    kinds: dict[str, list[models.Model]] = {"people.Unit": [*here.units], "plans.Plan": [*here.plans]}
    for (action, label), rules in access.table().items():
        rows = kinds[label]
        for number, drawn in enumerate(here.members):
            who = Member.everything.get(pk=drawn.pk)  # as on a new request
            seen = set(access.scope(who, action, type(rows[0])).values_list("pk", flat=True))
            by_whom = [rights(here.u, rules, number, row) for row in here.u.rows]
            right = {row.pk for row, found_ in zip(rows, by_whom, strict=True) if found_}
            assert seen & {row.pk for row in rows} == right, (seed, action, label, number)
            found["triples"] += len(rows)
            found["allowed"] += len(right)
            for at in range(here.dice.randrange(20), len(rows), 20):
                assert access.can(who, action, rows[at]) == bool(by_whom[at])
                giver = access.acting_for(who, action, rows[at])
                expected = by_whom[at][0] if by_whom[at] else None
                assert giver == (None if expected is None else here.members[expected])
                found["asked one by one"] += 1
                found["for another"] += giver is not None


@pytest.mark.django_db
def test_can_is_scope_is_the_reference_on_a_hundred_thousand_triples(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(access, "_table", defaultdict(tuple))
    access.say(PROBES)
    found: Counter[str] = Counter()
    begun = time.process_time()
    for seed in SEEDS:
        mark = transaction.savepoint()
        compare(seed, found)
        transaction.savepoint_rollback(mark)
    told = ", ".join(f"{number:,} {what}" for what, number in found.items())
    with capsys.disabled():
        print(
            f"\ncan == scope == reference on {connection.vendor}: {told}, {time.process_time() - begun:.0f} s of this process"
        )
    assert found["triples"] >= 100_000
    assert found["allowed"] >= 5_000
    assert found["for another"] >= 50


def wider(places: Iterable[Place]) -> list[Place]:
    """Fold wrongly: what begins like another lies within it, whatever that one's reach."""
    once = sorted(set(places))
    return [one for one in once if not any(one != two and one.path.startswith(two.path) for two in once)]


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "whoever made it may sign it": lambda patch: patch.setattr(access, "_made_by", lambda *_: Q(pk__in=())),
    "what is another's is one's own": lambda patch: patch.setattr(access, "_own", lambda *_: Q()),
    "what is lent is one's own": lambda patch: patch.setattr(holdings, "giver", lambda *_: None),
    "administrators lend": lambda patch: patch.setattr(holdings, "ADMINISTRATORS", frozenset()),
    "what is over still holds": lambda patch: patch.setattr(holdings, "holding", lambda _: Q()),
    "a unit covers its subtree": lambda patch: patch.setattr(rule, "fold", wider),
    "a line's words say nothing": lambda patch: patch.setattr(
        holdings, "Place", lambda path, reach, words=(): Place(path, reach)
    ),
    "a level has any width": lambda patch: patch.setattr(
        Place, "whole", property(lambda place: place.reach == "subtree" or place.words == ())
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.django_db
def test_a_fault_is_found(fault: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_table", defaultdict(tuple))
    access.say(PROBES)
    FAULTS[fault](monkeypatch)
    with pytest.raises(AssertionError):
        for seed in SEEDS:
            with transaction.atomic():
                compare(seed, Counter())
                transaction.set_rollback(True)
