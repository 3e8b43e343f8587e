"""A plan of three years: goals, measures, tasks, with the facts of their places, words, days and owners."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from luoshi.arithmetic.milestones import Milestone, marks
from luoshi.desk.demo.people import School
from luoshi.people.models import Unit
from luoshi.plans.models import Assignment, Item, Owner, Place, Plan, Schedule, Wording

GOALS = (
    "专业与产业对接",
    "人才培养质量",
    "科技攻关与转化",
    "产教融合",
    "师资队伍",
    "社会服务",
    "党建引领",
    "治理能力",
    "国际合作",
    "条件保障",
)
MEASURES = (
    "优化结构",
    "做强平台",
    "深化合作",
    "完善机制",
    "提升水平",
    "拓展渠道",
    "夯实基础",
    "打造品牌",
    "强化保障",
)
VERBS = ("建成", "完成", "修订", "组建", "引进", "获批", "签订", "开设", "培育", "推广")
THINGS = ("实训基地", "中试平台", "课程", "制度", "团队", "科技项目", "合作协议", "微专业", "示范点", "教材")
CHUNK = 5000
EVERY = 5  # each fifth task is one of milestones
# What is reached at which part of a task's days, in hundredths, and how much it weighs.
STAGES = (("方案审定", 20, 1), ("启动建设", 45, 2), ("阶段验收", 80, 2), ("总结验收", 100, 1))


@dataclass(frozen=True, slots=True)
class Job:
    """A task of the plan: its item, who does it, from when to when, and its milestones if it has any."""

    item: Item
    unit: Unit
    starts: date
    due: date
    milestones: tuple[Milestone, ...] = ()

    def reached(self, percent: int) -> int | None:
        """Return the milestones that are reached when so much is done; none where the task has none."""
        done = (key for key, (_, stage, _) in enumerate(STAGES) if stage <= percent)
        return marks(done) if self.milestones else None


def grow(
    school: School, shape: tuple[int, int, int], today: date, rng: random.Random
) -> tuple[Plan, list[Job]]:
    """Draft a plan with so many goals, measures under each and tasks under each."""
    goals, measures, tasks = shape
    starts = today.replace(month=1, day=1) - timedelta(days=365)
    at = timezone.make_aware(datetime.combine(starts, time(10)))
    plan = Plan.objects.create(
        unit=school.root,
        name=f"{school.root.name}三年行动",
        starts=starts,
        ends=starts + timedelta(days=3 * 365),
        about=starts,
        known_at=at,
        by=school.supervisor,
        day=today,
    )
    top = _level(plan, [None], goals, Item.Kind.GOAL, rng)
    middle = _level(plan, top, measures, Item.Kind.MEASURE, rng)
    leaves = _level(plan, middle, tasks, Item.Kind.TASK, rng)
    jobs = [_job(plan, item, school, rng, staged=not at % EVERY) for at, item in enumerate(leaves)]
    _facts(plan, [*top, *middle, *leaves], jobs, school, rng)
    return plan, jobs


def _level(
    plan: Plan, above: Iterable[Item | None], number: int, kind: Item.Kind, rng: random.Random
) -> list[Item]:
    rows = []
    for parent in above:
        for position in range(1, number + 1):
            code = f"{parent.code}.{position}" if parent else str(position)
            rows.append(
                Item(
                    plan=plan,
                    parent=parent,
                    kind=kind,
                    position=position,
                    code=code,
                    title=_title(kind, position, rng),
                    weight=rng.randint(1, 5),
                    about=plan.starts,
                    known_at=plan.known_at,
                    by=plan.by,
                )
            )
    return Item.everything.bulk_create(rows, batch_size=CHUNK)


def _title(kind: Item.Kind, position: int, rng: random.Random) -> str:
    if kind == Item.Kind.GOAL:
        return GOALS[(position - 1) % len(GOALS)]
    if kind == Item.Kind.MEASURE:
        return MEASURES[(position - 1) % len(MEASURES)]
    return f"{rng.choice(VERBS)}{rng.choice(THINGS)}{rng.randint(1, 30)}个"


def _job(plan: Plan, item: Item, school: School, rng: random.Random, *, staged: bool) -> Job:
    starts = plan.starts + timedelta(days=rng.randint(0, 600))
    due = min(starts + timedelta(days=rng.randint(60, 700)), plan.ends)
    long = (due - starts).days
    milestones = tuple(
        (key, starts.toordinal() + long * stage // 100, weight)
        for key, (_, stage, weight) in enumerate(STAGES)
        if staged
    )
    return Job(item, rng.choice(school.units), starts, due, milestones)


def _facts(plan: Plan, items: list[Item], jobs: list[Job], school: School, rng: random.Random) -> None:
    said = {"about": plan.starts, "known_at": plan.known_at, "by": plan.by}
    Place.everything.bulk_create(
        (
            Place(item=one, parent_id=one.parent_id, position=one.position, weight=one.weight, **said)
            for one in items
        ),
        batch_size=CHUNK,
    )
    Wording.everything.bulk_create(
        (Wording(item=one, title=one.title, **said) for one in items), batch_size=CHUNK
    )
    Schedule.everything.bulk_create(
        (
            Schedule(item=job.item, starts=job.starts, due=job.due, milestones=_written(job), **said)
            for job in jobs
        ),
        batch_size=CHUNK,
    )
    for job in jobs:
        job.item.starts, job.item.due, job.item.first_due = job.starts, job.due, job.due
    Item.everything.bulk_update([job.item for job in jobs], ["starts", "due", "first_due"], batch_size=200)
    owned = list(_owners(jobs, school, rng))
    Assignment.everything.bulk_create(
        (Assignment(item=job.item, unit=unit, role=role, **said) for job, unit, role in owned),
        batch_size=CHUNK,
    )
    Owner.everything.bulk_create(
        (Owner(item=job.item, unit=unit, role=role) for job, unit, role in owned), batch_size=CHUNK
    )


def _written(job: Job) -> list[dict[str, object]]:
    return [
        {"key": key, "name": STAGES[key][0], "due": date.fromordinal(day).isoformat(), "weight": weight}
        for key, day, weight in job.milestones
    ]


def _owners(jobs: list[Job], school: School, rng: random.Random) -> Iterator[tuple[Job, Unit, str]]:
    for job in jobs:
        yield job, job.unit, Owner.Role.LEAD.value
        other = rng.choice(school.units)
        if rng.random() < 0.5 and other != job.unit:
            yield job, other, Owner.Role.SUPPORT.value
