"""小单元格: counts of fewer than five people are hidden, and as many others that nobody can work them out again.

A table is printed with its totals, so a hidden cell that stands alone in its row is found by taking the rest from the total.
For every hidden cell another table must be possible that agrees with all that is printed and is nowhere below 0.
Such a table differs along a ring of hidden cells, up and down in turn, totals counting as cells of their own; so the rings are
looked for, and the cheapest cells are hidden that close one. What is looked at is exact, for a table with one row of totals
and one column of totals; tables that share cells with *other* tables are not looked at together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SMALLEST = 5  # people below whom a count is hidden

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """脱敏后的表: the counts with totals as last row and last column; None is hidden, first for itself, else for another."""

    rows: tuple[tuple[int | None, ...], ...]
    small: frozenset[Place]
    complements: frozenset[Place]


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with its totals: each cell joins its row and its column, which are the nodes of the rings."""

    cells: tuple[tuple[int, ...], ...]

    @property
    def height(self) -> int:
        return len(self.cells)

    @property
    def width(self) -> int:
        return len(self.cells[0])

    def places(self) -> Iterator[Place]:
        return ((row, column) for row in range(self.height) for column in range(self.width))

    def moves(self, place: Place, *, forth: bool) -> bool:
        """Tell whether a cell can give way on a ring that runs from its row to its column, or back.

        A total stands on the other side of the equation, so it goes down where a cell goes up. Up there is always room.
        """
        row, column = place
        mirrored = (row == self.height - 1) != (column == self.width - 1)
        return forth != mirrored or self.cells[row][column] > 0

    def cost(self, place: Place) -> int:
        """Return what is lost by hiding a cell: its people, and a total only where nothing else helps."""
        row, column = place
        totals = (row == self.height - 1) + (column == self.width - 1)
        return self.cells[row][column] + 1 + totals * (2 * self.cells[-1][-1] + 2)


def suppress(
    counts: Sequence[Sequence[int]], *, smallest: int = SMALLEST, show_nought: bool = False
) -> Suppressed:
    """Add totals to a table of counts and hide what is small, with its complements.

    >>> for row in suppress([[12, 3, 20], [8, 11, 9], [30, 14, 16]]).rows: print(row)
    (None, None, 20, 35)
    (None, None, 9, 28)
    (30, 14, 16, 60)
    (50, 28, 45, 123)
    """
    grid = _with_totals(counts)
    small = frozenset(
        place
        for place in grid.places()
        if grid.cells[place[0]][place[1]] < smallest
        and not (show_nought and not grid.cells[place[0]][place[1]])
    )
    hidden = set(small)
    while bare := next(
        (place for place in sorted(hidden) if _ring(grid, place, hidden, hidden) is None), None
    ):
        ring = _ring(grid, bare, hidden, set(grid.places()))
        if ring is None:  # four cells with the totals always make a ring, all going up
            raise AssertionError(f"no complement for {bare}")
        hidden |= ring
    rows = tuple(
        tuple(None if (row, column) in hidden else count for column, count in enumerate(counts_))
        for row, counts_ in enumerate(grid.cells)
    )
    return Suppressed(rows, small, frozenset(hidden - small))


def suppress_list(
    counts: Sequence[int], *, smallest: int = SMALLEST, show_nought: bool = False
) -> tuple[tuple[int | None, ...], int | None]:
    """Hide what is small in one row of counts with its total; return the counts and the total.

    >>> suppress_list([3, 20, 7])
    ((None, 20, None), 30)
    >>> suppress_list([3])
    ((None,), None)
    """
    whole = sum(counts)
    hidden = {
        place for place, count in enumerate(counts) if count < smallest and not (show_nought and not count)
    }
    if whole < smallest and hidden:
        return tuple(None if place in hidden else count for place, count in enumerate(counts)), None
    rest = sorted((count, place) for place, count in enumerate(counts) if place not in hidden)
    while hidden and (len(hidden) < 2 or not any(counts[place] for place in hidden)):
        hidden.add(rest.pop(0)[1])
    return tuple(None if place in hidden else count for place, count in enumerate(counts)), whole


def _with_totals(counts: Sequence[Sequence[int]]) -> _Grid:
    if not counts or not counts[0] or len({len(row) for row in counts}) != 1:
        raise ValueError("a table has rows of one length")
    if min(min(row) for row in counts) < 0:
        raise ValueError("a count is not below nought")
    rows = [(*row, sum(row)) for row in counts]
    return _Grid((*rows, tuple(sum(column) for column in zip(*rows, strict=True))))


def _ring(grid: _Grid, place: Place, hidden: set[Place], among: set[Place]) -> set[Place] | None:
    """Return the cheapest cells that close a ring through a hidden cell, up or down; hidden ones cost nothing."""
    rings = [
        ring
        for forth in (True, False)
        if grid.moves(place, forth=forth)
        and (ring := _back(grid, place, hidden, among, forth=forth)) is not None
    ]
    return min(rings, key=lambda ring: sum(grid.cost(one) for one in ring - hidden), default=None)


def _back(
    grid: _Grid, place: Place, hidden: set[Place], among: set[Place], *, forth: bool
) -> set[Place] | None:
    """Find the cheapest way from one end of a cell to its other end that does not use the cell itself.

    A node is a row (0, n) or a column (1, n); from a row one goes forth along a cell to its column.
    """
    row, column = place
    begin, end = ((1, column), (0, row)) if forth else ((0, row), (1, column))
    waiting: list[tuple[int, tuple[int, int], tuple[Place, ...]]] = [(0, begin, ())]
    seen: set[tuple[int, int]] = set()
    while waiting:
        cost, node, way = heappop(waiting)
        if node == end:
            return set(way)
        if node in seen:
            continue
        seen.add(node)
        for step, other in _steps(grid, node):
            if step in among and step != place and other not in seen and grid.moves(step, forth=node[0] == 0):
                price = 0 if step in hidden else grid.cost(step)
                heappush(waiting, (cost + price, other, (*way, step)))
    return None


def _steps(grid: _Grid, node: tuple[int, int]) -> Iterator[tuple[Place, tuple[int, int]]]:
    side, number = node
    if side == 0:
        return (((number, column), (1, column)) for column in range(grid.width))
    return (((row, number), (0, row)) for row in range(grid.height))
