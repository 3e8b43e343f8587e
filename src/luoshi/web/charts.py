"""Numbers in, shapes out: the geometry of what the pages draw. Pure; knows nothing of Django.

A share is a fraction of 1; None is undefined: it is drawn as nothing, and never as 0. Lengths that end in `%` are
parts of the width that the page has; all others are pixels of the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import floor, log10
from typing import TypeVar

from luoshi.wording import noted, say


def part(share: float | None) -> float | None:
    """Return how much of the scale a share fills: never less than nothing, never more than all.

    >>> part(0.4), part(1.2), part(-0.1), part(None)
    (0.4, 1.0, 0.0, None)
    """
    return None if share is None else min(max(float(share), 0.0), 1.0)


def per_cent(share: float) -> str:
    """Write a share as a length.

    >>> per_cent(0.125), per_cent(1)
    ('12.5%', '100%')
    """
    return f"{round(share * 100, 3):g}%"


def number(value: float) -> str:
    """Write a value as people do, with two places at most.

    >>> number(1148), number(0.5), number(12_345_678), number(0.125)
    ('1148', '0.5', '12345678', '0.12')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


# Claimed and shown -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length, and whether the number goes beyond the scale."""

    width: str
    beyond: bool


@dataclass(frozen=True, slots=True)
class Dual:
    """Two bars and a line: claimed 报, shown 证, expected 应达."""

    claimed: Bar | None
    shown: Bar | None
    due: str | None


def dual(claimed: float | None, shown: float | None, expected: float | None) -> Dual:
    """Lay out what is claimed above what is shown, with a line where both should be.

    >>> dual(0.55, None, 0.57)
    Dual(claimed=Bar(width='55%', beyond=False), shown=None, due='57%')
    """
    line = part(expected)
    return Dual(_bar(claimed), _bar(shown), None if line is None else per_cent(line))


def _bar(share: float | None) -> Bar | None:
    filled = part(share)
    return None if share is None or filled is None else Bar(per_cent(filled), share > 1)


# The strip of a text ---------------------------------------------------------

