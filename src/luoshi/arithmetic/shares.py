"""份额: progress as whole hundred-millionths, so that sums are exact and do not depend on their order.

A float would make a total depend on the order in which its parts arrived, and what is kept would drift from what is
worked out anew. A share is an integer in units of 1/SCALE; UNDEFINED is no share, and never 0.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

SCALE = 100_000_000
PERCENT = SCALE // 100
UNDEFINED = -(2**63)  # what stands for "no share" in an array
HEAVIEST = 10_000  # weights above would let a sum of a million children leave 64 bits

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def ratio(top: Decimal | int, bottom: Decimal | int) -> int | None:
    """Return top ÷ bottom as a share, rounded half to even; undefined for nothing below the line.

    >>> ratio(28, 100)
    28000000
    >>> ratio(1, 0) is None
    True
    """
    if not bottom:
        return None
    return round(Fraction(top) * SCALE / Fraction(bottom))


def clipped(share: int) -> int:
    """Return a share within 0 and 1, as a roll-up takes it: what one child has too much does not help another."""
    return min(max(share, 0), SCALE)


def divide(top: Ints, bottom: Ints) -> Ints:
    """Return the whole quotients of not negative numbers, rounded half to even; UNDEFINED where bottom is 0.

    >>> divide(np.array([3, 5, 1]), np.array([2, 2, 0])).tolist() == [2, 2, UNDEFINED]
    True
    """
    safe = np.where(bottom > 0, bottom, 1)
    whole, rest = np.divmod(top, safe)
    up = (2 * rest > safe) | ((2 * rest == safe) & (whole % 2 == 1))
    return np.where(bottom > 0, whole + up, UNDEFINED)


def told(share: int | None) -> float | None:
    """Return a share as the fraction that a page shows."""
    return None if share is None or share == UNDEFINED else share / SCALE
