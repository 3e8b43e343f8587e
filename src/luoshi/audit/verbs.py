"""动作留痕: a verb and what it leaves in the chain, as one thing.

What verbs tell is written when the outermost of them ends, still within its transaction: so the head of the chain is the
last lock that anything takes, however verbs stand in each other, and what is undone leaves nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from luoshi.audit.actions import Deed, leave_many

P = ParamSpec("P")
R = TypeVar("R")
Told = tuple[int, Deed]
UNTOLD = {"by", "at", "password", "old", "new", "seen", "version"}  # said elsewhere, or nobody's to keep
INSTALLATION = 0
_told: ContextVar[list[Told] | None] = ContextVar("luoshi_audit_told", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Do within one transaction what verbs do, and write what they tell at its end."""
    outer = _told.get()
    if outer is not None:
        before = len(outer)
        try:
            # No savepoint: a verb that fails within another fails it.
            with transaction.atomic(savepoint=False):
                yield
        except BaseException:
            del outer[before:]
            raise
        return
    with transaction.atomic():
        token = _told.set([])
        try:
            yield
            _write(_told.get() or [])
        finally:
            _told.reset(token)


def _write(told: list[Told]) -> None:
    """Write the entries, organisation by organisation in one order for everybody."""
    for organisation in sorted({number for number, _ in told}):
        leave_many(organisation, [deed for number, deed in told if number == organisation])


def tell(
    deed: str, row: models.Model, *, by: Any, at: Any, was: str = "", became: str = "", **detail: Any
) -> None:
    """Tell of a change within a verb."""
    told = _told.get()
    assert told is not None, f"{deed}: a change is told within a verb"
    told.append(
        (
            _organisation(row, by),
            {
                "deed": deed,
                "row": row,
                "was": was,
                "became": became,
                "by": by.pk if by is not None else None,
                "at": at,
                "detail": detail,
            },
        )
    )


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make an action leave its entry: its name, the row, who and when, and what it was given."""
    names = signature(function)
    stage = function.__module__.removeprefix("luoshi.").partition(".")[0]

    @wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with together():
            result = function(*args, **kwargs)
            given = names.bind(*args, **kwargs).arguments
            detail = {name: plain(value) for name, value in given.items() if name not in UNTOLD}
            by, at = _hand(given)
            for row in _rows(result, given):
                tell(f"{stage}.{function.__name__}", row, by=by, at=at, **detail)
        return result

    return done


def _rows(result: object, given: Mapping[str, Any]) -> list[models.Model]:
    """Return what a verb is about: the row that it made or changed, else the row or rows that it was given first."""
    first = next(iter(given.values()))
    about = result if isinstance(result, models.Model) else first
    rows = [about] if isinstance(about, models.Model) else list(about)
    assert all(isinstance(row, models.Model) for row in rows), "a verb is about rows"
    return rows


def _hand(given: Mapping[str, Any]) -> tuple[Any, datetime]:
    """Return who does it and when; the installation's own deeds are done now."""
    said = given.get("told")
    by = given.get("by") or getattr(said, "by", None)
    return by, given.get("at") or (said.at if said is not None and by is not None else timezone.now())


def whole(function: Callable[P, R]) -> Callable[P, R]:
    """Make an action one transaction whose parts tell for themselves."""

    @wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with together():
            return function(*args, **kwargs)

    return done


def plain(value: Any) -> Any:
    """Write down what a verb was given: rows by their keys, bytes by their digest."""
    if value is None or isinstance(value, bool | int | date | Decimal):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name not in UNTOLD]
        return {name: plain(getattr(value, name)) for name in names}
    return _word(value)


def _word(value: Any) -> str:
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value) if isinstance(value, str) else type(value).__name__


def _organisation(row: models.Model, by: Any) -> int:
    """Return in whose chain a change stands: that of who does it; of the installation's own deeds that of the row."""
    if by is not None:
        return int(by.unit.organisation_id)
    for holder in (row, getattr(row, "unit", None), getattr(row, "supervisor", None)):
        organisation = getattr(holder, "organisation_id", None)
        if organisation is not None:
            return int(organisation)
    return INSTALLATION
