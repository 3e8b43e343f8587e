"""Readings made by hand: people who have not seen the reader annotate texts in lines, and the lines become agreed readings.

    benchmarks/annotate.py begin FOLDER              beside each NAME.txt: NAME.sents, its sentences, numbered
    benchmarks/annotate.py check FOLDER              each NAME.ann becomes NAME.json, or says what is wrong with it
    benchmarks/annotate.py differ FOLDER READINGS    what a reading says otherwise, document by document
    benchmarks/annotate.py keep FOLDER FILE          the agreed readings without their texts, for `benchmarks/agreed`
    benchmarks/annotate.py bring FOLDER FILE         from there back to texts and readings, where the corpus is at hand

A line of NAME.ann is a letter and its fields; `-` is nothing, and words are written as they are printed in the sentence:

    S 3|order|林一鸣|三/（二）      one for every sentence: verdict, speaker, items
    M date|0|3月4日|2027-03-04     name, date, place, organiser
    P 林一鸣|校长;党委副书记
    A 1|林一鸣|speak|-             act and topic
    T 5|增长8%左右|~|8|%|-         comparator, value, unit, day
    D 5|2027年底前|2027-12-31
    O 5|各学院|duty                lead, duty, support
    B 4|全省教育大会精神

Rules are mended on some folders and proved on others; a folder that was looked into proves nothing any more.

What is kept holds no word of a text: each word is the place where it stands there, or first stood.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from luoshi.reading import read

CORPUS = Path(__file__).parents[2] / "shared" / "reading" / "corpus.jsonl.gz"
VERDICTS = {"order", "report", "frame", "reason"}
ACTS = {"host", "speak", "report", "convey", "sign", "attend"}
ROLES = {"lead", "duty", "support"}
HELD = {"name", "date", "place", "organiser"}


def main() -> int:
    """Begin, check or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("begin", "check", "differ", "keep", "bring"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("readings", type=Path, nargs="?")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help=".jsonl.gz with `id` and `text`")
    asked = parser.parse_args()
    if asked.what in {"keep", "bring"}:
        complaints = list(
            (keep if asked.what == "keep" else bring)(asked.folder, asked.readings, texts(asked.corpus))
        )
        print(*complaints, sep="\n", end="\n" if complaints else "")
        return 1 if complaints else 0
    faults = 0
    for path in sorted(asked.folder.glob("*.txt")):
        text = path.read_text("utf-8")
        if asked.what == "begin":
            path.with_suffix(".sents").write_text(numbered(text), "utf-8")
        elif asked.what == "check":
            gold = Gold(text)
            for complaint in gold.fill(path.with_suffix(".ann").read_text("utf-8").splitlines()):
                print(f"{path.stem}: {complaint}")
                faults += 1
            path.with_suffix(".json").write_text(
                json.dumps(gold.record, ensure_ascii=False, indent=1), "utf-8"
            )
        else:
            gold_row = json.loads(path.with_suffix(".json").read_text("utf-8"))
            said = json.loads((asked.readings / f"{path.stem}.json").read_text("utf-8"))
            print(f"## {path.stem}", *differences(text, gold_row, said), sep="\n")
    return 1 if faults else 0


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand."""
    return [(row.span.start, row.span.end) for row in read(text).sentences]


def numbered(text: str) -> str:
    """Write the sentences of a text one a line, with their numbers."""
    return "".join(f"{n}\t{text[a:b].strip()}\n" for n, (a, b) in enumerate(spans(text)))


class Gold:
    """The reading that the lines of one annotation make."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = spans(text)
        self._sentences: dict[int, dict[str, Any]] = {}
        rows: dict[str, Any] = {
            name: [] for name in ("people", "acts", "targets", "deadlines", "owners", "basis")
        }
        self.record: dict[str, Any] = {"sentences": [], "meeting": dict.fromkeys(sorted(HELD)), **rows}
        self._kinds: dict[str, Callable[..., None]] = {
            "S": self._sentence,
            "M": self._meeting,
            "P": self._person,
            "A": self._act,
            "T": self._target,
            "D": self._deadline,
            "O": self._owner,
            "B": self._basis,
        }

    def fill(self, lines: list[str]) -> Iterator[str]:
        """Take the lines in, and yield what is wrong with them."""
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, _, rest = line.partition(" ")
            try:
                self._kinds[kind](*[part.strip() for part in rest.split("|")])
            except (KeyError, ValueError, TypeError, IndexError) as error:
                yield f"line {number}: {line} ({type(error).__name__}: {error})"
        if missing := set(range(len(self._spans))) - set(self._sentences):
            yield f"sentences without a verdict: {sorted(missing)}"
        self.record["sentences"] = [self._sentences[n] for n in sorted(self._sentences)]

    def _where(self, number: str, words: str) -> list[int]:
        start, end = self._spans[int(number)]
        place = self._text.find(words, start, end)
        if place < 0 or not words:
            raise ValueError(f"not in sentence {number}")
        return [place, place + len(words)]

    def _sentence(self, number: str, verdict: str, speaker: str, path: str) -> None:
        self._sentences[int(number)] = {
            "span": list(self._spans[int(number)]),
            "verdict": _one_of(VERDICTS, verdict),
            "speaker": _or_none(speaker),
            "path": path.split("/") if _or_none(path) else [],
        }

    def _meeting(self, field: str, number: str, words: str, iso: str | None = None) -> None:
        dated = {"iso": iso} if field == "date" else {}
        self.record["meeting"][_one_of(HELD, field)] = {
            "span": self._where(number, words),
            "text": words,
            **dated,
        }

    def _person(self, name: str, posts: str = "") -> None:
        found = [list(one.span()) for one in re.finditer(re.escape(name), self._text)]
        if not found:
            raise ValueError("not in the text")
        held = [post for post in posts.split(";") if _or_none(post)]
        self.record["people"].append({"name": name, "posts": held, "spans": found})

    def _act(self, number: str, who: str, act: str, topic: str = "-") -> None:
        span = list(self._spans[int(number)])
        row = {"who": who, "act": _one_of(ACTS, act), "topic": _or_none(topic), "span": span}
        self.record["acts"].append(row)

    def _target(self, number: str, words: str, sign: str, value: str, unit: str, day: str = "-") -> None:
        row = {"span": self._where(number, words), "subject": words, "comparator": sign}
        self.record["targets"].append({**row, "value": float(value), "unit": unit, "deadline": _or_none(day)})

    def _deadline(self, number: str, words: str, day: str) -> None:
        self.record["deadlines"].append({"span": self._where(number, words), "date": day})

    def _owner(self, number: str, unit: str, role: str) -> None:
        row = {"unit": unit, "role": _one_of(ROLES, role), "span": self._where(number, unit)}
        self.record["owners"].append({**row, "of": list(self._spans[int(number)])})

    def _basis(self, number: str, words: str) -> None:
        self.record["basis"].append({"span": self._where(number, words), "name": words})


