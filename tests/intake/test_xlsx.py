"""A workbook is read as a person sees it who turns the leaves and takes every filter off."""

import pytest

from luoshi.intake import Outcome, extract
from luoshi.intake.formats.figures import shown
from tests.intake.builders import OFFICE, SPREAD, book_parts, c, packed, sheet, xlsx

STRINGS = (
    "<si><t>任务</t></si><si><r><t>牵头</t></r><r><t>单位</t></r><rPh><t>qiāntóu</t></rPh></si>"
    "<si><t xml:space='preserve'> 一\n二_x000D_ </t></si>"
)
FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
)
TASKS = sheet(
    c("A1", "2027年任务分解表"),
    c("A2", "填报单位：办公室") + c("D2", "日期：3月"),
    c("A3", "序号") + c("B3", "任务") + c("C3", "牵头单位") + c("D3", "责任单位") + c("E3", "备注"),
    c("A4", 1) + c("B4", "建专业") + c("C4", "教务处") + c("D4", "各学院"),
    c("A5", 2) + c("B5", "建平台") + c("C5", "留在格中的旧字") + c("D5", "科技处") + c("E5", "并"),
    c("A6", 3) + c("B6", "建基地"),
    c("C7", "x"),
    merged="A1:E1 C4:C7 D5:D6 E5:E6 B6:B7",
)
VALUES = sheet(
    c("A1", 0, "s") + c("B1", 1, "s") + c("C1", 2, "s"),
    c("A2", "2027.0", "n") + c("B2", 46752, "n", 1) + c("C2", 46752, "n", 2) + c("D2", 0.055, "n", 3),
    c("A3", 1, "b") + c("B3", "#N/A", "e") + c("C3", "甲", "str") + c("D3", "2027-12-31T00:00:00", "d"),
    '<c r="A4"><f>SUM(A1:A2)</f><v>3</v></c><c r="B4"><f>NOW()</f></c><c r="C4"/>',
)


def text_of(*sheets: str, **more: str) -> str:
    return extract(xlsx(*sheets, **more), "a.xlsx").text


def test_cells_are_shown_as_a_person_sees_them() -> None:
    assert text_of(VALUES, strings=STRINGS, styles=FORMATS).split("\n") == [
        "任务\t牵头单位\t一 二",
        "2027\t2027-12-31\t2027-12\t5.50%",
        "TRUE\t#N/A\t甲\t2027-12-31",
        "3",
    ]


def test_a_merged_value_stands_once_but_owners_stand_beside_each_task() -> None:
    assert text_of(TASKS).split("\n") == [
        "2027年任务分解表",
        "填报单位：办公室\t\t\t日期：3月",
        "序号\t任务\t牵头单位\t责任单位\t备注",
        "1\t建专业\t教务处\t各学院",
        "2\t建平台\t教务处\t科技处\t并",
        "3\t建基地\t教务处\t科技处",
    ]


def test_a_merged_day_stands_beside_each_task() -> None:
    rows = [
        c("A1", "任务") + c("B1", "责任单位") + c("C1", "完成时限"),
        c("A2", "甲") + c("B2", "教务处") + c("C2", "6月"),
        c("A3", "乙"),
    ]
    assert text_of(sheet(*rows, merged="B2:B3 C2:C3")).endswith("乙\t教务处\t6月")


def test_a_heading_over_two_columns_names_them_both() -> None:
    rows = [c("A1", "任务") + c("B1", "责任单位"), c("B2", "主办") + c("C2", "协办")]
    rows += [c("A3", "甲") + c("B3", "教务处") + c("C3", "科技处"), c("A4", "乙")]
    assert text_of(sheet(*rows, merged="A1:A2 B1:C1 B3:B4 C3:C4")).endswith(
        "甲\t教务处\t科技处\n乙\t教务处\t科技处"
    )


def test_without_a_heading_nothing_is_said_twice() -> None:
    rows = [c("A1", "教务处") + c("B1", "甲"), c("B2", "乙")]
    assert text_of(sheet(*rows, merged="A1:A2")) == "教务处\t甲\n\t乙"


def test_hidden_sheets_are_out_and_hidden_rows_and_columns_are_in() -> None:
    filtered = sheet(
        c("A1", "甲") + c("B1", "乙"), c("A2", "丙"), before='<cols><col min="2" max="2" hidden="1"/></cols>'
    )
    filtered = filtered.replace('<row r="2"', '<row hidden="1" r="2"')
    other = [(state, sheet(c("A1", state))) for state in ("hidden", "veryHidden", "visible")]
    parts = book_parts([("visible", filtered), *other])
    assert extract(packed(*parts.items()), "a.xlsx").text == "甲\t乙\n丙\nvisible"


