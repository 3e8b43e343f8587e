"""How much an audit entry costs, and how fast a chain is looked through: on SQLite, and on PostgreSQL by its address.

A bare INSERT of the same columns and Django's `create`, in turn with `leave`, and the digests alone without a database are the yardsticks for
machines that differ. Each database is made for this and removed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

MADE = "luoshi_bench_audit"
AT = datetime(2026, 10, 28, 6, 30, tzinfo=UTC)


def main() -> None:
    """Measure on each database, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "postgres", nargs="?", help="postgresql://user@host:port/name to make a database from"
    )
    parser.add_argument("--rows", type=int, default=100_000, help="rows to look through")
    parser.add_argument("--deeds", type=int, default=1_000, help="deeds to time")
    asked = parser.parse_args()
    if os.getenv("LUOSHI_BENCH"):
        _measure(asked.rows, asked.deeds)
        return
    with tempfile.TemporaryDirectory() as folder:
        _run(f"sqlite:///{folder}/audit.sqlite3", folder)
        if asked.postgres:
            _on_postgres(asked.postgres, folder)


def _run(url: str, folder: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    ours = {"LUOSHI_DATABASE_URL": url, "LUOSHI_DATA": folder, "LUOSHI_BENCH": "1"}
    subprocess.run([sys.executable, *sys.argv], env=clean | ours, check=True)  # noqa: S603 - itself


def _on_postgres(url: str, folder: str) -> None:
    import psycopg  # noqa: PLC0415 - only where it is asked for

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {MADE}")
        server.execute(f"CREATE DATABASE {MADE}")
        try:
            _run(urlunsplit(urlsplit(url)._replace(path=f"/{MADE}")), folder)
        finally:
            server.execute(f"DROP DATABASE {MADE} WITH (FORCE)")


def _measure(rows: int, deeds: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    import django  # noqa: PLC0415 - the settings are those of this process

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", "audit", verbosity=0)
    print(f"{connection.vendor}")
    _writing(deeds)
    _importing(rows)
    _looking(rows)


def _change(number: int) -> dict[str, Any]:
    detail = {"reason": "材料不全，请补充佐证后再报", "percent": number % 101}
    return {
        "kind": "work.Update", "row": number, "was": "reported", "became": "signed", "by": 17, "at": AT, "detail": detail,
    }  # fmt: skip


def _writing(deeds: int) -> None:
    """Time single deeds, each in a transaction of its own, with and without the commit."""
    from django.db import connection, transaction  # noqa: PLC0415

    from luoshi.audit import actions, rules  # noqa: PLC0415
    from luoshi.audit.models import Entry  # noqa: PLC0415

    row = rules.chained([actions._row(0, "work.sign", _change(1), "yes")], rules.START)[0]  # type: ignore[arg-type]

    def bare(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(actions._INSERT, row._replace(organisation=2, number=number + 2, before="0" * 64))

    def create(number: int) -> None:
        Entry.everything.create(**row._replace(organisation=4, number=number + 2, before="0" * 64)._asdict())

    def leave(number: int) -> None:
        actions.leave(1, "work.sign", **_change(number))  # type: ignore[arg-type]

    ways: dict[str, Callable[[int], None]] = {"bare INSERT": bare, "create": create, "leave": leave}
    inside: dict[str, list[float]] = {name: [] for name in ways}
    whole: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(deeds):
        for name, does in ways.items():
            begun = time.perf_counter()
            with transaction.atomic():
                entered = time.perf_counter()
                does(number)
                inside[name].append(time.perf_counter() - entered)
            whole[name].append(time.perf_counter() - begun)
    for name in ways:
        most = sorted(inside[name])[int(deeds * 0.95)]
        print(
            f"  {name:<12} median {statistics.median(inside[name]) * 1e3:6.3f} ms, 95 % below {most * 1e3:6.3f} ms"
            f"; with begin and commit {statistics.median(whole[name]) * 1e3:6.3f} ms"
        )


def _importing(rows: int) -> None:
    from django.db import transaction  # noqa: PLC0415

    from luoshi.audit import actions  # noqa: PLC0415

    begun = time.perf_counter()
    with transaction.atomic():
        actions.leave_many(3, ({"deed": "people.enrol", **_change(n)} for n in range(rows)))  # type: ignore[typeddict-item]
    spent = time.perf_counter() - begun
    print(f"  leave_many   {rows / spent:10,.0f} rows/s")


def _looking(rows: int) -> None:
    """Look through a chain in the database, and through rows in memory; neighbours do not slow the own processor time."""
    from luoshi.audit import inspection, rules  # noqa: PLC0415

    begun = time.perf_counter(), time.process_time()
    tip, fault = inspection.inspect(3, {})
    spent = time.perf_counter() - begun[0], time.process_time() - begun[1]
    assert (tip.number, fault) == (rows, None)
    print(
        f"  inspect      {rows / spent[0]:10,.0f} rows/s streamed and verified; {rows / spent[1]:10,.0f} by own time"
    )
    held = inspection._page(3, rules.START, 20_000)[1]
    begun = time.perf_counter(), time.process_time()
    assert rules.verify(held, organisation=3)[1] is None
    spent = time.perf_counter() - begun[0], time.process_time() - begun[1]
    print(
        f"  verify       {len(held) / spent[0]:10,.0f} rows/s without the database; {len(held) / spent[1]:10,.0f} by own time"
    )


if __name__ == "__main__":
    main()