def _one_of(known: set[str], word: str) -> str:
    if word not in known:
        raise ValueError(f"{word} is none of {', '.join(sorted(known))}")
    return word


def _or_none(word: str) -> str | None:
    return None if word in {"", "-"} else word


def differences(text: str, gold: dict[str, Any], said: dict[str, Any]) -> Iterator[str]:
    """Yield where a reading and the agreed one part: each sentence, then each row that only one of them has."""
    rows = {tuple(row["span"]): row for row in said["sentences"]}
    for number, row in enumerate(gold["sentences"]):
        other = rows.get(tuple(row["span"]), {})
        fields = ("verdict", "speaker", "path") if row["verdict"] == "order" else ("verdict",)
        if parts := [f"{row[f]} <- {other.get(f)}" for f in fields if row[f] != other.get(f)]:
            yield f"{number} {'; '.join(parts)} | {text[slice(*row['span'])].strip()[:120]}"
    for field, key in KEYS.items():
        agreed, found = ({key(text, row) for row in record[field]} for record in (gold, said))
        yield from (f"  - {field} {row}" for row in sorted(agreed - found, key=str))
        yield from (f"  + {field} {row}" for row in sorted(found - agreed, key=str))
    for field in sorted(HELD):
        agreed, found = gold["meeting"][field], said["meeting"][field]
        if (agreed and agreed["text"]) != (found and found["text"]):
            yield f"  meeting {field}: {agreed and agreed['text']} <- {found and found['text']}"


