"""What holds for every text: spans, order, cover, sameness, and that no text makes reading fail."""

import json
import time
from dataclasses import fields
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reading import Record, Span, Verdict, marked, read
from luoshi.reading.spans import View

WORDS = [
    "要",
    "会议强调，",
    "林一鸣",
    "校长",
    "指出，",
    "加强",
    "管理",
    "。",
    "；",
    "，",
    "、",
    "一是",
    "二是",
    "一、",
    "（一）",
    "1.",
    "①",
    "首先",
    "《",
    "》",
    "“",
    "”",
    "（",
    "）",
    "负责",
    "牵头",
    "2027年",
    "6月底前",
    "增长5%以上",
    "300名",
    "落实",
    "精神",
    "召开",
    "会议",
    "主持",
    "出席",
    "汇报",
    "了",
    "已",
    "學校",
    "會議",
    "\n",
    "\t",
    "\u3000",
    "\u200f",
    "\ufeff",
    "２０２７",
    "…",
    "㈠",
    "𠮷",
    "30日内",
    "印发之日起",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


def spans(record: Record) -> list[Span]:
    meeting = record.meeting
    quotes = [meeting.name, meeting.date, meeting.place, meeting.organiser]
    rows = (
        *record.sentences,
        *record.acts,
        *record.targets,
        *record.deadlines,
        *record.owners,
        *record.basis,
    )
    words = [span for row in record.sentences for span in row.why.words]
    names = [span for person in record.people for span in person.spans]
    return [*(row.span for row in rows), *(quote.span for quote in quotes if quote), *words, *names]


@given(TEXTS)
@settings(deadline=None)
def test_every_span_lies_inside_the_source_and_is_not_empty(source: str) -> None:
    for span in spans(read(source)):
        assert 0 <= span.start < span.end <= len(source)
        assert span.of(source).strip()


@given(TEXTS)
@settings(deadline=None)
def test_sentences_follow_each_other_and_cover_every_printed_character(source: str) -> None:
    sentences = read(source).sentences
    assert all(a.span.end <= b.span.start for a, b in pairwise(sentences))
    covered = {place for row in sentences for place in range(row.span.start, row.span.end)}
    assert {place for place, char in enumerate(source) if not char.isspace()} <= covered


@given(TEXTS)
@settings(deadline=None)
def test_the_same_text_is_read_the_same(source: str) -> None:
    assert read(source) == read(source)


@given(TEXTS)
@settings(deadline=None)
def test_marks_together_are_the_source(source: str) -> None:
    assert "".join(mark.text for mark in marked(source, read(source))) == source


@given(TEXTS)
@settings(deadline=None)
def test_deciding_words_lie_inside_their_sentence(source: str) -> None:
    for row in read(source).sentences:
        assert all(row.span.start <= word.start and word.end <= row.span.end for word in row.why.words)


@given(TEXTS)
@settings(deadline=None)
def test_the_json_of_a_record_is_plain(source: str) -> None:
    plain = read(source).to_json()
    assert json.loads(json.dumps(plain)) == plain


@given(TEXTS)
@settings(deadline=None)
def test_only_orders_and_reasons_have_a_speaker(source: str) -> None:
    for row in read(source).sentences:
        assert row.speaker is None or row.verdict in {Verdict.ORDER, Verdict.REASON}


@given(st.text(max_size=80))
def test_a_view_knows_where_each_character_stood(source: str) -> None:
    view = View.over(source)
    assert len(view.text) == len(view.origin)
    assert all(a <= b for a, b in pairwise(view.origin))


def test_an_empty_text_has_no_sentences() -> None:
    assert read("").sentences == read(" \n\u3000\n").sentences == ()


def test_a_mark_without_width_does_not_hide_a_day() -> None:
    assert read("要于2027年\u200b6月底前完成。").deadlines[0].date == "2027-06-30"


@pytest.mark.parametrize(
    ("dated", "iso"), [(date(2027, 3, 5), "2027-03-01"), (date(2027, 1, 5), "2026-03-01")]
)
def test_the_day_of_the_text_gives_the_year_of_its_meeting(dated: date, iso: str) -> None:
    held = read("3月1日，学校召开安全工作会议。", dated=dated).meeting.date
    assert held
    assert held.iso == iso


@pytest.mark.parametrize("wrong", [None, b"text", 3, ["text"]])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        read(wrong)  # type: ignore[arg-type]


def test_a_day_that_is_no_day_is_refused() -> None:
    with pytest.raises(TypeError):
        read("。", dated="2027-01-01")  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_is_never_empty(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    "odd",
    [
        "\ud800要\udfff。",
        "\u202e要加强。\u202c",
        "（（（要" * 9,
        "”》）。！？；",
        "\x00\x1b[31m要。",
        "㍿①⑴㈠",
        "一是" * 999,
    ],
)
def test_an_odd_text_is_read(odd: str) -> None:
    assert read(odd).sentences[0].span.start == 0


@pytest.mark.parametrize(
    "unit",
    [
        "一是",
        "一是要\n",
        "一、",
        "（",
        "（负责",
        "“《",
        "书记",
        "学习贯彻会议，",
        "。）",
        "各学院要",
        "1",
        "在会议召开",
        "6月",
    ],
)
def test_reading_takes_time_in_proportion_to_length(unit: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        read(unit * count)
        return time.process_time() - begun

    read(unit * 10)
    short = min(seconds(1_000) for _ in range(3))
    assert seconds(8_000) < 40 * short + 0.5  # a quadratic rule would take 64 times as long


def test_everything_that_is_found_is_told() -> None:
    """A list of the record that is left out of the JSON would vanish without a sound."""
    record = read("各学院要在2027年底前完成。")
    lists = {one.name for one in fields(record) if isinstance(getattr(record, one.name), tuple)}
    assert lists <= record.to_json().keys()
    assert "deadlines" in lists
