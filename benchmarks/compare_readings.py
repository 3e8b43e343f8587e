"""What a change of the rules changes: two versions read the same documents, and what was gained and lost is counted and shown.

    benchmarks/compare_readings.py main HEAD                          two revisions, the shared corpus
    benchmarks/compare_readings.py main . --field deadlines --show 20 this working tree; twenty examples of one field
    benchmarks/compare_readings.py main . --gold ../shared/reading/dev  and how both stand against agreed readings

A version is a git revision, a folder with `src/luoshi`, or a .jsonl that `--keep FOLDER` has written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "reading" / "corpus.jsonl.gz"
SETS = ("people", "acts", "topics", "targets", "deadlines", "owners", "basis", "meeting")
ROWS = ("verdict", "speaker", "path")
FIELDS = ("sentences", *ROWS, *SETS)
AROUND = 12  # characters of the source shown on either side

# Runs with the version's own `luoshi` and nothing but Python: {"id", "text"} a line in, {"id", "record"} a line out.
READER = """
import json, sys
from luoshi.reading import read
for line in sys.stdin:
    row = json.loads(line)
    print(json.dumps({"id": row["id"], "record": read(row["text"]).to_json()}))
"""


@dataclass(frozen=True)
class Change:
    """One thing that one version found and the other did not; `pair` sums like with like."""

    doc: str
    pair: str
    span: tuple[int, int] | None
    told: str


@dataclass
class Field:
    """What became of one field over all documents."""

    before: int = 0
    after: int = 0
    changes: list[Change] = field(default_factory=list)


def main() -> int:
    """Read with both, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument(
        "corpus", nargs="?", type=Path, default=CORPUS, help=".jsonl, .jsonl.gz or a folder of .txt"
    )
    parser.add_argument("--field", action="append", choices=FIELDS, help="only this one; may be given again")
    parser.add_argument("--show", type=int, default=3, help="examples of each kind of change")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of examples")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="folders of agreed readings")
    parser.add_argument("--keep", type=Path, help="write both readings here as .jsonl")
    asked = parser.parse_args()
    texts = dict(documents(asked.corpus))
    gold = {folder: dict(documents(folder)) for folder in asked.gold}
    wanted = {
        name: text for folder, rows in gold.items() for name, text in _named(folder, rows).items()
    } | texts
    with TemporaryDirectory() as folder:
        before, after = readings((asked.before, asked.after), wanted, Path(folder))
    if asked.keep:
        keep(asked.keep, before=before, after=after)
    print(f"{len(texts)} documents: {asked.before} → {asked.after}")
    chance = random.Random(asked.seed)  # noqa: S311 - examples, no secrets
    found = compared(texts, before, after)
    for line in told({name: found[name] for name in asked.field or FIELDS}, texts, asked.show, chance):
        print(line)
    for folder, rows in gold.items():
        for line in scored(folder, rows, before, after):
            print(line)
    return 0


