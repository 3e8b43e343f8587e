"""逐点查看: what the chart of an indicator says day by day, as data, for a script that lets a reader move through it.

The lines are those that the page draws, and every word is made here, so that the script has none of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from luoshi.arithmetic.indicators import Kind
from luoshi.results.drawing import Curves, curves, expectations, unit_lines
from luoshi.results.history import History
from luoshi.results.measuring import foretold
from luoshi.results.models import Value
from luoshi.results.templatetags.figures import plain
from luoshi.web.charts import Lines, Outlook, Reading, Stair, band, number, way
from luoshi.web.templatetags.luoshi import NO_DATA
from luoshi.wording import noted

WORDS = {"claimed": noted("已报"), "shown": noted("已证"), "expected": noted("应达")}


def explored(
    held: History, rows: Sequence[Value], on: date, known: datetime, starts: date
) -> dict[str, Any] | None:
    """Tell an indicator on D as known at K; `rows` are the values that the reader may see. None where nothing can be drawn."""
    found = curves(held, on, known, starts, foretold(held, on, known))
    if found is None:
        return None
    seen = [row for row in rows if row.about <= on and row.known_at <= known]
    units = unit_lines(held, seen, on, known)
    lines, end = found.lines, found.span.last
    return {
        "span": [found.span.first, end],
        "unit": found.unit,
        "lines": [
            {"kind": kind, "label": _label(_(WORDS[kind]), one), "points": _points(one)}
            for kind, one in _each(lines)
        ],
        "stairs": [_stair(one, found.span.first, end) for one in lines.stairs],
        "ahead": _ahead(lines.outlook, end),
        "days": _days(held, found, seen, (on, known), starts),
        "units": [
            {
                "name": name,
                "label": _label(name, own.claimed or own.shown),
                "lines": [{"kind": kind, "points": _points(one)} for kind, one in _each(own)][:2],
            }
            for name, own in units.items()
        ],
    }


def _each(lines: Lines) -> Iterator[tuple[str, Sequence[Reading]]]:
    yield from (("claimed", lines.claimed), ("shown", lines.shown), ("expected", lines.expected))


def _points(rows: Iterable[Reading]) -> list[tuple[date, float | None]]:
    return [(row.on, row.value) for row in rows]


def _label(word: str, rows: Sequence[Reading]) -> str:
    """Name a line at its end, with its last value."""
    last = next((row.value for row in reversed(rows) if row.value is not None), None)
    return word if last is None else f"{word} {number(last)}"


def _stair(stair: Stair, first: date, end: date) -> dict[str, Any]:
    """Give the steps of a target, each from the day of the one before it to its own."""
    steps, since = [], first
    for day, value in sorted(stair.steps):
        until = min(max(day, first), end)
        steps.append({"label": f"{stair.word} {number(value)}", "points": [(since, value), (until, value)]})
        since = until
    return {"kind": stair.kind, "steps": steps}


def _ahead(given: Outlook | None, end: date) -> dict[str, Any] | None:
    if given is None or given.since.value is None or given.since.on >= end:
        return None
    since = (given.since.on, given.since.value)
    return {
        "way": [since, way(given, given.day, end)] if given.day else [],
        "band": band(given, end),
        "arrives": given.day is not None and given.day <= end,
        "label": _("预计 {day:%Y-%m-%d}").format(day=given.day) if given.day else "",
    }


# Day by day ------------------------------------------------------------------

Said = tuple[date, str, str]  # of which day, what kind of thing, in words


def _days(
    held: History, found: Curves, seen: Sequence[Value], at: tuple[date, datetime], starts: date
) -> list[dict[str, Any]]:
    """Say of each day of a value, of a target and of the forecast all that there is to say of it, in words."""
    drawn = {row.on for row in (*found.lines.shown, *found.lines.claimed)}
    said: defaultdict[date, list[tuple[str, str]]] = defaultdict(list)
    for day, kind, words in (
        *_measured(held, found, at[1]),
        *_due(held, found, at, starts, drawn),
        *_asked(found),
        *(_entered(row, at[1], found.unit) for row in seen if row.about in drawn),
    ):
        said[day].append((kind, words))
    return [
        {
            "on": day,
            "corrected": any(kind == "corrected" for kind, _words in said[day]),
            "said": [{"kind": kind, "words": words} for kind, words in said[day]],
        }
        for day in sorted(said)
    ]


def _measured(held: History, found: Curves, known: datetime) -> Iterator[Said]:
    """Say the value over all units on each day of a value; of a ratio also what stands above and below the line."""
    for kind, rows in (("shown", found.lines.shown), ("claimed", found.lines.claimed)):
        for row in rows:
            value, words = (
                _(NO_DATA) if row.value is None else f"{number(row.value)}{found.unit}",
                "{word} {value}",
            )
            definition, how = held.definition(row.on, known), ""
            if row.value is not None and definition and definition.kind == Kind.RATIO:
                how = held.actual(row.on, known, shown=kind == "shown").words
                words = _("{word} {value}（{how}）")
            yield row.on, kind, words.format(word=_(WORDS[kind]), value=value, how=how)


def _due(
    held: History, found: Curves, at: tuple[date, datetime], starts: date, days: Collection[date]
) -> Iterator[Said]:
    """Say what is expected on each day of a value."""
    for row in expectations(held, *at, starts, days):
        if row.on in days and row.value is not None:
            yield row.on, "expected", f"{_(WORDS['expected'])} {number(row.value)}{found.unit}"


def _asked(found: Curves) -> Iterator[Said]:
    """Say what is to be reached on which day, and when it will be."""
    for stair in found.lines.stairs:
        for day, goal in stair.steps:
            yield day, stair.kind, f"{stair.word} {number(goal)}{found.unit}"
    ahead = found.lines.outlook
    if ahead and ahead.day and ahead.day <= found.span.last:
        never = _("达不到")
        words = _("预计 {day} 达到，八成把握在 {early} 至 {late} 之间")
        yield (
            ahead.day,
            "ahead",
            words.format(day=ahead.day, early=ahead.early or never, late=ahead.late or never),
        )


def _entered(row: Value, known: datetime, unit: str) -> Said:
    """Say of one value whose it is, how much, whence it comes and how far it had come at K."""
    value = (
        f"{plain(row.value)} ÷ {plain(row.bottom)}" if row.bottom is not None else f"{plain(row.value)}{unit}"
    )
    origin = row.get_origin_display()
    if row.source:
        origin = _("{origin}：{source}").format(origin=origin, source=row.source)
    words = _("{unit}：{value}，{origin}，{state}").format(
        unit=f"{row.unit.name} {row.period}".strip(),
        value=value,
        origin=origin,
        state=row.state_by(known).label,
    )
    return row.about, "corrected" if row.origin == Value.Origin.CORRECTION else "value", words
