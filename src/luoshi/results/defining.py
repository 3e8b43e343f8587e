"""Facts about indicators are appended here: definition, driver, target, and the override that a target needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from luoshi.plans.appending import Saying
from luoshi.results.errors import AlreadySaid
from luoshi.results.history import holding
from luoshi.results.meaning import Wanted, warned
from luoshi.results.models import Definition, Driver, Indicator, Target


def append_definition(indicator: Indicator, found: Mapping[str, Any], said: Saying, *, drives: bool) -> None:
    """Append what an indicator means from a day on, and whether it drives its item."""
    _append(Definition, said, indicator=indicator, **found)
    held = holding(Driver.everything.filter(item=indicator.item_id), said.about, said.at)
    was = held is not None and held.indicator_id == indicator.pk
    if drives != was:
        _append(Driver, said, item=indicator.item, indicator=indicator if drives else None)


def append_targets(indicator: Indicator, points: Sequence[Wanted], said: Saying) -> None:
    """Append a version of a target; none is about a day before the one that holds, so that the newest always holds."""
    last = Target.everything.filter(indicator=indicator).order_by("about", "known_at").last()
    if last is not None and (said.about < last.about or said.at <= last.known_at):
        raise AlreadySaid("已有更新的目标值，请刷新后重新提出。")
    for point in points:
        _append(Target, said, indicator=indicator, on=point.on, bottom=point.bottom, stretch=point.stretch)


def keep_override(indicator: Indicator, found: Mapping[str, Any], reason: str, said: Saying) -> None:
    """Keep the reason for which a warned target is set all the same; without one it is refused."""
    row = warned(str(found["name"]), str(found["subject"]), reason)
    if row is not None:
        row.indicator, row.about, row.known_at, row.by = indicator, said.about, said.at, said.by
        row.amendment = said.amendment
        row.save(force_insert=True)


def _append(kind: type[Any], said: Saying, /, **values: Any) -> None:
    try:
        with transaction.atomic():
            kind.objects.create(
                about=said.about, known_at=said.at, by=said.by, amendment=said.amendment, **values
            )
    except IntegrityError as twice:
        raise AlreadySaid("同一时刻已写过一次，请稍后再试。") from twice


def drives(item: int, indicator: int) -> bool:
    """Tell whether an indicator drives its item, or has ever driven it."""
    return Driver.everything.filter(item=item, indicator=indicator).exists()
