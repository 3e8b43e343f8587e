"""Days as they are written: 2027年6月底, 年底, 10月28日; what is not written is not guessed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from luoshi.reading.text.numerals import number

_CN = r"[〇零○一二三四五六七八九十]"
YEAR = rf"(?:(?:19|20)\d\d|(?:一九|二[〇零○]){_CN}{{2}})"
DAY = re.compile(
    rf"(?:(?P<year>{YEAR})年)?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    rf"(?:(?P<day>[12]\d|3[01]|0?[1-9]|{_CN}{{1,3}})日)?"
)


def last_day(year: int, month: int) -> date:
    """Return the last day of a month.

    >>> last_day(2027, 2)
    datetime.date(2027, 2, 28)
    """
    return date(year, month, monthrange(year, month)[1])


def whole(text: str | None) -> int | None:
    """Return a whole number as written, or None."""
    value = number(text) if text else None
    return None if value is None else int(value)


def iso(year: int | None, month: int, day: int | None) -> str | None:
    """Write a day as ISO 8601, with `--` for a year not known; None where no such day exists.

    >>> iso(2027, 6, None), iso(None, 11, 30), iso(2027, 2, 30)
    ('2027-06-30', '--11-30', None)
    """
    longest = monthrange(year or 2000, month)[1]
    day = day or (28 if month == 2 and year is None else longest)
    if not 1 <= day <= longest:
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def after(start: date, count: int, unit: str) -> date | None:
    """Return the day that lies some days, weeks, months or years after another.

    >>> after(date(2027, 11, 16), 30, "日"), after(date(2027, 8, 31), 6, "个月")
    (datetime.date(2027, 12, 16), datetime.date(2028, 2, 29))
    """
    try:
        if unit in {"日", "天"}:
            return start + timedelta(days=count)
        if unit.endswith(("周", "星期")):
            return start + timedelta(weeks=count)
        months = start.year * 12 + start.month - 1 + count * (1 if "月" in unit else 12)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
