"""The paper of a report: one A4 page in the manner of GB/T 9704, the same bytes for the same telling.

Heights are reckoned before anything is laid: the largest type in which all of it fits, else the densest with
as many entries as fit, the sections taking turns.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from luoshi.reports import wording
from luoshi.reports.telling import Telling
from luoshi.reports.wording import COLUMNS, NONE, Concern, Words

VERSION = "1"

WIDTH, HEIGHT = 156 / 25.4 * 72, 225 / 25.4 * 72  # 版心, in points
SPARE = 6.0  # points of height left empty, for what programs reckon differently
MARGIN = 0.3  # of a cell, left and right, in characters
ROW = 3.0  # points a row takes beside its lines: margins and rule
KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}


@dataclass(frozen=True, slots=True)
class Face:
    """How large things are set, in points, and after how many characters a text is cut."""

    body: float
    line: float
    cell: float
    cell_line: float
    title: int
    quote: int


FACES = (  # 三号, 四号, 小四, 五号; tables in 五号 and 小五
    Face(16, 28.95, 10.5, 15, title=60, quote=160),
    Face(14, 24, 9, 13, title=60, quote=160),
    Face(12, 18.5, 9, 12.5, title=50, quote=120),
    Face(10.5, 15.5, 9, 12, title=34, quote=80),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and the style in which it is set."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The list of tasks."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


def docx(telling: Telling) -> bytes:
    """Write the paper of a report."""
    face, words, room = fit(telling)
    document = Document()
    _bare(document)
    _page(document)
    _styles(document, face, title_size(words.title))
    for block in blocks(words, room):
        _lay(document, block, face)
    _properties(document, words, telling.known)
    return _packed(document)


# What stands on the page


def blocks(words: Words, room: Sequence[int]) -> Iterator[Block]:
    """Yield the blocks from top to bottom, with so many rows, entries of each concern, and quotes."""
    rows, *entries, quotes = room
    yield Paragraph("Title", words.title)
    yield Paragraph("BodyText", words.opening)
    yield Paragraph("Heading1", "一、各项任务")
    yield from _tasks(words, rows)
    yield Paragraph("Heading1", "二、需要关注的")
    for concern, number in zip(words.concerns, entries, strict=True):
        yield Paragraph("BodyText", _told(concern, number))
    if not words.concerns:
        yield Paragraph("BodyText", NONE)
    yield Paragraph("Heading1", "三、尚无人接的要求")
    yield from _unanswered(words, quotes)
    yield Paragraph("Unit", words.unit)
    yield Paragraph("Day", words.day)
    yield Paragraph("Note", words.note)


def _tasks(words: Words, number: int) -> Iterator[Block]:
    rest = len(words.rows) - number
    if number:
        yield Table((COLUMNS, *words.rows[:number]))
    if rest:
        yield Paragraph("BodyText", f"{'其余' if number else ''}{rest}项见系统。")
    if not words.rows:
        yield Paragraph("BodyText", NONE)


def _told(concern: Concern, number: int) -> str:
    total = len(concern.entries)
    if not number:
        return f"{concern.head}{total}项，见系统。"
    rest = (f"其余{total - number}项见系统",) if number < total else ()
    return f"{concern.head}{total}项：{'；'.join((*concern.entries[:number], *rest))}。"


def _unanswered(words: Words, number: int) -> Iterator[Block]:
    rest = len(words.quotes) - number
    yield Paragraph("BodyText", f"{words.cover}{'：' if number else '。'}")
    for quote in words.quotes[:number]:
        yield Paragraph("BodyText", quote)
    if rest:
        yield Paragraph("BodyText", f"{'其余' if number else ''}{rest}条见系统。")


# How much of it fits


def fit(telling: Telling) -> tuple[Face, Words, list[int]]:
    """Choose the largest face in which everything stands on the page, else fill the page in the densest."""
    for face in FACES:
        words = wording.words(telling, title=face.title, quote=face.quote)
        if fits(words, full := _full(words), face):
            return face, words, full
    return face, words, _filled(words, face)


def _full(words: Words) -> list[int]:
    return [len(words.rows), *(len(concern.entries) for concern in words.concerns), len(words.quotes)]


def _filled(words: Words, face: Face) -> list[int]:
    """Let the sections take turns, one entry more each and two rows, until none can take another."""
    full = _full(words)
    room, hungry = [0] * len(full), [0, *range(len(full))]
    while hungry:
        for one in tuple(hungry):
            more = [number + (place == one) for place, number in enumerate(room)]
            if room[one] < full[one] and fits(words, more, face):
                room = more
            else:
                hungry.remove(one)
    return room


def fits(words: Words, room: Sequence[int], face: Face) -> bool:
    """Tell whether so many entries stand on one page."""
    left = HEIGHT - SPARE
    for block in blocks(words, room):
        left -= height(block, face)
        if left < 0:
            return False
    return True


def height(block: Block, face: Face) -> float:
    """Reckon the height of a block, in points."""
    if isinstance(block, Table):
        return sum(_row_height(row, face) for row in block.rows) + 1
    return _PARAGRAPHS[block.style](block.text, face)


def _title_height(text: str, _face: Face) -> float:
    size = title_size(text)
    number = max(len(title_lines(text)), lines(text, WIDTH / size))
    return number * title_line(size) + _AFTER_TITLE


def _body_height(text: str, face: Face) -> float:
    return lines("　　" + text, WIDTH / face.body) * face.line


def _unit_height(text: str, face: Face) -> float:
    return lines(text, WIDTH / face.body - 2) * face.line + face.line / 2


def _line_height(_text: str, face: Face) -> float:
    return face.line


def _note_height(text: str, _face: Face) -> float:
    return lines(text, WIDTH / 9) * 12 + 4


_AFTER_TITLE = 8.0
_PARAGRAPHS: dict[str, Callable[[str, Face], float]] = {
    "Title": _title_height,
    "BodyText": _body_height,
    "Heading1": _line_height,
    "Unit": _unit_height,
    "Day": _line_height,
    "Note": _note_height,
}


def _row_height(row: tuple[str, ...], face: Face) -> float:
    columns = zip(row, column_widths(face), strict=True)
    return max(lines(text, width - 2 * MARGIN) for text, width in columns) * face.cell_line + ROW


def column_widths(face: Face) -> tuple[float, ...]:
    """Return the widths of the columns in characters; the title takes what the others leave."""
    code, lead, lamp, share, due = 4.0, 6.8, 3.8, 3.9, 9.1
    title = WIDTH / face.cell - code - lead - lamp - 2 * share - due
    return code, title, lead, lamp, share, share, due


def title_size(title: str) -> float:
    """Return 二号 for a title of up to two lines, else 三号."""
    return 22 if lines(title, WIDTH / 22) <= 2 else 16


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title of two lines where its sense allows it, the lines as equal as may be; leave others alone.

    >>> title_lines("关于《产教融合三年行动计划》落实情况的报告")
    ('关于《产教融合三年行动计划》', '落实情况的报告')
    """
    if _width(title) <= WIDTH / 22:
        return (title,)
    pairs = [(title[: found.end()], title[found.end() :]) for found in _BREAK.finditer(title)]
    fitting = [pair for pair in pairs if max(map(_width, pair)) <= WIDTH / 22]
    return min(fitting, key=lambda pair: max(map(_width, pair)), default=(title,))


