"""Readings made by hand: lines become a record, and say what is wrong with them."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = "3月4日，学校召开港口工作会。校长林一鸣主持会议。各学院要在2027年底前办好3个基地。"
LINES = """S 0|frame|-|-
S 1|frame|-|-
S 2|order|-|-
M name|0|港口工作会
M date|0|3月4日|--03-04
M organiser|0|学校
P 林一鸣|校长
A 1|林一鸣|host|-
D 2|2027年底前|2027-12-31
O 2|各学院|duty
"""


def annotate(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "benchmarks/annotate.py", *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.ann").write_text(LINES, "utf-8")
    return tmp_path


def test_sentences_are_numbered(folder: Path) -> None:
    assert annotate("begin", folder).returncode == 0
    assert (folder / "a.sents").read_text("utf-8").splitlines()[1] == "1\t校长林一鸣主持会议。"


def test_lines_become_a_record(folder: Path) -> None:
    assert annotate("check", folder).returncode == 0
    record = json.loads((folder / "a.json").read_text("utf-8"))
    assert [row["verdict"] for row in record["sentences"]] == ["frame", "frame", "order"]
    assert record["meeting"]["date"] == {"span": [0, 4], "text": "3月4日", "iso": "--03-04"}
    assert record["people"] == [{"name": "林一鸣", "posts": ["校长"], "spans": [[17, 20]]}]
    assert TEXT[slice(*record["deadlines"][0]["span"])] == "2027年底前"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("S 1|asks|-|-", "asks is none of"),
        ("O 2|各部门|duty", "not in sentence 2"),
        ("D 9|年底|2027-12-31", "IndexError"),
        ("X 1", "KeyError"),
        ("P 周大川|书记", "not in the text"),
    ],
)
def test_a_line_that_cannot_be_says_why(folder: Path, line: str, complaint: str) -> None:
    (folder / "a.ann").write_text(LINES + line, "utf-8")
    run = annotate("check", folder)
    assert run.returncode == 1
    assert complaint in run.stdout


def test_what_has_no_verdict_is_told(folder: Path) -> None:
    (folder / "a.ann").write_text(LINES.replace("S 1|frame|-|-\n", ""), "utf-8")
    assert "sentences without a verdict: [1]" in annotate("check", folder).stdout


def test_differences_are_shown(folder: Path) -> None:
    annotate("check", folder)
    said = json.loads((folder / "a.json").read_text("utf-8"))
    said["sentences"][2]["verdict"] = "report"
    said["owners"] = []
    said["meeting"]["organiser"] = None
    (folder / "said").mkdir()
    (folder / "said" / "a.json").write_text(json.dumps(said), "utf-8")
    shown = annotate("differ", folder, folder / "said").stdout
    assert "2 order <- report | 各学院要在2027年底前办好3个基地。" in shown
    assert "  - owners ('各学院', 'duty', 25, 44)" in shown
    assert "  meeting organiser: 学校 <- None" in shown


def test_agreed_readings_are_kept_without_their_words(folder: Path, tmp_path: Path) -> None:
    annotate("check", folder)
    corpus, kept, brought = tmp_path / "corpus.jsonl.gz", tmp_path / "kept.jsonl", tmp_path / "brought"
    with gzip.open(corpus, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": 7, "text": f"第一行\n{TEXT}\n"}) + "\n")
    assert annotate("keep", folder, kept, "--corpus", corpus).returncode == 0
    assert kept.read_text("utf-8").isascii()
    assert annotate("bring", brought, kept, "--corpus", corpus).returncode == 0
    assert (brought / "a.txt").read_text("utf-8") == TEXT
    assert json.loads((brought / "a.json").read_text()) == json.loads((folder / "a.json").read_text())


def test_what_the_corpus_does_not_hold_is_not_brought(folder: Path, tmp_path: Path) -> None:
    annotate("check", folder)
    corpus, kept = tmp_path / "corpus.jsonl.gz", tmp_path / "kept.jsonl"
    with gzip.open(corpus, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": 7, "text": TEXT}) + "\n")
    annotate("keep", folder, kept, "--corpus", corpus)
    with gzip.open(corpus, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": 7, "text": TEXT.replace("林一鸣", "周大川")}) + "\n")
    said = annotate("bring", tmp_path / "brought", kept, "--corpus", corpus)
    assert (said.returncode, said.stdout) == (1, "a: the corpus holds another text\n")
    assert not list((tmp_path / "brought").iterdir())
