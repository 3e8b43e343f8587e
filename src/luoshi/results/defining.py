"""Facts about indicators are appended here: definition, driver, target, override, and what a signed amendment proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.plans.appending import Saying
from luoshi.plans.errors import BadAmendment
from luoshi.plans.models import Amendment
from luoshi.results import sharing
from luoshi.results.errors import AlreadySaid
from luoshi.results.history import holding
from luoshi.results.meaning import COLUMNS, Wanted, warned
from luoshi.results.models import Definition, Driver, Indicator, Target


def append_definition(indicator: Indicator, found: Mapping[str, Any], said: Saying, *, drives: bool) -> None:
    """Append what an indicator means from a day on, and whether it drives its item."""
    _append(Definition, said, indicator=indicator, **found)
    held = holding(Driver.everything.filter(item=indicator.item_id), said.about, said.at)
    was = held is not None and held.indicator_id == indicator.pk
    if drives != was:
        _append(Driver, said, item=indicator.item, indicator=indicator if drives else None)


def append_targets(indicator: Indicator, points: Sequence[Wanted], said: Saying) -> None:
    """Append a version of a target; none is about a day before the one that holds, though it may be about one to come."""
    since = Q(about__gt=said.about, about__lte=timezone.localdate(said.at))
    if Target.everything.filter(since | Q(known_at__gte=said.at), indicator=indicator).exists():
        raise AlreadySaid(_("已有更新的目标值，请刷新后重新提出。"))
    for point in points:
        _append(Target, said, indicator=indicator, on=point.on, bottom=point.bottom, stretch=point.stretch)


def keep_override(indicator: Indicator, found: Mapping[str, Any], reason: str, said: Saying) -> None:
    """Keep the reason for which a warned target is set all the same; without one it is refused."""
    row = warned(str(found["name"]), str(found["subject"]), reason)
    if row is not None:
        row.indicator, row.about, row.known_at, row.by = indicator, said.about, said.at, said.by
        row.amendment = said.amendment
        row.save(force_insert=True)


def append_proposed(amendment: Amendment, said: Saying) -> None:
    """Append the definitions and targets of an amendment that is signed second; the shown shares follow."""
    items: set[int] = set()
    for proposed in amendment.proposed_definitions.select_related("indicator__item", "unit"):
        _unchanged(Definition, proposed.indicator, amendment)
        found = {name: getattr(proposed, name) for name in COLUMNS}
        append_definition(proposed.indicator, found, said, drives=proposed.drives)
        items.add(proposed.indicator.item_id)
    for indicator, points in _points(amendment):
        _unchanged(Target, indicator, amendment)
        append_targets(indicator, points, said)
        items.add(indicator.item_id)
    if not items:
        raise BadAmendment(_("调整没有写明要改什么。"))
    for item in sorted(items):
        sharing.follow(item, said.about, by=said.by, at=said.at)


def _points(amendment: Amendment) -> list[tuple[Indicator, list[Wanted]]]:
    found: dict[int, tuple[Indicator, list[Wanted]]] = {}
    for row in amendment.proposed_targets.select_related("indicator__item"):
        held = found.setdefault(row.indicator_id, (row.indicator, []))
        held[1].append(Wanted(row.on, row.bottom, row.stretch))
    return list(found.values())


def _unchanged(kind: type[Any], indicator: Indicator, amendment: Amendment) -> None:
    """Refuse what was proposed before something newer was said."""
    if kind.everything.filter(indicator=indicator, known_at__gt=amendment.known_at).exists():
        raise AlreadySaid(_("要改的内容在提出之后又有变动，请重新提出。"))


def _append(kind: type[Any], said: Saying, /, **values: Any) -> None:
    try:
        with transaction.atomic():
            kind.objects.create(
                about=said.about, known_at=said.at, by=said.by, amendment=said.amendment, **values
            )
    except IntegrityError as twice:
        raise AlreadySaid(_("同一时刻已写过一次，请稍后再试。")) from twice


def drives(item: int, indicator: int) -> bool:
    """Tell whether an indicator drives its item, or has ever driven it."""
    return Driver.everything.filter(item=item, indicator=indicator).exists()
