"""审计链: what is altered in the database itself is found, on both engines, and sound chains are never blamed."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from django.db import connection, transaction

from luoshi.audit import actions, inspection, rules
from luoshi.audit.inspection import inspect
from luoshi.audit.models import Entry, Head
from luoshi.audit.rules import START, Fault, Row, Tip, Why
from tests.audit.chains import bits, chain, change, place, restamped

pytestmark = pytest.mark.django_db
ORGANISATION = 990_001
LENGTH = 60
ROWS = chain(LENGTH, organisation=ORGANISATION)
MARKS = {number: ROWS[number - 1].digest for number in (20, 45)}
PAGE = 25  # so that a chain takes three pages


def put(rows: list[Row], head: Tip | None = None) -> None:
    """Put rows into the table as a database administrator could."""
    Entry.everything.bulk_create(Entry(**row._asdict()) for row in rows)
    number, digest = head or Tip(rows[-1].number, rows[-1].digest)
    Head.everything.update_or_create(
        organisation=rows[0].organisation, defaults={"number": number, "digest": digest}
    )


def looked_through(marks: dict[int, str] | None = None) -> Fault | None:
    return inspect(ORGANISATION, MARKS if marks is None else marks, page=PAGE)[1]


@pytest.fixture
def whole() -> None:
    """Keep a sound chain of sixty rows."""
    put(ROWS)
    assert looked_through() is None


@pytest.fixture
def lawless(whole: None) -> None:
    """Take the table's own guards away, as an administrator could."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE lawless AS SELECT * FROM audit_entry")
        cursor.execute("DROP TABLE audit_entry")
        cursor.execute("ALTER TABLE lawless RENAME TO audit_entry")


def flip(row: Row, column: str, chance: random.Random) -> bool:
    """Flip one bit of a stored column; False where this database cannot hold what comes of it."""
    value, told = getattr(row, column), "%s"
    if isinstance(value, int):
        value ^= 1 << chance.randrange(62)
    elif connection.vendor == "sqlite":  # holds whatever bytes
        value, told = bits(value, chance), "CAST(%s AS TEXT)"
    else:
        try:
            value = bits(value, chance).decode()
        except UnicodeDecodeError:
            return False
        if "\0" in value:
            return False
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE audit_entry SET "{column}" = {told} WHERE organisation = %s AND number = %s',
            (value, row.organisation, row.number),
        )
    return True


def test_hundreds_of_flipped_bits_are_found_and_the_first_bad_row_is_named(lawless: None) -> None:
    chance = random.Random(3)
    found, columns = 0, set()
    while found < 400:
        at, column = place(ROWS, chance)
        with transaction.atomic():
            if flip(ROWS[at], column, chance):
                fault = looked_through()
                assert fault is not None, (at, column)
                if (
                    column == "number"
                ):  # the row has moved: it is missed where it stood, or met where it is now
                    assert fault.number <= at + 1
                else:
                    assert fault.number == at + 1, (column, fault)
                found, columns = found + 1, columns | {column}
            transaction.set_rollback(True)
    assert columns == set(Row._fields)
    assert looked_through() is None


@pytest.mark.parametrize("number", [1, 2, PAGE, PAGE + 1, LENGTH])
def test_a_row_that_is_deleted_is_missed(whole: None, number: int) -> None:
    Entry.everything.filter(organisation=ORGANISATION, number=number).delete()
    fault = looked_through()
    assert fault == Fault(ORGANISATION, number, Why.CUT if number == LENGTH else Why.NUMBER)


@pytest.mark.parametrize("number", [1, 10, PAGE, PAGE + 1, LENGTH])
def test_a_second_row_of_a_number_is_found_even_between_two_pages(lawless: None, number: int) -> None:
    put([ROWS[number - 1]._replace(was="另一个")], Tip(LENGTH, ROWS[-1].digest))
    fault = looked_through()
    assert fault is not None
    assert fault.number in {number, number + 1}


def test_a_second_row_of_the_number_of_a_checkpoint_is_found_from_there_on(lawless: None) -> None:
    tip = Tip(20, MARKS[20])
    assert inspect(ORGANISATION, MARKS, tip)[1] is None
    put([ROWS[19]._replace(was="另一个")], Tip(LENGTH, ROWS[-1].digest))
    fault = inspect(ORGANISATION, MARKS, tip)[1]
    assert fault is not None
    assert fault.number in {20, 21}  # the two come in either order


def test_rows_that_are_swapped_are_found(whole: None) -> None:
    for number, other in ((10, 40), (40, 10)):
        other_row = ROWS[other - 1]._replace(number=number)
        Entry.everything.filter(organisation=ORGANISATION, number=number).update(**other_row._asdict())
    assert looked_through() == Fault(ORGANISATION, 10, Why.BEFORE)


def test_a_row_that_is_put_in_at_the_end_is_found(whole: None) -> None:
    tip = Tip(LENGTH, ROWS[-1].digest)
    put(chain(1, seed=4, organisation=ORGANISATION, tip=tip), head=tip)
    assert looked_through() == Fault(ORGANISATION, LENGTH + 1, Why.BEYOND)


