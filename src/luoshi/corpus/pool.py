"""Worker processes: batches go in, answers come out in the order of the batches; no document ends the run.

Workers are spawned, not forked: a forked one would hold copies of its sisters' pipes, and when the parent is killed none
would notice that nobody listens.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Self

from luoshi.corpus.documents import Document
from luoshi.corpus.errors import NoWorkers
from luoshi.corpus.rows import Unread, error_row
from luoshi.corpus.worker import Alive, Answer, Way, packed, serve
from luoshi.intake import LIMITS

AHEAD = 4  # batches in flight for each worker, those included that wait for an earlier one
MOST_BYTES = 2 * LIMITS.input_bytes  # and bytes of input in flight for each worker, beyond the first batch
GRACE_SECONDS = 10.0
START_SECONDS = 60.0
STARTS = 3  # in a row that may fail
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Batch:
    """A few documents in a row, enough to be worth a message."""

    documents: tuple[Document, ...]

    @property
    def size(self) -> int:
        """Return the bytes of its documents."""
        return sum(document.size for document in self.documents)


@dataclass(frozen=True, slots=True)
class _Task:
    """What one worker is given: a batch, or one document of a batch that has cost a worker its life."""

    number: int
    documents: tuple[Document, ...]
    place: int = 0
    again: bool = False


@dataclass(slots=True)
class _Open:
    """A batch on its way, with the answers that are there."""

    batch: Batch
    parts: dict[int, Answer] = field(default_factory=dict)
    wanted: int = 1

    def answer(self) -> Answer:
        parts = [self.parts[place] for place in range(self.wanted)]
        rows = b"".join(part.rows for part in parts)
        return Answer(rows, sum(part.documents for part in parts), sum(part.errors for part in parts))


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    until: float  # when silence becomes suspicious
    ready: bool = False
    task: _Task | None = None
    id: str | int | None = None


class Pool:
    """Some worker processes, started when there is work for them."""

    def __init__(self, jobs: int, way: Way, *, patience: float | None = None) -> None:
        self._jobs = jobs
        self._way = way
        self._patience = patience or max(way.seconds, LIMITS.wall_seconds) + GRACE_SECONDS
        self._workers: list[_Worker] = []
        self._todo: deque[_Task] = deque()
        self._open: dict[int, _Open] = {}
        self._failed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.terminate()
            worker.pipe.close()
        deadline = time.monotonic() + 1
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            worker.process.kill()
            worker.process.join()

    def processes(self) -> tuple[int, ...]:
        """Return the numbers of the worker processes that there are now."""
        return tuple(worker.process.pid or 0 for worker in self._workers)

    def answers(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Answer]]:
        """Yield each batch with its answer, in order; read no further ahead than a few batches."""
        coming = enumerate(batches)
        due = 0
        while True:
            self._read_ahead(coming)
            self._hand_out()
            if not self._open:
                return
            self._listen()
            self._hand_out()  # before the rows are written: nobody shall wait for that
            while due in self._open and len(self._open[due].parts) == self._open[due].wanted:
                done = self._open.pop(due)
                due += 1
                yield done.batch, done.answer()

    def _read_ahead(self, coming: Iterator[tuple[int, Batch]]) -> None:
        """Have a batch for each worker at hand, if not too much is in flight already."""
        while len(self._todo) < self._jobs and len(self._open) < AHEAD * self._jobs:
            if sum(one.batch.size for one in self._open.values()) > MOST_BYTES * self._jobs:
                return
            if (found := next(coming, None)) is None:
                return
            number, batch = found
            self._open[number] = _Open(batch)
            self._todo.append(_Task(number, batch.documents))

    def _hand_out(self) -> None:
        idle = [worker for worker in self._workers if worker.ready and not worker.task]
        while self._todo and idle:
            worker, worker.task = idle[-1], self._todo.popleft()
            worker.until, worker.id = time.monotonic() + self._patience, None
            try:
                idle.pop().pipe.send(worker.task.documents)
            except OSError:
                self._bury(worker, "read_died")
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(self._todo) - starting, self._jobs - len(self._workers))):
            self._start()

    def _start(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(theirs, self._way), daemon=True)
        with _uninterrupted():
            process.start()
            theirs.close()
            self._workers.append(_Worker(process, ours, time.monotonic() + START_SECONDS))

    def _listen(self) -> None:
        """Wait until somebody says something or has been silent for too long."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task or not worker.ready}
        now = time.monotonic()
        left = min((worker.until - now for worker in busy.values()), default=0.0)
        for pipe in wait([worker.pipe for worker in self._workers], max(0.0, left)):
            self._hear(next(worker for worker in self._workers if worker.pipe is pipe))
        for worker in busy.values():
            if worker in self._workers and time.monotonic() > worker.until:
                self._bury(worker, "read_time")

    def _hear(self, worker: _Worker) -> None:
        try:
            said: Alive | Answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker, "read_died")
            return
        worker.until = time.monotonic() + self._patience
        if isinstance(said, Answer):
            assert worker.task
            self._open[worker.task.number].parts[worker.task.place] = said
            worker.task = None
        else:
            worker.ready, worker.id, self._failed = True, said.id, 0

    def _bury(self, worker: _Worker, code: str) -> None:
        """Take leave of a worker; its documents are tried once more, each alone, to find the one that kills."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if not worker.ready:
            self._failed += 1
            if self._failed >= STARTS:
                raise NoWorkers
        elif worker.task and worker.task.again:
            self._give_up(worker, worker.task, code)
        elif worker.task:
            number = worker.task.number
            alone = [_Task(number, (one,), at, again=True) for at, one in enumerate(worker.task.documents)]
            self._open[number].wanted = len(alone)
            self._todo.extendleft(reversed(alone))

    def _give_up(self, worker: _Worker, task: _Task, code: str) -> None:
        document = task.documents[0]
        name = worker.id if document.line else document.file
        rows = packed(error_row(document, Unread(code, id_=name)), self._way)
        self._open[task.number].parts[task.place] = Answer(rows, 1, 1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no Ctrl-C come between: a worker inherits this until it has learnt to ignore it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
