"""Who may do what: `can`, `scope`, `fields` and `acting_for`, answered from one table of rules.

Each stage says its rules in its own `policy.py`; a later stage may add a rule about an earlier stage's rows.
What no rule allows does not exist for the member. State is not asked here: that a thing is too late to sign is
the action's to say (409), not this module's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, Q, QuerySet

from luoshi.people.holdings import grants, lendings, places
from luoshi.people.roles import Role
from luoshi.people.rule import WIDTH, Place, Rule

if TYPE_CHECKING:
    from luoshi.people.models import Member

__all__ = [
    "WIDTH",
    "Guarded",
    "Rule",
    "Unguarded",
    "able",
    "acting_for",
    "can",
    "fields",
    "grants",
    "may_somewhere",
    "roles",
    "rules_for",
    "say",
    "scope",
    "table",
]

M = TypeVar("M", bound=models.Model)
_table: dict[tuple[str, str], tuple[Rule, ...]] = defaultdict(tuple)


def say(rules: Iterable[Rule]) -> None:
    """Enter the rules of a stage into the table, once."""
    for rule in rules:
        key = (rule.action, rule.model)
        if rule not in _table[key]:
            _table[key] += (rule,)


def table() -> dict[tuple[str, str], tuple[Rule, ...]]:
    """Return the whole table, for checks, tests and the documentation."""
    return dict(_table)


def rules_for(action: str, model: type[models.Model]) -> tuple[Rule, ...]:
    """Return the rules about an action on a kind of row."""
    return _table.get((action, model._meta.label), ())


def roles(member: Member) -> frozenset[Role]:
    """Return the roles with which the member may act today, wherever."""
    return frozenset(Role(grant.role) for grant in grants(member))


def _ways(member: Member, rule: Rule) -> dict[Member | None, Q]:
    """Say which rows a rule opens to a member, by their own right (None) and by that of each who has lent them one."""
    found: dict[Member | None, list[Place]] = defaultdict(list)
    for giver, place in places(member, rule):
        found[giver].append(place)
    mine = _own(rule, member)
    return {giver: rule.rows(at) & mine & ~_made_by(rule, member, giver) for giver, at in found.items()}


def _own(rule: Rule, member: Member) -> Q:
    """Say which rows are the member's own, where a rule opens no others; what is lent lends nobody's own."""
    return Q((rule.own, member.pk)) if rule.own else Q()


def _made_by(rule: Rule, member: Member, giver: Member | None) -> Q:
    """Say which rows were made by one of the two, or for one of them by somebody to whom they had lent a role.

    Whether a delegate acted for another or for themselves is not asked: it is enough that they could have.
    """
    persons = {actor.pk for actor in (member, giver) if actor}
    until: dict[int, datetime] = {}
    for one in lendings(member):
        if one.giver in persons and one.role in rule.made_as:
            until[one.to] = max(one.ends, until.get(one.to, one.ends))
    timed = hasattr(apps.get_model(rule.model), "known_at")
    made = Q(pk__in=())
    for name in rule.not_by:
        made |= Q((f"{name}__in", persons))
        for to, ends in until.items():  # what had ended before the row was made does not count
            made |= Q((name, to), ("known_at__lte", ends)) if timed else Q((name, to))
    return made


def _opened(member: Member, rules: Iterable[Rule]) -> Q | None:
    """Say which rows some rules open to a member; None where they open none."""
    ways = [way for rule in rules for way in _ways(member, rule).values()]
    return Q(*ways, _connector=Q.OR) if ways else None


def scope(member: Member, action: str, model: type[M]) -> QuerySet[M]:
    """Return the rows on which the member may do this."""
    opened = _opened(member, rules_for(action, model))
    rows = model._default_manager
    if opened is None:
        return rows.none()
    if not _repeats(model, opened):
        return rows.filter(opened)
    # Through a subquery: a rule crosses a many-to-many, and a row must not come twice.
    return rows.filter(pk__in=rows.filter(opened).values("pk"))


def _repeats(model: type[models.Model], asked: Q) -> bool:
    """Tell whether a question may find a row several times: whether one of its ways leads to many."""
    for child in asked.children:
        if isinstance(child, Q):
            if _repeats(model, child):
                return True
        elif isinstance(child, tuple):
            at: type[models.Model] | None = model
            for name in child[0].split("__"):
                if at is None or name == "pk" or not (field := _field(at, name)):
                    break
                if field.one_to_many or field.many_to_many:
                    return True
                at = field.related_model if field.is_relation else None
    return False


def _field(model: type[models.Model], name: str) -> Any:
    """Return a field of a model; None for the name of a lookup."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def can(member: Member, action: str, row: models.Model) -> bool:
    """Tell whether the member may do this on this row; by the same words as `scope`, so they cannot disagree."""
    opened = _opened(member, rules_for(action, type(row)))
    return opened is not None and type(row)._default_manager.filter(pk=row.pk).filter(opened).exists()


