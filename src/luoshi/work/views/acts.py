"""动作: the verbs that a row's page offers to a member, each by a form of its own, and the door through which each comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from luoshi.people import access
from luoshi.people.doors import MemberRequest, View, opens
from luoshi.people.models import Member
from luoshi.web.attempts import attempt
from luoshi.work.models.passages import Passage, Passing
from luoshi.work.rules import Table

R = TypeVar("R", bound=Passing)


@dataclass(frozen=True, slots=True)
class Verb:
    """What its button says, what its form asks, how it is done, and what is said when it is.

    The fields of the form are called as what the deed asks for.
    `main` is what the page is waiting for: it stands open. `own` is only for who made the row. `hint` says what follows.
    """

    label: Any  # each word said in the language of whoever reads it
    form: type[Form]
    deed: Callable[..., object]
    said: Any
    main: bool = False
    own: bool = False
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A verb that did not succeed, with its form as it was filled in, and the status of the answer."""

    name: str
    form: Form
    status: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb that the member may do now, with its form and its address."""

    name: str
    verb: Verb
    form: Form
    url: str

    @property
    def wrong(self) -> bool:
        """Tell whether it was tried and did not succeed."""
        return bool(self.form.errors)


Verbs = Mapping[str, Verb]


def told(row: Passing, table: Table, words: Mapping[str, Any]) -> list[tuple[Any, Passage]]:
    """Return the steps of a row in their order, each with the word for the verb that it came by."""
    by = {(was, became): verb for (was, verb), became in table.items()}
    return [(words[by[step.was, step.became]], step) for step in row.steps.select_related("by__unit")]


def offers(row: Passing, table: Table, verbs: Verbs, member: Member, tried: Tried | None) -> list[Offer]:
    """Return what the member may do with a row as it stands; the form of what was tried is the one that was filled in."""
    found = []
    for name, verb in verbs.items():
        if (row.state, name) not in table or (verb.own and row.by_id != member.pk):
            continue
        if access.can(member, name, row):
            form = tried.form if tried and tried.name == name else verb.form(auto_id=_ids(name))
            found.append(Offer(name, verb, form, _address(row, name)))
    return found


def lost(tried: Tried | None, offered: list[Offer]) -> Form | None:
    """Return the form of what was tried where the row takes it no more, so that what was typed is not lost."""
    if tried is None or any(offer.name == tried.name for offer in offered):
        return None
    return tried.form


def door(
    model: type[R], name: str, verb: Verb, show: Callable[[MemberRequest, R, Tried], HttpResponse]
) -> View:
    """Make the door of a verb: it does it and leads to the row's page, or shows that page with what is wrong."""

    def act(request: MemberRequest, row: R) -> HttpResponse:
        form = verb.form(request.POST, auto_id=_ids(name))
        done, status = attempt(
            form, lambda given: verb.deed(row, **given, by=request.member, at=timezone.now())
        )
        if done is None:
            return show(request, row, Tried(name, form, status))
        messages.success(request, verb.said)
        return redirect(f"work:{row._meta.model_name}", pk=row.pk)

    act.__doc__ = f"{name}."
    return opens(model, name, "POST")(act)


def doors(
    model: type[R], verbs: Verbs, show: Callable[[MemberRequest, R, Tried], HttpResponse]
) -> dict[str, View]:
    """Make the doors of all verbs of a kind of rows."""
    return {name: door(model, name, verb, show) for name, verb in verbs.items()}


def _ids(name: str) -> str:
    """Name the fields of a form after its verb: several forms stand on a page, and two may ask for a reason."""
    return f"{name}_%s"


def _address(row: Passing, name: str) -> str:
    return reverse(f"work:{name}_{row._meta.model_name}", kwargs={"pk": row.pk})
