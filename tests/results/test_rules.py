"""The arithmetic, by vectors to hold on to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.results import rules
from luoshi.results.rules import Lamp, Part, Said, Span

D0, D100 = date(2026, 1, 1), date(2026, 4, 11)  # a hundred days
K = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
SPAN = Span(D0, D100, LONG_AGO)


def on(days: int) -> date:
    return D0 + timedelta(days=days)


def said(days: int, share: float, known: datetime = LONG_AGO, until: datetime | None = None) -> Said:
    return Said(on(days), known, share, until)


@pytest.mark.parametrize(
    ("starts", "due", "day", "share"),
    [
        (D0, D100, on(0), 0.0),
        (D0, D100, on(50), 0.5),
        (D0, D100, on(100), 1.0),
        (D0, D100, on(101), 1.0),
        (D0, D100, on(-1), 0.0),
        (D0, D0, on(0), 1.0),  # due = start
        (D0, D0, on(-1), 0.0),
    ],
)
def test_time_share(starts: date, due: date, day: date, share: float) -> None:
    assert rules.time_share(starts, due, day) == share


@pytest.mark.parametrize(
    ("share", "day", "lamp"),
    [
        (1.0, on(10), Lamp.DONE),
        (1.0, on(200), Lamp.DONE),
        (0.99, on(101), Lamp.OVER),
        (0.0, on(-1), Lamp.WAIT),
        (None, on(0), Lamp.ON_TIME),
        (0.475, on(50), Lamp.ON_TIME),
        (0.474, on(50), Lamp.BEHIND),
        (0.425, on(50), Lamp.BEHIND),
        (0.424, on(50), Lamp.RISK),
        (None, on(50), Lamp.RISK),
    ],
)
def test_lamp(share: float | None, day: date, lamp: Lamp) -> None:
    assert rules.lamp(share, SPAN, day) == lamp


def test_an_item_without_days_has_no_lamp_but_done() -> None:
    assert rules.lamp(0.5, None, on(1)) == Lamp.NONE
    assert rules.lamp(1.0, None, on(1)) == Lamp.DONE


def test_weighted_forty_and_twenty_are_twenty_eight() -> None:
    assert rules.roll_up([Part(2, 0.4), Part(3, 0.2)]) == pytest.approx(0.28)


def test_a_child_that_does_not_count_is_left_out() -> None:
    assert rules.roll_up([Part(1, 0.0), Part(1, 0.0, counts=False)]) == 0.0
    assert rules.roll_up([Part(1, 0.6), Part(1, 0.0, counts=False)]) == 0.6


def test_nothing_is_undefined_and_not_nought() -> None:
    assert rules.roll_up([]) is None
    assert rules.roll_up([Part(1, 0.5, counts=False)]) is None


def test_of_two_reports_on_one_day_the_later_known_holds() -> None:
    rows = [said(10, 0.3, K), said(10, 0.4, K + timedelta(hours=1))]
    assert rules.latest(rows, on(10), K + timedelta(days=1)) == 0.4
    assert rules.latest(reversed(rows), on(10), K) == 0.3


def test_what_was_known_after_k_about_a_day_before_d_does_not_count() -> None:
    assert rules.latest([said(10, 0.3, K + timedelta(seconds=1))], on(50), K) is None
    assert rules.latest([said(10, 0.3, K)], on(50), K) == 0.3


def test_a_report_about_an_earlier_day_does_not_hide_a_later_one() -> None:
    rows = [said(40, 0.5, K), said(30, 0.3, K + timedelta(hours=1))]
    assert rules.latest(rows, on(50), K + timedelta(days=1)) == 0.5


def test_what_was_taken_back_holds_until_then() -> None:
    row = said(10, 0.9, K, until=K + timedelta(days=2))
    assert rules.latest([row], on(50), K + timedelta(days=1)) == 0.9
    assert rules.latest([row], on(50), K + timedelta(days=2)) is None


def test_a_schedule_that_changed_is_looked_up_by_k() -> None:
    later = Span(D0, on(200), K)
    assert rules.schedule([SPAN, later], K - timedelta(days=1)) == SPAN
    assert rules.schedule([later, SPAN], K) == later


def test_claimed_and_shown_make_two_lamps_and_the_difference_shows() -> None:
    found = rules.standing(claims=[said(50, 0.5)], shows=[said(50, 0.3)], spans=[SPAN], on=on(50), known=K)
    assert (found.result, found.time, found.apart) == (Lamp.RISK, Lamp.ON_TIME, True)
    assert found.ratio == pytest.approx(0.6)


def test_an_empty_item_is_undefined() -> None:
    found = rules.standing(claims=[], shows=[], spans=[], on=on(50), known=K)
    assert (found.claimed, found.shown, found.expected, found.ratio) == (None, None, None, None)
    assert found.result == Lamp.NONE


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=1))
def test_a_roll_up_lies_between_its_parts(parts: list[tuple[int, float]]) -> None:
    found = rules.roll_up(Part(weight, share) for weight, share in parts)
    shares = [share for _, share in parts]
    assert found is not None
    assert min(shares) - 1e-9 <= found <= max(shares) + 1e-9


@given(
    st.lists(st.tuples(st.integers(0, 99), st.floats(0, 1), st.integers(0, 9)), max_size=8), st.integers(0, 9)
)
def test_a_fact_known_later_never_changes_what_was_known(
    rows: list[tuple[int, float, int]], known: int
) -> None:
    """Appending facts that become known after K leaves the state at K as it was."""
    facts = [said(day, share, LONG_AGO + timedelta(days=at)) for day, share, at in rows]
    k = LONG_AGO + timedelta(days=known)
    before = [fact for fact in facts if fact.known <= k]
    assert rules.latest(facts, on(50), k) == rules.latest(before, on(50), k)


def test_every_lamp_has_a_word_and_a_place_among_the_worst() -> None:
    assert set(rules.WORDS) == set(Lamp) == set(rules.WORST_FIRST)
