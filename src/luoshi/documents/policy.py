"""Who may receive and read documents, and say what they follow up."""

from luoshi.people.access import Rule
from luoshi.people.roles import OFFICE, OVERSIGHT

RULES = (
    Rule("receive", "people.Unit", OFFICE, ""),
    Rule("read", "documents.Document", OVERSIGHT, "unit"),
    Rule("follow", "documents.Document", OFFICE, "unit", fields=frozenset({"earlier"})),
    Rule("read", "documents.Follow", OVERSIGHT, "document__unit"),
)
