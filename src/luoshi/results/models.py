"""Evidence, its acceptance, and observations: what is shown, by what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.documents.models import Original
from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.plans.models import Item
from luoshi.work.models import Update


class Evidence(Fact):
    """佐证: a file and what it shows. `about` is the day of what it shows."""

    update_of = models.ForeignKey(Update, models.PROTECT, related_name="evidence")
    original = models.OneToOneField(Original, models.PROTECT, related_name="evidence")
    shows = models.CharField("说明什么", max_length=200)

    everything = models.Manager["Evidence"]()
    objects = Guarded["Evidence"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return self.shows

    @property
    def word(self) -> Acceptance | None:
        """Return the last word on it, of the acceptances that were fetched along."""
        return next(reversed(self.acceptances.all()), None)


class Acceptance(Fact):
    """采信: a verifier's word on a piece of evidence; the last one holds."""

    class Word(models.TextChoices):
        """What the verifier says."""

        ACCEPT = "accept", "采信"
        QUESTION = "question", "存疑"
        REFUSE = "refuse", "不采信"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="acceptances")
    word = models.CharField("意见", max_length=10, choices=Word)
    note = models.CharField("说明", max_length=200, blank=True)

    everything = models.Manager["Acceptance"]()
    objects = Guarded["Acceptance"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return self.get_word_display()


class Observation(Fact):
    """观测值: how far an item has come as accepted evidence shows, on a day, known at a time."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="observations")
    update_of = models.OneToOneField(Update, models.PROTECT, related_name="observation")
    percent = models.PositiveIntegerField("已证进度")

    everything = models.Manager["Observation"]()
    objects = Guarded["Observation"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="observation_shows_at_most_all")
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.percent}%"
