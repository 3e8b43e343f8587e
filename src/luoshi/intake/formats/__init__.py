"""One format a file, bytes to text; each runs only inside the child."""

from __future__ import annotations

from collections.abc import Callable

from luoshi.intake.formats import docx, html, pdf, txt, xlsx
from luoshi.intake.limits import Limits

Reader = Callable[[bytes, Limits], tuple[str, str]]

READERS: dict[str, Reader] = {
    "txt": txt.read,
    "docx": docx.read,
    "pdf": pdf.read,
    "html": html.read,
    "xlsx": xlsx.read,
}
