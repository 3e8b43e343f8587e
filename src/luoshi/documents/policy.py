"""Who may receive and read documents."""

from luoshi.people.access import Rule
from luoshi.people.roles import OFFICE, OVERSIGHT

RULES = (
    Rule("receive", "people.Unit", OFFICE, ""),
    Rule("read", "documents.Document", OVERSIGHT, "unit"),
)
