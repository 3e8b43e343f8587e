"""How fast the ledger answers: each figure beside its reference, in the same run, on the database of LUOSHI_DATABASE_URL.

    benchmarks/ledger.py [--measures 100] [--clients 8] [--rounds 200]
    benchmarks/ledger.py --copies 9 --only listing      a list of a million: the rows that lists read, nine times more

Fills an empty database with one invented plan of 10 × measures × 99 tasks and, with 1.05 reports a task, about ten
facts for each item, then measures. Without the variable: once on SQLite in a temporary folder, once on a fresh PostgreSQL database of the
server that POSTGRES names.
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
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

POSTGRES = os.getenv("POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NAME = "luoshi_bench"


def main() -> None:
    """Measure on one database, or on both in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measures", type=int, default=100, help="measures under each of ten goals")
    parser.add_argument("--reports", type=float, default=1.05, help="on one task, on average")
    parser.add_argument("--only", choices=("roll_up", "listing", "verifying"), help="one part of the table")
    parser.add_argument(
        "--copies", type=int, default=0, help="of the rows that a list reads; they have no facts"
    )
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    if os.getenv("LUOSHI_DATABASE_URL"):
        measure(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        again({"LUOSHI_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "LUOSHI_DATA": folder})
        base = POSTGRES.rpartition("/")[0]
        import psycopg  # noqa: PLC0415  # not needed for SQLite alone

        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {NAME}")
            server.execute(f"CREATE DATABASE {NAME}")
            again({"LUOSHI_DATABASE_URL": f"{base}/{NAME}", "LUOSHI_DATA": folder})
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def again(environment: dict[str, str]) -> None:
    """Run this very program on one database."""
    command = [sys.executable, __file__, *sys.argv[1:]]
    subprocess.run(command, env={**os.environ, **environment}, check=True)  # noqa: S603


def setup() -> None:
    """Start the program's side of Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    import django  # noqa: PLC0415  # the settings are read at import

    django.setup()


def median_ms(deed: Callable[[], object], rounds: int) -> str:
    """Do it so many times and tell median and 95th percentile in milliseconds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - began) * 1000)
    return told(taken)


def told(taken: list[float]) -> str:
    """Tell median and 95th percentile."""
    taken = sorted(taken)
    return f"{statistics.median(taken):9.2f} ms  (p95 {taken[int(len(taken) * 0.95)]:.2f}, n {len(taken)})"


def say(what: str, figure: str) -> None:
    """Print one line of the table."""
    print(f"  {what:62} {figure}", flush=True)


def measure(asked: argparse.Namespace) -> None:
    """Fill the database and measure everything."""
    setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.desk import demo  # noqa: PLC0415
    from luoshi.plans.models import Standing  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    print(f"\n{connection.vendor}")
    size = demo.Size(1, 60, 10, asked.measures, 99, reports=asked.reports, evidence=0.02)
    began = time.perf_counter()
    plan = demo.grow(size, today=timezone.localdate(), seed=1)[0]
    say(f"load {size.items:,} items, {facts():,} facts", f"{time.perf_counter() - began:9.1f} s")
    if asked.copies:
        multiply(plan, asked.copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    for part in (roll_up, listing, verifying):
        if asked.only in {None, part.__name__}:
            part(plan, asked)
    after = "of copies" if asked.copies else drifted(plan)
    print(f"  standings kept: {Standing.everything.filter(plan=plan).count():,}; drift after all: {after}")


def multiply(plan: Any, copies: int) -> None:
    """Add copies of a plan's items and of what is kept of them, each under goals of its own."""
    from django.db import connection  # noqa: PLC0415
    from django.db.models import Max  # noqa: PLC0415

    from luoshi.plans.models import Item, Standing  # noqa: PLC0415
    from luoshi.plans.models.plan import WIDTH  # noqa: PLC0415

    sqlite = connection.vendor == "sqlite"
    pad = f"printf('%%0{WIDTH}d', {{}})" if sqlite else f"lpad(CAST({{}} AS text), {WIDTH}, '0')"
    most = Item.everything.aggregate(most=Max("pk"))["most"]
    goals = Item.everything.filter(plan=plan, parent=None).count()

    def numbers(column: str, *more: str) -> str:
        """Add to each number of a column in turn; of three levels, what a row is not deep enough for stays out."""
        sums = [
            f"CAST(substr({column}, {at * WIDTH + 1}, {WIDTH}) AS integer) + {one}"
            for at, one in enumerate(more)
        ]
        return " || ".join(
            f"CASE WHEN length({column}) > {at * WIDTH} THEN {pad.format(one)} ELSE '' END"
            for at, one in enumerate(sums)
        )

    moved = {
        "id": "id + {off}",
        "item_id": "item_id + {off}",
        "parent_id": "parent_id + {off}",
        "code": "code || '-' || {copy}",
        "position": "CASE WHEN parent_id IS NULL THEN position + {copy} * {goals} ELSE position END",
        "goal": "goal + {off}",
        "path": numbers("path", *["{off}"] * 3),
        # A goal's place moves behind those of the copy before.
        "order": numbers('"order"', "{copy} * {goals}", "{off}", *["0", "{off}"] * 2),
    }
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for kind, key in ((Item, "id"), (Standing, "item_id")):
            columns = [field.column for field in kind._meta.concrete_fields]
            names = ", ".join(f'"{name}"' for name in columns)
            for copy in range(1, copies + 1):
                place = {"off": copy * most, "copy": copy, "goals": goals}
                said = ", ".join(moved.get(name, f'"{name}"').format(**place) for name in columns)
                cursor.execute(
                    f"INSERT INTO {kind._meta.db_table} ({names}) SELECT {said}"  # noqa: S608
                    f" FROM {kind._meta.db_table} WHERE plan_id = %s AND {key} <= %s",
                    [plan.pk, most],
                )
    say(
        f"copy to {Item.everything.filter(plan=plan).count():,} items",
        f"{time.perf_counter() - began:9.1f} s",
    )


def facts() -> int:
    """Count all rows that are facts."""
    from django.apps import apps  # noqa: PLC0415

    from luoshi.people.models import Fact  # noqa: PLC0415

    return sum(kind._base_manager.count() for kind in apps.get_models() if issubclass(kind, Fact))


def drifted(plan: Any) -> int:
    """Count where what is kept differs from the facts."""
    from luoshi.results.checking import drift  # noqa: PLC0415

    return len(drift(plan))


def roll_up(plan: Any, _asked: argparse.Namespace) -> None:
    """A whole plan as of (D, K), from the database and once loaded."""
    from django.db import connection  # noqa: PLC0415

    from luoshi.arithmetic.asof import Clock, moment  # noqa: PLC0415
    from luoshi.arithmetic.standing import state  # noqa: PLC0415
    from luoshi.results import ledger, recalling  # noqa: PLC0415

    clock = Clock(date.today() - timedelta(days=90), datetime.now().astimezone() - timedelta(days=60))  # noqa: DTZ011

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT item_id, percent FROM results_observation")
            cursor.fetchall()

    say("reference: fetch item and percent of all observations, bare", median_ms(bare, 5))
    say("roll-up as of (D, K), from the database", median_ms(lambda: ledger.state_of(plan, clock), 5))
    began = time.perf_counter()
    held = recalling.fetch(plan)
    say("fetch all facts into memory, once", f"{(time.perf_counter() - began) * 1000:9.0f} ms")
    on, known = clock.on.toordinal(), moment(clock.known)
    say("roll-up as of (D, K), once loaded", median_ms(lambda: state(held.facts, on, known), 15))


def listing(plan: Any, asked: argparse.Namespace) -> None:
    """Fifty tasks by unit and lamp with counts, today and at a past (D, K): as function and as a whole request."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from luoshi.arithmetic.lamps import Lamp  # noqa: PLC0415
    from luoshi.people.models import Member, Unit  # noqa: PLC0415
    from luoshi.results.listing import Ask, find  # noqa: PLC0415

    setup_test_environment()
    member = Member.everything.get(login="supervisor1")
    unit = Unit.everything.exclude(parent=None).order_by("pk")[7].pk
    client = Client()
    client.force_login(member, backend="luoshi.people.sessions.Backend")
    session = client.session
    session["born"] = session["seen"] = time.time()
    session.save()

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT item_id FROM plans_standing WHERE plan_id = %s AND leaf AND lead_id = %s AND result = %s"
                ' ORDER BY "order" LIMIT 50',
                [plan.pk, unit, "risk"],
            )
            cursor.fetchall()

    def fresh() -> Member:
        return Member.everything.get(pk=member.pk)

    url = f"/plans/{plan.pk}/tasks"
    past = f"&about={date.today() - timedelta(days=90)}&known={date.today() - timedelta(days=60)}"  # noqa: DTZ011
    assert len(client.get(f"{url}?unit={unit}&lamp=risk").json()["tasks"]) > 20
    say("reference: SQL of the list, bare", median_ms(bare, asked.rounds))
    say("reference: /healthz, a bare view", median_ms(lambda: client.get("/healthz"), asked.rounds))
    ask = Ask(unit=unit, lamp=Lamp.RISK)
    say(
        "list of 50 by unit and lamp, with counts (function)",
        median_ms(lambda: find(plan, ask, fresh()), asked.rounds),
    )
    say(
        "the same, whole request", median_ms(lambda: client.get(f"{url}?unit={unit}&lamp=risk"), asked.rounds)
    )
    say(
        "list of 50 by lamp alone, whole request",
        median_ms(lambda: client.get(f"{url}?lamp=risk"), asked.rounds),
    )
    if not asked.copies:
        say(
            "as-of list of 50 by unit, past (D, K), whole request",
            median_ms(lambda: client.get(f"{url}?unit={unit}{past}"), 20),
        )


def verifying(plan: Any, asked: argparse.Namespace) -> None:
    """Verify one update: ancestors, standing, audit row; alone, and by many clients at once."""
    from django.db import connections  # noqa: PLC0415

    from luoshi.results import actions as results  # noqa: PLC0415
    from luoshi.work.models import Update  # noqa: PLC0415

    waiting = list(
        Update.everything.filter(item__plan=plan, state="signed", percent__gt=0).order_by("pk")[
            : asked.rounds * 8
        ]
    )
    for update in waiting:
        piece = results.Piece("佐证.txt", f"invented {update.pk}".encode(), "阶段成果")
        results.attach(update, piece, by=update.by, at=update.known_at)
    bare_tables()
    say("reference: bare log + leaf + 4 ancestors in SQL", median_ms(lambda: bare_write(1), asked.rounds))
    keys = [update.pk for update in waiting]
    mine, others = keys[: asked.rounds], keys[asked.rounds :]
    say("verify one update, ancestors, standing, audit row", told(verify_all(mine)))
    connections.close_all()
    for what, work in (("reference: the bare write", bare_all), ("verify", verify_all)):
        with get_context("spawn").Pool(asked.clients, initializer=setup) as pool:
            pool.map(bare_all, [[]] * asked.clients)  # connected
            parts = [others[at :: asked.clients] for at in range(asked.clients)]
            began = time.perf_counter()
            pool.map(work, parts, chunksize=1)
            taken = time.perf_counter() - began
        say(f"{what}, {asked.clients} clients at once", f"{len(others) / taken:9.0f} a second")


def verify_all(keys: list[int]) -> list[float]:
    """Verify updates one after the other and return the milliseconds that each took."""
    from django.utils import timezone  # noqa: PLC0415

    from luoshi.arithmetic import milestones  # noqa: PLC0415
    from luoshi.people.models import Member  # noqa: PLC0415
    from luoshi.results import actions as results  # noqa: PLC0415
    from luoshi.work.models import Update  # noqa: PLC0415

    by, taken = Member.everything.select_related("unit").get(login="supervisor1"), []
    for key in keys:
        update = Update.everything.select_related("item__plan", "unit").get(pk=key)
        words = {piece.pk: "accept" for piece in update.evidence.all()}
        shown = update.percent // 2 if update.reached is None else tuple(milestones.keys(update.reached))
        began = time.perf_counter()
        results.verify(update, shown=shown, words=words, note="", by=by, at=timezone.now())
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def bare_tables() -> None:
    """Make the tables of the reference."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_log (item integer, said integer)")
        cursor.execute("CREATE TABLE bare_node (item integer PRIMARY KEY, share bigint)")
        cursor.executemany("INSERT INTO bare_node VALUES (%s, 0)", [[key] for key in range(1, 20_001)])


def bare_write(key: int) -> None:
    """Write a log row, a leaf and four ancestors, and nothing else."""
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_log VALUES (%s, 1)", [key])
        for node in (100 + key % 19_000, 50 + key % 40, 10 + key % 9, 2, 1):
            cursor.execute("UPDATE bare_node SET share = share + 1 WHERE item = %s", [node])


def bare_all(keys: list[int]) -> None:
    """Do the reference for many keys."""
    for key in keys:
        bare_write(key)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