def _printed(text: str, row: dict[str, Any]) -> str:
    return text[slice(*row["span"])]


KEYS: dict[str, Callable[[str, dict[str, Any]], tuple[Any, ...]]] = {
    "people": lambda _, row: (row["name"], *sorted(row["posts"])),
    "acts": lambda _, row: (row["who"], row["act"], row["topic"]),
    "targets": lambda text, row: (_printed(text, row), row["comparator"], row["value"], row["unit"]),
    "deadlines": lambda text, row: (_printed(text, row), row["date"]),
    "owners": lambda _, row: (row["unit"], row["role"], *row["of"]),
    "basis": lambda text, row: (_printed(text, row),),
}


def texts(corpus: Path) -> dict[str, str]:
    """Return the texts of a corpus by their ids."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return {str(row["id"]): row["text"] for row in map(json.loads, lines)}


def keep(folder: Path, file: Path, corpus: dict[str, str]) -> Iterator[str]:
    """Write the agreed readings of a folder without their texts; yield which cannot be kept and why."""
    with file.open("w", encoding="utf-8") as out:
        for path in sorted(folder.glob("*.txt")):
            text = path.read_text("utf-8")
            home = next((name for name, whole in corpus.items() if text in whole), None)
            if home is None:
                yield f"{path.stem}: not in the corpus"
                continue
            start = corpus[home].index(text)
            try:
                record = _hidden(text, json.loads(path.with_suffix(".json").read_text("utf-8")))
            except ValueError as error:
                yield f"{path.stem}: {error}"
                continue
            row = {
                "name": path.stem,
                "id": home,
                "at": [start, start + len(text)],
                "sha256": _digest(text),
                "record": record,
            }
            out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def bring(folder: Path, file: Path, corpus: dict[str, str]) -> Iterator[str]:
    """Write texts and readings of a kept file into a folder; yield which the corpus does not hold as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        text = corpus.get(row["id"], "")[slice(*row["at"])]
        if _digest(text) != row["sha256"]:
            yield f"{row['name']}: the corpus holds another text"
            continue
        (folder / f"{row['name']}.txt").write_text(text, "utf-8")
        record = json.dumps(_shown(text, row["record"]), ensure_ascii=False, indent=1)
        (folder / f"{row['name']}.json").write_text(record, "utf-8")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _hidden(text: str, value: Any) -> Any:
    """Replace words by the places where the text has them; what is ASCII is no word."""
    if isinstance(value, dict):
        return {name: _hidden(text, one) for name, one in value.items()}
    if isinstance(value, list):
        return [_hidden(text, one) for one in value]
    return {"at": _places(text, value)} if isinstance(value, str) and not value.isascii() else value


def _places(text: str, words: str) -> list[list[int]]:
    """Return where words stand, piece by piece where they do not stand together."""
    if not words:
        return []
    length = next((n for n in range(len(words), 0, -1) if words[:n] in text), 0)
    if not length and words[0].isspace():  # written for the end of a line
        return _places(text, words[1:])
    if not length:
        raise ValueError(f"{words!r} is not in the text")
    start = text.index(words[:length])
    return [[start, start + length], *_places(text, words[length:])]


def _shown(text: str, value: Any) -> Any:
    """Put the words of the text back for their places."""
    if isinstance(value, list):
        return [_shown(text, one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"at"}:
        return "".join(text[a:b] for a, b in value["at"])
    return {name: _shown(text, one) for name, one in value.items()}


if __name__ == "__main__":
    sys.exit(main())
