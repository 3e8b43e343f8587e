"""首页: one sentence that says how things stand, the wall chart, what is mine to do, the newest document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from luoshi.arithmetic.lamps import WORDS, Lamp, time_share, worst
from luoshi.desk.todo import duties
from luoshi.documents.models import Document
from luoshi.people.doors import MemberRequest, members
from luoshi.people.models import Unit
from luoshi.plans import coverage
from luoshi.plans.models import Plan
from luoshi.records.models import Sentence
from luoshi.results.standings import Sight, Standing, sight
from luoshi.results.standings import today as kept_today
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
    seen = sight(plan, request.member, kept_today(plan, today, now)) if plan else Sight(())
    document = Document.objects.visible_to(request.member).defer("text").first()
    sentences = _sentences(document)
    goals = [row for row in seen.rows if not row.leaf and not row.above]
    mine = duties(request.member, today)
    shown = mine if "all" in request.GET else mine[:AT_ONCE]
    context = {
        "plan": plan,
        "today": today,
        "now": now,
        "share": time_share(plan.starts, plan.ends, today) if plan else None,
        "tasks": len(seen.leaves),
        "lamps": [(lamp, WORDS[lamp], seen.tally[lamp]) for lamp in Lamp if seen.tally[lamp]],
        "goals": goals,
        "whole": seen.whole,
        "wall": _wall(seen.leaves, goals, plan) if plan else [],
        "duties": shown,
        "number": len(mine),
        "more": len(mine) - len(shown),
        "document": document,
        "ticks": [coverage.tick(one) for one in sentences],
        "count": coverage.count(sentences),
        "open": [one for one in sentences if coverage.cover(one) == coverage.OPEN],
    }
    return page(request, "desk/home.html", context)


def _sentences(document: Document | None) -> list[Sentence]:
    if document is None:
        return []
    rows = Sentence.everything.filter(reading__document=document).select_related("reading")
    return list(coverage.with_cover(rows))


def _wall(
    leaves: Sequence[Standing], goals: Sequence[Standing], plan: Plan
) -> list[tuple[Unit, list[Cell | None], int]]:
    """Lay the tasks out by lead unit and goal; in each cell the worst of both lamps."""
    cells: defaultdict[tuple[Unit, int], list[Standing]] = defaultdict(list)
    for row in leaves:
        if row.lead and row.above:
            cells[row.lead, row.above[0]].append(row)
    rows = []
    for unit in sorted({unit for unit, _ in cells}, key=lambda one: one.path):
        line = [_cell(plan, unit, goal.item, cells.get((unit, goal.item), [])) for goal in goals]
        rows.append((unit, line, sum(cell.number for cell in line if cell)))
    return rows


def _cell(plan: Plan, unit: Unit, goal: int, rows: list[Standing]) -> Cell | None:
    """Make a cell; it leads to its task where there is one, else to the plan's list of them."""
    if not rows:
        return None
    result, time = (worst(getattr(row, which) for row in rows) for which in ("result", "time"))
    several = f"{plan.get_absolute_url()}?{urlencode({'unit': unit.pk, 'goal': goal})}"
    one = reverse("results:item", kwargs={"pk": rows[0].item})
    return Cell(result, time, len(rows), one if len(rows) == 1 else several)
