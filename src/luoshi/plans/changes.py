"""变动: what aspects of items are to become, beside what they are now; whether they may, and the facts that they make.

However many changes there are, what they stand on is fetched once for all of them: five hundred ask no more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from luoshi.errors import Problem
from luoshi.people.models import Member, Unit
from luoshi.plans import appending
from luoshi.plans.appending import Saying
from luoshi.plans.entering import LEVELS
from luoshi.plans.errors import BadAmendment, BadDates, BadMilestones, ChangedSince
from luoshi.plans.models import (
    Assignment,
    Fate,
    Item,
    ItemFact,
    Leadership,
    Owner,
    Place,
    Plan,
    Schedule,
    Standing,
    Wording,
)
from luoshi.plans.models.plan import WIDTH
from luoshi.plans.rules import Mark

OWNER = "owner:"  # followed by the key of the unit
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Becomes:
    """What one aspect of an item is to become: word, place, schedule, fate, leader, or owner:KEY of a unit.

    `seen` is what it was when it was looked at: where it is that no longer, nothing is changed. None: nobody has looked.
    """

    item: Item
    aspect: str
    value: Value
    seen: Value | None = None

    @property
    def unit(self) -> int:
        """Return the key of the unit whose part changes; 0 where none does."""
        return int(self.aspect.removeprefix(OWNER)) if self.aspect.startswith(OWNER) else 0


@dataclass(frozen=True)
class Named:
    """What some changes name, by the keys."""

    units: Mapping[int, Unit]
    members: Mapping[int, Member]
    above: Mapping[int, Standing]
    moved: frozenset[int] = frozenset()  # the items that go to another place

    @classmethod
    def by(cls, changes: Sequence[Becomes]) -> Named:
        """Fetch what some changes name; three queries, however many they are."""
        units = {one.unit for one in changes} - {0}
        members = {one.value.get("member") for one in changes} - {None}
        parents = {one.value.get("parent") for one in changes if one.aspect == "place"} - {None}
        return cls(
            Unit.everything.in_bulk(units),
            Member.everything.select_related("unit").in_bulk(members),
            Standing.everything.select_related("item").in_bulk(parents),
            frozenset(
                one.item.pk
                for one in changes
                if one.aspect == "place" and one.value["parent"] != one.item.parent_id
            ),
        )


class Ground:
    """现状: what is so today of some items of a plan, fetched when it is first asked for."""

    def __init__(self, plan: Plan, items: Iterable[Item]) -> None:
        self.plan, self.keys = plan, {item.pk for item in items}

    @cached_property
    def items(self) -> dict[int, Item]:
        """Return the items as they stand."""
        return Item.everything.in_bulk(self.keys)

    @cached_property
    def owners(self) -> dict[int, dict[int, str]]:
        """Return of each item who takes part, and how."""
        found: defaultdict[int, dict[int, str]] = defaultdict(dict)
        rows = Owner.everything.filter(item__in=self.keys).order_by("pk")
        for item, unit, role in rows.values_list("item", "unit", "role"):
            found[item][unit] = role
        return found

    @cached_property
    def schedules(self) -> dict[Any, Schedule]:
        """Return the schedule of each item that has one."""
        return appending.standing(Schedule, self.keys, self.plan_day)

    @cached_property
    def plan_day(self) -> date:
        """Return the day for which is kept what is kept."""
        return Plan.everything.values_list("day", flat=True).get(pk=self.plan.pk)

    def lead(self, item: int) -> int | None:
        """Return the unit that leads an item."""
        return next((unit for unit, role in self.owners[item].items() if role == Owner.Role.LEAD), None)

    def marks(self, item: int) -> tuple[Mark, ...]:
        """Return the milestones of an item."""
        return self.schedules[item].marks if item in self.schedules else ()

    def now(self, key: int, aspect: str) -> Value:
        """Return what an aspect of an item is today, in the form in which changes are written."""
        if aspect.startswith(OWNER):
            unit = int(aspect.removeprefix(OWNER))
            return {"role": self.owners[key].get(unit, Assignment.Role.OUT.value)}
        item = self.items[key]
        match aspect:
            case "word":
                return {"title": item.title}
            case "place":
                return {"parent": item.parent_id, "position": item.position, "weight": item.weight}
            case "schedule":
                return {"starts": _iso(item.starts), "due": _iso(item.due), **_marked(self.marks(key))}
            case "fate":
                return {"fate": item.fate, "into": item.into_id}
            case "leader":
                return {"member": item.leader_id}
        raise BadAmendment(_("没有这样的方面。"))

    # Whether they may ------------------------------------------------------------

    def check(self, changes: Sequence[Becomes]) -> None:
        """Refuse changes that cannot be, and such as were made with something else in view than what is."""
        for _one, fault in self.faults(changes):
            raise fault
        stale = [
            str(one.item)
            for one in changes
            if one.seen is not None and one.seen != self.now(one.item.pk, one.aspect)
        ]
        if stale:
            raise ChangedSince(
                _("刚才又有变动，没有改：{items}").format(items=_("；").join(dict.fromkeys(stale)))
            )

    def faults(self, changes: Sequence[Becomes]) -> Iterator[tuple[Becomes, Problem]]:
        """Say which changes cannot be, and why, in the words of the aspect."""
        named = Named.by(changes)
        for one in changes:
            try:
                self._check(one, named)
            except Problem as fault:
                yield one, fault

    def _check(self, one: Becomes, named: Named) -> None:
        if one.item.plan_id != self.plan.pk:
            raise BadAmendment(_("事项不属于这一计划。"))
        check = _CHECKS.get(OWNER if one.unit else one.aspect)
        if check is None:
            raise BadAmendment(_("没有这样的方面。"))
        check(self, one, named)

    def marks_in(self, one: Becomes) -> tuple[Mark, ...]:
        """Return the milestones that a schedule is to have: those that it names, else those that stand."""
        standing = self.marks(one.item.pk)
        if "milestones" not in one.value:
            return standing
        marks = tuple(
            Mark(
                each["name"].strip(), date.fromisoformat(each["due"]), each.get("weight", 1), each.get("key")
            )
            for each in one.value["milestones"]
        )
        keys = [mark.key for mark in marks if mark.key is not None]
        if not set(keys) <= {mark.key for mark in standing} or len(set(keys)) < len(keys):
            raise BadMilestones(_("要保留的里程碑不在现行时限里，请刷新后重新提出。"))
        return marks

    # What they make --------------------------------------------------------------

    def facts(self, changes: Sequence[Becomes], said: Saying) -> list[ItemFact]:
        """Make the facts that changes say; a unit that takes the lead comes after the one that leaves it."""
        found = [_FACTS[OWNER if one.unit else one.aspect](self, one, said) for one in changes]
        return sorted([*self._leave(changes, said), *found], key=_leads)

    def _leave(self, changes: Sequence[Becomes], said: Saying) -> Iterator[ItemFact]:
        """Say that a unit no longer takes part whose lead another takes, where the changes do not say what becomes of it."""
        told = {(one.item.pk, one.unit) for one in changes}
        for one in changes:
            led = self.lead(one.item.pk) if one.unit and one.value["role"] == Assignment.Role.LEAD else None
            if led is not None and (one.item.pk, led) not in told:
                yield said.fact(Assignment, one.item, unit_id=led, role=Assignment.Role.OUT)


def now(item: Item, aspect: str) -> Value:
    """Return what an aspect of an item is today."""
    return Ground(item.plan, [item]).now(item.pk, aspect)


def written(one: Mark) -> Value:
    """Write a milestone as changes say it."""
    return asdict(one) | {"due": one.due.isoformat()}


def _marked(marks: Sequence[Mark]) -> Value:
    return {"milestones": [written(one) for one in marks]} if marks else {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _days(value: Value) -> tuple[date, date]:
    return date.fromisoformat(value["starts"]), date.fromisoformat(value["due"])


def _leads(fact: ItemFact) -> bool:
    return isinstance(fact, Assignment) and fact.role == Assignment.Role.LEAD


def _check_word(_ground: Ground, one: Becomes, _named: Named) -> None:
    if not one.value["title"].strip():
        raise BadAmendment(_("事项须有表述。"))


def _check_schedule(ground: Ground, one: Becomes, _named: Named) -> None:
    plan, (starts, due) = ground.plan, _days(one.value)
    if due < starts:
        raise BadDates(_("到期日不能早于开始日。"))
    if not plan.starts <= starts <= due <= plan.ends:
        raise BadDates(
            _("时限须在计划期内（{starts:%Y-%m-%d} 至 {ends:%Y-%m-%d}）。").format(
                starts=plan.starts, ends=plan.ends
            )
        )
    marks = ground.marks_in(one)
    appending.check_marks(marks, starts, due)
    if marks and one.value.get("steps"):
        raise BadMilestones(_("有里程碑的事项不另写形象进度。"))


def _check_place(ground: Ground, one: Becomes, named: Named) -> None:
    if one.value["parent"] is None:
        return
    above = named.above.get(one.value["parent"])
    if above is None or above.plan_id != ground.plan.pk:
        raise BadAmendment(_("上级事项不属于这一计划。"))
    path = {int(above.path[at : at + WIDTH]) for at in range(0, len(above.path), WIDTH)}
    if path & (named.moved | {one.item.pk}):  # of two that move at once neither goes under the other: no ring
        raise BadAmendment(_("事项不能移到自己之下。"))
    if LEVELS.index(Item.Kind(above.item.kind)) > LEVELS.index(Item.Kind(one.item.kind)):
        raise BadAmendment(_("事项不能列在比它低一级的事项之下。"))


def _check_fate(ground: Ground, one: Becomes, _named: Named) -> None:
    into = one.value.get("into")
    if one.value["fate"] == Item.Fate.MERGED:
        others = Item.everything.filter(plan=ground.plan, fate=Item.Fate.LIVE).exclude(pk=one.item.pk)
        if not others.filter(pk=into or 0).exists():
            raise BadAmendment(_("须写明并入计划中的哪一在办事项。"))
    elif into is not None:
        raise BadAmendment(_("只有并入时才写明并入哪一事项。"))


def _check_owner(ground: Ground, one: Becomes, named: Named) -> None:
    role, unit = one.value["role"], named.units.get(one.unit)
    if role not in Assignment.Role.values:
        raise BadAmendment(_("没有这样的分工。"))
    if unit is None or unit.organisation_id != ground.plan.unit.organisation_id:
        raise BadAmendment(_("单位与计划不属于同一组织。"))
    if unit.until is not None and role != Assignment.Role.OUT:
        raise BadAmendment(_("{unit}已撤销。").format(unit=unit.name))


def _check_leader(ground: Ground, one: Becomes, named: Named) -> None:
    if one.value["member"] is None:
        return
    leader = named.members.get(one.value["member"])
    if leader is None or leader.unit.organisation_id != ground.plan.unit.organisation_id:
        raise BadAmendment(_("分管校领导须是本组织的人员。"))


_CHECKS: dict[str, Callable[[Ground, Becomes, Named], None]] = {
    "word": _check_word,
    "schedule": _check_schedule,
    "place": _check_place,
    "fate": _check_fate,
    "leader": _check_leader,
    OWNER: _check_owner,
}


def _worded(_ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    return said.fact(Wording, one.item, title=one.value["title"])


def _placed(_ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    parent, position, weight = (one.value[name] for name in ("parent", "position", "weight"))
    return said.fact(Place, one.item, parent_id=parent, position=position, weight=weight)


def _scheduled(ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    starts, due = _days(one.value)
    return said.fact(
        Schedule,
        one.item,
        starts=starts,
        due=due,
        reason=said.amendment.reason[:200] if said.amendment else "",
        steps=[list(step) for step in one.value.get("steps", ())],
        milestones=appending.keyed(one.item, ground.marks_in(one)),
    )


def _fated(_ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    return said.fact(Fate, one.item, fate=one.value["fate"], into_id=one.value.get("into"))


def _led(_ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    return said.fact(Leadership, one.item, member_id=one.value["member"])


def _owned(_ground: Ground, one: Becomes, said: Saying) -> ItemFact:
    return said.fact(Assignment, one.item, unit_id=one.unit, role=one.value["role"])


_FACTS: dict[str, Callable[[Ground, Becomes, Saying], ItemFact]] = {
    "word": _worded,
    "place": _placed,
    "schedule": _scheduled,
    "fate": _fated,
    "leader": _led,
    OWNER: _owned,
}
