"""What units report on their items, and each step that a report takes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.people.access import Guarded
from luoshi.people.models import Member, Unit
from luoshi.plans.models import Item
from luoshi.work.models.passages import Passage, Passing, PassingQuerySet, known_states
from luoshi.work.models.periods import Period


class UpdateQuerySet(PassingQuerySet["Update"]):
    """Updates with what holds of them."""

    def shown(self) -> Self:
        """Keep those that stand verified, whether or not their period is certified."""
        return self.filter(state__in=(Update.State.VERIFIED, Update.State.CERTIFIED))

    def unanswered(self, known: datetime) -> Self:
        """Keep those that were sent back, as known at a time, and that no later report of the unit answers.

        Adds `returned_at`, when they were sent back.
        """
        taken_back = Step.everything.filter(
            update_of=OuterRef("update_of"), became=Update.State.WITHDRAWN, known_at__lte=known
        )
        later = Step.everything.filter(
            ~Exists(taken_back),
            update_of__item=OuterRef("item"),
            update_of__unit=OuterRef("unit"),
            became=Update.State.REPORTED,
            known_at__gt=OuterRef("returned_at"),
            known_at__lte=known,
        )
        sent_back = self.step_at("known_at", Q(became=Update.State.RETURNED, known_at__lte=known))
        return self.annotate(returned_at=sent_back).filter(~Exists(later), returned_at__isnull=False)


class Update(Passing):
    """进展: a unit's report on an item. `about` is the day it speaks of, `known_at` when it was reported.

    On an item with milestones `reached` says which of them are (see arithmetic.milestones), and `percent` what they made
    when it was written.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("草稿")
        REPORTED = "reported", _("待审签")
        SIGNED = "signed", _("待核实")
        VERIFIED = "verified", _("已核实")
        CERTIFIED = "certified", _("已定案")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    item = models.ForeignKey(Item, models.PROTECT, related_name="updates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="updates")
    percent = models.PositiveIntegerField("已报进度", validators=[MaxValueValidator(100)])
    reached = models.BigIntegerField("已到的里程碑", null=True)
    text = models.TextField("进展")
    trouble = models.TextField("困难", blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.REPORTED)
    signed_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("审签时间", null=True)
    period = models.ForeignKey(Period, models.PROTECT, null=True, related_name="updates")
    late = models.BooleanField("迟报", default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")

    returned_at: datetime  # there when fetched `unanswered`

    everything = models.Manager.from_queryset(UpdateQuerySet)()
    objects = Guarded["Update"]()

    class Meta:
        default_manager_name = "everything"
        verbose_name = "进展"
        ordering = ("-about", "-known_at", "-pk")
        # What waits for somebody is a small part of what there is, and who has waited longest comes first.
        indexes: ClassVar = [models.Index("state", "known_at", name="update_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="update_claims_at_most_all"),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | Q(reached__gte=0), name="update_names_milestones"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("by")),
                name="nobody_signs_their_own_update",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="an_update_is_signed_by_somebody_at_some_time",
            ),
            known_states(
                "update_state_is_known",
                ("draft", "reported", "signed", "verified", "certified", "returned", "withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} {self.about} {self.percent}%"

    def get_absolute_url(self) -> str:
        """Return the page on which the update is read, signed and verified."""
        return reverse("results:update", kwargs={"pk": self.pk})


class Step(Passage):
    """经过: a change of an update's state; never edited."""

    update_of = models.ForeignKey(Update, models.PROTECT, related_name="steps")
    became = models.CharField("现", max_length=10, choices=Update.State)

    everything = models.Manager["Step"]()
    objects = Guarded["Step"]()

    class Meta(Passage.Meta):
        default_manager_name = "everything"

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
