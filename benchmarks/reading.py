"""How fast a text is read: MB/s, documents/s, peak memory and the share of each rule, on one core.

Time is the process's own, so that neighbours on the machine count less. What `json.loads` and a tagger (`rjieba`, in Rust) need
for the same texts, in turn with the reading, are the yardsticks for machines that differ. Then whole processes, by the clock: what
`luoshi read --jsonl` takes for the corpus four times over on one core and on all, the start of the workers included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import rjieba

from luoshi import reading
from luoshi.corpus import cores
from luoshi.corpus.worker import settle
from luoshi.reading import reader
from luoshi.reading.rules import RULES

CORPUS = Path(__file__).parents[2] / "shared" / "reading" / "corpus.jsonl.gz"
TIMES = 4  # the corpus over, in a whole run: a run of seconds is mostly its start
SLICE = 50  # documents between two changes from yardstick to reading


def main() -> None:
    """Read every text of a corpus and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help=".jsonl.gz or a folder of .txt")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th document")
    asked = parser.parse_args()
    if not asked.corpus.exists():
        parser.error(
            f"{asked.corpus} is not there: name a .jsonl.gz with a `text` in each line or a folder of .txt"
        )
    texts = list(_texts(asked.corpus))[:: asked.every]
    if not texts:
        parser.error(f"{asked.corpus} holds no text")
    settle()
    before = _peak()
    spent = _compared(texts)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"{len(texts)} documents, {size:.2f} MB of UTF-8, one core")
    for name, seconds in spent.items():
        print(
            f"{name:<14} {size / seconds:8.2f} MB/s   {len(texts) / seconds:8.0f} documents/s"
            f"   {spent['text to JSON'] / seconds:8.2f} times as fast as reading"
        )
    print(f"peak memory    {_peak():8.1f} MB     {before:8.1f} MB of it before the first reading")
    if asked.corpus.suffix == ".gz":
        one, all_ = (_whole(asked.corpus, jobs) for jobs in (1, cores()))
        print(
            f"{cores()} cores       {size * TIMES / all_:8.2f} MB/s   {one / all_:8.2f} times one, whole runs by the clock"
        )
    print("share of time by rule:")
    shares = _profiled(texts)
    for name, seconds in shares.most_common():
        print(
            f"  {name:<12} {seconds / shares.total():6.1%}  {seconds / len(texts) * 1e6:8.0f} µs a document"
        )


def _whole(corpus: Path, jobs: int) -> float:
    """Return the seconds by the clock in which whole processes read a corpus some times over."""
    with TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.jsonl")
        command = [sys.executable, "-m", "luoshi", "read", "--quiet", "--jsonl", *[str(corpus)] * TIMES]
        begun = time.perf_counter()
        subprocess.run(  # noqa: S603  # this program's own command
            [*command, "--out", out, "--jobs", str(jobs)], check=True, capture_output=True
        )
        return time.perf_counter() - begun


def _texts(corpus: Path) -> Iterator[str]:
    if corpus.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(corpus.glob("*.txt")))
        return
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _compared(texts: list[str]) -> Counter[str]:
    """Time the reading and the yardsticks, slice by slice in turn."""
    ways: dict[str, Callable[[str], Any]] = {
        "text to JSON": _printed,
        "rjieba.tag": rjieba.tag,
        "json.loads": json.loads,
    }
    spent: Counter[str] = Counter()
    for name, does in ways.items():
        does(json.dumps(texts[0], ensure_ascii=False) if name == "json.loads" else texts[0])
    for start in range(0, len(texts), SLICE):
        part = texts[start : start + SLICE]
        quoted = [json.dumps(text, ensure_ascii=False) for text in part]
        for name, does in ways.items():
            begun = time.process_time()
            for one in quoted if name == "json.loads" else part:
                does(one)
            spent[name] += time.process_time() - begun
    return spent


def _printed(text: str) -> str:
    return reading.read(text).dumps()


def _profiled(texts: list[str]) -> Counter[str]:
    """Read once more with a clock around the outline, each rule and the JSON."""
    spent: Counter[str] = Counter()

    def timed(name: str, does: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*given: Any) -> Any:
            begun = time.perf_counter()
            try:
                return does(*given)
            finally:
                spent[name] += time.perf_counter() - begun

        return clocked

    rules = tuple((field, timed(field, find)) for field, find in RULES)
    printed = timed("json", reading.Record.dumps)
    with patch.multiple(reader, RULES=rules, outline=timed("outline", reader.outline)):
        for text in texts:
            printed(reading.read(text))
    return spent


if __name__ == "__main__":
    main()
