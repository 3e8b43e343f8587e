"""The server with a fault sown into it, by which the checks are seen to catch something.

early: a report is answered before it is written. apart: what a report consists of is committed row by row.
twice: a report is written twice. (LUOSHI_SEEDED_FAULT says which.)
"""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from luoshi.site.wsgi import application as real  # sets Django up; actions may be imported only then

# isort: split
from luoshi.results import actions as results
from luoshi.work import actions as work

Start = Callable[..., Any]
FAULT = os.environ["LUOSHI_SEEDED_FAULT"]
LATE = 0.3


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer as the real one does, but for the fault."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/report"):
        return real(environ, start_response)
    given = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
    if FAULT == "early":
        threading.Thread(target=_later, args=(environ, given), daemon=True).start()
        time.sleep(LATE / 4)  # no faster than the threads behind it can follow
        start_response("302 Found", [("Location", "/updates/0/"), ("Content-Length", "0")])
        return [b""]
    if FAULT == "twice":
        _run(environ, given)
    return real({**environ, "wsgi.input": io.BytesIO(given)}, start_response)


def _later(environ: dict[str, Any], given: bytes) -> None:
    time.sleep(LATE)
    _run(environ, given)


def _run(environ: dict[str, Any], given: bytes) -> None:
    """Run a request whose answer nobody sees."""
    real({**environ, "wsgi.input": io.BytesIO(given)}, lambda *_: None).close()


def _slow_step(*given: Any, **named: Any) -> None:
    """Leave the step a moment later, so that a kill finds the moment."""
    time.sleep(0.1)
    leave_step(*given, **named)


leave_step = work.leave_step
if FAULT == "apart":
    work.leave_step = _slow_step
    work.report = work.report.__wrapped__
    results.report = results.report.__wrapped__
