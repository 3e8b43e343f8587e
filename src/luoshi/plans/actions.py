"""What people do with plans: draft a plan and its goals, draw a task from a sentence, answer a sentence by a task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from luoshi.people.models import Member, Unit
from luoshi.plans.errors import AlreadyAnswered, BadDates, Foreign, NameTaken, NotAnOrder, WrongLevel
from luoshi.plans.models import Basis, Item, Owner, Plan, Schedule
from luoshi.records.models import Sentence, Verdict


@dataclass(frozen=True, slots=True)
class Task:
    """What a new task says: under which goal, what, who, from when to when."""

    goal: Item
    title: str
    lead: Unit
    starts: date
    due: date
    support: tuple[Unit, ...] = ()


def draft_plan(unit: Unit, *, name: str, starts: date, ends: date, by: Member, at: datetime) -> Plan:
    """Draft a plan that a unit is in charge of."""
    if ends < starts:
        raise BadDates("计划的结束日不能早于开始日。")
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            return Plan.objects.create(
                unit=unit, name=name, starts=starts, ends=ends, about=day, known_at=at, by=by
            )
    except IntegrityError as taken:
        raise NameTaken("本单位已有同名的计划。") from taken


@transaction.atomic
def draft_goal(plan: Plan, *, title: str, by: Member, at: datetime) -> Item:
    """Add a goal to a plan."""
    position = _next_position(plan, None)
    return Item.objects.create(
        plan=plan,
        kind=Item.Kind.GOAL,
        position=position,
        code=str(position),
        title=title,
        about=timezone.localdate(at),
        known_at=at,
        by=by,
    )


@transaction.atomic
def draw(sentence: Sentence, task: Task, *, by: Member, at: datetime) -> Item:
    """Draw a task from an order: its basis, its lead unit, its due day."""
    plan, day = task.goal.plan, timezone.localdate(at)
    _fits(sentence, task)
    position = _next_position(plan, task.goal)
    item = Item.objects.create(
        plan=plan,
        parent=task.goal,
        kind=Item.Kind.TASK,
        position=position,
        code=f"{task.goal.code}.{position}",
        title=task.title,
        about=day,
        known_at=at,
        by=by,
    )
    Schedule.objects.create(item=item, starts=task.starts, due=task.due, about=day, known_at=at, by=by)
    taking_part = [(task.lead, Owner.Role.LEAD), *((unit, Owner.Role.SUPPORT) for unit in task.support)]
    Owner.everything.bulk_create(
        Owner(item=item, unit=unit, role=role, about=day, known_at=at, by=by) for unit, role in taking_part
    )
    answer(sentence, item, by=by, at=at)
    return item


def answer(sentence: Sentence, item: Item, *, by: Member, at: datetime) -> Basis:
    """Let a task answer a sentence, which becomes one of its bases."""
    if item.kind != Item.Kind.TASK:
        raise WrongLevel("接一句话的须是任务。")
    if _verdict_now(sentence) != Verdict.ORDER:
        raise NotAnOrder("只有判为“要求”的句子才能立项；判定不对，请先更正。")
    document = sentence.reading.document
    if document.unit.organisation_id != item.plan.unit.organisation_id:
        raise Foreign("句子与事项不属于同一组织。")
    try:
        with transaction.atomic():
            return Basis.objects.create(
                item=item,
                sentence=sentence,
                text_sha256=document.text_sha256,
                start=sentence.start,
                end=sentence.end,
                words=sentence.words,
                about=timezone.localdate(at),
                known_at=at,
                by=by,
            )
    except IntegrityError as twice:
        raise AlreadyAnswered("这一事项已经接了这一句。") from twice


def _fits(sentence: Sentence, task: Task) -> None:
    """Refuse days that do not fit each other or the plan, and units from elsewhere."""
    plan = task.goal.plan
    if task.goal.kind != Item.Kind.GOAL:
        raise WrongLevel("任务只能列在目标之下。")
    if task.due < task.starts:
        raise BadDates("到期日不能早于开始日。")
    if not plan.starts <= task.starts <= task.due <= plan.ends:
        raise BadDates(f"时限须在计划期内（{plan.starts:%Y-%m-%d} 至 {plan.ends:%Y-%m-%d}）。")
    if task.lead in task.support:
        raise Foreign("牵头单位不必再列为配合单位。")
    _same_organisation(plan.unit, (task.lead, *task.support, sentence.reading.document.unit))


def _same_organisation(unit: Unit, others: Iterable[Unit]) -> None:
    if any(other.organisation_id != unit.organisation_id for other in others):
        raise Foreign("单位与计划不属于同一组织。")


def _verdict_now(sentence: Sentence) -> str:
    return str(Sentence.everything.with_word().get(pk=sentence.pk).verdict_now)


def _next_position(plan: Plan, parent: Item | None) -> int:
    """Return the next free place under a goal; the plan's row is locked, so that no two take the same."""
    Plan.everything.select_for_update().get(pk=plan.pk)
    last = Item.everything.filter(plan=plan, parent=parent).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1
