"""How days and shares are written, and the geometry of two numbers side by side."""

from __future__ import annotations

from datetime import date

from django import template

from luoshi.web import charts

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Write a day as it is printed: 2026年11月20日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def percent(value: float | None) -> str:
    """Write a share; undefined is said and never shown as nought."""
    return "无数据" if value is None else f"{value * 100:.0f}%"


@register.filter
def ratio(value: float | None) -> str:
    """Write a ratio to two places."""
    return "—" if value is None else f"{value:.2f}"


@register.simple_tag
def dual(claimed: float | None, shown: float | None, expected: float | None) -> charts.Dual:
    """Lay claimed, shown and expected out on one scale."""
    return charts.dual(claimed, shown, expected)
