"""图: an indicator, its units and an item over time, as the charts take them, on D as known at K.

Nothing is reckoned here: each reading is the value, or the share, that the facts gave on its own day as known at K.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from luoshi.arithmetic.asof import Clock, Column, moment
from luoshi.arithmetic.forecast import NEWEST, Forecast
from luoshi.arithmetic.shares import told
from luoshi.arithmetic.standing import Facts, state
from luoshi.arithmetic.targets import Course, Mark, Version, expected, final, value_at, version
from luoshi.plans.models import Item
from luoshi.results import meaning
from luoshi.results.history import History, gathered
from luoshi.results.ledger import of_item
from luoshi.results.models import Value
from luoshi.web.charts import NARROW, SMALL, WIDE, Canvas, Chart, Lines, Outlook, Reading, Stair, series_chart
from luoshi.wording import noted

MARKS = ((Mark.BOTTOM, noted("确保")), (Mark.STRETCH, noted("力争")))
BEYOND = 0.25  # how far a chart goes beyond its last target for a forecast, as a part of its days
SAMPLES = 24  # days on which what is expected is looked at


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a chart."""

    first: date
    last: date

    @classmethod
    def of(cls, days: Collection[date], beyond: date | None = None) -> Span | None:
        """Hold all days, and one beyond them as far as there is room; None where there is no time between them."""
        if not days or min(days) == max(days):
            return None
        first, last = min(days), max(days)
        room = timedelta(days=round((last - first).days * BEYOND))
        if beyond and beyond > last and last < date.max - room:
            last = min(beyond, last + room)
        return cls(first, last)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing for a wide and one for a narrow window."""

    wide: Chart
    narrow: Chart


@dataclass(frozen=True, slots=True)
class Curves:
    """What there is to draw of an indicator, over which days, measured in what."""

    lines: Lines
    span: Span
    unit: str


@dataclass(frozen=True, slots=True)
class Small:
    """A drawing of one unit, on the scale of all."""

    unit: str
    chart: Chart


def draw(lines: Lines, span: Span, on: date, unit: str) -> Drawing:
    """Draw lines for both windows."""

    def drawn(canvas: Canvas) -> Chart:
        return series_chart(lines, start=span.first, end=span.last, today=on, unit=unit, canvas=canvas)

    return Drawing(drawn(WIDE), drawn(NARROW))


# An indicator ----------------------------------------------------------------


def of_indicator(
    held: History, on: date, known: datetime, starts: date, ahead: Forecast | None
) -> Drawing | None:
    """Draw an indicator for both windows."""
    found = curves(held, on, known, starts, ahead)
    return draw(found.lines, found.span, on, found.unit) if found else None


def curves(held: History, on: date, known: datetime, starts: date, ahead: Forecast | None) -> Curves | None:
    """Return claimed, shown, expected, the targets by their steps, the first of them, and the forecast."""
    definition, aim = held.definition(on, known), version(held.versions(), on, known)
    if definition is None:
        return None
    claimed, shown = (_readings(held, on, known, shown=which) for which in (False, True))
    expects = expectations(held, on, known, starts)
    days = {row.on for row in (*claimed, *shown, *expects)} | ({on} if claimed or shown else set())
    days |= {point.on for point in aim.points} if aim else set()
    span = Span.of(days, ahead.day.value if ahead else None)
    if span is None:
        return None
    last = next((row for row in reversed(shown) if row.value is not None), None)
    lines = Lines(
        claimed, shown, expects, stairs=_stairs(held, aim, on, known), outlook=_outlook(ahead, aim, last)
    )
    return Curves(lines, span, definition.measure)


def _readings(held: History, on: date, known: datetime, *, shown: bool) -> list[Reading]:
    days = sorted({row.about for row in held.counting(on, known, shown=shown)})[-NEWEST:]
    return [Reading(day, _number(held.actual(day, known, shown=shown).value)) for day in days]


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def expectations(
    held: History, on: date, known: datetime, starts: date, also: Collection[date] = ()
) -> list[Reading]:
    """Return what is expected at the start, at each point of the target, and on other days."""
    definition, aim = held.definition(on, known), version(held.versions(), on, known)
    if definition is None or aim is None:
        return []
    meant, course = meaning.of(definition), Course(starts)
    days = sorted({starts, *(point.on for point in aim.points), *also})
    found = [(day, expected(meant, aim.points, course, day, _asks(aim)).value) for day in days]
    return [Reading(day, float(value)) for day, value in found if value is not None]


def _asks(aim: Version) -> Mark:
    """Return the mark that progress is held against: the bottom line, where there is one on the last day."""
    point = final(aim.points)
    return Mark.BOTTOM if point and point.goal.bottom is not None else Mark.STRETCH


def _stairs(held: History, aim: Version | None, on: date, known: datetime) -> list[Stair]:
    if aim is None:
        return []
    found = [Stair(mark.value, _(word), steps) for mark, word in MARKS if (steps := _steps(aim, mark))]
    first = min(
        (row for row in held.versions() if row.about <= on and row.known <= known),
        key=lambda row: (row.about, row.known, row.key),
    )
    if first != aim and (steps := _steps(first, _asks(first))) != _steps(aim, _asks(aim)):
        found.append(Stair("old", _("原目标"), steps))
    return found


def _steps(aim: Version, mark: Mark) -> list[tuple[date, float]]:
    asked = ((point.on, value_at(point, mark)) for point in aim.points)
    return [(day, float(value)) for day, value in asked if value is not None]


def _outlook(ahead: Forecast | None, aim: Version | None, last: Reading | None) -> Outlook | None:
    if ahead is None or aim is None or last is None or ahead.pace.value is None:
        return None
    steps = _steps(aim, _asks(aim))
    if ahead.day.value is not None and ahead.day.value <= last.on:
        return None  # it is there already
    return Outlook(last, steps[-1][1], ahead.day.value, ahead.early, ahead.late) if steps else None


def by_unit(held: History, rows: Sequence[Value], on: date, known: datetime) -> list[Small]:
    """Draw the values of each unit that has reported, all on one scale and over the same days."""
    definition, lines = held.definition(on, known), unit_lines(held, rows, on, known)
    points = [row for one in lines.values() for row in (*one.claimed, *one.shown)]
    span = Span.of({row.on for row in points} | {on})
    if definition is None or span is None:
        return []
    canvas = replace(SMALL, most=max((row.value or 0.0 for row in points), default=0.0))
    return [
        Small(
            unit,
            series_chart(one, start=span.first, end=span.last, unit=definition.measure, canvas=canvas),
        )
        for unit, one in lines.items()
    ]


def unit_lines(held: History, rows: Sequence[Value], on: date, known: datetime) -> dict[str, Lines]:
    """Return what each unit claimed and had verified over time, by its name; whoever has reported nothing is left out."""
    definition = held.definition(on, known)
    counted = [row for row in rows if row.about <= on and (row.claimed_by(known) or row.shown_by(known))]
    lines: dict[str, Lines] = {}
    if definition is None:
        return lines
    for unit in sorted({row.unit.name for row in counted}):
        own = [row for row in counted if row.unit.name == unit]
        days = sorted({row.about for row in own})[-NEWEST:]
        claimed, shown = (
            [
                Reading(day, _number(gathered(definition, said).value))
                for day in days
                if (said := [row for row in own if row.about <= day and _counts(row, known, shown=which)])
            ]
            for which in (False, True)
        )
        lines[unit] = Lines(claimed, shown, ())
    return lines


def _counts(row: Value, known: datetime, *, shown: bool) -> bool:
    return row.shown_by(known) if shown else row.claimed_by(known)


# An item ---------------------------------------------------------------------


def of_item_over_time(item: Item, clock: Clock, starts: date | None, due: date | None) -> Drawing | None:
    """Draw a leaf: what was claimed, shown and expected of it day by day, in per cent, all as known at K."""
    if starts is None or due is None:
        return None
    facts, known = of_item(item), moment(clock.known)
    days = _days(facts, clock, starts, due)
    span = Span.of({starts, due, *days})
    if span is None:
        return None
    found = {day: state(facts, day.toordinal(), known) for day in days}
    proven = _about(facts.shows, clock)
    # Where an indicator drives the item, what is claimed changes on the days of its values as well.
    claimed, shown = (
        [
            Reading(day, share * 100)
            for day in sorted(on)
            if (share := told(int(getattr(found[day], name)[0]))) is not None
        ]
        for name, on in (("claimed", proven | _about(facts.claims, clock)), ("shown", proven))
    )
    expects = [
        Reading(day, share * 100)
        for day in days
        if day >= starts and (share := told(int(found[day].expected[0]))) is not None
    ]
    return draw(Lines(claimed, shown, expects), span, clock.on, "%")


def _about(column: Column, clock: Clock) -> set[date]:
    """Return the newest days about which there is a fact up to D that stood at K."""
    known = moment(clock.known)
    stood = (column.known <= known) & (known < column.until) & (column.about <= clock.on.toordinal())
    return {date.fromordinal(day) for day in sorted(set(column.about[stood].tolist()))[-NEWEST:]}


def _days(facts: Facts, clock: Clock, starts: date, due: date) -> list[date]:
    """Return the days that are looked at: those of the facts, and even ones between start and due."""
    whole = (due - starts).days
    even = {starts + timedelta(days=whole * step // SAMPLES) for step in range(SAMPLES + 1)}
    return sorted(even | _about(facts.claims, clock) | _about(facts.shows, clock))
