"""零点: the real server begins the day by itself, at its start and at midnight; of several one does it; nothing holds it up."""

from __future__ import annotations

import json
import re
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from luoshi.people.models import Organisation
from luoshi.site.daybreak import until_midnight
from luoshi.work.models import Message
from tests.crash.places import Place, fresh, kind_of_tests
from tests.crash.server import Server
from tests.world import TODAY, World

ZONE = "Asia/Shanghai"
TOLD = re.compile(r"INFO luoshi\.days (\S+) 换日：单位变动 (\d+) 处，计划 (\d+) 个，提醒 (\d+) 条")
ASK = """
import json
from django.db import connection
from luoshi.plans.models import Plan
from luoshi.work.models import Message
days = [f"{day}" for day in Plan.everything.order_by("pk").values_list("day", flat=True)]
print(json.dumps([days, Message.everything.count(), Message.everything.values("about").distinct().count()]))
"""
MORE = """
from luoshi.plans.models import Plan
one = Plan.everything.get()
said = {"unit": one.unit, "by": one.by, "about": one.about, "known_at": one.known_at, "day": one.day}
days = {"starts": one.starts, "ends": one.ends}
Plan.everything.bulk_create(Plan(name=f"计划{number}", **said, **days) for number in range(%d))
"""
BEHIND = """
from datetime import timedelta
from django.utils import timezone
from luoshi.plans.models import Plan
from luoshi.results.checking import mend
Plan.everything.update(day=timezone.localdate() - timedelta(days=3))
for plan in Plan.everything.filter(items__isnull=False).distinct():
    mend(plan)  # so that what is kept is right before the turn as after it
"""
# What the database itself refuses, so that the turn of one plan fails as a real defect would.
REFUSE = {
    "sqlite": """
CREATE TRIGGER refuse BEFORE UPDATE ON plans_plan WHEN NEW.id = {0} BEGIN SELECT RAISE(ABORT, 'refused here'); END
""",
    "postgresql": """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE 'refused here'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER refuse BEFORE UPDATE ON plans_plan FOR EACH ROW WHEN (NEW.id = {0}) EXECUTE FUNCTION refuse()
""",
}


@contextmanager
def school(plans: int, midnight: float | None = None) -> Iterator[Place]:
    """Make a school with so many plans, all behind the day; midnight is in so many seconds if that is wanted."""
    with fresh(kind_of_tests(), tasks=4, hands=2) as place:
        place.env["LUOSHI_LOG_LEVEL"] = "INFO"
        if midnight is not None:
            midnight_in(place, midnight)
        shell(place, MORE % (plans - 1) + BEHIND)
        yield place


def shell(place: Place, code: str) -> str:
    return place.manage("shell", "--verbosity", "0", "-c", code)


def asked(place: Place) -> tuple[list[str], int, int]:
    """Return the days of the plans, the number of messages, and on how many days they were made."""
    days, messages, made = json.loads(shell(place, ASK))
    return days, messages, made


def log(place: Place) -> str:
    return (place.folder / "server.log").read_text()


def told(place: Place) -> list[tuple[str, int, int, int]]:
    """Return what the servers say that they have done at each beginning of a day."""
    return [(day, int(units), int(plans), int(sent)) for day, units, plans, sent in TOLD.findall(log(place))]


def wait(place: Place, beginnings: int, seconds: float = 40) -> list[tuple[str, int, int, int]]:
    until = time.monotonic() + seconds
    while len(found := told(place)) < beginnings:
        assert time.monotonic() < until, log(place)[-3000:]
        time.sleep(0.05)
    return found


@contextmanager
def running(*places: Place) -> Iterator[list[Server]]:
    servers = [Server(place) for place in places]
    try:
        for server in servers:
            server.start()
        yield servers
    finally:
        for server in servers:
            server.close()


def midnight_in(place: Place, seconds: float) -> None:
    """Give the place a time zone of its own, under a usual name, in which it is midnight in so many seconds."""
    now = datetime.now(UTC)
    coming = now + timedelta(seconds=seconds)
    since = timedelta(hours=coming.hour, minutes=coming.minute, seconds=coming.second)
    offset = 86_400 - int(since.total_seconds())
    if offset > 43_200:
        offset -= 86_400
    file = place.folder / "zones" / ZONE
    file.parent.mkdir(parents=True)
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    file.write_bytes(b"TZif\0" + bytes(15) + counts + struct.pack(">lBB", offset, 0, 0) + b"LMT\0")
    place.env |= {"PYTHONTZPATH": str(place.folder / "zones"), "LUOSHI_TIME_ZONE": ZONE}


