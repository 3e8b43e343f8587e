"""What a process asks of the disk, in order, and when it acknowledges: its calls, as strace writes them down."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests import machine
from tests.crash.disk import FOLDER, Event
from tests.crash.places import ROOT

UNMODELLED = "writev,pwritev,pwritev2,rename,renameat,renameat2,link,linkat,fallocate,truncate,sendfile,copy_file_range"
KINDS = {
    "fsync": "sync",
    "fdatasync": "sync",
    "unlink": "remove",
    "unlinkat": "remove",
    "pwrite64": "write",
    "ftruncate": "truncate",
}
CALLS = f"openat,unlink,unlinkat,write,pwrite64,ftruncate,fsync,fdatasync,{UNMODELLED}"
LINE = re.compile(r"^\d+ +(?P<call>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)", re.S)
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def why_not() -> str:
    """Say why nothing can be traced here ("" where it can)."""
    if missing := machine.trace():
        return missing
    tried = subprocess.run(["strace", "-f", "-e", "trace=write", "true"], capture_output=True, check=False)
    return "tests of power cuts left out: this machine forbids tracing (ptrace)" if tried.returncode else ""


def traced(command: list[str], env: dict[str, str], log: Path) -> None:
    """Run a command, and write its calls with all their data to a log."""
    strace = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}"]
    done = subprocess.run(
        [*strace, "-o", str(log), *command], env=env, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def events(log: Path, folder: Path) -> Iterator[Event]:
    """Read the calls that touch a folder, and the lines written to standard output."""
    mark = "".join(f"\\x{byte:02x}" for byte in str(folder).encode())
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if mark not in line and " write(1<" not in line:
                continue
            found = LINE.match(line)
            if not found:
                raise ValueError(f"two threads at once, whose order nobody knows: {line[:200]}")
            if int(found["result"]) >= 0 and (event := _event(found["call"], found, folder)):
                yield event


def _event(call: str, found: re.Match[str], folder: Path) -> Event | None:
    given, result = found["given"], int(found["result"])
    if call == "write" and given.startswith("1<"):
        return Event("ack", data=_data(given)[:result])
    if call in UNMODELLED.split(","):  # whichever of its names lies in the folder
        raise ValueError(f"{call} is not modelled")
    # What is opened is named behind the result, with its folder.
    name = _name(given if call != "openat" else found.string[found.end() :], folder, call)
    # Shared memory, which SQLite makes anew, is no part of what must survive.
    if name is None or name.endswith("-shm"):
        return None
    if call == "openat":
        return _opened(name, given)
    at = int(given.rsplit(", ", 1)[1]) if call in {"pwrite64", "ftruncate"} else 0
    return Event(KINDS[call], name, _data(given)[:result] if call == "pwrite64" else b"", at)


def _opened(name: str, given: str) -> Event | None:
    if "O_TRUNC" in given:
        raise ValueError(f"O_TRUNC on {name} is not modelled")
    return Event("create", name) if "O_CREAT" in given else None


def _data(given: str) -> bytes:
    found = STRING.search(given)
    assert found
    return bytes.fromhex(found[1].replace("\\x", ""))


def _name(text: str, folder: Path, call: str) -> str | None:
    """Return the name of the file that is meant, FOLDER for the folder itself, None for what lies elsewhere."""
    where = STRING if call in {"unlink", "unlinkat"} else re.compile(r"<((?:\\x[0-9a-f]{2})*)>")
    found = where.search(text)
    path = Path(bytes.fromhex(found[1].replace("\\x", "")).decode()) if found else Path()
    if path == folder:
        return FOLDER
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else None
