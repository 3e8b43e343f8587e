"""文 → 录: reads an official text and returns what it says, each finding with its place in the source."""

from __future__ import annotations

from datetime import date

from luoshi.reading.mark import Mark, marked
from luoshi.reading.records import (
    Act,
    Basis,
    Deadline,
    Meeting,
    Owner,
    Person,
    Quote,
    Record,
    Sentence,
    Target,
    Verdict,
    Why,
)
from luoshi.reading.text.spans import Span

__all__ = [
    "VERSION",
    "Act",
    "Basis",
    "Deadline",
    "Mark",
    "Meeting",
    "Owner",
    "Person",
    "Quote",
    "Record",
    "Sentence",
    "Span",
    "Target",
    "Verdict",
    "Why",
    "marked",
    "read",
]

VERSION = "9"  # of the rules: a record made by another version may differ


def read(source: str, *, dated: date | None = None) -> Record:
    """Read one document; `dated` is its day, where the text does not give it.

    >>> read("各学院要在2027年6月底前完成自查。").deadlines[0].date
    '2027-06-30'
    """
    if not isinstance(source, str):
        raise TypeError(f"a text is read, not {type(source).__name__}")
    if dated is not None and not isinstance(dated, date):
        raise TypeError(f"dated is a day, not {type(dated).__name__}")
    # The grammar comes with the first text: its patterns take half a second to make, and not all who ask for a record read one.
    from luoshi.reading.reader import record_of  # noqa: PLC0415

    return record_of(source, dated)
