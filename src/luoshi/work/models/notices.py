"""What an office demands of a unit, and the steps of such a notice."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.notices import Clocks, Running, running
from luoshi.arithmetic.workdays import Calendar
from luoshi.people.access import Guarded
from luoshi.people.models import Member, Organisation, Unit
from luoshi.plans.models import Item
from luoshi.work import rules
from luoshi.work.models.passages import Passage, Passing, PassingQuerySet, known_states

LIMITS = Clocks()


class NoticeQuerySet(PassingQuerySet["Notice"]):
    """Notices with their clocks."""

    def as_of(self, on: date, known: datetime) -> Self:
        """Add `state_then`, the state on D as known at K; drop what was not yet issued."""
        passed = Q(about__lte=on, known_at__lte=known)
        issued = NoticeStep.everything.filter(passed, notice=OuterRef("pk"), became=Notice.State.ISSUED)
        return self.annotate(state_then=self.step_at("became", passed)).filter(Exists(issued))

    def unanswered(self, on: date, known: datetime) -> Self:
        """Keep those that have no answer that stands."""
        return self.as_of(on, known).filter(Q(state_then__in=rules.UNANSWERED))

    def clocks(
        self, on: date, known: datetime, calendar: Calendar, limits: Clocks = LIMITS
    ) -> dict[int, Running]:
        """Read the clocks of each notice on D as known at K, in one query; what was withdrawn has none."""
        steps = NoticeStep.everything.filter(notice__in=self, about__lte=on, known_at__lte=known)
        rows = steps.order_by("notice", "known_at", "pk").values_list(
            "notice", "notice__about", "notice__clock", "became", "about", "due"
        )
        found = {}
        for (pk, opened, clock), passed in groupby(rows, key=itemgetter(0, 1, 2)):
            if slip := rules.slip(opened, clock, [row[3:] for row in passed]):
                found[pk] = running(slip, calendar, on, limits)
        return found


class Notice(Passing):
    """督办单: what a unit is asked to do, with a number and a clock. `about` is the day on which it was drafted."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFTED = "drafted", _("拟办")
        ISSUED = "issued", _("待签收")
        RECEIVED = "received", _("办理中")
        REPLIED = "replied", _("已反馈")
        PLANNED = "planned", _("按方案办理")
        RETURNED = "returned", _("退回重办")
        CLOSED = "closed", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Clock(models.TextChoices):
        """Which limit it has where no day was set: of working days, in luoshi.arithmetic.notices."""

        ORDINARY = "ordinary", _("一般事项")
        HARD = "hard", _("疑难事项")

    class Urgency(models.TextChoices):
        """How urgent it is."""

        PLAIN = "plain", _("平件")
        URGENT = "urgent", _("加急")
        TOP = "top", _("特急")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notices", verbose_name=_("主办单位"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="notices")
    year = models.PositiveIntegerField("年份", null=True)
    number = models.PositiveIntegerField("序号", null=True)
    subject = models.CharField("督办事项", max_length=200)
    demand = models.TextField("办理要求")
    source = models.CharField("来源依据", max_length=200, blank=True)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.PLAIN)
    clock = models.CharField("时限类别", max_length=10, choices=Clock)
    due = models.DateField("办结时限", null=True, help_text=_("自定的期限；没有的，按时限类别推算。"))
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFTED)
    replied_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    everything = models.Manager.from_queryset(NoticeQuerySet)()
    objects = Guarded["Notice"]()

    class Meta:
        default_manager_name = "everything"
        verbose_name = "督办单"
        ordering = ("-year", "-number", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation", "year", "number", name="notice_number_stands_once_in_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("drafted", "withdrawn")) | Q(year__isnull=False, number__isnull=False),
                name="an_issued_notice_has_a_number",
            ),
            known_states(
                "notice_state_is_known",
                ("drafted", "issued", "received", "replied", "planned", "returned", "closed", "withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        """Return the page of the notice."""
        return reverse("work:notice", kwargs={"pk": self.pk})

    @property
    def reference(self) -> str:
        """Return its number as it is printed, or nothing before it is issued."""
        return (
            f"办〔{self.year}〕{self.number} 号" if self.number else ""
        )  # zh: the number on an official paper


class NoticeStep(Passage):
    """督办单的经过: a change of a notice's state, and the day that was set with it; never edited."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="steps")
    became = models.CharField("现", max_length=10, choices=Notice.State)
    due = models.DateField("办结时限", null=True)

    everything = models.Manager["NoticeStep"]()
    objects = Guarded["NoticeStep"]()

    class Meta(Passage.Meta):
        default_manager_name = "everything"

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
