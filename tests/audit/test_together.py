"""审计链: eight who write at once write one chain, without a gap, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from luoshi.audit.inspection import inspect
from luoshi.audit.models import Entry, Head

ORGANISATION = 990_777
WRITERS, DEEDS = 8, 50
LEFT = DEEDS + 2 * (DEEDS // 10) + DEEDS // 25  # of ten deeds one leaves three entries; of 25 one is refused
VERIFY = (
    "-c",
    "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)",
)


def start(url: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    ours = {
        "LUOSHI_DATABASE_URL": url,
        "LUOSHI_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "luoshi.site.settings",
    }
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | ours,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def write_at_once(url: str, folder: Path) -> None:
    """Let all writers begin at the same moment; the first deed of all makes the head."""
    writers = [
        start(url, folder, "-m", "tests.audit.writer", str(ORGANISATION), str(DEEDS), str(name))
        for name in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n", writer.communicate()[1]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        told = writer.communicate(timeout=120)
        assert (writer.returncode, told[1]) == (0, "")


def test_eight_processes_write_one_chain_on_sqlite(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/together.sqlite3"
    made = start(url, tmp_path, *VERIFY, "migrate", "audit", "--verbosity=0")
    assert (made.communicate()[1], made.returncode) == ("", 0)
    write_at_once(url, tmp_path)
    looked = start(url, tmp_path, *VERIFY, "verify_audit")
    told, wrong = looked.communicate()
    assert (looked.returncode, wrong) == (0, "")
    assert told == f"组织 {ORGANISATION}：{WRITERS * LEFT} 条，链完整；还没有检查点。\n"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[Callable[[], str]]:
    """Give the address of the tests' PostgreSQL database, and clean up what others have committed there."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        given = connection.settings_dict
        yield lambda: "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)
        Entry.everything.filter(organisation=ORGANISATION).delete()
        Head.everything.filter(organisation=ORGANISATION).delete()


def test_eight_processes_write_one_chain_on_postgresql(committed: Callable[[], str], tmp_path: Path) -> None:
    write_at_once(committed(), tmp_path)
    tip, fault = inspect(ORGANISATION, {})
    assert (tip.number, fault) == (WRITERS * LEFT, None)
    rows = Entry.everything.filter(organisation=ORGANISATION)
    assert [entry.number for entry in rows] == list(range(1, WRITERS * LEFT + 1))
    assert Counter(entry.by for entry in rows) == dict.fromkeys(range(WRITERS), LEFT)
