"""批注的页面: what members have noted on an item or a report, a word of one's own, and one's own taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Item
from luoshi.web.attempts import attempt
from luoshi.web.http import page
from luoshi.web.undo import Undo
from luoshi.web.undo import done as undoable
from luoshi.work import notes
from luoshi.work.forms import WriteForm
from luoshi.work.models import Note, Update


@opens(Item, "read")
def of_item(request: MemberRequest, item: Item) -> HttpResponse:
    """Show the notes on an item."""
    return _page(request, item, WriteForm())


@opens(Item, "note", "POST")
def on_item(request: MemberRequest, item: Item) -> HttpResponse:
    """Write a note on an item."""
    return _write(request, item)


@opens(Update, "read")
def of_update(request: MemberRequest, update: Update) -> HttpResponse:
    """Show the notes on a report."""
    return _page(request, update, WriteForm())


@opens(Update, "note", "POST")
def on_update(request: MemberRequest, update: Update) -> HttpResponse:
    """Write a note on a report."""
    return _write(request, update)


@opens(Note, "withdraw", "POST")
def withdraw(request: MemberRequest, note: Note) -> HttpResponse:
    """Withdraw one's own note."""
    notes.withdraw(note, by=request.member, at=timezone.now())
    messages.success(request, _("已撤回，原处留有痕迹。"))
    return redirect(*_place(note.item or note.update_of))


def _write(request: MemberRequest, on: Item | Update) -> HttpResponse:
    form = WriteForm(request.POST)
    done, status = attempt(
        form, lambda given: notes.note(on, given["text"], by=request.member, at=timezone.now())
    )
    if done:
        back = Undo(_("撤回"), reverse("work:withdraw_note", kwargs={"pk": done.pk}))
        undoable(request, _("已批注，看得到这里的人都看得到。"), back)
        return redirect(*_place(on))
    return _page(request, on, form, status)


def _place(on: Any) -> tuple[str, int]:
    """Return the name and the key of the page that shows the notes on an item or a report."""
    return ("work:item_notes" if isinstance(on, Item) else "work:update_notes"), on.pk


def _page(request: MemberRequest, on: Item | Update, form: WriteForm, status: int = 200) -> HttpResponse:
    member = request.member
    whose = {"item": on} if isinstance(on, Item) else {"update_of": on}
    mine = Note.objects.visible_to(member, "withdraw").filter(by=member, withdrawn_at=None, **whose)
    context = {
        "on": on,
        "item": on if isinstance(on, Item) else on.item,
        "update": None if isinstance(on, Item) else on,
        "notes": Note.objects.visible_to(member).filter(**whose).select_related("by__unit"),
        "mine": set(mine.values_list("pk", flat=True)),
        "may_note": access.can(member, "note", on),
        "form": form,
    }
    return page(request, "work/notes.html", context, status=status)
