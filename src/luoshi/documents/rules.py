"""As what a file can be looked at; pure, told by its name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum

from luoshi.intake.kinds import suffix_of


class Form(StrEnum):
    """样式: as what a stored file is shown before it is saved; everything else by name, size and kind alone."""

    PICTURE = "picture"
    TEXT = "text"
    TABLE = "table"
    NONE = ""


# A page or a drawing that may run (html, svg) is in no row: it is never shown, not even as text.
FORMS = {
    **dict.fromkeys(("jpg", "jpeg", "jfif", "png", "webp"), Form.PICTURE),
    **dict.fromkeys(("pdf", "docx", "txt", "text", "md"), Form.TEXT),
    **dict.fromkeys(("xlsx", "csv"), Form.TABLE),
}


def form_of(name: str) -> Form:
    """Tell as what a file can be looked at.

    >>> form_of("走访.JPG").value, form_of("台账.xlsx").value, form_of("图.svg").value, form_of("无名").value
    ('picture', 'table', '', '')
    """
    return FORMS.get(suffix_of(name), Form.NONE)


def rows_of(text: str, *, commas: bool) -> Iterator[list[str]]:
    """Return the rows of a table from the text that was read of it: cells parted by tabs, or by commas as in a csv.

    >>> list(rows_of("单位\\t台数\\n材料\\t3", commas=False))
    [['单位', '台数'], ['材料', '3']]
    >>> list(rows_of('单位,说明\\n材料,"两台,已装"', commas=True))
    [['单位', '说明'], ['材料', '两台,已装']]
    """
    lines = text.splitlines()
    return csv.reader(lines) if commas else (line.split("\t") for line in lines)
