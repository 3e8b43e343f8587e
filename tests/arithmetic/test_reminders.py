"""提醒: which days give which reminders, and to whom: owner, superior, or the one who can unblock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from luoshi.arithmetic.reminders import Bounds, Life, Matter, Message, Reminder, Tell, messages, reminders

START = date(2026, 3, 1)
OWNER, HEAD, OTHER_HEAD, OFFICE, LEADER = range(5)


def day(number: int) -> date:
    return START + timedelta(days=number)


LIFE = Life(START, day(100))
MATTER = Matter(7, LIFE, (OWNER,), (HEAD,), ((OFFICE,), (LEADER,)))


def told(on: date, *matters: Matter, bounds: Bounds | None = None) -> list[tuple[str, int]]:
    found = messages(matters or [MATTER], on, bounds or Bounds())
    return [(message.kind.name, message.to) for message in found]


@pytest.mark.parametrize(
    ("after", "wanted"),
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
def test_an_item_of_which_nothing_is_heard(after: int, wanted: list[str]) -> None:
    assert [kind for kind, _ in reminders(LIFE, day(after))] == wanted


def test_a_standstill_begins_with_the_last_word_or_with_the_return() -> None:
    def found(**more: date) -> list[tuple[str, date]]:
        return [*reminders(replace(LIFE, **more), day(60))]

    assert found(reported=day(10)) == [("stalled", day(10))]
    assert found(reported=day(30)) == []
    assert found(reported=day(60), returned=day(52)) == [("stalled", day(52))]
    assert found(reported=day(60), returned=day(53)) == []


def test_nothing_is_said_while_there_is_time() -> None:
    assert told(day(1)) == []


def test_the_near_day_and_the_passed_one_are_told_to_the_owner_and_to_the_superior() -> None:
    heard = replace(MATTER, life=replace(LIFE, reported=day(92)))
    assert told(day(93), heard) == [("NEAR", OWNER), ("DIGEST", HEAD)]
    assert told(day(101), heard) == [("OVERDUE", OWNER), ("DIGEST", HEAD)]


def test_a_superior_gets_one_digest_of_all_that_is_near_or_over() -> None:
    later = replace(MATTER, key=8, life=replace(LIFE, due=day(105)))
    others = replace(MATTER, key=9, superiors=(OTHER_HEAD,))
    found = [one for one in messages([MATTER, later, others], day(101)) if one.kind is Tell.DIGEST]
    over, near = (
        Reminder(key, kind, due) for key, kind, due in ((7, Tell.OVERDUE, day(100)), (8, Tell.NEAR, day(105)))
    )
    assert found == [
        Message(Tell.DIGEST, HEAD, (over, near)),
        Message(Tell.DIGEST, OTHER_HEAD, (replace(over, key=9),)),
    ]


def test_a_standstill_is_told_to_the_first_who_can_unblock_it() -> None:
    assert told(day(40)) == [("STALLED", OFFICE)]
    assert told(day(40), replace(MATTER, unblockers=((), (LEADER,)))) == [("STALLED", LEADER)]


def test_a_standstill_is_not_told_to_the_owner_nor_to_nobody() -> None:
    assert told(day(40), replace(MATTER, owners=(OWNER, OFFICE))) == [("STALLED", LEADER)]
    assert told(day(40), replace(MATTER, unblockers=((OWNER,), ()))) == []


def test_the_bounds_can_be_set() -> None:
    bounds = Bounds(near=98, silent=1)
    assert told(day(2), bounds=bounds) == [("NEAR", OWNER), ("STALLED", OFFICE), ("DIGEST", HEAD)]
