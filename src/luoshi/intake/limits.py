"""How much one file may cost: every number that intake obeys stands here."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that reading one file may take."""

    input_bytes: int = 20 * MIB
    output_bytes: int = 50 * MIB
    memory_bytes: int = 512 * MIB
    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    open_files: int = 32
    pages: int = 1_000
    tags: int = 1_000_000
    rows: int = 100_000
    cells: int = 500_000
    entries: int = 2_000
    unpacked_bytes: int = 200 * MIB
    ratio: int = 100
    ratio_from_bytes: int = MIB
    pixels: int = 64_000_000


LIMITS = Limits()
# A picture is looked at while a page waits for it, and comes out small.
PICTURES = Limits(output_bytes=4 * MIB, cpu_seconds=5, wall_seconds=8.0)
