"""Two versions of the reading are compared: what was gained, lost and changed is counted and shown."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.prose import cases

ROOT = Path(__file__).parents[2]
TEXTS = {"a": "各学院要在年底前完成。\n校长林一鸣。", "b": "要加强。"}
TOY = """
class Record:
    def __init__(self, text):
        self.text = text

    def to_json(self):
        rows, start = [], 0
        for line in self.text.splitlines():
            verdict = "order" if "要" in line and {asks!r} else "frame"
            rows.append(dict(span=[start, start + len(line)], verdict=verdict, speaker={speaker!r}, path=[]))
            start += len(line) + 1
        at = self.text.find("年底前")
        due = [dict(span=[at, at + 3], date={date!r})] if at >= 0 and {date!r} else []
        people = [dict(name="林一鸣", posts={posts!r}, spans=[[15, 18]])] if "林一鸣" in self.text else []
        acts = [dict(who="林一鸣", act="report", topic={topic!r}, span=[0, 1])] if people else []
        held = dict(name=dict(span=[0, 2], text=self.text[:2]), date=None, place=None, organiser=None)
        return dict(sentences=rows, meeting=held, people=people, acts=acts, targets=[],
                    deadlines=due, owners=[], basis=[])

def read(text):
    return Record(text)
"""
BEFORE = {"asks": False, "speaker": None, "date": "--12-31", "posts": [], "topic": None}
AFTER = {"asks": True, "speaker": "会议", "date": "", "posts": ["校长"], "topic": "学习"}


def version(folder: Path, **traits: object) -> Path:
    package = folder / "src" / "luoshi" / "reading"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").write_text(TOY.format(**traits), "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    version(tmp_path / "before", **BEFORE)
    version(tmp_path / "after", **AFTER)
    lines = (json.dumps({"id": name, "text": text}) for name, text in TEXTS.items())
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def compare(*words: object, fails: bool = False) -> str:
    command = [sys.executable, ROOT / "benchmarks" / "compare_readings.py", *map(str, words)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert bool(run.returncode) is fails, run.stderr
    return run.stderr if fails else run.stdout


def row(printed: str, name: str) -> str:
    return " ".join(next(line for line in printed.splitlines() if line.startswith(f"{name} ")).split())


def test_each_field_tells_what_it_gained_and_lost(place: Path) -> None:
    printed = compare(place / "before", place / "after", place / "corpus.jsonl")
    assert row(printed, "sentences") == "sentences 3 3 none"
    assert row(printed, "verdict") == "verdict 3 3 frame → order 2"
    assert row(printed, "speaker") == "speaker 0 3 gained 3"
    assert row(printed, "deadlines") == "deadlines 1 0 lost 1"
    assert row(printed, "people") == "people 1 1 gained 1"
    assert row(printed, "topics") == "topics 0 1 gained 1"
    assert row(printed, "meeting") == "meeting 2 2 none"


def test_an_example_has_the_words_and_the_document(place: Path) -> None:
    printed = compare(place / "before", place / "after", place / "corpus.jsonl", "--field", "deadlines")
    assert "[a] --12-31  各学院要在「年底前」完成。⏎" in printed
    assert "frame → order" not in printed


def test_the_seed_chooses_the_examples(place: Path) -> None:
    words = (place / "before", place / "after", place / "corpus.jsonl", "--show", "1", "--seed")
    assert compare(*words, 1) == compare(*words, 1)
    assert len({compare(*words, seed) for seed in range(5)}) > 1


def test_kept_readings_are_compared_again(place: Path) -> None:
    words = (place / "before", place / "after", place / "corpus.jsonl")
    first = compare(*words, "--keep", place / "kept").splitlines()[1:]
    again = compare(place / "kept/before.jsonl", place / "kept/after.jsonl", words[2]).splitlines()[1:]
    assert first == again


def test_a_folder_of_texts_is_a_corpus(place: Path) -> None:
    for name, text in TEXTS.items():
        (place / f"{name}.txt").write_text(text, "utf-8")
    assert row(compare(place / "before", place / "after", place), "verdict").endswith("frame → order 2")


def test_both_are_scored_by_what_stands_beside_the_agreed_readings(place: Path) -> None:
    gold = place / "agreed" / "dev"
    gold.mkdir(parents=True)
    (gold / "x.txt").write_text(TEXTS["b"], "utf-8")
    (gold.parent / "score.py").write_text(
        "import json, sys\n"
        "said = json.load(open(sys.argv[2] + '/x.json'))\n"
        "print(json.dumps({'orders': sum(row['verdict'] == 'order' for row in said['sentences'])}))\n",
        "utf-8",
    )
    printed = compare(place / "before", place / "after", place / "corpus.jsonl", "--gold", gold)
    assert row(printed, "orders") == "orders 0.0000 1.0000 +1.0000"


def test_a_revision_is_compared_with_this_tree(place: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this checkout has no history")
    lines = (json.dumps({"id": n, "text": case.text}) for n, case in enumerate(cases()))
    (place / "golden.jsonl").write_text("\n".join(lines), "utf-8")
    printed = compare("HEAD", ROOT, place / "golden.jsonl", "--show", "0")
    assert int(row(printed, "deadlines").split()[1]) > 3


@pytest.mark.parametrize("wrong", ["no-such-revision", "corpus.jsonl/.."])
def test_what_is_no_version_is_refused(place: Path, wrong: str) -> None:
    assert "no revision" in compare(wrong, place / "after", place / "corpus.jsonl", fails=True)


def test_a_folder_without_a_reading_is_refused(place: Path) -> None:
    told = compare(place, place / "after", place / "corpus.jsonl", fails=True)
    assert "there is no src/luoshi/reading" in told
