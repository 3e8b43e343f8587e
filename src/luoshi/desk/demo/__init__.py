"""演示数据: an invented organisation of any size, the same from the same seed; its facts come in by the thousand.

What people would have done one by one is written in bulk, in the shape in which their deeds would have left it; then
all standings are worked out from the facts, and `results.checking.drift` finds nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from luoshi.desk.demo import people, reporting, tree
from luoshi.desk.demo.people import School
from luoshi.plans.models import Plan
from luoshi.results.checking import mend


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made: schools with their units, and in each school's plan so many goals, measures and tasks."""

    schools: int
    units: int  # of one school
    goals: int
    measures: int  # under one goal
    tasks: int  # under one measure
    reports: float  # on one task, on average
    evidence: float  # share of the reports that come with a piece
    name: str = "云河理工大学"

    @property
    def items(self) -> int:
        """Return how many items one plan has."""
        return self.goals * (1 + self.measures * (1 + self.tasks))


SIZES = {
    "school": Size(1, 60, 8, 4, 8, reports=7, evidence=0.6),
    "province": Size(100, 70, 10, 9, 21, reports=0.95, evidence=0.05, name="云河省教育厅"),
}


def grow(
    size: Size, *, today: date, seed: int, tell: Callable[[str], None] = lambda said: None
) -> list[Plan]:
    """Make an organisation of a size with its plans, and return the plans."""
    rng = random.Random(seed)
    with transaction.atomic():
        root, schools = people.found(size.name, size.schools, size.units, today, rng)
    tell(f"{root.name}：{size.schools} 所学校，每所 {size.units} 个单位")
    plans = []
    for number, school in enumerate(schools, 1):
        plans.append(_plan(size, school, today, rng))
        tell(f"{number}/{size.schools}  {school.root.name}：{size.items} 项")
    return plans


@transaction.atomic
def _plan(size: Size, school: School, today: date, rng: random.Random) -> Plan:
    plan, tasks = tree.grow(school, (size.goals, size.measures, size.tasks), today, rng)
    reporting.report(tasks, school, today, rng, reports=size.reports, evidence=size.evidence)
    mend(plan)
    return plan
