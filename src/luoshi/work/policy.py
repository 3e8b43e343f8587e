"""Who reports, signs, sends back, verifies and declines. Nobody signs or verifies what they have made themselves."""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OVERSIGHT, Role

DOING = (("owners__role__in", ("lead", "duty")),)
HEAD, SUPERVISOR = frozenset({Role.HEAD}), frozenset({Role.SUPERVISOR})

RULES = (
    Rule("report_for", "people.Unit", frozenset({Role.REPORTER}), ""),
    Rule(
        "report",
        "plans.Item",
        frozenset({Role.REPORTER}),
        "owners__unit",
        where=DOING,
        fields=frozenset({"about", "percent", "text", "trouble"}),
    ),
    Rule("read", "work.Update", OVERSIGHT, "item__plan__unit"),
    Rule("read", "work.Update", COLLEGE, "unit"),
    Rule("sign", "work.Update", HEAD, "unit", not_by=("by",)),
    Rule("verify", "work.Update", SUPERVISOR, "item__plan__unit", not_by=("by", "signed_by")),
    Rule("send_back", "work.Update", HEAD, "unit", not_by=("by",)),
    Rule("decline", "work.Update", SUPERVISOR, "item__plan__unit", not_by=("by", "signed_by")),
)
