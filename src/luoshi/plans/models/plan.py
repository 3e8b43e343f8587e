"""Plan and item: what they are called and where they stand today; how they came there the facts say."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.shares import HEAVIEST
from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Member, Unit

if TYPE_CHECKING:
    from luoshi.plans.models.facts import Assignment

DEEPEST = 12  # levels of items
WIDTH = 8  # digits of an item's key in a path, and of its position and its key in an order


def place(position: int, key: int) -> str:
    """Return what one level adds to an order: of two in one position the older stands first, and all below it.

    >>> place(3, 41)
    '0000000300000041'
    """
    return f"{position:0{WIDTH}d}{key:0{WIDTH}d}"


class Plan(Fact):
    """计划: what an organisation means to do between two days. `about` is the day on which it was drafted."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name=_("主管单位"))
    name = models.CharField("名称", max_length=120)
    starts = models.DateField("开始")
    ends = models.DateField("结束")
    adopted_at = models.DateTimeField("通过时间", null=True, blank=True)
    adopted_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField("状态所属日", help_text=_("留存的状态算到这一天。"))

    everything = models.Manager["Plan"]()
    objects = Guarded["Plan"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="plan_ends_after_it_starts"),
            models.UniqueConstraint("unit", "name", name="plan_name_stands_once_in_a_unit"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="plan_is_adopted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the plan."""
        return reverse("results:plan", kwargs={"pk": self.pk})


def _assignments() -> models.QuerySet[Assignment]:
    from luoshi.plans.models.facts import Assignment  # noqa: PLC0415  # facts are about items

    return Assignment.everything.all()


class ItemQuerySet(models.QuerySet["Item"]):
    """Items with what belongs to them."""

    def with_facts(self, on: date, known: datetime) -> Self:
        """Fetch who took part on D as known at K along, in one query whatever the number of items."""
        said = _assignments().filter(about__lte=on, known_at__lte=known)
        said = said.select_related("unit").order_by("about", "known_at", "role")
        return self.select_related("plan", "parent__plan").prefetch_related(
            models.Prefetch("assignments", said, to_attr="said_of_owners")
        )


class Item(Fact):
    """事项: a node of a plan, at any depth. `about` is the day from which it belongs to the plan.

    Title, parent, position, weight, days and fate are what holds today, kept from the facts; first_due is the due day that
    was set first, against which an extension is still reckoned.
    """

    class Kind(models.TextChoices):
        """Its level: a goal holds measures and tasks, a measure tasks, a task smaller ones."""

        GOAL = "goal", _("目标")
        MEASURE = "measure", _("举措")
        TASK = "task", _("任务")

    class Fate(models.TextChoices):
        """What has become of it."""

        LIVE = "live", _("在办")
        ENDED = "ended", _("终止")
        MERGED = "merged", _("并入")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    code = models.CharField("编号", max_length=60)
    title = models.CharField("事项", max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField("次序")
    weight = models.PositiveIntegerField("权重", default=1)
    starts = models.DateField("开始", null=True, blank=True)
    due = models.DateField("到期", null=True, blank=True)
    first_due = models.DateField("原定到期", null=True, blank=True)
    fate = models.CharField("状态", max_length=10, choices=Fate, default=Fate.LIVE)
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    leader = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="led", verbose_name=_("分管校领导")
    )

    said_of_owners: list[Assignment]  # fetched along by with_facts
    everything = models.Manager.from_queryset(ItemQuerySet)()
    objects = Guarded["Item"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("plan", "parent__position", "position")
        constraints: ClassVar = [
            models.UniqueConstraint("plan", "code", name="item_code_stands_once_in_a_plan"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="item_is_not_its_own_parent"),
            models.CheckConstraint(condition=Q(weight__range=(1, HEAVIEST)), name="item_weighs_something"),
            models.CheckConstraint(
                condition=Q(fate="merged", into__isnull=False) | (~Q(fate="merged") & Q(into__isnull=True)),
                name="merged_item_says_into_which",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page of the item."""
        return reverse("results:item", kwargs={"pk": self.pk})

    def takes_part(self) -> list[Assignment]:
        """Return who takes part, of what was fetched along: of each unit what was said of it last."""
        last = {said.unit_id: said for said in self.said_of_owners}
        return [said for said in last.values() if said.role != said.Role.OUT]
