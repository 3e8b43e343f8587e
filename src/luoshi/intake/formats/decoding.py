r"""From bytes to characters (字符编码): UTF-8, UTF-16 with its mark, GB18030 and Big5, decoded strictly or not at all.

What the file says of itself is heard after its byte order mark. UTF-16 without a mark is not guessed at. Big5 is taken as
Windows writes it.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files
from itertools import islice

from luoshi.intake.outcomes import Outcome, Refused

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# In the order in which they win a draw.
LEGACY = {"gb18030": "gb18030", "big5": "cp950"}
SAMPLE = 100_000
PLAUSIBLE = 0.1
CONTROLS = 0.02

_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x9f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def decoded(data: bytes, told: str = "") -> tuple[str, str]:
    """Return the characters and the name of their encoding; refuse what is no text."""
    text, encoding = _decoded(data, told)
    if "\0" in text or len(_CONTROL.findall(text)) > CONTROLS * len(text):
        raise Refused(Outcome.UNKNOWN_TYPE)
    return text, encoding


def _decoded(data: bytes, told: str) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    text = _strictly(data, marked or "utf-8")
    if text is not None and (marked or told not in LEGACY):
        return text, marked or "utf-8"
    return _guessed(data, told)


def _guessed(data: bytes, told: str) -> tuple[str, str]:
    """Choose by how many everyday characters each encoding would show; what the file says of itself wins a draw."""
    readings = [
        (text, name)
        for name in sorted(["utf-8", *LEGACY], key=lambda name: name != told)
        if (text := _strictly(data, LEGACY.get(name, name))) is not None
    ]
    best = max(readings, key=lambda reading: _everyday(reading[0]), default=None)
    if best is None or not (best[0].isascii() or _everyday(best[0]) >= PLAUSIBLE):
        raise Refused(Outcome.UNKNOWN_TYPE)
    return best


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _everyday(text: str) -> float:
    """Return the share of everyday characters among the first of those beyond ASCII."""
    beyond = [found[0] for found in islice(_BEYOND_ASCII.finditer(text), SAMPLE)]
    return sum(char in frequent() for char in beyond) / max(1, len(beyond))


@cache
def frequent() -> frozenset[str]:
    """Return the everyday characters, simplified and traditional."""
    lines = files(__package__).joinpath("frequent.txt").read_text("utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))
