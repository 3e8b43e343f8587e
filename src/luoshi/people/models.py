"""Organisation, unit, member, post, grant: who there is, and since when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from luoshi.people.access import WIDTH, Guarded
from luoshi.people.roles import Reach, Role

DEEPEST = 8  # levels of units


class Organisation(models.Model):
    """组织: a university, a department of government; nothing is shared between two."""

    name = models.CharField("名称", max_length=100)

    everything = models.Manager["Organisation"]()
    objects = Guarded["Organisation"]()

    class Meta:
        default_manager_name = "everything"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """单位: a node of the organisation's tree; its path holds the keys from the root, seven digits each."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField("名称", max_length=100)
    short = models.CharField("简称", max_length=10)
    path = models.CharField(max_length=WIDTH * DEEPEST, unique=True)

    everything = models.Manager["Unit"]()
    objects = Guarded["Unit"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", "name", name="unit_name_stands_once_in_an_organisation"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Members(BaseUserManager["Member"]):
    """Finds a member by login; used by the session and by signing in only."""


class Member(AbstractBaseUser):
    """人员: a person of one unit, who signs in."""

    login = models.CharField("工号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members")
    is_active = models.BooleanField("在用", default=True)

    USERNAME_FIELD = "login"
    grants_today: list[Grant]  # read once a request by access.grants
    everything = Members()
    objects = Guarded["Member"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("unit__path", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        """Return the organisation that the member belongs to."""
        return self.unit.organisation


class Post(models.Model):
    """职务: what a member is called, and from when to when."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=60)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Grant(models.Model):
    """授权: a member holds a role at a unit, this unit or its subtree, from a day to a day."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    reach = models.CharField("范围", max_length=10, choices=Reach)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    known_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_is_known"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="grant_reach_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit}"


class Throttle(models.Model):
    """登录限次: how many attempts stand under one key in the running half hour."""

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.tries}"


class Fact(models.Model):
    """事实: a row that says what day it is about and when it was known; appended, never overwritten."""

    about = models.DateField("事实日")
    known_at = models.DateTimeField("知悉时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
