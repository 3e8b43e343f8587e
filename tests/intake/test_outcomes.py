"""Each outcome is reached by at least one file, and tells a person what to do."""

import re
from dataclasses import fields

import pytest

from luoshi.intake import LIMITS, Extracted, Outcome, extract
from luoshi.intake.kinds import ENCRYPTED_STREAM, OLE
from tests.intake.builders import (
    ENCRYPT,
    MACRO,
    MAIN,
    SHEETS,
    book_parts,
    c,
    docx,
    genuine,
    p,
    packed,
    pdf,
    sheet,
    types,
    xlsx,
)

RTF = rb"{\rtf1\ansi text}"
BOOK = book_parts([("visible", sheet(c("A1", "各单位")))])
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
    ("a.docx", docx(p("x"), main=SHEETS), Outcome.UNKNOWN_TYPE),
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
    ("a.xlsx", packed(*BOOK.items()), Outcome.TEXT),
    ("", packed(*BOOK.items()), Outcome.TEXT),
    ("a.xltx", xlsx(sheet(c("A1", 1)), main=SHEETS.replace("sheet.main", "template.main")), Outcome.TEXT),
    ("a.xlsx", xlsx(sheet("")), Outcome.NO_TEXT),
    ("a.xlsx", xlsx(), Outcome.NO_TEXT),
    ("a.docx", packed(*BOOK.items()), Outcome.MISMATCH),
    ("a.xlsx", docx(p("x")), Outcome.MISMATCH),
    ("a.xlsx", b"a,b", Outcome.MISMATCH),
    ("a.xlsx", xlsx(sheet(c("A1", 1)), main=MAIN), Outcome.UNKNOWN_TYPE),
    ("a.xls", OLE + b"Workbook", Outcome.UNKNOWN_TYPE),
    ("a.xlsb", packed(*BOOK.items()), Outcome.UNKNOWN_TYPE),
    ("a.xlsx", OLE + b"\0" * 100 + ENCRYPTED_STREAM, Outcome.ENCRYPTED),
    ("a.xlsm", xlsx(sheet(c("A1", 1)), main=SHEETS.replace("sheet.main", "sheet.macroEnabled.main")), Outcome.MACRO),
    ("a.xlsx", packed(*BOOK.items(), ("xl/vbaProject.bin", b"x")), Outcome.MACRO),
    ("a.xlsx", packed(*{**BOOK, "[Content_Types].xml": types("application/vnd.ms-excel.macrosheet+xml")}.items()), Outcome.MACRO),
    ("a.xlsx", packed(*[(name, part) for name, part in BOOK.items() if "sheet1" not in name]), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(c("A1", 7, "s"))), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(c("A1", -1, "s")), strings="<si><t>x</t></si>"), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(c("XFE1", 1))), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(c("A1", 1)).replace('<row r="1"', '<row r="1048577"')), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(c("A1", 1), merged="A1:A0")), Outcome.BROKEN),
    ("a.xlsx", packed(*[(name, part.replace("sheets/sheet2", "sheets/sheet1")) for name, part in book_parts([("visible", sheet(c("A1", 1)))] * 2).items()]), Outcome.BROKEN),
    ("a.xlsx", xlsx(sheet(*["" for _ in range(100_001)])), Outcome.LENGTH),
    ("a.txt", b"x" * (LIMITS.input_bytes + 1), Outcome.TOO_LARGE),
    ("a.pdf", pdf(["x"], count=1_000_000), Outcome.LENGTH),
]  # fmt: skip


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
