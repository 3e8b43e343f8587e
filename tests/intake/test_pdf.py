"""The lines of a PDF become paragraphs again."""

import shutil
import subprocess
from pathlib import Path

import docx as word
import pytest

from luoshi.intake import extract
from luoshi.intake.formats.lines import joined
from tests.intake.builders import pdf

FULL = "为深入贯彻落实党中央决策部署，各有关部门要按照"


def test_a_wrapped_sentence_is_one_paragraph_across_pages() -> None:
    first, second, third = (f"{number}{FULL}" for number in "甲乙丙")
    found = extract(
        pdf(["通知", first, second, "- 1 -"], [third, "抓好落实。", "一、要求", "第 2 页"]), "a.pdf"
    )
    assert found.text == f"通知\n{first}{second}{third}抓好落实。\n一、要求"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([FULL, "落实。"], f"{FULL}落实。"),
        ([FULL[:-1] + "。", "落实。"], f"{FULL[:-1]}。\n落实。"),
        ([FULL, "（一）目标"], f"{FULL}\n（一）目标"),
        ([FULL, "1.目标"], f"{FULL}\n1.目标"),
        ([FULL, "1.5万人"], f"{FULL}1.5万人"),
        ([FULL, "第三条 目标"], f"{FULL}\n第三条 目标"),
        ([FULL, "标题", "副题"], f"{FULL}标题\n副题"),
        (
            ["the people of the whole wide and open", "world agreed."],
            "the people of the whole wide and open world agreed.",
        ),
        ([FULL, "—12—", "12", "落实"], f"{FULL}落实"),
        (["甲县", "乙县", "丙县"], "甲县\n乙县\n丙县"),
        ([], ""),
    ],
)
def test_lines_join_by_the_rules(lines: list[str], text: str) -> None:
    assert joined(lines) == text


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_genuine_pdf_gives_the_paragraphs_of_its_document(tmp_path: Path) -> None:
    paragraphs = [
        "一、总体要求",
        f"{FULL}职责分工抓好落实，确保各项任务落到实处，人民群众的获得感不断增强。" * 3,
        "二、保障",
    ]
    source = word.Document()
    for paragraph in paragraphs:
        source.add_paragraph(paragraph)
    source.save(str(tmp_path / "a.docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert extract((tmp_path / "a.pdf").read_bytes(), "a.pdf").text.split("\n") == paragraphs
