"""`kill -9`: what the server has acknowledged outlives it; and the harness sees a server that lies."""

from __future__ import annotations

import statistics

import pytest

from tests.crash.killing import rounds
from tests.crash.places import kind_of_tests

FAULTY = "tests.crash.faulty:application"


@pytest.mark.database
def test_what_the_server_acknowledged_outlives_a_kill() -> None:
    killed = rounds(kind_of_tests(), kills=4)
    print(killed)
    assert not killed.findings.wrong, killed.findings.examples
    assert not killed.surprises, killed.surprises[:5]
    assert killed.findings.acknowledged > 20
    assert killed.findings.unknown, "no kill came while something was under way"
    assert statistics.median(killed.restarts) <= 5


@pytest.mark.parametrize(
    ("fault", "seen", "kills"),
    [
        pytest.param("early", "lost", 1, marks=pytest.mark.database),
        ("apart", "half_applied", 2),
        ("twice", "duplicated", 1),
    ],
)
def test_a_server_that_lies_is_caught(fault: str, seen: str, kills: int) -> None:
    found = rounds(kind_of_tests(), kills, application=FAULTY, fault=fault).findings
    assert getattr(found, seen) > 0, found
