"""One writer of a storm: reports, signs, sends back, verifies and declines by the right persons, as fast as it can."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone

from luoshi.errors import Problem
from luoshi.people import access
from luoshi.people.models import Member
from luoshi.plans.models import Owner
from luoshi.results import actions as results
from luoshi.results.models import Acceptance, Evidence
from luoshi.work import actions as work
from luoshi.work.models import Update
from luoshi.work.moves import Deed, leave_step
from luoshi.work.rules import Table
from tests.crash.ledger import FAIL, OK, Entry

NEAR = 12  # how many of the newest reports writers pick from: few enough that two often pick the same
State = Update.State


class Writer:
    """A process that plays all the persons of a school in turn."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self.chance = random.Random(f"{seed} {number}")
        everybody = list(Member.everything.select_related("unit").order_by("pk"))
        self.cast = {(one.unit_id, one.login.rstrip("0123456789")): one for one in everybody}
        self.supervisors = [one for one in everybody if one.login.startswith("supervisor")]
        self.owners = list(Owner.everything.select_related("item", "unit").order_by("pk"))
        self.entries: list[Entry] = []
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refused: Counter[str] = Counter()
        self.troubles: list[str] = []
        self.facts = self.newest = 0
        self.pause = 0.0  # seconds between looking at a report and moving it

    def go(self, facts: int) -> None:
        """Write until so many facts have been acknowledged."""
        while self.facts < facts:
            update = self._somebodys() if self.chance.random() < 0.65 else None
            time.sleep(self.pause if update else 0)
            if update is None:
                self._report()
            elif update.state == State.REPORTED:
                self._head(update)
            else:
                self._office(update)

    def _somebodys(self) -> Update | None:
        """Pick one of the newest reports that waits for somebody, whoever has made it."""
        pk = self.chance.randint(max(1, self.newest - NEAR), self.newest + NEAR // 4)
        waiting = Update.everything.filter(pk=pk, state__in=(State.REPORTED, State.SIGNED))
        return waiting.select_related("item").first()

    def _report(self) -> None:
        owner = self.chance.choice(self.owners)
        token = f"s{self.number}-{len(self.entries)}"
        content = self.chance.randbytes(self.chance.randint(1, 2_000)) if self.chance.random() < 0.5 else b""
        claim = work.Claim(about=timezone.localdate(), percent=self.chance.randint(0, 100), text=token)
        pieces = [results.Piece("a.pdf", content, "佐证")] if content else []
        by = self.cast[owner.unit_id, "reporter"]
        entry = Entry("report", token, digest=hashlib.sha256(content).hexdigest() if content else "")

        def deed() -> Any:
            return results.report(
                owner.item, claim, unit=owner.unit, evidence=pieces, by=by, at=timezone.now()
            )

        made = self._do(entry, deed, 2 + len(pieces), may=access.can(by, "report", owner.item))
        self.newest = made.pk if made else self.newest

    def _head(self, update: Update) -> None:
        by, at = self.cast[update.unit_id, "head"], timezone.now()
        if self.chance.random() < 0.9:
            entry, may = Entry("sign", update=update.pk), access.can(by, "sign", update)
            self._do(entry, lambda: work.sign(update, by=by, at=at), 1, may=may)
        else:
            entry, may = Entry("decline", update=update.pk), access.can(by, "send_back", update)
            self._do(entry, lambda: work.send_back(update, reason="请补充", by=by, at=at), 1, may=may)

    def _office(self, update: Update) -> None:
        by, at = self.chance.choice(self.supervisors), timezone.now()
        if self.chance.random() < 0.2:
            entry, may = Entry("decline", update=update.pk), access.can(by, "decline", update)
            self._do(entry, lambda: work.decline(update, reason="请补充", by=by, at=at), 1, may=may)
            return
        keys = list(Evidence.everything.filter(update_of=update).values_list("pk", flat=True))
        words = dict.fromkeys(keys, Acceptance.Word.ACCEPT.value)
        shown = update.percent // 2 if keys else 0
        entry, may = Entry("verify", update=update.pk), access.can(by, "verify", update)
        self._do(
            entry,
            lambda: results.verify(update, shown=shown, words=words, note="", by=by, at=at),
            2 + len(keys),
            may=may,
        )

    def _do(self, entry: Entry, deed: Callable[[], Any], facts: int, *, may: bool) -> Any:
        """Do a deed, write down what came of it and how long it took; return what it made."""
        assert may, f"the right person may not {entry.deed}"
        self.entries.append(entry)
        began = time.perf_counter()
        try:
            made = deed()
        except Problem as refused:
            entry.outcome = FAIL
            self.refused[refused.code] += 1
            return None
        except DatabaseTrouble as trouble:  # what a person would see as a broken page
            self.troubles.append(f"{entry.deed}: {trouble}")
            return None
        finally:
            self.seconds[entry.deed].append(time.perf_counter() - began)
        entry.outcome = OK
        self.facts += facts
        return made


def careless(update: Update, table: Table, deed: Deed, **columns: Any) -> Update:
    """Change a state without asking whether somebody was here first (a seeded fault)."""
    was, became = update.state, table[update.state, deed.verb]
    Update.everything.filter(pk=update.pk).update(state=became, **columns)
    leave_step(update, was, became, deed)
    return update


def sow(fault: str) -> None:
    """Sow a fault: careless, or deferred (transactions that take their turn only at the first write)."""
    if fault == "careless":
        work.move = careless
    if fault == "deferred":
        connection.close()
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
        connection._wait = lambda: None


def main(number: str, facts: str, seed: str, fault: str = "") -> None:
    """Say that it is ready, wait for the word, write, and tell."""
    sow(fault)
    writer = Writer(int(number), int(seed))
    writer.pause = 0.2 if fault == "careless" else 0
    print("ready", flush=True)
    sys.stdin.readline()
    writer.go(int(facts))
    told = {
        "entries": [asdict(entry) for entry in writer.entries],
        "seconds": writer.seconds,
        "refused": writer.refused,
        "troubles": writer.troubles,
        "facts": writer.facts,
    }
    print(json.dumps(told), flush=True)
