"""算法的例: each golden case comes out as it is written down."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.arithmetic.prose import TOLD, Given, cases

CASES = cases()


@pytest.mark.parametrize(
    ("place", "title", "text", "wanted"), CASES, ids=[f"{place}-{title}" for place, title, *_ in CASES]
)
def test_a_case_comes_out_as_written(place: str, title: str, text: str, wanted: tuple[str, ...]) -> None:
    told = TOLD[place](Given(text))
    kinds = {line.split()[0] for line in wanted}
    assert kinds, title
    assert [line for line in told if line.split()[0] in kinds] == list(wanted)


def test_there_are_cases_for_every_part() -> None:
    counts = Counter(place for place, *_ in CASES)
    assert set(counts) == set(TOLD)
    assert min(counts.values()) >= 10


def test_no_case_stands_twice() -> None:
    assert max(Counter((place, text) for place, _, text, _ in CASES).values()) == 1
