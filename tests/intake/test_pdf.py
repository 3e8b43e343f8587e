"""The lines of a PDF become paragraphs again."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

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
        (
            ["we teach the whole wide and open world of", "Python 3 and of more than that to all", "3 of us"],
            "we teach the whole wide and open world of Python 3 and of more than that to all 3 of us",
        ),
        ([FULL, f"{FULL[:-5]}", "Administration 系统"], f"{FULL}{FULL[:-5]}Administration 系统"),
        ([FULL, f"{FULL[:-12]}", "AI 系统"], f"{FULL}{FULL[:-12]}\nAI 系统"),
        ([f"{FULL} of 3,", "000 kg,", "落实"], f"{FULL} of 3,000 kg,\n落实"),
        ([f"{FULL} of us,", "all of us"], f"{FULL} of us, all of us"),
        ([FULL, "第三条的规定落实"], f"{FULL}第三条的规定落实"),
        ([FULL, "3、4号楼的住户"], f"{FULL}3、4号楼的住户"),
        ([FULL, "● 目标", "1）目标"], f"{FULL}\n● 目标\n1）目标"),
        (["通 知", "序号 工作任务 责任单位", "王 一 鸣"], "通知\n序号 工作任务 责任单位\n王一鸣"),
        ([" ".join(FULL), "落 实 。"], f"{FULL}落实。"),
        ([FULL, "—12—", "12", "落实"], f"{FULL}落实"),
        (["甲县", "乙县", "丙县"], "甲县\n乙县\n丙县"),
        ([], ""),
    ],
)
def test_lines_join_by_the_rules(lines: list[str], text: str) -> None:
    assert joined(lines) == text


def genuine(document: Any, folder: Path) -> str:
    """Have LibreOffice print a document as PDF, and return the text of that."""
    document.save(str(folder / "a.docx"))
    home = f"-env:UserInstallation=file://{folder}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return extract((folder / "a.pdf").read_bytes(), "a.pdf").text


def tight(text: str) -> str:
    """Leave out the gaps that are set between Chinese and Latin letters."""
    return re.sub(r"(?<=[^ -~]) (?=[!-~])|(?<=[!-~]) (?=[^ -~])", "", text)


office = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
CLAUSE = f"{FULL}职责分工抓好落实，确保各项任务落到实处，师生的获得感不断增强"
LONG = "，".join([CLAUSE] * 3) + "。"
ENGLISH = (
    "The school keeps a plan of its own, "
    + "and shares what it has learned with all the others in the region, " * 3
    + "or so it says."
)


@office
def test_a_genuine_pdf_gives_the_paragraphs_of_its_document(tmp_path: Path) -> None:
    paragraphs = ["一、总体要求", LONG, "二、保障"]
    source = word.Document()
    for paragraph in paragraphs:
        source.add_paragraph(paragraph)
    assert genuine(source, tmp_path).split("\n") == paragraphs


@office
@pytest.mark.parametrize(("size", "indent"), [(16, 2), (12, 0)])
def test_headings_lists_and_latin_words_of_a_genuine_pdf_stay_themselves(
    tmp_path: Path, size: int, indent: int
) -> None:
    paragraphs = [
        "关于做好重点工作的通知",
        "各学院、各部门：",
        f"{CLAUSE}，{LONG}",
        "一、建设平台",
        f"（一）建设 Open Source Platform for Teaching and Learning 平台，支持 Python 3.11，{LONG}",
        f"1.教务处牵头，{LONG.rstrip('。')}；",
        "2.科技处配合",
        f"● 每月报送进展，{LONG}",
        ENGLISH,
        "，".join([CLAUSE] * 30) + "。",  # goes over to the next page
        "特此通知。",
        "某大学办公室",
        "2027年3月5日",
    ]
    source = word.Document()
    source.styles["Normal"].font.size = Pt(size)
    for paragraph in paragraphs:
        source.add_paragraph(paragraph).paragraph_format.first_line_indent = Pt(size * indent)
    text = genuine(source, tmp_path)
    assert [tight(line) for line in text.split("\n")] == [tight(line) for line in paragraphs]
    assert "Open Source Platform for Teaching and Learning" in text
    assert ENGLISH in text


@office
def test_characters_that_are_only_set_wide_are_not_parted(tmp_path: Path) -> None:
    source = word.Document()
    for paragraph in ("关于做好重点工作的通知", LONG):
        said = source.add_paragraph().add_run(paragraph)
        wide = OxmlElement("w:spacing")
        wide.set(qn("w:val"), "60")
        said._r.get_or_add_rPr().append(wide)
    source.add_paragraph("重点工作方案").alignment = WD_ALIGN_PARAGRAPH.DISTRIBUTE
    assert genuine(source, tmp_path).split("\n") == ["关于做好重点工作的通知", LONG, "重点工作方案"]