STRIP_HEIGHT = 38
TALL, MIDDLE, SHORT = 26, 12, 7
ABOVE = 6  # room for the frame around the chosen tick
TICK_HEIGHT = {"answered": TALL, "open": TALL, "aside": TALL, "order": TALL, "report": MIDDLE}
ORDERS = frozenset(kind for kind, height in TICK_HEIGHT.items() if height == TALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one tick stands; the place that can be pressed is as high as the strip."""

    x: str
    width: str
    y: int
    height: int
    left: str
    pitch: str


def height(kind: str) -> tuple[int, int]:
    """Return where the tick of a sentence begins and how high it is; all stand on one line."""
    high = TICK_HEIGHT.get(kind, SHORT)
    return ABOVE + TALL - high, high


def strip(kinds: Sequence[str]) -> tuple[Place, ...]:
    """Lay out one tick a sentence in the order of the text; however many there are, they fill the width once.

    >>> [(tick.x, tick.width, tick.height) for tick in strip(["frame", "open"])]
    [('0.2%', '49.6%', 7), ('50.2%', '49.6%', 26)]
    """
    if not kinds:
        return ()
    pitch = 1 / len(kinds)
    gap = min(0.004, pitch * 0.2)
    return tuple(
        Place(
            x=per_cent(i * pitch + gap / 2),
            width=per_cent(pitch - gap),
            y=(tick := height(kind))[0],
            height=tick[1],
            left=per_cent(i * pitch),
            pitch=per_cent(pitch),
        )
        for i, kind in enumerate(kinds)
    )


def spans(counts: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return (x, width) of each part of a text, by how many sentences it has.

    >>> spans([1, 3])
    (('0%', '25%'), ('25%', '75%'))
    """
    whole, found, begin = sum(counts) or 1, [], 0
    for count in counts:
        found.append((per_cent(begin / whole), per_cent(count / whole)))
        begin += count
    return tuple(found)


# A clock of working days -----------------------------------------------------

DAY, STROKE_ROOM = 21, 5
MOST_DAYS = 30  # more are told by the words alone


@dataclass(frozen=True, slots=True)
class Day:
    """One working day on the clock: is-used, is-left or is-over."""

    x: float
    kind: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A row of working days; the stroke is the limit."""

    width: int
    days: tuple[Day, ...]
    stroke: float
    over: int
    left: int


def clock(used: int, limit: int) -> Clock:
    """Lay out the working days used of a limit; days beyond the stroke are over it.

    >>> made = clock(3, 2)
    >>> [(day.x, day.kind) for day in made.days], made.stroke, made.over, made.left
    ([(0.5, 'is-used'), (21.5, 'is-used'), (47.5, 'is-over')], 42.5, 1, 0)
    """
    used, limit = max(used, 0), max(limit, 0)
    within, over = min(limit, MOST_DAYS), min(max(used - limit, 0), MOST_DAYS)
    days = [Day(i * DAY + 0.5, "is-used" if i < used else "is-left") for i in range(within)]
    days += [Day((within + i) * DAY + STROKE_ROOM + 0.5, "is-over") for i in range(over)]
    width = (within + over) * DAY + STROKE_ROOM
    return Clock(width, tuple(days), within * DAY + 0.5, max(used - limit, 0), max(limit - used, 0))


# Values over time ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """A value on a day; None where nobody knows it."""

    on: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Stair:
    """A target by its steps: each day by which something is to be reached, and how much; `kind` is the look of the line."""

    kind: str
    word: str
    steps: Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """How it goes on from a reading to a value: the middle day, and the days that bound the band (None: never)."""

    since: Reading
    value: float
    day: date | None
    early: date | None
    late: date | None


@dataclass(frozen=True, slots=True)
class Lines:
    """What is claimed, shown and expected, each as readings in any order; the targets by their steps, and how it goes on."""

    claimed: Sequence[Reading]
    shown: Sequence[Reading]
    expected: Sequence[Reading]
    stairs: Sequence[Stair] = ()
    outlook: Outlook | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached, and what was to be reached before it was changed."""

    value: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place, which it begins or ends at."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Series:
    """One line: the pieces that can be drawn, its readings as dots, and the last of them in words."""

    path: str
    dots: tuple[tuple[float, float], ...]
    label: Label | None


@dataclass(frozen=True, slots=True)
class Level:
    """A target: a line at one height."""

    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Flight:
    """The steps of a target as one line, with its word at the last of them."""

    kind: str
    path: str
    label: Label


@dataclass(frozen=True, slots=True)
class Fore:
    """How it goes on: the band, the line of the middle, and the ring where it comes to the value, if that is on the chart."""

    band: str
    path: str
    ring: tuple[float, float] | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What is claimed, shown and expected over time."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    levels: tuple[Label, ...]
    months: tuple[Label, ...]
    claimed: Series
    shown: Series
    expected: Series
    target: Level | None
    old_target: Level | None
    today: Label | None
    told: str
    flights: tuple[Flight, ...] = ()
    fore: Fore | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size of a drawing; the right margin holds the words at the ends of the lines.

    `most` is a value that the scale holds in any case, so that drawings side by side have one scale.
    """

    width: int
    height: int
    left: int = 46
    right: int = 96
    top: int = 24
    bottom: int = 28
    most: float = 0.0


WIDE = Canvas(880, 330)
NARROW = Canvas(358, 260, right=24, top=40)
SMALL = Canvas(280, 170, left=44, right=16, top=34)
HEADROOM = 1.12  # above the highest target its word has room, below the word of today
LABEL_ROOM = 88
MONTH_ROOM = 44


def series_chart(
    lines: Lines,
    *,
    start: date,
    end: date,
    today: date | None = None,
    target: Target | None = None,
    unit: str = "",
    canvas: Canvas = WIDE,
) -> Chart:
    """Draw claimed, shown and expected between two days, with the target and today; what lies outside is left out."""
    if end <= start:
        raise ValueError(f"a chart needs a day after {start}, not {end}")
    rows = {
        say(word): _within(given, start, end)
        for word, given in (
            (noted("已报"), lines.claimed),
            (noted("已证"), lines.shown),
            (noted("应达"), lines.expected),
        )
    }
    goal, goal_before = (target.value, target.before) if target else (None, None)
    values = [row.value for line in rows.values() for row in line if row.value is not None]
    asked = [value * HEADROOM for stair in lines.stairs for _, value in stair.steps]
    top, step = _scale(max([*values, *asked, goal or 0.0, goal_before or 0.0, canvas.most]))
    left, right = canvas.left, canvas.width - canvas.right
    ceiling, floor_ = canvas.top, canvas.height - canvas.bottom

    def x(on: date) -> float:
        return round(left + (right - left) * (on - start).days / (end - start).days, 1)

    def y(value: float) -> float:
        return round(floor_ - (floor_ - ceiling) * max(value, 0.0) / top, 1)

    def level(value: float | None, words: str) -> Level | None:
        return (
            None
            if value is None
            else Level(y(value), Label(left + 6, y(value) - 6, say(words, number=number(value))))
        )

    claimed_line, shown_line, expected_line = (
        _series(line, word, x, y, canvas.width) for word, line in rows.items()
    )
    target_, old_ = level(goal, noted("目标 {number}")), level(goal_before, noted("原目标 {number}"))
    flights = [_flight(stair, start, end, x, y) for stair in lines.stairs if stair.steps]
    fore = _fore(lines.outlook, end, x, y, canvas.width) if lines.outlook else None
    now = (
        Label(x(today), ceiling - 8, f"{today:%m-%d}", "middle") if today and start <= today <= end else None
    )
    # What says most is placed first; what would cover it gives way.
    words = [
        *(now, shown_line.label, claimed_line.label, fore and fore.label, target_ and target_.label),
        *(None if lines.stairs else expected_line.label, old_ and old_.label),
        *(flight.label for flight in sorted(flights, key=_weighs)),
    ]
    placed = dict(_placed([word for word in words if word], canvas))
    return Chart(
        *(canvas.width, canvas.height, left, right, ceiling, floor_),
        levels=tuple(Label(left - 8, y(i * step), number(i * step)) for i in range(round(top / step) + 1)),
        months=tuple(_months(start, end, x, right - left)),
        claimed=_worded(claimed_line, placed),
        shown=_worded(shown_line, placed),
        expected=replace(expected_line, label=None) if lines.stairs else _worded(expected_line, placed),
        target=target_ and _worded(target_, placed),
        old_target=old_ and _worded(old_, placed),
        today=now,
        told=_told(rows, goal, unit) + _told_stairs(lines, unit),
        flights=tuple(_worded(flight, placed) for flight in flights),
        fore=fore and _worded(fore, placed),
    )


def _within(rows: Sequence[Reading], start: date, end: date) -> list[Reading]:
    return sorted((row for row in rows if start <= row.on <= end), key=lambda row: row.on)


def _scale(most: float) -> tuple[float, float]:
    """Return a round top and a step that divides it into two to five.

    >>> _scale(1800), _scale(0), _scale(1), _scale(0.4)
    ((2000.0, 500.0), (1.0, 0.25), (1.0, 0.25), (0.4, 0.1))
    """
    if most <= 0:
        return 1.0, 0.25
    unit = 10.0 ** floor(log10(most))
    for top, step in ((1, 0.25), (1.5, 0.5), (2, 0.5), (3, 1), (4, 1), (5, 1), (6, 2), (8, 2), (10, 2.5)):
        if most <= top * unit * (1 + 1e-9):
            return round(top * unit, 9), round(step * unit, 9)
    raise AssertionError(most)


def _series(
    rows: Sequence[Reading], word: str, x: Callable[[date], float], y: Callable[[float], float], width: int
) -> Series:
    """Draw a line from reading to reading; a reading that nobody knows breaks it."""
    path, pen, dots = [], "M", []
    last: Label | None = None
    for row in rows:
        if row.value is None:
            pen = "M"
            continue
        at = x(row.on), y(row.value)
        path.append(f"{pen}{at[0]:g} {at[1]:g}")
        pen = "L"
        dots.append(at)
        last = _beside(at, f"{word} {number(row.value)}", width)
    return Series(" ".join(path), tuple(dots), last)


def _beside(at: tuple[float, float], text: str, width: int) -> Label:
    """Put a word behind a point, or above it where there is no room behind."""
    if at[0] + LABEL_ROOM <= width:
        return Label(at[0] + 8, at[1] + 4, text)
    below = at[1] < NARROW.top + LINE  # above it stands the word of today
    return Label(at[0] - 6, at[1] + (18 if below else -8), text, "end")


def _flight(
    stair: Stair, start: date, end: date, x: Callable[[date], float], y: Callable[[float], float]
) -> Flight:
    """Draw a target as stairs: each step holds until its day, the last one to the end."""
    steps, since, path = sorted(stair.steps), start, ""
    for day, value in steps:
        until = min(max(day, start), end)
        path += f"{'L' if path else 'M'}{x(since):g} {y(value):g}H{x(until):g}"
        since = until
    value, last = steps[-1][1], x(min(max(steps[-2][0] if len(steps) > 1 else start, start), end))
    beside = -6 if stair.kind == "stretch" else 15  # so that its word never meets that of the bottom line
    return Flight(stair.kind, path, Label(last + 6, y(value) + beside, f"{stair.word} {number(value)}"))


def _fore(
    given: Outlook, end: date, x: Callable[[date], float], y: Callable[[float], float], width: int
) -> Fore | None:
    """Draw how it goes on: from the last reading to the value on the middle day, between the earliest and the latest."""
    since = given.since
    if since.value is None or since.on >= end:
        return None
    value = given.value

    def at(day: date | None) -> tuple[float, float]:
        until, reached = way(given, day, end)
        return x(until), y(reached)

    from_, early, late = (x(since.on), y(since.value)), at(given.early), at(given.late)
    corners = [from_, early]
    if given.early is not None and given.early <= end and (given.late is None or given.late > end):
        corners.append((x(end), y(value)))  # the band goes on along the value
    corners.append(late)
    edges = "M" + "L".join(f"{a:g} {b:g}" for a, b in corners) + "Z"
    if given.day is None:
        return Fore(edges, "", None, None)
    to = at(given.day)
    ring = to if given.day <= end else None
    word = say("预计 {day:%Y-%m-%d}", day=given.day)
    behind = to[0] + LABEL_ROOM + 8 <= width
    label = (
        Label(to[0] + 8, to[1] + 4, word)
        if behind
        else Label(min(to[0], width - 4.0), to[1] - 12, word, "end")
    )
    return Fore(edges, f"M{from_[0]:g} {from_[1]:g}L{to[0]:g} {to[1]:g}", ring, label)


def way(given: Outlook, day: date | None, end: date) -> tuple[date, float]:
    """Return where the way to a day ends, cut off where the chart does; a way that never comes there stays level.

    >>> to = Outlook(Reading(date(2026, 1, 1), 40), 100, None, None, None)
    >>> way(to, date(2026, 1, 11), date(2026, 2, 1)), way(to, date(2026, 1, 21), date(2026, 1, 11))
    ((datetime.date(2026, 1, 11), 100), (datetime.date(2026, 1, 11), 70.0))
    """
    since, begin = given.since.on, given.since.value or 0.0
    if day is None:
        return end, begin
    if day <= end:
        return max(day, since), given.value
    return end, begin + (given.value - begin) * (end - since).days / (day - since).days


def band(given: Outlook, end: date) -> list[tuple[date, float, float]]:
    """Return where the early and the late way stand on each day on which one of them bends.

    >>> to = Outlook(Reading(date(2026, 1, 1), 40), 100, None, date(2026, 1, 11), date(2026, 1, 21))
    >>> [(day.day, early, late) for day, early, late in band(to, date(2026, 2, 1))]
    [(1, 40.0, 40.0), (11, 100.0, 70.0), (21, 100.0, 100.0)]
    """
    since, begin = given.since.on, given.since.value or 0.0
    early, late = way(given, given.early, end), way(given, given.late, end)

    def stands(to: tuple[date, float], day: date) -> float:
        gone = (day - since).days / max((to[0] - since).days, 1)
        return begin + (to[1] - begin) * min(gone, 1.0)

    return [(day, stands(early, day), stands(late, day)) for day in sorted({since, early[0], late[0]})]


def _told_stairs(lines: Lines, unit: str) -> str:
    """Say the targets and how it goes on in words."""
    said = [
        f"{stair.word} {day:%Y-%m-%d} {number(value)}{unit}"
        for stair in lines.stairs
        for day, value in stair.steps
    ]
    if lines.outlook and lines.outlook.day:
        said.append(say("预计 {day:%Y-%m-%d} 达到", day=lines.outlook.day))
    return "".join(say("，") + words for words in said)


LINE = 16.0  # from one word to the next below it
SHIFTS = (0.0, *(side * LINE * times for times in (1, 2, 3) for side in (-1, 1)))
Box = tuple[float, float, float, float]
W = TypeVar("W", Series, Level, Flight, Fore)


def _placed(words: Sequence[Label], canvas: Canvas) -> Iterator[tuple[Label, Label]]:
    """Place words one after the other: within the drawing, and where one would cover another, a line or more away."""
    taken: list[Box] = []
    for word in words:
        wish = _within_width(word, canvas.width)
        tried = [replace(wish, y=round(wish.y + shift, 1)) for shift in SHIFTS]
        fit = [one for one in tried if LINE - 4 <= one.y <= canvas.height - canvas.bottom or one is tried[0]]
        found = next((one for one in fit if not any(_meet(_box(one), box) for box in taken)), wish)
        taken.append(_box(found))
        yield word, found


def _weighs(flight: Flight) -> bool:
    """Sort what is promised before what is striven for, and both before what was promised once."""
    return flight.kind == "old"


def _worded(of: W, placed: Mapping[Label, Label]) -> W:
    """Return a shape with its word where there is room for it."""
    return replace(of, label=placed[of.label]) if of.label else of


def _within_width(word: Label, width: float) -> Label:
    """Move a word that would run out of the drawing back into it."""
    left, _, right, _ = _box(word)
    back = min(width - right, 0.0) or max(-left, 0.0)
    return replace(word, x=round(word.x + back, 1)) if back else word


def _box(word: Label) -> Box:
    """Return about which room a word takes: left, top, right, bottom; a Chinese sign is twice as wide as a letter."""
    wide = sum(12.5 if sign > "\u2e7f" else 6.8 for sign in word.text)
    left = word.x - {"start": 0.0, "middle": wide / 2, "end": wide}[word.anchor]
    return left, word.y - 11, left + wide, word.y + 3


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _months(start: date, end: date, x: Callable[[date], float], room: float) -> Iterator[Label]:
    """Name the months at their beginnings, as many as there is room for; a year is named with its first."""
    firsts = [date(m // 12, m % 12 + 1, 1) for m in range(_month(start), _month(end) + 1)]
    firsts = [day for day in firsts if start <= day <= end]
    for every in (1, 2, 3, 6, 12):
        named = [day for day in firsts if (day.month - 1) % every == 0]
        if len(named) * MONTH_ROOM <= room:
            break
    for day in named:
        yield Label(x(day), 0, month_word(day))


YEAR = noted("{year}年")
MONTH_NAMES = (
    *(noted("1月"), noted("2月"), noted("3月"), noted("4月"), noted("5月"), noted("6月")),
    *(noted("7月"), noted("8月"), noted("9月"), noted("10月"), noted("11月"), noted("12月")),
)


def month_word(day: date) -> str:
    """Name a month on an axis; a year is named with its first.

    >>> month_word(date(2026, 11, 1)), month_word(date(2027, 1, 1))
    ('11月', '2027年')
    """
    return say(YEAR, year=day.year) if day.month == 1 else say(MONTH_NAMES[day.month - 1])


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _told(lines: dict[str, list[Reading]], target: float | None, unit: str) -> str:
    """Say the chart in words."""
    said = []
    for word, rows in lines.items():
        known = [row for row in rows if row.value is not None]
        if known:
            said.append(f"{known[-1].on:%Y-%m-%d} {word} {number(known[-1].value or 0)}{unit}")
        else:
            said.append(say("{word}无数据", word=word))
    if target is not None:
        said.append(say("目标 {number}{unit}", number=number(target), unit=unit))
    return say("，").join(said)
