"""Of what members are to be reminded."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.reminders import Tell
from luoshi.people.access import Guarded
from luoshi.people.models import Member
from luoshi.plans.models import Item


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by whom they are for."""

    def inbox(self, member: Member) -> Self:
        """Keep what is for a member."""
        return self.filter(to=member).select_related("item")

    def unsent(self) -> Self:
        """Keep what nobody has sent yet, by person."""
        return self.filter(sent_at__isnull=True).order_by("to", "pk")


class Message(models.Model):
    """消息: what a member is told, about which item, made on a day as known at a time; once for each cause."""

    class Kind(models.TextChoices):
        """Why they are told."""

        NEAR = Tell.NEAR, _("临近到期")
        OVERDUE = Tell.OVERDUE, _("超期")
        DIGEST = Tell.DIGEST, _("汇总")
        STALLED = Tell.STALLED, _("停滞")

    to = models.ForeignKey(Member, models.PROTECT, related_name="messages")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="messages")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    cause = models.DateField("起因日", null=True)
    words = models.TextField("内容")
    about = models.DateField("事实日")
    known_at = models.DateTimeField("知悉时间")
    sent_at = models.DateTimeField("发出时间", null=True)

    everything = models.Manager.from_queryset(MessageQuerySet)()
    objects = Guarded["Message"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "pk")
        constraints: ClassVar = [
            # An owner hears of the near day and of the passed one: once each, whatever is granted in between.
            models.UniqueConstraint(
                "to", "item", "kind", condition=Q(kind__in=("near", "overdue")), name="owner_is_told_once"
            ),
            models.UniqueConstraint(
                "to", "item", "cause", condition=Q(kind="stalled"), name="a_standstill_is_told_once"
            ),
            models.UniqueConstraint("to", "about", condition=Q(kind="digest"), name="one_digest_a_day"),
            models.CheckConstraint(
                condition=Q(kind="digest", item__isnull=True) | (~Q(kind="digest") & Q(item__isnull=False)),
                name="a_message_is_of_an_item_unless_it_gathers_them",
            ),
            models.CheckConstraint(
                condition=~Q(kind="stalled") | Q(cause__isnull=False), name="a_standstill_has_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words
