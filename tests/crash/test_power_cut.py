"""The power is cut: SQLite with FULL loses nothing that was acknowledged; with less it does, and the harness sees it."""

from __future__ import annotations

import random

import pytest

from tests.crash.cutting import Recording, of_database, of_folder, record, replay
from tests.crash.disk import PAGE, Disk, Event
from tests.crash.tracing import why_not

POINTS = 40


@pytest.fixture(scope="module")
def full() -> Recording:
    if reason := why_not():
        pytest.skip(reason)
    return record(60)


def test_nothing_acknowledged_is_lost(full: Recording) -> None:
    cuts = replay(full, POINTS)
    print(full, cuts, sep="\n")
    assert cuts.acknowledged > POINTS
    assert (cuts.lost, cuts.broken, cuts.otherwise) == (0, 0, 0), cuts.examples


def test_a_commit_that_is_not_synced_is_caught(full: Recording) -> None:
    assert replay(record(60, synchronous="NORMAL"), POINTS).lost > 0


def test_a_new_file_whose_folder_is_not_synced_is_caught(full: Recording) -> None:
    assert replay(full.without(of_folder), POINTS).lost > 0


def test_a_database_file_that_is_not_synced_is_caught(full: Recording) -> None:
    assert replay(full.without(of_database), POINTS).broken > 0


def left(files: dict[str, bytes], *events: Event, times: int = 200) -> set[tuple[tuple[str, bytes], ...]]:
    """Return all that cuts have left of a folder after events."""
    disk = Disk(files)
    disk.happen(events)
    chance = random.Random(1)
    return {tuple(sorted(disk.cut(chance).items())) for _ in range(times)}


def test_what_is_synced_stands() -> None:
    write, sync = Event("write", "a", b"new", 1), Event("sync", "a")
    assert left({"a": b"oldold"}, write, sync) == {(("a", b"onewld"),)}


def test_what_is_not_synced_may_be_there_or_not() -> None:
    assert left({"a": b"oldold"}, Event("write", "a", b"new")) == {(("a", b"oldold"),), (("a", b"newold"),)}


def test_pages_come_in_any_order_and_torn() -> None:
    old, new = bytes(2 * PAGE), b"x" * PAGE
    seen = {
        dict(files)["a"]
        for files in left({"a": old}, Event("write", "a", new), Event("write", "a", new, PAGE))
    }
    assert {old[:PAGE] + new, new + old[:PAGE], old, new + new} <= seen
    assert any(0 < content.count(b"x") < PAGE for content in seen)


def test_a_file_may_be_long_and_empty() -> None:
    grown = {dict(files)["a"] for files in left({"a": b""}, Event("write", "a", b"x" * PAGE))}
    assert {b"", bytes(PAGE), b"x" * PAGE} <= grown


def test_a_new_file_may_be_gone_until_its_folder_is_synced() -> None:
    made = (Event("create", "b"), Event("write", "b", b"x"), Event("sync", "b"))
    assert left({}, *made) == {(), (("b", b"x"),)}
    assert left({}, *made, Event("sync")) == {(("b", b"x"),)}


def test_a_removed_file_may_be_back_until_its_folder_is_synced() -> None:
    removed = Event("remove", "a")
    assert left({"a": b"x"}, removed) == {(), (("a", b"x"),)}
    assert left({"a": b"x"}, removed, Event("sync")) == {()}
