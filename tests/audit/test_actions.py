"""审计记录: left within the deed's transaction or not at all; refused attempts are recorded by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.audit import actions, rules
from luoshi.audit.errors import OutsideTransaction
from luoshi.audit.inspection import inspect, organisations
from luoshi.audit.models import Entry, Head
from tests.audit.chains import AT, change
from tests.world import World

pytestmark = pytest.mark.django_db
ORGANISATION = 990_001


def left(deed: str = "work.sign", **more: Any) -> Entry:
    with transaction.atomic():
        return actions.leave(ORGANISATION, deed, **change(**more))


def kept() -> list[Entry]:
    return list(Entry.everything.filter(organisation=ORGANISATION))


def sound() -> int:
    """Return the length of the chain, which must be sound."""
    tip, fault = inspect(ORGANISATION, {})
    assert fault is None, fault
    return tip.number


def test_an_entry_says_who_did_what_to_which_row_and_when() -> None:
    entry = left(detail={"reason": "齐全"}, was="待审签", became="待核实")
    again = Entry.everything.get(organisation=ORGANISATION, number=1)
    assert entry == again
    told = {name: getattr(again, name) for name in rules.Row._fields}
    assert told == {name: getattr(entry, name) for name in rules.Row._fields}
    assert told | {"digest": "", "request": ""} == {
        "organisation": ORGANISATION,
        "number": 1,
        "at": "2026-10-28T06:30:00.000123Z",
        "by": 17,
        "door": "inside",
        "request": "",
        "deed": "work.sign",
        "kind": "work.Update",
        "row": "1",
        "was": "待审签",
        "became": "待核实",
        "done": "yes",
        "detail": '{"reason":"齐全"}',
        "algorithm": "sha256",
        "before": "",
        "digest": "",
    }


def test_entries_are_numbered_and_each_stands_on_the_one_before() -> None:
    one, other = left(), left(by=None)
    assert (one.number, other.number, other.before) == (1, 2, one.digest)
    assert Head.everything.get(organisation=ORGANISATION).digest == other.digest
    assert sound() == 2


def test_organisations_have_chains_of_their_own() -> None:
    left()
    with transaction.atomic():
        actions.leave(0, "people.found", **change())
    assert Entry.everything.get(organisation=0).number == 1
    assert {0, ORGANISATION} <= set(organisations())
    assert organisations([5]) == [0, 5, ORGANISATION]
    Head.everything.all().delete()
    assert organisations() == [
        0,
        ORGANISATION,
    ]  # entries whose head was taken away are looked through as well


def test_a_row_names_itself(world: World) -> None:
    update = world.places["own"].updates["signed"]
    told = change() | {"row": update}
    del told["kind"]
    with transaction.atomic():
        entry = actions.leave(ORGANISATION, "work.verify", **told)
    assert (entry.kind, entry.row) == ("work.Update", str(update.pk))


def test_a_deed_costs_three_queries() -> None:
    left()
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        actions.leave(ORGANISATION, "work.sign", **change())
    assert len(queries) == 3, [query["sql"] for query in queries]


def test_the_head_is_locked_where_rows_can_be() -> None:
    left()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        actions.leave(ORGANISATION, "work.sign", **change())
    locked = queries[0]["sql"].endswith("FOR UPDATE")
    assert locked == (connection.vendor == "postgresql")


def test_many_entries_come_under_one_lock() -> None:
    left()
    deeds = ({"deed": "people.enrol", **change(number, detail={"n": number})} for number in range(1_200))
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert actions.leave_many(ORGANISATION, deeds) == 1_200  # type: ignore[arg-type]
    heads = [query["sql"] for query in queries if "audit_head" in query["sql"]]
    assert len(heads) == 2
    assert sound() == 1_201


def test_no_entries_cost_nothing() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert actions.leave_many(ORGANISATION, []) == 0
    assert len(queries) == 0


def test_outside_a_transaction_nothing_is_left() -> None:
    with pytest.raises(OutsideTransaction):
        actions.leave(ORGANISATION, "work.sign", **change())
    with pytest.raises(OutsideTransaction):
        actions.leave_many(ORGANISATION, [])
    assert kept() == []


def test_an_entry_goes_with_the_deed_that_is_undone() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.leave(ORGANISATION, "work.sign", **change())
        raise ZeroDivisionError
    assert kept() == []
    assert sound() == 0


def deed(**more: Any) -> None:
    """Do a deed that changes a row and leaves its entry."""
    with transaction.atomic():
        Head.everything.create(organisation=990_002)
        actions.leave(ORGANISATION, "work.sign", **change(**more))


@pytest.mark.parametrize("statement", ["_HEAD", "_INSERT", "_MOVE"])
def test_a_deed_whose_entry_cannot_be_written_is_not_done(
    monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(actions, statement, getattr(actions, statement).replace("audit_", "nowhere_"))
    with pytest.raises(DatabaseError):
        deed()
    assert not Head.everything.filter(organisation=990_002).exists()
    monkeypatch.undo()
    deed()
    assert Head.everything.filter(organisation=990_002).exists()


@pytest.mark.parametrize(
    "more", [{"detail": {"share": 0.5}}, {"at": AT.replace(tzinfo=None)}, {"kind": "x" * 61}]
)
def test_a_deed_that_cannot_be_told_is_not_done_even_if_the_caller_swallows_it(more: Any) -> None:
    with transaction.atomic():
        Head.everything.create(organisation=990_002)
        try:
            actions.leave(ORGANISATION, "work.sign", **change(**more))
        except (TypeError, ValueError):
            pass
        else:
            pytest.fail("it was told")
    assert not Head.everything.filter(organisation=990_002).exists()
    assert sound() == 0


def test_a_refused_attempt_is_recorded_after_its_transaction_has_gone() -> None:
    left()
    with pytest.raises(PermissionError), transaction.atomic():
        Head.everything.create(organisation=990_002)
        raise PermissionError
    entry = actions.refuse(
        ORGANISATION, "work.sign", **change(detail={"code": "own_report"}, became="reported")
    )
    assert (entry.number, entry.done) == (2, "refused")
    assert sound() == 2


def test_a_refused_attempt_is_not_recorded_within_its_transaction() -> None:
    """There it would go with it."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.refuse(ORGANISATION, "work.sign", **change())


