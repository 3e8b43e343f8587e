"""What people do with results: report with evidence, verify what it shows, define indicators, observe and verify values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.arithmetic import milestones
from luoshi.arithmetic.quality import Statement
from luoshi.audit.sending import sending
from luoshi.audit.verbs import verb
from luoshi.documents.actions import keep
from luoshi.people.models import Member, Unit, append_all, made
from luoshi.plans.actions import saying
from luoshi.plans.errors import NotADraft
from luoshi.plans.models import Item, Plan, Standing
from luoshi.plans.turning import turn
from luoshi.results import sharing
from luoshi.results.defining import append_definition, append_targets, drives, keep_override
from luoshi.results.errors import (
    AlreadyVerified,
    BadValue,
    MoreThanClaimed,
    NoEvidence,
    OwnEvidence,
    OwnValue,
    Reused,
    Unjudged,
    Unnamed,
    Unverified,
)
from luoshi.results.fitting import Measured, check
from luoshi.results.meaning import Meant, Wanted, check_points, columns, definition_on
from luoshi.results.models import Acceptance, Evidence, Indicator, Observation, Quality, Value
from luoshi.results.reusing import counted_elsewhere, folded
from luoshi.work import actions as work
from luoshi.work.errors import AlreadyMoved, BadClaim
from luoshi.work.models import Update

Word, State = Acceptance.Word, Update.State
# Written as it is sent, as all that a verification asks.
_NAMES = ", ".join(f'"{field.column}"' for field in Evidence._meta.concrete_fields)
_PIECES = f"SELECT {_NAMES} FROM results_evidence WHERE update_of_id = %s"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that is handed in as evidence, what it shows, and the reference number that it bears."""

    name: str
    content: bytes
    shows: str
    number: str = ""


@verb
def report(
    item: Item, claim: work.Claim, *, unit: Unit, evidence: Sequence[Piece], by: Member, at: datetime
) -> Update:
    """Report progress together with its evidence: both, or neither."""
    update = work.report(item, claim, unit=unit, by=by, at=at)
    for piece in evidence:
        attach(update, piece, by=by, at=at)
    return update


@verb
def attach(update: Update, piece: Piece, *, by: Member, at: datetime) -> Evidence:
    """Attach a piece of evidence to a report; the file is kept as it came and never opened here."""
    original = keep(piece.content, piece.name, piece.name.rpartition(".")[2].lower()[:10])
    return Evidence.objects.create(
        update_of=update,
        original=original,
        shows=piece.shows,
        sha256=original.sha256,
        number=folded(piece.number)[:100],
        about=update.about,
        known_at=at,
        by=by,
    )


@verb
@sending()
def verify(
    update: Update,
    *,
    shown: int | Collection[int],
    words: Mapping[int, str],
    note: str,
    by: Member,
    at: datetime,
) -> Observation:
    """Verify a signed report: a word on each piece of evidence, and what those accepted show: a per cent, or milestones."""
    pieces = _pieces(update)
    if {piece.pk for piece in pieces} - words.keys():
        raise Unjudged(_("每一件佐证都须给出意见。"))
    accepted = [piece for piece in pieces if words[piece.pk] == Word.ACCEPT]
    if update.reached is None:
        percent, reached = _percent(update, shown, accepted), None
    else:
        percent, reached = _reached(update, shown, accepted)
    reused = _reused(accepted, update, note)
    work.verify(update, note=note, by=by, at=at)
    day = timezone.localdate(at)
    append_all(
        [
            Acceptance(
                evidence=piece,
                word=words[piece.pk],
                note=note[:200] if piece.pk in reused else "",
                about=day,
                known_at=at,
                by=by,
            )
            for piece in pieces
        ]
    )
    turn(update.item.plan, day)
    observation = Observation(
        item_id=update.item_id,
        update_of=update,
        percent=percent,
        reached=reached,
        about=update.about,
        known_at=at,
        by=by,
    ).append()
    sharing.follow(update.item_id, update.about, by=by, at=at)
    return observation


