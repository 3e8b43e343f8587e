"""Holds a database to a ledger: each acknowledged deed is there once and whole, and nothing else is.

As a child process it reads one line of JSON for each question and answers with one line.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import DatabaseError, connection
from django.db.models import Count, Q

from luoshi.documents.models import Original
from luoshi.results.models import Acceptance, Evidence, Observation
from luoshi.work.models import Step, Update
from tests.crash.ledger import Entry, Findings

BECAME = {"sign": Update.State.SIGNED, "decline": Update.State.RETURNED, "verify": Update.State.VERIFIED}
WAY = {
    Update.State.REPORTED: ("",),
    Update.State.SIGNED: (Update.State.REPORTED,),
    Update.State.VERIFIED: (Update.State.SIGNED,),
    Update.State.RETURNED: (Update.State.REPORTED, Update.State.SIGNED),
}
Key = tuple[str, str]


@dataclass
class Told:
    """What writers were told of one deed (fields are named by outcome), and whether it came with evidence."""

    ok: int = 0
    unknown: int = 0
    fail: int = 0
    digest: str = ""


@dataclass
class Rows:
    """What is in the database."""

    updates: list[tuple[int, str, str]] = field(default_factory=list)  # key, text, state
    steps: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    evidence: dict[int, list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )  # digests, "" where wrong


def main() -> None:
    """Answer each line of questions: {"database": file or null, "entries": […]}."""
    for line in sys.stdin:
        question = json.loads(line)
        if question["database"]:
            connection.close()
            connection.settings_dict["NAME"] = question["database"]
        entries = [Entry(**row) for row in question["entries"]]
        print(json.dumps(asdict(look(entries)), ensure_ascii=False), flush=True)


def look(entries: Iterable[Entry]) -> Findings:
    """Compare; a database that cannot be read at all has lost what was acknowledged."""
    found, told = Findings(), _told(entries)
    found.acknowledged = sum(one.ok for one in told.values())
    found.unknown = sum(one.unknown for one in told.values())
    try:
        found.integrity = integrity()
        if found.integrity != "ok":  # what such a database says of its rows means nothing
            return found
        rows = _rows()
        _presence(found, told, rows)
        _wholeness(found, told, rows)
    except (DatabaseError, sqlite3.DatabaseError) as broken:  # a row that cannot be read comes unwrapped
        found.integrity = f"{type(broken).__name__}: {broken}"
    return found


def integrity() -> str:
    """Ask SQLite whether its pages and references hold; PostgreSQL has no such question for all of it."""
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        said = "; ".join(str(row[0]) for row in cursor.execute("PRAGMA integrity_check(5)").fetchall())
        dangling = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return said if not dangling else f"{said}; {len(dangling)} references lead nowhere"


def _told(entries: Iterable[Entry]) -> dict[Key, Told]:
    told: dict[Key, Told] = defaultdict(Told)
    for entry in entries:
        one = told[entry.deed, entry.token if entry.deed == "report" else str(entry.update)]
        setattr(one, entry.outcome, getattr(one, entry.outcome) + 1)
        one.digest = entry.digest
    return told


def _rows() -> Rows:
    rows = Rows(updates=list(Update.everything.order_by("pk").values_list("pk", "text", "state")))
    for update, was, became in Step.everything.order_by("pk").values_list("update_of", "was", "became"):
        rows.steps[update].append((was, became))
    for piece in Evidence.everything.select_related("original").order_by("pk").iterator(chunk_size=100):
        original = piece.original
        content = bytes(original.content)
        digest = hashlib.sha256(content).hexdigest()
        whole = digest == original.sha256 and len(content) == original.size
        rows.evidence[piece.update_of_id].append(digest if whole else "")
    return rows


def _presence(found: Findings, told: dict[Key, Told], rows: Rows) -> None:
    """Each acknowledged deed is there once, each refused one is not, an unknown one may be."""
    there = Counter(("report", text) for _, text, _ in rows.updates)
    deeds = {became: deed for deed, became in BECAME.items()}
    for update, steps in rows.steps.items():
        # A head sends back what is reported, the office declines what is signed: here both are `decline`.
        there.update((deeds[became], str(update)) for _, became in steps if became in deeds)
    for key in there.keys() | told.keys():
        one, present = told.get(key, Told()), there[key]
        name = " ".join(key)
        found.tell("lost", max(0, one.ok - present), name)
        found.tell("duplicated", max(0, present - 1), f"{name} stands {present} times")
        if present == 1 and not one.ok + one.unknown:
            found.tell("refused_but_there" if one.fail else "stray", 1, name)
        found.unknown_there += min(one.unknown, max(0, present - one.ok))


def _wholeness(found: Findings, told: dict[Key, Told], rows: Rows) -> None:
    """Nothing is half done: each report has its steps, its evidence and what was handed in with it."""
    for pk, text, state in rows.updates:
        steps = rows.steps.get(pk, [])
        if not _walked(steps, state):
            found.tell("half_applied", 1, f"{text}: {state}, steps {steps}")
        one = told.get(("report", text))
        handed_in = [one.digest] if one and one.digest else []
        if one and rows.evidence.get(pk, []) != handed_in:
            found.tell("half_applied", 1, f"{text}: evidence {rows.evidence.get(pk)}, handed in {handed_in}")
    orphans = _orphans()
    found.tell("half_applied", orphans, f"{orphans} originals that nothing speaks of")
    _judged(found)


def _orphans() -> int:
    """Count the originals that no row of any stage speaks of."""
    rest = Original.everything.all()
    for link in Original._meta.get_fields(include_hidden=True):
        if link.auto_created and link.is_relation:
            column = link.field.name
            speaking = link.related_model._default_manager.exclude(**{column: None})
            rest = rest.exclude(pk__in=speaking.values(column))
    return rest.count()


def _walked(steps: list[tuple[str, str]], state: str) -> bool:
    """Tell whether the steps lead one by one from nothing to the state."""
    at = ""
    for was, became in steps:
        if was != at or was not in WAY[Update.State(became)]:
            return False
        at = became
    return at == state


def _judged(found: Findings) -> None:
    """What is verified has one observation and a word on each piece; what is not has neither."""
    verified = Q(state=Update.State.VERIFIED)
    bare = Update.everything.filter(verified, observation=None).count()
    early = Observation.everything.exclude(update_of__state=Update.State.VERIFIED).count()
    early += Acceptance.everything.exclude(evidence__update_of__state=Update.State.VERIFIED).count()
    pieces = Evidence.everything.filter(update_of__state=Update.State.VERIFIED)
    unjudged = pieces.annotate(words=Count("acceptances")).exclude(words=1).count()
    for number, what in (
        (bare, "verified without an observation"),
        (early, "observations or words on what is not verified"),
        (unjudged, "pieces of verified reports without their one word"),
    ):
        found.tell("half_applied", number, f"{number} {what}")
