"""调整: a draft is revised as it is; an adopted plan by an amendment, which a second person signs and whose old stays visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import tell, verb, whole
from luoshi.people.models import Member, Unit
from luoshi.plans import appending, effects
from luoshi.plans.actions import saying
from luoshi.plans.appending import Saying, Seat
from luoshi.plans.entering import LEVELS, Entry, born, fits_under
from luoshi.plans.errors import (
    AlreadyDecided,
    BadAmendment,
    BadDates,
    BadMilestones,
    NotAdopted,
    NotADraft,
    OwnAmendment,
)
from luoshi.plans.models import Amendment, Assignment, Change, Item, Owner, Plan, Standing
from luoshi.plans.models.plan import WIDTH
from luoshi.plans.rules import Mark
from luoshi.plans.turning import turn

Kind, State = Amendment.Kind, Amendment.State
OWNER = "owner:"  # followed by the key of the unit
ENTER = "enter"  # the aspect under which a new item stands among the changes


@dataclass(frozen=True, slots=True)
class Becomes:
    """What one aspect of an item is to become: word, place, schedule, fate, leader, or owner:KEY of a unit."""

    item: Item
    aspect: str
    value: dict[str, Any]


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
    for one in changes:
        _check(plan, one)
        was = now(one.item, one.aspect)
        _apply(one.item, one.aspect, one.value, saying(plan, by=by, at=at))
        told = {"aspect": one.aspect, "was": str(was), "became": str(one.value)}
        tell("plans.revise", one.item, by=by, at=at, **told)


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
        _check(plan, one)
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
            was=now(one.item, one.aspect),
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
    turn(amendment.plan, timezone.localdate(at))
    said = Saying(by, at, amendment.about, amendment)
    for change in amendment.changes.select_related("item__plan"):
        if change.item is None:
            _enter(amendment.plan, change.becomes, said)
            continue
        if now(change.item, change.aspect) != change.was:
            raise AlreadyDecided(_("要改的内容在提出之后又有变动，请重新提出。"))
        _apply(change.item, change.aspect, change.becomes, said)
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


def now(item: Item, aspect: str) -> Any:
    """Return what an aspect of an item is today, in the form in which changes are written."""
    item.refresh_from_db()
    if aspect.startswith(OWNER):
        role = Owner.everything.filter(item=item, unit=int(aspect.removeprefix(OWNER))).values_list(
            "role", flat=True
        )
        return {"role": role.first() or Assignment.Role.OUT.value}
    return {
        "word": {"title": item.title},
        "place": {"parent": item.parent_id, "position": item.position, "weight": item.weight},
        "schedule": {"starts": _iso(item.starts), "due": _iso(item.due), **_marked(item, aspect)},
        "fate": {"fate": item.fate, "into": item.into_id},
        "leader": {"member": item.leader_id},
    }[aspect]


def _marked(item: Item, aspect: str) -> dict[str, Any]:
    """Return an item's milestones, if it has any and they are asked for."""
    marks = appending.marks_of(item) if aspect == "schedule" else ()
    return {"milestones": [asdict(one) | {"due": one.due.isoformat()} for one in marks]} if marks else {}


def _marks(item: Item, value: dict[str, Any]) -> tuple[Mark, ...]:
    """Return the milestones that a schedule is to have: those that it names, else those that stand."""
    standing = appending.marks_of(item)
    if "milestones" not in value:
        return standing
    marks = tuple(
        Mark(one["name"].strip(), date.fromisoformat(one["due"]), one.get("weight", 1), one.get("key"))
        for one in value["milestones"]
    )
    keys = [one.key for one in marks if one.key is not None]
    if not set(keys) <= {one.key for one in standing} or len(set(keys)) < len(keys):
        raise BadMilestones(_("要保留的里程碑不在现行时限里，请刷新后重新提出。"))
    return marks


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _allowed(kind: str, one: Becomes) -> None:
    if not one.aspect.startswith(ALLOWED[kind] or ("-",)):
        raise BadAmendment(_("“{kind}”不能改动这一方面。").format(kind=Kind(kind).label))
    fates = {Kind.MERGE: Item.Fate.MERGED, Kind.END: Item.Fate.ENDED}
    if kind in fates and one.value.get("fate") != fates[Kind(kind)]:
        raise BadAmendment(
            _("“{kind}”只能写明{fate}。").format(kind=Kind(kind).label, fate=fates[Kind(kind)].label)
        )


