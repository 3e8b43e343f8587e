"""What holds for every text: spans, order, cover, sameness, and that no text makes reading fail."""

import json
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reading import Record, Span, Verdict, marked, read
from luoshi.reading.lexicon import lines
from luoshi.reading.text.spans import View, curled
from tests.reading.prose import cases

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
    "\n序号\t工作任务\t责任单位\t完成时限\n1\t",
    "\n任务分解表\n任务|牵头单位|目标\n",
    "教务处",
    "2027.6.30",
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
    of = [row.of for row in (*record.owners, *record.deadlines, *record.targets)]
    words = [span for row in record.sentences for span in row.why.words]
    names = [span for person in record.people for span in person.spans]
    return [*(row.span for row in rows), *(quote.span for quote in quotes if quote), *of, *words, *names]


@given(TEXTS)
@settings(deadline=None)
def test_every_span_lies_inside_the_source_and_is_not_empty(source: str) -> None:
    for span in spans(read(source)):
        assert 0 <= span.start < span.end <= len(source)
        assert span.of(source).strip()


@given(TEXTS)
@settings(deadline=None)
def test_sentences_follow_each_other_and_cover_every_printed_character(source: str) -> None:
    """Only the bars that a table is drawn with are no word of it."""
    sentences = read(source).sentences
    assert all(a.span.end <= b.span.start for a, b in pairwise(sentences))
    covered = {place for row in sentences for place in range(row.span.start, row.span.end)}
    drawn = set("|｜-:+") if "|" in source or "｜" in source else set()
    assert {p for p, char in enumerate(source) if not char.isspace() and char not in drawn} <= covered


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
def test_what_is_written_is_what_is_told(source: str) -> None:
    record = read(source)
    assert record.dumps() == json.dumps(record.to_json(), ensure_ascii=False)


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


@given(TEXTS)
@settings(deadline=None)
def test_what_is_found_belongs_to_a_sentence_that_asks(source: str) -> None:
    record = read(source)
    orders = {row.span for row in record.sentences if row.verdict is Verdict.ORDER}
    assert {row.of for row in (*record.owners, *record.deadlines, *record.targets)} <= orders


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
        "任务\t责任单位\n师\t：",  # a label without a word
        "任務|責任單位\u2029｜\n－｜－",  # a bar alone where a table ends
        "强调",  # a word that tells of speech, and nothing behind it
    ],
)
def test_an_odd_text_is_read(odd: str) -> None:
    assert read(odd).sentences[0].span.start == 0


def test_everything_that_is_found_is_told() -> None:
    """A list of the record that is left out of the JSON would vanish without a sound."""
    record = read("各学院要在2027年底前完成。")
    lists = {one.name for one in fields(record) if isinstance(getattr(record, one.name), tuple)}
    assert lists <= record.to_json().keys()
    assert "deadlines" in lists


@pytest.mark.parametrize("place", sorted({case.place for case in cases()}))
def test_a_text_broken_off_anywhere_is_read(place: str) -> None:
    for text in {case.text for case in cases() if case.place == place}:
        for end in range(1, len(text)):
            assert read(text[:end]).source_sha256


def _traditional() -> dict[int, str]:
    rows = lines("simplified")
    pairs = zip("".join(rows[1::2]), "".join(rows[::2]), strict=True)
    return str.maketrans(dict(reversed([*pairs])))


TRADITIONAL = _traditional()


def in_traditional(value: Any) -> Any:
    """Put the words of a record into Traditional characters; the meeting that speaks is called 会议 everywhere."""
    if isinstance(value, dict):
        return {name: in_traditional(one) for name, one in value.items() if name != "source_sha256"}
    if isinstance(value, list):
        return [in_traditional(one) for one in value]
    return value.translate(TRADITIONAL) if isinstance(value, str) and value != "会议" else value


def test_what_is_printed_in_traditional_characters_is_read_alike_and_told_as_printed() -> None:
    other = []
    for case in cases():
        record = json.loads(json.dumps(read(case.text).to_json()))
        alike = json.loads(json.dumps(read(case.text.translate(TRADITIONAL)).to_json()))
        wanted, found = (
            in_traditional(record),
            {name: one for name, one in alike.items() if name != "source_sha256"},
        )
        if wanted != found:
            parts = [name for name in wanted if wanted[name] != found[name]]
            other.append(f"{case.place}: {case.title}: {', '.join(parts)}")
    assert other == []


def _words_curled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _words_curled(one) for name, one in value.items() if name != "source_sha256"}
    if isinstance(value, list):
        return [_words_curled(one) for one in value]
    return curled(value) if isinstance(value, str) else value


@pytest.mark.parametrize("marks", ['""', "「」"])
def test_what_is_quoted_in_other_marks_is_read_alike(marks: str) -> None:
    other = []
    for case in cases():
        text = case.text.replace("“", marks[0]).replace("”", marks[1])
        if text == case.text or curled(text) != case.text:
            continue  # nothing is quoted, or one quotation stands inside another
        wanted, found = (json.loads(json.dumps(read(one).to_json())) for one in (case.text, text))
        if _words_curled(wanted) != _words_curled(found):
            other.append(f"{case.place}: {case.title}")
    assert other == []
