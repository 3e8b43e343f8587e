"""Figures of a sheet (数值显示) as a person sees them, as far as their format is a plain one.

Shown: whole and decimal numbers rounded as the format rounds them, percentages, words that the format puts around a number,
dates to the day, month or year that the format shows. Not shown: signs between thousands, fractions, powers, colours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite

YEAR_MONTH, MONTH_DAY, CLOCK = 'yyyy"年"m"月"', 'm"月"d"日"', "h:mm"
# What the numbers of built-in formats mean in Chinese editions.
BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
    | {39: "#,##0.00", 40: "#,##0.00", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"}
    | {22: "yyyy-m-d h:mm", 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"'}
    | dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH)
    | dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY)
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), CLOCK)
)
# Beyond fifteen digits a sheet does not know its own number; what the file says is kept.
DIGITS, TINY = 15, Decimal("1e-9")
LONGEST = 40
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone
# The sheets of 1900 count a 29 February that was none; days before it stand one earlier.
FIRST_TRUE_DAY, LAST_DAY = 61, 2_958_465

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*', re.DOTALL)
_DROPPED = re.compile(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]|_.|\*.", re.IGNORECASE | re.DOTALL)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)', re.DOTALL)
_AROUND = r'((?:"[^"]*"|\\.|[-+ ()/:$¥￥一-龥])*)'
_PLAIN = re.compile(rf"{_AROUND}([#,0?]*[0#?])(?:\.([0#?]+))?(%?){_AROUND}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Format:
    """How a cell shows its number: as a day, as a time of day, or as a number with words around it."""

    day: str = ""
    clock: bool = False
    before: str = ""
    whole: int = 1
    places: int | None = None
    open_places: bool = False
    percent: bool = False
    after: str = ""


def shown(raw: str, code: str, *, from_1904: bool = False) -> str:
    """Write a number as its format shows it.

    >>> shown("2027.0", ""), shown("0.055", "0.0%"), shown("46752", "yyyy-m-d"), shown("3", '0"个"')
    ('2027', '5.5%', '2027-12-31', '3个')
    """
    if not code and raw.isdigit() and raw.isascii() and len(raw) < DIGITS and raw[0] != "0":
        return raw  # most numbers are of this kind
    if len(raw) > LONGEST or not _NUMBER.fullmatch(raw) or not isfinite(float(raw)):
        return raw
    value, way = Decimal(format(float(raw), f".{DIGITS}g")), format_of(code)
    if way.day or way.clock:
        return _moment(value, way, from_1904=from_1904) or _plainly(value, raw)
    if way.places is None or abs(value) >= Decimal(10) ** DIGITS:
        return _plainly(value, raw)
    return _numbered(value, way)


@lru_cache(maxsize=1000)
def format_of(code: str) -> Format:
    """Understand a format code, as far as it is a plain one."""
    found = _SECTION.match(code)
    section = _DROPPED.sub("", found[0] if found else "")
    bare = _LITERAL.sub("", section).lower().replace("am/pm", "").replace("general", "")
    if "[" not in bare and re.search("[ydhsm]", bare) and (not re.search("[0#]", bare) or ":" in bare):
        clock = re.search("[hs]", bare) is not None
        return Format(day=_day(bare, clock=clock), clock=clock)
    if not (plain := _PLAIN.fullmatch(section)):
        return Format()
    before, whole, places, percent, after = plain.groups(default="")
    return Format(
        before=_said(before),
        whole=whole.count("0"),
        places=len(places),
        open_places=bool(re.search("[#?]", places)),
        percent=bool(percent),
        after=_said(after),
    )


def _day(bare: str, *, clock: bool) -> str:
    """Return how much of a day a format shows; what it does not show is not told."""
    if "d" in bare:
        return "%Y-%m-%d"
    if "m" in bare and ("y" in bare or not clock):
        return "%Y-%m"
    return "%Y" if "y" in bare else ""


def _said(literals: str) -> str:
    return _LITERAL.sub(lambda found: found[1] or found[2] or "", literals)


def _moment(value: Decimal, way: Format, *, from_1904: bool) -> str:
    if not 0 <= value <= LAST_DAY or (way.day and value < 1 and not from_1904):
        return ""
    early = not from_1904 and value < FIRST_TRUE_DAY
    if early and int(value) == FIRST_TRUE_DAY - 1:
        return ""
    epoch = EPOCH_1904 if from_1904 else EPOCH_1900
    try:
        moment = epoch + timedelta(days=int(value) + early, minutes=round(value % 1 * 1440))
    except OverflowError:
        return ""
    day = moment.strftime(way.day)
    clock = moment.strftime("%H:%M") if way.clock and (value % 1 or not day) else ""
    return f"{day} {clock}".strip()


def _numbered(value: Decimal, way: Format) -> str:
    value = value * 100 if way.percent else value
    rounded = value.quantize(Decimal(1).scaleb(-min(way.places or 0, DIGITS)), ROUND_HALF_UP)
    whole, _, places = format(abs(rounded), "f").partition(".")
    places = places.rstrip("0") if way.open_places else places
    sign = "-" if rounded < 0 else ""
    figures = f"{whole.zfill(min(way.whole, DIGITS))}.{places}".rstrip(".")
    return f"{way.before}{sign}{figures}{'%' if way.percent else ''}{way.after}"


def _plainly(value: Decimal, raw: str) -> str:
    if value and not TINY <= abs(value) < Decimal(10) ** DIGITS:
        return raw
    return format(value.normalize() + 0, "f")
