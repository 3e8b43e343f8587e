"""Who sees evidence, indicators and values; who defines, measures, verifies, judges and signs second.

Nobody verifies or judges what they have made themselves.
"""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OFFICE, OVERSIGHT, Role

DOING = (("item__owners__role__in", ("lead", "duty")),)
REPORTER, SUPERVISOR = frozenset({Role.REPORTER}), frozenset({Role.SUPERVISOR})

RULES = (
    Rule("read", "results.Evidence", OVERSIGHT, "update_of__item__plan__unit"),
    Rule("read", "results.Evidence", COLLEGE, "update_of__unit"),
    Rule(
        "read",
        "results.Evidence",
        SUPERVISOR,
        "update_of__unit",
        line="read",
        topic="update_of__item__title",
    ),
    Rule(
        "judge",
        "results.Evidence",
        SUPERVISOR,
        "update_of__item__plan__unit",
        not_by=("by", "update_of__by", "update_of__signed_by"),
    ),
    Rule("define", "plans.Item", OFFICE, "plan__unit"),
    Rule("read", "results.Indicator", OVERSIGHT, "item__plan__unit"),
    Rule("read", "results.Indicator", COLLEGE, "item__owners__unit"),
    Rule("define", "results.Indicator", OFFICE, "item__plan__unit"),
    Rule("observe", "results.Indicator", OFFICE, "item__plan__unit"),
    Rule("observe", "results.Indicator", REPORTER, "item__owners__unit", where=DOING),
    Rule("read", "results.Value", OVERSIGHT, "indicator__item__plan__unit"),
    Rule("read", "results.Value", COLLEGE, "unit"),
    Rule(
        "verify",
        "results.Value",
        SUPERVISOR,
        "indicator__item__plan__unit",
        not_by=("by", "update_of__by", "update_of__signed_by"),
    ),
    Rule("read", "results.Override", OVERSIGHT, "indicator__item__plan__unit"),
)