def test_poison_is_told_and_not_choked_on() -> None:
    entry = left(was="a\0b\ud800", became="长" * 100_000, detail={"name\0": "\ud800", "big": 10**30})
    assert entry.was == "a\ufffdb\ufffd"
    assert entry == kept()[0]
    assert sound() == 1


def test_time_may_run_backwards_but_numbers_do_not() -> None:
    left()
    left(at=AT - timedelta(days=1))
    assert [entry.number for entry in kept()] == [1, 2]
    assert sound() == 2


def test_a_chain_may_go_on_with_another_algorithm(settings: Any) -> None:
    left()
    settings.AUDIT_ALGORITHM = "sm3"
    left()
    assert [entry.algorithm for entry in kept()] == ["sha256", "sm3"]
    assert sound() == 2


def test_the_table_refuses_what_no_chain_has() -> None:
    left()
    row = {name: getattr(kept()[0], name) for name in rules.Row._fields} | {"number": 2, "before": "x"}
    Entry(**row).save(force_insert=True)
    for wrong in ({"number": 1, "before": ""}, {"number": 0}, {"number": 3, "before": ""}, {"done": "maybe", "number": 3},
                  {"door": "window", "number": 3}, {"deed": "", "number": 3}, {"digest": "", "number": 3}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry(**row | wrong).save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.everything.create(organisation=990_003, number=1)


def test_the_columns_of_the_table_are_those_that_are_digested() -> None:
    assert [field.name for field in Entry._meta.concrete_fields] == list(rules.Row._fields)
    assert Entry._meta.db_table == "audit_entry"
    assert Head._meta.db_table == "audit_head"


def test_there_is_no_migration_to_be_made() -> None:
    call_command("makemigrations", "audit", check=True, dry_run=True, verbosity=0)
