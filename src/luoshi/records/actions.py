"""What people do with a reading: receive and read, confirm, correct, set aside, reopen, take back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import together, verb
from luoshi.documents import actions as documents
from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.people.models import Member, Unit
from luoshi.reading import VERSION, Record
from luoshi.reading import read as read_text
from luoshi.records.errors import AlreadyJudged, NoReason, NotAnOrder, NotOnesOwn, StillAside
from luoshi.records.models import Judgement, Reading, Sentence, Verdict


def receive(unit: Unit, arrival: Arrival, *, by: Member, at: datetime) -> Document:
    """Receive a file and read it; opening and reading come first, so that the transaction is short."""
    found = documents.read_file(arrival.content, arrival.name)
    record = read_text(found.text, dated=arrival.about)
    with together():
        document = documents.receive(unit, arrival, found, by=by, at=at)
        _keep(document, record, at=at)
    return document


def _keep(document: Document, found: Record, *, at: datetime) -> Reading:
    """Keep what was read, with spans into the text that never changes."""
    reading = Reading.objects.create(document=document, reader=VERSION, record=found.to_json(), known_at=at)
    Sentence.everything.bulk_create(
        Sentence(
            reading=reading,
            number=number,
            start=row.span.start,
            end=row.span.end,
            words=row.span.of(document.text),
            verdict=row.verdict,
            speaker=(row.speaker or "")[:60],
            path=list(row.path),
            rule=row.why.rule,
            cues=[word.of(document.text) for word in row.why.words],
        )
        for number, row in enumerate(found.sentences, 1)
    )
    return reading


@verb
def confirm(sentence: Sentence, *, by: Member, at: datetime, seen: int, reason: str = "") -> Judgement:
    """Accept the verdict as it stands."""
    now = _now(sentence)
    if now.word == Judgement.Kind.ASIDE:
        raise StillAside(_("这一句已搁置；请先恢复，再认可。"))
    return _judge(
        sentence,
        Judgement.Kind.CONFIRM,
        verdict=now.verdict_now,
        reason=reason,
        by=by,
        at=at,
        seen=seen,
    )


@verb
def correct(
    sentence: Sentence, *, verdict: str, reason: str, by: Member, at: datetime, seen: int
) -> Judgement:
    """Give another verdict; giving the one that holds is accepting it."""
    if verdict == _now(sentence).verdict_now:
        return confirm(sentence, reason=reason, by=by, at=at, seen=seen)
    return _judge(sentence, Judgement.Kind.CORRECT, verdict=verdict, reason=reason, by=by, at=at, seen=seen)


@verb
def set_aside(sentence: Sentence, *, reason: str, by: Member, at: datetime, seen: int) -> Judgement:
    """Set an order aside, with a reason and a signature."""
    if not reason.strip():
        raise NoReason(_("搁置须写明理由。"))
    if _now(sentence).verdict_now != Verdict.ORDER:
        raise NotAnOrder(_("只有判为“要求”的句子才能搁置。"))
    return _judge(
        sentence, Judgement.Kind.ASIDE, verdict=Verdict.ORDER, reason=reason, by=by, at=at, seen=seen
    )


@verb
def reopen(sentence: Sentence, *, by: Member, at: datetime, seen: int) -> Judgement:
    """Take an order up again that was set aside."""
    return _judge(sentence, Judgement.Kind.REOPEN, verdict=Verdict.ORDER, by=by, at=at, seen=seen)


@verb
def undo(sentence: Sentence, *, by: Member, at: datetime, seen: int) -> Judgement:
    """Take back one's own word, the last on a sentence: what held before it holds again, and both stay on record."""
    words = list(Judgement.everything.filter(Judgement.standing(), sentence=sentence))
    if not words or words[-1].by_id != by.pk:
        raise NotOnesOwn(_("这一句最后的确认不是您作出的，不能撤回。"))
    before = words[-2].verdict if len(words) > 1 else sentence.verdict
    return _judge(sentence, Judgement.Kind.UNDO, verdict=before, undoes=words[-1], by=by, at=at, seen=seen)


@transaction.atomic
def _judge(
    sentence: Sentence, kind: str, *, by: Member, at: datetime, seen: int, reason: str = "", **said: Any
) -> Judgement:
    """Append a word, if nobody has given one since the `seen` judgements that the person saw."""
    # The lock makes two hands queue where the database has row locks; SQLite queues at BEGIN.
    Sentence.everything.select_for_update().get(pk=sentence.pk)
    if Judgement.everything.filter(sentence=sentence).count() != seen:
        raise AlreadyJudged(_("这一句刚由他人确认过，请看过后再定。"))
    return Judgement.objects.create(  # type: ignore[misc]  # the checker takes what `said` holds for the first field
        sentence=sentence,
        kind=kind,
        reason=reason.strip(),
        about=timezone.localdate(at),
        known_at=at,
        by=by,
        **said,
    )


def _now(sentence: Sentence) -> Sentence:
    return Sentence.everything.with_word().get(pk=sentence.pk)
