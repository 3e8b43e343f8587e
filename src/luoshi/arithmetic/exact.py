"""数: decimal numbers that are added without loss, whatever context the caller has set.

The context of a thread rounds to 28 digits and may be changed by anybody. Here a sum that would have to be rounded
fails loudly; only a quotient is rounded, half to even, to hundred-millionths like a share.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction

from luoshi.arithmetic.shares import SCALE

_EXACT = Context(
    prec=400, rounding=ROUND_HALF_EVEN, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow]
)
_PLACES = -8  # hundred-millionths
NOUGHT = Decimal(0)


def less(left: Decimal, right: Decimal) -> Decimal:
    """Return left − right.

    >>> less(Decimal("1e20"), Decimal("1e-20"))
    Decimal('99999999999999999999.99999999999999999999')
    """
    return _EXACT.subtract(left, right)


def times(left: Decimal, right: Decimal) -> Decimal:
    """Return left × right."""
    return _EXACT.multiply(left, right)


def total(values: Iterable[Decimal]) -> Decimal:
    """Return the sum, the same in whatever order the values come.

    >>> total([Decimal(100)] * 12)
    Decimal('1200')
    """
    found = NOUGHT
    for value in values:
        found = _EXACT.add(found, value)
    return found


def quotient(top: Decimal, bottom: Decimal) -> Decimal | None:
    """Return top ÷ bottom to hundred-millionths, rounded half to even; None for nothing below the line.

    >>> quotient(Decimal(2), Decimal(3))
    Decimal('0.66666667')
    >>> quotient(Decimal(6), Decimal(3))
    Decimal('2')
    """
    if not bottom:
        return None
    return scaled(round(Fraction(top) * SCALE / Fraction(bottom)))


def scaled(whole: int) -> Decimal:
    """Return a number of hundred-millionths as a decimal without closing noughts.

    >>> scaled(28_000_000)
    Decimal('0.28')
    """
    return plain(_EXACT.scaleb(Decimal(whole), _PLACES))


def plain(value: Decimal) -> Decimal:
    """Return the same number without closing noughts behind the point, and never with an exponent.

    >>> plain(Decimal("1200.50")), plain(Decimal("1E+3"))
    (Decimal('1200.5'), Decimal('1000'))
    """
    short = _EXACT.normalize(value)
    exponent = short.as_tuple().exponent
    return _EXACT.quantize(short, Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
