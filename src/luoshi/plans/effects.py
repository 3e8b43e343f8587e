"""后果: what a later stage has to do when a deed of the plans is done; the stage enters it here when the program starts.

A stage never calls a later one. What may not be forgotten is asked for here instead of being left to whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.plans.appending import Saying
    from luoshi.plans.models import Amendment, Plan

# By kind of amendment: append what it proposes beyond the items; a kind that needs one and has none is not signed.
AMENDED: dict[str, Callable[[Amendment, Saying], None]] = {}
# Of the items of a plan for which something came to hold after one day and up to another: the columns to be kept of them.
COME: list[Callable[[Plan, date, date], Mapping[int, Mapping[str, int | None]]]] = []
