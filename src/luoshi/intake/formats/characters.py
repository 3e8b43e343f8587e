"""The characters that a text may hold when it leaves intake: the same for every format."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\v\f]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def cleaned(text: str) -> str:
    r"""Write every line end as `\n` and drop the characters that print nothing.

    >>> cleaned("一\r\n二\r三\x07\ufeff")
    '一\n二\n三'
    """
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