_BREAK = re.compile(r"[》）、，](?![》）、，])|.(?=[《（])")


def title_line(size: float) -> float:
    """Return the height of a line of the title."""
    return size + 9


@lru_cache(maxsize=4096)
def lines(text: str, width: float) -> int:
    """Reckon how many lines a text takes at a width in characters, rather one more than one less.

    Punctuation that may not begin or end a line pulls a character along; hence a line is not used to the full.
    """
    if _width(text) <= width:
        return 1
    width -= min(1.5, width / 12) if width > 8 else 0
    count, used = 1, 0.0
    for run in _RUN.findall(text):
        size = _run_width(run)
        if used + size > width:
            count, used = count + 1, 0.0
        count, used = count + int((used + size) // width), (used + size) % width
    return count


_RUN = re.compile(r"[!-~]+|.", re.DOTALL)
_NARROW, _WIDE = set(" .,:;'!|()[]-/"), set("%@&_")


def _width(text: str) -> float:
    return sum(map(_run_width, _RUN.findall(text)))


def _run_width(run: str) -> float:
    """Reckon the width of a Chinese character, or of a Latin word with the space left on both its sides."""
    return sum(map(_char_width, run)) + (0.5 if "!" <= run[0] <= "~" else 0)


def _char_width(char: str) -> float:
    if not char.isascii():
        return 0.0 if unicodedata.combining(char) else 1.0
    if char.isdigit():
        return 0.52
    return 0.36 if char in _NARROW else 0.95 if char.isupper() or char in _WIDE else 0.56


# How it is laid


def _bare(document: Any) -> None:
    """Drop from the library's own template what this paper has no use for."""
    _drop(document.part.rels, lambda kind: kind not in KEPT)
    _drop(document.part.package.rels, lambda kind: kind.endswith(("/thumbnail", "/extended-properties")))
    settings = document.settings.element
    for name in ("w:themeFontLang", "w:clrSchemeMapping", "w:savePreviewPicture", "w:rsids"):
        for element in settings.findall(qn(name)):
            settings.remove(element)
    package = document.part.package
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, _FONTS.encode(), package)
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _drop(relations: Any, unwanted: Callable[[str], bool]) -> None:
    for key in [key for key, relation in relations.items() if unwanted(relation.reltype)]:
        del relations[key]


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def _styles(document: Any, face: Face, title: float) -> None:
    """Put this paper's styles in the place of all others."""
    sizes = {
        "title": round(2 * title),
        "title_line": round(20 * title_line(title)),
        "after_title": round(20 * _AFTER_TITLE),
        "body": round(2 * face.body),
        "line": round(20 * face.line),
        "half": round(10 * face.line),
        "two": round(40 * face.body),
        "cell": round(2 * face.cell),
        "cell_line": round(20 * face.cell_line),
    }
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(_STYLES.format(ns=nsdecls("w"), **sizes))))


