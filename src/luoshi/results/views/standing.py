"""计划页 and 事项页: where things stand, claimed beside shown, on a day as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.http import HttpResponse

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people.doors import MemberRequest, opens
from luoshi.plans.models import Item, Plan
from luoshi.results import rules
from luoshi.results.models import Evidence
from luoshi.results.rules import Lamp, Standing
from luoshi.results.standings import standings, total
from luoshi.results.views.clocks import Clocks, clocks
from luoshi.web.http import page
from luoshi.work.models import Step, Update


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
        return rules.WORDS[self.result]

    @property
    def leads(self) -> list[str]:
        """Return the names of the lead units."""
        return [owner.unit.name for owner in self.item.owners.all() if owner.role == "lead"]


@opens(Plan, "read")
def plan(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Show a plan as a tree, each task with its two lamps and its two numbers."""
    at, tasks_of = clocks(request), Q(plan=plan, kind=Item.Kind.TASK)
    seen = Item.objects.visible_to(request.member).filter(plan=plan, known_at__lte=at.known)
    items = list(seen.with_facts(at.known))  # type: ignore[attr-defined]
    rows = tree(items, at)
    tasks = [row.item for row in rows if row.standing]
    found = {row.item.pk: row.standing for row in rows if row.standing}
    context = {
        "plan": plan,
        "rows": rows,
        "clocks": at,
        "goals": sum(1 for row in rows if not row.standing),
        "tasks": len(tasks),
        "claimed": total(tasks, found, "claimed"),
        "shown": total(tasks, found, "shown"),
        "expected": total(tasks, found, "expected"),
        "may_draft": access.can(request.member, "draft", plan),
        "may_freeze": access.can(request.member, "freeze", plan),
        "whole": len(tasks) == Item.everything.filter(tasks_of, known_at__lte=at.known).count(),
    }
    return page(request, "results/plan.html", context)


def tree(items: Iterable[Item], at: Clocks) -> list[Row]:
    """Put goals before their tasks and say where each stands; a goal is rolled up from the tasks shown."""
    tasks = [item for item in items if item.kind == Item.Kind.TASK]
    goals = {item.pk: item for item in items if item.kind == Item.Kind.GOAL}
    for task in tasks:  # a college sees its tasks; the goals above them are named, not opened
        if task.parent is not None:
            goals.setdefault(task.parent.pk, task.parent)
    found = standings(tasks, at.on, at.known)
    rows: list[Row] = []
    for goal in sorted(goals.values(), key=lambda one: one.position):
        below = sorted((task for task in tasks if task.parent_id == goal.pk), key=lambda one: one.position)
        rows.append(_goal(goal, below, found))
        rows.extend(_task(task, found[task.pk]) for task in below)
    return rows


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


def _goal(goal: Item, below: list[Item], found: dict[int, Standing]) -> Row:
    states = [found[task.pk] for task in below]
    return Row(
        item=goal,
        claimed=total(below, found, "claimed"),
        shown=total(below, found, "shown"),
        expected=total(below, found, "expected"),
        result=rules.worst(state.result for state in states),
        time=rules.worst(state.time for state in states),
        standing=None,
        weight=sum(task.weight for task in below),
        tasks=len(below),
    )


@opens(Item, "read")
def item(request: MemberRequest, item: Item) -> HttpResponse:
    """Show an item: the sentences it answers, who does it, claimed beside shown, evidence, what came to pass."""
    at = clocks(request)
    standing = standings([item], at.on, at.known)[item.pk]
    updates = (
        Update.objects.visible_to(request.member).filter(item=item).select_related("unit", "by", "signed_by")
    )
    updates = updates.select_related("observation").prefetch_related(_evidence())
    bases = item.bases.filter(known_at__lte=at.known).select_related("sentence__reading__document")
    readable = (
        set(Document.objects.visible_to(request.member).values_list("pk", flat=True)) if bases else set()
    )
    context = {
        "item": item,
        "clocks": at,
        "standing": standing,
        "result_word": rules.WORDS[standing.result],
        "time_word": rules.WORDS[standing.time],
        "bands": {"on_time": rules.ON_TIME, "behind": rules.BEHIND},
        "bases": bases,
        "readable": readable,
        "owners": item.owners.filter(known_at__lte=at.known).select_related("unit"),
        "updates": [update for update in updates if _known(update, at)],
        "steps": _steps(updates, at),
        "may_report": item.kind == Item.Kind.TASK and access.can(request.member, "report", item),
    }
    return page(request, "results/item.html", context)


def _evidence() -> Prefetch[str]:
    pieces = Evidence.everything.select_related("original").defer("original__content")
    return Prefetch("evidence", pieces.prefetch_related("acceptances__by"))


def _known(update: Update, at: Clocks) -> bool:
    return update.about <= at.on and update.known_at <= at.known


def _steps(updates: Iterable[Update], at: Clocks) -> list[Step]:
    """Gather what came to pass, newest first, as far as it was known."""
    keys = [update.pk for update in updates]
    steps = Step.everything.filter(update_of__in=keys, known_at__lte=at.known)
    return list(steps.select_related("by", "update_of__unit").order_by("-known_at", "-pk"))
