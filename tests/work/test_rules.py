"""The tables, without a database."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest

from luoshi.arithmetic.notices import Move
from luoshi.work import rules
from luoshi.work.models import Extension, Notice, Period, Update

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("table", "model"),
    [
        (rules.UPDATE, Update),
        (rules.PERIOD, Period),
        (rules.NOTICE, Notice),
        (rules.EXTENSION, Extension),
    ],
)
def test_table_choices_and_constraint_know_the_same_states(table: rules.Table, model: type) -> None:
    constraint = next(one for one in model._meta.constraints if one.name.endswith("state_is_known"))
    ((_, kept),) = constraint.condition.children
    assert rules.states(table) == set(model.State.values) == set(kept)
    # Each state is reached from the beginning, and none but the first is reached from nothing.
    reached = {""}
    while more := {became for (was, _), became in table.items() if was in reached} - reached:
        reached |= more
    assert reached - {""} == rules.states(table)


def test_every_state_that_a_notice_comes_to_moves_its_clocks_but_two() -> None:
    assert rules.states(rules.NOTICE) - set(rules.MOVES) == {"drafted", "withdrawn"}
    assert set(rules.MOVES.values()) == set(Move) - {
        Move.REPLIED
    }  # a first word that is neither plan nor report


def test_the_examples_of_the_rules_hold() -> None:
    found = doctest.testmod(rules)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("on", "where"),
    [(-1, "early"), (0, "timely"), (8, "timely"), (9, "late"), (14, "late"), (15, "over")],
)
def test_the_days_of_a_window_are_within_it(on: int, where: str) -> None:
    days = [DAY, DAY + timedelta(days=8), DAY + timedelta(days=14)]
    assert rules.window(*days, DAY + timedelta(days=on)) == where
