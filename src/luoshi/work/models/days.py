"""Which days are worked, where that is not what the week says."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Organisation


class Day(Fact):
    """日历日: whether an organisation works on a day, as somebody has read it in. `about` is the day; the row known last holds."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="days")
    works = models.BooleanField("上班")
    source = models.CharField("来源", max_length=200)

    everything = models.Manager["Day"]()
    objects = Guarded["Day"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        indexes: ClassVar = [models.Index("organisation", "known_at", name="day_by_when_it_was_known")]

    def __str__(self) -> str:
        return f"{self.about} {_('班') if self.works else _('休')}"
