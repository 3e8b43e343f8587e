"""指标值: what was measured, whence it comes and who has verified it; and what an indicator says of its own figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Member, Unit
from luoshi.results.models.indicator import DIGITS, PLACES, Indicator
from luoshi.work.models import Step, Update


class ValueQuerySet(models.QuerySet["Value"]):
    """Values with what decides when they count."""

    def with_moments(self) -> ValueQuerySet:
        """Fetch along when the report that brought a value was signed and returned."""
        back = Step.everything.filter(update_of=OuterRef("update_of"), became=Update.State.RETURNED)
        # By name, for the type checker would take the attribute to be defined twice.
        moments = {"returned_at": Subquery(back.order_by("known_at").values("known_at")[:1])}
        return self.select_related("unit", "update_of").annotate(**moments)


class Value(Fact):
    """指标值: what a unit measured, about a day, known at a time; a ratio states what stands below the line as well."""

    class Origin(models.TextChoices):
        """Whence a value comes."""

        UPDATE = "update", _("随进展填报")
        IMPORT = "import", _("导入")
        SYSTEM = "system", _("系统取得")
        CORRECTION = "correction", pgettext_lazy("origin", "更正")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")  # zh: column
    period = models.CharField("期别", max_length=20, blank=True)
    value = models.DecimalField("数值或分子", max_digits=DIGITS, decimal_places=PLACES)
    bottom = models.DecimalField("分母", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    origin = models.CharField("来路", max_length=10, choices=Origin)
    source = models.CharField("来源", max_length=200, blank=True)
    update_of = models.ForeignKey(Update, models.PROTECT, null=True, blank=True, related_name="values")
    verified_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)

    returned_at: datetime | None  # fetched along by with_moments
    everything = models.Manager.from_queryset(ValueQuerySet)()
    objects = Guarded["Value"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("by")),
                name="nobody_verifies_their_own_value",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="value_is_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(origin="update", update_of__isnull=False)
                | Q(update_of__isnull=True) & ~Q(origin="update") & ~Q(source=""),
                name="value_says_whence_it_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.value}"

    def shown_by(self, known: datetime) -> bool:
        """Tell whether it was verified by K."""
        return self.verified_at is not None and self.verified_at <= known

    def claimed_by(self, known: datetime) -> bool:
        """Tell whether its unit stood by it at K: signed and not returned; what no report brought stands from the first."""
        begun = self.update_of.signed_at if self.update_of else self.known_at
        if begun is None or begun > known:
            return False
        return self.returned_at is None or self.returned_at > known

    def state_by(self, known: datetime) -> Update.State:
        """Return how far it had come at K, in the words of a report."""
        if self.shown_by(known):
            return Update.State.VERIFIED
        if self.returned_at is not None and self.returned_at <= known:
            return Update.State.RETURNED
        return Update.State.SIGNED if self.claimed_by(known) else Update.State.REPORTED

    def moments(self) -> Iterator[datetime]:
        """Yield when it was known, and when it was signed, returned or verified, if it was."""
        signed = self.update_of.signed_at if self.update_of else None
        yield from (at for at in (self.known_at, signed, self.returned_at, self.verified_at) if at)


class Quality(Fact):
    """数据质量说明: what is said of an indicator's figures in five sentences."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="qualities")
    verified = models.CharField("如何核实", max_length=500, blank=True)
    source = models.CharField("数据来源", max_length=500, blank=True)
    accuracy = models.CharField("所需精度", max_length=500, blank=True)
    limits = models.CharField("已知局限", max_length=500, blank=True)
    compensation = models.CharField("如何弥补局限", max_length=500, blank=True)

    everything = models.Manager["Quality"]()
    objects = Guarded["Quality"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")

    def __str__(self) -> str:
        return f"{self.about} {self.source}"
