"""Many hands on one row: one wins, the others are told, one step is left. `python -m tests.work.races` goes on for long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from tests.work.races.contests import CONTESTS, MEETINGS

ROUNDS = int(os.getenv("RACES_ROUNDS", "10"))  # of each of the ten contests; six of them are approvals


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Hold the contests in a process of its own: threads see only what is committed."""
    command = [sys.executable, "-m", "tests.work.races", "--rounds", str(ROUNDS)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.database
@pytest.mark.parametrize("contest", CONTESTS)
def test_of_many_hands_one_wins_and_the_others_are_told(found: dict[str, Any], contest: str) -> None:
    assert found["database"] == connection.vendor
    told = found[contest]
    print(found["database"], contest, told)
    assert told["broken"] == []
    assert told["rounds"] == ROUNDS
    if contest in MEETINGS:
        assert sum(told["won"].values()) == ROUNDS
        assert sum(told["refused"].values()) == sum(1 + number % 7 for number in range(ROUNDS))
