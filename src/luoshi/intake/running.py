"""Run one child on the bytes of a file, and end it when it takes too long or says too much."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

CHUNK = 65_536
# Nothing of the parent's surroundings (passwords, proxies, paths) is the child's business.
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child said, and the status with which it ended."""

    said: bytes
    status: int


def run(command: Sequence[str], given: bytes, limits: Limits) -> Ended:
    """Run a command on the bytes given and return what it says, within time and length."""
    deadline = time.monotonic() + limits.wall_seconds
    with _child(command) as child:
        said = _converse(child, memoryview(given), deadline, limits.output_bytes)
    return Ended(said, child.returncode)


@contextmanager
def _child(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child in a session of its own; leave neither it nor its group behind."""
    child = subprocess.Popen(  # noqa: S603 - the command is ours, the file's name is no part of it
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=ENVIRONMENT,
        start_new_session=True,
        bufsize=0,
    )
    with child:
        try:
            yield child
        finally:
            # Before it is reaped its number is still its own, so this cannot hit a stranger.
            # A child that is ending already keeps the status it chose.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)


def _converse(child: subprocess.Popen[bytes], given: memoryview, deadline: float, most: int) -> bytes:
    """Feed and listen at once, until the child has closed its mouth."""
    assert child.stdin
    assert child.stdout
    said = bytearray()
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        ready.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Refused(Outcome.TIME)
            for key, _ in ready.select(left):
                if key.fileobj is child.stdin:
                    given = _feed(child.stdin.fileno(), given)
                    if not given:
                        ready.unregister(child.stdin)
                        _shut(child)
                elif heard := os.read(child.stdout.fileno(), CHUNK):
                    said += heard
                else:
                    return bytes(said)
            if len(said) > most:
                raise Refused(Outcome.LENGTH)


def _feed(pipe: int, given: memoryview) -> memoryview:
    """Write what the pipe takes and return the rest; a child that does not listen gets no more."""
    try:
        return given[os.write(pipe, given[:CHUNK]) :]
    except BlockingIOError:
        return given
    except BrokenPipeError:
        return given[:0]


def _shut(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin
    with suppress(BrokenPipeError):
        child.stdin.close()
