r"""Plain text (纯文本): UTF-8, UTF-16 with its mark, GB18030 and Big5, decoded strictly or not at all.

Line ends become `\n`, control characters go; what stands then is the unaltered source for all that follows.
UTF-16 without a mark is not guessed at. Big5 is taken as Windows writes it.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files

from luoshi.intake.formats.characters import cleaned
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# In the order in which they win a draw.
LEGACY = {"gb18030": "gb18030", "big5": "cp950"}
SAMPLE = 100_000
PLAUSIBLE = 0.1
CONTROLS = 0.02

_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Decode a plain text and name its encoding; refuse what is no text."""
    del limits
    text, encoding = _decoded(data)
    if "\0" in text or len(_CONTROL.findall(text)) > CONTROLS * len(text):
        raise Refused(Outcome.UNKNOWN_TYPE)
    if not (text := cleaned(text)).strip():
        raise Refused(Outcome.EMPTY)
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    text = _strictly(data, marked or "utf-8")
    if text is not None:
        return text, marked or "utf-8"
    return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    """Choose between the two old encodings by how many everyday characters each would show."""
    readings = [
        (text, name) for name, codec in LEGACY.items() if (text := _strictly(data, codec)) is not None
    ]
    best = max(readings, key=lambda reading: _everyday(reading[0]), default=None)
    if best is None or _everyday(best[0]) < PLAUSIBLE:
        raise Refused(Outcome.UNKNOWN_TYPE)
    return best


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _everyday(text: str) -> float:
    """Return the share of everyday characters among those beyond ASCII."""
    beyond = _BEYOND_ASCII.findall(text[:SAMPLE])
    return sum(char in frequent() for char in beyond) / max(1, len(beyond))


@cache
def frequent() -> frozenset[str]:
    """Return the everyday characters, simplified and traditional."""
    lines = files(__package__).joinpath("frequent.txt").read_text("utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))
