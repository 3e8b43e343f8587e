"""Plan, item, and the facts about an item: its basis sentences, its owners, its schedule."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Unit
from luoshi.records.models import Sentence


class Plan(Fact):
    """计划: what an organisation means to do between two days. `about` is the day of its adoption."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="主管单位")
    name = models.CharField("名称", max_length=120)
    starts = models.DateField("开始")
    ends = models.DateField("结束")

    everything = models.Manager["Plan"]()
    objects = Guarded["Plan"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="plan_ends_after_it_starts"),
            models.UniqueConstraint("unit", "name", name="plan_name_stands_once_in_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the plan."""
        return reverse("results:plan", kwargs={"pk": self.pk})


class ItemQuerySet(models.QuerySet["Item"]):
    """Items with what belongs to them."""

    def with_facts(self, known: datetime) -> Self:
        """Fetch the owners known at a time along, in one query whatever the number of items."""
        owners = Owner.everything.filter(known_at__lte=known).select_related("unit")
        return self.select_related("plan", "parent__plan").prefetch_related(models.Prefetch("owners", owners))


class Item(Fact):
    """事项: a goal 目标 or a task 任务 of a plan. `about` is the day from which it belongs to the plan."""

    class Kind(models.TextChoices):
        """Its level in the tree."""

        GOAL = "goal", "目标"
        TASK = "task", "任务"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    position = models.PositiveIntegerField("次序")
    code = models.CharField("编号", max_length=20)
    title = models.CharField("事项", max_length=200)
    weight = models.PositiveIntegerField("权重", default=1)

    everything = models.Manager.from_queryset(ItemQuerySet)()
    objects = Guarded["Item"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("plan", "parent__position", "position")
        constraints: ClassVar = [
            models.UniqueConstraint("plan", "code", name="item_code_stands_once_in_a_plan"),
            models.CheckConstraint(
                condition=Q(kind="goal", parent__isnull=True) | Q(kind="task", parent__isnull=False),
                name="a_task_stands_under_a_goal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of the item."""
        return reverse("results:item", kwargs={"pk": self.pk})


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


class Owner(Fact):
    """责任单位: a unit that leads, owns or supports an item. `about` is the day from which it does."""

    class Role(models.TextChoices):
        """How it takes part."""

        LEAD = "lead", "牵头"
        DUTY = "duty", "责任"
        SUPPORT = "support", "配合"

    item = models.ForeignKey(Item, models.PROTECT, related_name="owners")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="owned")
    role = models.CharField("方式", max_length=10, choices=Role)

    everything = models.Manager["Owner"]()
    objects = Guarded["Owner"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint("item", "unit", name="unit_takes_part_in_an_item_once"),
            models.UniqueConstraint("item", condition=Q(role="lead"), name="item_has_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit}"


class Schedule(Fact):
    """时限: when an item starts and is due; the last one that was known holds."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="schedules")
    starts = models.DateField("开始")
    due = models.DateField("到期")
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
