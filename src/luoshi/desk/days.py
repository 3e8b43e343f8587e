"""换日: what a new day brings: units and standings follow it, and each organisation's reminders are made. Twice is once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q

from luoshi.people.models import Organisation
from luoshi.people.units import follow
from luoshi.plans.models import Plan
from luoshi.plans.turning import turn
from luoshi.work.digest import digest

log = logging.getLogger("luoshi.days")
R = TypeVar("R", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Begun:
    """What the beginning of a day has brought, and how many parts of it failed."""

    units: int
    plans: int
    messages: int
    failed: int

    def __str__(self) -> str:
        said = f"换日：单位变动 {self.units} 处，计划 {self.plans} 个，提醒 {self.messages} 条"  # zh: said by commands and in the log
        return (
            f"{said}；{self.failed} 处没有办成，见日志" if self.failed else said
        )  # zh: said by commands and in the log


def begin(day: date, at: datetime) -> Begun:
    """Begin a day: whoever comes second finds each part done; a part that fails is logged and holds no other up."""
    organisations = list(Organisation.everything.order_by("pk"))
    units, lost = _each(organisations, lambda one: follow(one.pk, day))
    plans, behind = _each(
        list(Plan.everything.filter(day__lt=day).order_by("pk")), lambda one: turn(one, day)
    )
    messages, silent = _each(organisations, lambda one: _remind(one, day, at))
    return Begun(units, plans, messages, lost + behind + silent)


def _each(rows: Iterable[R], deed: Callable[[R], int]) -> tuple[int, int]:
    done = failed = 0
    for row in rows:
        try:
            done += deed(row)
        except Exception:
            log.exception(
                "换日没有办成：%s %s", type(row).__name__, row.pk
            )  # zh: said by commands and in the log
            failed += 1
    return done, failed


@transaction.atomic
def _remind(organisation: Organisation, day: date, at: datetime) -> int:
    """Make the reminders of a day, unless another has; return how many there are."""
    waiting = Organisation.everything.filter(Q(reminded_on=None) | Q(reminded_on__lt=day), pk=organisation.pk)
    return digest(organisation, on=day, known=at).count() if waiting.update(reminded_on=day) else 0
