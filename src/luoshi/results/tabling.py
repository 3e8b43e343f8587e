"""计划表: the items of a plan as rows of a table, in the columns that a reader has chosen.

A row is written here and not by the template, as in `charting`: of a thousand rows the template's own work would be most of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.arithmetic.lamps import Lamp
from luoshi.people.models import Member
from luoshi.plans.ledger import falling
from luoshi.plans.models import Basis, Leadership, Plan
from luoshi.results.foreseeing import Ahead, said
from luoshi.results.marking import Course
from luoshi.results.standings import Standing
from luoshi.web.templatetags.luoshi import drawn, lamp_word, paired
from luoshi.wording import noted
from luoshi.work.models import Update


class Column(NamedTuple):
    """列: what stands at its head, the class of its cells, and the order that its head asks for."""

    words: str
    cell: str
    sort: str = ""
    number: bool = False


COLUMNS: dict[str, Column] = {
    "lamp": Column(noted("结果 · 时间"), "lamp", "lamp"),
    "weight": Column(noted("权重"), "weight", "weight", number=True),
    "lead": Column(noted("牵头"), "own", "lead"),
    "leader": Column(noted("分管校领导"), "leader"),
    "progress": Column(noted("进度，竖线为应达"), "prog", "shown"),
    "due": Column(noted("到期"), "due", "due"),
    "ahead": Column(noted("预计办结"), "ahead", "ahead"),
    "report": Column(noted("最近填报"), "report"),
    "basis": Column(noted("依据"), "basis", number=True),
}
USUAL = ("lamp", "weight", "lead", "progress", "due")
NAMED = {
    "leader": noted("分管"),
    "lead": noted("牵头"),
    "weight": noted("权重"),
    "due": noted("到期"),
}  # where room is scarce


class Head(NamedTuple):
    """列头: its words, its class, the question that its head asks, and how the rows are sorted by it."""

    words: str
    cell: str
    query: str | None
    sorted: str


@dataclass(frozen=True)
class Beside:
    """What a row shows that its standing does not say, by item; each is fetched only where its column is shown."""

    leaders: Mapping[int, str] = field(default_factory=dict)
    reports: Mapping[int, date] = field(default_factory=dict)
    bases: Mapping[int, int] = field(default_factory=dict)
    courses: Mapping[int, Course] = field(default_factory=dict)
    ahead: Mapping[int, Ahead] = field(default_factory=dict)


def beside(
    plan: Plan,
    member: Member,
    on: date,
    known: datetime,
    columns: Iterable[str],
    **more: Mapping[int, object],
) -> Beside:
    """Fetch what some columns need on D as known at K, each in one query for all items."""
    asked = {
        name: fetch(plan, member, on, known)
        for name, (column, fetch) in _FETCHED.items()
        if column in columns
    }
    return Beside(**asked, **more)  # type: ignore[arg-type]


def _leaders(plan: Plan, member: Member, on: date, known: datetime) -> dict[int, str]:
    told = Leadership.everything.filter(item__plan=plan, about__lte=on, known_at__lte=known)
    rows = told.order_by("about", "known_at", *falling(Leadership)).values_list("item", "member__name")
    return {item: name or "" for item, name in rows}


def _reports(plan: Plan, member: Member, on: date, known: datetime) -> dict[int, date]:
    seen = Update.objects.visible_to(member).filter(item__plan=plan, about__lte=on, known_at__lte=known)
    return dict(seen.order_by().values_list("item").annotate(last=Max("about")))


def _bases(plan: Plan, member: Member, on: date, known: datetime) -> dict[int, int]:
    held = Basis.everything.filter(item__plan=plan, known_at__lte=known)
    return dict(held.order_by().values_list("item").annotate(number=Count("*")))


_FETCHED: dict[str, tuple[str, Callable[..., dict[int, object]]]] = {
    "leaders": ("leader", _leaders),  # type: ignore[dict-item]
    "reports": ("report", _reports),  # type: ignore[dict-item]
    "bases": ("basis", _bases),  # type: ignore[dict-item]
}
Asking = Callable[..., str]  # writes the question of the page with something else in it


@dataclass(frozen=True)
class Table:
    """计划表: its heads and its rows; `asks` writes the question that a head or a cell asks, where there is one to ask."""

    rows: Sequence[Standing]
    columns: Sequence[str]
    on: date
    beside: Beside = field(default_factory=Beside)
    flat: bool = False
    sort: str = ""
    asks: Asking | None = None
    boxes: frozenset[int] = frozenset()  # the tasks that can be picked, and which of them are
    picked: frozenset[int] = frozenset()

    @property
    def chosen(self) -> bool:
        """Tell whether the columns are others than the usual ones."""
        return tuple(self.columns) != USUAL

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the columns."""
        return [self._head(COLUMNS[name]) for name in self.columns]

    @property
    def unsorted(self) -> str:
        """Return the question for the same rows in the order of the plan."""
        return self.asks(sort="") if self.asks else ""

    def _head(self, column: Column) -> Head:
        here = bool(column.sort) and self.sort == column.sort
        query = None
        if self.asks is not None and column.sort:
            query = self.asks(sort="" if here else column.sort)
        way = "descending" if column.sort in FALLING else "ascending"
        return Head(
            _(column.words), f"{'num ' * column.number}cell-{column.cell}", query, way if here else ""
        )

    @cached_property
    def body(self) -> SafeString:
        """Write the rows."""
        cells = [(name, _CELLS[name]) for name in self.columns]
        return mark_safe("\n".join(self._row(row, cells) for row in self.rows))  # noqa: S308  # all words are escaped

    def _row(self, row: Standing, cells: list[tuple[str, Callable[[Table, Standing], str]]]) -> str:
        kind = f"{'' if self.flat else f'lv{row.level}'}{'' if row.leaf else ' is-above'}"
        title = escape(row.title)
        named = f'<a href="{row.get_absolute_url()}">{title}</a>' if row.opened else title
        shown = "".join(self._cell(row, name, write) for name, write in cells)
        return (
            f'<tr class="{kind}"><th scope="row"><div class="node">{self._box(row)}<span class="code">{escape(row.code)}</span>'
            f"<span>{named}{self._note(row)}</span></div></th>{shown}</tr>"
        )

    def _box(self, row: Standing) -> str:
        """Write the box by which a task is picked."""
        if row.item not in self.boxes:
            return ""
        name = escape(_("选 {code} {title}").format(code=row.code, title=row.title))
        checked = " checked" if row.item in self.picked else ""
        return f'<label class="box"><input type="checkbox" name="item" value="{row.item}" aria-label="{name}"{checked}></label>'

    def _cell(self, row: Standing, name: str, write: Callable[[Table, Standing], str]) -> str:
        """Write a cell; of what is not told whole only the lead unit."""
        head = self._opening[name]
        return f"{head}{write(self, row) if row.whole or name == 'lead' else ''}</td>"

    @cached_property
    def _opening(self) -> dict[str, str]:
        """Return how the cells of each column begin, with its name for a screen without heads."""
        return {
            name: f'<td class="{"num " * one.number}cell-{one.cell}" data-l="{escape(_(NAMED.get(name, one.words)))}">'
            if name not in {"lamp", "progress"}
            else f'<td class="cell-{one.cell}">'
            for name, one in COLUMNS.items()
        }

    def _note(self, row: Standing) -> str:
        """Write what stands behind a title: how the tasks below stand, or how many stages are shown."""
        if not row.leaf:
            context = {"number": row.number, "tally": row.worst_first}
            return f" {render_to_string('web/_tally.html', context)}"
        course = self.beside.courses.get(row.item)
        if not course:
            return ""
        kind = _("里程碑") if course.marked else _("节点")
        return f' <span class="note">{kind} {course.shown}/{len(course.stages)}</span>'

    def _link(self, name: str, key: str, words: str) -> str:
        """Write words that ask for what bears them, besides what is asked for already."""
        if self.asks is None:
            return words
        query = self._asked.get((name, key))
        if query is None:
            query = self._asked[name, key] = escape(self.asks(**{name: key}))
        return f'<a class="pick" href="?{query}">{words}</a>'

    @cached_property
    def _asked(self) -> dict[tuple[str, str], str]:
        return {}

    def _lamp(self, row: Standing) -> str:
        words = escape(lamp_word(row.result))
        return f"{paired(row)} {self._link('lamp', str(row.result), words) if row.leaf else words}"

    def _lead(self, row: Standing) -> str:
        if row.lead is None:
            return ""
        name = escape(row.lead.name)
        return self._link("unit", str(row.lead.pk), name) if row.leaf else name

    def _due(self, row: Standing) -> str:
        if row.due is None:
            return ""
        late = ""
        if row.leaf and row.result == Lamp.OVER:
            days = (self.on - row.due).days
            late = f'<span class="late">{ngettext("逾 {n} 天", "逾 {n} 天", days).format(n=days)}</span>'
        return f"{row.due.isoformat()}{late}"

    def _ahead(self, row: Standing) -> str:
        found = self.beside.ahead.get(row.item)
        if found is None:
            return ""
        if found.day is None:
            return f'<span class="c-ochre">{escape(said(found))}</span>'
        late = f'<span class="c-ochre">{escape(said(found))}</span>' if found.late else ""
        return f"{found.day.isoformat()}{late}"

    def _report(self, row: Standing) -> str:
        day = self.beside.reports.get(row.item)
        return day.isoformat() if day else ""

    def _basis(self, row: Standing) -> str:
        number = self.beside.bases.get(row.item, 0)
        return ngettext("{n} 句", "{n} 句", number).format(n=number) if number else ""


_CELLS: dict[str, Callable[[Table, Standing], str]] = {
    "lamp": Table._lamp,
    "weight": lambda table, row: str(row.weight),
    "lead": Table._lead,
    "leader": lambda table, row: escape(table.beside.leaders.get(row.item, "")),
    "progress": lambda table, row: drawn(row),
    "due": Table._due,
    "ahead": Table._ahead,
    "report": Table._report,
    "basis": Table._basis,
}
FALLING = {"lamp", "weight", "ahead"}  # of which the most stands first
