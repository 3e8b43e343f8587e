"""Loaded before the settings: the tests begin in the morning, so that no run of theirs has midnight in it.

A run takes half an hour. Where local midnight falls into it, what was planted as tomorrow's is today's when
it is looked at. Tests that are about another zone or about midnight itself say so themselves.
"""

import os
from datetime import UTC, datetime

MORNING = 8


def zone(hour: int) -> str:
    """Return the zone in which it is morning when it is ``hour`` in UTC; its sign is turned, as POSIX has it."""
    east = (MORNING - hour + 11) % 24 - 11
    return f"Etc/GMT{-east:+d}"


# The workers of a run are started later than it, maybe within the next hour: they are handed its zone.
os.environ.setdefault("LUOSHI_TIME_ZONE", zone(datetime.now(UTC).hour))
