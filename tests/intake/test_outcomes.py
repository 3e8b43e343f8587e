"""Each outcome is reached by at least one file, and tells a person what to do."""

import re
from dataclasses import fields

import pytest

from luoshi.intake import LIMITS, Extracted, Outcome, extract
from luoshi.intake.kinds import ENCRYPTED_STREAM, OLE
from tests.intake.builders import ENCRYPT, MACRO, MAIN, docx, genuine, p, packed, pdf, types

RTF = rb"{\rtf1\ansi text}"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CUT = genuine()[:-40]

CASES = [
    ("a.txt", "各单位：".encode(), Outcome.TEXT),
    ("a.docx", docx(p("各单位：")), Outcome.TEXT),
    ("a.pdf", pdf(["各单位："]), Outcome.TEXT),
    ("", docx(p("各单位：")), Outcome.TEXT),
    ("关于印发方案2.0", "各单位：".encode(), Outcome.TEXT),
    ("A.DOCX", docx(p("各单位：")), Outcome.TEXT),
    ("a.docx", b"", Outcome.EMPTY),
    ("a.txt", b" \r\n\t", Outcome.EMPTY),
    ("a.docx", docx("<w:p/>"), Outcome.NO_TEXT),
    ("a.dotx", docx(p("各单位："), main=MAIN.replace("document.main", "template.main")), Outcome.TEXT),
    ("a.pdf", pdf([]), Outcome.NO_TEXT),
    ("a.pdf", pdf(["封面"], [], []), Outcome.NO_TEXT),
    ("a.pdf", pdf(["正文"], []), Outcome.TEXT),
    ("a.pdf", pdf(["\ue001\ue002\ue003"]), Outcome.NO_TEXT),
    ("a.txt", bytes(range(256)), Outcome.UNKNOWN_TYPE),
    ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Outcome.UNKNOWN_TYPE),
    ("a.txt", "caf\u00e9 au lait".encode("latin-1"), Outcome.UNKNOWN_TYPE),
    ("a.txt", b"abc\0def", Outcome.UNKNOWN_TYPE),
    ("a.txt", b"\1\2\3\4 abc", Outcome.UNKNOWN_TYPE),
    ("a.txt", RTF, Outcome.UNKNOWN_TYPE),
    ("a.txt", b"<!DOCTYPE html><p>x", Outcome.MISMATCH),
    ("a.htm", b"<!DOCTYPE html><p>x", Outcome.TEXT),
    ("a.html", "<HTML><p>各单位：".encode("utf-16"), Outcome.TEXT),
    ("", b"\xef\xbb\xbf <!-- saved --><html><p>x", Outcome.TEXT),
    ("a.html", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><p>x', Outcome.TEXT),
    ("a.html", b"<p>x", Outcome.TEXT),
    ("a.html", b"<html><script>x</script><nav>x</nav>", Outcome.NO_TEXT),
    ("a.html", b"<html>\0x", Outcome.UNKNOWN_TYPE),
    ("a.html", b"<html>\xff\xff\xff", Outcome.UNKNOWN_TYPE),
    ("a.html", b"plain", Outcome.MISMATCH),
    ("a.docx", b"<html><p>x", Outcome.MISMATCH),
    ("a.txt", b"<?xml version='1.0'?><x/>", Outcome.UNKNOWN_TYPE),
    ("a.html", b"<html>" + b"<p>" * 1_000_000, Outcome.LENGTH),
    ("a.csv", b"a,b", Outcome.UNKNOWN_TYPE),
    ("a.doc", OLE + b"WordDocument", Outcome.UNKNOWN_TYPE),
    ("a.docx", OLE + b"WordDocument", Outcome.UNKNOWN_TYPE),
    ("a.zip", packed(("a.txt", b"x")), Outcome.UNKNOWN_TYPE),
    ("a.docx", packed(("a.txt", b"x")), Outcome.UNKNOWN_TYPE),
    ("a.docx", docx(p("x"), main=SHEET), Outcome.UNKNOWN_TYPE),
    ("a.txt", docx(p("x")), Outcome.MISMATCH),
    ("a.docx", pdf(["x"]), Outcome.MISMATCH),
    ("a.pdf", b"plain", Outcome.MISMATCH),
    ("a.docx", b"\xff\xd8\xff\xe0" + docx(p("x")), Outcome.MISMATCH),
    ("a.docx", OLE + b"\0" * 100 + ENCRYPTED_STREAM, Outcome.ENCRYPTED),
    ("a.pdf", pdf(["x"], encrypt=ENCRYPT), Outcome.ENCRYPTED),
    ("a.docx", genuine({"name": "a.xml", "flags": 1}), Outcome.ENCRYPTED),
    ("a.docm", docx(p("x"), main=MACRO), Outcome.MACRO),
    ("a.docx", docx(p("x"), main=MACRO), Outcome.MACRO),
    ("a.docx", docx(p("x"), ("word/vbaProject.bin", b"x")), Outcome.MACRO),
    ("a.docx", CUT, Outcome.BROKEN),
    ("a.docx", b"PK\3\4", Outcome.BROKEN),
    ("a.docx", genuine({"name": "word/a.xml", "content": b"<a/>", "crc": 1}), Outcome.BROKEN),
    ("a.docx", docx("<w:p>"), Outcome.BROKEN),
    ("a.docx", docx("</w:p>"), Outcome.BROKEN),
    ("a.docx", packed(("[Content_Types].xml", types())), Outcome.BROKEN),
    ("a.docx", packed(("[Content_Types].xml", "nothing")), Outcome.BROKEN),
    ("a.pdf", b"%PDF-1.7 and no more", Outcome.BROKEN),
    ("a.txt", b"x" * (LIMITS.input_bytes + 1), Outcome.TOO_LARGE),
    ("a.pdf", pdf(["x"], count=1_000_000), Outcome.LENGTH),
]


@pytest.mark.parametrize(("name", "content", "outcome"), CASES)
def test_a_file_ends_in_its_outcome(name: str, content: bytes, outcome: Outcome) -> None:
    found = extract(content, name)
    assert found.outcome is outcome
    assert bool(found.text) == (outcome is Outcome.TEXT)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_says_in_one_sentence_what_to_do(outcome: Outcome) -> None:
    message = Extracted(outcome).message
    assert re.search("[一-龥]", message)
    assert message.count("。") == 1 and message.endswith("。")
    assert outcome is Outcome.TEXT or "请" in message


def test_every_outcome_has_its_line_in_the_page(page: str) -> None:
    for outcome in Outcome:
        assert f"`{outcome}`" in page


def test_every_limit_has_its_line_in_the_page(page: str) -> None:
    for field in fields(LIMITS):
        assert f"`{field.name}`" in page
