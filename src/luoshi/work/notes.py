"""What is done with a note 批注: write one on an item or a report, withdraw one's own."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people.models import Member
from luoshi.plans.models import Item
from luoshi.work.errors import AlreadyMoved, NoText, NotYours
from luoshi.work.models import Note, Update


@verb
def note(on: Item | Update, text: str, *, by: Member, at: datetime) -> Note:
    """Write a note on an item or a report; whoever sees the one sees the other."""
    if not text.strip():
        raise NoText(_("批注不能为空。"))
    return Note.objects.create(
        item=on if isinstance(on, Item) else None,
        update_of=on if isinstance(on, Update) else None,
        text=text.strip(),
        about=timezone.localdate(at),
        known_at=at,
        by=by,
    )


@verb
def withdraw(note: Note, *, by: Member, at: datetime) -> Note:
    """Withdraw one's own note; it stays where it was, marked."""
    if by.pk != note.by_id:
        raise NotYours(_("只有本人可以撤回批注。"))
    if not Note.everything.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise AlreadyMoved(_("这条批注已经撤回。"))
    note.refresh_from_db()
    return note
