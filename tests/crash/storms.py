"""A storm: many processes write at once; at the end every acknowledged deed must be there, once and whole."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.killing import ask
from tests.crash.ledger import Entry, Findings, Ledger
from tests.crash.places import ROOT, Place, fresh


@dataclass
class Storm:
    """What came of a storm."""

    kind: str
    writers: int
    facts: int
    seconds: float
    log_bytes: int  # the largest that SQLite's write-ahead log has been
    findings: Findings
    afterwards: dict[str, list[str]]
    times: dict[str, list[float]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """Return the time in which 99 of 100 deeds were done."""
        return quantile([one for times in self.times.values() for one in times], 0.99)

    @property
    def wrong(self) -> int:
        """Count everything that must not be."""
        return self.findings.wrong + len(self.troubles) + sum(map(len, self.afterwards.values()))

    def __str__(self) -> str:
        found, deeds = self.findings, sum(map(len, self.times.values()))
        pace = f"{self.facts / self.seconds:.0f} facts/s, {deeds / self.seconds:.0f} deeds/s"
        whole = f"{found.lost} lost, {found.duplicated} duplicated, {found.half_applied} half-applied"
        other = (
            f"{found.refused_but_there} refused but there, {found.stray} stray, integrity {found.integrity}"
        )
        rows = [
            f"{self.kind}: {self.writers} writers, {self.facts} facts, {found.acknowledged} deeds acknowledged",
            f"  in {self.seconds:.1f} s ({pace}); p99 of a deed {self.p99 * 1000:.0f} ms",
            f"  {whole}, {other}",
            f"  refused {dict(self.refused)}; {len(self.troubles)} database errors surfaced",
            f"  write-ahead log at most {self.log_bytes / 2**20:.1f} MiB",
        ]
        for deed, times in sorted(self.times.items()):
            marks = ", ".join(f"p{q * 100:.0f} {quantile(times, q) * 1000:.0f}" for q in (0.5, 0.95, 0.99))
            rows.append(f"  {deed}: {len(times)}, {marks}, at most {max(times) * 1000:.0f} ms")
        rows += [f"  {name}: {wrong or 'holds'}" for name, wrong in self.afterwards.items()]
        return "\n".join([*rows, *(f"  ! {line}" for line in (found.examples + self.troubles)[:8])])


def quantile(times: list[float], share: float) -> float:
    """Return the time within which a share of the deeds was done."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def storm(
    kind: str, facts: int, *, writers: int = 8, tasks: int = 500, seed: int = 0, fault: str = ""
) -> Storm:
    """Let so many writers write so many facts, and look at what is there."""
    with fresh(kind, tasks=tasks) as place:
        watch = Watch(place.folder / "luoshi.sqlite3-wal")
        each = str(-(-facts // writers))
        told, seconds = _blow([_writer(place, str(n), each, str(seed), fault) for n in range(writers)])
        ledger = Ledger([Entry(**row) for one in told for row in one["entries"]])
        storm = Storm(
            kind,
            writers,
            sum(one["facts"] for one in told),
            seconds,
            watch.stop(),
            ask(place, ledger),
            json.loads(place.run("afterwards")),
        )
    storm.times = defaultdict(list)
    for one in told:
        storm.refused.update(one["refused"])
        storm.troubles += one["troubles"]
        for deed, times in one["seconds"].items():
            storm.times[deed] += times
    return storm


def _writer(place: Place, *given: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.child", "storming", *given]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=place.env, cwd=ROOT, **pipes)


def _blow(processes: list[subprocess.Popen[str]]) -> tuple[list[dict[str, Any]], float]:
    """Let all begin at once; return what each tells at its end, and how long all took."""
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", "a writer did not come up"
        began = time.monotonic()
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate()[0] for process in processes]
        seconds = time.monotonic() - began
        assert not any(process.returncode for process in processes), "a writer broke off"
        return [json.loads(one) for one in said], seconds
    finally:
        for process in processes:
            process.kill()


class Watch(threading.Thread):
    """Looks at the size of a file, again and again."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path, self.largest, self.enough = path, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.enough.wait(0.05):
            if self.path.exists():
                self.largest = max(self.largest, self.path.stat().st_size)

    def stop(self) -> int:
        """Stop, and return the largest size seen."""
        self.enough.set()
        self.join()
        return self.largest
