"""撤回的依据: what was so before a deed of one's own, looked up in the facts: they were appended, so the former ones are still there.

A deed is known by who has done it and when: all of its facts bear both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from luoshi.people.models import Member
from luoshi.plans import ledger
from luoshi.plans.appending import thing
from luoshi.plans.changes import OWNER, Becomes, Value, written
from luoshi.plans.errors import ChangedSince, NothingToUndo
from luoshi.plans.models import (
    Assignment,
    Fate,
    Item,
    ItemFact,
    Leadership,
    Place,
    Plan,
    Schedule,
    Wording,
)


def former(plan: Plan, done: datetime, by: Member, day: date) -> list[Becomes]:
    """Return what was so of all that somebody has changed in a plan at a moment, unless something was said since."""
    pairs = [pair for kind in _FORMER for pair in _pairs(kind, plan, done, by, day)]
    items = Item.everything.in_bulk({fact.item_id for fact, _before, _last in pairs})
    later = [str(items[fact.item_id]) for fact, _before, last in pairs if last.pk != fact.pk]
    if later:
        raise ChangedSince(
            _("后来又有变动，没有撤回：{items}").format(items=_("；").join(dict.fromkeys(later)))
        )
    found = [
        Becomes(items[fact.item_id], _aspect(fact), value)
        for fact, before, _last in pairs
        if (value := _FORMER[type(fact)](before)) is not None
    ]
    if len(found) < len(pairs) or not found:
        raise NothingToUndo(_("这一步没有可以撤回的：原来还没有写明。"))
    return found


Pair = tuple[Any, Any, Any]  # the fact of the deed, the one that held before, the one that holds


def _pairs(kind: type[Any], plan: Plan, done: datetime, by: Member, day: date) -> Iterator[Pair]:
    """Put beside each fact of a kind that the deed has appended what held before it, and what holds; two queries."""
    facts = {
        thing(fact): fact for fact in kind._default_manager.filter(item__plan=plan, by=by, known_at=done)
    }
    if not facts:
        return
    said: defaultdict[Any, list[ItemFact]] = defaultdict(list)
    rows = kind._default_manager.filter(item__in={fact.item_id for fact in facts.values()}, about__lte=day)
    for one in rows.order_by("about", "known_at", *ledger.falling(kind)):
        said[thing(one)].append(one)
    for of, fact in facts.items():
        before = [one for one in said[of] if one.known_at < done]
        yield fact, before[-1] if before else None, said[of][-1]


def _aspect(fact: ItemFact) -> str:
    return f"{OWNER}{fact.unit_id}" if isinstance(fact, Assignment) else _NAMES[type(fact)]


def _placed(one: Place | None) -> Value | None:
    return {"parent": one.parent_id, "position": one.position, "weight": one.weight} if one else None


def _worded(one: Wording | None) -> Value | None:
    return {"title": one.title} if one else None


def _scheduled(one: Schedule | None) -> Value | None:
    if one is None:
        return None
    days = {"starts": one.starts.isoformat(), "due": one.due.isoformat(), "steps": one.steps}
    return {**days, "milestones": [written(mark) for mark in one.marks]}


def _fated(one: Fate | None) -> Value:
    return {"fate": one.fate, "into": one.into_id} if one else {"fate": Item.Fate.LIVE.value, "into": None}


def _led(one: Leadership | None) -> Value:
    return {"member": one.member_id if one else None}


def _owned(one: Assignment | None) -> Value:
    return {"role": one.role if one else Assignment.Role.OUT.value}


_FORMER: dict[type[ItemFact], Any] = {
    Wording: _worded,
    Place: _placed,
    Schedule: _scheduled,
    Fate: _fated,
    Leadership: _led,
    Assignment: _owned,
}
_NAMES = {Wording: "word", Place: "place", Schedule: "schedule", Fate: "fate", Leadership: "leader"}
