"""The file of rows: whatever a run that broke off has left, it is gone on with; what is not ours is not touched."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from luoshi.corpus import Output
from luoshi.corpus.errors import (
    OutputIsForeign,
    OutputIsInUse,
    OutputIsOfAnotherInput,
    OutputIsOfAnotherVersion,
    OutputIsThere,
)
from luoshi.errors import Problem
from tests.corpus.texts import invented, lines, plain, read_all

TEXTS = invented(24)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.corpus.running.BATCH_DOCUMENTS", 5)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "语料.jsonl"
    path.write_bytes(lines(TEXTS).replace("文7".encode(), b"\xff"))  # one of them is an error
    return path


@pytest.fixture(params=["录.jsonl", "录.jsonl.gz"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def torn(whole: bytes) -> list[int]:
    """Return some places at which a file may have been torn, the ends of rows and members among them."""
    return [0, 1, 5, 11, 40, len(whole) // 3, len(whole) // 2, len(whole) - 9, len(whole) - 1, len(whole)]


def test_wherever_it_is_torn_it_ends_the_same(corpus: Path, out: Path) -> None:
    tally = read_all(corpus, out=out)
    stored, whole = out.read_bytes(), plain(out)
    assert whole.count(b"\n") == len(TEXTS)
    for place in torn(stored):
        out.write_bytes(stored[:place])
        again = read_all(corpus, out=out, jobs=1)
        assert plain(out) == whole, place
        assert again == tally, place


def test_a_packed_file_has_a_member_for_each_batch(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "录.jsonl.gz"
    read_all(corpus, out=out)
    assert out.read_bytes().count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == 5


def refused(corpus: Path, out: Path, problem: type[Problem], says: str) -> None:
    """Go on with an output that cannot be gone on with: it says why and leaves the file as it was."""
    before = out.read_bytes()
    with pytest.raises(problem, match=says):
        read_all(corpus, out=out)
    assert out.read_bytes() == before


def rewritten(out: Path, rows: bytes) -> None:
    out.write_bytes(gzip.compress(rows) if out.suffix == ".gz" else rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("自查", "自省"),  # another text
        ('"id": "文3"', '"id": "文三"'),
        ('{"id": "文1"', '\n{"id": "文1"'),  # the same document on another line
        ('"text"', '"words"'),  # documents that are none any longer
    ],
)
def test_an_input_that_was_changed_is_refused(corpus: Path, out: Path, old: str, new: str) -> None:
    read_all(corpus, out=out)
    changed = corpus.read_bytes().replace(old.encode(), new.encode(), 1 if "id" in old else -1)
    assert changed != corpus.read_bytes()
    corpus.write_bytes(changed)
    refused(corpus, out, OutputIsOfAnotherInput, "对不上")


def test_an_input_that_has_become_shorter_is_refused(corpus: Path, out: Path) -> None:
    read_all(corpus, out=out)
    corpus.write_bytes(lines(TEXTS[:20]))
    refused(corpus, out, OutputIsOfAnotherInput, "对不上")


def test_an_input_of_another_name_is_refused(corpus: Path, out: Path) -> None:
    read_all(corpus, out=out)
    other = corpus.rename(corpus.with_name("别的.jsonl"))
    refused(other, out, OutputIsOfAnotherInput, "第 1 行")


def test_an_input_that_has_grown_is_gone_on_with(corpus: Path, out: Path) -> None:
    corpus.write_bytes(lines(TEXTS[:20]))
    read_all(corpus, out=out)
    corpus.write_bytes(lines(TEXTS))
    assert read_all(corpus, out=out).documents == len(TEXTS)


def test_rows_of_another_version_are_refused(
    corpus: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_all(corpus, out=out)
    monkeypatch.setattr("luoshi.corpus.running.VERSION", "99")
    refused(corpus, out, OutputIsOfAnotherVersion, "第 99 版")


@pytest.mark.parametrize(
    "content",
    [b"x", b"notes\n", b"[1]\n", b'{"file": "a"}\n', b"\xff\n", b'{"file":"a","line":1,"id":1}\n', b"\n"],
)
def test_what_somebody_else_wrote_is_refused(corpus: Path, out: Path, content: bytes) -> None:
    rewritten(out, content)
    refused(corpus, out, OutputIsForeign, "不是本命令写的")


def test_a_plain_file_under_a_packed_name_is_refused(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "录.jsonl.gz"
    out.write_bytes(b'{"file":"a"')
    refused(corpus, out, OutputIsForeign, "不是本命令写的")


def test_a_file_spoiled_in_its_middle_is_refused_and_not_cut(corpus: Path, out: Path) -> None:
    read_all(corpus, out=out)
    stored = bytearray(out.read_bytes())
    stored[len(stored) // 2 : len(stored) // 2 + 40] = b"\n" * 40
    out.write_bytes(stored)
    refused(corpus, out, OutputIsForeign, "不是本命令写的")


def test_a_file_that_is_there_is_not_written_over(corpus: Path, out: Path) -> None:
    read_all(corpus, out=out)
    before = out.read_bytes()
    with pytest.raises(OutputIsThere, match="--resume"):
        Output(out)
    assert out.read_bytes() == before


def test_two_runs_do_not_write_one_file(out: Path) -> None:
    with Output(out), pytest.raises(OutputIsInUse):
        Output(out, resume=True)
    Output(out, resume=True)


def test_what_an_interruption_left_of_a_row_is_cut_off(out: Path) -> None:
    row = json.dumps({"file": "a"}).encode() + b"\n"
    with pytest.raises(KeyboardInterrupt), Output(out) as output:
        output.write(row)
        os.write(output._file.fileno(), b"half a r")
        raise KeyboardInterrupt
    assert out.read_bytes() == row
