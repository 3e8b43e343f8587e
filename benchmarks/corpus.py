"""How fast a corpus is read by one worker and by two: MB/s on the clock, seconds of processors, peak memory.

The runs take turns and are repeated, since other programs on the machine take part of its time; the best run says what the
program can do, the spread says how much to believe it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import tempfile
import time
from collections import deque
from pathlib import Path

from luoshi.corpus import Input, Output, Pool, Way, cores, run

CORPUS = Path(__file__).parents[2] / "shared" / "reading" / "corpus.jsonl.gz"


def main() -> None:
    """Read a corpus by each number of workers in turn and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help="a .jsonl or .jsonl.gz")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="numbers of workers to compare")
    parser.add_argument("--times", type=int, default=5, help="runs of each")
    asked = parser.parse_args()
    if not asked.corpus.exists():
        parser.error(f"{asked.corpus} is not there: name a .jsonl or .jsonl.gz")
    size = _text_bytes(asked.corpus) / 1e6
    print(f"{asked.corpus.name}: {size:.2f} MB of text in UTF-8; {cores()} cores; {asked.times} runs of each")
    spent: dict[int, list[tuple[float, float]]] = {jobs: [] for jobs in asked.jobs}
    peaks = dict.fromkeys(asked.jobs, 0)
    for _ in range(asked.times):
        for jobs in asked.jobs:
            wall, processor, peak = _timed(asked.corpus, jobs)
            spent[jobs].append((wall, processor))
            peaks[jobs] = max(peaks[jobs], peak)
    first = min(wall for wall, _ in spent[asked.jobs[0]])
    for jobs, runs in spent.items():
        walls = sorted(wall for wall, _ in runs)
        middle = statistics.median(walls)
        print(
            f"{jobs} workers   best {size / walls[0]:5.2f} MB/s   median {size / middle:5.2f}   worst {size / walls[-1]:5.2f}"
            f"   {first / walls[0]:4.2f} times the best of {asked.jobs[0]}"
            f"   {min(cpu for _, cpu in runs):5.2f} s of processors   {peaks[jobs]} MB at most, all processes together"
        )


def _text_bytes(corpus: Path) -> int:
    packed = corpus.read_bytes()[:2] == b"\x1f\x8b"
    with gzip.open(corpus) if packed else corpus.open("rb") as lines:
        return sum(len(json.loads(line)["text"].encode("utf-8", "surrogatepass")) for line in lines)


def _timed(corpus: Path, jobs: int) -> tuple[float, float, int]:
    """Return the seconds on the clock, the seconds of processors and the MB that all processes held at most."""
    before, begun = _processor(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Output(Path(folder) / "out.jsonl") as output:
        with Pool(jobs, Way()) as pool:
            tally = deque(run(Input([corpus]), output, pool), maxlen=1).pop()
            spent = time.perf_counter() - begun
            peak = sum(_peak(process) for process in ("self", *pool.processes()))
        assert tally.documents
    return spent, _processor() - before, peak


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak(process: object) -> int:
    """Return the most memory that a process has held, in MB, or nothing where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    return int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) // 1024 if status.exists() else 0


if __name__ == "__main__":
    main()
