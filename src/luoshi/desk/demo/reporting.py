"""What the units reported on their tasks, what became of it, and what it was found to show."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from luoshi.arithmetic import milestones
from luoshi.desk.demo.people import School
from luoshi.desk.demo.tree import CHUNK, Job
from luoshi.documents.models import Original
from luoshi.people.models import Member
from luoshi.results.models import Acceptance, Evidence, Observation
from luoshi.work.models import Step, Update

State = Update.State
TEXTS = ("按计划推进。", "已完成阶段任务。", "正在对接企业。", "材料已报审。", "因设备到货推迟，进度略慢。")


@dataclass(slots=True)
class Told:
    """One report: the update, the day on which it was handed in, and what it was found to show."""

    update: Update
    day: date
    shown: int
    reached: int | None = None


def report(
    jobs: Iterable[Job], school: School, today: date, rng: random.Random, *, reports: float, evidence: float
) -> None:
    """Write the reports on all tasks that have begun, with their steps, evidence and observations."""
    told = [one for job in jobs for one in _reports(job, school, today, rng, reports)]
    Update.everything.bulk_create((one.update for one in told), batch_size=CHUNK)
    Step.everything.bulk_create((step for one in told for step in _steps(one, school)), batch_size=CHUNK)
    verified = [one for one in told if one.update.state == State.VERIFIED]
    Observation.everything.bulk_create(
        (
            Observation(
                item_id=one.update.item_id,
                update_of=one.update,
                percent=one.shown,
                reached=one.reached,
                about=one.update.about,
                known_at=_at(one.day, 16),
                by=school.supervisor,
            )
            for one in verified
        ),
        batch_size=CHUNK,
    )
    _evidence([one for one in verified if rng.random() < evidence], school)


def _reports(job: Job, school: School, today: date, rng: random.Random, reports: float) -> Iterable[Told]:
    """Tell of a task on some days between its start and today, ever further on, some too hopeful."""
    last = min(today, job.due + timedelta(days=60))
    number = int(reports) + (rng.random() < reports % 1)
    if last <= job.starts or not number:
        return
    pace, hope, percent = rng.uniform(0.6, 1.15), rng.uniform(0, 0.15), 0
    days = sorted(rng.randint(1, (last - job.starts).days) for _ in range(number))
    for place, gone in enumerate(days):
        day = job.starts + timedelta(days=gone)
        share = min(1.0, gone / max((job.due - job.starts).days, 1) * pace)
        percent = max(percent, round(100 * min(1.0, share + hope)))
        state = State.VERIFIED
        if place == number - 1:
            state = rng.choices(
                (State.VERIFIED, State.SIGNED, State.REPORTED, State.RETURNED), (80, 10, 5, 5)
            )[0]
        shown = min(percent, round(100 * share))
        update = _update(job, school, day, percent, state, rng)
        yield Told(update, day, _made(job, shown), job.reached(shown))


def _made(job: Job, percent: int) -> int:
    """Return the per cent that is reported when so much is done: of milestones what those make that are reached."""
    which = job.reached(percent)
    return percent if which is None else milestones.percent(milestones.reached(job.milestones, which, 0))


def _update(job: Job, school: School, day: date, percent: int, state: str, rng: random.Random) -> Update:
    signed = state != State.REPORTED
    return Update(
        item=job.item,
        unit=job.unit,
        about=day - timedelta(days=rng.randint(0, 5)),
        percent=_made(job, percent),
        reached=job.reached(percent),
        text=rng.choice(TEXTS),
        state=state,
        known_at=_at(day, 9),
        by=school.reporter,
        signed_by=school.head if signed else None,
        signed_at=_at(day, 11) if signed else None,
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _steps(one: Told, school: School) -> Iterable[Step]:
    """Leave the steps that the report has taken."""
    way: list[tuple[str, str, int, Member]] = [("", State.REPORTED, 9, school.reporter)]
    if one.update.state != State.REPORTED:
        way.append((State.REPORTED, State.SIGNED, 11, school.head))
    if one.update.state in {State.VERIFIED, State.RETURNED}:
        way.append((State.SIGNED, one.update.state, 16, school.supervisor))
    for was, became, hour, by in way:
        yield Step(
            update_of=one.update,
            was=was,
            became=became,
            note="缺少佐证" if became == State.RETURNED else "",
            about=one.day,
            known_at=_at(one.day, hour),
            by=by,
        )


def _evidence(told: list[Told], school: School) -> None:
    contents = [f"虚构的佐证材料 {one.update.pk}".encode() for one in told]
    originals = Original.everything.bulk_create(
        (
            Original(
                name="佐证.txt",
                kind="txt",
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
            )
            for content in contents
        ),
        batch_size=CHUNK,
    )
    pieces = Evidence.everything.bulk_create(
        (
            Evidence(
                update_of=one.update,
                original=original,
                shows="阶段成果",
                about=one.update.about,
                known_at=one.update.known_at,
                by=school.reporter,
            )
            for one, original in zip(told, originals, strict=True)
        ),
        batch_size=CHUNK,
    )
    Acceptance.everything.bulk_create(
        (
            Acceptance(
                evidence=piece,
                word=Acceptance.Word.ACCEPT,
                about=one.day,
                known_at=_at(one.day, 16),
                by=school.supervisor,
            )
            for one, piece in zip(told, pieces, strict=True)
        ),
        batch_size=CHUNK,
    )