def test_sheets_stand_in_the_order_of_their_tabs_and_their_names_are_no_text() -> None:
    parts = book_parts([("visible", sheet(c("A1", word))) for word in ("一", "二")])
    parts["xl/_rels/workbook.xml.rels"] = (
        parts["xl/_rels/workbook.xml.rels"]
        .replace('"r1"', '"r0"')
        .replace('"r2"', '"r1"')
        .replace('"r0"', '"r2"')
    )
    assert extract(packed(*parts.items()), "a.xlsx").text == "二\n一"


def test_a_sheet_of_a_chart_is_no_sheet() -> None:
    parts = book_parts([("visible", sheet(c("A1", word))) for word in ("一", "二")])
    rels = parts["xl/_rels/workbook.xml.rels"].replace(
        f'"r1" Type="{OFFICE}/worksheet"', f'"r1" Type="{OFFICE}/chartsheet"'
    )
    parts["xl/_rels/workbook.xml.rels"] = rels
    assert extract(packed(*parts.items()), "a.xlsx").text == "二"


def test_rows_and_cells_without_places_follow_one_another() -> None:
    bare = f'<worksheet xmlns="{SPREAD}"><sheetData><row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData></worksheet>'
    assert text_of(bare) == "1\t2\t3\n4\n5"


def test_the_strict_variant_is_read() -> None:
    parts = book_parts([("visible", sheet(c("A1", "甲")))])
    strict = {
        name: part.replace(SPREAD, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in parts.items()
    }
    assert extract(packed(*strict.items()), "a.xlsx").text == "甲"


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    told = sheet(c("A1", 45290, "n", 1) + c("B1", 0, "n", 1))
    assert text_of(told, styles=FORMATS, more='<workbookPr date1904="1"/>') == "2027-12-31\t1904-01-01"


def test_a_document_that_carries_a_sheet_is_a_document_still() -> None:
    inner = xlsx(sheet(c("A1", "甲")), method=0)
    found = extract(packed(("word/embeddings/a.xlsx", inner), ("xl/a.xml", "<x/>"), method=0), "a.docx")
    assert found.outcome is Outcome.UNKNOWN_TYPE and found.kind == "docx"


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("1", "", "1"), ("1E+3", "", "1000"), ("0.10000000000000001", "", "0.1"), ("-0", "", "0"), ("1e-7", "General", "0.0000001"),
        ("110101199001011234", "", "110101199001011234"), ("1.1010119900101E+17", "0", "1.1010119900101E+17"), ("1e400", "", "1e400"),
        ("5.5", "0.00", "5.50"), ("2.345", "0.00", "2.35"), ("-2.345", "0.00_);[Red](0.00)", "-2.35"), ("1234.5", "#,##0.0", "1234.5"),
        ("7", "000", "007"), ("0.5", "#.##", "0.5"), ("0.0549", "0%", "5%"), ("0.85", "0.0#%", "85%"), ("3", '0"万元"', "3万元"),
        ("800", "￥#,##0", "￥800"), ("3", '"第"0"批"', "第3批"), ("1234", "0.0,", "1234"), ("12", "0.00E+00", "12"), ("7", "@", "7"),
        ("46752", "yyyy-mm-dd;@", "2027-12-31"), ("46752", 'm"月"d"日"', "2027-12-31"), ("46752", 'yyyy"年"', "2027"), ("46752", "mmm-yy", "2027-12"),
        ("46752", "[$-804]yyyy年m月d日", "2027-12-31"), ("46752.75", "yyyy-m-d h:mm", "2027-12-31 18:00"), ("46752", "yyyy-m-d h:mm", "2027-12-31"),
        ("0.75", "h:mm", "18:00"), ("1.5", "[h]:mm", "1.5"), ("1", "yyyy-m-d", "1900-01-01"), ("59", "yyyy-m-d", "1900-02-28"),
        ("60", "yyyy-m-d", "60"), ("61", "yyyy-m-d", "1900-03-01"), ("-1", "yyyy-m-d", "-1"), ("2958466", "yyyy-m-d", "2958466"),
        ("nan", "", "nan"), ("1_0", "", "1_0"), ("", "", ""), ("2958465.9999", "yyyy-m-d h:mm", "2958465.9999"),
    ],
)  # fmt: skip
def test_a_figure_is_shown_as_its_format_says(raw: str, code: str, text: str) -> None:
    assert shown(raw, code) == text
