"""Cuts the power at random points of a recorded run, and holds what is left of the disk to what was acknowledged."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.crash.disk import FOLDER, Disk, Event
from tests.crash.ledger import UNKNOWN, Entry, Findings
from tests.crash.places import ROOT, fresh
from tests.crash.tracing import events, traced

FILE = "luoshi.sqlite3"
MEMORY = Path("/dev/shm")  # where there is one, the many disks are rebuilt in memory


@dataclass
class Recording:
    """What a writer found on the disk, what it asked of it, and what it acknowledged in between."""

    before: dict[str, bytes]
    events: list[Event]
    env: dict[str, str]

    def __str__(self) -> str:
        kinds = [event.kind for event in self.events]
        starts = sum(e.kind == "write" and e.at == 0 and e.name.endswith("-wal") for e in self.events)
        return (
            f"{kinds.count('ack')} acknowledgements, {kinds.count('write')} writes, {kinds.count('sync')} syncs, "
            f"write-ahead log begun {starts} times"
        )

    def without(self, spoiled: Callable[[Event], bool]) -> Recording:
        """Return the same run as if some syncs had not been asked for."""
        return replace(self, events=[e for e in self.events if not (e.kind == "sync" and spoiled(e))])


@dataclass
class Cuts:
    """What came of the cuts: the numbers of points at which something was wrong, and how."""

    points: int = 0
    acknowledged: int = 0  # over all points together
    lost: int = 0
    broken: int = 0
    otherwise: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, found: Findings) -> None:
        """Count one point."""
        self.points += 1
        self.acknowledged += found.acknowledged
        self.broken += found.integrity != "ok"
        self.lost += found.integrity == "ok" and found.lost > 0
        self.otherwise += found.integrity == "ok" and found.wrong > found.lost
        self.examples += [] if found.integrity == "ok" else [found.integrity.splitlines()[0]]
        self.examples += found.examples[:2]

    def __str__(self) -> str:
        return (
            f"{self.points} points, {self.acknowledged} acknowledgements held to, lost something at {self.lost}, "
            f"database broken at {self.broken}, otherwise wrong at {self.otherwise}"
        )


def record(deeds: int, *, seed: int = 0, synchronous: str = "FULL") -> Recording:
    """Let the writer write under strace."""
    with fresh("sqlite", tasks=16) as place:
        before = {FILE: (place.folder / FILE).read_bytes()}
        with TemporaryDirectory(prefix="luoshi-trace-") as folder:
            log = Path(folder) / "calls"
            command = [
                sys.executable,
                "-m",
                "tests.crash.child",
                "posting",
                str(deeds),
                str(seed),
                synchronous,
            ]
            traced(command, place.env, log)
            return Recording(before, list(events(log, place.folder)), place.env)


def replay(recording: Recording, points: int, *, seed: int = 0) -> Cuts:
    """Cut the power at so many points."""
    chance, cuts = random.Random(seed), Cuts()
    disk, done = Disk(recording.before), 0
    with _checker(recording.env) as ask:
        for point in sorted(chance.choices(range(1, len(recording.events) + 1), k=points)):
            disk.happen(recording.events[done:point])
            done = point
            cuts.add(ask(disk.cut(chance), _acknowledged(recording.events, point)))
    return cuts


def _acknowledged(events: list[Event], point: int) -> list[Entry]:
    """Return what was acknowledged before a point; what was under way then is unknown."""
    entries = [Entry(**json.loads(event.data)) for event in events[:point] if event.kind == "ack"]
    under_way = next((event for event in events[point:] if event.kind == "ack"), None)
    if under_way:
        entries.append(replace(Entry(**json.loads(under_way.data)), outcome=UNKNOWN))
    return entries


@contextmanager
def _checker(env: dict[str, str]) -> Iterator[Callable[[dict[str, bytes], list[Entry]], Findings]]:
    """Start a process that opens one rebuilt disk after the other."""
    command = [sys.executable, "-m", "tests.crash.child", "checking"]
    with (
        TemporaryDirectory(prefix="luoshi-cut-", dir=MEMORY if MEMORY.is_dir() else None) as folder,
        subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        assert process.stdin and process.stdout
        questions, answers = process.stdin, process.stdout
        numbers = iter(range(sys.maxsize))

        def ask(files: dict[str, bytes], entries: list[Entry]) -> Findings:
            here = Path(folder) / str(next(numbers))
            here.mkdir()
            for name, content in files.items():
                (here / name).write_bytes(content)
            question: dict[str, Any] = {"database": str(here / FILE), "entries": [asdict(e) for e in entries]}
            print(json.dumps(question), file=questions, flush=True)
            answer = json.loads(answers.readline())
            shutil.rmtree(here)
            return Findings(**answer)

        yield ask
        questions.close()


def of_folder(event: Event) -> bool:
    """Tell a sync of the folder."""
    return event.name == FOLDER


def of_database(event: Event) -> bool:
    """Tell a sync of the database's own file."""
    return event.name == FILE
