"""What a reader asks a plan again and again, under a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.people.access import Guarded
from luoshi.people.models import Member
from luoshi.plans.models import Plan

LONGEST_NAME, LONGEST_QUERY = 40, 1500


class SavedView(models.Model):
    """视图: a question that is put to a plan, as `Sieve` writes it, with a name; whoever opens it sees what they may read."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="views")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=LONGEST_NAME)
    query = models.CharField("所问", max_length=LONGEST_QUERY)
    shared = models.BooleanField("共享", default=False)
    rank = models.PositiveIntegerField("次序")

    everything = models.Manager["SavedView"]()
    objects = Guarded["SavedView"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-shared", "rank", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint("plan", "by", "name", name="member_names_a_view_of_a_plan_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(query=""), name="saved_view_has_a_name_and_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def views_of(plan: Plan, member: Member) -> models.QuerySet[SavedView]:
    """Return the views of a plan that a member who may read it sees: what is shared, and their own."""
    return SavedView.everything.filter(Q(shared=True) | Q(by=member), plan=plan)
