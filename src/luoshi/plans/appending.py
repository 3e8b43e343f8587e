"""Facts about items are appended here, each with what is kept of it: one function for each kind of fact.

A fact about a later day waits: `due_by` brings it into what is kept when its day has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luoshi.arithmetic.milestones import MOST
from luoshi.people.models import Member, Unit
from luoshi.plans import ledger, reckoning, rules, standings
from luoshi.plans.errors import BadMilestones
from luoshi.plans.models import (
    Amendment,
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
from luoshi.plans.models.plan import WIDTH, place
from luoshi.plans.rules import Mark

F = TypeVar("F", bound=ItemFact)


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says a thing, when, from which day on, and under which amendment."""

    by: Member
    at: datetime
    about: date
    amendment: Amendment | None = None

    def of(self, kind: type[F], item: Item, **values: Any) -> F:
        """Append a fact of a kind about an item."""
        fact = self.fact(kind, item, **values)
        fact.save(force_insert=True)
        return fact

    def fact(self, kind: type[F], item: Item, **values: Any) -> F:
        """Make a fact of a kind about an item, which is still to be appended."""
        said = {"by": self.by, "known_at": self.at, "about": self.about, "amendment": self.amendment}
        return kind(item=item, **said, **values)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an item stands: under which, in which place, how heavy."""

    parent: Item | None
    position: int
    weight: int = 1


def born(plan: Plan, kind: str, title: str, code: str, seat: Seat, saying: Saying) -> Item:
    """Enter a new item into a plan, with the facts of its place and its words."""
    item = Item.objects.create(
        plan=plan,
        kind=kind,
        title=title,
        code=code,
        parent=seat.parent,
        position=seat.position,
        weight=seat.weight,
        about=saying.about,
        known_at=saying.at,
        by=saying.by,
    )
    saying.of(Place, item, parent=seat.parent, position=seat.position, weight=seat.weight)
    saying.of(Wording, item, title=title)
    above = Standing.everything.get(pk=seat.parent.pk) if seat.parent else None
    row = Standing(
        item=item,
        plan=plan,
        weight=seat.weight,
        path=f"{above.path if above else ''}{item.pk:0{WIDTH}d}",
        goal=above.goal if above else item.pk,
        order=(above.order if above else "") + place(seat.position, item.pk),
        off=above.off if above else False,
    )
    standings.add(row, seat.parent.pk if seat.parent else None)
    return item


def schedule(
    item: Item,
    starts: date,
    due: date,
    saying: Saying,
    *,
    reason: str = "",
    steps: Sequence[tuple[int, int]] = (),
    milestones: Sequence[Mark] = (),
) -> Schedule:
    """Say when an item starts and is due from a day on, and what is expected in between."""
    fact = saying.of(
        Schedule,
        item,
        starts=starts,
        due=due,
        reason=reason,
        steps=[list(step) for step in steps],
        milestones=keyed(item, milestones),
    )
    keep(fact)
    return fact


def check_marks(marks: Sequence[Mark], starts: date, due: date) -> None:
    """Refuse milestones that do not fit each other or an item's days."""
    wrong = list(rules.faults(marks, starts, due))
    if wrong:
        raise BadMilestones("".join(wrong))


