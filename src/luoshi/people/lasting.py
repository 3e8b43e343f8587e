"""期限: what grants, delegations and lines have in common."""

from django.db import models
from django.db.models import F, Q


def ends_late(name: str) -> models.CheckConstraint:
    """Make the constraint that a period does not end before it begins."""
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name)


class Lasting(models.Model):
    """What holds from a day to a day, both included, until it is taken back; `by` is null for the installation."""

    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    by = models.ForeignKey("people.Member", models.PROTECT, null=True, related_name="+")
    known_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.ForeignKey("people.Member", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
