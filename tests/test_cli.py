"""The command: what a person sees, what a program gets, and what happens to a file that gives no text."""

import json
from pathlib import Path

import pytest

from luoshi.cli import main
from luoshi.reading import read

TEXT = "学校召开例会。\n会议强调，各学院要在2027年6月底前完成自查。\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "例会.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_it_names_each_verdict_and_counts(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "会务｜学校召开例会。"
    assert said[1].startswith("要求｜会议强调")
    assert said[-1] == "共 2 句：要求 1，情况 0，说理 0，会务 1。"


def test_it_colours_only_when_asked_or_on_a_terminal(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(paper)])
    assert "\x1b" not in capsys.readouterr().out
    main(["read", "--colour", str(paper)])
    assert "\x1b[31m" in capsys.readouterr().out


def test_it_says_why(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", "--why", str(paper)])
    assert "依据规则 order：“要”" in capsys.readouterr().out


def test_it_prints_one_record_as_an_object(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(paper)]) == 0
    assert json.loads(capsys.readouterr().out) == read(TEXT).to_json()


def test_it_prints_several_records_a_line_each(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(paper), str(paper)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.pop("file") for row in rows] == [str(paper)] * 2
    assert rows[0] == read(TEXT).to_json()


def test_it_writes_records_into_a_folder(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "--json", "--out", str(tmp_path / "录"), str(paper)]) == 0
    assert json.loads((tmp_path / "录" / "例会.json").read_text("utf-8")) == read(TEXT).to_json()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["没有这个文件.txt", "坏.exe"])
def test_an_unreadable_file_is_one_line_and_the_run_goes_on(
    name: str, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.exe").write_bytes(b"MZ\x00\x01")
    assert main(["read", str(tmp_path / name), str(paper)]) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert name in said.err
    assert "共 2 句" in said.out


def test_control_characters_of_a_source_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "控.txt"
    path.write_text("会议\u202e要求，要\u200f加强。", "utf-8")
    main(["read", str(path)])
    assert "\u202e" not in capsys.readouterr().out


def test_it_asks_for_a_verb() -> None:
    with pytest.raises(SystemExit, match="2"):
        main([])
