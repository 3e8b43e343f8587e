"""What members note on an item or a report."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.plans.models import Item
from luoshi.work.models.updates import Update


class Note(Fact):
    """批注: a member's words on an item or an update; never edited, and still there when withdrawn."""

    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="notes")
    update_of = models.ForeignKey(Update, models.PROTECT, null=True, related_name="notes")
    text = models.TextField("内容")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    everything = models.Manager["Note"]()
    objects = Guarded["Note"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, update_of__isnull=True)
                | Q(item__isnull=True, update_of__isnull=False),
                name="a_note_stands_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_has_text"),
        ]

    def __str__(self) -> str:
        return self.text
