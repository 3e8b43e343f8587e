"""Numbers in, shapes out: pure geometry that an SVG template draws."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Dual:
    """Claimed and shown as bars and expected as a line, in hundredths of the width; None draws nothing."""

    claimed: float | None
    shown: float | None
    expected: float | None
    label: str


def dual(claimed: float | None, shown: float | None, expected: float | None) -> Dual:
    """Lay claimed, shown and expected shares out on one scale from nothing to all.

    >>> dual(0.5, None, 1.5)
    Dual(claimed=50.0, shown=None, expected=100.0, label='已报 50%，已证无数据，应达 150%')
    """
    words = (("已报", claimed), ("已证", shown), ("应达", expected))
    label = "，".join(word + ("无数据" if share is None else f" {share * 100:.0f}%") for word, share in words)
    return Dual(_place(claimed), _place(shown), _place(expected), label)


def _place(share: float | None) -> float | None:
    return None if share is None else round(min(max(share, 0.0), 1.0) * WIDTH, 2)
