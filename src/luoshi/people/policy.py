"""Who may see whom."""

from luoshi.people.access import Rule
from luoshi.people.roles import EVERYBODY, Role

RULES = (
    # Names of units and colleagues are no secret inside the organisation; logins are.
    Rule("read", "people.Unit", EVERYBODY, "", wide=True),
    Rule("read", "people.Member", EVERYBODY, "unit", wide=True, fields=frozenset({"name", "unit", "posts"})),
    Rule(
        "read",
        "people.Member",
        frozenset({Role.SECURITY}),
        "unit",
        fields=frozenset({"name", "unit", "posts", "login", "grants"}),
    ),
)
