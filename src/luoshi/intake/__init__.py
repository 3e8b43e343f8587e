"""文件收取: the door before reading: the bytes of an uploaded file become its text, or a named reason why not.

Nothing here trusts the file. The parsing happens in a child with limits; what comes back is checked again.
"""

from luoshi.intake.extraction import extract
from luoshi.intake.limits import LIMITS, Limits
from luoshi.intake.outcomes import Extracted, Outcome

__all__ = ["LIMITS", "Extracted", "Limits", "Outcome", "extract"]
