"""文件收取: the door before reading: the bytes of an uploaded file become its text, or a named reason why not.

A picture is drawn anew, so that nothing of the file itself is shown.

Nothing here trusts the file. The parsing happens in a child with limits; what comes back is checked again.
"""

from luoshi.intake.extraction import extract
from luoshi.intake.limits import LIMITS, Limits
from luoshi.intake.outcomes import Extracted, Outcome, Refused
from luoshi.intake.pictures import Picture, redraw

__all__ = ["LIMITS", "Extracted", "Limits", "Outcome", "Picture", "Refused", "extract", "redraw"]
