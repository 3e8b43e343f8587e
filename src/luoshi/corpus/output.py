"""The file of rows: only whole ones are left in it, and a run that broke off can be gone on with.

Rows are written without a buffer of our own, so that whatever a killed run had written is in the file. A packed file is a string
of gzip members, each of some whole rows: the member that was torn is cut off, the ones before it stay.
"""

from __future__ import annotations

import fcntl
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from luoshi.corpus.errors import OutputFails, OutputIsForeign, OutputIsInUse, OutputIsThere
from luoshi.corpus.rows import OPENING

_CHUNK = 1 << 16
_GZIP = 31  # what zlib calls a member of a gzip file


class Output:
    """A file of rows, held for this run alone."""

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        self.name = str(path)
        self.packed = path.name.lower().endswith(".gz")
        try:
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
        except OSError as error:
            raise OutputFails(self.name, error) from error
        self._regular = stat.S_ISREG(os.fstat(self._file.fileno()).st_mode)
        self._whole = 0
        try:
            self._claim(resume=resume)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Cut off what an interruption may have left of a row."""
        with self._file:
            if self._regular:
                self._file.truncate(self._whole)

    def rows(self) -> Iterator[bytes]:
        """Yield the whole rows of an earlier run; what follows them is cut off as soon as all are taken."""
        size = os.fstat(self._file.fileno()).st_size if self._regular else 0
        if not size:
            return
        end, count = self._kept()
        if not end and not self._begun_by_us():
            raise OutputIsForeign(self.name, 1)
        yield from islice(self._lines(end), count)
        self._file.truncate(end)
        self._file.seek(end)
        self._whole = end

    def write(self, rows: bytes) -> None:
        """Add whole rows."""
        left = memoryview(rows)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise OutputFails(self.name, error) from error
        self._whole += len(rows)

    def _claim(self, *, resume: bool) -> None:
        if not self._regular:
            return
        self._whole = os.fstat(self._file.fileno()).st_size
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputIsInUse(self.name) from None
        except OSError:
            pass  # a file system without locks: then nobody is kept out
        if self._whole and not resume:
            raise OutputIsThere(self.name)

    def _kept(self) -> tuple[int, int]:
        """Return where the whole rows end and how many there are."""
        self._file.seek(0)
        return self._kept_members() if self.packed else self._kept_rows()

    def _kept_rows(self) -> tuple[int, int]:
        end = count = place = 0
        while chunk := self._file.read(_CHUNK):
            count += chunk.count(b"\n")
            if (last := chunk.rfind(b"\n")) >= 0:
                end = place + last + 1
            place += len(chunk)
        return end, count

    def _kept_members(self) -> tuple[int, int]:
        """Count member by member; a torn one just ends, so what cannot be unpacked was not torn but spoiled."""
        end = count = rows = place = 0
        last = b""
        unpack = zlib.decompressobj(_GZIP)
        while chunk := self._file.read(_CHUNK):
            place += len(chunk)
            while chunk:
                try:
                    said = unpack.decompress(chunk)
                except zlib.error:
                    raise OutputIsForeign(self.name, rows + 1) from None
                rows, last, chunk = rows + said.count(b"\n"), said[-1:] or last, unpack.unused_data
                if unpack.eof:
                    if last != b"\n":
                        raise OutputIsForeign(self.name, rows + 1)
                    end, count = place - len(chunk), rows
                    unpack = zlib.decompressobj(_GZIP)
        return end, count

    def _begun_by_us(self) -> bool:
        """Tell whether a file without a whole row may be the beginning of one."""
        self._file.seek(0)
        head = self._file.read(_CHUNK)
        if self.packed:
            head = zlib.decompressobj(_GZIP).decompress(head)
        return head.startswith(OPENING) or OPENING.startswith(head)

    def _lines(self, end: int) -> Iterator[bytes]:
        self._file.seek(0)
        stored = io.BufferedReader(_Head(self._file, end), _CHUNK)
        yield from gzip.GzipFile(fileobj=stored) if self.packed else stored


class _Head(io.RawIOBase):
    """The first bytes of a file, as if they were all."""

    def __init__(self, file: io.FileIO, size: int) -> None:
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = self._file.readinto(memoryview(buffer)[: self._left]) or 0
        self._left -= read
        return read
