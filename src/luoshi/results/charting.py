"""横道图: the items of a plan as rows over time, from where they stand and which stages of theirs are shown.

A row is written here and not by the template: of three thousand rows the template's own work would be most of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.plans.models import Plan
from luoshi.results.foreseeing import Ahead, said
from luoshi.results.marking import Course
from luoshi.results.standings import Sight, Standing
from luoshi.web import drawing, gantt
from luoshi.web.charts import per_cent
from luoshi.web.gantt import Axis, Tick
from luoshi.web.templatetags.luoshi import paired, percent

NO_STAGES = Course((), marked=False)


@dataclass(frozen=True, slots=True)
class Chart:
    """横道图: its time, the months on it, where today is, and its rows."""

    axis: Axis
    ticks: tuple[Tick, ...]
    today: str | None
    rows: SafeString


def chart(
    plan: Plan,
    rows: Sequence[Standing],
    seen: Sight,
    courses: Mapping[int, Course],
    on: date,
    ahead: Mapping[int, Ahead],
) -> Chart:
    """Draw some rows of what a reader sees of a plan, and of those that will be late until when they will take."""
    axis = Axis(plan.starts, plan.ends)
    due = {row.item: row.due for row in seen.rows if not row.leaf and row.whole}
    late = {item: one for item, one in ahead.items() if one.late}
    drawn = (_row(axis, row, courses.get(row.item, NO_STAGES), due, on, late.get(row.item)) for row in rows)
    today = per_cent(axis.after(on)) if axis.holds(on) else None
    return Chart(axis, gantt.ticks(axis), today, mark_safe("\n".join(drawn)))  # noqa: S308  # each title is escaped


def _row(
    axis: Axis, row: Standing, course: Course, due: Mapping[int, date | None], on: date, late: Ahead | None
) -> str:
    title = escape(row.title)
    named = f'<a href="{row.get_absolute_url()}">{title}</a>' if row.opened else title
    lamps, days, drawn = "", "", drawing.row(None, (), None, "", leaf=False)
    if row.whole:
        lamps = f"{paired(row)} {row.result.word}"
        days = _days(row) if row.due else ""
        drawn = _drawn(axis, row, course, due, on, late)
    return (
        f'<tr class="lv{row.level}{"" if row.leaf else " is-above"}"><th scope="row"><div class="node">'
        f'<span class="code">{escape(row.code)}</span><span>{named}</span></div></th><td class="cell-lamp">{lamps}</td>'
        f'<td class="cell-span">{days}</td><td class="gantt">{drawn}</td></tr>'
    )


def _drawn(
    axis: Axis, row: Standing, course: Course, due: Mapping[int, date | None], on: date, late: Ahead | None
) -> str:
    bar = gantt.bar(axis, row.starts, row.due, row.shown)
    nodes = gantt.nodes(axis, course.stages, on)
    above = gantt.beyond(axis, row.due, [due.get(key) for key in row.above])
    line = gantt.outlook(axis, on, late.day) if late else None
    return drawing.row(bar, nodes, above, _told(row, course, late), leaf=row.leaf, outlook=line)


def _told(row: Standing, course: Course, late: Ahead | None) -> str:
    """Say the row in words."""
    words = _stand(row, course)
    if late is None:
        return words
    if late.day is None:
        return _("{words}；{late}").format(words=words, late=said(late))
    return _("{words}；预计 {day} 办结，{late}").format(words=words, day=late.day, late=said(late))


def _stand(row: Standing, course: Course) -> str:
    if not course.stages:
        told = _("{days}，已证{share}")
    elif course.marked:
        told = _("{days}，已证{share}，里程碑已证 {shown} 个，共 {all} 个")
    else:
        told = _("{days}，已证{share}，节点已证 {shown} 个，共 {all} 个")
    return told.format(
        days=_days(row) if row.due else _("没有时限"),
        share=escape(percent(row.shown)),
        shown=course.shown,
        all=len(course.stages),
    )


def _days(row: Standing) -> str:
    return _("{starts} 至 {due}").format(starts=row.starts, due=row.due)
