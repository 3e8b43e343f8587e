"""审计链: how a row is written down and digested."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit import rules
from luoshi.audit.rules import Row
from luoshi.work.models import Update
from tests.audit.chains import AT, chain

TEXTS = st.text(st.characters(codec=None))  # half characters and NUL among them
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def shape(value: Any) -> Any:
    """Return a value in which only what differs differs: True is not 1, two ways to write é are one."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", name): shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return (type(value), unicodedata.normalize("NFC", value) if isinstance(value, str) else value)


def written(detail: dict[str, Any]) -> str | None:
    """Write a detail; None where two of its names are one text."""
    try:
        return rules.canonical(detail)
    except ValueError:
        return None


@given(st.dictionaries(TEXTS, VALUES, max_size=3), st.dictionaries(TEXTS, VALUES, max_size=3))
def test_details_that_differ_are_written_differently(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = written(one), written(other)
    if first is not None and second is not None:
        assert (first == second) == (shape(one) == shape(other))


CONFUSED = [
    *(
        1,
        "1",
        True,
        "true",
        None,
        "null",
        "",
        [],
        {},
        [[]],
        [{}],
        0,
        False,
        -1,
        [1, [2]],
        [[1], 2],
        [1, 2],
        "[1,2]",
    ),
    *(
        "a\nb",
        "a\\nb",
        "\ud800",
        "\\ud800",
        "\0",
        "\\u0000",
        "\ufffd",
        '"',
        '\\"',
        " ",
        "é",
        "e",
        {"a": 1},
        {"a": "1"},
    ),
]


def test_what_is_easily_confused_is_written_differently() -> None:
    told = [rules.canonical({"value": value}) for value in CONFUSED]
    assert len(set(told)) == len(told)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_can_be_kept_by_both_databases_and_read_again(detail: dict[str, Any]) -> None:
    text = written(detail)
    if text is None:
        return
    assert "\0" not in text
    assert text.encode().decode() == text
    # Two halves of a character that stand side by side are read as the character that they make.
    again = rules.canonical(json.loads(text))
    assert rules.canonical(json.loads(again)) == again


@given(st.dictionaries(st.text("abcé甲", max_size=3), st.integers()), st.randoms())
def test_the_order_of_names_does_not_matter(detail: dict[str, int], chance: Any) -> None:
    items = list(detail.items())
    chance.shuffle(items)
    assert rules.canonical(dict(items)) == rules.canonical(detail)


def cells() -> st.SearchStrategy[Row]:
    text, number = st.text(max_size=5), st.integers(0, 2**63 - 1)
    kinds: list[Any] = [number, number, text, st.none() | number, *[text] * 12]
    return st.builds(lambda values: Row._make(values)._replace(algorithm="sha256"), st.tuples(*kinds))


@given(cells(), cells())
def test_rows_that_differ_have_different_digests(one: Row, other: Row) -> None:
    assert (rules.digest_of(one) == rules.digest_of(other)) == (one[:-1] == other[:-1])


@given(cells(), st.integers(4, 11), st.integers(1, 4))
def test_text_does_not_move_from_one_column_to_the_next(row: Row, column: int, letters: int) -> None:
    values = list(row)
    whole = values[column] + values[column + 1]
    values[column], values[column + 1] = whole[:letters], whole[letters:]
    moved = Row._make(values)
    assert (rules.digest_of(moved) == rules.digest_of(row)) == (moved == row)


def test_the_form_is_the_one_that_stored_chains_have() -> None:
    """A digest that is written down here: if this fails, FORM must be a new number."""
    row = Row(
        7, 2, "2026-10-28T06:30:00.000123Z", None, "page", "9f3a", "work.sign", "work.Update", "12", "reported",
        "signed", "yes", '{"因":"全"}', "sha256", "ab", "",
    )  # fmt: skip
    told = (
        '[1,7,2,"2026-10-28T06:30:00.000123Z",null,"page","9f3a","work.sign","work.Update","12","reported",'
        '"signed","yes","{\\"因\\":\\"全\\"}","sha256","ab"]'
    )
    assert rules.digest_of(row) == hashlib.sha256(told.encode()).hexdigest()
    assert rules.digest_of(row) == "b91c9ded5f763cb0dac3b3d92bb3fef9126d8814010db531332efef86576e058"


@pytest.mark.parametrize("algorithm", rules.ALGORITHMS)
def test_a_row_names_its_algorithm(algorithm: str) -> None:
    rows = [row._replace(algorithm=algorithm) for row in chain(5)]
    sealed = rules.chained(rows, rules.START)
    assert rules.verify(sealed, organisation=1) == ((5, sealed[-1].digest), None)
    assert len(sealed[0].digest) == 64


def test_both_algorithms_are_there() -> None:
    assert rules.ALGORITHMS == ("sha256", "sm3")


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        (AT, "2026-10-28T06:30:00.000123Z"),
        (datetime(2026, 10, 28, 14, 30, tzinfo=timezone(timedelta(hours=8))), "2026-10-28T06:30:00.000000Z"),
        (datetime(33, 1, 2, tzinfo=UTC), "0033-01-02T00:00:00.000000Z"),
    ],
)
def test_a_moment_is_written_in_utc_to_the_microsecond(given_: datetime, told: str) -> None:
    assert rules.stamp(given_) == told
    assert len(told) == 27


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rules.stamp(datetime(2026, 10, 28))  # noqa: DTZ001


def test_days_moments_decimals_and_choices_have_a_form() -> None:
    detail = {
        "due": date(2027, 1, 2),
        "at": AT,
        "weight": Decimal("2.50"),
        "state": Update.State.SIGNED,
        "units": (1, None, True),
    }
    assert rules.canonical(detail) == (
        '{"at":"2026-10-28T06:30:00.000123Z","due":"2027-01-02","state":"signed","units":[1,null,true],"weight":"2.50"}'
    )


@pytest.mark.parametrize("value", [0.1, float("nan"), b"x", {1, 2}, object(), {1: 2}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        rules.canonical({"value": value})


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), {"é": 1, "e\u0301": 2}])
def test_what_would_be_told_ambiguously_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no number|same text"):
        rules.canonical({"value": value})


def test_text_is_kept_as_both_databases_can() -> None:
    assert rules.stored("e\u0301甲\0\ud800") == "é甲\ufffd\ufffd"


def test_a_word_that_a_column_would_not_hold_is_refused() -> None:
    assert rules.word("字" * 60) == "字" * 60
    with pytest.raises(ValueError, match="longer than 60"):
        rules.word("字" * 61)
