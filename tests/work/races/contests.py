"""Many hands on one row at the same moment, each on a connection of its own.

`python -m tests.work.races --rounds 1000` says per contest how many rounds there were and what came of them; it makes a
database of its own beside that of the environment, for SQLite in a file, since one in memory has no two connections.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from luoshi.errors import Problem, Stale
from luoshi.people.models import Unit
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.changes import Becomes
from luoshi.plans.models import Item, Plan
from luoshi.plans.turning import turn
from luoshi.results.checking import drift
from luoshi.work import actions, extensions, notices, periods
from luoshi.work.digest import digest
from luoshi.work.models import Extension, Message, Notice, Period, Step, Update
from tests.work.scene import DUE, START, Scene, at, build, claim
from tests.world import grant

Deed = Callable[[], Any]
NOW = at(START + timedelta(days=20))


@dataclass
class Outcome:
    """What came of one round: who won, who was refused how, and what is wrong with that."""

    won: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def together(deeds: list[tuple[str, Deed]]) -> Outcome:
    """Do all deeds at the same moment."""
    outcome, gate = Outcome(), threading.Barrier(len(deeds))

    def run(name: str, deed: Deed) -> None:
        try:
            connection.ensure_connection()
            gate.wait(30)
            deed()
            outcome.won.append(name)
        except Stale as stale:
            outcome.refused[stale.code] += 1
        except Problem as problem:
            outcome.broken.append(f"{name}: {problem.code}")
        except Exception as error:  # noqa: BLE001  # whatever it is, the round tells of it
            outcome.broken.append(f"{name}: {type(error).__name__} {error}")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(lambda deed: run(*deed), deeds))
    return outcome


def verbs(update: Update, scene: Scene) -> dict[str, Callable[[Update], Any]]:
    """Say what each hand would do with its own look at the update."""
    maker, head, *office = scene.people
    return {
        "verify": lambda row: actions.verify(row, note="", by=random.choice(office), at=NOW),
        "decline": lambda row: actions.decline(row, reason="缺", by=random.choice(office), at=NOW),
        "sign": lambda row: actions.sign(row, by=head, at=NOW),
        "send_back": lambda row: actions.send_back(row, reason="缺", by=head, at=NOW),
        "withdraw": lambda row: actions.withdraw(row, by=maker, at=NOW),
        "submit": lambda row: actions.submit(row, by=maker, at=NOW),
        "edit": lambda row: actions.edit(
            row, claim(text=f"{random.random()}"), version=update.version, by=maker, at=NOW
        ),
    }


# The state in which they meet, and what they want; the first is allowed there.
MEETINGS = {
    "verify/verify": ("signed", ("verify",)),
    "verify/decline": ("signed", ("verify", "decline")),
    "verify/decline/withdraw/edit": ("signed", ("verify", "decline", "withdraw", "edit")),
    "sign/send_back/withdraw/edit": ("reported", ("sign", "send_back", "withdraw", "edit")),
    "edit/submit/withdraw": ("draft", ("edit", "submit", "withdraw")),
    "edit/edit": ("draft", ("edit",)),
}


def approval(scene: Scene, meeting: str, workers: int) -> Outcome:
    """Let workers meet on one update: exactly one comes through, and leaves exactly one step."""
    state, wanted = MEETINGS[meeting]
    made = actions.draft if state == "draft" else actions.report
    update = made(scene.item, claim(), unit=scene.unit, by=scene.people[0], at=NOW)
    if state == "signed":
        actions.sign(update, by=scene.people[1], at=NOW)
    chosen = [wanted[0], *random.choices(wanted, k=workers - 1)]
    random.shuffle(chosen)
    acts = verbs(update, scene)
    steps = Step.everything.filter(update_of=update).count()
    looks = [Update.everything.select_related("item", "unit").get(pk=update.pk) for _ in chosen]
    connection.close()
    outcome = together(
        [(verb, lambda act=acts[verb], row=row: act(row)) for verb, row in zip(chosen, looks, strict=True)]  # type: ignore[misc]
    )
    after = Update.everything.get(pk=update.pk)
    left = Step.everything.filter(update_of=update).count() - steps
    if len(outcome.won) != 1 or left != 1 or after.version != update.version + 1:
        outcome.broken.append(f"{outcome.won} won, {left} steps, version {after.version}")
    return outcome


def numbers(scene: Scene, workers: int) -> Outcome:
    """Issue notices at once: each takes a number of its own, and none is left out."""
    before = set(Notice.everything.values_list("number", flat=True))
    demand = notices.Demand("事项", "要求", "first")
    drafts = [notices.draft(scene.unit, demand, by=scene.people[2], at=NOW) for _ in range(workers)]
    connection.close()
    outcome = together(
        [("issue", lambda row=row: notices.issue(row, by=scene.people[2], at=NOW)) for row in drafts]  # type: ignore[misc]
    )
    taken = set(Notice.everything.values_list("number", flat=True))
    if taken != set(range(1, len(before) + workers + 1)) or len(outcome.won) != workers:
        outcome.broken.append(f"{sorted(taken)} taken")
    return outcome


def asking(scene: Scene, workers: int) -> Outcome:
    """Ask for a later day at once: one request stands."""
    Extension.everything.filter(state="asked").update(state="withdrawn")
    request = extensions.Request(DUE + timedelta(days=9), "晚到", "一半")
    connection.close()
    deed = lambda: extensions.ask(scene.item, request, unit=scene.unit, by=scene.people[0], at=NOW)  # noqa: E731
    outcome = together([("ask", deed)] * workers)
    if len(outcome.won) != 1 or Extension.everything.filter(state="asked").count() != 1:
        outcome.broken.append(f"{len(outcome.won)} requests")
    return outcome


def locking(scene: Scene, workers: int) -> Outcome:
    """Lock a period while units report: what was let in came before the lock, and all else is refused."""
    number = Period.everything.count()
    day = START - timedelta(days=number + 1)
    days = periods.Days(day, day, day, NOW.date(), NOW.date())
    period = periods.open_period(scene.root, days, name=f"{number}", by=scene.people[2], at=NOW)
    connection.close()
    late: list[str] = []

    def lock() -> None:
        periods.lock(period, by=scene.people[2], at=NOW)
        # Whoever is still on the way in must not arrive any more.
        seen = Update.everything.filter(about=day).count()
        late.append(str(seen))

    def report() -> None:
        actions.report(scene.item, claim(day), unit=scene.unit, by=scene.people[0], at=NOW)

    outcome = together([("lock", lock), *[("report", report)] * (workers - 1)])
    outcome.refused["locked"] += sum(one == "report: locked" for one in outcome.broken)
    outcome.broken = [one for one in outcome.broken if one != "report: locked"]
    if late != [str(Update.everything.filter(about=day).count())] or "lock" not in outcome.won:
        outcome.broken.append("a report came in after the lock")
    return outcome


def reminding(scene: Scene, workers: int) -> Outcome:
    """Run the digest at once: each message stands once."""
    Message.everything.all().delete()
    on = DUE + timedelta(days=1)
    connection.close()
    outcome = together([("digest", lambda: digest(scene.root.organisation, on=on, known=at(on)))] * workers)
    told = Counter(Message.everything.values_list("to", "kind", "item"))
    if set(told.values()) != {1} or len(told) != 3 or len(outcome.won) != workers:
        outcome.broken.append(f"{told}")
    return outcome


def moving(scene: Scene, workers: int) -> Outcome:
    """Move an item to another goal while heads sign reports on it: both goals have what is theirs."""
    plan, item = scene.item.plan, Item.everything.get(pk=scene.item.pk)
    if Item.everything.filter(plan=plan, kind=Item.Kind.GOAL).count() < 2:
        plans.draft_goal(plan, title="另一目标", by=scene.people[2], at=NOW)
    other = Item.everything.filter(plan=plan, kind=Item.Kind.GOAL).exclude(pk=item.parent_id).get()
    place = {"parent": other.pk, "position": item.position, "weight": item.weight}
    signed = [
        actions.report(
            item, claim(percent=random.randint(0, 100)), unit=scene.unit, by=scene.people[0], at=NOW
        )
        for _ in range(workers - 1)
    ]
    turn(plan, NOW.date())
    connection.close()

    def move() -> None:
        amending.revise(plan, [Becomes(item, "place", place)], by=scene.people[2], at=timezone.now())

    sign = [
        ("sign", lambda row=row: actions.sign(row, by=scene.people[1], at=timezone.now())) for row in signed
    ]
    outcome = together([("move", move), *sign])  # type: ignore[list-item]
    if len(outcome.won) != workers:
        outcome.broken.append(f"{outcome.won} won")
    outcome.broken += map(str, drift(Plan.everything.get(pk=plan.pk)))
    return outcome


CONTESTS: dict[str, Callable[[Scene, int], Outcome]] = {
    **{name: lambda scene, workers, name=name: approval(scene, name, workers) for name in MEETINGS},  # type: ignore[misc]
    "issue a notice": numbers,
    "ask for an extension": asking,
    "lock against report": locking,
    "digest": reminding,
    "move against sign": moving,
}


def race(rounds: int, seed: int = 0, only: str = "") -> dict[str, dict[str, Any]]:
    """Hold each contest so often, with 2 to 8 workers, and count what came of it."""
    random.seed(seed)
    scene = build("丁大学")
    for place, role in enumerate((Role.REPORTER, Role.HEAD, Role.SUPERVISOR)):
        grant(scene.people[place], role, scene.root, until=date(2099, 1, 1))
    # The grants are of last year and known now; the scene lies in its own time.
    Unit.everything.filter(pk=scene.root.pk).first().grants.update(since=START, known_at=at(START))  # type: ignore[union-attr]
    found = {}
    for name, contest in CONTESTS.items():
        if only not in name:
            continue
        won: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        broken: list[str] = []
        for number in range(rounds):
            outcome = contest(scene, 2 + number % 7)
            won.update(outcome.won)
            refused.update(outcome.refused)
            broken += outcome.broken
        found[name] = {"rounds": rounds, "won": dict(won), "refused": dict(refused), "broken": broken[:5]}
    return found
