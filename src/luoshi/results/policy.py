"""Who sees evidence, indicators and values; who defines, measures, verifies, judges and signs second; whose a view is.

Nobody verifies or judges what they have made themselves. A saved view is its maker's; the office of the plan shares it.
"""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OFFICE, OVERSIGHT, Role

DOING = (("item__owners__role__in", ("lead", "duty")),)
REPORTER, SUPERVISOR = frozenset({Role.REPORTER}), frozenset({Role.SUPERVISOR})
SHARED, PRIVATE = (("shared__in", (True,)),), (("shared__in", (False,)),)

# Seen by whoever reads the plan, where it is shared or their own.
VIEWS = (
    *(
        rule
        for kept in ({"where": SHARED}, {"own": "by"})
        for rule in (
            Rule("read", "results.SavedView", OVERSIGHT, "plan__unit", **kept),
            Rule("read", "results.SavedView", COLLEGE, "plan__items__owners__unit", **kept),
            Rule(
                "read",
                "results.SavedView",
                SUPERVISOR,
                "plan__items__owners__unit",
                line="read",
                topic="plan__items__title",
                **kept,
            ),
        )
    ),
    Rule("share", "plans.Plan", OFFICE, "unit"),
    Rule("share", "results.SavedView", OFFICE, "plan__unit", own="by"),
    Rule("unshare", "results.SavedView", OFFICE, "plan__unit"),
    Rule("change", "results.SavedView", OFFICE, "plan__unit", own="by"),
    Rule("change", "results.SavedView", OVERSIGHT | COLLEGE, "by__unit", wide=True, where=PRIVATE, own="by"),
    Rule("delete", "results.SavedView", OVERSIGHT | COLLEGE, "by__unit", wide=True, own="by"),
)

RULES = (
    *VIEWS,
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
