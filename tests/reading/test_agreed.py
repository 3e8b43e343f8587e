"""The agreed readings, where they are at hand: what is reached does not fall."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from luoshi.reading import read

SHARED = Path(__file__).parents[2].parent / "shared" / "reading"
FLOORS = {
    "order.f1": 0.95,
    "verdict.acc": 0.92,
    "speaker.acc": 0.95,
    "path.acc": 0.94,
    "people.f1": 0.95,
    "acts.f1": 0.88,
    "meeting.acc": 0.95,
    "owners.f1": 0.94,
    "basis.f1": 0.75,
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, float | None]]:
    if not (SHARED / "score.py").exists():
        pytest.skip("the agreed readings (shared/reading) are not beside this checkout")
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec
    assert spec.loader
    score: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    texts = {
        path: path.with_suffix(".txt").read_text("utf-8") for path in sorted((SHARED / "dev").glob("*.json"))
    }
    return [score.score(text, _gold(path), read(text).to_json()) for path, text in texts.items()]


def _gold(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("figure", FLOORS)
def test_a_figure_does_not_fall(figure: str, rows: list[dict[str, float | None]]) -> None:
    values = [value for row in rows if (value := row[figure]) is not None]
    assert sum(values) / len(values) >= FLOORS[figure]


def test_the_first_agreed_reading_is_read_well(rows: list[dict[str, float | None]]) -> None:
    first = rows[0]
    assert min(first[name] or 0 for name in ("order.f1", "speaker.acc", "path.acc", "people.f1")) >= 0.99
