"""The cast, and what every test can ask for."""

from __future__ import annotations

import copy
import gc
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import settings

from luoshi.people.models import Member
from luoshi.plans import coverage
from luoshi.records.models import Sentence
from tests import world as worlds
from tests.world import World

# How long an example takes says how busy the machine is; what must be fast is measured by the benchmarks.
settings.register_profile("luoshi", deadline=None)
settings.load_profile("luoshi")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database runs again on the other one."""
    for item in items:
        if {"db", "transactional_db", "django_db_setup", "world"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many requests the matrix sent and what it found, over all its tests."""
    figures: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        figures.update(
            {name: int(value) for name, value in report.user_properties if name.startswith("matrix ")}
        )
    if figures:
        told = ", ".join(f"{number:,} {name.removeprefix('matrix ')}" for name, number in figures.items())
        terminalreporter.write_line(f"matrix on {connection.vendor}: {told}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Build the world once; each test works on it within a transaction that is rolled back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        World.built = worlds.build()  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()  # what stays till the end is not looked through again at each collection: a twentieth of the time


@pytest.fixture
def world(db: None) -> World:
    """Return the two organisations."""
    return copy.deepcopy(World.built)  # type: ignore[attr-defined, no-any-return]


def signed_in(member: Member) -> Client:
    """Return a browser in which a member has signed in a moment ago."""
    client = Client(raise_request_exception=False)
    session = client.session
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "luoshi.people.sessions.Backend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session["born"] = session["seen"] = timezone.now().timestamp()
    session.save()
    return client


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    """Return a way to sign in as one of the cast."""
    return lambda login: signed_in(world.members[login])


@pytest.fixture
def sentence(world: World) -> Sentence:
    """Return an order that nobody has."""
    rows = coverage.with_cover(Sentence.everything.filter(reading__document=world.places["own"].document))
    return next(row for row in rows if not row.answered and row.verdict_now == "order")
