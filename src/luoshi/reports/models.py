"""What was told: a frozen report."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from luoshi.documents.models import Original
from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.plans.models import Plan


class Report(Fact):
    """报告: a plan as it stood on `about` (D), as known at `known_at` (K), told by a version of the template."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    title = models.CharField("标题", max_length=200)
    template = models.CharField("模板版本", max_length=20)
    issued = models.OneToOneField(Original, models.PROTECT, related_name="report")

    everything = models.Manager["Report"]()
    objects = Guarded["Report"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-known_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of the report."""
        return reverse("reports:report", kwargs={"pk": self.pk})
