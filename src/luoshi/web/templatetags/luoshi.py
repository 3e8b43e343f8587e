"""What the templates say in words, and the geometry they draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, Select
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi.web import charts, drawing
from luoshi.web.glossary import TERMS
from luoshi.web.undo import undo_of
from luoshi.wording import noted

register = template.Library()

NO_DATA = noted("无数据")
# The words of the default scheme; an organisation's own are given to the includes as `word`.
LAMPS = {
    "done": noted("已办结"),
    "ontime": noted("达序时"),
    "behind": noted("滞后"),
    "risk": noted("有风险"),
    "over": noted("超期"),
    "wait": noted("未启动"),
    "none": NO_DATA,
    "off": noted("不计入"),
}


class Mark(Protocol):
    """What the strip asks of a sentence's tick."""

    href: str
    kind: str
    label: str
    here: bool


# Filters ---------------------------------------------------------------------

register.filter("undo", undo_of)


@register.filter
def day(value: date | datetime | None) -> str:
    """Say a day: 2026年11月20日, 20 November 2026."""
    there = _local(value)
    if not there:
        return ""
    if not _chinese():
        return date_format(there, "j F Y")
    return f"{there.year}年{there.month}月{there.day}日"  # zh: a day in Chinese


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Say a day of a year that is clear: 11月20日, 20 November."""
    there = _local(value)
    if not there:
        return ""
    if not _chinese():
        return date_format(there, "j F")
    return f"{there.month}月{there.day}日"  # zh: a day in Chinese


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def html_language(code: str) -> str:
    """Write a language as HTML does: zh-Hans."""
    return code[:3] + code[3:].capitalize()


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """Write a day: 2026-11-20."""
    there = _local(value)
    return there.isoformat() if there else ""


def _local(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value or None


@register.filter
def percent(share: float | Decimal | str | None, places: int = 0) -> str:
    """Say a share of 1 in per cent. What is not all is never called 100%, what is not nothing never 0%.

    >>> percent(0.4), percent(0.296, 1), percent(None), percent(0.999), percent(0.001), percent(1.2)
    ('40%', '29.6%', '无数据', '>99%', '<1%', '120%')
    """
    if share is None or share == "":
        return _(NO_DATA)
    number = float(share) * 100
    shown = f"{number:.{places}f}"
    if number < 100 and float(shown) >= 100:
        return ">99%"
    if number > 0 and float(shown) == 0:
        return "<1%"
    return f"{shown}%"


@register.filter
def ratio(value: float | Decimal | str | None) -> str:
    """Say how many times: 0.88."""
    return _(NO_DATA) if value is None or value == "" else f"{float(value):.2f}"


@register.filter
def lamp_word(kind: str) -> str:
    """Name a lamp in the words of the default scheme."""
    return _(LAMPS.get(str(kind), NO_DATA))


@register.filter
def lamp_kind(kind: str) -> str:
    """Return the shape of a lamp; what nobody knows is no data."""
    return str(kind) if str(kind) in LAMPS else "none"


@register.simple_tag
def term(word: str, *, within: bool = False) -> SafeString:
    """Say a term of the glossary; it leads to its meaning, which a script shows beside it. Within a sentence it is small."""
    found = TERMS[word]
    name = found.name[:1].lower() + found.name[1:] if within else found.name
    place = f"{reverse('desk:terms')}#term-{found.key}"
    return format_html('<a class="term" href="{}" data-says="{}">{}</a>', place, found.says, name)


# Geometry --------------------------------------------------------------------


@register.simple_tag
def lamps() -> tuple[tuple[str, str], ...]:
    """Return every lamp with its word."""
    return tuple((kind, _(word)) for kind, word in LAMPS.items())


@register.simple_tag
def dual(claimed: object, shown: object, expected: object) -> SafeString:
    """Draw claimed over shown, with both in words."""
    shares = [_share(one) for one in (claimed, shown, expected)]
    said = {
        name: escape(percent(share))
        for name, share in zip(("claimed", "shown", "expected"), shares, strict=True)
    }
    bars = drawing.dual(
        charts.dual(*shares), _("已报 {claimed}，已证 {shown}，应达 {expected}").format(**said)
    )
    words = f'<div class="dual-num"><span>{_("报")} {said["claimed"]}</span><span><b>{_("证")} {said["shown"]}</b></span></div>'
    return mark_safe(f'<div class="dual">{bars}{words}</div>')  # noqa: S308  # numbers, and words that were escaped


@register.filter
def drawn(row: Any) -> SafeString:
    """Draw where an item stands: what is claimed over what is shown."""
    return dual(row.claimed, row.shown, row.expected)


@register.filter
def paired(row: Any) -> SafeString:
    """Show both lamps of an item."""
    return _pair(str(row.result), str(row.time), get_language() or "")


@lru_cache(maxsize=256)
def _pair(result: str, time: str, _language: str) -> SafeString:
    """Draw two lamps; there are few pairs of them, so that each is drawn once in each language."""
    return render_to_string("web/_pair.html", {"result": result, "time": time})


class Cell(Protocol):
    """What the wall chart asks of a cell."""

    result: Any
    time: Any
    number: int
    url: str

    @property
    def words(self) -> str:
        """Say the lamps in words."""


@register.filter
def wall_cells(cells: Iterable[Cell | None]) -> SafeString:
    """Write the cells of a row of the wall chart: six hundred of them, by a template each, would be half of the page's time."""
    return mark_safe("".join(_wall_cell(cell) if cell else '<td class="none">·</td>' for cell in cells))  # noqa: S308