def documents(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each document."""
    if corpus.is_dir():
        yield from ((path.stem, path.read_text("utf-8")) for path in sorted(corpus.glob("*.txt")))
        return
    if corpus.suffix == ".gz":
        lines = gzip.decompress(corpus.read_bytes()).decode("utf-8").splitlines()
    else:
        lines = corpus.read_text("utf-8").splitlines()
    yield from ((str(row["id"]), row["text"]) for row in map(json.loads, lines))


def _named(folder: Path, rows: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in rows.items()}


def readings(versions: Iterable[str], texts: dict[str, str], folder: Path) -> list[dict[str, Any]]:
    """Let each version read all texts, both at a time."""
    given = folder / "texts.jsonl"
    with given.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
    started = [_start(version, given, folder / str(n)) for n, version in enumerate(versions)]
    return [_ended(*one) for one in started]


def _start(version: str, given: Path, place: Path) -> tuple[str, subprocess.Popen[bytes] | None, Path]:
    if version.endswith(".jsonl"):
        return version, None, Path(version)
    out = place.with_suffix(".jsonl")
    path = os.fspath(_source(version, place))
    # -S: no site-packages, so that no other luoshi is found.
    command = [sys.executable, "-S", "-c", READER]
    with given.open("rb") as texts, out.open("wb") as lines:
        env = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(command, stdin=texts, stdout=lines, cwd=place.parent, env=env)  # noqa: S603 - our own reader
    return version, process, out


def _source(version: str, place: Path) -> Path:
    """Return the folder from which a version's `luoshi` is imported; a revision is unpacked first."""
    if Path(version).is_dir():
        source = Path(version).resolve() / "src"
    else:
        command = ["git", "-C", ROOT, "archive", version, "src/luoshi/__init__.py", "src/luoshi/reading"]
        packed = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell
        if packed.returncode:
            raise SystemExit(f"{version}: no folder, and no revision: {packed.stderr.decode().strip()}")
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(place, filter="data")
        source = place / "src"
    if not (source / "luoshi" / "reading").is_dir():
        raise SystemExit(f"{version}: there is no src/luoshi/reading in it")
    return source


def _ended(version: str, process: subprocess.Popen[bytes] | None, out: Path) -> dict[str, Any]:
    if process and process.wait():
        raise SystemExit(f"{version}: reading failed")
    with out.open(encoding="utf-8") as lines:
        return {str(row["id"]): row["record"] for row in map(json.loads, lines)}


def keep(folder: Path, **versions: dict[str, Any]) -> None:
    """Write readings so that they can be compared again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in versions.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": one, "record": record}) + "\n" for one, record in rows.items())


def compared(texts: dict[str, str], before: dict[str, Any], after: dict[str, Any]) -> dict[str, Field]:
    """Count and gather the changes of each field."""
    out = {name: Field() for name in FIELDS}
    for doc in texts:
        if doc not in before or doc not in after:
            raise SystemExit(f"{doc}: not read by both versions")
        a, b = _found(before[doc]), _found(after[doc])
        for name in FIELDS:
            out[name].before += _count(name, a[name])
            out[name].after += _count(name, b[name])
            out[name].changes += _changes(doc, name, a[name], b[name])
    return out


Found = dict[Hashable, tuple[Any, tuple[int, int] | None]]  # what is found: its value, and where it stands


def _found(record: dict[str, Any]) -> dict[str, Found]:
    """Return what one record says, field by field, in a form in which two records can be laid side by side."""
    rows = [(tuple(row["span"]), row) for row in record["sentences"]]
    out: dict[str, Found] = {"sentences": {span: (None, span) for span, _ in rows}}
    for name in ROWS:
        out[name] = {span: ("/".join(row[name]) if name == "path" else row[name], span) for span, row in rows}
    out["people"] = {
        row["name"]: ("、".join(row["posts"]), tuple(row["spans"][0]) if row["spans"] else None)
        for row in record["people"]
    }
    out["acts"] = {(row["who"], row["act"]): (None, tuple(row["span"])) for row in record["acts"]}
    out["topics"] = {
        (row["who"], row["act"]): (row["topic"], tuple(row["span"])) for row in record["acts"] if row["topic"]
    }
    for name in ("targets", "deadlines", "owners", "basis"):
        out[name] = {_where(row): (_said(row), tuple(row["span"])) for row in record[name]}
    out["meeting"] = {
        key: (quote.get("iso") or quote["text"], tuple(quote["span"]))
        for key, quote in record["meeting"].items()
        if quote
    }
    return out


def _where(row: dict[str, Any]) -> Hashable:
    """Tell two findings apart that stand at one place: two bounds of a range, two parts of one unit."""
    return tuple(row["span"]), row.get("comparator"), row.get("role")


def _said(row: dict[str, Any]) -> str:
    return " ".join(
        str(value) for key, value in row.items() if key not in {"span", "of"} and value is not None
    )


def _changes(doc: str, name: str, a: Found, b: Found) -> Iterator[Change]:
    for key in [*a, *(key for key in b if key not in a)]:
        (old, there), (new, here) = a.get(key, (None, None)), b.get(key, (None, None))
        both = key in a and key in b
        label = (
            f"{key} " if isinstance(key, str) else f"{key[0]} {key[1]} " if name in {"acts", "topics"} else ""
        )
        if both and old != new:
            yield Change(doc, _pair(name, old, new), here, f"{label}{old or '无'} → {new or '无'}")
        elif (
            not both and name not in ROWS
        ):  # a sentence that was cut otherwise is told once, among the sentences
            kind = "lost" if key in a else "gained"
            yield Change(doc, kind, there or here, f"{label}{old or new or ''}".strip())


def _count(name: str, found: Found) -> int:
    return sum(bool(value) for value, _ in found.values()) if name in ROWS else len(found)


def _pair(name: str, old: Any, new: Any) -> str:
    if name == "verdict":
        return f"{old} → {new}"
    return "changed" if old and new else "gained" if new else "lost"


def told(fields: dict[str, Field], texts: dict[str, str], show: int, chance: random.Random) -> Iterator[str]:
    """Write a table of all fields, then examples of each kind of change."""
    yield f"{'field':12} {'before':>8} {'after':>8}  changes"
    for name, one in fields.items():
        pairs = Counter(change.pair for change in one.changes)
        yield f"{name:12} {one.before:8} {one.after:8}  " + (
            ", ".join(f"{pair} {n}" for pair, n in pairs.most_common()) or "none"
        )
    for name, one in fields.items():
        by_pair: dict[str, list[Change]] = defaultdict(list)
        for change in one.changes:
            by_pair[change.pair].append(change)
        for pair, changes in sorted(by_pair.items()) if show else ():
            yield f"\n{name}: {pair} ({len(changes)})"
            for change in chance.sample(changes, min(show, len(changes))):
                yield f"  [{change.doc}] {change.told}  {_words(texts[change.doc], change.span)}"


def _words(text: str, span: tuple[int, int] | None) -> str:
    if not span:
        return ""
    start, end = span
    whole = text[max(0, start - AROUND) : start] + "「" + text[start:end] + "」" + text[end : end + AROUND]
    return whole.replace("\n", "⏎")


def scored(gold: Path, rows: dict[str, str], *versions: dict[str, Any]) -> Iterator[str]:
    """Let the score that stands beside the agreed readings judge both versions."""
    score = gold.resolve().parent / "score.py"
    if not score.exists():
        raise SystemExit(f"{gold}: there is no score.py beside it")
    figures = [
        _score(score, gold, {name: version[f"{gold}/{name}"] for name in rows}) for version in versions
    ]
    yield f"\n{gold}: {len(rows)} documents"
    for name, before in figures[0].items():
        after = figures[1][name]
        yield f"{name:14} {before:7.4f} {after:7.4f}  {f'{after - before:+.4f}' if after != before else ''}".rstrip()


def _score(score: Path, gold: Path, records: dict[str, Any]) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        for name, record in records.items():
            (Path(folder) / f"{name}.json").write_text(json.dumps(record), "utf-8")
        command = [sys.executable, score, gold, folder, "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - named by who asks
        if not run.stdout:
            raise SystemExit(run.stderr)
        return {name: float(value) for name, value in json.loads(run.stdout).items()}


if __name__ == "__main__":
    sys.exit(main())
