"""One table of tasks, written as a workbook, a Word document, a web page and a text, says the same once it is read."""

import io
from collections.abc import Callable

import docx as word
import pytest

from luoshi.intake import extract
from luoshi.reading import read
from tests.intake.builders import c, sheet, xlsx

TITLE = "2027年重点任务分解表"
HEADS = (["序号", "工作任务", "责任单位", "", "完成时限", "预期目标"], ["", "", "牵头", "配合", "", ""])
ROWS = (
    ["1", "建设实训基地。各学院要协助选址。", "教务处", "财务处\n后勤处", "2027-06-30", "新建基地3个"],
    ["2", "修订培养方案", "", "各学院", "9月底前", ""],
    ["", "开好论证会", "", "", "", ""],
    ["3", "巡查校园", "保卫处", "", "长期", ""],
)
SAID = [
    ("1", "建设实训基地。", "lead 教务处、support 财务处、support 后勤处", "2027-06-30", "新建基地 = 3 个"),
    ("1", "各学院要协助选址。", "support 各学院", "", ""),
    ("1", "新建基地3个", "", "", ""),
    ("2", "修订培养方案", "lead 教务处、support 各学院", "2027-09-30", ""),
    ("2", "开好论证会", "lead 教务处、support 各学院", "2027-09-30", ""),
    ("3", "巡查校园", "lead 保卫处", "", ""),
]


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    """Tell of each order where it stands and what belongs to it."""
    record = read(text)
    return [
        (
            "/".join(one.path),
            one.span.of(text),
            "、".join(f"{row.role} {row.unit}" for row in record.owners if row.of == one.span),
            "、".join(row.date for row in record.deadlines if row.of == one.span),
            "、".join(f"{r.subject} {r.comparator} {r.value:g} {r.unit}" for r in record.targets if r.of == one.span),
        )
        for one in record.sentences
        if one.verdict == "order"
    ]  # fmt: skip


def workbook() -> tuple[bytes, str]:
    rows = [c("A1", TITLE)]
    for number, row in enumerate((*HEADS, *ROWS), 2):
        cells = [(f"{letter}{number}", words) for letter, words in zip("ABCDEF", row, strict=True) if words]
        rows.append(
            "".join(
                c(place, int(words) if words.isdecimal() else words, "n" if words.isdecimal() else "str")
                for place, words in cells
            )
        )
    merged = "A1:F1 A2:A3 B2:B3 C2:D2 E2:E3 F2:F3 C4:C6 D5:D6 E5:E6 A5:A6"
    return xlsx(sheet(*rows, merged=merged)), "a.xlsx"  # fmt: skip


def document() -> tuple[bytes, str]:
    made = word.Document()
    made.add_paragraph(TITLE)
    table = made.add_table(len(HEADS) + len(ROWS), 6)
    for at, row in enumerate((*HEADS, *ROWS)):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    for a, b in (
        ((0, 0), (1, 0)),
        ((0, 1), (1, 1)),
        ((0, 2), (0, 3)),
        ((0, 4), (1, 4)),
        ((2, 2), (4, 2)),
        ((3, 0), (4, 0)),
        ((3, 3), (4, 3)),
        ((3, 4), (4, 4)),
    ):
        table.cell(*a).merge(table.cell(*b))  # fmt: skip
    made.save(out := io.BytesIO())
    return out.getvalue(), "a.docx"


def page() -> tuple[bytes, str]:
    spans = {
        (0, 0): "rowspan=2",
        (0, 1): "rowspan=2",
        (0, 2): "colspan=2",
        (0, 4): "rowspan=2",
        (0, 5): "rowspan=2",
    }
    spans |= {(2, 2): "rowspan=3", (3, 0): "rowspan=2", (3, 3): "rowspan=2", (3, 4): "rowspan=2"}
    under = {(1, 0), (1, 1), (0, 3), (1, 4), (1, 5), (3, 2), (4, 2), (4, 0), (4, 3), (4, 4)}
    rows = [
        "".join(
            f"<td {spans.get((at, column), '')}>{words.replace(chr(10), '<br>')}</td>"
            for column, words in enumerate(row)
            if (at, column) not in under
        )
        for at, row in enumerate((*HEADS, *ROWS))
    ]
    return f"<html><h1>{TITLE}</h1><table><tr>{'<tr>'.join(rows)}</table>".encode(), "a.html"  # fmt: skip


def barred() -> tuple[bytes, str]:
    repeated = [[*row] for row in ROWS]
    repeated[1][2] = "教务处"
    lines = ["|".join(row).replace("\n", "、") for row in (*HEADS, *repeated)]
    return "\n".join([TITLE, *(f"|{line}|" for line in lines)]).encode(), "a.txt"


@pytest.mark.parametrize("made", [workbook, document, page, barred])
def test_a_table_says_the_same_in_every_format(made: Callable[[], tuple[bytes, str]]) -> None:
    text = extract(*made()).text
    assert text.splitlines()[0] == TITLE
    assert told(text) == SAID
