"""What people do with documents: receive, and say what they follow up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.documents.errors import NotEarlier, Twice, Unreadable
from luoshi.documents.models import Document, Follow, Original
from luoshi.documents.turns import in_turn
from luoshi.intake import Extracted, Outcome, extract
from luoshi.people.models import Member, Unit

LONGEST = 500_000  # characters of one text: under a second to read, and a page still bears it
PATIENCE = 30  # seconds that an upload waits for its turn


def read_file(content: bytes, name: str) -> Extracted:
    """Return the text of a file, or raise Unreadable with what the person can do."""
    with in_turn(PATIENCE):
        found = extract(content, name)
    if found.outcome != Outcome.TEXT:
        raise Unreadable(found.message)
    if len(found.text) > LONGEST:
        raise Unreadable(_("正文超过 {n} 万字，请拆成几份再传。").format(n=LONGEST // 10_000))
    return found


def keep(content: bytes, name: str, kind: str) -> Original:
    """Keep the bytes of a file as they came."""
    return Original.objects.create(
        name=name[:255],
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came in, and what the office knows of it."""

    content: bytes
    name: str
    title: str
    kind: str
    about: date
    number: str = ""


@verb
def receive(unit: Unit, arrival: Arrival, found: Extracted, *, by: Member, at: datetime) -> Document:
    """Receive a file for a unit: its bytes as they came, and its text, which never changes from here on.

    The text was found before (`read_file`): no file is opened while a transaction holds the others up.
    """
    digest = hashlib.sha256(found.text.encode("utf-8")).hexdigest()
    twice = _("本单位已收过同样的正文（校验 {digest}）。").format(digest=digest[:8])
    if Document.everything.filter(unit=unit, text_sha256=digest).exists():
        raise Twice(twice)
    original = keep(arrival.content, arrival.name, found.kind)
    try:
        with transaction.atomic():
            return Document.objects.create(
                unit=unit,
                title=arrival.title,
                kind=arrival.kind,
                number=arrival.number,
                original=original,
                text=found.text,
                text_sha256=digest,
                about=arrival.about,
                known_at=at,
                by=by,
            )
    except IntegrityError as race:
        raise Twice(twice) from race


@verb
def follow(document: Document, earlier: Document | None, *, by: Member, at: datetime) -> Follow:
    """Say which earlier document a document follows up; none takes back what was said."""
    if earlier is not None and (earlier.about > document.about or _leads_to(earlier, document)):
        raise NotEarlier(_("续自的应当是更早的文件，也不能反过来续自本文。"))
    return Follow.objects.create(
        document=document, earlier=earlier, about=timezone.localdate(at), known_at=at, by=by
    )


def _leads_to(one: Document, document: Document) -> bool:
    """Tell whether a document is another, or follows it up, however far back."""
    seen: set[int] = set()
    back: Document | None = one
    while back is not None and back.pk not in seen:
        if back == document:
            return True
        seen.add(back.pk)
        back = back.follows()
    return False
