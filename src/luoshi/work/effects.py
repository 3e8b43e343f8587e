"""后果: what a later stage has to do when what units claim changes; the stage enters it here when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luoshi.people.models import Member
    from luoshi.work.models import Update

# A report was signed, or a signed one was sent back: by whom, and when.
CLAIMED: list[Callable[[Update, Member, datetime], None]] = []
