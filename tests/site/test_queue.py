"""SQLite: who wants to write waits in line, and nobody is told that the database is locked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WRITER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.site.settings"
import django; django.setup()
from django.db import connection, transaction
connection.settings_dict["OPTIONS"]["timeout"] = 0.01
until, written = time.monotonic() + float(sys.argv[1]), 0
with connection.cursor() as cursor:
    cursor.execute("PRAGMA busy_timeout")
    while time.monotonic() < until:
        with transaction.atomic():
            cursor.execute("SELECT n FROM tally")
            number = cursor.fetchone()[0]
            time.sleep(0.004)
            cursor.execute("UPDATE tally SET n = %s", [number + 1])
        written += 1
print(written)
"""
MAKE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.site.settings"
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE tally (n integer)")
    cursor.execute("INSERT INTO tally VALUES (0)")
"""
READ = (
    MAKE.rpartition("with")[0]
    + """
with connection.cursor() as cursor:
    cursor.execute("SELECT n FROM tally")
    print(cursor.fetchone()[0])
"""
)


def run(code: str, folder: Path, *given: str) -> subprocess.Popen[str]:
    environment = {
        "LUOSHI_DATABASE_URL": f"sqlite:///{folder}/queue.sqlite3",
        "LUOSHI_DATA": str(folder),
        "PATH": "/usr/bin:/bin",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code, *given],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_eight_writers_take_turns_though_none_would_wait_for_a_lock(tmp_path: Path) -> None:
    run(MAKE, tmp_path).communicate()
    writers = [run(WRITER, tmp_path, "3") for _ in range(8)]
    told = [writer.communicate() for writer in writers]
    assert [error for _, error in told if error] == []
    written = [int(said) for said, _ in told]
    assert int(run(READ, tmp_path).communicate()[0]) == sum(written)
    assert min(written) * 4 >= max(written), written


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_the_place_in_the_queue_falls_with_its_holder(tmp_path: Path, end: str) -> None:
    run(MAKE, tmp_path).communicate()
    holder = run(
        WRITER.replace("time.sleep(0.004)", "print('in', flush=True) or time.sleep(60)"), tmp_path, "60"
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    getattr(holder, end)()
    holder.wait()
    said, error = run(WRITER, tmp_path, "0.2").communicate(timeout=30)
    assert (int(said) > 0, error) == (True, "")
