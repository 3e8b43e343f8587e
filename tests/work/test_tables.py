"""Every state with every verb: what the table allows happens, all else is refused and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from luoshi.errors import Stale
from luoshi.work import actions, extensions, notices, periods, rules
from luoshi.work.models import Extension, Notice, Period, Update
from luoshi.work.models.passages import Passing
from tests.work.scene import DUE, MARCH, START, Scene, at, claim

Act = Callable[[Any, Any], object]
NOW = at(date(2026, 3, 20))
BY: dict[str, Any] = {"at": NOW}

ACTS: dict[str, dict[str, Act]] = {
    "update": {
        "edit": lambda row, who: actions.edit(row, claim(), version=row.version, by=who[0], at=NOW),
        "submit": lambda row, who: actions.submit(row, by=who[0], at=NOW),
        "withdraw": lambda row, who: actions.withdraw(row, by=who[0], at=NOW),
        "sign": lambda row, who: actions.sign(row, by=who[1], at=NOW),
        "send_back": lambda row, who: actions.send_back(row, reason="缺", by=who[1], at=NOW),
        "verify": lambda row, who: actions.verify(row, note="", by=who[2], at=NOW),
        "decline": lambda row, who: actions.decline(row, reason="缺", by=who[2], at=NOW),
    },
    "period": {
        "lock": lambda row, who: periods.lock(row, by=who[2], at=NOW),
        "certify": lambda row, who: periods.certify(row, by=who[3], at=NOW),
        "reopen": lambda row, who: periods.reopen(
            row, reason="更正", late_until=MARCH.late_until, by=who[3], at=NOW
        ),
    },
    "notice": {
        "issue": lambda row, who: notices.issue(row, by=who[2], at=NOW),
        "receive": lambda row, who: notices.receive(row, by=who[0], at=NOW),
        "reply": lambda row, who: notices.reply(row, text="已办", by=who[0], at=NOW),
        "plan": lambda row, who: notices.plan(row, text="分两步办", until=DUE, by=who[0], at=NOW),
        "redo": lambda row, who: notices.redo(row, reason="不符", by=who[2], at=NOW),
        "close": lambda row, who: notices.close(row, by=who[2], at=NOW),
        "withdraw": lambda row, who: notices.withdraw(row, reason="重复", by=who[2], at=NOW),
    },
    "extension": {
        "countersign": lambda row, who: extensions.countersign(row, by=who[1], at=NOW),
        "grant": lambda row, who: extensions.grant(row, by=who[3], at=NOW),
        "refuse": lambda row, who: extensions.refuse(row, reason="不宜", by=who[3], at=NOW),
        "withdraw": lambda row, who: extensions.withdraw(row, by=who[0], at=NOW),
    },
}
TABLES = {
    "update": rules.UPDATE,
    "period": rules.PERIOD,
    "notice": rules.NOTICE,
    "extension": rules.EXTENSION,
}
FIRST = {"draft", "report", "open_period", "ask"}  # verbs that make a row
ALL = [
    (kind, state, verb)
    for kind, acts in ACTS.items()
    for state in sorted(rules.states(TABLES[kind]))
    for verb in acts
]


def made(kind: str, scene: Scene) -> Passing:
    who = scene.people
    if kind == "update":
        return actions.draft(scene.item, claim(), unit=scene.unit, by=who[0], at=NOW)
    if kind == "period":
        return periods.open_period(scene.root, MARCH, name="三月", by=who[2], at=NOW)
    if kind == "notice":
        demand = notices.Demand("事项", "要求", Notice.Clock.ORDINARY)
        return notices.draft(scene.unit, demand, by=who[2], at=NOW)
    request = extensions.Request(DUE + timedelta(days=30), "设备晚到", "已完成一半")
    return extensions.ask(scene.item, request, unit=scene.unit, by=who[0], at=NOW)


def put(row: Passing, state: str) -> Passing:
    """Put a row into a state, past all actions."""
    more = {"year": 2026, "number": 1, "due": DUE} if isinstance(row, Notice) else {}
    type(row)._default_manager.filter(pk=row.pk).update(state=state, **more)
    row.refresh_from_db()
    return row


def look(row: Passing) -> list[dict[str, Any]]:
    return [*type(row)._default_manager.filter(pk=row.pk).values(), *row.steps.values()]


def test_every_verb_of_a_table_is_tried_here() -> None:
    for kind, table in TABLES.items():
        # A report is certified with its period and not by itself.
        own = {"certify"} if kind == "update" else set()
        assert set(ACTS[kind]) == rules.verbs(table) - FIRST - own
    assert len(ALL) == 49 + 9 + 56 + 20


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what was tried."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


PLACES = sorted({(kind, state) for kind, state, _ in ALL})


@pytest.mark.parametrize(("kind", "state"), PLACES)
def test_what_the_table_allows_happens_and_all_else_is_refused(scene: Scene, kind: str, state: str) -> None:
    made_ = put(made(kind, scene), state)
    for verb, act in ACTS[kind].items():
        with undone():
            row = type(made_)._default_manager.get(pk=made_.pk)
            before, version, steps = look(row), row.version, row.steps.count()
            became = TABLES[kind].get((state, verb))
            if became is None:
                with pytest.raises(Stale):
                    act(row, scene.people)
                assert look(row) == before, verb
                continue
            act(row, scene.people)
            row.refresh_from_db()
            assert (row.state, row.version, row.steps.count()) == (became, version + 1, steps + 1), verb
            last = row.steps.last()
            assert (last.was, last.became, last.known_at) == (state, became, NOW), verb


@pytest.mark.parametrize("column", ["version", "state"])
@pytest.mark.parametrize(("kind", "state"), PLACES)
def test_an_older_look_at_a_row_does_not_get_through(
    scene: Scene, kind: str, state: str, column: str
) -> None:
    """Neither where the state is the same again, nor where a state was set past all versions."""
    made_ = put(made(kind, scene), state)
    other = max(rules.states(TABLES[kind]) - {state})
    for act in ACTS[kind].values():
        with undone():
            row = type(made_)._default_manager.get(pk=made_.pk)
            if column == "state":
                put(made_, other)
            else:
                type(row)._default_manager.filter(pk=row.pk).update(version=row.version + 1)
            before = look(row)
            with pytest.raises(Stale):
                act(row, scene.people)
            assert look(row) == before


@pytest.mark.parametrize("state", sorted(rules.states(rules.UPDATE)))
def test_a_period_certifies_what_is_verified_and_nothing_else(scene: Scene, state: str) -> None:
    update = made("update", scene)
    period = made("period", scene)
    put(update, state)
    periods.lock(period, by=scene.people[2], at=NOW)
    before = look(update)
    periods.certify(period, by=scene.people[3], at=NOW)
    if state != Update.State.VERIFIED:
        # Its period is written down; nothing else.
        assert [{**row, "period_id": None} for row in look(update)] == [
            {**row, "period_id": None} for row in before
        ]
        return
    update.refresh_from_db()
    assert (update.state, update.steps.last().became, update.steps.last().by) == (
        "certified",
        "certified",
        scene.people[3],
    )


def test_the_tables_forbid_more_than_they_allow() -> None:
    allowed = [one for one in ALL if TABLES[one[0]].get(one[1:])]
    print(f"{len(ALL)} pairs of state and verb, {len(allowed)} allowed, {len(ALL) - len(allowed)} refused")
    assert len(allowed) == 8 + 4 + 15 + 5
    assert {Extension, Notice, Period, Update} == {
        model for model in Passing.__subclasses__() if not model._meta.abstract
    }
    assert START < NOW.date() < DUE