@pytest.mark.database
def test_a_server_begins_the_day_at_its_start_and_the_next_at_midnight() -> None:
    with school(plans=3, midnight=30) as place, running(place):
        first, second = wait(place, 2, 90)
        assert date.fromisoformat(second[0]) - date.fromisoformat(first[0]) == timedelta(days=1)
        assert (first[2], second[2]) == (3, 3)
        days, messages, _ = asked(place)
        assert days == [second[0]] * 3
        assert messages > 0


@pytest.mark.database
def test_of_several_processes_one_does_the_work_and_the_others_find_it_done() -> None:
    with school(plans=100) as place:
        with running(place, place, place):
            found = wait(place, 3)
        days, messages, made = asked(place)
        assert set(days) == {f"{timezone.localdate()}"}
        assert sum(plans for _, _, plans, _ in found) == 100
        assert (sum(sent for *_, sent in found), made) == (messages, 1)
        assert sorted(sent > 0 for *_, sent in found) == [False, False, True]


@pytest.mark.database
def test_a_plan_that_fails_is_told_of_and_the_next_still_turn() -> None:
    with school(plans=4) as place:
        key = shell(place, "from luoshi.plans.models import Plan; print(Plan.everything.all()[1].pk)").strip()
        sql = REFUSE[place.kind].format(key)
        shell(place, f"from django.db import connection; connection.cursor().execute({sql!r})")
        with running(place):
            assert wait(place, 1)[0][2] == 3
            assert "1 处没有办成" in log(place)  # the plan alone; the reminders do not wait for it
        days, _, _ = asked(place)
        today = f"{timezone.localdate()}"
        assert sorted(day == today for day in days) == [False, True, True, True]
        assert (f"Plan {key}" in log(place), "refused here" in log(place)) == (True, True)


@pytest.mark.database
@pytest.mark.parametrize(("end", "plans"), [(signal.SIGINT, 1), (signal.SIGTERM, 300)])
def test_it_stops_with_the_server_at_once_and_leaves_nothing_half_done(
    end: signal.Signals, plans: int
) -> None:
    """Of one plan all is done and it sleeps; among hundreds it is at work."""
    with school(plans) as place:
        with running(place) as (server,):
            if plans == 1:
                wait(place, 1)
            assert server.process
            began = time.monotonic()
            server.process.send_signal(end)
            assert server.process.wait(timeout=20) == 0
            assert time.monotonic() - began < 10
            assert "Traceback" not in log(place)
            assert len(told(place)) == (plans == 1)
        assert "偏差 0 处" in place.manage("audit")
        with running(place):
            wait(place, 1 + (plans == 1), 120)
        assert set(asked(place)[0]) == {f"{timezone.localdate()}"}


def test_neither_a_request_nor_a_command_starts_it(world: World) -> None:
    Client().get("/healthz")
    call_command("check", verbosity=0)
    call_command("turn")
    assert "daybreak" not in {thread.name for thread in threading.enumerate()}
    assert "luoshi.site.wsgi" not in sys.modules


def test_the_command_begins_the_day_by_hand_and_twice_is_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("turn")
    first = Message.everything.count()
    assert set(Organisation.everything.values_list("reminded_on", flat=True)) == {TODAY}
    call_command("turn")
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "换日：单位变动 0 处，计划 0 个，提醒 0 条"
    assert Message.everything.count() == first


def test_a_night_is_as_long_as_it_is() -> None:
    at = datetime(2026, 3, 1, 23, 59, 30, tzinfo=timezone.get_default_timezone())
    assert until_midnight(at) == 30
    assert until_midnight(at + timedelta(seconds=30)) == 86_400


def test_the_server_of_the_makefile_is_the_one_that_is_tried_here() -> None:
    assert "luoshi.site.wsgi:application" in Path("Makefile").read_text("utf-8")
