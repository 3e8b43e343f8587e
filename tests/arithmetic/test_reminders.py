"""提醒: two messages an item to its owner, one digest to a superior, a standstill to the one who can unblock it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from luoshi.arithmetic.notices import Event, Move, Notice, running
from luoshi.arithmetic.reminders import Manners, Matter, Message, Tell, Told, messages
from luoshi.arithmetic.workdays import Calendar

START = date(2026, 3, 2)  # a Monday
CALENDAR = Calendar()
ARRANGED = (Event(Move.ARRANGED, START), Event(Move.REPLIED, START))


def day(number: int) -> date:
    return START + timedelta(days=number)


def matter(on: date, key: str = "一", events: tuple[Event, ...] = ARRANGED, **more: object) -> Matter:
    found = Matter(key, "科技处", "分管领导", "财务处", running(Notice(START, events=events), CALENDAR, on))
    return replace(found, **more)  # type: ignore[arg-type]


def kinds(found: tuple[Message, ...]) -> list[tuple[str, str]]:
    return [(message.kind.name, message.to) for message in found]


def test_nothing_is_said_while_there_is_time() -> None:
    assert messages([matter(day(1))], CALENDAR, day(1), began=START) == ()


def test_two_working_days_before_the_end_are_near() -> None:
    assert messages([matter(day(4))], CALENDAR, day(4), began=START) == ()  # Friday, due on Wednesday
    found = messages([matter(day(7))], CALENDAR, day(7), began=START)
    assert found == (Message(Tell.NEAR, "科技处", ("一",)),)


def test_a_year_of_days_tells_the_owner_twice_and_the_unblocker_once() -> None:
    """Each day's messages are sent and kept: nothing comes of the item but these."""
    told: tuple[Told, ...] = ()
    for number in range(365):
        on = day(number)
        found = messages([matter(on, told=told)], CALENDAR, on, began=START)
        told += tuple(Told(message.kind, message.to, on) for message in found)
    assert [(one.kind.name, one.to) for one in told] == [
        ("NEAR", "科技处"),
        ("STALLED", "财务处"),
        ("OVER", "科技处"),
        ("DIGEST", "分管领导"),
    ]


def test_an_owner_who_had_two_messages_is_left_in_peace() -> None:
    told = (Told(Tell.NEAR, "科技处", START), Told(Tell.NEAR, "科技处", START))
    on = day(11)
    assert ("OVER", "科技处") in kinds(messages([matter(on)], CALENDAR, on, began=START))
    assert ("OVER", "科技处") not in kinds(messages([matter(on, told=told)], CALENDAR, on, began=START))


def test_a_superior_gets_one_digest_of_all_that_is_over() -> None:
    on = day(11)
    rows = [matter(on, key) for key in ("一", "二")] + [matter(on, "三", superior="校长")]
    digests = [one for one in messages(rows, CALENDAR, on, began=on) if one.kind is Tell.DIGEST]
    assert digests == [
        Message(Tell.DIGEST, "分管领导", ("一", "二")),
        Message(Tell.DIGEST, "校长", ("三",)),
    ]


def test_one_digest_in_a_period_whatever_item_it_was_about() -> None:
    on = day(11)
    rows = [matter(on, "一", told=(Told(Tell.DIGEST, "分管领导", day(10)),)), matter(on, "二")]
    assert "DIGEST" not in dict(kinds(messages(rows, CALENDAR, on, began=day(7))))
    assert "DIGEST" not in dict(kinds(messages(rows, CALENDAR, on, began=day(10))))
    assert "DIGEST" in dict(kinds(messages(rows, CALENDAR, on, began=day(11))))


def test_a_standstill_is_told_again_only_after_a_move() -> None:
    on = day(60)
    told = (Told(Tell.STALLED, "财务处", day(20)),)
    assert "STALLED" not in dict(kinds(messages([matter(on, told=told)], CALENDAR, on, began=on)))
    moved = (*ARRANGED, Event(Move.PLANNED, day(20), day(90)))
    assert "STALLED" in dict(kinds(messages([matter(on, events=moved, told=told)], CALENDAR, on, began=on)))


def test_a_standstill_is_not_told_to_the_owner_nor_to_nobody() -> None:
    on = day(60)
    for person in ("科技处", None):
        found = messages([matter(on, unblocker=person)], CALENDAR, on, began=on)
        assert "STALLED" not in dict(kinds(found))


def test_all_standstills_of_one_person_are_one_message() -> None:
    on = day(60)
    found = messages([matter(on, "一"), matter(on, "二")], CALENDAR, on, began=on)
    assert [one.items for one in found if one.kind is Tell.STALLED] == [("一", "二")]


def test_what_is_closed_is_told_to_nobody() -> None:
    on = day(60)
    closed = (*ARRANGED, Event(Move.CLOSED, day(30)))
    assert messages([matter(on, events=closed)], CALENDAR, on, began=on) == ()


def test_the_manners_can_be_set() -> None:
    on = day(3)
    assert messages([matter(on)], CALENDAR, on, began=START) == ()
    found = messages([matter(on)], CALENDAR, on, began=START, manners=Manners(near=5, quiet=3))
    assert kinds(found) == [("NEAR", "科技处"), ("STALLED", "财务处")]
