"""The zip pre-check (压缩包预检): what a container says about itself is checked before anything is inflated.

A part is found by its name and never written to disk. Readers of zip files differ on odd ones, so odd ones are refused:
what we read shall be what the word processor shows.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

LOCAL = struct.Struct("<4sHHHHHLLLHH")
LOCAL_MARK = b"PK\x03\x04"
CENTRAL_MARK = b"PK\x01\x02"
ENCRYPTED_BIT, DESCRIPTOR_BIT = 0x01, 0x08
IN_ZIP64 = 0xFFFFFFFF
# A sip of packed bytes inflates to sixteen mebibytes at the very most, and a chunk of it at a time.
SIP, CHUNK = 16_384, 65_536
DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be"))
OVERLAP = max(map(len, DOCTYPES)) - 1

_XML = re.compile(r"\.(?:xml|rels|vml)\Z", re.IGNORECASE)
# A chart carries its sheet along; it is neither opened here nor a sign of harm.
_EMBEDDED = re.compile(r"[^/]+/embeddings/[^/]+\.(?:xls|doc|ppt|sld)x\Z", re.IGNORECASE)


class Container:
    """A zip file that has passed the pre-check."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        # Counted before the directory is read, since reading it costs memory for each entry.
        if data.count(CENTRAL_MARK) > limits.entries:
            raise Refused(Outcome.BOMB)
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries, directory = opened.infolist(), opened.start_dir
        _check_directory(entries, limits)
        _check_places(data, entries, directory)
        self._entries = {entry.filename: entry for entry in entries}
        for entry in entries:
            self._check_content(entry)

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._entries)

    def part(self, name: str) -> Iterator[bytes]:
        """Inflate one part piece by piece."""
        if name not in self._entries:
            raise Refused(Outcome.BROKEN)
        return self._inflated(self._entries[name])

    def _check_content(self, entry: zipfile.ZipInfo) -> None:
        """Refuse an archive within the archive, and a DOCTYPE in any XML part."""
        if _XML.search(entry.filename):
            _refuse_doctype(self._inflated(entry))
        elif self._head(entry) == LOCAL_MARK and not _EMBEDDED.match(entry.filename):
            raise Refused(Outcome.BOMB)

    def _head(self, entry: zipfile.ZipInfo) -> bytes:
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            return bytes(packed[:4])
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed[:CHUNK], 4)

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = _content_start(self._data, entry)
        return memoryview(self._data)[start : start + entry.compress_size]

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the content, never more than was declared."""
        left, crc = entry.file_size, 0
        for piece in _pieces(self._packed(entry), entry.compress_type):
            left, crc = left - len(piece), zlib.crc32(piece, crc)
            if left < 0:
                raise Refused(Outcome.BOMB)
            yield piece
        if left or crc != entry.CRC:
            raise Refused(Outcome.BROKEN)


def _pieces(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[place : place + CHUNK]) for place in range(0, len(packed), CHUNK))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), SIP):
        rest = bytes(packed[place : place + SIP])
        while rest and not inflater.eof:
            yield inflater.decompress(rest, CHUNK)
            rest = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise Refused(Outcome.BROKEN)


def _refuse_doctype(pieces: Iterator[bytes]) -> None:
    before = b""
    for piece in pieces:
        seen = before + piece
        if any(mark in seen for mark in DOCTYPES):
            raise Refused(Outcome.BOMB)
        before = seen[-OVERLAP:]


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Judge the entries by what the directory says of them."""
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Refused(Outcome.BOMB)
    # Names of parts do not differ by case alone; whoever takes the first and whoever takes the last must read the same.
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Refused(Outcome.BOMB)
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_BIT:
            raise Refused(Outcome.ENCRYPTED)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused(Outcome.BROKEN)
        if stat.S_ISLNK(entry.external_attr >> 16) or _swollen(entry, limits):
            raise Refused(Outcome.BOMB)


def _swollen(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    """Tell whether an entry of some size promises far more than it holds."""
    return entry.file_size > limits.ratio_from_bytes and entry.file_size > limits.ratio * entry.compress_size


def _check_places(data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse entries that share bytes, and local headers that contradict the directory."""
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [_content_start(data, entry) + entry.compress_size for entry in in_order]
    starts = [entry.header_offset for entry in in_order] + [directory]
    if starts[0] != 0 or any(end > start for end, start in zip(ends, starts[1:], strict=True)):
        raise Refused(Outcome.BOMB)


def _content_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where the content of an entry begins, if its local header agrees with the directory."""
    mark, _, flags, method, _, _, _, packed, unpacked, name, extra = LOCAL.unpack_from(
        data, entry.header_offset
    )
    if mark != LOCAL_MARK:
        raise Refused(Outcome.BROKEN)
    told = {(entry.compress_size, entry.file_size), (IN_ZIP64, IN_ZIP64)}
    if flags & DESCRIPTOR_BIT:
        told.add((0, 0))
    start = entry.header_offset + LOCAL.size
    codec = "utf-8" if flags & 0x800 else "cp437"
    if (packed, unpacked) not in told or method != entry.compress_type:
        raise Refused(Outcome.BOMB)
    if data[start : start + name].decode(codec) != entry.orig_filename:
        raise Refused(Outcome.BOMB)
    return start + int(name) + int(extra)
