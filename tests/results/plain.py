"""What is shown of an item by itself, told from the bare facts one by one and in fractions: the plain reference."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from luoshi.results.models import Definition, Driver, Observation, Target, Value
from luoshi.work.models import Update

SCALE = 100_000_000


def last(rows: Any) -> Any:
    """Return the fact about the latest day, known last."""
    found = None
    for row in rows:
        if found is None or (row.about, row.known_at) > (found.about, found.known_at):
            found = row
    return found


def told(item: int, on: date, known: datetime, *, shown: bool) -> int | None:
    """Return the share that is shown or claimed, in hundred-millionths."""
    by = {"about__lte": on, "known_at__lte": known}
    driver = last(Driver.everything.filter(item=item, **by))
    if (driver is None or driver.indicator_id is None) and not shown:
        signed = [row for row in Update.everything.filter(item=item, about__lte=on) if _stands(row, known)]
        signed.sort(key=lambda row: (row.about, row.signed_at, -row.percent))
        return signed[-1].percent * 1_000_000 if signed else None
    if driver is None or driver.indicator_id is None:
        stated = list(Observation.everything.filter(item=item, update_of__isnull=False, **by))
        top = last(stated)
        same = [row.percent for row in stated if (row.about, row.known_at) == (top.about, top.known_at)]
        return min(same) * 1_000_000 if same else None
    definition = last(Definition.everything.filter(indicator=driver.indicator_id, **by))
    targets = list(Target.everything.filter(indicator=driver.indicator_id, **by))
    newest = last(targets)
    value = _value(driver.indicator_id, definition, on, known, shown=shown)
    if newest is None or value is None:
        return None
    version = [row for row in targets if (row.about, row.known_at) == (newest.about, newest.known_at)]
    return _share(definition, value, Fraction(max(version, key=lambda row: row.on).bottom))


def _stands(update: Update, known: datetime) -> bool:
    """Tell whether a report was signed by K and not returned by then."""
    returned = update.steps.filter(became="returned", known_at__lte=known).exists()
    return update.signed_at is not None and update.signed_at <= known and not returned


def _value(indicator: int, definition: Any, on: date, known: datetime, *, shown: bool) -> Fraction | None:
    rows = list(Value.everything.filter(indicator=indicator, about__lte=on))
    if shown:
        rows = [row for row in rows if row.verified_at and row.verified_at <= known]
    else:
        rows = [
            row for row in rows if (_stands(row.update_of, known) if row.update_of else row.known_at <= known)
        ]
    used = _used(rows, definition)
    if not used:
        return None
    top = sum(Fraction(row.value) for row in used)
    if definition.kind != "ratio":
        return Fraction(top)
    bottom = sum(Fraction(row.bottom) for row in used)
    return Fraction(round(top / bottom * SCALE), SCALE) if bottom else None


def _used(rows: list[Any], definition: Any) -> list[Any]:
    """Return of each unit and period what holds, and only the newest period where that is the rule."""
    rows = [row for row in rows if (row.bottom is not None) == (definition.kind == "ratio")]
    held: dict[tuple[int, str], Any] = {}
    for row in sorted(rows, key=lambda row: (row.about, row.known_at, -row.value)):
        held[row.unit_id, _period(row)] = row
    if definition.over_periods != "latest":
        return list(held.values())
    rank = {name: (max(row.about for row in rows if _period(row) == name), name) for _, name in held}
    return [
        row
        for (unit, period), row in held.items()
        if rank[period] == max(rank[other] for one, other in held if one == unit)
    ]


def _period(row: Any) -> str:
    return row.period or str(row.about)


def _share(definition: Any, value: Fraction, target: Fraction) -> int | None:
    if definition.kind == "maintain":
        away, room = abs(value - target), Fraction(definition.tolerance)
        if away <= room:
            return SCALE
        return 0 if away >= 2 * room else round((2 * room - away) / room * SCALE)
    base = definition.base
    if base is None and definition.kind != "count":
        return None
    base = Fraction(base or 0)
    if target == base or (target < base) != (definition.kind == "minimise"):
        return None
    return min(max(round((value - base) / (target - base) * SCALE), 0), SCALE)
