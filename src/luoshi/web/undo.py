"""撤回: a message that says what was done, with the one form that undoes it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Undo:
    """The form that undoes what was done: what its button says, where it goes, and what it bears."""

    label: str
    url: str
    bears: dict[str, str] = field(default_factory=dict)


def done(request: HttpRequest, sentence: str, undo: Undo) -> None:
    """Say what was done, and let it be undone; the deed that undoes it keeps its own door, which is asked then."""
    messages.success(request, sentence, extra_tags=json.dumps(asdict(undo)))


def undo_of(message: Message) -> Undo | None:
    """Return the form that a message carries."""
    return Undo(**json.loads(message.extra_tags)) if message.extra_tags else None