def test_a_row_before_the_first_is_found(lawless: None) -> None:
    put([ROWS[0]._replace(number=0)], Tip(LENGTH, ROWS[-1].digest))
    assert looked_through() == Fault(ORGANISATION, 1, Why.NUMBER)


def test_a_tail_that_is_cut_is_missed_by_the_head_and_with_the_head_by_a_checkpoint(whole: None) -> None:
    Entry.everything.filter(organisation=ORGANISATION, number__gt=30).delete()
    assert looked_through() == Fault(ORGANISATION, 31, Why.CUT)
    Head.everything.filter(organisation=ORGANISATION).update(number=30, digest=ROWS[29].digest)
    assert looked_through() == Fault(ORGANISATION, 31, Why.OLDER)


def test_rows_far_beyond_a_gap_are_found(whole: None) -> None:
    """Farther off than a page reaches, and the head does not count them."""
    tip = Tip(30, ROWS[29].digest)
    Entry.everything.filter(organisation=ORGANISATION, number__gt=30, number__lt=LENGTH).delete()
    Head.everything.filter(organisation=ORGANISATION).update(number=tip.number, digest=tip.digest)
    assert inspect(ORGANISATION, {}, page=10)[1] == Fault(ORGANISATION, 31, Why.NUMBER)
    Entry.everything.filter(organisation=ORGANISATION, number__lte=30).delete()
    assert inspect(ORGANISATION, {}, page=10)[1] == Fault(ORGANISATION, 1, Why.NUMBER)


def test_a_whole_chain_that_is_deleted_is_missed(whole: None) -> None:
    Entry.everything.filter(organisation=ORGANISATION).delete()
    assert looked_through() == Fault(ORGANISATION, 1, Why.CUT)
    Head.everything.filter(organisation=ORGANISATION).delete()
    assert looked_through() == Fault(ORGANISATION, 1, Why.OLDER)


def test_a_chain_that_is_digested_anew_is_found_by_a_checkpoint(whole: None) -> None:
    rows = list(ROWS)
    rows[30] = rows[30]._replace(was="反写")
    rows = restamped(rows, 30)
    Entry.everything.filter(organisation=ORGANISATION).delete()
    put(rows)
    assert looked_through(marks={}) is None
    assert looked_through() == Fault(ORGANISATION, 21, Why.MARK, 45)


def test_a_foreign_chain_that_is_spliced_in_is_found(whole: None) -> None:
    foreign = chain(LENGTH, seed=8, organisation=990_002)
    Entry.everything.filter(organisation=ORGANISATION, number__gt=30).delete()
    put([row._replace(organisation=ORGANISATION) for row in foreign[30:]])
    assert looked_through() == Fault(ORGANISATION, 31, Why.BEFORE)


def test_a_row_that_changes_between_two_pages_is_found(whole: None) -> None:
    assert inspect(ORGANISATION, MARKS, Tip(25, "0" * 64))[1] == Fault(ORGANISATION, 25, Why.BEFORE)
    assert inspect(ORGANISATION, MARKS, Tip(LENGTH + 1, "0" * 64))[1] == Fault(
        ORGANISATION, LENGTH + 1, Why.BEFORE
    )


@pytest.mark.parametrize("times", [{at} for at in range(10)] + [set(range(12))], ids=str)
def test_who_writes_while_the_chain_is_looked_through_raises_no_alarm(
    whole: None, monkeypatch: pytest.MonkeyPatch, times: set[int]
) -> None:
    """Just before one of the inspection's queries somebody leaves an entry, or before each of the first dozen."""
    left: list[int] = []
    asked = itertools.count()
    plain = {name: getattr(inspection, name) for name in ("_head", "_page")}

    def busily(name: str) -> Any:
        def query(*given: Any) -> Any:
            if next(asked) in times:
                with transaction.atomic():
                    left.append(actions.leave(ORGANISATION, "work.sign", **change()).number)
            return plain[name](*given)

        return query

    for name in plain:
        monkeypatch.setattr(inspection, name, busily(name))
    tip, fault = inspect(ORGANISATION, MARKS, page=PAGE)
    assert fault is None
    assert tip.number == LENGTH + len(left)


def test_many_sound_chains_raise_no_alarm() -> None:
    """Chains that grow by one, by many and by refusals, looked through after each step."""
    chance = random.Random(7)
    for step in range(150):
        organisation = 990_010 + step % 3
        match chance.randrange(3):
            case 0:
                with transaction.atomic():
                    actions.leave(organisation, "work.sign", **change(detail={"n": step}))
            case 1:
                with transaction.atomic():
                    deeds = [{"deed": "people.enrol", **change(n)} for n in range(chance.randrange(9))]
                    actions.leave_many(organisation, deeds)
            case _:
                actions.refuse(organisation, "work.sign", **change(was="é"))
        tip, fault = inspect(organisation, {}, page=chance.randrange(1, 9))
        assert fault is None
        assert tip.number == Entry.everything.filter(organisation=organisation).count()


def test_an_empty_chain_is_sound() -> None:
    assert inspect(ORGANISATION, {}) == (START, None)
    assert rules.ended(ORGANISATION, START, START, {}) is None
