"""The parent's side: look at size and kind, let a child read, and believe its answer only as far as it has a right shape."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict

from luoshi.intake.kinds import agreed_kind
from luoshi.intake.limits import LIMITS, Limits
from luoshi.intake.outcomes import Extracted, Outcome, Refused
from luoshi.intake.running import Ended, run

TEXTUAL = frozenset({"utf-8", "utf-16", "gb18030", "big5"})
ENCODINGS = {
    "txt": TEXTUAL,
    "html": TEXTUAL,
    "docx": frozenset({""}),
    "pdf": frozenset({""}),
    "xlsx": frozenset({""}),
}
FIELDS = {"outcome", "text", "kind", "encoding"}
# What a sane child cannot have left in a text: NUL and halves of surrogate pairs.
_UNSPEAKABLE = re.compile("[\0\ud800-\udfff]")
_SIGNALS: dict[int, Outcome] = {
    signal.SIGXCPU: Outcome.TIME,
    signal.SIGALRM: Outcome.TIME,
    # The kernel kills for memory; PDFium and the C library abort for it.
    signal.SIGKILL: Outcome.MEMORY,
    signal.SIGABRT: Outcome.MEMORY,
}


def extract(data: bytes, name: str, *, limits: Limits = LIMITS) -> Extracted:
    """Read the text of an uploaded file in a child with limits; any file ends in a named outcome."""
    if not data:
        return Extracted(Outcome.EMPTY)
    if len(data) > limits.input_bytes:
        return Extracted(Outcome.TOO_LARGE)
    try:
        kind = agreed_kind(data, name)
    except Refused as refused:
        return Extracted(refused.outcome)
    return _run(_command(limits), data, kind, limits)


def _command(limits: Limits) -> tuple[str, ...]:
    return (sys.executable, "-I", "-B", "-m", "luoshi.intake.child", json.dumps(asdict(limits)))


def _run(command: Sequence[str], data: bytes, kind: str, limits: Limits) -> Extracted:
    try:
        return _understood(run(command, data, limits), kind)
    except Refused as refused:
        return Extracted(refused.outcome, kind=kind)
    except OSError:
        return Extracted(Outcome.UNAVAILABLE, kind=kind)


def _understood(ended: Ended, kind: str) -> Extracted:
    if ended.status < 0:
        raise Refused(_SIGNALS.get(-ended.status, Outcome.BROKEN))
    if ended.status and not ended.said:
        raise Refused(Outcome.UNAVAILABLE)
    try:
        answer = json.loads(ended.said.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(Outcome.BROKEN) from None
    return _checked(answer, kind)


def _checked(answer: object, kind: str) -> Extracted:
    """Take an answer apart that may come from a child gone bad."""
    if not isinstance(answer, dict) or set(answer) != FIELDS:
        raise Refused(Outcome.BROKEN)
    if not all(isinstance(value, str) for value in answer.values()):
        raise Refused(Outcome.BROKEN)
    if answer["outcome"] not in set(Outcome) or answer["kind"] != kind:
        raise Refused(Outcome.BROKEN)
    found = Extracted(Outcome(answer["outcome"]), answer["text"], kind, answer["encoding"])
    if found.outcome is not Outcome.TEXT:
        return Extracted(found.outcome, kind=kind)
    if not found.text or _UNSPEAKABLE.search(found.text) or found.encoding not in ENCODINGS[kind]:
        raise Refused(Outcome.BROKEN)
    return found
