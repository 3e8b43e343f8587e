"""目标调整: targets and definitions of an adopted plan change by an amendment that a second person signs; the old stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from luoshi.audit.verbs import verb
from luoshi.people.models import Member
from luoshi.plans import amending
from luoshi.plans.amending import Proposal
from luoshi.plans.appending import Saying
from luoshi.plans.errors import BadAmendment
from luoshi.plans.models import Amendment, Item
from luoshi.results import sharing
from luoshi.results.defining import append_definition, append_targets, keep_override
from luoshi.results.errors import AlreadySaid, BadIndicator, BadTarget
from luoshi.results.meaning import COLUMNS, Meant, Wanted, check_points, columns, newest
from luoshi.results.models import Definition, Indicator, ProposedDefinition, ProposedTarget, Target


@verb
def propose_targets(
    indicator: Indicator,
    points: Sequence[Wanted],
    *,
    reason: str,
    about: date,
    override: str = "",
    by: Member,
    at: datetime,
) -> Amendment:
    """Propose another target for an indicator of an adopted plan; nothing changes before a second person signs."""
    check_points(points)
    definition = newest(indicator)
    if definition is None:
        raise BadIndicator("指标尚未生效，不能提出目标值。")
    if Target.everything.filter(indicator=indicator, about__gt=about).exists():
        raise BadTarget("目标调整的起算日不能早于现行目标值的起算日。")
    amendment = _propose(indicator.item, reason, about, by=by, at=at)
    found = {"name": definition.name, "subject": definition.subject}
    keep_override(indicator, found, override, Saying(by, at, about, amendment))
    ProposedTarget.objects.bulk_create(
        ProposedTarget(
            amendment=amendment, indicator=indicator, on=point.on, bottom=point.bottom, stretch=point.stretch
        )
        for point in points
    )
    return amendment


@verb
def propose_definition(
    of: Indicator | Item,
    meant: Meant,
    *,
    reason: str,
    about: date,
    override: str = "",
    by: Member,
    at: datetime,
) -> Amendment:
    """Propose what an indicator of an adopted plan is to mean; given an item, a new indicator of it."""
    item = of if isinstance(of, Item) else of.item
    found = columns(meant, item.plan)
    amendment = _propose(item, reason, about, by=by, at=at)
    indicator = of if isinstance(of, Indicator) else _new(of, about, by=by, at=at)
    if indicator.targets.exists():
        keep_override(indicator, found, override, Saying(by, at, about, amendment))
    ProposedDefinition.objects.create(amendment=amendment, indicator=indicator, drives=meant.drives, **found)
    return amendment


def _new(item: Item, about: date, *, by: Member, at: datetime) -> Indicator:
    return Indicator.objects.create(item=item, about=about, known_at=at, by=by)


def _propose(item: Item, reason: str, about: date, *, by: Member, at: datetime) -> Amendment:
    if about > timezone.localdate(at):
        raise BadAmendment(
            "目标调整只能即日起算，或自更早的一天起算。"
        )  # what is kept of an item waits for no day
    proposal = Proposal(Amendment.Kind.TARGET, reason, about, ())
    return amending.propose(item.plan, proposal, by=by, at=at)


@verb
def countersign_targets(amendment: Amendment, *, by: Member, at: datetime, answer: str = "") -> None:
    """Sign an amendment of targets second: its definitions and targets hold from its day on, and the shown shares follow."""
    amending.countersign(amendment, by=by, at=at, answer=answer)
    said = Saying(by, at, amendment.about, amendment)
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
    for item in sorted(items):
        sharing.follow(item, amendment.about, by=by, at=at)


def _points(amendment: Amendment) -> list[tuple[Indicator, list[Wanted]]]:
    found: dict[int, tuple[Indicator, list[Wanted]]] = {}
    for row in amendment.proposed_targets.select_related("indicator__item"):
        held = found.setdefault(row.indicator_id, (row.indicator, []))
        held[1].append(Wanted(row.on, row.bottom, row.stretch))
    return list(found.values())


def _unchanged(kind: type[Any], indicator: Indicator, amendment: Amendment) -> None:
    """Refuse what was proposed before something newer was said."""
    if kind.everything.filter(indicator=indicator, known_at__gt=amendment.known_at).exists():
        raise AlreadySaid("要改的内容在提出之后又有变动，请重新提出。")
