"""What units report on their items, and each step that a report takes."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Member, Unit
from luoshi.plans.models import Item


class Update(Fact):
    """进展: a unit's report on an item. `about` is the day it speaks of, `known_at` when it was reported."""

    class State(models.TextChoices):
        """How far it has come."""

        REPORTED = "reported", "待审签"
        SIGNED = "signed", "待核实"
        VERIFIED = "verified", "已核实"
        RETURNED = "returned", "已退回"

    item = models.ForeignKey(Item, models.PROTECT, related_name="updates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="updates")
    percent = models.PositiveIntegerField("已报进度", validators=[MaxValueValidator(100)])
    text = models.TextField("进展")
    trouble = models.TextField("困难", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.REPORTED)
    signed_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("审签时间", null=True)

    everything = models.Manager["Update"]()
    objects = Guarded["Update"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-about", "-known_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="update_claims_at_most_all"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("by")),
                name="nobody_signs_their_own_update",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.about} {self.percent}%"

    def get_absolute_url(self) -> str:
        """Return the page on which the update is read, signed and verified."""
        return reverse("results:update", kwargs={"pk": self.pk})


class Step(Fact):
    """经过: a change of an update's state; never edited."""

    update_of = models.ForeignKey(Update, models.PROTECT, related_name="steps")
    was = models.CharField("原", max_length=10, blank=True)
    became = models.CharField("现", max_length=10, choices=Update.State)
    note = models.TextField("意见", blank=True)

    everything = models.Manager["Step"]()
    objects = Guarded["Step"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
