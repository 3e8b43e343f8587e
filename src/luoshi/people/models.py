"""Organisation, unit, member, post, grant, delegation, line: who there is, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from luoshi.people import rules
from luoshi.people.access import WIDTH, Guarded
from luoshi.people.holdings import Holdings
from luoshi.people.lasting import Lasting, ends_late
from luoshi.people.roles import CAPABILITIES, Reach, Role
from luoshi.people.rules import DEEPEST


class Organisation(models.Model):
    """组织: a university, a department of government; nothing is shared between two."""

    name = models.CharField("名称", max_length=100)
    reminded_on = models.DateField(
        "提醒办到", null=True, blank=True
    )  # the last day of which all were reminded

    everything = models.Manager["Organisation"]()
    objects = Guarded["Organisation"]()

    class Meta:
        default_manager_name = "everything"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """单位: a node of the organisation's tree; its path holds the keys from the root, seven digits each.

    The row holds what holds today; what held on another day is answered from its changes by `units.as_of`.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField("名称", max_length=100)
    short = models.CharField("简称", max_length=10)
    path = models.CharField(max_length=WIDTH * DEEPEST, unique=True)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField(
        "至", null=True, blank=True
    )  # set once it has come: a unit with an end is closed
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    everything = models.Manager["Unit"]()
    objects = Guarded["Unit"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation",
                "name",
                condition=Q(until__isnull=True),
                name="unit_name_stands_once_among_the_open",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="unit_is_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(until__isnull=False),
                name="merged_unit_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitChange(models.Model):
    """单位变动: a unit was founded, renamed, moved, closed or merged; `about` is the day from which. Never edited."""

    class Kind(models.TextChoices):
        """What became of it."""

        FOUNDED = rules.FOUNDED, _("设立")
        RENAMED = rules.RENAMED, _("更名")
        MOVED = rules.MOVED, _("划转")
        CLOSED = rules.CLOSED, _("撤销")
        MERGED = rules.MERGED, _("并入")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    kind = models.CharField("变动", max_length=10, choices=Kind)
    about = models.DateField("事实日")
    known_at = models.DateTimeField("知悉时间")
    by = models.ForeignKey("Member", models.PROTECT, null=True, related_name="+")
    name = models.CharField("名称", max_length=100, blank=True)
    short = models.CharField("简称", max_length=10, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    everything = models.Manager["UnitChange"]()
    objects = Guarded["UnitChange"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("about", "known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind__in=(rules.FOUNDED, rules.RENAMED)) | ~Q(name=""),
                name="unit_change_gives_the_name_that_it_promises",
            ),
            models.CheckConstraint(
                condition=~Q(kind=rules.MOVED) | Q(parent__isnull=False), name="moved_unit_has_a_parent"
            ),
            models.CheckConstraint(
                condition=Q(into__isnull=False) ^ ~Q(kind=rules.MERGED),
                name="merged_unit_names_what_it_goes_into",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.about}"


class Members(BaseUserManager["Member"]):
    """Finds a member by login; used by the session and by signing in only."""


class Member(AbstractBaseUser):
    """人员: a person of one unit, who signs in."""

    login = models.CharField("工号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members")
    is_active = models.BooleanField("在用", default=True)
    touring = models.BooleanField("显示导览", default=True)
    toured = models.CharField("导览看过", max_length=200, blank=True, default="")

    USERNAME_FIELD = "login"
    holdings_today: Holdings  # read once a request by holdings.of
    lines_today: list[tuple[Grant, SupervisionLine]]  # and by holdings.lines, where a rule asks
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


class Switch(models.Model):
    """停用启用: a member was disabled or enabled, and why. Never edited."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="switches")
    active = models.BooleanField("在用")
    reason = models.CharField("理由", max_length=200)
    known_at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    everything = models.Manager["Switch"]()
    objects = Guarded["Switch"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")

    def __str__(self) -> str:
        return f"{self.member} {self.active}"


class Post(models.Model):
    """职务: what a member is called, in which unit, and from when to when.

    `acting` is 主持工作: who leads a unit without being its head. A row that was corrected or ended stays, with the
    moment at which another took its place.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    acting = models.BooleanField("主持工作", default=False)
    head = models.BooleanField("负责人", default=False)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    known_at = models.DateTimeField("登记时间")
    replaced_at = models.DateTimeField("更替时间", null=True, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("since", "pk")
        constraints: ClassVar = [ends_late("post_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.title


class Grant(Lasting):
    """授权: a member holds a role at a unit, this unit or its subtree, from a day to a day.

    With a post it is held by virtue of that post, and ends with it.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    reach = models.CharField("范围", max_length=10, choices=Reach)
    reason = models.CharField("理由", max_length=200, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="grants")
    ended_at = models.DateTimeField(
        "定止时间", null=True, blank=True
    )  # when its last day was brought forward
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            ends_late("grant_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_is_known"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="grant_reach_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit}"


class Delegation(Lasting):
    """委托: a member lets another act with one of their grants, from a day to a day, for a reason."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Member, models.PROTECT, related_name="borrowed", verbose_name=_("受托人"))
    until = models.DateField("至")
    reason = models.CharField("理由", max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} → {self.to}"


class SupervisionLine(Lasting):
    """督查条线: a unit supervises the work of another, or a line of it, beside the tree; it never edits its words.

    `words` name the line of work (安全生产 消防); a line without words is about all of the subject's work.
    """

    supervisor = models.ForeignKey(Unit, models.PROTECT, related_name="lines", verbose_name=_("督查单位"))
    subject = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("对象单位"))
    reach = models.CharField("范围", max_length=10, choices=Reach)
    words = models.CharField("条线", max_length=100, blank=True)
    capabilities = models.CharField("权能", max_length=40)

    class Meta:
        constraints: ClassVar = [
            ends_late("line_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="line_reach_is_known"),
            models.CheckConstraint(
                condition=Q(capabilities__in=CAPABILITIES), name="line_may_read_comment_return_or_verify"
            ),
            models.CheckConstraint(condition=~Q(supervisor=F("subject")), name="line_leads_to_another_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} → {self.subject}"


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

    def append(self) -> Self:
        """Insert the row as `save` would, by a sentence that is made once for each kind and not for each row."""
        fields, sentence = _insertion(type(self))
        with connection.cursor() as cursor:
            cursor.execute(f'{sentence} RETURNING "{self._meta.pk.column}"', _values(self, fields))
            (self.pk,) = cursor.fetchone()
        self._state.adding, self._state.db = False, connection.alias
        return self


def append_all(rows: Sequence[Fact]) -> None:
    """Insert rows of one kind at once, in the same way; their keys are not asked for."""
    if rows:
        fields, sentence = _insertion(type(rows[0]))
        with connection.cursor() as cursor:
            cursor.executemany(sentence, [_values(row, fields) for row in rows])


M = TypeVar("M", bound=models.Model)


def made(kind: type[M], cursor: Any) -> list[M]:
    """Make rows of a kind from what a sentence, written as it is sent, has asked: all columns, in their order."""
    names, converters = _reading(kind, connection.vendor)
    rows = []
    for told in cursor.fetchall():
        values = list(told)
        for at, (convert, expression) in converters.items():
            for one in convert:
                values[at] = one(values[at], expression, connection)
        rows.append(kind.from_db(connection.alias, names, values))
    return rows


@cache
def _reading(kind: type[models.Model], _vendor: str) -> tuple[list[str], dict[int, tuple[list[Any], Any]]]:
    """Return the names of a kind's columns, and how a database's values of some become those of their fields."""
    fields = kind._meta.concrete_fields
    compiler = kind._base_manager.all().query.get_compiler(connection=connection)
    converters = compiler.get_converters([field.get_col(kind._meta.db_table) for field in fields])
    return [field.attname for field in fields], converters


@cache
def _insertion(kind: type[Fact]) -> tuple[list[models.Field[Any, Any]], str]:
    """Return the fields of a kind that the database does not fill in itself, and how they are inserted."""
    fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return fields, f"INSERT INTO {kind._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608


def _values(row: Fact, fields: Sequence[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
