"""指标: what is measured of an item, its definition with two clocks, and which one drives the item's shown progress."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.guard import Subject
from luoshi.arithmetic.indicators import Comparator, Direction, Kind
from luoshi.arithmetic.periods import Rule
from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Unit
from luoshi.plans.models import Amendment, Item

DIGITS, PLACES = 15, 4  # as many as both databases keep exactly
KINDS = {
    Kind.MAXIMISE.value: _("提高型"),
    Kind.MINIMISE.value: _("降低型"),
    Kind.MAINTAIN.value: _("保持型"),
    Kind.MILESTONE.value: _("节点型"),
    Kind.COUNT.value: _("计数型"),
    Kind.RATIO.value: _("比率型"),
}
DIRECTIONS = {
    Direction.UP.value: _("越高越好"),
    Direction.DOWN.value: _("越低越好"),
    Direction.KEEP.value: _("保持"),
}
COMPARATORS = {
    Comparator.AT_LEAST.value: _("不低于"),
    Comparator.MORE.value: _("高于"),
    Comparator.AT_MOST.value: _("不高于"),
    Comparator.LESS.value: _("低于"),
    Comparator.EQUAL.value: _("等于"),
    Comparator.ABOUT.value: _("左右"),
}
RULES = {
    Rule.SUM.value: _("求和"),
    Rule.LATEST.value: _("取最新"),
    Rule.MEAN.value: _("求平均"),
    Rule.MAXIMUM.value: _("取最大"),
}
SUBJECTS = {
    Subject.SCHOOL.value: _("学校"),
    Subject.OFFICE.value: _("部门"),
    Subject.COLLEGE.value: _("学院"),
    Subject.COUNSELLOR.value: _("个人"),
}


class Indicator(Fact):
    """指标: something that is measured of an item; what exactly, its definitions say."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="indicators")

    everything = models.Manager["Indicator"]()
    objects = Guarded["Indicator"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("item", "pk")

    def __str__(self) -> str:
        return f"{self.item_id}/{self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page of the indicator."""
        return reverse("results:indicator", kwargs={"pk": self.pk})


class Meaning(models.Model):
    """指标口径: what is measured, by whom, in which unit, which way it shall go, and how figures are put together.

    `every` is the number of days in which a figure is due; `subject` is on whom a target of it is put.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="负责单位")  # zh: column
    name = models.CharField("指标", max_length=100)
    kind = models.CharField("类型", max_length=10, choices=KINDS)
    measure = models.CharField("计量单位", max_length=20, blank=True)
    direction = models.CharField("方向", max_length=10, choices=DIRECTIONS)
    base = models.DecimalField("基期值", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    tolerance = models.DecimalField("允许偏差", max_digits=DIGITS, decimal_places=PLACES)
    comparator = models.CharField("比较", max_length=2, choices=COMPARATORS, blank=True)
    cumulative = models.BooleanField("累计", default=False)
    over_periods = models.CharField("跨期", max_length=10, choices=RULES)
    over_units = models.CharField("跨单位", max_length=10, choices=RULES)
    every = models.PositiveIntegerField("报送周期（天）", null=True, blank=True)
    subject = models.CharField("对象", max_length=12, choices=SUBJECTS)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Definition(Meaning, Fact):
    """指标定义: the meaning of an indicator from a day on, known at a time."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Definition"]()
    objects = Guarded["Definition"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "indicator", "about", "known_at", name="indicator_is_defined_once_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(tolerance__gte=0), name="definition_tolerates_nothing_or_more"
            ),
        ]


class Driver(Fact):
    """主指标: which indicator makes an item's shown progress from a day on; none hands it back to the reports."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="drivers")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="drives")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="+")

    everything = models.Manager["Driver"]()
    objects = Guarded["Driver"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint("item", "about", "known_at", name="item_is_driven_by_one_at_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} ← {self.indicator_id}"


class ProposedDefinition(Meaning):
    """拟定口径: what an amendment would make of an indicator, and whether it would drive its item."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="proposed_definitions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="proposed_definitions")
    drives = models.BooleanField("主指标", default=False)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint("amendment", "indicator", name="amendment_defines_an_indicator_once")
        ]
