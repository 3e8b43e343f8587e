"""A Word document is read as a person sees it with all changes accepted."""

import io

import docx as word
import pytest

from luoshi.intake import Outcome, extract
from luoshi.intake.formats.numbering import written
from tests.intake.builders import document, docx, p, packed, part, types


def text_of(body: str, *more: tuple[str, str]) -> str:
    return extract(docx(body, *more), "a.docx").text


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{p(text)}"


WIDE, TOP, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

BOX = f"<wps:txbx><w:txbxContent>{p('框内')}</w:txbxContent></wps:txbx>"

BODIES = {
    "paragraphs in order": (p("一") + "<w:p/>" + p("二"), "一\n二"),
    "a table is rows of cells": (table([p("甲"), p("乙")], [p("丙"), p("丁")]), "甲\t乙\n丙\t丁"),
    "paragraphs of a cell share its line": (table([p("甲") + p("乙"), p("丙")]), "甲 乙\t丙"),
    "a nested table is not lost": (table([p("外") + table([p("内一"), p("内二")]), p("右")]), "外 内一 内二\t右"),
    "a frame keeps its lines": (table([p("甲") + p("乙")]), "甲\n乙"),
    "an empty cell keeps its place": (table([p("甲"), "<w:p/>", p("丙")]), "甲\t\t丙"),
    "a wide cell takes its columns": (table([cell("甲", WIDE), p("乙")], [p("丙"), p("丁"), p("戊")]), "甲\t\t乙\n丙\t丁\t戊"),
    "a row that begins further in": ("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "\t甲"),
    "what was once a wide cell": (table([cell("甲", f"<w:tcPrChange><w:tcPr>{WIDE}</w:tcPr></w:tcPrChange>"), p("乙")]), "甲\t乙"),
    "a merged cell speaks once": (table([cell("甲", TOP), p("乙")], [cell("", ON), p("丙")]), "甲\t乙\n\t丙"),
    "merged owners and days are said in each row": (
        table(
            [p("序号"), p("任务"), p("责任单位"), p("完成时限")],
            [p("1"), p("甲"), cell("教务处", TOP), cell("6月", TOP)],
            [p("2"), p("乙"), cell("", ON), cell("", ON)],
            [p("3"), p("丙"), p(""), cell("9月", TOP)],
            [p(""), p(""), p(""), cell("", ON)],
        ),
        "序号\t任务\t责任单位\t完成时限\n1\t甲\t教务处\t6月\n2\t乙\t教务处\t6月\n3\t丙\t\t9月",
    ),
    "a heading over two columns and two lines": (
        table(
            [cell("任务", TOP), cell("责任单位", WIDE), cell("完成时限", TOP)],
            [cell("", ON), p("牵头"), p("配合"), cell("", ON)],
            [p("甲"), cell("教务处", TOP), p("财务处"), p("6月")],
            [p("乙"), cell("", ON), p("人事处"), p("7月")],
        ),
        "任务\t责任单位\t\t完成时限\n\t牵头\t配合\t\n甲\t教务处\t财务处\t6月\n乙\t教务处\t人事处\t7月",
    ),
    "tabs and breaks": ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙"),
    "insertions in": (f"<w:p>{r('前')}<w:ins>{r('增')}</w:ins></w:p>", "前增"),
    "deletions out": (f"<w:p>{r('前')}<w:del><w:r><w:delText>删</w:delText></w:r>{r('删')}</w:del>{r('后')}</w:p>", "前后"),
    "moved away out, moved here in": (f"<w:p><w:moveFrom>{r('移')}</w:moveFrom>{r('前')}<w:moveTo>{r('移')}</w:moveTo></w:p>", "前移"),
    "content controls in": (f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>", "控件"),
    "links in, field codes out": (f"<w:p><w:hyperlink>{r('链接')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", "链接"),
    "phonetic guides out": (f"<w:p><w:r><w:ruby><w:rt>{r('zi')}</w:rt><w:rubyBase>{r('字')}</w:rubyBase></w:ruby></w:r></w:p>", "字"),
    "formulas in": ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "x=1"),
    "a text box once, after its paragraph": (
        f"<w:p>{r('外')}<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>{r('续')}</w:p>" + p("后"),
        "外续\n框内\n后",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BODIES)
def test_what_is_read(case: str) -> None:
    body, text = BODIES[case]
    assert text_of(body) == text


def test_the_strict_variant_is_read() -> None:
    strict = document(p("正文")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert (
        extract(packed(("[Content_Types].xml", types()), ("word/document.xml", strict)), "a.docx").text
        == "正文"
    )


def test_what_python_docx_writes_is_read() -> None:
    written_by = word.Document()
    written_by.add_heading("通知", 1)
    written_by.add_paragraph("各单位：")
    written_by.add_table(1, 2).rows[0].cells[1].text = "表"
    written_by.save(out := io.BytesIO())
    assert extract(out.getvalue(), "a.docx").text == "通知\n各单位：\n\t表"


def level(depth: int, way: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "japaneseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "bullet", "\uf06c")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "chineseCountingThousand", "第%1条", '<w:pStyle w:val="Article"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
)
STYLES = part(
    "styles",
    '<w:style w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Article"/></w:style>',
)


def numbered(text: str, depth: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        [
            numbered("总体要求", 0), numbered("目标", 1), numbered("细目", 2), numbered("细目", 2), numbered("原则", 1),
            numbered("任务", 0), numbered("目标", 1), numbered("点", 3), numbered("另起", 0, 3),
            p("为了", '<w:pStyle w:val="Article"/>'), p("适用", '<w:pStyle w:val="Child"/>'),
            p("旧号", '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'),
            numbered("无此号", 0, 99), numbered("无此级", 8),
        ]
    )  # fmt: skip
    assert text_of(body, ("word/numbering.xml", LISTS), ("word/styles.xml", STYLES)).split("\n") == [
        "一、总体要求", "（一）目标", "1.细目", "2.细目", "（二）原则", "二、任务", "（一）目标", "点", "一、另起",
        "第一条 为了", "第二条 适用", "旧号", "无此号", "无此级",
    ]  # fmt: skip


def test_a_column_of_automatic_numbers_has_them() -> None:
    body = table(*([numbered("", 2), p(words)] for words in ("甲", "乙"))) + numbered("", 2)
    assert text_of(body, ("word/numbering.xml", LISTS)) == "1.\t甲\n2.\t乙"


@pytest.mark.parametrize(
    ("number", "label"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一"), (10_000, "10000")],
)  # fmt: skip
def test_chinese_figures(number: int, label: str) -> None:
    assert written(number, "chineseCounting") == label


def test_three_million_empty_paragraphs_end_within_the_limits() -> None:
    many = docx("<w:p/>" * 3_000_000, method=0)
    assert extract(many, "a.docx").outcome in {Outcome.NO_TEXT, Outcome.TIME, Outcome.MEMORY}


def test_a_hundred_thousand_elements_deep_ends_in_an_outcome() -> None:
    deep = docx("<w:sdt>" * 100_000 + p("深") + "</w:sdt>" * 100_000, method=0)
    assert extract(deep, "a.docx").outcome is Outcome.TEXT