def _check(plan: Plan, one: Becomes) -> None:
    """Refuse what cannot be, in the words of the aspect."""
    if one.item.plan_id != plan.pk:
        raise BadAmendment(_("事项不属于这一计划。"))
    aspect = OWNER if one.aspect.startswith(OWNER) else one.aspect
    _CHECKS.get(aspect, _unknown)(plan, one.item, one.value)
    if aspect == OWNER:
        unit = Unit.everything.filter(pk=int(one.aspect.removeprefix(OWNER))).first()
        if unit is None or unit.organisation_id != plan.unit.organisation_id:
            raise BadAmendment(_("单位与计划不属于同一组织。"))
        if unit.until is not None and one.value["role"] != Assignment.Role.OUT:
            raise BadAmendment(_("{unit}已撤销。").format(unit=unit.name))


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


def _unknown(plan: Plan, item: Item, value: dict[str, Any]) -> None:
    raise BadAmendment(_("没有这样的方面。"))


def _check_word(_plan: Plan, _item: Item, value: dict[str, Any]) -> None:
    if not value["title"].strip():
        raise BadAmendment(_("事项须有表述。"))


def _check_schedule(plan: Plan, item: Item, value: dict[str, Any]) -> None:
    starts, due = date.fromisoformat(value["starts"]), date.fromisoformat(value["due"])
    if not plan.starts <= starts <= due <= plan.ends:
        raise BadDates(
            _("时限须在计划期内（{starts:%Y-%m-%d} 至 {ends:%Y-%m-%d}）。").format(
                starts=plan.starts, ends=plan.ends
            )
        )
    marks = _marks(item, value)
    appending.check_marks(marks, starts, due)
    if marks and value.get("steps"):
        raise BadMilestones(_("有里程碑的事项不另写形象进度。"))


def _check_place(plan: Plan, item: Item, value: dict[str, Any]) -> None:
    if value["parent"] is None:
        return
    above = Standing.everything.filter(pk=value["parent"], plan=plan).select_related("item").first()
    if above is None:
        raise BadAmendment(_("上级事项不属于这一计划。"))
    if f"{item.pk:0{WIDTH}d}" in [above.path[at : at + WIDTH] for at in range(0, len(above.path), WIDTH)]:
        raise BadAmendment(_("事项不能移到自己之下。"))
    if LEVELS.index(Item.Kind(above.item.kind)) > LEVELS.index(Item.Kind(item.kind)):
        raise BadAmendment(_("事项不能列在比它低一级的事项之下。"))


def _check_fate(plan: Plan, item: Item, value: dict[str, Any]) -> None:
    into = value.get("into")
    if value["fate"] == Item.Fate.MERGED:
        others = Item.everything.filter(plan=plan, fate=Item.Fate.LIVE).exclude(pk=item.pk)
        if not others.filter(pk=into or 0).exists():
            raise BadAmendment(_("须写明并入计划中的哪一在办事项。"))
    elif into is not None:
        raise BadAmendment(_("只有并入时才写明并入哪一事项。"))


def _check_owner(_plan: Plan, item: Item, value: dict[str, Any]) -> None:
    if value["role"] not in Assignment.Role.values:
        raise BadAmendment(_("没有这样的分工。"))


def _check_leader(plan: Plan, _item: Item, value: dict[str, Any]) -> None:
    if value["member"] is None:
        return
    if not Member.everything.filter(
        pk=value["member"], unit__organisation=plan.unit.organisation_id
    ).exists():
        raise BadAmendment(_("分管校领导须是本组织的人员。"))


_CHECKS: dict[str, Any] = {
    "word": _check_word,
    "schedule": _check_schedule,
    "place": _check_place,
    "fate": _check_fate,
    "leader": _check_leader,
    OWNER: _check_owner,
}


def _apply(item: Item, aspect: str, value: dict[str, Any], said: Saying) -> None:
    """Append the fact that a change says."""
    match aspect:
        case "word":
            appending.word(item, value["title"], said)
        case "place":
            parent = Item.everything.get(pk=value["parent"]) if value["parent"] else None
            appending.seat(item, Seat(parent, value["position"], value["weight"]), said)
        case "schedule":
            starts, due = date.fromisoformat(value["starts"]), date.fromisoformat(value["due"])
            reason = said.amendment.reason[:200] if said.amendment else ""
            steps, marks = value.get("steps", ()), _marks(item, value)
            appending.schedule(item, starts, due, said, reason=reason, steps=steps, milestones=marks)
        case "fate":
            into = Item.everything.get(pk=value["into"]) if value.get("into") else None
            appending.settle_fate(item, value["fate"], into, said)
        case "leader":
            leader = Member.everything.get(pk=value["member"]) if value["member"] else None
            appending.put_in_charge(item, leader, said)
        case _:
            unit = Unit.everything.get(pk=int(aspect.removeprefix(OWNER)))
            appending.assign(item, unit, value["role"], said)
