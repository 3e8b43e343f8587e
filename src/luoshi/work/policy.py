"""Who does what with reports, periods, notices, extensions and notes.

Nobody signs, verifies or decides what they have made themselves. A draft is its unit's; only what is handed in goes
up. Whose own a draft, a request or a note is, the actions ask: they refuse whoever has not made it.
"""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OFFICE, OVERSIGHT, Role

DOING = (("owners__role__in", ("lead", "duty")),)
LEADING = (("owners__role__in", ("lead",)),)
HANDED_IN = (("state__in", ("reported", "signed", "verified", "certified", "returned", "withdrawn")),)
ISSUED = (("state__in", ("issued", "received", "replied", "planned", "returned", "closed")),)
HEAD, SUPERVISOR, LEADER = frozenset({Role.HEAD}), frozenset({Role.SUPERVISOR}), frozenset({Role.LEADER})
REPORTER = frozenset({Role.REPORTER})
WRITERS = OVERSIGHT - {Role.AUDITOR}  # an auditor reads and changes nothing
OTHERS = ("by", "signed_by")
CLAIM = frozenset({"about", "percent", "reached", "text", "trouble"})

UPDATES = (
    Rule("report_for", "people.Unit", REPORTER, ""),
    Rule("report", "plans.Item", REPORTER, "owners__unit", where=DOING, fields=CLAIM),
    Rule("read", "work.Update", OVERSIGHT, "item__plan__unit", where=HANDED_IN),
    Rule("read", "work.Update", COLLEGE, "unit"),
    Rule("edit", "work.Update", REPORTER, "unit", fields=CLAIM),
    Rule("submit", "work.Update", REPORTER, "unit"),
    Rule("withdraw", "work.Update", REPORTER, "unit"),
    Rule("sign", "work.Update", HEAD, "unit", not_by=("by",), made_as=REPORTER),
    Rule(
        "verify",
        "work.Update",
        SUPERVISOR,
        "item__plan__unit",
        where=HANDED_IN,
        not_by=OTHERS,
        made_as=COLLEGE,
    ),
    Rule("send_back", "work.Update", HEAD, "unit", not_by=("by",), made_as=REPORTER),
    Rule(
        "decline",
        "work.Update",
        SUPERVISOR,
        "item__plan__unit",
        where=HANDED_IN,
        not_by=OTHERS,
        made_as=COLLEGE,
    ),
    # By a line of supervision: what the subject hands in, on items whose title bears the line's words.
    *(
        Rule(
            action,
            "work.Update",
            SUPERVISOR,
            "unit",
            where=HANDED_IN,
            not_by=() if action == "read" else OTHERS,
            made_as=COLLEGE,
            line=capability,
            topic="item__title",
        )
        for action, capability in (("read", "read"), ("verify", "verify"), ("decline", "return"))
    ),
)

PERIODS = (
    Rule("open_period", "people.Unit", OFFICE, ""),
    # When one has to report is no secret inside the organisation.
    Rule("read", "work.Period", OVERSIGHT | COLLEGE, "unit", wide=True),
    Rule("lock", "work.Period", OFFICE, "unit"),
    Rule("certify", "work.Period", LEADER, "unit", not_by=("updates__by", "updates__signed_by")),
    Rule("reopen", "work.Period", LEADER, "unit"),
)

NOTICES = (
    Rule("notify", "people.Unit", SUPERVISOR, ""),
    Rule("read", "work.Notice", OVERSIGHT, "unit"),
    Rule("read", "work.Notice", COLLEGE, "unit", where=ISSUED),
    Rule("issue", "work.Notice", SUPERVISOR, "unit"),
    Rule("receive", "work.Notice", COLLEGE, "unit", where=ISSUED),
    Rule("reply", "work.Notice", COLLEGE, "unit", where=ISSUED),
    Rule("plan", "work.Notice", COLLEGE, "unit", where=ISSUED),
    Rule("redo", "work.Notice", SUPERVISOR, "unit", not_by=("replied_by",)),
    Rule("close", "work.Notice", SUPERVISOR, "unit", not_by=("replied_by",)),
    Rule("withdraw", "work.Notice", SUPERVISOR, "unit"),
)

EXTENSIONS = (
    Rule("extend", "plans.Item", COLLEGE, "owners__unit", where=LEADING),
    Rule("read", "work.Extension", OVERSIGHT, "item__plan__unit"),
    Rule("read", "work.Extension", COLLEGE, "unit"),
    Rule("countersign", "work.Extension", HEAD, "unit", not_by=("by",)),
    Rule("grant", "work.Extension", LEADER, "item__plan__unit", not_by=("by", "countersigned_by")),
    Rule("refuse", "work.Extension", LEADER, "item__plan__unit", not_by=("by", "countersigned_by")),
    Rule("withdraw", "work.Extension", COLLEGE, "unit"),
)

NOTES = (
    Rule("note", "plans.Item", WRITERS, "plan__unit"),
    Rule("note", "plans.Item", COLLEGE, "owners__unit"),
    Rule("note", "work.Update", WRITERS, "item__plan__unit", where=HANDED_IN),
    Rule("note", "work.Update", COLLEGE, "unit"),
    Rule("note", "plans.Item", SUPERVISOR, "owners__unit", line="comment", topic="title"),
    Rule("note", "work.Update", SUPERVISOR, "unit", where=HANDED_IN, line="comment", topic="item__title"),
    # A note is seen by whoever sees what it stands on.
    Rule("read", "work.Note", OVERSIGHT, "item__plan__unit"),
    Rule("read", "work.Note", COLLEGE, "item__owners__unit"),
    Rule(
        "read",
        "work.Note",
        OVERSIGHT,
        "update_of__item__plan__unit",
        where=tuple((f"update_of__{name}", value) for name, value in HANDED_IN),
    ),
    Rule("read", "work.Note", COLLEGE, "update_of__unit"),
    Rule("read", "work.Note", SUPERVISOR, "item__owners__unit", line="read", topic="item__title"),
    Rule(
        "read",
        "work.Note",
        SUPERVISOR,
        "update_of__unit",
        where=tuple((f"update_of__{name}", value) for name, value in HANDED_IN),
        line="read",
        topic="update_of__item__title",
    ),
    Rule("withdraw", "work.Note", WRITERS, "by__unit"),
    Rule("withdraw", "work.Note", COLLEGE, "by__unit"),
)

RULES = UPDATES + PERIODS + NOTICES + EXTENSIONS + NOTES
