"""Numbers of indicators as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from luoshi.arithmetic.derivation import SHARE, Derivation, written
from luoshi.web.templatetags.luoshi import NO_DATA

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """Write a value without closing noughts; what is not there is no data.

    >>> plain(Decimal("1800.0000")), plain(None)
    ('1800', '无数据')
    """
    return _(NO_DATA) if value is None or value == "" else written(value)


@register.filter
def rounded(value: Decimal | None) -> str:
    """Write a value that was worked out to two places.

    >>> rounded(Decimal("11.57894737")), rounded(None)
    ('11.58', '无数据')
    """
    return _(NO_DATA) if value is None or value == "" else written(round(value, 2))


@register.filter
def figure(told: Derivation[Any] | None) -> str:
    """Write the value of a derivation without its unit, to two places; what is not there is no data, and never 0."""
    if not told or told.value is None:
        return _(NO_DATA)
    if isinstance(told.value, date):
        return told.value.isoformat()
    if isinstance(told.value, Decimal):
        return written(round(told.value, 2))
    return written(told.value, told.unit if told.unit == SHARE else "")


@register.filter
def lack(told: Derivation[Any] | None) -> str:
    """Say why a number is not there."""
    return _(told.lack) if told and told.lack else ""
