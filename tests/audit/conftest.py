"""The chains of the audit's own tests begin with nothing: what building the world has left is put away."""

from __future__ import annotations

import pytest

from luoshi.audit.models import Entry, Head


@pytest.fixture(autouse=True)
def _without_the_worlds_own_chain(request: pytest.FixtureRequest) -> None:
    marked = request.node.get_closest_marker("django_db")
    if marked or {"db", "transactional_db", "world"} & set(request.fixturenames):
        request.getfixturevalue("db")
        Entry.everything.all().delete()
        Head.everything.all().delete()
