"""走势: many schedules at once expect and measure as one alone does."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic import milestones
from luoshi.arithmetic.courses import Courses
from luoshi.arithmetic.lamps import stepped
from luoshi.arithmetic.shares import SCALE

DAY = st.integers(1, 12)
STEPS = st.lists(st.tuples(DAY, st.integers(0, SCALE)), min_size=1, max_size=4)
MARKS = st.lists(
    st.tuples(st.integers(0, milestones.MOST - 1), DAY, st.integers(1, 10_000)),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one[0],
)
SCHEDULES = st.dictionaries(st.integers(1, 2**40), st.one_of(STEPS, MARKS), min_size=1, max_size=6)


@given(SCHEDULES, st.integers(0, 14), st.data())
def test_many_expect_and_measure_as_each_alone(
    schedules: dict[int, list[tuple[int, ...]]], on: int, data: st.DataObject
) -> None:
    """A step is a day and a share; a milestone a key, a day and a weight."""
    rows = data.draw(st.permutations([(key, *row) for key, said in schedules.items() for row in said]))
    found = Courses.of([row for row in rows if len(row) == 3], [row for row in rows if len(row) == 4])
    asked = data.draw(st.lists(st.sampled_from(sorted(schedules)), min_size=1))
    marks = [milestones.marks(data.draw(st.sets(st.integers(0, 59), max_size=9))) for _ in asked]
    stated = [data.draw(st.integers(0, SCALE)) for _ in asked]
    expected, reached = [], []
    for key, which, share in zip(asked, marks, stated, strict=True):
        said: Any = schedules[key]
        marked = said if len(said[0]) == 3 else []
        expected.append(stepped(milestones.steps(marked) if marked else said, on))
        reached.append(milestones.reached(marked, which, share))
    keys = np.array(asked)
    assert found.expected(keys, on).tolist() == expected
    assert found.reached(keys, np.array(marks), np.array(stated)).tolist() == reached
