"""What people do with plans: draft a plan and its items, draw a task from a sentence, answer a sentence, adopt, extend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.people.models import Member, Unit
from luoshi.people.units import must_stand
from luoshi.plans import appending, rules
from luoshi.plans.appending import Saying
from luoshi.plans.entering import Entry, born
from luoshi.plans.errors import (
    AlreadyAdopted,
    AlreadyAnswered,
    BadDates,
    Foreign,
    NameTaken,
    NotADraft,
    NotAnOrder,
    WrongLevel,
)
from luoshi.plans.models import Assignment, Basis, Item, Plan, Schedule
from luoshi.plans.rules import Mark
from luoshi.plans.turning import turn
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
    milestones: tuple[Mark, ...] = ()


@verb
def draft_plan(unit: Unit, *, name: str, starts: date, ends: date, by: Member, at: datetime) -> Plan:
    """Draft a plan that a unit is in charge of."""
    if ends < starts:
        raise BadDates(_("计划的结束日不能早于开始日。"))
    day = timezone.localdate(at)
    must_stand(unit, day)
    try:
        with transaction.atomic():
            return Plan.objects.create(
                unit=unit, name=name, starts=starts, ends=ends, about=day, known_at=at, by=by, day=day
            )
    except IntegrityError as taken:
        raise NameTaken(_("本单位已有同名的计划。")) from taken


def draft_goal(plan: Plan, *, title: str, by: Member, at: datetime) -> Item:
    """Add a goal to a plan."""
    return enter(plan, Entry(Item.Kind.GOAL, title), by=by, at=at)


@verb
def enter(plan: Plan, entry: Entry, *, by: Member, at: datetime) -> Item:
    """Add an item to a draft, at the end of those under the same item."""
    if Plan.everything.select_for_update().get(pk=plan.pk).adopted_at is not None:
        raise NotADraft(_("计划已经通过：事项从文件的要求里立项，没有依据的通过“范围调整”新增，由他人会签。"))
    turn(plan, timezone.localdate(at))
    return born(plan, entry, saying(plan, by=by, at=at))


def saying(plan: Plan, *, by: Member, at: datetime) -> Saying:
    """Return what a fact of a plan says of itself: a draft speaks of the plan from its beginning, a change from its day on."""
    day = timezone.localdate(at)
    return Saying(by, at, day if plan.adopted_at else min(plan.starts, day))


@verb
def draw(sentence: Sentence, task: Task, *, by: Member, at: datetime) -> Item:
    """Draw a task from an order, which is reason enough for it, in an adopted plan too: its basis, its lead unit, its due day."""
    plan = task.goal.plan
    _fits(sentence, task)
    for unit in (task.lead, *task.support):
        must_stand(unit, timezone.localdate(at))
    turn(plan, timezone.localdate(at))
    said = saying(plan, by=by, at=at)
    item = born(plan, Entry(Item.Kind.TASK, task.title, task.goal), said)
    appending.schedule(item, task.starts, task.due, said, milestones=task.milestones)
    appending.assign(item, task.lead, Assignment.Role.LEAD, said)
    for unit in task.support:
        appending.assign(item, unit, Assignment.Role.SUPPORT, said)
    answer(sentence, item, by=by, at=at)
    item.refresh_from_db()
    return item


@verb
def adopt(plan: Plan, *, by: Member, at: datetime) -> None:
    """Adopt a plan: from now on it is changed by amendments only, and reckoned against what stands in it now."""
    if not Plan.everything.filter(pk=plan.pk, adopted_at__isnull=True).update(adopted_at=at, adopted_by=by):
        raise AlreadyAdopted(_("这一计划已经通过。"))
    plan.refresh_from_db()


@verb
def extend(item: Item, due: date, *, reason: str, by: Member, at: datetime) -> Schedule:
    """Put an item's due day off; the first one stays, and is reckoned against."""
    turn(item.plan, timezone.localdate(at))
    item.refresh_from_db()
    if item.starts is None or item.due is None:
        raise BadDates(_("事项还没有时限，谈不上延期。"))
    if not item.due < due <= item.plan.ends:
        raise BadDates(
            _("延期须晚于 {due:%Y-%m-%d}，不晚于计划结束日 {ends:%Y-%m-%d}。").format(
                due=item.due, ends=item.plan.ends
            )
        )
    marks = rules.put_off(appending.marks_of(item), item.due, due)
    said = Saying(by, at, timezone.localdate(at))
    return appending.schedule(item, item.starts, due, said, reason=reason, milestones=marks)


@verb
def answer(sentence: Sentence, item: Item, *, by: Member, at: datetime) -> Basis:
    """Let a task answer a sentence, which becomes one of its bases."""
    if item.kind != Item.Kind.TASK:
        raise WrongLevel(_("接一句话的须是任务。"))
    if _verdict_now(sentence) != Verdict.ORDER:
        raise NotAnOrder(_("只有判为“要求”的句子才能立项；判定不对，请先更正。"))
    document = sentence.reading.document
    if document.unit.organisation_id != item.plan.unit.organisation_id:
        raise Foreign(_("句子与事项不属于同一组织。"))
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
        raise AlreadyAnswered(_("这一事项已经接了这一句。")) from twice


def _fits(sentence: Sentence, task: Task) -> None:
    """Refuse days that do not fit each other or the plan, and units from elsewhere."""
    plan = task.goal.plan
    if task.goal.kind == Item.Kind.TASK:
        raise WrongLevel(_("任务只能列在目标或举措之下。"))
    if task.due < task.starts:
        raise BadDates(_("到期日不能早于开始日。"))
    if not plan.starts <= task.starts <= task.due <= plan.ends:
        raise BadDates(
            _("时限须在计划期内（{starts:%Y-%m-%d} 至 {ends:%Y-%m-%d}）。").format(
                starts=plan.starts, ends=plan.ends
            )
        )
    appending.check_marks(task.milestones, task.starts, task.due)
    if task.lead in task.support:
        raise Foreign(_("牵头单位不必再列为配合单位。"))
    _same_organisation(plan.unit, (task.lead, *task.support, sentence.reading.document.unit))


def _same_organisation(unit: Unit, others: Iterable[Unit]) -> None:
    if any(other.organisation_id != unit.organisation_id for other in others):
        raise Foreign(_("单位与计划不属于同一组织。"))


def _verdict_now(sentence: Sentence) -> str:
    return str(Sentence.everything.with_word().get(pk=sentence.pk).verdict_now)