def able(member: Member, actions: Iterable[str], row: models.Model) -> frozenset[str]:
    """Return which of several things the member may do on this row, in one query."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    asked = {f"may_{action}": scope(member, action, type(row)).filter(pk=row.pk) for action in actions}
    found = rows.annotate(**{name: Exists(those) for name, those in asked.items()}).values(*asked).first()
    return frozenset(name.removeprefix("may_") for name, may in (found or {}).items() if may)


def acting_for(member: Member, action: str, row: models.Model) -> Member | None:
    """Return by whose right the member does what they may do on this row; None where it is by their own.

    One's own right comes first; of several who have lent theirs, the one who was enrolled first is named.
    """
    if all(grant.member_id == member.pk for grant in grants(member)):
        return None
    found: dict[Member | None, list[Q]] = defaultdict(list)
    for rule in rules_for(action, type(row)):
        for giver, way in _ways(member, rule).items():
            found[giver].append(way)
    rows = type(row)._default_manager.filter(pk=row.pk)
    for giver in sorted(found, key=lambda one: one.pk if one else 0):
        if rows.filter(Q(*found[giver], _connector=Q.OR)).exists():
            return giver
    return None


def may_somewhere(member: Member, action: str, model: type[models.Model]) -> bool:
    """Tell whether there is a place at which a rule about this opens something to the member."""
    return any(True for rule in rules_for(action, model) for _ in places(member, rule))


def fields(member: Member, action: str, row: models.Model) -> frozenset[str]:
    """Return the fields of this row that the member may read or write by this action."""
    found: frozenset[str] = frozenset()
    rows = type(row)._default_manager.filter(pk=row.pk)
    for rule in rules_for(action, type(row)):
        if rule.fields <= found:
            continue
        opened = _opened(member, [rule])
        if opened and rows.filter(opened).exists():
            found |= rule.fields
    return found


class Unguarded(RuntimeError):
    """A guarded table was asked for rows without saying on whose behalf."""


class Guarded(models.Manager[M]):
    """The only door to a guarded table: rows come on somebody's behalf, or with a reason."""

    def visible_to(self, member: Member, action: str = "read") -> QuerySet[M]:
        """Return the rows on which the member may do this."""
        return scope(member, action, self.model)

    def unscoped(self, *, reason: str) -> QuerySet[M]:
        """Return all rows, for a deed that is nobody's in particular; the reason is counted by a test."""
        if not reason:
            raise Unguarded(f"{self.model.__name__}: say why")
        return self.model._default_manager.all()

    def get_queryset(self) -> Any:
        """Refuse: rows without a beholder are a leak in waiting."""
        raise Unguarded(f"{self.model.__name__}.objects: say visible_to(member) or unscoped(reason=…)")

    def create(self, **values: Any) -> M:
        """Add a row; the action that calls has asked whether it may."""
        return self.model._default_manager.create(**values)
