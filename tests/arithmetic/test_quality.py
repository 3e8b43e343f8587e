"""数据质量: what is not said is named, and an old figure is called old."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.arithmetic.derivation import Lack
from luoshi.arithmetic.indicators import Observation
from luoshi.arithmetic.quality import LABELS, Age, Statement, freshness
from luoshi.arithmetic.shares import SCALE

LAST = date(2026, 3, 31)
ROWS = [Observation(date(2026, 2, 28), Decimal(4)), Observation(LAST, Decimal(5))]


def test_every_part_of_the_statement_has_its_label() -> None:
    assert list(LABELS) == [field.name for field in fields(Statement)]


@pytest.mark.parametrize("name", LABELS)
def test_each_part_counts_a_fifth_and_blanks_count_nothing(name: str) -> None:
    assert replace(Statement(), **{name: "有"}).completeness.value == SCALE // 5
    assert replace(Statement(), **{name: "有"}).completeness.words == "五项说明已填 1 项"
    assert replace(Statement(), **{name: " \n"}).completeness.missing == tuple(LABELS.values())


@given(st.integers(0, 400), st.integers(1, 100))
def test_the_age_is_counted_from_the_newest_figure(days: int, period: int) -> None:
    found = freshness(reversed(ROWS), period, LAST + timedelta(days=days))
    assert found.days.value == days
    wanted = Age.FRESH if days <= period else Age.LATE if days <= 2 * period else Age.STALE
    assert found.age is wanted


def test_a_figure_about_a_later_day_is_not_there_yet() -> None:
    assert freshness(ROWS, 31, date(2026, 3, 30)).days.value == 30
    assert freshness(ROWS, 31, date(2026, 1, 1)).days.lack is Lack.OBSERVATION


def test_a_period_has_a_length() -> None:
    with pytest.raises(ValueError, match="0"):
        freshness(ROWS, 0, LAST)
