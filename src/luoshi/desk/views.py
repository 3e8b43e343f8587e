"""首页: one sentence that says how things stand, the wall chart, what is mine to do, the newest document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone

from luoshi.arithmetic.lamps import WORDS, Lamp, time_share, worst
from luoshi.desk.todo import duties
from luoshi.documents.models import Document
from luoshi.people.doors import MemberRequest, members
from luoshi.people.models import Unit
from luoshi.plans import coverage
from luoshi.plans.models import Item, Plan
from luoshi.records.models import Sentence
from luoshi.results.standings import Standing, standings
from luoshi.web.http import page

AT_ONCE = 12  # duties on the first page


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
        return f"结果{WORDS[self.result]}，时间{WORDS[self.time]}，{self.number} 项"

    @property
    def apart(self) -> bool:
        """Tell whether the two lamps differ."""
        return self.result != self.time


@members("GET")
def home(request: MemberRequest) -> HttpResponse:
    """Show how things stand and what is the member's to do."""
    now, today = timezone.now(), timezone.localdate()
    plan = Plan.objects.visible_to(request.member).filter(starts__lte=today).first()
    tasks = _tasks(request, plan)
    found = standings(tasks, today, now)
    lamps = Counter(found[task.pk].result for task in tasks)
    document = Document.objects.visible_to(request.member).defer("text").first()
    sentences = _sentences(document)
    goals = _goals(tasks)
    mine = duties(request.member, today)
    shown = mine if "all" in request.GET else mine[:AT_ONCE]
    context = {
        "plan": plan,
        "today": today,
        "now": now,
        "share": time_share(plan.starts, plan.ends, today) if plan else None,
        "tasks": len(tasks),
        "lamps": [(lamp, WORDS[lamp], lamps[lamp]) for lamp in Lamp if lamps[lamp]],
        "goals": goals,
        "wall": _wall(tasks, goals, found),
        "duties": shown,
        "number": len(mine),
        "more": len(mine) - len(shown),
        "document": document,
        "ticks": [coverage.tick(one) for one in sentences],
        "count": coverage.count(sentences),
        "open": [one for one in sentences if coverage.cover(one) == coverage.OPEN],
    }
    return page(request, "desk/home.html", context)


def _tasks(request: MemberRequest, plan: Plan | None) -> list[Item]:
    seen = Item.objects.visible_to(request.member).filter(plan=plan, kind=Item.Kind.TASK)
    return list(seen.with_facts(timezone.localdate(), timezone.now())) if plan else []  # type: ignore[attr-defined]


def _sentences(document: Document | None) -> list[Sentence]:
    if document is None:
        return []
    rows = Sentence.everything.filter(reading__document=document).select_related("reading")
    return list(coverage.with_cover(rows))


def _goals(tasks: Sequence[Item]) -> list[Item]:
    goals = {task.parent.pk: task.parent for task in tasks if task.parent}
    return sorted(goals.values(), key=lambda goal: goal.position)


def _wall(
    tasks: Sequence[Item], goals: Sequence[Item], found: dict[int, Standing]
) -> list[tuple[Unit, list[Cell | None], int]]:
    """Lay the tasks out by lead unit and goal; in each cell the worst of both lamps."""
    cells: dict[tuple[int, int | None], list[Item]] = {}
    units: dict[int, Unit] = {}
    for task in tasks:
        for owner in task.takes_part():
            if owner.role == "lead":
                units[owner.unit_id] = owner.unit
                cells.setdefault((owner.unit_id, task.parent_id), []).append(task)
    rows = []
    for unit in sorted(units.values(), key=lambda one: one.path):
        line = [_cell(unit, goal, cells.get((unit.pk, goal.pk), []), found) for goal in goals]
        rows.append((unit, line, sum(cell.number for cell in line if cell)))
    return rows


def _cell(unit: Unit, goal: Item, tasks: list[Item], found: dict[int, Standing]) -> Cell | None:
    """Make a cell; it leads to its task where there is one, else to the plan's list of them."""
    if not tasks:
        return None
    states = [found[task.pk] for task in tasks]
    result, time = (worst(getattr(state, which) for state in states) for which in ("result", "time"))
    several = f"{goal.plan.get_absolute_url()}?{urlencode({'unit': unit.pk, 'goal': goal.pk})}"
    return Cell(result, time, len(tasks), tasks[0].get_absolute_url() if len(tasks) == 1 else several)
