"""A small storm: eight processes write at once, and each deed that was acknowledged is there."""

from __future__ import annotations

import pytest

from tests.crash.places import kind_of_tests
from tests.crash.storms import storm


@pytest.mark.database
def test_nothing_is_lost_in_a_storm() -> None:
    found = storm(kind_of_tests(), facts=1_000, tasks=40)
    print(found)
    assert not found.wrong, str(found)
    assert found.facts >= 1_000
    assert all(found.times[deed] for deed in ("report", "sign", "verify", "decline"))


def test_a_change_of_state_that_looks_at_nobody_is_caught() -> None:
    found = storm("sqlite", facts=300, tasks=8, writers=4, fault="careless")
    assert found.findings.duplicated + found.findings.half_applied > 0, str(found)


def test_transactions_that_take_their_turn_too_late_are_caught() -> None:
    found = storm("sqlite", facts=80, tasks=8, writers=4, fault="deferred")
    assert any("locked" in trouble for trouble in found.troubles), str(found)
