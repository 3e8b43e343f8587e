"""Who may see a plan and its items, and who draws items from sentences."""

from luoshi.people.access import Rule
from luoshi.people.roles import COLLEGE, OFFICE, OVERSIGHT, Role

LEADER, SUPERVISOR = frozenset({Role.LEADER}), frozenset({Role.SUPERVISOR})
SIGNING = OFFICE | LEADER  # the second signature of an amendment

RULES = (
    Rule("draft", "people.Unit", OFFICE, ""),
    Rule("read", "plans.Plan", OVERSIGHT, "unit"),
    Rule("read", "plans.Plan", COLLEGE, "items__owners__unit"),
    Rule("read_whole", "plans.Plan", OVERSIGHT, "unit"),
    Rule("draft", "plans.Plan", OFFICE, "unit", fields=frozenset({"title"})),
    Rule("read", "plans.Item", OVERSIGHT, "plan__unit"),
    Rule("draft", "plans.Item", OFFICE, "plan__unit"),
    Rule("read", "plans.Item", COLLEGE, "owners__unit"),
    Rule("read", "plans.Plan", SUPERVISOR, "items__owners__unit", line="read", topic="items__title"),
    Rule("read", "plans.Item", SUPERVISOR, "owners__unit", line="read", topic="title"),
    Rule("adopt", "plans.Plan", LEADER, "unit", not_by=("by",)),
    Rule("propose", "plans.Plan", OFFICE, "unit"),
    Rule("read", "plans.Amendment", OVERSIGHT, "plan__unit"),
    Rule("read", "plans.Amendment", COLLEGE, "changes__item__owners__unit"),
    Rule("countersign", "plans.Amendment", SIGNING, "plan__unit", not_by=("by",)),
    Rule("refuse", "plans.Amendment", SIGNING, "plan__unit", not_by=("by",)),
    Rule("withdraw", "plans.Amendment", OFFICE, "plan__unit"),
    Rule("answer", "records.Sentence", OFFICE, "reading__document__unit"),
    # Who has to do a thing may read the text that asks for it.
    Rule("read", "documents.Document", COLLEGE, "readings__sentences__bases__item__owners__unit"),
    Rule("read", "records.Sentence", COLLEGE, "reading__sentences__bases__item__owners__unit"),
)
