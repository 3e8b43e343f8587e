"""调整: a draft is revised as it is; an adopted plan by an amendment, which a second person signs and whose old stays visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import tell, verb, whole
from luoshi.people.models import Member
from luoshi.plans import appending, effects
from luoshi.plans.actions import saying
from luoshi.plans.appending import Saying
from luoshi.plans.changes import OWNER, Becomes, Ground
from luoshi.plans.entering import Entry, born, fits_under
from luoshi.plans.errors import AlreadyDecided, BadAmendment, NotAdopted, NotADraft, OwnAmendment
from luoshi.plans.models import Amendment, Change, Item, Plan
from luoshi.plans.turning import turn
from luoshi.plans.undoing import former

Kind, State = Amendment.Kind, Amendment.State
ENTER = "enter"  # the aspect under which a new item stands among the changes


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amendment as it is proposed: its kind, why, from which day, what changes, and what is added."""

    kind: str
    reason: str
    about: date
    changes: Sequence[Becomes] = ()
    entries: Sequence[Entry] = ()  # items that are to be new


# Which aspects each kind may touch, so that a change of what is reckoned is never called clerical.
ALLOWED: dict[str, tuple[str, ...]] = {
    Kind.CLERICAL: ("word",),
    Kind.SCHEDULE: ("schedule",),
    Kind.TARGET: (),  # targets are the results' to amend, under an amendment of this kind
    Kind.SCOPE: ("word", "place", "leader", OWNER),
    Kind.MERGE: ("fate",),
    Kind.END: ("fate",),
}


@whole
def revise(plan: Plan, changes: Sequence[Becomes], *, by: Member, at: datetime) -> None:
    """Change a plan that is still a draft."""
    plan = Plan.everything.select_for_update().get(pk=plan.pk)
    if plan.adopted_at is not None:
        raise NotADraft(_("计划已经通过，只能通过调整来改动。"))
    turn(plan, timezone.localdate(at))
    ground = Ground(plan, [one.item for one in changes])
    ground.check(changes)
    for one in changes:
        told = {
            "aspect": one.aspect,
            "was": str(ground.now(one.item.pk, one.aspect)),
            "became": str(one.value),
        }
        tell("plans.revise", one.item, by=by, at=at, **told)
    appending.append(ground.facts(changes, saying(plan, by=by, at=at)), plan)


@verb
def undo(plan: Plan, done: datetime, *, by: Member, at: datetime) -> None:
    """Take back what one has changed in a draft at a moment: what was before is said again, unless it was changed since."""
    plan = Plan.everything.select_for_update().get(pk=plan.pk)
    turn(plan, timezone.localdate(at))
    revise(plan, former(plan, done, by, plan.day), by=by, at=at)


@verb
def propose(plan: Plan, proposal: Proposal, *, by: Member, at: datetime) -> Amendment:
    """Propose an amendment of an adopted plan; nothing changes before a second person signs."""
    plan.refresh_from_db()
    if plan.adopted_at is None:
        raise NotAdopted(_("草案可以直接修改，不必提出调整。"))
    if not proposal.reason.strip():
        raise BadAmendment(_("调整须写明理由。"))
    if not (proposal.changes or proposal.entries) and proposal.kind != Kind.TARGET:
        raise BadAmendment(_("调整没有写明要改什么。"))
    for one in proposal.changes:
        _allowed(proposal.kind, one)
        if one.aspect == "place" and proposal.about > timezone.localdate(at):
            raise BadAmendment(_("事项的位置只能即日起改动。"))  # two such in waiting could make a ring
    ground = Ground(plan, [one.item for one in proposal.changes])
    ground.check(proposal.changes)
    for entry in proposal.entries:
        _check_entry(plan, entry, proposal, timezone.localdate(at))
    amendment = Amendment.objects.create(
        plan=plan,
        kind=proposal.kind,
        reason=proposal.reason.strip(),
        about=proposal.about,
        known_at=at,
        by=by,
    )
    Change.objects.bulk_create(
        Change(
            amendment=amendment,
            item=one.item,
            aspect=one.aspect,
            was=ground.now(one.item.pk, one.aspect),
            becomes=one.value,
        )
        for one in proposal.changes
    )
    Change.objects.bulk_create(
        Change(amendment=amendment, aspect=ENTER, was={}, becomes=_written(entry))
        for entry in proposal.entries
    )
    return amendment


