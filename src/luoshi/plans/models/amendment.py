"""调整: a proposed change of an adopted plan, which holds when a second person signs it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Member
from luoshi.plans.models.plan import Item, Plan


class Amendment(Fact):
    """调整: what is to change in a plan, why, from which day (`about`), and who has signed it second."""

    class Kind(models.TextChoices):
        """Which sort of change it is; a clerical one changes words and nothing that is reckoned."""

        CLERICAL = "clerical", _("文字更正")
        SCHEDULE = "schedule", _("时限调整")
        TARGET = "target", _("目标调整")
        SCOPE = "scope", _("范围调整")
        MERGE = "merge", _("合并")
        END = "end", _("终止")

    class State(models.TextChoices):
        """How far it has come."""

        PROPOSED = "proposed", _("待会签")
        ADOPTED = "adopted", _("已生效")
        REFUSED = "refused", _("未同意")
        WITHDRAWN = "withdrawn", _("已撤回")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    second = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField("会签时间", null=True, blank=True)
    answer = models.CharField("会签意见", max_length=500, blank=True)

    everything = models.Manager["Amendment"]()
    objects = Guarded["Amendment"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-known_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")),
                name="nobody_signs_their_own_amendment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "withdrawn"), second__isnull=True)
                | Q(state__in=("adopted", "refused"), second__isnull=False),
                name="amendment_is_decided_by_a_second_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about}"


class Change(models.Model):
    """变动: one line of an amendment: of which item, which aspect, what it was and what it becomes; no item yet if it is new."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="changes")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    aspect = models.CharField(max_length=40)
    was = models.JSONField()
    becomes = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                "amendment", "item", "aspect", name="amendment_changes_an_aspect_of_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.aspect}"
