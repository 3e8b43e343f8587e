"""The writer whose calls are traced: reports and signs by the real actions, and acknowledges each after its commit."""

from __future__ import annotations

import hashlib
import json
import os
import random
from dataclasses import asdict

from django.db import connection
from django.utils import timezone

from luoshi.people.models import Member
from luoshi.plans.models import Owner
from luoshi.results import actions as results
from luoshi.work import actions as work
from luoshi.work.models import Update
from tests.crash.ledger import OK, Entry


def main(deeds: str, seed: str, synchronous: str) -> None:
    """Do so many deeds on one connection, which now and then is closed and opened anew, as a service is."""
    chance = random.Random(seed)
    cast = {(one.unit_id, one.login.rstrip("0123456789")): one for one in Member.everything.all()}
    owners = list(Owner.everything.select_related("item", "unit"))
    waiting: list[Update] = []
    for number in range(int(deeds)):
        if chance.random() < 0.04:
            connection.close()
        connection.ensure_connection()
        if synchronous != "FULL":  # the seeded fault; the program itself refuses such a connection
            connection.cursor().execute(f"PRAGMA synchronous={synchronous}")
        if waiting and chance.random() < 0.3:
            update = waiting.pop()
            work.sign(update, by=cast[update.unit_id, "head"], at=timezone.now())
            _acknowledge(Entry("sign", update=update.pk))
            continue
        owner = chance.choice(owners)
        content = chance.randbytes(chance.randint(1, 150_000)) if chance.random() < 0.6 else b""
        claim = work.Claim(about=timezone.localdate(), percent=50, text=f"r{number}")
        pieces = [results.Piece("a.pdf", content, "佐证")] if content else []
        by = cast[owner.unit_id, "reporter"]
        update = results.report(owner.item, claim, unit=owner.unit, evidence=pieces, by=by, at=timezone.now())
        digest = hashlib.sha256(content).hexdigest() if content else ""
        _acknowledge(Entry("report", claim.text, digest=digest))
        waiting.append(update)
    connection.close()


def _acknowledge(entry: Entry) -> None:
    """Tell it at once, by one call that stands in the trace."""
    entry.outcome = OK
    os.write(1, json.dumps(asdict(entry)).encode() + b"\n")
