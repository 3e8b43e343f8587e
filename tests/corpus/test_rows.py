"""A row a document, in order: what stands in it, and what becomes of a document that cannot be read."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from luoshi.corpus import Input, documents
from luoshi.corpus.rows import ERRORS
from luoshi.reading import VERSION, read
from tests.corpus.texts import invented, lines, plain, read_all, rows_of

GOOD = '{"id": "好", "text": "各学院要在2027年6月底前完成自查。"}\n'.encode()
BAD = {
    b"\xff\xfe{}\n": "line_utf8",
    b'{"id": "x", "text": "\xe6": 1\n': "line_utf8",
    b'{"id": "x"\n': "line_json",
    b"[" * 100_000 + b"\n": "line_json",
    b"[1]\n": "line_object",
    b'"text"\n': "line_object",
    b'{"id": "x"}\n': "line_text",
    b'{"id": "x", "text": null}\n': "line_text",
    b'{"id": "x", "text": 5}\n': "line_text",
    b'{"id": ["x"], "text": "y"}\n': "line_id",
    b'{"id": true, "text": "y"}\n': "line_id",
    b'{"id": "x", "text": "y", "dated": "2027-02-30"}\n': "line_dated",
    b'{"id": "x", "text": "y", "dated": "20270203"}\n': "line_dated",
    b'{"id": "x", "text": "y", "dated": 2027}\n': "line_dated",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "录.out"


def test_a_row_says_where_it_is_from_and_what_was_read(tmp_path: Path, out: Path) -> None:
    corpus = tmp_path / "语料.jsonl"
    corpus.write_bytes(b'\xef\xbb\xbf{"text": "\xe8\xa6\x81"}\r\n\n  \n' + GOOD.strip())
    assert read_all(corpus, out=out).documents == 2
    first, second = rows_of(out)
    assert first == {
        "file": str(corpus),
        "line": 1,
        "id": None,
        "version": VERSION,
        "record": read("要").to_json(),
    }
    assert (second["line"], second["id"]) == (4, "好")


def test_the_day_is_given_on(tmp_path: Path, out: Path) -> None:
    text = "会议指出，要在6月底前完成自查。"
    corpus = tmp_path / "语料.jsonl"
    corpus.write_text(json.dumps({"id": 1, "text": text, "dated": "2027-01-05"}), "utf-8")
    read_all(corpus, out=out)
    assert rows_of(out)[0]["record"] == read(text, dated=date(2027, 1, 5)).to_json()
    assert read(text) != read(text, dated=date(2027, 1, 5))


@pytest.mark.parametrize(("line", "code"), BAD.items(), ids=[str(key[:40]) for key in BAD])
def test_a_bad_line_is_a_row_and_the_run_goes_on(line: bytes, code: str, tmp_path: Path, out: Path) -> None:
    corpus = tmp_path / "语料.jsonl"
    corpus.write_bytes(GOOD + line + GOOD)
    tally = read_all(corpus, out=out)
    rows = rows_of(out)
    assert (tally.documents, tally.errors) == (3, 1)
    assert [set(row) for row in rows] == [
        {"file", "line", "id", "version", kind} for kind in ("record", "error", "record")
    ]
    assert rows[1]["error"] == {"code": code, "message": ERRORS[code]}
    assert rows[1]["line"] == 2


def test_half_a_surrogate_pair_is_escaped_and_comes_back(tmp_path: Path, out: Path) -> None:
    corpus = tmp_path / "语料.jsonl"
    corpus.write_bytes(b'{"id": "\\ud800", "text": "\\udc00\xe8\xa6\x81"}\n')
    assert read_all(corpus, out=out).errors == 0
    assert rows_of(out)[0]["id"] == "\ud800"


def test_gzip_is_known_by_its_bytes(tmp_path: Path, out: Path) -> None:
    packed, bare = tmp_path / "一.jsonl", tmp_path / "二.jsonl.gz"
    packed.write_bytes(gzip.compress(GOOD) + gzip.compress(GOOD))
    bare.write_bytes(GOOD)
    assert read_all(packed, bare, out=out).errors == 0
    assert [(Path(row["file"]).name, row["line"]) for row in rows_of(out)] == [
        ("一.jsonl", 1),
        ("一.jsonl", 2),
        ("二.jsonl.gz", 1),
    ]


def test_damaged_gzip_gives_its_whole_lines_and_one_error(tmp_path: Path, out: Path) -> None:
    broken, after = tmp_path / "一.jsonl.gz", tmp_path / "二.jsonl"
    packed = gzip.compress(lines(invented(300)))
    broken.write_bytes(packed[: len(packed) // 2])
    after.write_bytes(GOOD)
    read_all(broken, after, out=out)
    rows = rows_of(out)
    assert [row["line"] for row in rows[:-1]] == list(range(1, len(rows)))
    assert [row["error"]["code"] for row in rows if "error" in row] == ["file_gzip"]
    assert len(rows) > 50
    assert rows[-1]["file"] == str(after)


def test_a_line_without_end_is_passed_over_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LONGEST", len(GOOD))
    corpus = tmp_path / "语料.jsonl"
    corpus.write_bytes(GOOD + b"x" * 100_000 + b"\n" + GOOD)
    found = list(Input([corpus]))
    assert [(one.line, one.trouble, one.content) for one in found] == [
        (1, "", GOOD),
        (2, "line_long", b""),
        (3, "", GOOD),
    ]
    assert found[1].size == 100_001


def test_folders_and_files_are_read_by_their_names(tmp_path: Path) -> None:
    folder, out = tmp_path / "来文", tmp_path / "来文" / "录.jsonl"
    (folder / "甲").mkdir(parents=True)
    (folder / "甲" / "二.txt").write_text("各学院要完成自查。", "utf-8")
    (folder / "一.jsonl").write_bytes(GOOD)
    (folder / "三.exe").write_bytes(b"MZ\x00\x01")
    (folder / ".藏").write_text("不读", "utf-8")
    (folder / "~$二.docx").write_text("不读", "utf-8")
    tally = read_all(folder, folder / "甲" / "二.txt", tmp_path / "没有.txt", out=out)
    rows = rows_of(out)
    second = str(folder / "甲" / "二.txt")
    assert [row["id"] for row in rows] == [
        "好",
        str(folder / "三.exe"),
        second,
        second,
        str(tmp_path / "没有.txt"),
    ]
    assert rows[2] == {
        "file": second,
        "line": None,
        "id": second,
        "version": VERSION,
        "record": read("各学院要完成自查。").to_json(),
    }
    assert [row["error"]["code"] for row in rows if "error" in row] == ["unknown_type", "file_open"]
    assert (tally.documents, tally.errors) == (5, 2)


def test_the_order_is_that_of_the_input_whatever_the_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.corpus.running.BATCH_BYTES", 3_000)
    corpus, texts = tmp_path / "语料.jsonl", invented(400)
    corpus.write_bytes(lines(texts))
    for jobs in (1, 3):
        read_all(corpus, out=tmp_path / f"{jobs}.jsonl", jobs=jobs)
    assert plain(tmp_path / "1.jsonl") == plain(tmp_path / "3.jsonl")
    assert [row["record"] for row in rows_of(tmp_path / "3.jsonl")] == [
        read(text).to_json() for text in texts
    ]
