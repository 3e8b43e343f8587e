"""No document ends the run: it may kill its worker, never end, or raise; and no run holds more than a few batches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from luoshi.corpus import Document, Pool, Way, batches
from luoshi.corpus.errors import NoWorkers
from luoshi.corpus.pool import AHEAD, Batch
from tests.corpus import texts
from tests.corpus.texts import SENTENCES, invented, lines, read_all, rows_of

LIMIT_MB = 4  # the rows of 20,000 short documents are 10 MB


def errors(path: Path) -> dict[str, str]:
    """Map the ids of the documents that were not read to the codes."""
    return {row["id"]: row["error"]["code"] for row in rows_of(path) if "error" in row}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a corpus in which the documents 2, 5 and 6 of thirty say the word."""
    told = invented(30)
    for number in (2, 5, 6):
        told[number - 1] = "致命、无尽、沉睡、出错"
    path = tmp_path / "语料.jsonl"
    path.write_bytes(lines(told))
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_who_kills_the_worker_is_found_and_nobody_else_suffers(
    mixed: Path, tmp_path: Path, *, packed: bool
) -> None:
    out = tmp_path / ("录.jsonl.gz" if packed else "录.jsonl")
    tally = read_all(mixed, out=out, way=Way(packed=packed, read=texts.deadly))
    assert errors(out) == dict.fromkeys(("文2", "文5", "文6"), "read_died")
    assert [row["id"] for row in rows_of(out)] == [f"文{number}" for number in range(1, 31)]
    assert (tally.documents, tally.errors) == (30, 3)


def test_a_worker_killed_by_a_stranger_costs_no_document() -> None:
    documents = [
        Document("语料", number, line) for number, line in enumerate(lines(invented(600)).splitlines(), 1)
    ]

    def coming() -> Iterator[Batch]:
        first, *others = batches(iter(documents))
        yield first
        os.kill(pool.processes()[0], signal.SIGKILL)  # while it is at the first
        yield from others

    with Pool(1, Way()) as pool:
        answers = [answer for _, answer in pool.answers(coming())]
    assert [(answer.documents, answer.errors) for answer in answers] == [(500, 0), (100, 0)]


def test_a_document_without_end_is_stopped(mixed: Path, tmp_path: Path) -> None:
    read_all(mixed, out=tmp_path / "录.jsonl", way=Way(seconds=0.3, read=texts.endless))
    assert errors(tmp_path / "录.jsonl") == dict.fromkeys(("文2", "文5", "文6"), "read_time")


def test_a_document_at_which_nothing_happens_is_stopped_from_outside(mixed: Path, tmp_path: Path) -> None:
    read_all(mixed, out=tmp_path / "录.jsonl", way=Way(read=texts.deaf), patience=3.0)
    assert errors(tmp_path / "录.jsonl") == dict.fromkeys(("文2", "文5", "文6"), "read_time")


def test_a_reader_that_raises_costs_one_document(mixed: Path, tmp_path: Path) -> None:
    mixed.write_bytes(mixed.read_bytes() + '{"id": "大", "text": "撑爆"}\n'.encode())
    out = tmp_path / "录.jsonl"
    read_all(mixed, out=out, way=Way(read=texts.clumsy))
    assert errors(out) == {**dict.fromkeys(("文2", "文5", "文6"), "read_failed"), "大": "read_memory"}
    assert "KeyError" in rows_of(out)[1]["error"]["message"]


def test_workers_that_never_come_up_end_the_run(mixed: Path, tmp_path: Path) -> None:
    with pytest.raises(NoWorkers):
        read_all(mixed, out=tmp_path / "录.jsonl", way=Way(read=texts.Stillborn()))


def test_nobody_reads_further_ahead_than_a_few_batches() -> None:
    taken = 0

    def counted() -> Iterator[Document]:
        nonlocal taken
        for number in range(1, 100_000):
            taken += 1
            yield Document("语料", number, b'{"text": "x"}', size=13)

    with Pool(2, Way()) as pool:
        for told, (batch, _) in enumerate(islice(pool.answers(batches(counted())), 6), 1):
            assert taken <= (told + 2 * AHEAD) * len(batch.documents)


def test_lines_that_weigh_much_are_not_hoarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.corpus.pool.MOST_BYTES", 100_000)
    heavy = (Document("语料", number, b'{"text": "x"}', size=200_000) for number in range(1, 50))
    with Pool(2, Way()) as pool:
        next(pool.answers(batches(heavy)))
        assert len(pool._open) <= 2


PROBE = """
import sys
from pathlib import Path
from luoshi.cli import main
from luoshi.corpus import Pool

def peak(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024

def end(pool, *error):
    print(peak("self"), max(map(peak, pool.processes())))
    ended(pool, *error)

if __name__ == "__main__":
    ended, Pool.__exit__ = Pool.__exit__, end
    sys.exit(main(["read", "--jsonl", "--jobs", "2", sys.argv[1], "--out", sys.argv[2]]))
"""


def peaks(folder: Path, count: int) -> list[int]:
    """Return the most MB that the parent and the largest worker held over a corpus of so many documents."""
    corpus, script, out = folder / f"{count}.jsonl", folder / "probe.py", folder / f"{count}.out"
    corpus.write_bytes(lines(SENTENCES * (count // len(SENTENCES))))
    script.write_text(PROBE, "utf-8")
    run = subprocess.run([sys.executable, script, corpus, out], capture_output=True, text=True, check=True)
    assert out.read_bytes().count(b"\n") == count
    return [int(word) for word in run.stdout.split()]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is asked of /proc")
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path) -> None:
    few, many = peaks(tmp_path, 2_000), peaks(tmp_path, 20_000)
    print(f"parent and worker: {few} MB over 2,000 documents, {many} MB over 20,000")
    grown = [large - small for small, large in zip(few, many, strict=True)]
    assert max(grown) <= LIMIT_MB, (few, many)
