"""What Office files (docx, xlsx) have in common: a list of the types of their parts, and no macros among them."""

from __future__ import annotations

import re

from luoshi.intake.container import Container
from luoshi.intake.formats.markup import tree
from luoshi.intake.outcomes import Outcome, Refused

TYPES = "[Content_Types].xml"
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
# Sheets of macros are older than VBA, and run like it.
MACRO_TYPE = re.compile(r"macroEnabled|macrosheet|vba(?:Project|Data)", re.IGNORECASE)
MACRO_PART = re.compile(r"(?:\A|/)vba(?:Project|Data)[^/]*\Z", re.IGNORECASE)


def main_part(container: Container, wanted: re.Pattern[str]) -> str:
    """Find the part of the type wanted, in a container that says that it has one and no macros."""
    if TYPES not in container.names():
        raise Refused(Outcome.UNKNOWN_TYPE)
    types = list(tree(container.part(TYPES)).iter())
    said = [entry.get("ContentType", "") for entry in types]
    if any(map(MACRO_TYPE.search, said)) or any(map(MACRO_PART.search, container.names())):
        raise Refused(Outcome.MACRO)
    for entry in types:
        if entry.tag == OVERRIDE and wanted.fullmatch(entry.get("ContentType", "")):
            return entry.get("PartName", "").removeprefix("/")
    raise Refused(Outcome.UNKNOWN_TYPE)
