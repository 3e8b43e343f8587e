"""What stays of each change of state: an entry in the chain of its organisation, and the head of each chain.

Organisations, members and rows are plain numbers and texts here: an entry outlives what it is about.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luoshi.audit.rules import LONGEST

DIGEST = 128  # characters: room for 512 bits


class Head(models.Model):
    """链首: how many entries an organisation's chain has and the digest of the last; 0 is the installation itself."""

    organisation = models.PositiveBigIntegerField("组织", primary_key=True)
    number = models.PositiveBigIntegerField("条数", default=0)
    digest = models.CharField("末条摘要", max_length=DIGEST, blank=True)

    everything = models.Manager["Head"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number=0, digest="") | (Q(number__gt=0) & ~Q(digest="")),
                name="audit_head_has_a_digest_when_it_has_entries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.number}"


class Entry(models.Model):
    """审计记录: who did what to which row, when, through which door, from what to what; never edited."""

    class Door(models.TextChoices):
        """Through which door the deed came."""

        PAGE = "page", _("页面")
        API = "api", _("接口")
        COMMAND = "command", _("命令")
        JOB = "job", _("作业")
        INSIDE = "inside", _("内部")

    class Done(models.TextChoices):
        """Whether it was done."""

        YES = "yes", _("已办")
        REFUSED = "refused", _("被拒")

    pk = models.CompositePrimaryKey("organisation", "number")
    organisation = models.PositiveBigIntegerField("组织")
    number = models.PositiveBigIntegerField("编号")
    at = models.CharField("时间", max_length=27)  # the very text that is digested: UTC, to the microsecond
    by = models.BigIntegerField("办理人", null=True)
    door = models.CharField("入口", max_length=10, choices=Door)
    request = models.CharField("请求编号", max_length=LONGEST, blank=True)
    deed = models.CharField("所办", max_length=LONGEST)
    kind = models.CharField("对象种类", max_length=LONGEST, blank=True)
    row = models.CharField("对象", max_length=LONGEST, blank=True)
    was = models.TextField("原", blank=True)
    became = models.TextField("现", blank=True)
    done = models.CharField("结果", max_length=10, choices=Done)
    detail = models.TextField("详情")
    algorithm = models.CharField("摘要算法", max_length=10)
    before = models.CharField("上一条摘要", max_length=DIGEST, blank=True)
    digest = models.CharField("摘要", max_length=DIGEST)

    everything = models.Manager["Entry"]()

    class Meta:
        ordering = ("organisation", "number")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gt=0), name="audit_entries_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(number=1, before="") | (Q(number__gt=1) & ~Q(before="")),
                name="audit_entry_stands_on_the_one_before_it",
            ),
            models.CheckConstraint(
                condition=Q(door__in=["page", "api", "command", "job", "inside"]),
                name="audit_entry_comes_through_a_known_door",
            ),
            models.CheckConstraint(
                condition=Q(done__in=["yes", "refused"]), name="audit_entry_is_of_a_deed_done_or_refused"
            ),
            models.CheckConstraint(
                condition=~Q(deed="") & ~Q(digest=""), name="audit_entry_names_its_deed_and_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.at} {self.deed}"
