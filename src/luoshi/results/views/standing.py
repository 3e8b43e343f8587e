"""计划页: where a plan's tasks stand, claimed beside shown, on a day as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse, QueryDict

from luoshi.arithmetic.lamps import WORDS, Lamp, worst
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Assignment, Item, Plan
from luoshi.results.standings import Standing, standings, total
from luoshi.results.views.clocks import clocks
from luoshi.web.http import page


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the plan: a goal or a task, with where it stands."""

    item: Item
    claimed: float | None
    shown: float | None
    expected: float | None
    result: Lamp
    time: Lamp
    standing: Standing | None
    weight: int
    tasks: int = 0

    @property
    def word(self) -> str:
        """Return the word of the lamp that looks at results."""
        return WORDS[self.result]

    @property
    def leads(self) -> list[str]:
        """Return the names of the lead units."""
        return [owner.unit.name for owner in _leads(self.item)]


@opens(Plan, "read")
def plan(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show a plan as a tree, each task with its two lamps and its two numbers."""
    at, tasks_of = clocks(request), Q(plan=plan, kind=Item.Kind.TASK)
    seen = Item.objects.visible_to(request.member).filter(plan=plan, known_at__lte=at.known)
    items = list(seen.with_facts(at.on, at.known))  # type: ignore[attr-defined]
    tasks = [item for item in items if item.kind == Item.Kind.TASK]
    found = standings(tasks, at.on, at.known)
    sieve = Sieve(request.GET, tasks)
    kept = [task for task in tasks if sieve.keeps(task, found[task.pk])]
    goals = [] if sieve.on else [item for item in items if item.kind == Item.Kind.GOAL]
    context = {
        "plan": plan,
        "rows": tree(goals, kept, found),
        "clocks": at,
        "sieve": sieve,
        "kept": len(kept),
        "tasks": len(tasks),
        "claimed": total(tasks, found, "claimed"),
        "shown": total(tasks, found, "shown"),
        "expected": total(tasks, found, "expected"),
        "may_draft": access.can(request.member, "draft", plan),
        "may_freeze": access.can(request.member, "freeze", plan),
        "whole": len(tasks) == Item.everything.filter(tasks_of, known_at__lte=at.known).count(),
    }
    return page(request, "results/plan.html", context)


def tree(goals: Iterable[Item], tasks: Iterable[Item], found: Mapping[int, Standing]) -> list[Row]:
    """Put goals before their tasks and say where each stands; a goal is rolled up from the tasks that are listed."""
    # A college sees its tasks; the goals above them are named, not opened.
    above = {goal.pk: goal for goal in (*goals, *(task.parent for task in tasks if task.parent))}
    rows: list[Row] = []
    for goal in sorted(above.values(), key=lambda one: one.position):
        below = sorted((task for task in tasks if task.parent_id == goal.pk), key=lambda one: one.position)
        rows.append(_goal(goal, below, found))
        rows.extend(_task(task, found[task.pk]) for task in below)
    return rows


class Sieve:
    """筛选: which tasks the reader asks for, by lead unit, by lamp, by goal; nonsense asks for all."""

    def __init__(self, asked: QueryDict, tasks: Iterable[Item]) -> None:
        self.units = sorted(
            {owner.unit for task in tasks for owner in _leads(task)}, key=lambda unit: unit.path
        )
        self.unit = _one_of(asked.get("unit", ""), [unit.pk for unit in self.units])
        self.goal = _one_of(asked.get("goal", ""), [task.parent_id for task in tasks])
        self.lamps = tuple(WORDS.items())
        self.lamp = _one_of(asked.get("lamp", ""), list(Lamp))

    @property
    def on(self) -> bool:
        """Tell whether anything is asked for in particular."""
        return any((self.unit, self.goal, self.lamp))

    def keeps(self, task: Item, standing: Standing) -> bool:
        """Tell whether a task is asked for."""
        return (
            (not self.lamp or standing.result == self.lamp)
            and (not self.goal or str(task.parent_id) == self.goal)
            and (not self.unit or any(str(owner.unit_id) == self.unit for owner in _leads(task)))
        )


def _leads(task: Item) -> list[Assignment]:
    return [owner for owner in task.takes_part() if owner.role == Assignment.Role.LEAD]


def _one_of(asked: str, known: Iterable[object]) -> str:
    return asked if asked in {str(one) for one in known} else ""


def _task(item: Item, standing: Standing) -> Row:
    return Row(
        item=item,
        claimed=standing.claimed,
        shown=standing.shown,
        expected=standing.expected,
        result=standing.result,
        time=standing.time,
        standing=standing,
        weight=item.weight,
    )


def _goal(goal: Item, below: list[Item], found: Mapping[int, Standing]) -> Row:
    states = [found[task.pk] for task in below]
    return Row(
        item=goal,
        claimed=total(below, found, "claimed"),
        shown=total(below, found, "shown"),
        expected=total(below, found, "expected"),
        result=worst(state.result for state in states),
        time=worst(state.time for state in states),
        standing=None,
        weight=sum(task.weight for task in below),
        tasks=len(below),
    )
