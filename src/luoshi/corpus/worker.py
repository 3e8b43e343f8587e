"""The worker's side: read the documents that come down the pipe and send their rows back."""

from __future__ import annotations

import gc
import gzip
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Protocol

from luoshi.corpus.documents import Document
from luoshi.corpus.rows import Source, Unread, error_row, record_row, taken
from luoshi.intake import LIMITS, Outcome, extract
from luoshi.reading import Record, read

BEAT_SECONDS = 1.0
# Should something swallow the first stroke of the clock, another follows.
_AGAIN_SECONDS = 1.0


class Reads(Protocol):
    """Whatever makes a record of a text; tests bring one that misbehaves."""

    def __call__(self, source: str, *, dated: date | None = None) -> Record:
        """Read one document."""


@dataclass(frozen=True, slots=True)
class Way:
    """How documents are read: by what, how long at most, and whether the rows are packed."""

    seconds: float = 20.0
    packed: bool = False
    read: Reads = read


@dataclass(frozen=True, slots=True)
class Alive:
    """The worker is at work, at the document of this id if it knows one."""

    id: str | int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a task, packed if that was asked, and how many of them are errors."""

    rows: bytes
    documents: int
    errors: int


class _TooLong(BaseException):
    """The time of a document is up; not an Exception, so that no rule can take it for its own."""


def serve(pipe: Connection, way: Way) -> None:
    """Read whatever comes until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and closes the pipe
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGPROF, _strike)
    with suppress(EOFError, OSError):
        pipe.send(Alive())
        import_module(
            "luoshi.reading.reader"
        )  # before the first document's clock runs; the parent needs no grammar
        while True:
            pipe.send(answer(pipe.recv(), way, _beat(pipe)))


def settle() -> None:
    """Make a process ready for many texts: the grammar is at hand, and rubbish is looked for a hundred times less often.

    Reading leaves no rubbish in circles; to look for some took one part in twenty of the time.
    """
    import_module("luoshi.reading.reader")
    gc.freeze()
    gc.set_threshold(70_000)


def answer(documents: tuple[Document, ...], way: Way, beat: Callable[[Alive, int], None]) -> Answer:
    """Read a few documents, one after the other."""
    rows, errors = [], 0
    for document in documents:
        try:
            rows.append(_read(document, way, lambda alive: beat(alive, len(documents))))
        except Unread as unread:
            rows.append(error_row(document, unread))
            errors += 1
    return Answer(packed(b"".join(rows), way), len(rows), errors)


def packed(rows: bytes, way: Way) -> bytes:
    """Make a member of a gzip file of whole rows, if rows are to be packed; members may be strung together."""
    return gzip.compress(rows, mtime=0) if way.packed else rows


def _read(document: Document, way: Way, beat: Callable[[Alive], None]) -> bytes:
    name: str | int | None = None
    try:
        with _clock(way.seconds):
            source = _source(document)
        name = source.id
        beat(Alive(name))
        with _clock(way.seconds):
            return record_row(document, name, way.read(source.text, dated=source.dated))
    except Unread:
        raise
    except _TooLong:
        raise Unread("read_time", id_=name) from None
    except MemoryError:
        raise Unread("read_memory", id_=name) from None
    except Exception as error:  # one document must not end the run, whatever it met with
        raise Unread("read_failed", _named(error), id_=name) from error


def _source(document: Document) -> Source:
    if document.trouble:
        raise Unread(document.trouble, id_=None if document.line else document.file)
    if document.line:
        return taken(document)
    return Source(document.file, _extracted(document.file))


def _extracted(file: str) -> str:
    """Return the text of a file, or intake's reason why there is none."""
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(LIMITS.input_bytes + 1)
    except OSError:
        raise Unread("file_open", id_=file) from None
    found = extract(content, Path(file).name)
    if found.outcome is not Outcome.TEXT:
        raise Unread(found.outcome.value, found.message, id_=file)
    return found.text


def _named(error: Exception) -> str:
    return f"读的时候程序出错（{type(error).__name__}），请把这一份交给维护的人。"


def _beat(pipe: Connection) -> Callable[[Alive, int], None]:
    """Tell the parent now and then, and always of a document that is read alone: it may be the last word."""
    last = time.monotonic()

    def beat(alive: Alive, of: int) -> None:
        nonlocal last
        if of == 1 or time.monotonic() - last > BEAT_SECONDS:
            pipe.send(alive)
            last = time.monotonic()

    return beat


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """Stop what takes more seconds of the processor than it may; a busy machine is not the document's fault."""
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _strike(_number: int, _frame: FrameType | None) -> None:
    raise _TooLong


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End as if by an exception, so that a child of intake is not left behind."""
    sys.exit(1)
