"""What a run is to read, in order and not yet looked into: lines of corpora, files, folders, standard input."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from luoshi.intake import LIMITS

STDIN = "-"
LONGEST = LIMITS.input_bytes  # a line may weigh what a file may
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Document:
    """One document: a line of a corpus, or a file as a whole; with `trouble` where it cannot even be fetched."""

    file: str
    line: int | None = None
    content: bytes | None = None
    trouble: str = ""
    size: int = 0
    reached: int = 0  # bytes of the input, as it lies on the disk, up to the end of this document


class Input:
    """The documents of all that was named, each time anew from the beginning."""

    def __init__(self, named: Sequence[Path], *, out: Path | None = None, stdin: BinaryIO | None = None):
        self._named = named
        self._stdin = stdin
        self._out = _identity(out) if out else None

    def __iter__(self) -> Iterator[Document]:
        behind = 0
        for path in self._files():
            if str(path) == STDIN and self._stdin:
                yield from _lines(self._stdin, STDIN, behind)
            elif _is_corpus(path):
                yield from _corpus(path, behind)
            elif path.is_dir():  # only one that gave no list of its files is still a folder here
                yield Document(str(path), trouble="file_open", reached=behind)
            else:
                yield Document(str(path), size=_size(path), reached=behind + _size(path))
            behind += _size(path)

    def size(self) -> int | None:
        """Return the bytes of all files as they lie on the disk, or None where nobody can know."""
        return None if Path(STDIN) in self._named else sum(map(_size, self._files()))

    def names_the_output(self) -> bool:
        """Tell whether the file to be written was itself named to be read."""
        return any(self._is_output(path) for path in self._named)

    def _files(self) -> Iterator[Path]:
        for path in self._named:
            yield from self._below(path)

    def _below(self, path: Path) -> Iterator[Path]:
        """Yield the files of a folder by their names; what is hidden, locked by an office or our own output stays out."""
        try:
            inside = sorted(path.iterdir()) if path.is_dir() else None
        except OSError:
            inside = None
        if inside is None:
            yield path
            return
        for one in inside:
            if one.name.startswith((".", "~$")) or self._is_output(one):
                continue
            if one.is_dir() and not one.is_symlink():
                yield from self._below(one)
            elif one.is_file() or one.is_symlink():
                yield one

    def _is_output(self, path: Path) -> bool:
        return self._out is not None and _identity(path) == self._out


def _is_corpus(path: Path) -> bool:
    return path.name.lower().endswith((".jsonl", ".jsonl.gz"))


def _corpus(path: Path, behind: int) -> Iterator[Document]:
    try:
        stream = path.open("rb")
    except OSError:
        yield Document(str(path), trouble="file_open", reached=behind)
        return
    with stream:
        yield from _lines(stream, str(path), behind)


def _lines(stream: BinaryIO, file: str, behind: int) -> Iterator[Document]:
    """Yield each line that is not blank; what stops the reading of the file is its last document."""
    number = 0
    try:
        plain = _unpacked(stream)
        while line := plain.readline(LONGEST + 1):
            number += 1
            size, trouble = len(line), ""
            if size > LONGEST and not line.endswith(b"\n"):
                size, line, trouble = size + _passed_over(plain), b"", "line_long"
            if trouble or not line.isspace():
                yield Document(file, number, line, trouble, size, behind + _position(stream))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Document(file, number + 1, trouble="file_gzip", reached=behind)
    except OSError:
        yield Document(file, number + 1, trouble="file_open", reached=behind)


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """Look at the first bytes: a name may promise gzip, or not, as it likes."""
    assert isinstance(stream, io.BufferedReader)
    packed = stream.peek(len(_GZIP))[: len(_GZIP)] == _GZIP
    return gzip.GzipFile(fileobj=stream) if packed else stream  # type: ignore[return-value]


def _passed_over(stream: BinaryIO) -> int:
    """Leave the rest of a line unread and return how much it was."""
    size = 0
    while piece := stream.readline(io.DEFAULT_BUFFER_SIZE):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except OSError:  # a pipe has none
        return 0


def _size(path: Path) -> int:
    """Return the bytes of a file, and nothing for what is none."""
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - the same for a path that is none
    except OSError:
        return None
    return found.st_dev, found.st_ino
