"""Evidence, its acceptance, and observations: what is shown, by what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.shares import PERCENT, SCALE
from luoshi.documents.models import Original
from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.plans.models import Item
from luoshi.results.models.indicator import Indicator
from luoshi.wording import noted
from luoshi.work.models import Update

SETTLED, MORE, SITE = (
    noted("句号"),
    noted("破折号"),
    noted("问号"),
)  # how the reviewers of a review mark a point


class Evidence(Fact):
    """佐证: a file and what it shows. `about` is the day of what it shows.

    `number` is the reference that it bears (a contract's, a voucher's), folded so that the same number reads the same.
    """

    update_of = models.ForeignKey(Update, models.PROTECT, related_name="evidence")
    original = models.OneToOneField(Original, models.PROTECT, related_name="evidence")
    shows = models.CharField("说明什么", max_length=200)
    sha256 = models.CharField("摘要", max_length=64, blank=True, db_index=True)
    number = models.CharField("编号", max_length=100, blank=True, db_index=True)

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
    """采信: a verifier's word on a piece of evidence; the last one holds.

    Taken or refused it is settled (句号); it may need more material (破折号), or be asked about on site (问号).
    """

    class Word(models.TextChoices):
        """What the verifier says."""

        ACCEPT = "accept", _("采信")
        MORE = "more", _("待补充")
        QUESTION = "question", _("存疑")
        REFUSE = "refuse", _("不采信")

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

    @property
    def mark(self) -> str:
        """Return the mark of the review that the word stands for."""
        return {self.Word.MORE: MORE, self.Word.QUESTION: SITE}.get(self.Word(self.word), SETTLED)


class Observation(Fact):
    """观测值: how far an item has come as accepted evidence shows, on a day, known at a time.

    `percent` is what was stated when a report was verified; on an item with milestones `reached` says which of them are
    shown, and `percent` what they made then. Where an indicator drives the item, `indicator` names it, `share` is what
    its verified values make and `claimed` what those make that the units stand by (null: undefined); a row without a
    report was appended because a value, a target or a definition has moved one of the two.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="observations")
    update_of = models.OneToOneField(Update, models.PROTECT, null=True, related_name="observation")
    percent = models.PositiveIntegerField("已证进度", null=True)
    reached = models.BigIntegerField("已证的里程碑", null=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="observations")
    share = models.BigIntegerField("份额", null=True)
    claimed = models.BigIntegerField("已报份额", null=True)

    everything = models.Manager["Observation"]()
    objects = Guarded["Observation"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="observation_shows_at_most_all"),
            models.CheckConstraint(
                condition=Q(update_of__isnull=True) | Q(percent__isnull=False),
                name="verified_report_states_what_it_shows",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(indicator__isnull=False, share__range=(0, SCALE)),
                name="share_comes_from_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(claimed__isnull=True) | Q(indicator__isnull=False, claimed__range=(0, SCALE)),
                name="claimed_share_comes_from_an_indicator",
            ),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | Q(reached__gte=0, percent__isnull=False),
                name="observation_names_milestones",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.percent}%"

    @property
    def shown(self) -> int | None:
        """Return the share that it shows, in hundred-millionths."""
        if self.indicator_id is not None:
            return self.share
        return None if self.percent is None else self.percent * PERCENT
