"""The small organisation."""

from __future__ import annotations

import pytest

from tests.work.scene import Scene, build


@pytest.fixture
def scene(db: None) -> Scene:
    """Return a college with a task, and five people."""
    return build()
