"""零点: a serving process begins each day by itself, at its start and soon after midnight, beside the requests.

A daemon thread: it ends with the process, and a transaction that is cut off then is undone by the database.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from threading import Thread
from time import sleep

from django.db import connections
from django.utils import timezone

from luoshi.audit.door import through
from luoshi.desk.days import begin

log = logging.getLogger("luoshi.days")
LONGEST = (
    600  # seconds of sleep: so soon what failed is tried again, and a clock that was set or slept is noticed
)


def start() -> None:
    """Start to watch for the days."""
    Thread(target=_watch, name="daybreak", daemon=True).start()


def until_midnight(now: datetime) -> float:
    """Return the seconds until the next local midnight."""
    return (datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo) - now).total_seconds()


def _watch() -> None:
    begun: date | None = None
    while True:
        today = timezone.localdate()
        if begun != today and _begin(today):
            begun = today
        sleep(min(LONGEST, until_midnight(timezone.localtime())))


def _begin(day: date) -> bool:
    """Begin a day and tell whether all of it went well; nothing that happens ends the thread."""
    try:
        with through("job"):
            done = begin(day, timezone.now())
    except Exception:
        log.exception("换日没有办成")
        return False
    finally:
        connections.close_all()  # none is held while it sleeps
    log.info("%s %s", day, done)
    return not done.failed
