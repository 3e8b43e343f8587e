"""覆盖: how much of a text is answered, a view of the sentences themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.plans.models import Basis
from luoshi.records.models import Judgement, Sentence, Verdict
from luoshi.wording import noted

ANSWERED, OPEN, ASIDE = "answered", "open", "aside"
WORDS = {ANSWERED: noted("已接"), OPEN: noted("无人接"), ASIDE: noted("搁置")}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many orders there are, and how many of them are answered, unanswered, set aside."""

    orders: int
    answered: int
    open: int
    aside: int


def with_cover(sentences: QuerySet[Sentence], known: datetime | None = None) -> QuerySet[Sentence]:
    """Add to each sentence what was said of it and whether a task answers it, as known at a time, else now."""
    bases = Basis.everything.filter(sentence=OuterRef("pk"))
    if known is not None:
        bases = bases.filter(known_at__lte=known)
    return sentences.with_word(known).annotate(answered=Exists(bases))  # type: ignore[attr-defined, no-any-return]


def unanswered(sentences: QuerySet[Sentence]) -> QuerySet[Sentence]:
    """Keep the orders that no task answers and that nobody has set aside; the same question as `cover`, in SQL."""
    orders = with_cover(sentences).filter(Q(verdict_now=Verdict.ORDER, answered=False))
    return orders.exclude(Q(word=Judgement.Kind.ASIDE))


class Covered(Protocol):
    """What must be known of a sentence to say how it is covered."""

    @property
    def verdict_now(self) -> str:
        """Return the verdict that holds."""

    @property
    def word(self) -> str:
        """Return the kind of the last word on it."""

    @property
    def answered(self) -> bool:
        """Tell whether a task answers it."""


class Placed(Covered, Protocol):
    """What must be known of a sentence to show it in the strip of its text."""

    @property
    def number(self) -> int:
        """Return its place in the text."""

    def get_absolute_url(self) -> str:
        """Return its place on the page of the text."""


class Row(NamedTuple):
    """A sentence with how it stands, without what it was read from: of a long text there are hundreds."""

    document: int
    number: int
    words: str
    verdict_now: str
    word: str
    answered: bool

    def get_absolute_url(self) -> str:
        """Return its place on the page of the text."""
        return Sentence.address(self.document, self.number)


def rows(document: int) -> list[Row]:
    """Fetch the sentences of a document in their order, in one query."""
    found = with_cover(Sentence.everything.filter(reading__document=document))
    return [Row(*one) for one in found.values_list("reading__document", *Row._fields[1:])]


def cover(sentence: Covered) -> str:
    """Say how an order stands ("" for a sentence that is none)."""
    if sentence.verdict_now != Verdict.ORDER:
        return ""
    if sentence.answered:
        return ANSWERED
    return ASIDE if sentence.word == Judgement.Kind.ASIDE else OPEN


def word(covered: str) -> str:
    """Say how an order is covered ("" for a sentence that is none)."""
    return _(WORDS[covered]) if covered in WORDS else ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One sentence in the strip of a document; of many only a few are links, and have their address and words asked for."""

    sentence: Placed
    cover: str
    here: bool = False

    @property
    def kind(self) -> str:
        """Return how an order is covered, else the verdict."""
        return self.cover or str(self.sentence.verdict_now)

    @property
    def href(self) -> str:
        """Return where the sentence stands."""
        return self.sentence.get_absolute_url()

    @property
    def label(self) -> str:
        """Say in words what the tick says by its look."""
        return label(self.sentence.number, str(self.sentence.verdict_now), self.cover)


def tick(sentence: Placed) -> Tick:
    """Make a sentence's tick."""
    return Tick(sentence, cover(sentence))


def label(number: int, verdict: str, covered: str) -> str:
    """Say in words what a mark says by its look."""
    said = [_("第 {number} 句").format(number=number), str(Verdict(verdict).label), word(covered)]
    return _("，").join(one for one in said if one)


def count(sentences: Iterable[Covered]) -> Coverage:
    """Count a text's orders by how they stand."""
    found = Counter(cover(sentence) for sentence in sentences)
    answered, open_, aside = found[ANSWERED], found[OPEN], found[ASIDE]
    return Coverage(answered + open_ + aside, answered, open_, aside)
