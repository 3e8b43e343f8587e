"""What a document can say, as frozen values; the JSON of a reading is written here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from luoshi.reading.text.spans import Span


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


class Why(NamedTuple):
    """依据何词: the rule that decided and the words on which it decided."""

    rule: str
    words: tuple[Span, ...] = ()


class Sentence(NamedTuple):
    """句: one sentence, what it does, whose words it is and where it stands."""

    span: Span
    verdict: Verdict
    speaker: str | None
    path: tuple[str, ...]
    why: Why


class Quote(NamedTuple):
    """原文: words of the source; a day has its ISO form as well."""

    span: Span
    text: str
    iso: str | None = None


class Meeting(NamedTuple):
    """会议: what the text says of the occasion."""

    name: Quote | None = None
    date: Quote | None = None
    place: Quote | None = None
    organiser: Quote | None = None


class Person(NamedTuple):
    """人: a name, the posts printed next to it and where it stands."""

    name: str
    posts: tuple[str, ...]
    spans: tuple[Span, ...]


class Act(NamedTuple):
    """事: what somebody did at the occasion."""

    who: str
    act: str
    topic: str | None
    span: Span


class Target(NamedTuple):
    """指标: a quantity to be reached or kept, and the sentence that asks for it."""

    span: Span
    subject: str
    comparator: str
    value: float
    unit: str
    deadline: str | None
    of: Span


class Deadline(NamedTuple):
    """期限: the day by which something is to be done, and the sentence that asks for it."""

    span: Span
    date: str
    of: Span


class Owner(NamedTuple):
    """责任单位: who leads, does or supports what a sentence asks."""

    unit: str
    role: str
    span: Span
    of: Span


class Basis(NamedTuple):
    """依据: a document, meeting or speech named as ground."""

    span: Span
    name: str


_NOWHERE = Meeting()


@dataclass(frozen=True, slots=True)
class Record:
    """录: everything that one reading found."""

    source_sha256: str
    sentences: tuple[Sentence, ...] = ()
    meeting: Meeting = _NOWHERE
    people: tuple[Person, ...] = ()
    acts: tuple[Act, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    owners: tuple[Owner, ...] = ()
    basis: tuple[Basis, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain values, in the shape that is printed."""
        shown: dict[str, Any] = json.loads(self.dumps())
        return shown

    def dumps(self) -> str:
        """Write the record as one line of JSON text."""
        meeting = {name: _object(quote) if quote else None for name, quote in self.meeting._asdict().items()}
        others = {field: [row._asdict() for row in getattr(self, field)] for field in _FIELDS}
        return (
            f'{{"source_sha256": "{self.source_sha256}", "sentences": [{_sentences(self.sentences)}], '
            f"{_ENCODE({'meeting': meeting, **others})[1:]}"
        )


_FIELDS = tuple(field.name for field in fields(Record))[3:]
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def _object(quote: Quote) -> dict[str, Any]:
    return {name: value for name, value in quote._asdict().items() if value is not None or name != "iso"}


def _sentences(rows: Iterable[Sentence]) -> str:
    """Write what most of a record is; the same as the encoder would, only sooner."""
    out: list[str] = []
    for (start, end), verdict, speaker, path, (rule, words) in rows:
        spans = (
            f"[{words[0][0]}, {words[0][1]}]"
            if len(words) == 1
            else ", ".join([f"[{a}, {b}]" for a, b in words])
        )
        out.append(
            f'{{"span": [{start}, {end}], "verdict": "{verdict._value_}", "speaker": {_text(speaker) if speaker else "null"}, '
            f'"path": {_text(path) if path else "[]"}, "why": {{"rule": "{rule}", "words": [{spans}]}}}}'
        )
    return ", ".join(out)


@lru_cache(maxsize=512)
def _text(value: str | tuple[str, ...]) -> str:
    return _ENCODE(value)
