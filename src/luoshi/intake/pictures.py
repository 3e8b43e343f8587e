"""The parent's side for pictures: let a child draw one anew, and believe it only as far as its answer has the shape of a JPEG."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict, dataclass

from luoshi.intake.limits import PICTURES, Limits
from luoshi.intake.outcomes import Outcome, Refused
from luoshi.intake.running import Ended, run

_BEGINS = {b"\xff\xd8\xff": 0, b"\x89PNG\r\n\x1a\n": 0, b"WEBP": 8}  # what a picture begins with, and where
_JPEG, _END = b"\xff\xd8\xff", b"\xff\xd9"
_SLOW = {signal.SIGXCPU, signal.SIGALRM}
_STARVED = {signal.SIGKILL, signal.SIGABRT}


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that the child has drawn: the look of a picture, and nothing else of its file."""

    content: bytes
    width: int
    height: int


def redraw(data: bytes, edge: int, *, limits: Limits = PICTURES) -> Picture:
    """Draw a picture anew within an edge, or raise Refused; what begins like no picture is not handed on."""
    if len(data) > limits.input_bytes:
        raise Refused(Outcome.TOO_LARGE)
    if not any(data.startswith(mark, place) for mark, place in _BEGINS.items()):
        raise Refused(Outcome.MISMATCH)
    child = ("-I", "-B", "-m", "luoshi.intake.redrawing", json.dumps(asdict(limits)), str(edge))
    try:
        return understood(run((sys.executable, *child), data, limits), edge)
    except OSError:
        raise Refused(Outcome.UNAVAILABLE) from None


def understood(ended: Ended, edge: int) -> Picture:
    """Take an answer apart that may come from a child gone bad."""
    if ended.status < 0:
        died = -ended.status
        raise Refused(
            Outcome.TIME if died in _SLOW else Outcome.MEMORY if died in _STARVED else Outcome.BROKEN
        )
    if ended.status and not ended.said:
        raise Refused(Outcome.UNAVAILABLE)
    head, _, drawn = ended.said.partition(b"\n")
    try:
        told = json.loads(head)
        refused, width, height = told["refused"], told["width"], told["height"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(Outcome.BROKEN) from None
    if refused is not None:
        raise Refused(Outcome(refused) if refused in set(Outcome) else Outcome.BROKEN)
    sizes = isinstance(width, int) and isinstance(height, int) and 0 < width <= edge and 0 < height <= edge
    if not sizes or not drawn.startswith(_JPEG) or not drawn.endswith(_END):
        raise Refused(Outcome.BROKEN)
    return Picture(drawn, width, height)
