"""How fast the pages answer, whole requests by the server's time, on the database of LUOSHI_DATABASE_URL.

    benchmarks/pages.py [--rounds 30] [--only large]

Fills an empty database for each size with one invented plan, then opens the pages as the office does. Without the
variable: on SQLite in a temporary folder for each size, and on a fresh PostgreSQL database of the server that POSTGRES names.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120

from benchmarks.ledger import POSTGRES, median_ms, say, setup

NAME = "luoshi_pages"
# Goals, measures under each, tasks under each measure, reports on a task.
SIZES = {"large": (10, 100, 99, 1.0), "gantt": (10, 6, 49, 1.0), "tree": (4, 5, 49, 1.0)}
# What is asked of a plan of each size, and within how many milliseconds; 0 where nobody has set a bar.
PAGES = {
    "large": (
        ("home", "/", 80),
        ("home, what comes later", "/slips/", 0),
        ("list of 50", "/plans/{plan}/tasks?unit={unit}&lamp=risk", 40),
        ("desk", "/desk/", 0),
        ("item, a task", "/items/{task}/", 0),
        ("item, a goal", "/items/{goal}/", 0),
        ("trail of a task", "/trail/item/{task}", 0),
        ("document of 33,000 characters", "/documents/{document}/", 0),
        ("indicators", "/plans/{plan}/indicators", 0),
    ),
    "gantt": (("Gantt of 3,000 rows", "/plans/{plan}/?as=gantt", 400), ("home", "/", 80)),
    "tree": (
        ("plan tree of 1,000 rows", "/plans/{plan}/", 200),
        ("what is late, worst first", "/plans/{plan}/?due=over&sort=lamp", 0),
        ("two days against each other", "/plans/{plan}/compare", 0),
        ("home", "/", 80),
    ),
}
# Invented.
WORDS = "第{number}天，会议听取汇报，要求各学院认真总结，教务处要在月底前完成核查，各单位不少于三次走访企业，逐项形成清单并按时上报督查科备案。"


def main() -> None:
    """Measure one size here, or each in a process and on a database of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", choices=SIZES)
    asked = parser.parse_args()
    if asked.only and os.getenv("LUOSHI_DATABASE_URL"):
        measure(asked.only, asked.rounds)
        return
    for place in (_sqlite, _postgres):
        for size in [asked.only] if asked.only else SIZES:
            with tempfile.TemporaryDirectory() as folder, place(folder) as url:
                command = [sys.executable, __file__, "--only", size, "--rounds", str(asked.rounds)]
                there = {"LUOSHI_DATABASE_URL": url, "LUOSHI_DATA": folder}
                subprocess.run(command, env={**os.environ, **there}, check=True)  # noqa: S603


@contextmanager
def _sqlite(folder: str) -> Iterator[str]:
    yield f"sqlite:///{folder}/pages.sqlite3"


@contextmanager
def _postgres(_folder: str) -> Iterator[str]:
    import psycopg  # noqa: PLC0415  # not needed for SQLite alone

    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME}")
        yield f"{POSTGRES.rpartition('/')[0]}/{NAME}"
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def measure(size: str, rounds: int) -> None:
    """Fill the database and open each page many times."""
    setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.desk import demo  # noqa: PLC0415
    from luoshi.people.models import Unit  # noqa: PLC0415
    from luoshi.plans.models import Standing  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    goals, measures, tasks, reports = SIZES[size]
    shape = demo.Size(1, 60, goals, measures, tasks, reports=reports, evidence=0.02)
    plan = demo.grow(shape, today=timezone.localdate(), seed=1)[0]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    standings = Standing.everything.filter(plan=plan)
    named = {
        "plan": plan.pk,
        "unit": Unit.everything.exclude(parent=None).order_by("pk")[7].pk,
        "task": standings.filter(leaf=True, result="risk").order_by("order")[5].pk,
        "goal": standings.filter(item__parent=None).order_by("order")[0].pk,
        "document": document() if size == "large" else 0,
    }
    client = signed_in("supervisor1")
    print(f"\n{connection.vendor}, {size}: {shape.items:,} items")
    client.get("/")
    gc.collect()
    gc.freeze()  # as the server does when all is imported
    say("reference: a bare view", median_ms(lambda: client.get("/healthz"), rounds))
    for name, address, most in PAGES[size]:
        tell(client, name, address.format(**named), rounds, most)


def document() -> int:
    """Receive a long report and return its key."""
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.documents.actions import Arrival  # noqa: PLC0415
    from luoshi.people.models import Member  # noqa: PLC0415
    from luoshi.records import actions as records  # noqa: PLC0415

    text = "\n".join(WORDS.format(number=number) for number in range(1, 530))
    by = Member.everything.select_related("unit").get(login="supervisor1")
    today = timezone.localdate()
    arrival = Arrival(text.encode(), "长文.txt", "长文", "meeting", today - timedelta(days=1))
    made = records.receive(by.unit, arrival, by=by, at=timezone.now())
    return int(made.pk)


def signed_in(login: str) -> Any:
    """Return a browser in which a member has signed in a moment ago."""
    from django.test import Client  # noqa: PLC0415

    from luoshi.people.models import Member  # noqa: PLC0415

    # Without the tests' record of every template, which costs as much as the page.
    client = Client(SERVER_NAME="localhost")
    client.force_login(Member.everything.get(login=login), backend="luoshi.people.sessions.Backend")
    session = client.session
    session["born"] = session["seen"] = time.time()
    session.save()
    return client


def tell(client: Any, name: str, address: str, rounds: int, most: int) -> None:
    """Open a page and print median, 95th percentile, queries, bytes and the bar."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.get(address)  # what is made once for a process is made
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    queries = len(asked)  # the next request begins a new count
    assert answer.status_code == 200, (name, answer.status_code)
    taken = median_ms(lambda: client.get(address), rounds)
    bar = f"  bar {most} ms" if most else ""
    say(name, f"{taken}  {queries:3} queries {len(answer.content):9,} bytes{bar}")


if __name__ == "__main__":
    main()
