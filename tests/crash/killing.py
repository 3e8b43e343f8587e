"""Rounds of writing, `kill -9` and starting anew; at the end the database is held to the ledger."""

from __future__ import annotations

import json
import random
import statistics
import time
from contextlib import closing
from dataclasses import dataclass, field

from tests.crash.clients import Writer
from tests.crash.ledger import Findings, Ledger
from tests.crash.places import Place, fresh
from tests.crash.server import REAL, Server


@dataclass
class Killed:
    """What came of the rounds."""

    kind: str
    kills: int
    findings: Findings
    restarts: list[float] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        found, times = self.findings, self.restarts
        return (
            f"{self.kind}: {self.kills} kills, {found.acknowledged} acknowledged, {found.lost} lost, "
            f"{found.duplicated} duplicated, {found.half_applied} half-applied, "
            f"{found.refused_but_there} refused but there, {found.stray} stray, "
            f"{found.unknown} unknown ({found.unknown_there} of them there), integrity {found.integrity}, "
            f"{len(self.surprises)} surprises, ready again after {statistics.median(times):.2f} s "
            f"(at most {max(times):.2f} s)"
        )


def rounds(kind: str, kills: int, *, seed: int = 0, application: str = REAL, fault: str = "") -> Killed:
    """Kill the server so many times while eight writers write, and look at what is left."""
    chance, ledger, restarts = random.Random(seed), Ledger(), []
    with fresh(kind, tasks=16) as place:
        place.env["LUOSHI_SEEDED_FAULT"] = fault
        place.manage("collectstatic", "--noinput", "--verbosity", "0")
        with closing(Server(place, application)) as server:
            server.start()
            writers = [Writer(n, place.school, server.port, ledger, seed) for n in range(8)]
            for writer in writers:
                writer.start()
            for _ in range(kills):
                time.sleep(chance.uniform(0.2, 1.5))
                server.kill()
                restarts.append(server.start())
            time.sleep(0.5)
            for writer in writers:
                writer.enough.set()
            for writer in writers:
                writer.join()
                assert writer.finished, "a writer broke off"
            server.kill()
        return Killed(kind, kills, ask(place, ledger), restarts, ledger.surprises)


def ask(place: Place, ledger: Ledger) -> Findings:
    """Let a process that has seen nothing of the writers compare."""
    question = json.dumps({"database": None, "entries": ledger.rows()})
    return Findings(**json.loads(place.run("checking", given=question)))
