"""Who may see a reading and who may give a word on it."""

from luoshi.people.access import Rule
from luoshi.people.roles import OFFICE, OVERSIGHT

RULES = (
    Rule("read", "records.Reading", OVERSIGHT, "document__unit"),
    Rule("read", "records.Sentence", OVERSIGHT, "reading__document__unit"),
    Rule(
        "judge",
        "records.Sentence",
        OFFICE,
        "reading__document__unit",
        fields=frozenset({"verdict", "reason"}),
    ),
    Rule("export", "documents.Document", OFFICE, "unit"),
    Rule("read", "records.Judgement", OVERSIGHT, "sentence__reading__document__unit"),
)
