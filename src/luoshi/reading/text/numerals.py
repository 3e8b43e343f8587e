"""Numbers as they are written: 12、十二、二〇二七、两百、1.2万."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
NUMERAL = r"[〇零○一二三四五六七八九十百千两]"


def number(text: str) -> float | None:
    """Return the number that digits or Chinese numerals write, or None.

    >>> number("3.5"), number("十二"), number("二〇二七"), number("三千零五"), number("几")
    (3.5, 12.0, 2027.0, 3005.0, None)
    """
    if text and text.isascii():
        try:
            return float(text.replace(",", ""))
        except ValueError:
            return None
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _MYRIADS for c in text):
        return None
    if all(c in _DIGITS for c in text) and len(text) <= 12:
        return float("".join(str(_DIGITS[c]) for c in text))
    return float(_composed(text))


def _composed(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[char]
            section = digit = 0
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + section + digit
