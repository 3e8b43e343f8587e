"""From a text to its record: the text is cut into sentences, and the rules are asked in their order."""

from __future__ import annotations

import hashlib
from datetime import date

from luoshi.reading.records import Record
from luoshi.reading.rules import RULES
from luoshi.reading.scene import Scene, tells
from luoshi.reading.text.outline import outline
from luoshi.reading.text.tables import tables


def record_of(source: str, dated: date | None) -> Record:
    """Read one document."""
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    found = tables(source)
    pieces, page = outline(source, found)
    record = Record(digest)
    scene = Scene(source, dated, pieces, page, found, *tells(pieces, found), record)
    for field, find in RULES:
        # Frozen for whoever gets it; until then each rule adds its field for those that come after.
        object.__setattr__(record, field, find(scene))
    return record