def _wall_cell(cell: Cell) -> str:
    link = f'<a href="{escape(cell.url)}" title="{escape(cell.words)}">'
    return f'<td class="t-{escape(cell.result)}">{link}{paired(cell)}<span class="n">{cell.number}</span></a></td>'


@register.filter
def under(found: Mapping[Any, Any] | str | None, key: object) -> Any:
    """Return what stands under a key, if there is such a thing."""
    return found.get(key) if isinstance(found, Mapping) else None


@register.filter
def days_after(day: date, due: date | None) -> int:
    """Return how many days after another one a day is; none where there is no other."""
    return (day - due).days if due else 0


def _share(given: object) -> float | None:
    """Read a share; a name that the template does not know comes as an empty word."""
    return float(given) if isinstance(given, int | float | Decimal) else None


@register.simple_tag
def strip_places(ticks: Iterable[Mark]) -> list[tuple[Mark, charts.Place]]:
    """Give each tick its place."""
    marks = list(ticks or ())
    return list(zip(marks, charts.strip([str(mark.kind) for mark in marks]), strict=True))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some ticks of a long text that are one link: where they stand, where it leads, and what is among them."""

    left: str
    pitch: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Dense:
    """The strip of a text of many sentences: its lines, the stretches that are links, and where the chosen one stands."""

    number: int
    lines: SafeString
    stretches: tuple[Stretch, ...]
    here: tuple[str, str] | None


DENSE, STRETCHES = 120, 40  # more ticks than that are drawn together; so many links they are then


@register.simple_tag
def strip_dense(ticks: Iterable[Mark]) -> Dense | None:
    """Draw the ticks of a text of many sentences together; nothing for a text of few."""
    marks = list(ticks or ())
    if len(marks) <= DENSE:
        return None
    kinds = [str(mark.kind) for mark in marks]
    count, each = len(marks), -(-len(marks) // STRETCHES)
    here = next((number for number, mark in enumerate(marks) if mark.here), None)
    return Dense(
        count,
        mark_safe(drawing.strip(kinds)),  # noqa: S308  # kinds are our own words
        tuple(_stretch(marks, kinds, first, min(first + each, count)) for first in range(0, count, each)),
        None if here is None else (charts.per_cent(here / count), charts.per_cent(max(1 / count, 0.004))),
    )


def _stretch(marks: Sequence[Mark], kinds: Sequence[str], first: int, end: int) -> Stretch:
    open_ = [number for number in range(first, end) if kinds[number] == "open"]
    orders = sum(kind in charts.ORDERS for kind in kinds[first:end])
    said = _("第 {first} 至 {last} 句，要求 {orders} 条，无人接 {open} 条")
    return Stretch(
        charts.per_cent(first / len(marks)),
        charts.per_cent((end - first) / len(marks)),
        marks[open_[0] if open_ else first].href,
        said.format(first=first + 1, last=end, orders=orders, open=len(open_)),
    )


@register.simple_tag
def strip_parts(parts: Iterable[Any]) -> list[tuple[Any, str, str]]:
    """Give each part of a text (label, count, href, here) its x and its width."""
    rows = list(parts or ())
    places = charts.spans([row.count for row in rows])
    return [(row, x, width) for row, (x, width) in zip(rows, places, strict=True)]


@register.simple_tag
def clock_days(used: int, limit: int) -> charts.Clock:
    """Lay out working days against their limit."""
    return charts.clock(int(used or 0), int(limit or 0))


# Fields and pages ------------------------------------------------------------


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw a field's control in our clothes; Django wires help and errors to it."""
    given = field.field.widget
    if isinstance(given, CheckboxInput) or field.use_fieldset:
        return field.as_widget()
    clothes = "form-select" if isinstance(given, Select) else "form-control"
    return field.as_widget(attrs={"class": f"{given.attrs.get('class', '')} {clothes}".strip()})


@register.filter
def is_tickbox(field: BoundField) -> bool:
    """Tell whether the label stands behind the control."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def wrong_fields(form: Any) -> Sequence[BoundField]:
    """Return the visible fields of a form that have an error."""
    return [field for field in form.visible_fields() if field.errors] if form else ()


@register.simple_tag
def page_link(page: Page[Any], number: int, query: str = "") -> str:
    """Return the address of another page of a list; `query` is what else was asked."""
    return f"?{query}&page={number}" if query else f"?page={number}"


COMPARATORS = {
    ">=": noted("不低于"),
    "<=": noted("不超过"),
    ">": noted("超过"),
    "<": noted("低于"),
    "~": noted("约"),
    "=": "",
}


@register.filter
def comparator(value: str) -> str:
    """Say in words how a target is compared."""
    word = COMPARATORS.get(value, value)
    return _(word) if word else ""
