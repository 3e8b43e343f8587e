"""What lives through states: a row that is compared and set, and the steps that it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from luoshi.people.models import Fact


class Passing(Fact):
    """办件: a row with a state, and a version that each change raises by one."""

    state: Any  # a column with choices of its own in each
    steps: Any  # its passages
    state_then: str  # there when fetched `state_at` or `as_of`
    version = models.PositiveIntegerField("版次", default=1)

    class Meta:
        abstract = True


class Passage(Fact):
    """经过: a change of a state; never edited."""

    was = models.CharField("原", max_length=15, blank=True)
    note = models.TextField("意见", blank=True)

    class Meta:
        abstract = True
        ordering = ("known_at", "pk")


P = TypeVar("P", bound=Passing)


class PassingQuerySet(models.QuerySet[P]):
    """Rows that live through states."""

    def state_at(self, known: datetime) -> Self:
        """Add `state_then`, the state that was known at a time; None where the row was not known yet."""
        return self.annotate(state_then=self.step_at("became", Q(known_at__lte=known)))

    def step_at(self, column: str, which: Q) -> Subquery:
        """Look up a column of the last of a row's steps, of those that are meant."""
        relation: Any = self.model._meta.get_field("steps")
        steps = relation.related_model._default_manager.filter(which, **{relation.field.name: OuterRef("pk")})
        return Subquery(steps.order_by("-known_at", "-pk").values(column)[:1])


def known_states(name: str, choices: Iterable[str]) -> models.CheckConstraint:
    """Constrain a state to those that there are."""
    return models.CheckConstraint(condition=Q(state__in=list(choices)), name=name)
