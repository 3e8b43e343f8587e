"""Invented corpora, runs over them, and readers that misbehave at a word."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from luoshi.corpus import Input, Output, Pool, Tally, Way, resumed, run
from luoshi.reading import Record, read

SENTENCES = (
    "近日，校长林一鸣主持召开专题会议。",
    "会议强调，各学院要在2027年6月底前完成自查。",
    "目前，已有12个学院完成了整改，走访企业30家。",
    "产教融合是服务区域发展的重要途径。",
    "由教务处牵头，陈小满负责，力争2028年底前建成10个实践基地。",
)
COMMAND = (sys.executable, "-m", "luoshi", "read", "--jsonl")


def invented(count: int, *, seed: int = 7) -> list[str]:
    """Return texts of one to twelve sentences."""
    dice = random.Random(seed)
    return ["\n".join(dice.choices(SENTENCES, k=dice.randint(1, 12))) for _ in range(count)]


def lines(texts: Iterable[str]) -> bytes:
    """Write texts as a corpus."""
    rows = ({"id": f"文{number}", "text": text} for number, text in enumerate(texts, 1))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of an output."""
    return [json.loads(line) for line in plain(path).splitlines()]


def plain(path: Path) -> bytes:
    """Return the bytes of an output as they read."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def read_all(
    *named: Path, out: Path, jobs: int = 2, way: Way | None = None, patience: float | None = None
) -> Tally:
    """Run in this process, going on with whatever is in the output."""
    way = way or Way(packed=out.suffix == ".gz")
    with Output(out, resume=True) as output, Pool(jobs, way, patience=patience) as pool:
        documents = iter(Input(named, out=out))
        done = resumed(output, documents)
        return [done, *run(documents, output, pool, done=done)][-1]


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command."""
    return subprocess.Popen([*COMMAND, *map(str, arguments)], **options)


def deadly(source: str, *, dated: date | None = None) -> Record:
    """Read, unless the text says that the process shall be killed."""
    if "致命" in source:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(source, dated=dated)


def endless(source: str, *, dated: date | None = None) -> Record:
    """Read, unless the text says that it shall never end."""
    while "无尽" in source:
        pass
    return read(source, dated=dated)


def deaf(source: str, *, dated: date | None = None) -> Record:
    """Read, unless the text says that nothing shall happen any more."""
    if "沉睡" in source:
        time.sleep(600)
    return read(source, dated=dated)


def clumsy(source: str, *, dated: date | None = None) -> Record:
    """Read, unless the text says which error shall come of it."""
    if "出错" in source:
        raise KeyError(source)
    if "撑爆" in source:
        raise MemoryError
    return read(source, dated=dated)


class Stillborn:
    """A reader at whose unpacking a worker ends."""

    def __call__(self, source: str, *, dated: date | None = None) -> Record:
        raise NotImplementedError

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)
