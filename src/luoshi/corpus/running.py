"""One run over a corpus: go on where an earlier one broke off, read on all cores, write in order."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from luoshi.corpus.documents import Document
from luoshi.corpus.errors import OutputIsForeign, OutputIsOfAnotherInput, OutputIsOfAnotherVersion
from luoshi.corpus.output import Output
from luoshi.corpus.pool import Batch, Pool
from luoshi.corpus.rows import Unread, taken
from luoshi.reading import VERSION

BATCH_BYTES = 128 * 1024
BATCH_DOCUMENTS = 500


class Sink(Protocol):
    """Whatever takes rows."""

    def write(self, rows: bytes, /) -> object:
        """Take some whole rows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a run has come."""

    documents: int = 0
    errors: int = 0
    size: int = 0  # bytes of the documents
    reached: int = 0  # bytes of the input as it lies on the disk


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(documents: Iterable[Document], sink: Sink, pool: Pool, *, done: Tally = Tally()) -> Iterator[Tally]:
    """Read the documents, write their rows, and tell after each batch how far it is."""
    for batch, answer in pool.answers(batches(documents)):
        sink.write(answer.rows)
        done = Tally(
            done.documents + answer.documents,
            done.errors + answer.errors,
            done.size + batch.size,
            batch.documents[-1].reached,
        )
        yield done


def batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Put lines together until they are worth a message; a file of its own is."""
    waiting: list[Document] = []
    size = 0
    for document in documents:
        waiting.append(document)
        size += document.size
        if size >= BATCH_BYTES or len(waiting) >= BATCH_DOCUMENTS or document.line is None:
            yield Batch(tuple(waiting))
            waiting, size = [], 0
    if waiting:
        yield Batch(tuple(waiting))


def resumed(output: Output, documents: Iterator[Document]) -> Tally:
    """Hold each row of an earlier run against its document, and leave the documents at the first that has none."""
    count = errors = size = reached = 0
    for count, line in enumerate(output.rows(), 1):
        row = _row(output.name, line, count)
        document = next(documents, None)
        if document is None or not _belongs(row, document):
            raise OutputIsOfAnotherInput(output.name, count)
        errors += "error" in row
        size += document.size
        reached = document.reached
    return Tally(count, errors, size, reached)


def _row(name: str, line: bytes, count: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not {"file", "line", "id", "version"} < set(row):
        raise OutputIsForeign(name, count)
    if row["version"] != VERSION:
        raise OutputIsOfAnotherVersion(name, row["version"], VERSION)
    return row


def _belongs(row: dict[str, Any], document: Document) -> bool:
    """Tell whether a row is the one of a document; a file as a whole is not opened for it, its path is enough."""
    if (row["file"], row["line"]) != (document.file, document.line):
        return False
    if "record" not in row or document.line is None:
        return True
    try:
        source = taken(document)
    except Unread:
        return False
    digest = hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    return (row["id"], row["record"]["source_sha256"]) == (source.id, digest)
