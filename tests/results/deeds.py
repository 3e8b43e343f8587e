"""Random deeds on a plan, as people do them, in an order that nobody would: for what must hold whatever happens."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luoshi.arithmetic import milestones
from luoshi.arithmetic.indicators import Kind
from luoshi.arithmetic.periods import Rule
from luoshi.errors import Problem
from luoshi.people.models import Member, Unit
from luoshi.plans import actions as plans
from luoshi.plans import amending, appending
from luoshi.plans.appending import Saying
from luoshi.plans.changes import Becomes, Ground
from luoshi.plans.models import Item, Owner, Plan
from luoshi.plans.turning import turn
from luoshi.results import actions as results
from luoshi.results import amending as targets
from luoshi.results.meaning import Meant, Wanted
from luoshi.results.models import Definition, Indicator, Value
from luoshi.work import actions as work
from luoshi.work.models import Update

KINDS = ("goal", "measure", "task")
VERBS = (
    *("enter", "enter", "report", "report", "report", "sign", "verify", "decline", "move", "weigh"),
    *("word", "schedule", "later", "end", "owner", "turn"),
    *("milestones",) * 4,
    *("several",) * 3,
    "extend",
    *("define", "redefine", "target", "target", "observe", "observe", "value", "value"),
)
MEASURING = (
    *("value",) * 8,
    *("target", "target", "redefine", "define", "verify", "report", "observe", "turn"),
    *("report", "sign", "decline", "verify", "milestones"),
)
FEW = 3  # indicators on which most is measured
KINDS_OF_INDICATORS = (Kind.MAXIMISE, Kind.MINIMISE, Kind.MAINTAIN, Kind.COUNT, Kind.RATIO)


class Deeds:
    """One plan, the people who work on it, and a clock that only goes forward."""

    def __init__(
        self, plan: Plan, units: list[Unit], people: tuple[Member, Member, Member], seed: int
    ) -> None:
        self.plan, self.units = plan, units
        self.maker, self.signer, self.verifier = people
        self.rng = random.Random(seed)
        self.now: datetime = timezone.now()
        self.done: dict[str, int] = {}

    def any_item(self) -> Item:
        """Return an item, whichever."""
        return self.rng.choice(list(Item.everything.filter(plan=self.plan).order_by("pk")))

    def do(self, verbs: tuple[str, ...] = VERBS) -> str:
        """Do one deed; one that is refused leaves everything as it was."""
        self.now += timedelta(seconds=self.rng.choice((1, 60, 3600, 40_000)))
        verb = self.rng.choice(verbs) if self.done.get("enter", 0) >= 3 else "enter"
        with suppress(Problem):
            getattr(self, verb)()
            self.done[verb] = self.done.get(verb, 0) + 1
        return verb

    def enter(self) -> None:
        parent = (
            None
            if not Item.everything.filter(plan=self.plan).exists() or self.rng.random() < 0.2
            else self.any_item()
        )
        entry = plans.Entry(
            self.rng.choice(KINDS[KINDS.index(parent.kind) :] if parent else KINDS),
            "事",
            parent,
            self.rng.randint(1, 9),
        )
        if not self._draft():
            about = timezone.localdate(self.now)
            proposal = amending.Proposal("scope", "因故", about, entries=[entry])
            self._countersign(amending.propose(self.plan, proposal, by=self.maker, at=self.now))
            return
        item = plans.enter(self.plan, entry, by=self.maker, at=self.now)
        self._change(item, f"owner:{self.units[0].pk}", {"role": "lead"})

    def _change(self, item: Item, aspect: str, value: dict[str, Any], about: Any = None) -> None:
        if about is None:
            amending.revise(self.plan, [Becomes(item, aspect, value)], by=self.maker, at=self.now)
            return
        plan = Plan.everything.get(pk=self.plan.pk)
        turn(plan, timezone.localdate(self.now))
        said = Saying(self.maker, self.now, about)
        appending.append(Ground(plan, [item]).facts([Becomes(item, aspect, value)], said), plan)

    def move(self) -> None:
        item = self.any_item()
        parent = self.any_item().pk if self.rng.random() < 0.8 else None
        self._change(
            item, "place", {"parent": parent, "position": self.rng.randint(1, 99), "weight": item.weight}
        )

    def weigh(self) -> None:
        item = self.any_item()
        value = {"parent": item.parent_id, "position": item.position, "weight": self.rng.randint(1, 9)}
        self._change(item, "place", value)

    def several(self) -> None:
        """Change several items at once, as a draft is: weights, days, who leads; and sometimes take it back."""
        items = list(Item.everything.filter(plan=self.plan).order_by("pk"))
        changes = []
        for item in self.rng.sample(items, min(len(items), 4)):
            place = {"parent": item.parent_id, "position": item.position, "weight": self.rng.randint(1, 9)}
            lead = f"owner:{self.rng.choice(self.units).pk}"
            ways = [("place", place), (lead, {"role": "lead"}), ("leader", {"member": self.maker.pk})]
            ways += [] if appending.marks_of(item) else [("schedule", self._days())]
            changes += [Becomes(item, *way) for way in self.rng.sample(ways, 2)]
        amending.revise(self.plan, changes, by=self.maker, at=self.now)
        if self.rng.random() < 0.3:
            done, self.now = self.now, self.now + timedelta(seconds=1)
            amending.undo(self.plan, done, by=self.maker, at=self.now)

    def word(self) -> None:
        self._change(self.any_item(), "word", {"title": f"事{self.rng.randint(1, 99)}"})

    def _days(self) -> dict[str, Any]:
        starts = self.plan.starts + timedelta(days=self.rng.randint(0, 200))
        due = starts + timedelta(days=self.rng.randint(0, 200))
        steps = [[starts.toordinal(), 20_000_000], [due.toordinal(), 100_000_000]]
        return {
            "starts": starts.isoformat(),
            "due": due.isoformat(),
            "steps": steps if self.rng.random() < 0.2 else [],
        }

    def schedule(self) -> None:
        self._change(self.any_item(), "schedule", self._days())

    def milestones(self) -> None:
        """Give an item milestones, other ones, or none any more; some that stand keep their keys."""
        item = self.any_item()
        days = {**self._days(), "steps": []}
        starts, due = (date.fromisoformat(days[name]) for name in ("starts", "due"))
        stay = [one for one in appending.marks_of(item) if self.rng.random() < 0.6]
        made = [(f"节点{self.rng.randint(1, 999)}", None) for _ in range(self.rng.randint(0, 3))]
        marks = [
            {
                "key": key,
                "name": name,
                "weight": self.rng.randint(1, 9),
                "due": (starts + timedelta(days=self.rng.randint(0, (due - starts).days))).isoformat(),
            }
            for name, key in [*((one.name, one.key) for one in stay), *made]
        ]
        about = None if self.rng.random() < 0.6 else self._coming()
        self._change(item, "schedule", days | {"milestones": marks}, about)

    def _coming(self) -> date:
        day = timezone.localdate(self.now) + timedelta(days=self.rng.randint(-40, 9))
        return max(day, self.plan.starts)

    def extend(self) -> None:
        item = self.any_item()
        if item.due:
            due = item.due + timedelta(days=self.rng.randint(1, 40))
            plans.extend(item, due, reason="因故", by=self.maker, at=self.now)

    def later(self) -> None:
        """Say what holds from a coming day, or from a day long gone."""
        about, item = self._coming(), self.any_item()
        if self.rng.random() < 0.5:
            self._change(item, "schedule", self._days(), about)
        else:
            self._change(item, "fate", {"fate": self.rng.choice(("ended", "live"))}, about)

    def end(self) -> None:
        fate = self.rng.choice(("ended", "live", "merged"))
        into = self.any_item().pk if fate == "merged" else None
        self._change(self.any_item(), "fate", {"fate": fate, "into": into})

    def owner(self) -> None:
        role = self.rng.choice(("lead", "duty", "support", "out"))
        self._change(self.any_item(), f"owner:{self.rng.choice(self.units).pk}", {"role": role})

    def report(self) -> None:
        owned = Owner.everything.filter(item__plan=self.plan, role__in=("lead", "duty")).select_related(
            "item", "unit"
        )
        if not owned:
            return
        owner = self.rng.choice(list(owned.order_by("pk")))
        day = timezone.localdate(self.now) - timedelta(days=self.rng.randint(0, 20))
        marks = [one.key for one in appending.marks_of(owner.item)]
        reached = frozenset(self.rng.sample(marks, self.rng.randint(0, len(marks)))) if marks else None
        percent = None if marks else self.rng.choice((0, 10, 50, 90, 100))
        claim = work.Claim(about=day, percent=percent, text="进展", reached=reached)
        pieces = [results.Piece("a.txt", b"x", "佐证")] if self.rng.random() < 0.8 else []
        made = results.report(owner.item, claim, unit=owner.unit, evidence=pieces, by=self.maker, at=self.now)
        for indicator in Indicator.everything.filter(item=owner.item)[:1]:
            if self.rng.random() < 0.7:
                self._measure(indicator, owner.unit, update=made)

    def _waiting(self, state: str) -> Update:
        return self.rng.choice(
            list(Update.everything.filter(item__plan=self.plan, state=state).order_by("pk"))
        )

    def sign(self) -> None:
        if Update.everything.filter(item__plan=self.plan, state="reported").exists():
            work.sign(self._waiting("reported"), by=self.signer, at=self.now)

    def verify(self) -> None:
        self.sign()
        update = self._waiting("signed") if self._signed() else None
        if update:
            words = {piece.pk: "accept" for piece in update.evidence.all()}
            claimed = list(milestones.keys(update.reached or 0))
            shown: Any = self.rng.randint(0, update.percent)
            if update.reached is not None:
                shown = self.rng.sample(claimed, self.rng.randint(0, len(claimed)))
            results.verify(update, shown=shown, words=words, note="已核对", by=self.verifier, at=self.now)

    def _signed(self) -> bool:
        return Update.everything.filter(item__plan=self.plan, state="signed").exists()

    def decline(self) -> None:
        if self._signed():
            work.decline(self._waiting("signed"), reason="缺", by=self.verifier, at=self.now)

    def turn(self) -> None:
        self.now += timedelta(days=self.rng.randint(0, 20))
        turn(self.plan, timezone.localdate(self.now))

    def _draft(self) -> bool:
        return Plan.everything.filter(pk=self.plan.pk, adopted_at=None).exists()

    def _past(self) -> date:
        return timezone.localdate(self.now) - timedelta(days=self.rng.randint(0, 60))

    def _from(self) -> date:
        """Return a day from which something is to hold: one gone, or one to come."""
        return timezone.localdate(self.now) + timedelta(days=self.rng.randint(-60, 20))

    def _meant(self) -> Meant:
        kind = self.rng.choice(KINDS_OF_INDICATORS)
        return Meant(
            unit=self.units[0],
            name="指标",
            kind=kind,
            base=self.rng.choice((None, *[Decimal(0)] * 4, Decimal(130))),
            tolerance=Decimal(self.rng.choice((0, 5))),
            over_periods=self.rng.choice((Rule.SUM, Rule.LATEST)),
            drives=self.rng.random() < 0.8,
        )

    def define(self) -> None:
        item, meant = self.any_item(), self._meant()
        if self._draft():
            results.define(item, meant, by=self.maker, at=self.now)
            return
        made = targets.propose_definition(
            item, meant, reason="因故", about=self._from(), by=self.maker, at=self.now
        )
        self._countersign(made)

    def _countersign(self, amendment: Any) -> None:
        self.now += timedelta(seconds=self.rng.choice((1, 90_000)))
        amending.countersign(amendment, by=self.signer, at=self.now)

    def any_indicator(self) -> Indicator:
        """Return an indicator that means something, whichever; one is defined if there is none."""
        found = list(
            Indicator.everything.filter(item__plan=self.plan, definitions__isnull=False)
            .distinct()
            .order_by("pk")
        )
        if not found:
            self.define()
            return self.any_indicator()
        return self.rng.choice(found[:FEW])

    def redefine(self) -> None:
        indicator, meant = self.any_indicator(), self._meant()
        if self._draft():
            results.redefine(indicator, meant, by=self.maker, at=self.now)
            return
        made = targets.propose_definition(
            indicator, meant, reason="因故", about=self._from(), by=self.maker, at=self.now
        )
        self._countersign(made)

    def target(self) -> None:
        indicator = self.any_indicator()
        points = [
            Wanted(self.plan.ends - timedelta(days=days), Decimal(self.rng.choice((50, 80, 100))))
            for days in range(self.rng.randint(1, 2))
        ]
        if self._draft():
            results.set_targets(indicator, points, by=self.maker, at=self.now)
            return
        made = targets.propose_targets(
            indicator, points, reason="因故", about=self._from(), by=self.maker, at=self.now
        )
        self._countersign(made)

    def observe(self) -> None:
        self._measure(self.any_indicator(), self.rng.choice(self.units))

    def _measure(self, indicator: Indicator, unit: Unit, update: Update | None = None) -> None:
        newest = Definition.everything.filter(indicator=indicator).latest("about", "known_at")
        measured = results.Measured(
            about=self._past(),
            value=Decimal(self.rng.randint(0, 120)),
            bottom=Decimal(self.rng.choice((0, 3, 120))) if newest.kind == "ratio" else None,
            period=self.rng.choice(("", "一季度", "二季度")),
            origin=Value.Origin.UPDATE if update else Value.Origin.IMPORT,
            source="" if update else "财务系统",
        )
        results.observe(indicator, measured, unit=unit, update=update, by=self.maker, at=self.now)

    def value(self) -> None:
        self.observe()
        waiting = Value.everything.filter(indicator__item__plan=self.plan, verified_at=None)
        value = self.rng.choice(list(waiting.order_by("pk")))
        results.verify_value(value, by=self.verifier, at=self.now)

    def adopt(self) -> None:
        """Adopt the plan: from now on its targets change by amendments."""
        plans.adopt(self.plan, by=self.signer, at=self.now)
