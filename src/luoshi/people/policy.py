"""Who may see whom, and what each of the three administrators is there for; none of them does another's, or anything else."""

from luoshi.people.access import Rule
from luoshi.people.roles import EVERYBODY, Role

SYSTEM, SECURITY = frozenset({Role.SYSTEM}), frozenset({Role.SECURITY})

RULES = (
    # Names of units and colleagues are no secret inside the organisation; logins are.
    Rule("read", "people.Unit", EVERYBODY, "", wide=True),
    Rule("read", "people.Member", EVERYBODY, "unit", wide=True, fields=frozenset({"name", "unit", "posts"})),
    Rule(
        "read",
        "people.Member",
        SECURITY,
        "unit",
        fields=frozenset({"name", "unit", "posts", "login", "grants"}),
    ),
    # The system administrator says who and which units there are, the security administrator what they may do.
    # The audit administrator has no rule here: what it reads is the audit's.
    Rule("arrange", "people.Unit", SYSTEM, ""),
    Rule("enrol", "people.Unit", SYSTEM, ""),
    Rule("switch", "people.Member", SYSTEM, "unit"),
    Rule("grant", "people.Unit", SECURITY, ""),
)
