r"""Plain text (纯文本): decoded, and nothing taken away but what prints nothing.

Line ends become `\n`, control characters go; what stands then is the unaltered source for all that follows.
"""

from __future__ import annotations

from luoshi.intake.formats.characters import cleaned
from luoshi.intake.formats.decoding import decoded
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Decode a plain text and name its encoding; refuse what is no text."""
    del limits
    text, encoding = decoded(data)
    if not (text := cleaned(text)).strip():
        raise Refused(Outcome.EMPTY)
    return text, encoding
