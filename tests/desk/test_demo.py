"""演示数据: the same from the same seed, each fifth task by milestones, and nothing that its facts do not say."""

from __future__ import annotations

from django.db import transaction

from luoshi.desk import demo
from luoshi.desk.demo import Size
from luoshi.plans.models import Schedule, Standing
from luoshi.results.checking import drift
from luoshi.results.models import Observation
from luoshi.work.models import Update
from tests.world import TODAY

SMALL = Size(1, 10, 2, 2, 5, reports=4, evidence=0.6)


def grown(seed: int) -> list[tuple[object, ...]]:
    """Grow an organisation, tell of it, and take it back."""
    with transaction.atomic():
        (plan,) = demo.grow(SMALL, today=TODAY, seed=seed)
        assert drift(plan) == []
        rows = Standing.everything.filter(plan=plan).order_by("order")
        told = list(rows.values_list("item__title", "claimed", "shown", "expected", "result", "milestones"))
        transaction.set_rollback(True)
    return told


def test_the_same_seed_gives_the_same_and_another_another(db: None) -> None:
    first = grown(1)
    assert first == grown(1) != grown(2)


def test_each_fifth_task_is_reported_by_milestones(db: None) -> None:
    (plan,) = demo.grow(SMALL, today=TODAY, seed=1)
    staged = set(
        Schedule.everything.filter(item__plan=plan).exclude(milestones=[]).values_list("item", flat=True)
    )
    assert len(staged) == 4
    marked = Update.everything.filter(item__plan=plan, reached__isnull=False)
    assert set(marked.values_list("item", flat=True)) <= staged
    assert not Update.everything.filter(item__in=staged, reached=None).exists()
    seen = list(
        Observation.everything.filter(item__plan=plan, reached__isnull=False).select_related("update_of")
    )
    assert seen
    for one in seen:
        assert one.update_of is not None
        assert one.reached is not None and not one.reached & ~(one.update_of.reached or 0)
