"""The grammar: the rules in the order in which they are asked, each filling one field of the record.

A rule is a file; where it has grown, a folder, whose `__init__` is the rule and whose other files answer what it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luoshi.reading.rules import acts, basis, deadlines, meeting, owners, people, targets, verdict
from luoshi.reading.scene import Scene

RULES: tuple[tuple[str, Callable[[Scene], Any]], ...] = (
    ("people", people.find),
    ("sentences", verdict.find),  # asks formula, occasion, order, report, reason; carries the speaker
    ("meeting", meeting.find),
    ("acts", acts.find),
    ("deadlines", deadlines.find),
    ("targets", targets.find),
    ("owners", owners.find),
    ("basis", basis.find),
)
