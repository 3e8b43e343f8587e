"""挂图作战: units down, goals across; in each cell the worst of both lamps and how many tasks.

Whoever reads the whole plan has it counted by the database, a row a cell and pair of lamps, however many tasks there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from luoshi.arithmetic.lamps import WORDS, WORST_FIRST, Lamp, worst
from luoshi.plans import models as kept
from luoshi.plans.models import Plan
from luoshi.plans.models.kept import LEAF
from luoshi.results.standings import Standing
from luoshi.wording import noted

# The worst of each lamp is found in the cells that were counted, which are few beside the tasks.
_RANKS = " ".join(f"WHEN '{lamp}' THEN {rank}" for rank, lamp in enumerate(WORST_FIRST))
_WORST = f"""
    SELECT unit.id, unit.name, unit.short, unit.path, goal, result, time, number, one FROM (
        SELECT lead, goal, MIN(CASE result {_RANKS} END) AS result, MIN(CASE time {_RANKS} END) AS time,
            SUM(number) AS number, MIN(one) AS one
        FROM ({{}}) AS cell GROUP BY lead, goal
    ) AS worst LEFT JOIN people_unit AS unit ON unit.id = worst.lead
"""  # noqa: S608  # names of ours
READABLE = 24  # rows that are looked over at once; more are grouped by what they need
GROUPS = (
    (noted("有超期"), (Lamp.OVER,)),
    (noted("有风险或滞后"), (Lamp.RISK, Lamp.BEHIND)),
    (noted("没有落后"), tuple(lamp for lamp in Lamp if lamp not in {Lamp.OVER, Lamp.RISK, Lamp.BEHIND})),
)


class Place(NamedTuple):
    """A unit by its key, its names, and where it stands among the units."""

    key: int
    name: str
    short: str
    path: str


class Tasks(NamedTuple):
    """Tasks of one unit under one goal: the worst of each lamp, how many; `item` is one of them, the goal itself if it is a task."""

    unit: Place | None
    goal: int
    result: Lamp
    time: Lamp
    number: int
    item: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The tasks of one unit under one goal: the worst of each lamp, and how many."""

    result: Lamp
    time: Lamp
    number: int
    url: str

    @property
    def words(self) -> str:
        """Say the lamps in words."""
        return _said(self.result, self.time, self.number, get_language())


@lru_cache(maxsize=4096)
def _said(result: Lamp, time: Lamp, number: int, _language: str | None) -> str:
    """Say two lamps and a number: of six hundred cells most say what another one says."""
    said = ngettext("结果{result}，时间{time}，{n} 项", "结果{result}，时间{time}，{n} 项", number)
    return said.format(result=_(WORDS[result]), time=_(WORDS[time]), n=number)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a unit with its cells, one for each goal."""

    unit: Place
    cells: tuple[Cell | None, ...]

    @property
    def number(self) -> int:
        """Return how many tasks it leads."""
        return sum(cell.number for cell in self.cells if cell)

    @property
    def result(self) -> Lamp:
        """Return the worst of its lamps by result."""
        return worst(cell.result for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that need the same: with a name where there are more than are looked over at once."""

    name: str
    lines: tuple[Line, ...]


def counted(plan: Plan) -> list[Tasks]:
    """Count the tasks of a whole plan as kept, a row a unit and goal, in one query: the index alone tells the numbers."""
    leaves = kept.Standing.everything.filter(plan=plan, leaf=LEAF).order_by()
    cells = leaves.values_list("lead", "goal", "result", "time")
    inner, given = cells.annotate(number=Count("*"), one=Min("pk")).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_WORST.format(inner), given)
        rows = cursor.fetchall()
    return [
        Tasks(
            Place(*unit) if unit[0] else None, goal, WORST_FIRST[result], WORST_FIRST[time], int(number), one
        )
        for *unit, goal, result, time, number, one in rows
    ]


def seen(leaves: Iterable[Standing]) -> list[Tasks]:
    """Take the tasks that a member sees one by one."""
    return [
        Tasks(
            Place(row.lead.pk, row.lead.name, row.lead.short, row.lead.path) if row.lead else None,
            row.above[0] if row.above else row.item,
            row.result,
            row.time,
            1,
            row.item,
        )
        for row in leaves
    ]


def tally(goals: Iterable[Standing], tasks: Iterable[Tasks]) -> Counter[Lamp]:
    """Say how many tasks of a whole plan stand under each lamp by result: as the goals keep it, and those at the top themselves."""
    found: Counter[Lamp] = Counter()
    columns = set()
    for goal in goals:
        columns.add(goal.item)
        found.update(goal.tally)
    found.update(one.result for one in tasks if one.goal not in columns)
    return found


def wall(plan: Plan, goals: Sequence[Standing], tasks: Iterable[Tasks]) -> list[Group]:
    """Lay tasks out by lead unit and goal, the units in their order; many are grouped by what they need."""
    cells: defaultdict[Place, defaultdict[int, list[Tasks]]] = defaultdict(lambda: defaultdict(list))
    columns = {goal.item for goal in goals}
    for one in tasks:
        if one.unit and one.goal in columns:
            cells[one.unit][one.goal].append(one)
    address = plan.get_absolute_url()
    lines = [
        Line(unit, tuple(_cell(address, unit, goal.item, cells[unit][goal.item]) for goal in goals))
        for unit in sorted(cells, key=lambda one: one.path)
    ]
    if len(lines) <= READABLE:
        return [Group("", tuple(lines))] if lines else []
    groups = [Group(_(name), tuple(line for line in lines if line.result in lamps)) for name, lamps in GROUPS]
    return [group for group in groups if group.lines]


def _cell(address: str, unit: Place, goal: int, tasks: Sequence[Tasks]) -> Cell | None:
    """Make a cell; it leads to its task where there is one, else to the plan's list of them."""
    if not tasks:
        return None
    result, time = worst(one.result for one in tasks), worst(one.time for one in tasks)
    number = sum(one.number for one in tasks)
    if number == 1:
        return Cell(result, time, number, reverse("results:item", kwargs={"pk": tasks[0].item}))
    return Cell(result, time, number, f"{address}?unit={unit.key}&goal={goal}")
