"""Who sees evidence and what it shows: whoever may see the report that it belongs to."""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OVERSIGHT

RULES = (
    Rule("read", "results.Evidence", OVERSIGHT, "update_of__item__plan__unit"),
    Rule("read", "results.Evidence", COLLEGE, "update_of__unit"),
)