def _lay(document: Any, block: Block, face: Face) -> None:
    if isinstance(block, Table):
        _lay_table(document, block, face)
        return
    paragraph = document.add_paragraph()
    if block.style == "Title":
        _set(paragraph, block.style, "\n".join(title_lines(block.text)))
        _balance(paragraph, block.text)
    else:
        _set(paragraph, block.style, block.text)


def _set(paragraph: Any, style: str, text: str) -> None:
    """Set a text in a style; the hint makes “ ” and … Chinese, not Latin."""
    paragraph._p.get_or_add_pPr().style = style
    run = paragraph.add_run(text)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")
    fonts.set(qn("w:eastAsia"), _FACES_OF[style])


def _balance(paragraph: Any, title: str) -> None:
    """Make the lines of a title that breaks by itself about equally long, so that no character stands alone."""
    size = title_size(title)
    if len(title_lines(title)) == 1 and (count := lines(title, WIDTH / size)) > 1:
        margin = max(0.0, (WIDTH - (ceil(_width(title) / count) + 2) * size) / 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(round(margin))


def _lay_table(document: Any, block: Table, face: Face) -> None:
    table = document.add_table(len(block.rows), len(COLUMNS))
    widths = [Pt(round(width * face.cell, 1)) for width in column_widths(face)]
    side = round(20 * MARGIN * face.cell)
    table._tbl.replace(table._tbl.tblPr, parse_xml(_TABLE.format(ns=nsdecls("w"), side=side)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, texts) in enumerate(zip(table.rows, block.rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if number == 0:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for place, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
            style = "CellHead" if number == 0 else "CellText" if place in {1, 2} else "CellFigure"
            _set(cell.paragraphs[0], style, text)


def _properties(document: Any, words: Words, known: datetime) -> None:
    """Say who issued the paper and when, by what was known: no clock is read."""
    core, at = document.core_properties, known.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.title, core.author, core.last_modified_by = words.title, words.unit, words.unit
    core.created = core.modified = at
    core.language, core.comments, core.version = "zh-CN", "", VERSION


def _packed(document: Any) -> bytes:
    """Pack the paper anew: order, times and rights fixed, and stored, so that no compressor has a say in the bytes."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()


_SONG, _FANG, _HEI = "方正小标宋简体", "仿宋", "黑体"
_FACES_OF = {
    "Title": _SONG,
    "Heading1": _HEI,
    "CellHead": _HEI,
    **dict.fromkeys(("BodyText", "Unit", "Day", "Note", "CellText", "CellFigure"), _FANG),
}

_FONTS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font>
<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font>
<w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="swiss"/></w:font>
<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>
</w:fonts>"""

_TABLE = """<w:tblPr {ns}><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/>
<w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/>
<w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/>
</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="20" w:type="dxa"/>
<w:left w:w="{side}" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>
</w:tblCellMar></w:tblPr>"""

# Sizes count half points, lines twentieths; no line is kept with another.
_STYLES = """<w:styles {ns}>
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>
<w:sz w:val="{body}"/><w:szCs w:val="{body}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>
<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/>
<w:pPr><w:spacing w:after="{after_title}" w:line="{title_line}" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="{title}"/><w:szCs w:val="{title}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:qFormat/>
<w:pPr><w:ind w:firstLineChars="200" w:firstLine="{two}"/><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/>
<w:pPr><w:ind w:firstLineChars="200" w:firstLine="{two}"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Unit"><w:name w:val="落款单位"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="{half}"/><w:ind w:rightChars="200" w:right="{two}"/><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Day"><w:name w:val="落款日期"/><w:basedOn w:val="Normal"/>
<w:pPr><w:ind w:rightChars="200" w:right="{two}"/><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="附注"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="80" w:line="240" w:lineRule="exact"/></w:pPr>
<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="CellText"><w:name w:val="表文"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:line="{cell_line}" w:lineRule="exact"/></w:pPr>
<w:rPr><w:sz w:val="{cell}"/><w:szCs w:val="{cell}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="CellFigure"><w:name w:val="表数"/><w:basedOn w:val="CellText"/>
<w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="CellHead"><w:name w:val="表头"/><w:basedOn w:val="CellFigure"/>
<w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
</w:styles>"""