def _pieces(update: Update) -> list[Evidence]:
    with connection.cursor() as cursor:
        cursor.execute(_PIECES, (update.pk,))
        return made(Evidence, cursor)


def _percent(update: Update, shown: int | Collection[int], accepted: Sequence[Evidence]) -> int:
    if not isinstance(shown, int):
        raise BadClaim(_("这份进展报的是百分比，请填已证的百分比。"))
    if shown and not accepted:
        raise NoEvidence(_("没有采信的佐证，已证进度只能是 0。"))
    if shown > update.percent:
        said = _("已证进度不能超过单位所报的 {percent}%。")
        raise MoreThanClaimed(said.format(percent=update.percent))
    return shown


def _reached(update: Update, shown: int | Collection[int], accepted: Sequence[Evidence]) -> tuple[int, int]:
    """Return the milestones that are shown with what they make; new ones need evidence, shown ones have theirs."""
    if isinstance(shown, int):
        raise BadClaim(_("这份进展报的是里程碑，请勾选已证的里程碑。"))
    reached, claimed = milestones.marks(shown), update.reached or 0
    if reached & ~claimed:
        raise MoreThanClaimed(_("已证的里程碑不能超出单位所报的。"))
    if not accepted and reached & ~max(sharing.seen_of(update.item_id, update.about)[1], 0):
        raise NoEvidence(_("没有采信的佐证，不能新证里程碑；此前已证的可以保留。"))
    marks = Standing.everything.values_list("milestones", flat=True).get(pk=update.item_id)
    made = milestones.percent(milestones.reached(marks, reached, 0))
    return min(made, update.percent), reached


def _reused(accepted: Sequence[Evidence], update: Update, note: str) -> set[int]:
    """Return which pieces stand behind another claim; to accept one of them wants a reason."""
    reused = counted_elsewhere(accepted, update) if accepted else set()
    if reused and not note.strip():
        raise Reused(_("这件佐证已用于另一事项或另一单位的进展，采信须写明理由。"))
    return reused


@verb
def judge_evidence(piece: Evidence, *, word: str, note: str, by: Member, at: datetime) -> Acceptance:
    """Mark a piece of evidence before its report is verified: settled, more to be handed in, or to be asked about on site."""
    update = Update.everything.select_for_update().get(pk=piece.update_of_id)
    if by.pk in {piece.by_id, update.by_id, update.signed_by_id}:
        raise OwnEvidence(_("自己提交或审签的佐证须由他人评判。"))
    if update.state not in {State.REPORTED, State.SIGNED}:
        raise AlreadyMoved(_("这份进展已有结论，请刷新后查看。"))
    if word == Word.ACCEPT:
        _reused([piece], update, note)
    elif not note.strip():
        raise Unnamed(_("请写明缺什么、问什么，或为何不采信。"))
    return Acceptance.objects.create(
        evidence=piece, word=word, note=note.strip()[:200], about=timezone.localdate(at), known_at=at, by=by
    )


@verb
def define(item: Item, meant: Meant, *, by: Member, at: datetime) -> Indicator:
    """Define an indicator of an item of a draft."""
    plan = _draft(item.plan, at)
    found = columns(meant, plan)
    said = saying(plan, by=by, at=at)
    indicator = Indicator.objects.create(item=item, about=said.about, known_at=at, by=by)
    append_definition(indicator, found, said, drives=meant.drives)
    sharing.follow(item.pk, said.about, by=by, at=at)
    return indicator


@verb
def redefine(indicator: Indicator, meant: Meant, *, override: str = "", by: Member, at: datetime) -> None:
    """Define an indicator of a draft anew; what it meant before is still there."""
    plan = _draft(indicator.item.plan, at)
    found = columns(meant, plan)
    said = saying(plan, by=by, at=at)
    if indicator.targets.exists():
        keep_override(indicator, found, override, said)
    append_definition(indicator, found, said, drives=meant.drives)
    sharing.follow(indicator.item_id, said.about, by=by, at=at)


