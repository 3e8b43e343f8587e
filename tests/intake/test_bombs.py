"""Bombs are refused by what they say of themselves, before anything is inflated."""

import io
import os
import tracemalloc
import zipfile

import pytest

from luoshi.intake import LIMITS, Outcome, extract
from luoshi.intake.container import Container
from luoshi.intake.outcomes import Refused
from tests.intake.builders import (
    book_parts,
    c,
    document,
    docx,
    genuine,
    p,
    packed,
    raw_zip,
    sheet,
    types,
    xlsx,
)

ZEROS = bytes(10_000_000)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def duplicate(name: str) -> bytes:
    return genuine({"name": name, "content": document(p("另一份")).encode()})


BOMBS = {
    "overlapping entries": genuine(*[{"name": f"{n}.bin", "content": ZEROS[:900_000], **({"share": 2} if n else {})} for n in range(200)]),
    "a hundred to one": genuine({"name": "word/big.xml", "content": ZEROS}),
    "the main part a hundred to one": docx("<w:p/>" * 3_000_000),
    "2,001 entries": packed(*[(f"{n}.xml", b"") for n in range(2_001)]),
    "200,000 entries": raw_zip([{"name": f"{n}"} for n in range(200_000)]),
    "a sum too great": genuine(*[{"name": f"{n}.xml", "content": b"", "central": 900_000, "local": 900_000} for n in range(300)]),
    "duplicate names": duplicate("word/document.xml"),
    "names apart by case alone": duplicate("word/Document.xml"),
    "an archive within": genuine({"name": "a.bin", "content": packed(("b", b"x"))}),
    "an archive among the sheets": genuine({"name": "word/embeddings/a.zip", "content": packed(("b", b"x"))}),
    "an entry that covers the next": genuine({"name": "a.bin", "content": b"x", "stretch": 9}, {"name": "b.bin"}),
    "an entry that covers the directory": genuine({"name": "a.bin", "content": b"x", "stretch": 9}),
    "an entry with two names": genuine({"name": "a.bin", "inside": "b.bin"}),
    "a size that lies where nobody looks": genuine({"name": "word/x.bin", "content": b"x" * 999, "central": 10}),
    "a size that lies in one place": genuine({"name": "word/x.xml", "content": b"x" * 999, "central": 10}),
    "a size that lies in both places": genuine({"name": "word/x.xml", "content": ZEROS[:900_000], "central": 10, "local": 10}),
    "a symbolic link": genuine({"name": "word/x.bin", "content": b"/etc/passwd", "mode": 0o120777}),
    "two archives, one behind the other": genuine() + genuine(),
    "billion laughs": packed(("[Content_Types].xml", types()), ("word/document.xml", LAUGHS + "<l>&i;</l>")),
    "a DOCTYPE elsewhere": docx(p("x"), ("docProps/app.xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')),
    "a DOCTYPE in UTF-16": docx(p("x"), ("word/styles.xml", "<!DOCTYPE a><a/>".encode("utf-16"))),
    "a DOCTYPE across two pieces": docx(p("x"), ("word/a.xml", " " * 65_530 + "<!DOCTYPE a><a/>")),
    "a DOCTYPE in the types": packed(("[Content_Types].xml", "<!DOCTYPE a><a/>"), ("word/document.xml", document(p("x")))),
}  # fmt: skip


FULL = ("visible", sheet(c("A1", 1)))
WORDS = "<si><t>" + "x" * 900_000 + "</t></si>"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def book(**changed: str) -> bytes:
    """A workbook with some of its parts changed: `sharedStrings`, `workbook`, `sheet1`."""
    parts = book_parts([FULL])
    for name in list(parts):
        parts[name] = changed.get(name.rpartition("/")[2].partition(".")[0], parts[name])
    return packed(*parts.items())


def rows(number: int) -> str:
    return sheet("").replace('<row r="1"></row>', "<row/>" * number)


BOOK_BOMBS = {
    "twelve million rows": (xlsx(rows(12_000_000)), Outcome.BOMB),
    "three million rows, not packed": (xlsx(rows(3_000_000), method=0), Outcome.LENGTH),
    "shared strings a hundred to one": (book(sharedStrings=f"<sst>{'<si/>' * 9_000_000}</sst>"), Outcome.BOMB),
    "shared strings, not packed": (xlsx(FULL[1], strings="<si/>" * 3_000_000, method=0), Outcome.LENGTH),
    "one long string in many rows": (xlsx(sheet(*[c("A1", 0, "s")] * 100), strings=WORDS, method=0), Outcome.LENGTH),
    "one long string in many cells": (xlsx(sheet("".join(c(f"{a}{b}1", 0, "s") for a in "ABC" for b in LETTERS)), strings=WORDS, method=0), Outcome.LENGTH),
    "cells at the corners": (xlsx(sheet("".join(c(f"{a}{b}{d}1", 1) for a in "ABCDEFGHIJ" for b in LETTERS for d in LETTERS), *[c("JZZ1", 1)] * 20_000), method=0), Outcome.LENGTH),
    "merged ranges over one another": (xlsx(sheet(*[c("A1", 1) + c("B1", 1)] * 2_000, merged="A1:XFD2000 " * 2_000), method=0), Outcome.LENGTH),
    "billion laughs in a sheet": (book(sheet1=LAUGHS + "<l>&i;</l>"), Outcome.BOMB),
    "billion laughs in the strings": (book(sharedStrings=LAUGHS + "<l>&i;</l>"), Outcome.BOMB),
    "a DOCTYPE in the workbook": (book(workbook='<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), Outcome.BOMB),
    "an archive within": (packed(*book_parts([FULL]).items(), ("xl/a.bin", packed(("b", b"x")))), Outcome.BOMB),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOOK_BOMBS)
def test_a_bomb_of_a_workbook_is_refused(bomb: str) -> None:
    content, outcome = BOOK_BOMBS[bomb]
    assert extract(content, "a.xlsx").outcome is outcome


@pytest.mark.parametrize("told", ["A1", "A1:XFD1048576", "nonsense"])
def test_a_lying_dimension_is_not_believed(told: str) -> None:
    lying = sheet(c("A1", "甲"), c("B2", "乙"), before=f'<dimension ref="{told}"/>')
    assert extract(xlsx(lying), "a.xlsx").text == "甲\n\t乙"


def seconds_to_refuse(bomb: bytes) -> float:
    """Count what the processor spent, here and in the process that opens the file."""
    began = sum(os.times()[:4])
    assert extract(bomb, "a.docx").outcome is Outcome.BOMB
    return sum(os.times()[:4]) - began


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_once(bomb: str) -> None:
    # Waiting for other work on the machine is not counted, but it makes the caches cold: the best of three.
    # The least that can be, starting a process, is some tenth of a second: a clock that stood still would show.
    assert 0.01 < min(seconds_to_refuse(BOMBS[bomb]) for _ in range(3)) <= 0.5


@pytest.mark.parametrize(
    "bomb", ["overlapping entries", "a hundred to one", "200,000 entries", "a size that lies in both places"]
)
def test_a_bomb_is_not_inflated(bomb: str) -> None:
    tracemalloc.start()
    with pytest.raises(Refused):
        Container(BOMBS[bomb], LIMITS)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000


@pytest.mark.parametrize("alphabet", ["cp037", "utf-7", "utf-32", "utf-16"])
def test_a_doctype_in_another_alphabet_is_refused(alphabet: str) -> None:
    main = f'<?xml version="1.0" encoding="{alphabet}"?>{LAUGHS}<l>&i;</l>'.encode(alphabet)
    found = extract(packed(("[Content_Types].xml", types()), ("word/document.xml", main)), "a.docx")
    assert found.outcome in {Outcome.BOMB, Outcome.BROKEN}


def test_a_sheet_behind_a_chart_is_no_bomb() -> None:
    sheet = packed(("xl/workbook.xml", b"<x/>"))
    assert extract(docx(p("图"), ("word/embeddings/Sheet1.xlsx", sheet)), "a.docx").text == "图"


def test_a_container_written_as_a_stream_is_no_bomb() -> None:
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.out = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:
            self.out += piece
            return len(piece)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types())
        archive.writestr("word/document.xml", document(p("流")))
    assert extract(bytes(stream.out), "a.docx").text == "流"
