"""常用理由: ready phrases for a reason, by occasion, from phrases.txt; a list that cannot work is refused when it is loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LONGEST = 100
_HEAD = re.compile(r"\[(\w+)\]")
_FILE = Path(__file__).with_name("phrases.txt")


def read(text: str) -> dict[str, tuple[str, ...]]:
    """Read phrases, one a line, under the occasion in brackets that stands above them.

    >>> read("# 说明\\n[return]\\n请补材料。\\n[redo]\\n请逐条答复。")
    {'return': ('请补材料。',), 'redo': ('请逐条答复。',)}
    """
    found: dict[str, list[str]] = {}
    occasion = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        if head := _HEAD.fullmatch(line):
            occasion = head[1]
            found.setdefault(occasion, [])
        elif not occasion:
            raise ValueError(f"{line!r} stands under no occasion")
        elif line in found[occasion]:
            raise ValueError(f"{line!r} stands twice under {occasion}")
        elif len(line) > LONGEST:
            raise ValueError(f"{line!r} is longer than {LONGEST} characters")
        else:
            found[occasion].append(line)
    return {name: tuple(phrases) for name, phrases in found.items()}


@cache
def ready() -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of the file."""
    return read(_FILE.read_text("utf-8"))
