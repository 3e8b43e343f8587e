"""The child's side: bind oneself, read the bytes on stdin, answer one JSON object on stdout.

`python -m luoshi.intake.child LIMITS`, started by the parent and by nobody else.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from dataclasses import asdict

from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Extracted, Outcome, Refused


def main() -> None:
    """Answer for the one file on stdin."""
    limits = Limits(**json.loads(sys.argv[1]))
    confine(limits)
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), limits))


def confine(limits: Limits) -> None:
    """Take away from this process what reading a file does not need."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    # The second of grace lets the signal that names the cause come before the one that does not.
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, grace=1)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    # No further process or thread; the kernel does not hold root to this.
    _lower(resource.RLIMIT_NPROC, 0)
    # The parent keeps the clock; this one is for the case that the parent is gone.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 1)


def read(data: bytes, limits: Limits) -> Extracted:
    """Read the bytes of one file; whatever goes wrong, it has a name."""
    kind = ""
    try:
        # The parsers are loaded only now, under the limits.
        from luoshi.intake.formats import READERS  # noqa: PLC0415
        from luoshi.intake.kinds import kind_of  # noqa: PLC0415

        kind = kind_of(data)
        text, encoding = READERS[kind](data, limits)
    except Refused as refused:
        return Extracted(refused.outcome, kind=kind)
    except MemoryError:
        return Extracted(Outcome.MEMORY, kind=kind)
    except ImportError:
        return Extracted(Outcome.UNAVAILABLE, kind=kind)
    except Exception:  # noqa: BLE001 - a parser fails in more ways than one can list; here all become one
        return Extracted(Outcome.BROKEN, kind=kind)
    return Extracted(Outcome.TEXT, text, kind, encoding)


def _answer(data: bytes, limits: Limits) -> bytes:
    found = read(data, limits)
    try:
        return _spoken(found)
    except MemoryError:
        return _spoken(Extracted(Outcome.MEMORY, kind=found.kind))


def _spoken(found: Extracted) -> bytes:
    return json.dumps(asdict(found), ensure_ascii=False).encode("utf-8")


def _lower(which: int, to: int, *, grace: int = 0) -> None:
    _, hard = resource.getrlimit(which)
    unbound = hard == resource.RLIM_INFINITY
    resource.setrlimit(which, (to, to + grace) if unbound else (min(to, hard), min(to + grace, hard)))


if __name__ == "__main__":
    main()
