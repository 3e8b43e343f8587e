"""续自的建议: which earlier documents a document might follow up: those that it names. A person chooses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

SHORTEST = 4  # characters of a title without marks, so that no single word is taken for one
_MARKS = re.compile(r"[\s《》〈〉“”\"'（）()、，,。.：:·]+")  # zh: reads Chinese


class Titled(Protocol):
    """What is asked of a document to see whether it is named."""

    title: str
    number: str


def bare(title: str) -> str:
    """Leave the marks out of a title.

    >>> bare("《关于产教融合的通知》 (试行)")
    '关于产教融合的通知试行'
    """
    return _MARKS.sub("", title)


def named(record: dict[str, Any], documents: Iterable[Titled]) -> Iterator[Titled]:
    """Yield the documents whose title, or whose number, the basis of a record names."""
    names = [bare(one["name"]) for one in record.get("basis", [])]
    for document in documents:
        title, number = bare(document.title), bare(document.number)
        for name in names:
            alike = len(title) >= SHORTEST and len(name) >= SHORTEST and (title in name or name in title)
            if alike or (number and number in name):
                yield document
                break
