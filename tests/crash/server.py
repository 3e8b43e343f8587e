"""The real server, started as `make run` starts it, and killed so that it can tidy up nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO

from tests.crash.places import ROOT, Place

REAL = "luoshi.site.wsgi:application"
PATIENCE = 30


class Server:
    """A server on a port that it keeps through all its lives."""

    def __init__(self, place: Place, application: str = REAL) -> None:
        self.place = place
        self.application = application
        self.port = free_port()
        self.log: IO[bytes] = (place.folder / "server.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return the seconds until it answers."""
        granian = Path(sys.executable).parent / "granian"
        flags = f"--interface wsgi --host 127.0.0.1 --port {self.port} --workers 1 --blocking-threads 4"
        began = time.monotonic()
        self.process = subprocess.Popen(
            [granian, *flags.split(), "--no-ws", "--log-level", "warning", self.application],
            env=self.place.env,
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        while time.monotonic() - began < PATIENCE:
            if self._answers():
                return time.monotonic() - began
            time.sleep(0.02)
        raise TimeoutError((self.place.folder / "server.log").read_text()[-2000:])

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """Kill every process of the server at one blow, and wait until none is left."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for _ in range(500):
            if not alive(self.process.pid):
                return
            time.sleep(0.01)
        raise TimeoutError("a part of the server outlived SIGKILL")

    def close(self) -> None:
        """Kill it if it runs, and close its log."""
        if self.process and self.process.poll() is None:
            self.kill()
        self.log.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def alive(group: int) -> bool:
    """Tell whether a process group has a member that is more than a name in the table."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == group and state not in "ZX":
            return True
    return False
