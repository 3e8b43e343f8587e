"""A fresh database with the school of the storms in it: a file in a folder, or a database that is dropped again."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass
class Place:
    """A database, the folder beside it, and who and what is in it."""

    kind: str
    folder: Path
    env: dict[str, str]
    school: dict[str, Any] = field(default_factory=dict)

    def run(self, *command: str, given: str = "") -> str:
        """Run one of our modules in this place and return what it prints."""
        return self._output([sys.executable, "-m", "tests.crash.child", *command], given)

    def manage(self, *command: str) -> str:
        """Run a command of Django in this place."""
        return self._output([sys.executable, "manage.py", *command])

    def _output(self, command: list[str], given: str = "") -> str:
        done = subprocess.run(
            command, input=given, env=self.env, cwd=ROOT, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
        return done.stdout


def kind_of_tests() -> str:
    """Return the kind of database that this run of the tests is about."""
    return "postgresql" if os.getenv("LUOSHI_DATABASE_URL", "").startswith("postgres") else "sqlite"


@contextmanager
def fresh(kind: str, tasks: int, hands: int = 8) -> Iterator[Place]:
    """Make a database with a plan of so many tasks and so many hands of each role; at the end it is gone."""
    with TemporaryDirectory(prefix="luoshi-crash-") as folder, _database(kind, Path(folder)) as url:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.getenv("PYTHONPATH", "")])
        given = {"LUOSHI_DATA": folder, "LUOSHI_DATABASE_URL": url, "PYTHONPATH": path}
        # A storm may last longer than half an hour.
        limits = {"LUOSHI_SESSION_IDLE_SECONDS": "43200", "LUOSHI_SECRET_KEY": secrets.token_urlsafe(50)}
        place = Place(kind, Path(folder), {**os.environ, **given, **limits})
        place.env.pop("PYTEST_CURRENT_TEST", None)
        place.manage("migrate", "--verbosity", "0")
        place.school = json.loads(place.run("school", str(tasks), str(hands)))
        yield place


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'luoshi.sqlite3'}"
        return
    given = os.getenv("LUOSHI_DATABASE_URL", "")
    server = given if given.startswith("postgres") else POSTGRES
    name = f"luoshi_crash_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            yield f"{server.partition('?')[0].rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