def keyed(item: Item, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Give milestones without a key the next ones that no milestone of the item has ever borne."""
    free: Iterator[int] = iter(())
    if any(one.key is None for one in marks):
        Plan.everything.select_for_update().get(pk=item.plan_id)  # so that no two take the same
        said = Schedule.everything.filter(item=item).values_list("milestones", flat=True)
        used = {int(one["key"]) for milestones in said for one in milestones}
        free = count(max(used, default=-1) + 1)
    keys = [next(free) if one.key is None else one.key for one in marks]
    if any(key >= MOST for key in keys):
        raise BadMilestones(_("一个事项前后最多有 {most} 个里程碑，连同已经去掉的。").format(most=MOST))
    return [
        {"key": key, "name": one.name, "due": one.due.isoformat(), "weight": one.weight}
        for key, one in zip(keys, marks, strict=True)
    ]


def marks_of(item: Item) -> tuple[Mark, ...]:
    """Return the milestones that an item has today."""
    day = Plan.everything.values_list("day", flat=True).get(pk=item.plan_id)
    return next((one.marks for one in _holding(Schedule, {"item": item.pk}, day)), ())


def assign(item: Item, unit: Unit, role: str, saying: Saying) -> None:
    """Say how a unit takes part in an item from a day on; a unit that leads takes the place of the one that led."""
    if role == Assignment.Role.LEAD:
        led = Owner.everything.filter(item=item, role=Owner.Role.LEAD).exclude(unit=unit).first()
        if led is not None:
            assign(item, led.unit, Assignment.Role.OUT, saying)
    keep(saying.of(Assignment, item, unit=unit, role=role))


def append(facts: Sequence[ItemFact], plan: Plan) -> None:
    """Append facts of a plan whose row is locked: of one item, up its branch; of several, the plan reckoned anew, once."""
    if len({fact.item_id for fact in facts}) <= 1:
        for fact in facts:
            fact.save(force_insert=True)
            keep(fact)
        return
    kinds: defaultdict[type[ItemFact], list[Any]] = defaultdict(list)
    for fact in facts:
        kinds[type(fact)].append(fact)
    day = Plan.everything.values_list("day", flat=True).get(pk=plan.pk)
    for kind, some in kinds.items():
        kind._default_manager.bulk_create(some)
        _keep_many(kind, [fact for fact in some if fact.about <= day], day)
    if kinds.keys() & _STANDINGS.keys():
        reckoning.rebuild(plan, day)


def keep(fact: ItemFact) -> None:
    """Bring a fact into what is kept for today, if its day has come and no other holds over it."""
    day = Plan.everything.values_list("day", flat=True).get(items=fact.item_id)
    if fact.about <= day:
        held = holding(fact, day)
        _ITEMS[type(fact)](held)
        if type(fact) in _STANDINGS:
            _STANDINGS[type(fact)](held, day)


def due_by(plan: Plan, after: date, day: date) -> None:
    """Bring the facts into the items whose day has come since; their standings are reckoned anew by the caller."""
    for kind, keeper in _ITEMS.items():
        rows = kind._default_manager.filter(item__plan=plan, about__gt=after, about__lte=day)
        for fact in rows.order_by("about", "known_at", "pk"):
            keeper(holding(fact, day))


def holding(fact: ItemFact, day: date) -> Any:
    """Return of the facts of the kind about the same thing the one that holds on a day as known now."""
    same: dict[str, Any] = {"item": fact.item_id}
    if isinstance(fact, Assignment):
        same["unit"] = fact.unit_id
    return _holding(type(fact), same, day)[0]


def _holding(kind: type[F], same: dict[str, Any], day: date) -> QuerySet[F]:
    """Return the fact of a kind about a thing that holds on a day as known now, if there is one."""
    rows = kind._default_manager.filter(about__lte=day, **same)
    return rows.order_by("-about", "-known_at", *ledger.rising(kind))[:1]


def standing(kind: type[F], items: Collection[int], day: date) -> dict[Any, F]:
    """Return of some items the facts of a kind that hold on a day as known now, by what they are about, in one query."""
    rows = kind._default_manager.filter(item__in=items, about__lte=day)
    return {thing(fact): fact for fact in rows.order_by("about", "known_at", *ledger.falling(kind))}


def thing(fact: ItemFact) -> Any:
    """Return what a fact is about: an item, or how a unit takes part in it."""
    return (fact.item_id, fact.unit_id) if isinstance(fact, Assignment) else fact.item_id


def _keep_many(kind: type[Any], facts: Sequence[Any], day: date) -> None:
    """Bring facts of a kind into the items, as `keep` does with each."""
    items = {fact.item_id for fact in facts}
    about = {thing(fact) for fact in facts}
    held = [fact for of, fact in standing(kind, items, day).items() if of in about]
    if kind is Assignment:
        rows = Owner.everything.filter(item__in=items).values_list("pk", "item", "unit")
        Owner.everything.filter(pk__in=[pk for pk, *of in rows if tuple(of) in about]).delete()
        Owner.everything.bulk_create(
            Owner(item_id=fact.item_id, unit_id=fact.unit_id, role=fact.role)
            for fact in held
            if fact.role != Assignment.Role.OUT
        )
        return
    columns = [Item(pk=fact.item_id, **_columns(fact)) for fact in held]
    names = list(COLUMNS[kind])
    if kind is Schedule:
        said = Schedule.everything.filter(item__in=items).order_by("-known_at", "-about", "-due")
        first = dict(said.values_list("item", "due"))
        for item in columns:
            item.first_due = first[item.pk]
        names.append("first_due")
    Item.everything.bulk_update(columns, [name.removesuffix("_id") for name in names])


def _columns(fact: ItemFact) -> dict[str, Any]:
    """Return what a fact says of the columns of its item."""
    return {name: getattr(fact, SAID.get(name, name)) for name in COLUMNS[type(fact)]}


def _item(fact: ItemFact, **columns: Any) -> None:
    Item.everything.filter(pk=fact.item_id).update(**columns)


def _item_schedule(fact: Schedule) -> None:
    first = Schedule.everything.filter(item=fact.item_id).order_by("known_at", "about", "due").first()
    assert first is not None  # this one
    _item(fact, starts=fact.starts, due=fact.due, first_due=first.due)


def _item_owner(fact: Assignment) -> None:
    Owner.everything.filter(item=fact.item_id, unit=fact.unit_id).delete()
    if fact.role != Assignment.Role.OUT:
        Owner.objects.create(item_id=fact.item_id, unit_id=fact.unit_id, role=fact.role)


def _item_columns(fact: ItemFact) -> None:
    _item(fact, **_columns(fact))


_ITEMS: dict[type[ItemFact], Any] = {
    Wording: _item_columns,
    Place: _item_columns,
    Schedule: _item_schedule,
    Fate: _item_columns,
    Assignment: _item_owner,
    Leadership: _item_columns,
}


def _stand_scheduled(fact: Schedule, _day: date) -> None:
    steps, milestones = fact.course
    standings.lock(fact.item_id).change(
        starts=fact.starts,
        due=fact.due,
        own_days=True,
        steps=steps,
        milestones=milestones,
    )


def _stand_placed(fact: Place, day: date) -> None:
    row = Standing.everything.get(pk=fact.item_id)
    above, last = row.path[-2 * WIDTH : -WIDTH], place(fact.position, fact.item_id)
    if int(above or 0) == (fact.parent_id or 0) and row.order.endswith(last):
        standings.lock(fact.item_id).change(weight=fact.weight)
    else:
        reckoning.rebuild(fact.item.plan, day)


def _stand_fated(fact: Fate, day: date) -> None:
    row = Standing.everything.get(pk=fact.item_id)
    if not row.leaf:
        reckoning.rebuild(fact.item.plan, day)
        return
    above = Standing.everything.filter(pk=fact.item.parent_id or 0, off=True).exists()
    standings.lock(fact.item_id).change(off=above or fact.fate != Item.Fate.LIVE)


def _stand_owned(fact: Assignment, _day: date) -> None:
    lead = Owner.everything.filter(item=fact.item_id, role=Owner.Role.LEAD).values_list("unit", flat=True)
    Standing.everything.filter(pk=fact.item_id).update(lead=lead.first())


_STANDINGS: dict[type[ItemFact], Any] = {
    Place: _stand_placed,
    Schedule: _stand_scheduled,
    Fate: _stand_fated,
    Assignment: _stand_owned,
}
# Which columns of an item each kind of fact says, and by which name where it is another.
COLUMNS: dict[type[ItemFact], tuple[str, ...]] = {
    Wording: ("title",),
    Place: ("parent_id", "position", "weight"),
    Schedule: ("starts", "due"),
    Fate: ("fate", "into_id"),
    Leadership: ("leader_id",),
}
SAID = {"leader_id": "member_id"}
