"""How fast the page of a plan answers, as a table, over time, and two days against each other.

    python -m benchmarks.plan_page [--goals 8] [--measures 4] [--tasks 30] [--rounds 20]      a thousand items
    python -m benchmarks.plan_page --goals 12 --measures 8 --tasks 31                        three thousand

Fills an empty database with one invented plan: that of LUOSHI_DATABASE_URL, else SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from typing import Any

from benchmarks.ledger import median_ms, say, setup


def main() -> None:
    """Measure on one database."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--goals", type=int, default=8)
    parser.add_argument("--measures", type=int, default=4, help="under each goal")
    parser.add_argument("--tasks", type=int, default=30, help="under each measure")
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("LUOSHI_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("LUOSHI_DATA", folder)
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    """Fill the database and open each page."""
    setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.desk import demo  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    size = demo.Size(1, 60, asked.goals, asked.measures, asked.tasks, reports=3, evidence=0.6)
    plan = demo.grow(size, today=timezone.localdate(), seed=1)[0]
    client, page = signed_in("supervisor1"), f"/plans/{plan.pk}/"
    print(f"\n{size.items:,} items")
    for what, address in (
        ("table", page),
        ("table of what is late, worst first", f"{page}?due=over&sort=lamp"),
        ("over time", f"{page}?as=gantt"),
        ("two days against each other", f"{page}compare"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        taken = median_ms(lambda address=address: client.get(address), asked.rounds)  # type: ignore[misc]
        say(f"{what}, {len(answer.content) // 1000:,} kB", taken)


def signed_in(login: str) -> Any:
    """Return a browser in which a member has signed in a moment ago."""
    from django.test import Client  # noqa: PLC0415

    from luoshi.people.models import Member  # noqa: PLC0415

    client = Client(
        SERVER_NAME="localhost"
    )  # without the tests' record of every template, which costs as much as the page
    client.force_login(Member.everything.get(login=login), backend="luoshi.people.sessions.Backend")
    session = client.session
    session["born"] = session["seen"] = time.time()
    session.save()
    return client


if __name__ == "__main__":
    main()
