"""What writers asked for and what they were told: the one side of every check; the other is the database."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

OK, FAIL, UNKNOWN = "ok", "fail", "unknown"


@dataclass(slots=True)
class Entry:
    """One deed: its token (or the report that it moves), and what the writer was told.

    It is `unknown` from the moment it is asked for until an answer comes.
    """

    deed: str  # report, sign, decline, verify
    token: str = ""
    update: int = 0
    digest: str = ""  # of the evidence handed in with it
    outcome: str = UNKNOWN


@dataclass
class Ledger:
    """All deeds of all writers, in the order in which they were asked for."""

    entries: list[Entry] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)  # answers that no writer should have got
    lock: threading.Lock = field(default_factory=threading.Lock)

    def invoke(self, entry: Entry) -> Entry:
        """Write a deed down before it is asked for."""
        with self.lock:
            self.entries.append(entry)
        return entry

    def counts(self) -> Counter[str]:
        """Count the outcomes."""
        return Counter(entry.outcome for entry in self.entries)

    def rows(self) -> list[dict[str, Any]]:
        """Return the entries as JSON can bear them."""
        return [asdict(entry) for entry in self.entries]


@dataclass
class Findings:
    """What the database says to a ledger."""

    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    half_applied: int = 0
    refused_but_there: int = 0
    stray: int = 0  # rows that nobody asked for
    unknown: int = 0
    unknown_there: int = 0
    integrity: str = "ok"
    examples: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Count everything that must not be."""
        counted = self.lost + self.duplicated + self.half_applied + self.refused_but_there + self.stray
        return counted + (self.integrity != "ok")

    def tell(self, name: str, number: int, example: str) -> None:
        """Count something, and keep the first few examples."""
        setattr(self, name, getattr(self, name) + number)
        if number and len(self.examples) < 12:
            self.examples.append(f"{name}: {example}")
