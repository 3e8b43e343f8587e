"""审计链: whatever is altered in a chain is found, and the first bad row is named; a sound chain is never blamed."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from luoshi.audit import rules
from luoshi.audit.rules import START, Fault, Row, Tip, Why
from tests.audit.chains import chain, flipped, place, restamped

LENGTH = 500
ROWS = chain(LENGTH)
TIP = Tip(LENGTH, ROWS[-1].digest)
MARKS = {number: ROWS[number - 1].digest for number in (100, 300, 450)}


def looked_through(rows: list[Row], *, marks: dict[int, str] | None = None, head: Tip = TIP) -> Fault | None:
    """Look through a whole chain as it stands beside its head and its checkpoints."""
    known = MARKS if marks is None else marks
    tip, fault = rules.verify(rows, organisation=1, marks=known)
    return fault or rules.ended(1, tip, head, known)


def test_a_sound_chain_is_sound() -> None:
    assert looked_through(ROWS) is None


def test_a_thousand_sound_chains_raise_no_alarm() -> None:
    for seed in range(1_000):
        chance = random.Random(seed)
        rows = chain(chance.randrange(60), seed=seed, organisation=seed)
        marks = {row.number: row.digest for row in rows if chance.random() < 0.1}
        cut = chance.randrange(len(rows) + 1)  # looked through in two pieces
        tip, fault = rules.verify(rows[:cut], organisation=seed, marks=marks)
        assert fault is None
        tip, fault = rules.verify(rows[cut:], organisation=seed, tip=tip, marks=marks)
        assert fault is None
        head = Tip(len(rows), rows[-1].digest) if rows else START
        assert rules.ended(seed, tip, head, marks) is None


def test_ten_thousand_flipped_bits_are_found_and_the_first_bad_row_is_named() -> None:
    chance = random.Random(1)
    seen: Counter[str] = Counter()
    for _ in range(10_000):
        at, column = place(ROWS, chance)
        bad = ROWS[at]._replace(**{column: flipped(getattr(ROWS[at], column), chance)})
        assert bad != ROWS[at]
        # What stands before the row is as it was and has been looked through once, above.
        before = Tip(at, ROWS[at - 1].digest) if at else START
        _, fault = rules.verify([bad, *ROWS[at + 1 :]], organisation=1, tip=before)
        assert fault is not None, (at, column)
        assert fault.number == at + 1, (at, column, fault)
        seen[column] += 1
    assert set(seen) == set(Row._fields)
    assert min(seen.values()) > 100, seen


@pytest.mark.parametrize("at", [0, 1, 250, 498, 499])
def test_a_row_that_is_taken_out_is_missed(at: int) -> None:
    fault = looked_through(ROWS[:at] + ROWS[at + 1 :])
    assert fault == Fault(1, at + 1, Why.CUT if at == LENGTH - 1 else Why.NUMBER)


@pytest.mark.parametrize("at", [0, 1, 250, 499])
def test_a_row_that_stands_twice_is_found(at: int) -> None:
    assert looked_through([*ROWS[: at + 1], ROWS[at], *ROWS[at + 1 :]]) == Fault(1, at + 2, Why.NUMBER)


def test_a_row_that_is_put_in_is_found_wherever() -> None:
    for at in (0, 1, 250, 500):
        tip = Tip(at, ROWS[at - 1].digest) if at else START
        (false,) = chain(1, seed=9, tip=tip)
        fault = looked_through([*ROWS[:at], false, *ROWS[at:]])
        assert fault == Fault(1, at + 1, Why.BEYOND) if at == LENGTH else Fault(1, at + 2, Why.NUMBER)


def test_rows_that_are_swapped_are_found() -> None:
    for one, other in ((0, 1), (10, 400), (498, 499)):
        rows = list(ROWS)
        rows[one], rows[other] = rows[other], rows[one]
        assert looked_through(rows) == Fault(1, one + 1, Why.NUMBER)
        renumbered = [row._replace(number=place) for place, row in enumerate(rows, start=1)]
        assert looked_through(renumbered) == Fault(1, one + 1, Why.BEFORE)


def test_a_tail_that_is_cut_is_missed_by_the_head() -> None:
    for left in (0, 1, 449, 499):
        assert looked_through(ROWS[:left]) == Fault(1, left + 1, Why.CUT)


def test_a_tail_that_is_cut_together_with_the_head_is_missed_by_a_checkpoint() -> None:
    """As is the roll-back to an older database: it is the same thing."""
    for left in (0, 1, 299, 449):
        head = Tip(left, ROWS[left - 1].digest) if left else START
        assert looked_through(ROWS[:left], head=head) == Fault(1, left + 1, Why.OLDER)


def test_a_tail_younger_than_the_last_checkpoint_is_nobodys_to_miss() -> None:
    """What a checkpoint does not vouch for yet is guarded by the head alone: hence a checkpoint each day."""
    assert looked_through(ROWS[:450], head=Tip(450, ROWS[449].digest)) is None


def test_a_chain_that_is_digested_anew_is_found_by_the_next_checkpoint() -> None:
    for at, stretch in ((0, (1, 100)), (99, (1, 100)), (100, (101, 300)), (420, (301, 450))):
        rows = list(ROWS)
        rows[at] = rows[at]._replace(was="反写")
        rows = restamped(rows, at)
        head = Tip(LENGTH, rows[-1].digest)
        assert (
            looked_through(rows, marks={}, head=head) is None
        )  # without a key the forger makes a sound chain
        assert looked_through(rows, head=head) == Fault(1, stretch[0], Why.MARK, stretch[1])


def test_a_foreign_chain_that_is_spliced_in_is_found() -> None:
    foreign = chain(LENGTH, seed=5, organisation=2)
    assert looked_through(ROWS[:200] + foreign[200:]) == Fault(1, 201, Why.FOREIGN)
    renamed = [row._replace(organisation=1) for row in foreign]
    assert looked_through(ROWS[:200] + renamed[200:]) == Fault(1, 201, Why.BEFORE)
    assert looked_through(renamed) == Fault(1, 1, Why.DIGEST)
    resealed = restamped(renamed, 0)
    assert looked_through(resealed, head=Tip(LENGTH, resealed[-1].digest)) == Fault(1, 1, Why.MARK, 100)


def test_an_algorithm_that_nobody_knows_is_found() -> None:
    rows = list(ROWS)
    rows[7] = rows[7]._replace(algorithm="md5")
    assert looked_through(restamped(rows[:7], 0) + rows[7:]) == Fault(1, 8, Why.ALGORITHM)


def test_a_head_that_says_other_than_the_last_row_is_found() -> None:
    assert looked_through(ROWS, head=Tip(LENGTH, "0" * 64)) == Fault(1, LENGTH, Why.HEAD)
    assert looked_through(ROWS, head=START) == Fault(1, 1, Why.BEYOND)


def test_a_column_that_holds_bytes_is_found() -> None:
    rows = list(ROWS)
    rows[3] = rows[3]._replace(was=b"\xff")  # type: ignore[arg-type]
    assert looked_through(rows) == Fault(1, 4, Why.DIGEST)
