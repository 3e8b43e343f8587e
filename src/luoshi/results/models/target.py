"""目标值: what is to be reached by which day, the points that an amendment proposes, and overrides of the guard-rails."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.plans.models import Amendment
from luoshi.results.models.indicator import DIGITS, PLACES, SUBJECTS, Indicator

ASKS = Q(bottom__isnull=False) | Q(stretch__isnull=False)


class Target(Fact):
    """目标值: what is to be reached by a day; the points of one day and moment are one version of the whole target."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    on = models.DateField("达到日")
    bottom = models.DecimalField("确保", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    stretch = models.DecimalField("力争", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Target"]()
    objects = Guarded["Target"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "indicator", "about", "known_at", "on", name="version_asks_once_for_a_day"
            ),
            models.CheckConstraint(condition=ASKS, name="target_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.bottom} / {self.stretch}"


class ProposedTarget(models.Model):
    """拟定目标值: a point that an amendment would set."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="proposed_targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="proposed_targets")
    on = models.DateField("达到日")
    bottom = models.DecimalField("确保", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    stretch = models.DecimalField("力争", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)

    class Meta:
        ordering = ("on",)
        constraints: ClassVar = [
            models.UniqueConstraint("amendment", "indicator", "on", name="amendment_asks_once_for_a_day"),
            models.CheckConstraint(condition=ASKS, name="proposed_target_asks_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.bottom} / {self.stretch}"


class Override(Fact):
    """破例: that a warned target was set all the same: on whom, which warnings, why."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="overrides")
    name = models.CharField("指标", max_length=100)
    subject = models.CharField("对象", max_length=12, choices=SUBJECTS)
    warnings = models.JSONField("红线")
    reason = models.CharField("理由", max_length=500)
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Override"]()
    objects = Guarded["Override"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="override_says_why")]

    def __str__(self) -> str:
        return f"{self.name} {self.reason}"
