"""小单元格: whoever has the printed table, and pencil and paper, works out none of the hidden cells."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.arithmetic.cells import Suppressed, suppress, suppress_list

Table = list[list[int]]


def with_totals(counts: Table) -> Table:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def agrees(counts: tuple[tuple[int, ...], ...], printed: Suppressed) -> bool:
    whole = with_totals([list(row) for row in counts])
    return all(
        shown is None or shown == count
        for row, line in zip(whole, printed.rows, strict=True)
        for count, shown in zip(row, line, strict=True)
    )


def hidden(printed: Suppressed) -> set[tuple[int, int]]:
    return {(r, c) for r, row in enumerate(printed.rows) for c, shown in enumerate(row) if shown is None}


def recovered_by_trying(counts: Table, printed: Suppressed) -> set[tuple[int, int]]:
    """Try every table whose cells are at most one more than the largest count; return the cells that are always one."""
    height, width, most = len(counts), len(counts[0]), max(map(max, counts)) + 1
    held: dict[tuple[int, int], set[int]] = {place: set() for place in hidden(printed)}
    rows = list(product(range(most + 1), repeat=width))
    fitting = [
        [
            row
            for row in rows
            if all(shown in (None, one) for shown, one in zip(line, (*row, sum(row)), strict=True))
        ]
        for line in printed.rows[:height]
    ]
    for table in product(*fitting):
        if agrees(table, printed):
            whole = with_totals([list(row) for row in table])
            for (row, column), values in held.items():
                values.add(whole[row][column])
    return {place for place, values in held.items() if len(values) < 2}


def recovered_by_steps(counts: Table, printed: Suppressed) -> set[tuple[int, int]]:
    """Change hidden cells by at most one, row by row, so that all that is printed stays; return what never changes.

    If any other table agrees, one agrees that differs by at most one in each cell: steps of one along a ring.
    """
    height, width = len(counts), len(counts[0])
    whole, secret = with_totals(counts), hidden(printed)
    options = [
        [
            (*steps, sum(steps))
            for steps in product(
                *(((-1, 0, 1) if (row, column) in secret else (0,)) for column in range(width))
            )
            if all(whole[row][column] + step >= 0 for column, step in enumerate(steps))
            and ((row, width) in secret or not sum(steps))
            and abs(sum(steps)) <= 1
        ]
        for row in range(height)
    ]
    sums: list[set[tuple[int, ...]]] = [{(0,) * (width + 1)}]
    for option in options:
        sums.append({tuple(map(sum, zip(was, row, strict=True))) for was in sums[-1] for row in option})
    ends = {
        end
        for end in sums[-1]
        if all(not step or ((height, column) in secret and abs(step) <= 1) for column, step in enumerate(end))
    }
    free = {(height, column) for end in ends for column, step in enumerate(end) if step}
    for row in range(height - 1, -1, -1):  # back from what fits at the end, so that only whole tables count
        before = set()
        for was in sums[row]:
            for option in options[row]:
                if tuple(map(sum, zip(was, option, strict=True))) in ends:
                    before.add(was)
                    free |= {(row, column) for column, step in enumerate(option) if step}
        ends = before
    return secret - free


def small_ones_are_hidden(counts: Table, printed: Suppressed) -> bool:
    whole = with_totals(counts)
    return all(
        printed.rows[r][c] is None for r, row in enumerate(whole) for c, count in enumerate(row) if count < 5
    )


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 2)])
def test_no_cell_of_any_small_table_is_recovered_by_trying_every_table(shape: tuple[int, int]) -> None:
    height, width = shape
    for flat in product((0, 1, 4, 6), repeat=height * width):
        counts = [list(flat[row * width : (row + 1) * width]) for row in range(height)]
        printed = suppress(counts)
        assert small_ones_are_hidden(counts, printed)
        assert recovered_by_trying(counts, printed) == set(), counts


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 5]), min_size=3, max_size=3), min_size=2, max_size=2))
def test_no_cell_of_two_rows_of_three_is_recovered_by_trying(counts: Table) -> None:
    printed = suppress(counts)
    tried = recovered_by_trying(counts, printed)
    assert tried == set()
    assert recovered_by_steps(counts, printed) == tried


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@settings(max_examples=300, deadline=None)
@given(tables, st.booleans())
def test_no_cell_of_a_table_up_to_four_by_four_is_recovered(counts: Table, show_nought: bool) -> None:
    printed = suppress(counts, show_nought=show_nought)
    assert show_nought or small_ones_are_hidden(counts, printed)
    assert recovered_by_steps(counts, printed) == set()
    assert agrees(tuple(map(tuple, counts)), printed)


def test_the_attack_finds_what_hiding_the_small_ones_alone_leaves_open() -> None:
    """The attack is one: against a table without complements it succeeds."""
    counts = [[12, 3, 20], [8, 11, 9], [30, 14, 16]]
    rows = [list(row) for row in with_totals(counts)]
    bare = Suppressed(
        tuple(tuple(None if one == 3 else one for one in row) for row in rows),
        frozenset({(0, 1)}),
        frozenset(),
    )
    assert recovered_by_steps(counts, bare) == {(0, 1)}
    assert recovered_by_trying(
        [[3, 6], [7, 9]], Suppressed(((None, 6, 9), (7, 9, 16), (10, 15, 25)), frozenset(), frozenset())
    ) == {(0, 0)}


def test_a_table_without_small_cells_is_printed_whole() -> None:
    printed = suppress([[5, 6], [7, 8]])
    assert printed.rows == ((5, 6, 11), (7, 8, 15), (12, 14, 26))
    assert not printed.small | printed.complements


def test_what_is_hidden_for_itself_and_for_others_is_told_apart() -> None:
    printed = suppress([[12, 3, 20], [8, 11, 9], [30, 14, 16]])
    assert printed.small == {(0, 1)}
    assert printed.complements == {(0, 0), (1, 0), (1, 1)}


def test_two_noughts_are_no_hiding_place_for_each_other() -> None:
    """Of two hidden cells that are together nothing, each is nothing."""
    printed = suppress_list([0, 0, 20, 9])
    assert printed == ((None, None, 20, None), 29)
    assert suppress_list([0, 3, 20], show_nought=True) == ((None, None, 20), 23)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.booleans())
def test_no_cell_of_a_row_is_recovered(counts: list[int], show_nought: bool) -> None:
    shown, whole = suppress_list(counts, show_nought=show_nought)
    secret = [place for place, one in enumerate(shown) if one is None]
    assert all(one is None or one >= 5 or (show_nought and not one) for one in shown)
    if secret and whole is not None:
        assert len(secret) >= 2
        assert whole - sum(one for one in shown if one is not None) >= 1


@pytest.mark.parametrize("counts", [[], [[]], [[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(counts: Table) -> None:
    with pytest.raises(ValueError, match=r"table|count"):
        suppress(counts)
