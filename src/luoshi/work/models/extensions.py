"""A later day that a unit asks for, and the steps of such a request."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.people.access import Guarded
from luoshi.people.models import Member, Unit
from luoshi.plans.models import Item
from luoshi.work.models.passages import Passage, Passing, PassingQuerySet, known_states

PENDING = ("asked", "countersigned")


class ExtensionQuerySet(PassingQuerySet["Extension"]):
    """Requests, by whether they wait."""

    def pending(self) -> Self:
        """Keep those that nobody has decided yet."""
        return self.filter(state__in=PENDING)


class Extension(Passing):
    """延期: a later due day that the lead unit asks for, before the present one has come."""

    class State(models.TextChoices):
        """How far it has come."""

        ASKED = "asked", _("待单位审签")
        COUNTERSIGNED = "countersigned", _("待校领导审批")
        GRANTED = "granted", _("已批准")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")

    item = models.ForeignKey(Item, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions")
    was_due = models.DateField("原定时限")
    due = models.DateField("申请延至")
    reason = models.CharField("理由", max_length=200)
    progress = models.TextField("目前进展")
    state = models.CharField("状态", max_length=15, choices=State, default=State.ASKED)
    countersigned_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    everything = models.Manager.from_queryset(ExtensionQuerySet)()
    objects = Guarded["Extension"]()

    class Meta:
        default_manager_name = "everything"
        verbose_name = "延期申请"
        ordering = ("-known_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "item", condition=Q(state__in=PENDING), name="item_has_one_pending_extension"
            ),
            models.CheckConstraint(condition=Q(was_due__lt=F("due")), name="an_extension_is_to_a_later_day"),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("by")),
                name="nobody_countersigns_their_own_extension",
            ),
            known_states(
                "extension_state_is_known",
                ("asked", "countersigned", "granted", "refused", "withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.was_due} → {self.due}"

    def get_absolute_url(self) -> str:
        """Return the page of the request."""
        return reverse("work:extension", kwargs={"pk": self.pk})


class ExtensionStep(Passage):
    """延期的经过: a change of a request's state; never edited."""

    extension = models.ForeignKey(Extension, models.PROTECT, related_name="steps")
    became = models.CharField("现", max_length=15, choices=Extension.State)

    everything = models.Manager["ExtensionStep"]()
    objects = Guarded["ExtensionStep"]()

    class Meta(Passage.Meta):
        default_manager_name = "everything"

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
