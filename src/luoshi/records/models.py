"""What a document says as a program read it, and each person's word on it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.documents.models import Document
from luoshi.people.access import Guarded
from luoshi.people.models import Fact
from luoshi.wording import noted


class Verdict(models.TextChoices):
    """判定: what a sentence does; the values are those of `luoshi.reading`."""

    ORDER = "order", _("要求")
    REPORT = "report", _("情况")
    REASON = "reason", _("说理")
    FRAME = "frame", _("会务")


# A word on a sentence in one line, by its kind.
SAID = {
    "confirm": noted("认可 {verdict}"),
    "correct": noted("更正 {verdict}"),
    "aside": noted("搁置 {verdict}"),
    "reopen": noted("恢复 {verdict}"),
    "undo": noted("撤回，仍为{verdict}"),
}


class Reading(models.Model):
    """读法: one reading of one document by one version of the reader; never changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="readings")
    reader = models.CharField("读法版本", max_length=20)
    record = models.JSONField("记录")
    known_at = models.DateTimeField("读取时间")

    everything = models.Manager["Reading"]()
    objects = Guarded["Reading"]()

    class Meta:
        default_manager_name = "everything"
        constraints: ClassVar = [
            # A second reading will have to carry each person's word and each basis over by its span.
            models.UniqueConstraint("document", name="document_is_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.reader}"


class SentenceQuerySet(QuerySet["Sentence"]):
    """Sentences with what holds of them now."""

    def with_word(self, known: datetime | None = None) -> Self:
        """Add `verdict_now` and `word` (the kind of the last judgement, or ""), as known at a time, else now."""
        last = Judgement.everything.filter(Judgement.standing(known), sentence=OuterRef("pk"))
        last = last.order_by("-known_at", "-pk")
        return self.annotate(
            verdict_now=Coalesce(Subquery(last.values("verdict")[:1]), F("verdict")),
            word=Coalesce(Subquery(last.values("kind")[:1]), models.Value("")),
        )


class Sentence(models.Model):
    """句子: the characters [start, end) of the document's text, in code points, with the verdict as read."""

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="sentences")
    number = models.PositiveIntegerField("序号")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField("原文")
    verdict = models.CharField("判定", max_length=10, choices=Verdict)
    speaker = models.CharField("谁说", max_length=60, blank=True)
    path = models.JSONField("位置", default=list)
    rule = models.CharField("规则", max_length=40, blank=True)
    cues = models.JSONField("判词", default=list)

    # What holds now; there when the row was fetched `with_word`, and `answered` when fetched with its cover.
    verdict_now: str
    word: str
    answered: bool

    everything = models.Manager.from_queryset(SentenceQuerySet)()
    objects = Guarded["Sentence"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("reading", "number")
        constraints: ClassVar = [
            models.UniqueConstraint("reading", "number", name="sentence_number_stands_once_in_a_reading"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="sentence_is_not_empty"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="sentence_verdict_is_known"),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """Return its place on the page of the document."""
        return self.address(self.reading.document_id, self.number)

    @staticmethod
    def address(document: int, number: int) -> str:
        """Return the place of a document's sentence on its page."""
        return reverse("plans:document", kwargs={"pk": document}) + f"?s={number}#s{number}"

    def next(self) -> Sentence | None:
        """Return the sentence that follows in the same reading."""
        return Sentence.everything.filter(reading=self.reading_id, number=self.number + 1).first()


class Judgement(Fact):
    """确认: a person's word on a sentence; the last one holds."""

    class Kind(models.TextChoices):
        """What the person did."""

        CONFIRM = "confirm", _("认可")
        CORRECT = "correct", _("更正")
        ASIDE = "aside", _("搁置")
        REOPEN = "reopen", _("恢复")
        UNDO = "undo", _("撤回")

    sentence = models.ForeignKey(Sentence, models.PROTECT, related_name="judgements")
    kind = models.CharField("做法", max_length=10, choices=Kind)
    verdict = models.CharField("判定", max_length=10, choices=Verdict)
    reason = models.TextField("理由", blank=True)
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="undone_by",
        verbose_name="所撤回的",  # zh: the name of a column
        null=True,
        blank=True,
    )

    everything = models.Manager["Judgement"]()
    objects = Guarded["Judgement"]()

    class Meta:
        default_manager_name = "everything"
        ordering = ("known_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="aside") | (~Q(reason="") & Q(verdict="order")),
                name="only_an_order_is_set_aside_and_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="only_taking_back_names_what_it_takes_back",
            ),
        ]

    def __str__(self) -> str:
        return gettext(SAID[self.kind]).format(verdict=self.get_verdict_display())

    @staticmethod
    def standing(known: datetime | None = None) -> Q:
        """Keep the words that were not taken back, as known at a time, else now."""
        said = ~Q(kind=Judgement.Kind.UNDO)
        if known is None:
            return said & Q(undone_by=None)
        back = Judgement.everything.filter(undoes=OuterRef("pk"), known_at__lte=known)
        return said & Q(known_at__lte=known) & ~Q(Exists(back))
