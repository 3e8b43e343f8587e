"""What a person sees: lines that fit a terminal and stay whole in a pipe, colours only where they are welcome."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi import terminal
from luoshi.corpus import Tally
from luoshi.reading import read
from tests.screen import shown

TEXT = (
    "学校召开例会。\n"
    "会议强调，各学院要在2027年6月底前完成自查，把AI-assisted teaching纳入课程，形成台账，教务处、科研处（含实验室）要加强检查“回头看”。\n"
)
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "例会.txt"
    path.write_text(TEXT, "utf-8")
    return path


def lines_on(columns: int, *arguments: object, **environment: str) -> list[str]:
    """Return the lines that the command writes to a terminal of so many columns."""
    code, said = shown(*arguments, columns=columns, environment=environment)
    assert code == 0
    return said.splitlines()


@pytest.mark.parametrize("columns", [24, 40, 80])
def test_on_a_terminal_a_sentence_is_folded_under_its_word(paper: Path, columns: int) -> None:
    lines = [COLOUR.sub("", line) for line in lines_on(columns, paper)][:-1]
    assert lines[0] == "会务｜学校召开例会。"
    assert lines[1].startswith("要求｜会议强调")
    assert len(lines) > 2
    for line in lines[1:]:
        assert terminal.breadth(line.rstrip()) <= columns
    assert [line[:3] for line in lines[1:]] == ["要求｜"] + ["   "] * (len(lines) - 2)
    words = [line.removeprefix("要求｜").removeprefix(" " * 6) for line in lines[1:]]
    assert "".join(words) == TEXT.splitlines()[1]
    assert not [line for line in words if line[0] in " ，。、）”"]
    assert any("AI-assisted" in line for line in words)


def test_in_a_pipe_a_sentence_is_a_line(paper: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "luoshi", "read", paper], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[:2] == [f"会务｜{TEXT.splitlines()[0]}", f"要求｜{TEXT.splitlines()[1]}"]


@pytest.mark.parametrize(
    ("environment", "more", "painted"),
    [
        ({}, [], True),
        ({"NO_COLOR": ""}, [], True),
        ({"NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({"NO_COLOR": "1"}, ["--colour"], True),
    ],
)
def test_colours_are_for_terminals_whose_owner_likes_them(
    paper: Path, environment: dict[str, str], more: list[str], *, painted: bool
) -> None:
    assert bool(COLOUR.search("".join(lines_on(80, paper, *more, **environment)))) is painted


def test_colours_end_with_their_line(paper: Path) -> None:
    for line in lines_on(24, paper)[:-1]:
        assert re.match(r"\x1b\[\d\dm", line)
        assert line.endswith("\x1b[0m")
        assert line.count("\x1b[4m") == line.count("\x1b[24m")
    assert any("\x1b[4m要\x1b[24m" in line for line in lines_on(24, paper))


def test_a_reason_is_folded_as_well(paper: Path) -> None:
    paper.write_text("各学院务必加强检查。", "utf-8")
    lines = [COLOUR.sub("", line) for line in lines_on(20, paper, "--why")]
    start = next(number for number, line in enumerate(lines) if "依据规则" in line)
    assert all(terminal.breadth(line) <= 20 for line in lines[:-1])
    assert len(lines[start:-1]) > 1
    assert all(line.startswith("　　") for line in lines[start:-1])


def test_a_reader_that_goes_away_is_no_error(paper: Path) -> None:
    paper.write_text("各学院要完成自查。\n" * 20_000, "utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "luoshi", "read", paper], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout
    run.stdout.readline()
    run.stdout.close()
    assert run.wait() == 141
    assert run.stderr
    assert run.stderr.read() == b""
    run.stderr.close()


def test_another_encoding_shows_what_it_can(paper: Path) -> None:
    paper.write_text("各学院要支持𠮷田项目。", "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "luoshi", "read", paper],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "gb2312"},
    )
    assert run.stdout.decode("gb2312").startswith("要求｜各学院要支持?田项目。")


def test_blanks_and_control_characters_become_one_blank() -> None:
    source = "会议\u3000\u3000要求\x1b[31m，要\t加强。"
    line = next(iter(terminal.view(source, read(source), paint=False, width=None, why=False)))
    assert line.endswith("会议 要求 [31m，要 加强。")


def test_what_is_told_of_a_run() -> None:
    begun = Tally(documents=100, errors=1, size=1_000_000, reached=500_000)
    now = Tally(documents=1_300, errors=2, size=7_000_000, reached=3_500_000)
    assert terminal.told(now, begun, 2, 9_500_000) == "已读 1,300 份，3.0 MB/s，读不了 2 份，还要 4 秒"
    assert terminal.told(now, begun, 2, None) == "已读 1,300 份，3.0 MB/s，读不了 2 份"
    assert terminal.told(begun, begun, 0, 9_500_000) == "已读 100 份，读不了 1 份"


def test_examples_are_true() -> None:
    done = doctest.testmod(terminal)
    assert done.attempted
    assert not done.failed
