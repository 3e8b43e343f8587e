"""Who freezes a report and who reads it."""

from luoshi.people.access import Rule
from luoshi.people.roles import OFFICE, OVERSIGHT

RULES = (
    Rule("freeze", "plans.Plan", OFFICE, "unit"),
    Rule("read", "reports.Report", OVERSIGHT, "plan__unit"),
)
