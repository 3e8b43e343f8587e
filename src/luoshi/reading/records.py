"""What a document can say, as frozen values; the JSON of a reading is written here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from luoshi.reading.spans import Span


class Verdict(StrEnum):
    """要求、情况、说理、会务: what a sentence does."""

    ORDER = "order"
    REPORT = "report"
    REASON = "reason"
    FRAME = "frame"

    @property
    def label(self) -> str:
        """Return the Chinese word for people."""
        return {"order": "要求", "report": "情况", "reason": "说理", "frame": "会务"}[self.value]


@dataclass(frozen=True, slots=True)
class Why:
    """依据何词: the rule that decided and the words on which it decided."""

    rule: str
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """句: one sentence, what it does, whose words it is and where it stands."""

    span: Span
    verdict: Verdict
    speaker: str | None
    path: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Quote:
    """原文: words of the source; a day has its ISO form as well."""

    span: Span
    text: str
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """会议: what the text says of the occasion."""

    name: Quote | None = None
    date: Quote | None = None
    place: Quote | None = None
    organiser: Quote | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """人: a name, the posts printed next to it and where it stands."""

    name: str
    posts: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """事: what somebody did at the occasion."""

    who: str
    act: str
    topic: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """指标: a quantity to be reached or kept."""

    span: Span
    subject: str
    comparator: str
    value: float
    unit: str
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """期限: the day by which something is to be done."""

    span: Span
    date: str


@dataclass(frozen=True, slots=True)
class Owner:
    """责任单位: who leads, does or supports what a sentence asks."""

    unit: str
    role: str
    span: Span
    of: Span


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: a document, meeting or speech named as ground."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """录: everything that one reading found."""

    source_sha256: str
    sentences: tuple[Sentence, ...] = ()
    meeting: Meeting = Meeting()
    people: tuple[Person, ...] = ()
    acts: tuple[Act, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    owners: tuple[Owner, ...] = ()
    basis: tuple[Basis, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain values, in the shape that is printed."""
        meeting = {
            field: _quote(getattr(self.meeting, field)) for field in ("name", "date", "place", "organiser")
        }
        if meeting["date"] and self.meeting.date:
            meeting["date"]["iso"] = self.meeting.date.iso
        return {
            "source_sha256": self.source_sha256,
            "sentences": [_sentence(row) for row in self.sentences],
            "meeting": meeting,
            **{field: [_plain(row) for row in getattr(self, field)] for field in _LISTS},
        }


_ROWS = (Person, Act, Target, Deadline, Owner, Basis)
_FIELDS = {kind: (kind.__match_args__, attrgetter(*kind.__match_args__)) for kind in _ROWS}
_LISTS = ("people", "acts", "targets", "deadlines", "owners", "basis")


def _quote(quote: Quote | None) -> dict[str, Any] | None:
    return {"span": _plain(quote.span), "text": quote.text} if quote else None


def _sentence(row: Sentence) -> dict[str, Any]:
    """Write a sentence field by field: most of what is printed is sentences."""
    return {
        "span": [row.span.start, row.span.end],
        "verdict": str(row.verdict),
        "speaker": row.speaker,
        "path": list(row.path),
        "why": {"rule": row.why.rule, "words": [[span.start, span.end] for span in row.why.words]},
    }


def _plain(value: Any) -> Any:
    """Turn values into lists, dictionaries, strings and numbers."""
    kind = type(value)
    if kind is Span:
        return [value.start, value.end]
    if kind is tuple:
        return [_plain(one) for one in value] if value else []
    if kind not in _FIELDS:
        return value
    names, values = _FIELDS[kind]
    return dict(zip(names, map(_plain, values(value)), strict=True))
