"""A terminal of a given width, and what a command writes to it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from contextlib import suppress


def shown(
    *arguments: object, columns: int, stream: str = "stdout", environment: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run the command with a terminal as one of its streams; return its code and what stood there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    kept |= {"TERM": "xterm"} | (environment or {})
    command = [sys.executable, "-m", "luoshi", "read", *map(str, arguments)]
    run = subprocess.Popen(command, env=kept, **{stream: theirs})  # type: ignore[call-overload]
    os.close(theirs)
    said = b""
    with suppress(OSError):  # Linux ends a terminal with an error
        while piece := os.read(ours, 65_536):
            said += piece
    os.close(ours)
    return run.wait(), said.decode()
