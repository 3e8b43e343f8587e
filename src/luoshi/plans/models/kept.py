"""What is kept of the facts for today, written with them in one transaction, and worked out anew by `luoshi audit`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.lamps import LAMPS, SETTLED, WORDS
from luoshi.arithmetic.milestones import UNMARKED
from luoshi.people.access import Guarded
from luoshi.people.models import Unit
from luoshi.plans.models.plan import DEEPEST, WIDTH, Item, Plan

UNSETTLED = ~Q(standing__result__in=SETTLED)  # items that still need somebody: neither done nor out
# What is equal to a value SQLite looks up in an index; a column that merely stands there as a condition it does not.
LEAF = Value(True)  # noqa: FBT003
CHOICES = [(lamp.value, word) for lamp, word in WORDS.items()]


class Owner(models.Model):
    """责任单位: a unit that leads, owns or supports an item today."""

    class Role(models.TextChoices):
        """How it takes part."""

        LEAD = "lead", _("牵头")
        DUTY = "duty", _("责任")
        SUPPORT = "support", _("配合")

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


def _count() -> models.PositiveIntegerField[int, int]:
    return models.PositiveIntegerField(default=0)


def _share() -> models.BigIntegerField[int | None, int | None]:
    return models.BigIntegerField(null=True)


def _marks() -> models.BigIntegerField[int, int]:
    return models.BigIntegerField(default=UNMARKED)


def _sum() -> models.BigIntegerField[int, int]:
    return models.BigIntegerField(default=0)


class Standing(models.Model):
    """状态: where an item stands on its plan's day as known now; shares in hundred-millionths.

    `path` holds the keys from the top, `order` the positions, each with its key, `goal` the key at the top; `bottom` and
    the tops are the sums that the next level is divided from; the counts tell how many leaves below stand under each lamp.
    """

    item = models.OneToOneField(Item, models.PROTECT, primary_key=True, related_name="standing")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=WIDTH * DEEPEST)
    order = models.CharField(max_length=2 * WIDTH * DEEPEST)
    goal = (
        models.BigIntegerField()
    )  # the first of the path; a generated column no index of SQLite would cover
    leaf = models.BooleanField(default=True)
    off = models.BooleanField(default=False)
    counts = models.BooleanField(default=False)
    weight = models.PositiveIntegerField(default=1)
    starts = models.DateField(null=True)
    due = models.DateField(null=True)
    own_days = models.BooleanField(default=False)  # else they are its children's
    steps = models.JSONField(default=list)
    milestones = models.JSONField(default=list)  # [[key, day, weight], …]
    # What is stated of the item itself, which a node above leaves does not use: a share, and milestones if there are any.
    own_claimed = _share()
    own_shown = _share()
    claimed_marks = _marks()
    shown_marks = _marks()
    claimed = _share()
    shown = _share()
    expected = _share()
    result = models.CharField(max_length=10, choices=CHOICES)
    time = models.CharField(max_length=10, choices=CHOICES)
    bottom = _sum()
    top_claimed = _sum()
    top_shown = _sum()
    top_expected = _sum()
    done = _count()
    ontime = _count()
    behind = _count()
    risk = _count()
    over = _count()
    wait = _count()
    none = _count()
    omitted = _count()

    everything = models.Manager["Standing"]()
    objects = Guarded["Standing"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("plan", "order")
        indexes: ClassVar = [
            models.Index("plan", "order", name="standing_in_order"),
            models.Index("plan", "leaf", "result", "order", name="standing_by_lamp"),
            models.Index("plan", "lead", "leaf", "result", "order", name="standing_by_unit_and_lamp"),
            # To count a unit's tasks by lamp: without the places, equal rows stand once each, however many they are.
            models.Index("plan", "lead", "leaf", "result", name="standing_counted_by_unit"),
            # To count the cells of the wall chart, and name a task of each, in the index alone.
            models.Index(
                "plan", "leaf", "lead", "goal", "result", "time", "item", name="standing_on_the_wall"
            ),
            models.Index("path", name="standing_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.result}"


TALLY = (
    "done",
    "ontime",
    "behind",
    "risk",
    "over",
    "wait",
    "none",
    "omitted",
)  # the counts, in the order of LAMPS
assert len(TALLY) == len(LAMPS)