@verb
def set_targets(
    indicator: Indicator, points: Sequence[Wanted], *, override: str = "", by: Member, at: datetime
) -> None:
    """Set the target of an indicator of a draft; an employment rate for a college or a person wants a reason."""
    check_points(points)
    plan = _draft(indicator.item.plan, at)
    said = saying(plan, by=by, at=at)
    definition = definition_on(indicator, timezone.localdate(at))
    assert definition is not None  # of a draft: defined with it
    keep_override(indicator, {"name": definition.name, "subject": definition.subject}, override, said)
    append_targets(indicator, points, said)
    sharing.follow(indicator.item_id, said.about, by=by, at=at)


def _draft(plan: Plan, at: datetime) -> Plan:
    plan = Plan.everything.select_for_update().get(pk=plan.pk)
    if plan.adopted_at is not None:
        raise NotADraft(_("计划已经通过，指标和目标值只能通过“目标调整”来改动。"))
    turn(plan, timezone.localdate(at))
    return plan


@verb
def observe(
    indicator: Indicator,
    measured: Measured,
    *,
    unit: Unit,
    update: Update | None = None,
    by: Member,
    at: datetime,
) -> Value:
    """Enter what was measured, with a report or from a source that is named; it shows nothing until somebody verifies it."""
    check(indicator, measured, unit, update, at)
    value = Value.objects.create(
        indicator=indicator,
        unit=unit,
        period=measured.period.strip(),
        value=measured.value,
        bottom=measured.bottom,
        origin=measured.origin,
        source=measured.source.strip(),
        update_of=update,
        about=measured.about,
        known_at=at,
        by=by,
    )
    if update is None and drives(indicator.item_id, indicator.pk):  # what no report brings is claimed at once
        turn(indicator.item.plan, timezone.localdate(at))
        sharing.follow(indicator.item_id, measured.about, by=by, at=at)
    return value


def verify_value(value: Value, *, by: Member, at: datetime) -> None:
    """Verify one value."""
    verify_values([value], by=by, at=at)


@verb
def verify_values(values: Sequence[Value], *, by: Member, at: datetime) -> None:
    """Verify values of one item: from now on they show progress, and the item's shown share follows."""
    rows = list(
        Value.everything.filter(pk__in=[value.pk for value in values])
        .select_related("indicator__item__plan", "update_of")
        .order_by("pk")
    )
    if len({row.indicator.item_id for row in rows}) != 1:
        raise BadValue(_("一次核实一个事项的指标值。"))
    for row in rows:
        _may_verify(row, by)
    keys = [row.pk for row in rows]
    if Value.everything.filter(pk__in=keys, verified_at=None).update(verified_by=by, verified_at=at) < len(
        keys
    ):
        raise AlreadyVerified(_("这些指标值刚由他人核实，请刷新后查看。"))
    item = rows[0].indicator.item
    turn(item.plan, timezone.localdate(at))
    since = min(row.about for row in rows)
    if any(drives(item.pk, row.indicator_id) for row in rows):
        sharing.follow(item.pk, since, by=by, at=at)


def _may_verify(row: Value, by: Member) -> None:
    update = row.update_of
    made = {row.by_id, update.by_id, update.signed_by_id} if update else {row.by_id}
    if by.pk in made:
        raise OwnValue(_("自己填报或审签的指标值须由他人核实。"))
    if update is not None and update.state != State.VERIFIED:
        raise Unverified(_("请先核实带来这一指标值的进展。"))


@verb
def state_quality(indicator: Indicator, statement: Statement, *, by: Member, at: datetime) -> Quality:
    """State of an indicator's figures how they are verified, whence they come, and what limits they have."""
    return Quality.objects.create(
        indicator=indicator,
        verified=statement.verified.strip()[:500],
        source=statement.source.strip()[:500],
        accuracy=statement.accuracy.strip()[:500],
        limits=statement.limits.strip()[:500],
        compensation=statement.compensation.strip()[:500],
        about=timezone.localdate(at),
        known_at=at,
        by=by,
    )
