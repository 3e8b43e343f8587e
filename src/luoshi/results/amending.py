"""目标调整: targets and definitions of an adopted plan change by an amendment that a second person signs; the old stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people.models import Member
from luoshi.plans import amending
from luoshi.plans.amending import Proposal
from luoshi.plans.appending import Saying
from luoshi.plans.models import Amendment, Item
from luoshi.results.defining import keep_override
from luoshi.results.errors import BadIndicator, BadTarget
from luoshi.results.meaning import Meant, Wanted, check_points, columns, definition_on
from luoshi.results.models import Indicator, ProposedDefinition, ProposedTarget, Target


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
    today = timezone.localdate(at)
    definition = definition_on(indicator, max(about, today))
    if definition is None:
        raise BadIndicator(_("指标届时尚未生效，不能提出目标值。"))
    if Target.everything.filter(indicator=indicator, about__gt=about, about__lte=today).exists():
        raise BadTarget(_("目标调整的起算日不能早于现行目标值的起算日。"))
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
    proposal = Proposal(Amendment.Kind.TARGET, reason, about, ())
    return amending.propose(item.plan, proposal, by=by, at=at)
