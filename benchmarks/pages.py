"""How fast the pages answer, whole requests by the server's time, on the database of LUOSHI_DATABASE_URL.

    benchmarks/pages.py [--rounds 30] [--only large]

Fills an empty database for each size with one invented plan, then opens the pages as the office does. Without the
variable: on SQLite in a temporary folder for each size.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

# Goals, measures under each, tasks under each measure.
SIZES = {"large": (10, 100, 99), "gantt": (10, 6, 49), "tree": (4, 5, 49)}
# What is asked of a plan of each size, and within how many milliseconds.
PAGES = {
    "large": (("home", "/", 80), ("list of 50", "/plans/{plan}/tasks?unit={unit}&lamp=risk", 40)),
    "gantt": (("Gantt", "/plans/{plan}/?as=gantt", 400),),
    "tree": (("plan tree", "/plans/{plan}/", 200), ("home", "/", 80)),
}


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
    for size in [asked.only] if asked.only else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = {"LUOSHI_DATABASE_URL": f"sqlite:///{folder}/pages.sqlite3", "LUOSHI_DATA": folder}
            command = [sys.executable, __file__, "--only", size, "--rounds", str(asked.rounds)]
            subprocess.run(command, env={**os.environ, **place}, check=True)  # noqa: S603


def measure(size: str, rounds: int) -> None:
    """Fill the database and open each page many times."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    import django  # noqa: PLC0415  # the settings are read at import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.desk import demo  # noqa: PLC0415
    from luoshi.people.models import Unit  # noqa: PLC0415

    setup_test_environment()
    call_command("migrate", verbosity=0)
    goals, measures, tasks = SIZES[size]
    plan = demo.grow(
        demo.Size(1, 60, goals, measures, tasks, reports=1, evidence=0.02), today=timezone.localdate(), seed=1
    )[0]
    client = office()
    unit = Unit.everything.exclude(parent=None).order_by("pk")[7].pk
    print(f"\n{size}: {goals * (1 + measures * (1 + tasks)):,} items")
    tell("reference: a bare view", lambda: client.get("/healthz"), rounds, 0)
    for name, address, most in PAGES[size]:
        url = address.format(plan=plan.pk, unit=unit)
        tell(name, lambda url=url: client.get(url), rounds, most)  # type: ignore[misc]


def office() -> Any:
    """Return a browser in which the office is signed in."""
    from django.test import Client  # noqa: PLC0415

    from luoshi.people.models import Member  # noqa: PLC0415

    client = Client()
    client.force_login(Member.everything.get(login="supervisor1"), backend="luoshi.people.sessions.Backend")
    session = client.session
    session["born"] = session["seen"] = time.time()
    session.save()
    return client


def tell(name: str, get: Any, rounds: int, most: int) -> None:
    """Open a page and print median, 95th percentile, bytes and the bar."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = get()
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    taken.sort()
    bar = f"  (bar {most} ms)" if most else ""
    print(
        f"  {name:28} {statistics.median(taken):9.1f} ms  p95 {taken[int(len(taken) * 0.95)]:.1f}"
        f"  {len(answer.content):,} bytes{bar}",
        flush=True,
    )


if __name__ == "__main__":
    main()
