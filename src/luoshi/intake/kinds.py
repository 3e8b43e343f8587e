"""What a file is, told by its first bytes; the name may only agree or disagree."""

from __future__ import annotations

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
    "pdf": "pdf",
}
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_SUFFIX = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})\Z")
# Text to a computer, but a document of another kind to a person: its tags would be read as sentences.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:\{\\rtf|<!doctype\s+html|<html|<\?xml|mime-version:)", re.IGNORECASE
)


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
        return "docx"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(OLE):
        raise Refused(Outcome.ENCRYPTED if ENCRYPTED_STREAM in data else Outcome.UNKNOWN_TYPE)
    return "txt"


def agreed_kind(data: bytes, name: str) -> str:
    """Tell the kind of a file whose name does not contradict its content."""
    kind, suffix = kind_of(data), suffix_of(name)
    if suffix and suffix not in SUFFIXES:
        raise Refused(Outcome.UNKNOWN_TYPE)
    if SUFFIXES.get(suffix, kind) != kind:
        raise Refused(Outcome.MISMATCH)
    if kind == "txt" and _MARKUP.match(data[:256]):
        raise Refused(Outcome.UNKNOWN_TYPE)
    return kind
