"""What is appended by a ready sentence is what `save` would have inserted, of every kind of fact."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from luoshi.people.models import Fact, append_all
from luoshi.plans.ledger import int64
from luoshi.results.models import Observation
from luoshi.work.models import Step
from tests.world import World

KINDS = [kind for kind in apps.get_models() if issubclass(kind, Fact)]


def columns(row: Fact) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def appended(row: Fact) -> Fact:
    """Take a row out and append it again."""
    kind: Any = type(row)
    again = kind(**columns(row))
    kind._base_manager.filter(pk=row.pk)._raw_delete(connection.alias)
    return again.append()


def test_what_is_appended_comes_back_as_it_was_of_every_kind(world: World) -> None:
    seen = []
    for kind in KINDS:
        row: Any = kind._base_manager.order_by("pk").first()
        if row is None:
            continue
        with transaction.atomic():
            again = appended(row)
            assert again.pk not in {None, row.pk}
            assert columns(kind._base_manager.get(pk=again.pk)) == columns(row)
            transaction.set_rollback(True)  # others point to the row that was taken out
        seen.append(kind)
    assert {Step, Observation} < set(seen)
    assert len(seen) > 8, seen


def test_many_are_appended_at_once_and_a_wrong_one_undoes_all(world: World) -> None:
    step = Step.everything.order_by("pk").first()
    assert step is not None
    before = Step.everything.count()
    append_all([])
    append_all([Step(**columns(step)) for _ in range(3)])
    assert Step.everything.count() == before + 3
    nobody = Step(**columns(step) | {"became": None})
    with pytest.raises(IntegrityError), transaction.atomic():
        append_all([Step(**columns(step)), nobody])
    assert Step.everything.count() == before + 3


@pytest.mark.parametrize("whole", [-(2**63), 2**62 + 1, -1, 2**31])
def test_a_whole_number_of_64_bits_reaches_the_database_whole(whole: int, world: World) -> None:
    """PostgreSQL is sent a number without a field as 32 bits."""
    told = Observation.everything.annotate(told=int64(whole))
    assert told.values_list("told", flat=True).first() == whole
    assert Observation.everything.filter(pk=0).aggregate(n=Coalesce(Sum("share"), int64(whole)))["n"] == whole
