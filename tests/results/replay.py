"""The facts of a plan taken out of the database one by one, for the plain reference to replay."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from luoshi.arithmetic.asof import Clock, moment
from luoshi.plans.ledger import keys_of
from luoshi.plans.models import Fate, Place, Plan, Schedule
from luoshi.results import ledger
from luoshi.results.models import Observation
from luoshi.work.models import Step, Update
from tests.arithmetic.facts import plainly, told
from tests.arithmetic.naive import NOTHING, Fact, Path, Replay

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FATES = {"ended": 0, "live": 1, "merged": 2}
PER_CENT = 1_000_000


def said(plan: Plan) -> list[Fact]:
    """Take the facts out of the database one by one, without the arrays' way of fetching."""
    facts = []
    for place in Place.everything.filter(item__plan=plan):
        value = (-1 if place.parent_id is None else place.parent_id, place.weight)
        facts.append(fact(place.item_id, "place", place.about, place.known_at, value))
    for one in Schedule.everything.filter(item__plan=plan):
        days = (one.starts.toordinal(), one.due.toordinal(), one.pk)
        facts.append(fact(one.item_id, "span", one.about, one.known_at, days))
    for fate in Fate.everything.filter(item__plan=plan):
        facts.append(fact(fate.item_id, "fate", fate.about, fate.known_at, (FATES[fate.fate],)))
    returned = Step.everything.filter(update_of__item__plan=plan, became="returned")
    backs = {step.update_of_id: step for step in returned}
    for update in Update.everything.filter(item__plan=plan, signed_at__isnull=False):
        back = backs.get(update.pk)
        said = (update.percent * PER_CENT, _marks(update.reached))
        claim = fact(update.item_id, "claim", update.about, update.signed_at, said)
        facts.append(Fact(**{**vars(claim), "until": moment(back.known_at)}) if back else claim)
    for seen in Observation.everything.filter(item__plan=plan):
        driven = seen.indicator_id is not None
        shown = (
            _share(seen.shown),
            -1 if driven else _marks(seen.reached),
            _share(seen.claimed) if driven else -1,
        )
        facts.append(fact(seen.item_id, "show", seen.about, seen.known_at, shown))
    return facts


def _marks(reached: int | None) -> int:
    return -1 if reached is None else reached


def _share(share: int | None) -> int:
    return NOTHING if share is None else share


def paths(plan: Plan) -> dict[int, Path]:
    """Take out what the schedules say beside their days."""
    return {
        one.pk: Path(
            tuple((day, share) for day, share in one.steps),
            tuple(
                (mark["key"], date.fromisoformat(mark["due"]).toordinal(), mark["weight"])
                for mark in one.milestones
            ),
        )
        for one in Schedule.everything.filter(item__plan=plan)
        if one.steps or one.milestones
    }


def fact(item: int, kind: str, about: date, known: object, value: tuple[int, ...]) -> Fact:
    return Fact(item, kind, about.toordinal(), moment(known), value)  # type: ignore[arg-type]


def differing(plan: Plan, questions: int, seed: int) -> tuple[int, list[str]]:
    """Ask of every item at random (D, K), both ways; return how many answers were compared and where they differ."""
    facts, ways, rng = said(plan), paths(plan), random.Random(seed)
    days, moments = sorted({one.about for one in facts}), sorted({one.known for one in facts})
    asked, wrong = 0, []
    while asked < questions:
        on, known = rng.randint(days[0] - 2, days[-1] + 90), rng.choice(moments) + rng.choice((-1, 0, 1))
        clock = Clock(date.fromordinal(on), EPOCH + timedelta(microseconds=known))
        fast, slow = ledger.state_of(plan, clock), Replay(facts, on, known, ways).answer()
        for place, key in enumerate(keys_of(plan).tolist()):
            asked += 1
            there = bool(fast.nodes.there[place] and not fast.nodes.tree.loose[place])
            if there != (key in slow) or (there and told(fast, place) != plainly(slow[key])):
                wrong.append(f"item {key} on {clock.on} as known at {clock.known}")
    return asked, wrong
