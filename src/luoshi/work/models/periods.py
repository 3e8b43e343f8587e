"""For which days units report by when, and the steps of such a period."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.people.access import Guarded
from luoshi.people.models import Unit
from luoshi.work.models.passages import Passage, Passing, PassingQuerySet, known_states


class Period(Passing):
    """期: days of which an organisation's units report within a window. `about` is its first day."""

    class State(models.TextChoices):
        """Whether it still takes anything."""

        OPEN = "open", _("开放")
        LOCKED = "locked", _("已锁定")
        CERTIFIED = "certified", _("已定案")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periods")
    name = models.CharField("名称", max_length=40)
    first = models.DateField("首日")
    last = models.DateField("末日")
    opens = models.DateField("开报日")
    due = models.DateField("截止日")
    late_until = models.DateField("补报截止日")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)

    everything = models.Manager.from_queryset(PassingQuerySet["Period"])()
    objects = Guarded["Period"]()

    class Meta:
        default_manager_name = "everything"
        verbose_name = "期"
        ordering = ("-first", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint("unit", "name", name="period_name_stands_once_in_a_unit"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="period_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(opens__lte=F("due")) & Q(due__lte=F("late_until")),
                name="a_window_opens_falls_due_and_closes_in_this_order",
            ),
            known_states("period_state_is_known", ("open", "locked", "certified")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the period."""
        return reverse("work:period", kwargs={"pk": self.pk})


class PeriodStep(Passage):
    """期的经过: a change of a period's state; never edited."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="steps")
    became = models.CharField("现", max_length=10, choices=Period.State)

    everything = models.Manager["PeriodStep"]()
    objects = Guarded["PeriodStep"]()

    class Meta(Passage.Meta):
        default_manager_name = "everything"

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
