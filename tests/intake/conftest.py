from pathlib import Path

import pytest


@pytest.fixture
def page() -> str:
    return (Path(__file__).parents[2] / "docs/intake.md").read_text("utf-8")
