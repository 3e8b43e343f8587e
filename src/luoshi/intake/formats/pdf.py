"""PDF: the text layer page by page, its hard-wrapped lines joined to paragraphs again.

Text comes in the order in which the file draws it; nothing is recognised from pictures, no script in it runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.intake.formats.characters import cleaned
from luoshi.intake.formats.lines import joined
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

PASSWORD_WANTED, SECURITY_UNKNOWN = 4, 5
# A font without a way back to characters leaves signs of nobody's alphabet.
UNREADABLE = 0.3


def read(data: bytes, limits: Limits) -> tuple[str, str]:
    """Return the text of a PDF file."""
    pages = [cleaned(page).split("\n") for page in _pages(data, limits)]
    text = joined(line for page in pages for line in page)
    # A cover that was typed and a body that was scanned is not a text.
    blank = sum(not any(map(str.strip, page)) for page in pages)
    if not text or blank * 2 > len(pages) or sum(map(_private, text)) > UNREADABLE * len(text):
        raise Refused(Outcome.NO_TEXT)
    return text, ""


def _pages(data: bytes, limits: Limits) -> Iterator[str]:
    # Loaded here and nowhere else: the only foreign code in intake, and it is not made for a damaged file.
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        sealed = error.err_code in {PASSWORD_WANTED, SECURITY_UNKNOWN}
        raise Refused(Outcome.ENCRYPTED if sealed else Outcome.BROKEN) from error
    if len(document) > limits.pages:
        raise Refused(Outcome.LENGTH)
    left = limits.output_bytes
    for page in document:
        said = page.get_textpage().get_text_bounded()
        if (left := left - len(said)) < 0:
            raise Refused(Outcome.LENGTH)
        yield said
        page.close()


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char == "\ufffd"
