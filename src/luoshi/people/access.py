"""Who may do what: `can`, `scope` and `fields`, answered from one table of rules.

Each stage says its rules in its own `policy.py`; a later stage may add a rule about an earlier stage's rows.
What no rule allows does not exist for the member. State is not asked here: that a thing is too late to sign is
the action's to say (409), not this module's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from luoshi.people.roles import Reach, Role

if TYPE_CHECKING:
    from luoshi.people.models import Grant, Member

M = TypeVar("M", bound=models.Model)
WIDTH = 7  # digits of one level in a unit's path: room for ten million units in a level


@dataclass(frozen=True, slots=True)
class Rule:
    """Holders of one of `roles` may `action` a row of `model` whose unit lies within their grant's reach.

    `unit` is the lookup from the row to a unit ("" where the row is a unit itself). `wide` widens the reach to
    the whole organisation. `where` narrows the rows. `not_by` names members who are barred: nobody signs or
    verifies what they have made themselves. `fields` are those that the action may read or write.
    """

    action: str
    model: str
    roles: frozenset[Role]
    unit: str
    wide: bool = False
    where: tuple[tuple[str, object], ...] = ()
    not_by: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()

    def rows(self, grant: Grant) -> Q:
        """Say which rows this rule opens to the holder of a grant."""
        path, reach = grant.unit.path, grant.reach
        if self.wide:
            path, reach = path[:WIDTH], Reach.SUBTREE
        lookup = f"{self.unit}__path" if self.unit else "path"
        if reach == Reach.SUBTREE:
            lookup += "__startswith"
        return Q((lookup, path), *self.where)


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


def grants(member: Member) -> list[Grant]:
    """Return the member's grants that hold today, read once a request."""
    if not hasattr(member, "grants_today"):
        today = timezone.localdate()
        held = member.grants.select_related("unit").filter(
            Q(until__isnull=True) | Q(until__gte=today), since__lte=today, revoked_at__isnull=True
        )
        member.grants_today = list(held) if member.is_active else []
    return member.grants_today


def roles(member: Member) -> frozenset[Role]:
    """Return the roles that the member holds today, wherever."""
    return frozenset(Role(grant.role) for grant in grants(member))


def _opened(member: Member, rule: Rule) -> Q | None:
    """Say which rows a rule opens to a member; None where it opens none."""
    held = [rule.rows(grant) for grant in grants(member) if grant.role in rule.roles]
    if not held:
        return None
    opened = Q(*held, _connector=Q.OR)
    if rule.not_by:
        opened &= ~Q(*((name, member) for name in rule.not_by), _connector=Q.OR)
    return opened


def scope(member: Member, action: str, model: type[M]) -> QuerySet[M]:
    """Return the rows on which the member may do this."""
    opened = [found for rule in rules_for(action, model) if (found := _opened(member, rule))]
    rows = model._default_manager
    if not opened:
        return rows.none()
    # Through a subquery: a rule may cross a many-to-many, and a row must not come twice.
    return rows.filter(pk__in=rows.filter(Q(*opened, _connector=Q.OR)).values("pk"))


def can(member: Member, action: str, row: models.Model) -> bool:
    """Tell whether the member may do this on this row; by the same words as `scope`, so they cannot disagree."""
    return scope(member, action, type(row)).filter(pk=row.pk).exists()


def may_somewhere(member: Member, action: str, model: type[models.Model]) -> bool:
    """Tell whether the member holds any role that a rule about this names."""
    held = roles(member)
    return any(held & rule.roles for rule in rules_for(action, model))


def fields(member: Member, action: str, row: models.Model) -> frozenset[str]:
    """Return the fields of this row that the member may read or write by this action."""
    found: frozenset[str] = frozenset()
    rows = type(row)._default_manager.filter(pk=row.pk)
    for rule in rules_for(action, type(row)):
        if rule.fields <= found:
            continue
        opened = _opened(member, rule)
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
