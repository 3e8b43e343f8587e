"""The rows of the stage: updates, periods, notices, extensions, notes, messages, days."""

from luoshi.work.models.days import Day
from luoshi.work.models.extensions import Extension, ExtensionStep
from luoshi.work.models.messages import Message
from luoshi.work.models.notes import Note
from luoshi.work.models.notices import Notice, NoticeStep
from luoshi.work.models.periods import Period, PeriodStep
from luoshi.work.models.updates import Step, Update

__all__ = [
    "Day",
    "Extension",
    "ExtensionStep",
    "Message",
    "Note",
    "Notice",
    "NoticeStep",
    "Period",
    "PeriodStep",
    "Step",
    "Update",
]
