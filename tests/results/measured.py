"""An indicator of an item, its target and its values, made in a line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from luoshi.arithmetic.indicators import Kind
from luoshi.people.models import Unit
from luoshi.plans.ledger import keys_of
from luoshi.results import actions
from luoshi.results.actions import Measured
from luoshi.results.ledger import own
from luoshi.results.meaning import Meant, Wanted
from luoshi.results.models import Indicator, Value
from tests.world import NOW, TODAY, World

D = Decimal


def later(seconds: int) -> datetime:
    """Return a moment after the world was made."""
    return NOW + timedelta(seconds=seconds)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def meant(world: World, **more: Any) -> Meant:
    known: dict[str, Any] = {
        "unit": world.units["own"],
        "name": "到账经费",
        "kind": Kind.MAXIMISE,
        "measure": "万元",
        "base": D(0),
        "drives": True,
    }
    return Meant(**{**known, **more})


def defined(world: World, *, target: int | None = 100, at: int = 1, **more: Any) -> Indicator:
    """Define an indicator of the college's item, with a target for the end of its plan."""
    place, maker = world.places["own"], world.members["maker"]
    made = actions.define(place.item, meant(world, **more), by=maker, at=later(at))
    if target is not None:
        aim(world, made, target, at=at + 1)
    return made


def aim(world: World, indicator: Indicator, target: int, at: int, **more: Any) -> None:
    point = Wanted(world.places["own"].plan.ends, D(target))
    actions.set_targets(indicator, [point], by=world.members["maker"], at=later(at), **more)


def entered(world: World, indicator: Indicator, value: int, about: date, at: int, **more: Any) -> Value:
    """Enter a value from the finance office's system."""
    unit: Unit = more.pop("unit", world.units["own"])
    measured = Measured(about, D(value), origin=Value.Origin.IMPORT, source="财务系统", **more)
    return actions.observe(indicator, measured, unit=unit, by=world.members["maker"], at=later(at))


def proven(world: World, indicator: Indicator, value: int, about: date, at: int, **more: Any) -> Value:
    """Enter a value and let another verify it a second later."""
    made = entered(world, indicator, value, about, at, **more)
    actions.verify_value(made, by=world.members["verifier"], at=later(at + 1))
    return made


def share(world: World, on: date = TODAY, known: datetime | None = None) -> float | None:
    """Return what the ledger shows of the college's item, and hold what is kept against it where it is today's."""
    item = world.places["own"].item
    plan = item.plan
    keys = keys_of(plan)
    found = int(own(plan, keys, on, known).shows[keys.tolist().index(item.pk)])
    item.standing.refresh_from_db()
    if known is None and on == TODAY:
        assert item.standing.own_shown == (None if found < 0 else found)
    return None if found < 0 else found / 100_000_000
