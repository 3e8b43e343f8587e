"""金例: what people corrected, as cases that the reading fails until its rule is mended; real names stay at home."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.reading import read
from luoshi.records import actions, golden
from luoshi.records.models import Sentence
from tests.queries import count
from tests.reading.prose import Case, cases, told
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]
SPEECH = (
    "11月5日下午，学校召开实验室安全工作会。校长高天远主持会议并讲话。副校长高天参加会议。\n"
    "高天远指出，安全是学校发展的重要基础。今年已排查隐患36处。\n"
    "高天远强调，一是要摸清底数。二是压实责任，各学院要签订责任书。高天传达了文件精神。\n"
)
PLAN = (
    "山城大学实验室安全工作方案\n一、总体要求\n二、重点工作\n（一）完善值班制度。落实双人双锁。\n"
    "（二）学校已建成两个库房。库房分三个区。\n"
)


def received(world: World, text: str, kind: str) -> Document:
    arrival = Arrival(content=text.encode(), name="文件.txt", title="文件", kind=kind, about=TODAY)
    return actions.receive(world.units["office"], arrival, by=world.members["maker"], at=NOW)


def correct(document: Document, words: str, verdict: str, world: World, reason: str = "") -> Sentence:
    sentence = Sentence.everything.get(reading__document=document, words__contains=words)
    assert sentence.verdict != verdict
    by = world.members["supervisor"]
    actions.correct(sentence, verdict=verdict, reason=reason, by=by, at=NOW, seen=0)
    return sentence


def parsed(prose: str, folder: Path) -> list[Case]:
    (folder / "corrections.md").write_text(prose, "utf-8")
    return list(cases(folder))


@pytest.fixture
def speech(world: World) -> Document:
    return received(world, SPEECH, "meeting")


@pytest.fixture
def plan(world: World) -> Document:
    return received(world, PLAN, "plan")


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def prints(**asked: int) -> str:
        call_command("golden", **asked)
        return capsys.readouterr().out

    return prints


def test_each_case_fails_at_the_sentence_that_was_corrected_and_nowhere_else(
    speech: Document, plan: Document, world: World, printed: Callable[..., str], tmp_path: Path
) -> None:
    correct(speech, "安全是学校", "order", world)
    correct(speech, "压实责任", "reason", world)
    correct(speech, "高天传达", "report", world)
    correct(plan, "双人双锁", "frame", world)
    correct(plan, "两个库房", "order", world)
    prose = printed()
    found = [case for case in parsed(prose, tmp_path) if "金丝雀" not in case.text]
    assert len(found) == 5
    for case in found:
        last = read(case.text).sentences[-1]
        assert len(case.wanted) == 1, "a case speaks of the one sentence"
        words = re.fullmatch("断 (order|report|reason|frame) 「(.+)」", case.wanted[0])
        assert words
        assert words[2] == last.span.of(case.text), "it stands last"
        assert words[1] != last.verdict, "the present reading fails it"


def test_a_case_carries_what_its_mistake_needs_and_no_more(
    speech: Document, plan: Document, world: World, printed: Callable[..., str], tmp_path: Path
) -> None:
    correct(speech, "安全是学校", "order", world)
    correct(plan, "双人双锁", "frame", world)
    alone, item = (case.text for case in parsed(printed(), tmp_path) if "金丝雀" not in case.text)
    assert alone == "林一鸣指出，安全是学校发展的重要基础。"
    assert "双人双锁" in item
    assert "库房" not in item


def test_no_name_that_was_read_leaves_the_house(
    speech: Document, world: World, printed: Callable[..., str]
) -> None:
    correct(speech, "安全是学校", "order", world, reason="高天远要求办\n.\n高天也说过")
    correct(speech, "高天传达", "report", world)
    prose = printed(document=speech.pk)
    assert "高天" not in prose
    assert "更正理由：林一鸣要求办 . " in prose
    assert "依规则 reason" in prose
    assert prose.startswith("由人的更正导出的金例；金例是公开的。读到的人名已换成虚构的")
    assert "金丝雀" not in prose, "one document was asked for"


def test_invented_names_are_read_as_names() -> None:
    for length in (2, 3):
        names = [name for name, _ in zip(golden.invented(length), range(144), strict=False)]
        assert len(set(names)) == 144
        for name in names:
            people = read(f"学校召开例会。校长{name}主持会议。").people
            assert [one.name for one in people] == [name]


def test_a_name_is_given_once() -> None:
    cast = golden.Cast()
    cast.learn(f"高{chr(0x4E00 + number)}远" for number in range(140))
    cast.learn(["高天远", "高天", "欧阳高天"])
    assert len(set(cast.given.values())) == len(cast.given) == 143
    assert all(len(real) == len(made) for real, made in cast.given.items())


def test_cases_are_chinese_whoever_takes_them_out(speech: Document, world: World) -> None:
    correct(speech, "安全是学校", "order", world)
    with override("en"):
        prose = golden.written(golden.cases(speech.readings.get(), golden.Cast()))
    assert prose == golden.written(golden.cases(speech.readings.get(), golden.Cast()))
    assert "是要求：" in prose


def test_once_the_rule_is_mended_the_case_passes(
    speech: Document, world: World, printed: Callable[..., str], tmp_path: Path
) -> None:
    """An older reading took a report for a reason; the present one is right by itself."""
    row = Sentence.everything.get(reading__document=speech, words__contains="排查隐患")
    Sentence.everything.filter(pk=row.pk).update(verdict="reason", rule="reason")
    correct(speech, "排查隐患", "report", world)
    prose = printed(document=speech.pk)
    (case,) = parsed(prose, tmp_path)
    assert "读这一节选不再这样判" in prose
    assert case.wanted[0] in told(case.text)["断"]


def test_what_was_accepted_or_taken_back_is_no_case(
    speech: Document, world: World, printed: Callable[..., str]
) -> None:
    first = correct(speech, "安全是学校", "order", world)
    by = world.members["planner"]
    actions.correct(first, verdict="reason", reason="", by=by, at=NOW, seen=1)
    other = Sentence.everything.get(reading__document=speech, words__contains="排查隐患")
    actions.confirm(other, by=by, at=NOW, seen=0)
    assert printed(document=speech.pk) == ""


def test_a_line_of_a_full_stop_cannot_break_the_file(
    world: World, printed: Callable[..., str], tmp_path: Path
) -> None:
    made = received(world, "各学院要签订责任书。\n.\n学校已建成两个库房。\n", "notice")
    correct(made, "两个库房", "order", world)
    assert all("." not in case.text.split("\n") for case in parsed(printed(), tmp_path))


def test_the_office_looks_before_it_saves(as_: Sign, speech: Document, world: World) -> None:
    office, page = as_("supervisor"), f"/documents/{speech.pk}/"
    assert "导出为金例" not in office.get(page).content.decode()
    assert "还没有更正" in office.get(f"{page}golden").content.decode()
    correct(speech, "安全是学校", "order", world)
    assert f'href="{page}golden"' in office.get(page).content.decode()
    told_ = office.get(f"{page}golden").content.decode()
    assert re.search("<dt>高天远</dt><dd>换成 林一鸣</dd>", told_)
    assert "请逐条看过" in told_
    saved = office.get(f"{page}golden.md")
    assert "attachment" in saved["Content-Disposition"]
    assert saved.content.decode() in re.sub("&gt;", ">", told_)
    assert count(office, f"{page}golden") <= 20


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("auditor", 403), ("foreign_supervisor", 404)])
def test_others_do_not(as_: Sign, speech: Document, world: World, who: str, status: int) -> None:
    correct(speech, "安全是学校", "order", world)
    client = as_(who)
    for end in ("golden", "golden.md"):
        assert client.get(f"/documents/{speech.pk}/{end}").status_code == status
    if who == "leader":
        assert "导出为金例" not in client.get(f"/documents/{speech.pk}/").content.decode()


def test_examples_are_true() -> None:
    done = doctest.testmod(golden)
    assert done.attempted
    assert not done.failed
