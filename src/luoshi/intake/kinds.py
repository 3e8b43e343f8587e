"""What a file is, told by its first bytes; the name may only agree or disagree."""

from __future__ import annotations

import codecs
import re

from luoshi.intake.outcomes import Outcome, Refused

SUFFIXES = {
    "txt": "txt",
    "text": "txt",
    "md": "txt",
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "dotm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "pdf": "pdf",
    "html": "html",
    "htm": "html",
}
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_SUFFIX = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})\Z")
MARKS_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
OPENING = 1024
# The folder of the first part that stands in one of the two; a file within the file comes after its own name there.
_FOLDER = re.compile(rb"PK\x03\x04.{26}(word/|xl/)", re.DOTALL)
# What a page begins with, after blanks, comments and a declaration of XML.
_PAGE = re.compile(
    r"\ufeff?(?:\s|<\?xml\b[^>]*>|<!--.*?-->)*"
    r"<(?:!doctype\s+html|!--(?!.*-->)|(?:html|head|meta|title|link|script|style|body|main|article|section|div|table|center"
    r"|span|font|h[1-6]|p|ul|ol)(?=[\s/>]))",
    re.IGNORECASE | re.DOTALL,
)
# Text to a computer, but a document of another kind to a person: its tags would be read as sentences.
_MARKUP = re.compile(r"\ufeff?\s*(?:\{\\rtf|<\?xml|mime-version:)", re.IGNORECASE)


def suffix_of(name: str) -> str:
    """Return the extension of a file name in lower case, or nothing.

    >>> suffix_of("通知.DOCX"), suffix_of("实施方案2.0"), suffix_of("")
    ('docx', '', '')
    """
    found = _SUFFIX.search(name)
    return found[1].lower() if found else ""


def kind_of(data: bytes) -> str:
    """Tell the kind of a file from its first bytes; refuse what is known to be something else."""
    if data.startswith(b"PK\x03\x04"):
        return "xlsx" if (folder := _FOLDER.search(data)) and folder[1] == b"xl/" else "docx"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OLE):
        raise Refused(Outcome.ENCRYPTED if ENCRYPTED_STREAM in data else Outcome.UNKNOWN_TYPE)
    return "html" if _PAGE.match(_opening(data)) else "txt"


def agreed_kind(data: bytes, name: str) -> str:
    """Tell the kind of a file whose name does not contradict its content."""
    kind, suffix = kind_of(data), suffix_of(name)
    if suffix and suffix not in SUFFIXES:
        raise Refused(Outcome.UNKNOWN_TYPE)
    if SUFFIXES.get(suffix, kind) != kind:
        raise Refused(Outcome.MISMATCH)
    if kind == "txt" and _MARKUP.match(_opening(data)):
        raise Refused(Outcome.UNKNOWN_TYPE)
    return kind


def _opening(data: bytes) -> str:
    """Return the first characters, as far as tags are concerned."""
    head = data[:OPENING]
    codec = MARKS_UTF16.get(data[:2]) or ("utf-8" if data.startswith(codecs.BOM_UTF8) else "latin-1")
    return head.decode(codec, "replace")
