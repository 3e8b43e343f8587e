"""The facts about an item, one table for each kind, each row with the day it is about and when it was known.

Appended only. Of each kind the row about the latest day up to D holds, known up to K (see luoshi.arithmetic.asof).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.arithmetic import milestones
from luoshi.arithmetic.milestones import Milestone
from luoshi.arithmetic.shares import HEAVIEST
from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Member, Unit
from luoshi.plans.models.plan import Item
from luoshi.plans.rules import Mark
from luoshi.records.models import Sentence

Course = tuple[list[list[int]], list[list[int]]]  # steps [day, share], milestones [key, day, weight]


class ItemFact(Fact):
    """事项的事实: something said about an item, and the amendment that brought it, if one did."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="%(class)ss")
    amendment = models.ForeignKey("plans.Amendment", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Place(ItemFact):
    """位置: under which item it stands, where among its sisters, and how much it weighs there."""

    parent = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField("次序")
    weight = models.PositiveIntegerField("权重", default=1)

    everything = models.Manager["Place"]()
    objects = Guarded["Place"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weight__range=(1, HEAVIEST)), name="place_weighs_something"),
            models.CheckConstraint(condition=~Q(parent=F("item")), name="place_is_not_under_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. × {self.weight}"


class Wording(ItemFact):
    """表述: what the item says."""

    title = models.CharField("事项", max_length=200)

    everything = models.Manager["Wording"]()
    objects = Guarded["Wording"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return self.title


class Schedule(ItemFact):
    """时限: when an item starts and is due, and what is expected in between: linear, in steps [[day, share], …], or by milestones.

    A milestone is {key, name, due, weight}; its key is a whole number that no other of the item ever bears.
    """

    starts = models.DateField("开始")
    due = models.DateField("到期")
    steps = models.JSONField("形象进度", default=list, blank=True)
    milestones = models.JSONField("里程碑", default=list, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    everything = models.Manager["Schedule"]()
    objects = Guarded["Schedule"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts__lte=F("due")), name="item_is_due_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.due}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return its milestones, in the order in which they are due."""
        marks = (
            Mark(one["name"], date.fromisoformat(one["due"]), one["weight"], one["key"])
            for one in self.milestones
        )
        return tuple(sorted(marks, key=lambda one: (one.due, one.key)))

    @property
    def weighed(self) -> tuple[Milestone, ...]:
        """Return its milestones as the arithmetic takes them."""
        return tuple((one.key or 0, one.due.toordinal(), one.weight) for one in self.marks)

    @property
    def course(self) -> Course:
        """Return what is kept of it where it is not linear: its milestones, and the steps that they make or that it states."""
        steps = milestones.steps(self.weighed) if self.milestones else self.steps
        return [[int(day), int(share)] for day, share in steps], [list(one) for one in self.weighed]


class Fate(ItemFact):
    """去留: that an item was ended, merged into another, or taken up again."""

    fate = models.CharField("状态", max_length=10, choices=Item.Fate)
    into = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Fate"]()
    objects = Guarded["Fate"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fate="merged", into__isnull=False) | (~Q(fate="merged") & Q(into__isnull=True)),
                name="merging_says_into_which",
            )
        ]

    def __str__(self) -> str:
        return self.get_fate_display()


class Assignment(ItemFact):
    """分工: that a unit leads, owns or supports an item from a day on, or no longer takes part."""

    class Role(models.TextChoices):
        """How it takes part."""

        LEAD = "lead", _("牵头")
        DUTY = "duty", _("责任")
        SUPPORT = "support", _("配合")
        OUT = "out", pgettext_lazy("assignment", "退出")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField("方式", max_length=10, choices=Role)

    everything = models.Manager["Assignment"]()
    objects = Guarded["Assignment"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit}"


class Leadership(ItemFact):
    """分管校领导: the leader of the school who answers for an item."""

    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Leadership"]()
    objects = Guarded["Leadership"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return str(self.member or "")


class Basis(Fact):
    """依据: a sentence that an item answers; its words and their place are kept, whatever becomes of the document."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="bases")
    sentence = models.ForeignKey(Sentence, models.PROTECT, related_name="bases")
    text_sha256 = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField("原文")

    everything = models.Manager["Basis"]()
    objects = Guarded["Basis"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint("item", "sentence", name="item_answers_a_sentence_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="basis_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.words
