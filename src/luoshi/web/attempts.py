"""How a form becomes a deed: what is wrong is told on the form, and what was typed stays in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form

from luoshi.errors import Problem

T = TypeVar("T")
SEE_OTHER = 302


def attempt(
    form: Form, deed: Callable[[dict[str, Any]], T], *, field: str | None = None
) -> tuple[T | None, int]:
    """Do a deed with what a form holds; return what came of it, or None, and the status of the answer.

    An unbound form was only asked for (200); one that does not hold is told so (422); a problem with the deed stands
    on the form, at `field` or above all, and its own status is the answer's.
    """
    if not form.is_bound:
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return deed(form.cleaned_data), SEE_OTHER
    except Problem as problem:
        form.add_error(field, problem.message)
        return None, problem.status