@verb
def countersign(amendment: Amendment, *, by: Member, at: datetime, answer: str = "") -> None:
    """Sign an amendment second: what it proposes holds from its day on, if nothing else has changed that since."""
    _decide(amendment, State.ADOPTED, by=by, at=at, answer=answer)
    plan = Plan.everything.select_for_update().get(pk=amendment.plan_id)
    turn(plan, timezone.localdate(at))
    said = Saying(by, at, amendment.about, amendment)
    changes = list(amendment.changes.select_related("item"))
    becomes = [Becomes(one.item, one.aspect, one.becomes) for one in changes if one.item]
    ground = Ground(plan, [one.item for one in becomes])
    if any(one.item and ground.now(one.item.pk, one.aspect) != one.was for one in changes):
        raise AlreadyDecided(_("要改的内容在提出之后又有变动，请重新提出。"))
    appending.append(ground.facts(becomes, said), plan)
    for one in changes:
        if one.item is None:
            _enter(plan, one.becomes, said)
    if amendment.kind == Kind.TARGET:
        effects.AMENDED[Kind.TARGET](amendment, said)


@verb
def refuse(amendment: Amendment, *, answer: str, by: Member, at: datetime) -> None:
    """Refuse an amendment, with a reason."""
    if not answer.strip():
        raise BadAmendment(_("不同意须写明理由。"))
    _decide(amendment, State.REFUSED, by=by, at=at, answer=answer)


@verb
def withdraw(amendment: Amendment, *, by: Member, at: datetime) -> None:  # every verb says when
    """Take back an amendment of one's own."""
    mine = Amendment.everything.filter(pk=amendment.pk, by=by, state=State.PROPOSED)
    if not mine.update(state=State.WITHDRAWN):
        raise AlreadyDecided(_("这份调整不是您提出的，或已有结论。"))


def _decide(amendment: Amendment, state: str, *, by: Member, at: datetime, answer: str) -> None:
    if by.pk == amendment.by_id:
        raise OwnAmendment(_("自己提出的调整须由他人会签。"))
    waiting = Amendment.everything.filter(pk=amendment.pk, state=State.PROPOSED)
    if not waiting.update(state=state, second=by, second_at=at, answer=answer.strip()):
        raise AlreadyDecided(_("这份调整刚由他人办过，请刷新后查看。"))
    amendment.refresh_from_db()


def _allowed(kind: str, one: Becomes) -> None:
    if not one.aspect.startswith(ALLOWED[kind] or ("-",)):
        raise BadAmendment(_("“{kind}”不能改动这一方面。").format(kind=Kind(kind).label))
    fates = {Kind.MERGE: Item.Fate.MERGED, Kind.END: Item.Fate.ENDED}
    if kind in fates and one.value.get("fate") != fates[Kind(kind)]:
        raise BadAmendment(
            _("“{kind}”只能写明{fate}。").format(kind=Kind(kind).label, fate=fates[Kind(kind)].label)
        )


def _check_entry(plan: Plan, entry: Entry, proposal: Proposal, today: date) -> None:
    if proposal.kind != Kind.SCOPE:
        raise BadAmendment(_("“{kind}”不能新增事项。").format(kind=Kind(proposal.kind).label))
    if proposal.about > today:
        raise BadAmendment(_("新增事项只能即日起。"))  # where it would stand may be gone by then
    if not entry.title.strip() or entry.weight < 1:
        raise BadAmendment(_("新增事项须有表述，权重至少为 1。"))
    fits_under(plan, entry)


def _written(entry: Entry) -> dict[str, Any]:
    """Write down an item that is to be new."""
    parent = entry.parent.pk if entry.parent else None
    return {"kind": str(entry.kind), "title": entry.title.strip(), "parent": parent, "weight": entry.weight}


def _enter(plan: Plan, value: dict[str, Any], said: Saying) -> None:
    parent = Item.everything.get(pk=value["parent"]) if value["parent"] else None
    born(plan, Entry(value["kind"], value["title"], parent, value["weight"]), said)
