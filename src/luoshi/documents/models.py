"""A file received: the original bytes, the text that never changes, and where it came from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.documents.rules import Form, form_of
from luoshi.people.access import Guarded
from luoshi.people.models import Fact, Unit


class Original(models.Model):
    """原件: the bytes as they came.

    Kept in the database: the bytes and the row that speaks of them are committed, backed up and restored together
    (docs/decisions/0007-originals-in-the-database.md).
    """

    name = models.CharField("文件名", max_length=255)
    kind = models.CharField("类型", max_length=10)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    everything = models.Manager["Original"]()
    objects = Guarded["Original"]()

    class Meta:
        default_manager_name = "everything"

    def __str__(self) -> str:
        return self.name

    @property
    def form(self) -> Form:
        """Return as what it can be looked at, told by its name alone."""
        return form_of(self.name)


class Document(Fact):
    """文件: what was received. `about` is the day that the document bears, `known_at` when it was received."""

    class Kind(models.TextChoices):
        """What sort of text it is."""

        MEETING = "meeting", _("会议报道")
        MINUTES = "minutes", _("会议纪要")
        PLAN = "plan", _("方案计划")
        NOTICE = "notice", _("通知意见")
        OTHER = "other", _("其他")

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="documents",
        verbose_name="收文单位",  # zh: the name of a column
    )
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("文种", max_length=10, choices=Kind)
    number = models.CharField("文号", max_length=60, blank=True)
    original = models.OneToOneField(Original, models.PROTECT, related_name="document")
    text = models.TextField("正文")
    text_sha256 = models.CharField(max_length=64)

    everything = models.Manager["Document"]()
    objects = Guarded["Document"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("-about", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="document_has_text"),
            models.UniqueConstraint("unit", "text_sha256", name="unit_receives_a_text_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page on which the text stands with its marks."""
        return reverse("plans:document", kwargs={"pk": self.pk})

    def follows(self) -> Document | None:
        """Return the document that this one follows up, as the last word on it says."""
        last = Follow.everything.filter(document=self).select_related("earlier").last()
        return last.earlier if last else None


class Follow(Fact):
    """续自: a person's word on which earlier document a document follows up; none takes back what was said before."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="followings")
    earlier = models.ForeignKey(Document, models.PROTECT, related_name="+", null=True, blank=True)

    everything = models.Manager["Follow"]()
    objects = Guarded["Follow"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=F("earlier")), name="no_document_follows_itself")
        ]

    def __str__(self) -> str:
        return f"{self.document} < {self.earlier}"
