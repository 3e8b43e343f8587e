"""The tables and the clocks, without a database."""

from __future__ import annotations

import doctest
from datetime import date, timedelta

import pytest

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


def test_every_clock_has_a_limit_and_runs_in_known_states() -> None:
    assert set(rules.LIMITS) == set(rules.RUNNING) == set(Notice.Clock.values)
    assert all(running <= rules.states(rules.NOTICE) for running in rules.RUNNING.values())
    assert [*rules.LIMITS.values()] == [1, 3, 7, 30]


def test_the_examples_of_the_rules_hold() -> None:
    found = doctest.testmod(rules)
    assert (found.failed, found.attempted >= 4) == (0, True)


@pytest.mark.parametrize(
    ("on", "where"),
    [(-1, "early"), (0, "timely"), (8, "timely"), (9, "late"), (14, "late"), (15, "over")],
)
def test_the_days_of_a_window_are_within_it(on: int, where: str) -> None:
    days = [DAY, DAY + timedelta(days=8), DAY + timedelta(days=14)]
    assert rules.window(*days, DAY + timedelta(days=on)) == where


@pytest.mark.parametrize(
    ("kind", "state", "running"),
    [
        ("arranged", "issued", True),
        ("arranged", "received", False),
        ("first", "received", True),
        ("ordinary", "replied", False),
        ("ordinary", "returned", True),
        ("hard", "closed", False),
    ],
)
def test_a_clock_stops_at_what_it_asks_for(kind: str, state: str, running: bool) -> None:
    late = rules.clock(kind, state, DAY, DAY + timedelta(days=1))
    assert (late.running, late.over, late.left) == (running, running, -1)
    assert not rules.clock(kind, state, DAY, DAY).over


def life(**more: date | None) -> rules.Life:
    first: dict[str, date | None] = {"starts": DAY, "due": DAY + timedelta(days=100)}
    return rules.Life(**{**first, "reported": None, "returned": None, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (-1, []),
        (30, []),
        (31, ["stalled"]),
        (92, ["stalled"]),
        (93, ["near", "stalled"]),
        (100, ["near", "stalled"]),
        (101, ["overdue", "stalled"]),
    ],
)
def test_an_item_of_which_nothing_is_heard(after: int, told: list[str]) -> None:
    found = rules.reminders(life(), DAY + timedelta(days=after), rules.Bounds())
    assert [kind for kind, _ in found] == told


def test_a_standstill_begins_with_the_last_word_or_with_the_return() -> None:
    day, bounds = DAY + timedelta(days=60), rules.Bounds()
    reported = DAY + timedelta(days=10)
    assert [*rules.reminders(life(reported=reported), day, bounds)] == [("stalled", reported)]
    assert [*rules.reminders(life(reported=DAY + timedelta(days=30)), day, bounds)] == []
    returned = DAY + timedelta(days=52)
    assert [*rules.reminders(life(reported=day, returned=returned), day, bounds)] == [("stalled", returned)]
    returned += timedelta(days=1)
    assert [*rules.reminders(life(reported=day, returned=returned), day, bounds)] == []
