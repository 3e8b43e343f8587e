"""Files made by hand: every test says what is in its file, and nothing is kept on disk."""

import io
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

FONT = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
)


def types(main: str = MAIN) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(body: str) -> str:
    return f'<?xml version="1.0"?><w:document {SPACES}><w:body>{body}</w:body></w:document>'


def part(root: str, content: str) -> str:
    return f"<w:{root} {SPACES}>{content}</w:{root}>"


def packed(*entries: tuple[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def docx(
    body: str, *more: tuple[str, bytes | str], main: str = MAIN, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    return packed(
        ("[Content_Types].xml", types(main)), ("word/document.xml", document(body)), *more, method=method
    )


SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SPREAD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def c(place: str, value: object = "", kind: str = "n", style: int = 0) -> str:
    """A cell: words without a kind stand in it themselves."""
    if isinstance(value, str) and kind == "n" and not value[:1].isdecimal():
        return f'<c r="{place}" t="inlineStr" s="{style}"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}" t="{kind}"><v>{value}</v></c>'


def sheet(*rows: str, merged: str = "", before: str = "") -> str:
    """A sheet of rows given by their cells."""
    told = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
    merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in merged.split())
    return f'<worksheet xmlns="{SPREAD}">{before}<sheetData>{told}</sheetData><mergeCells>{merges}</mergeCells></worksheet>'


def book_parts(
    sheets: list[tuple[str, str]], strings: str = "", styles: str = "", more: str = "", main: str = SHEETS
) -> dict[str, str]:
    """The parts of a workbook; a sheet is its state and its XML."""
    named = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
        for n, (state, _) in enumerate(sheets, 1)
    )
    kinds = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    kinds += [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "/xl/styles.xml")]
    related = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in kinds
    )
    return {
        "[Content_Types].xml": types(main).replace("word/document", "xl/workbook"),
        "xl/workbook.xml": f'<workbook xmlns="{SPREAD}" xmlns:r="{OFFICE}">{more}<sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SPREAD}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{SPREAD}">{styles}</styleSheet>',
        **{f"xl/worksheets/sheet{n}.xml": content for n, (_, content) in enumerate(sheets, 1)},
    }


def xlsx(*sheets: str, method: int = zipfile.ZIP_DEFLATED, **more: str) -> bytes:
    """A workbook of sheets that are all to be seen."""
    parts = book_parts([("visible", content) for content in sheets], **more)
    return packed(*parts.items(), method=method)


def raw_zip(entries: list[dict]) -> bytes:
    """Write a zip by hand, so that it can lie; an entry may `share` the place of an earlier one."""
    out, directory, places = bytearray(), bytearray(), []
    for entry in entries:
        name, content = entry["name"].encode(), entry.get("content", b"")
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = deflate.compress(content) + deflate.flush()
        crc = entry.get("crc", zlib.crc32(content))
        size = len(body) + entry.get("stretch", 0)
        inside = entry.get("inside", entry["name"]).encode()
        local, central = entry.get("local", len(content)), entry.get("central", len(content))
        place = places[entry["share"]] if "share" in entry else len(out)
        places.append(place)
        if "share" not in entry:
            header = struct.pack(
                "<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, size, local, len(inside), 0
            )
            out += header + inside + body
        directory += struct.pack(
            "<4sHHHHHHLLLHHHHHLL", b"PK\1\2", 0x31E, 20, entry.get("flags", 0), 8, 0, 33, crc,
            size, central, len(name), 0, 0, 0, 0, entry.get("mode", 0o100644) << 16, place,
        )  # fmt: skip
        directory += name
    end = struct.pack(
        "<4sHHHHLLH",
        b"PK\5\6",
        0,
        0,
        len(entries) & 0xFFFF,
        len(entries) & 0xFFFF,
        len(directory),
        len(out),
        0,
    )
    return bytes(out + directory + end)


def genuine(*more: dict) -> bytes:
    """A Word document of one paragraph, with more entries after it."""
    return raw_zip(
        [
            {"name": "[Content_Types].xml", "content": types().encode()},
            {"name": "word/document.xml", "content": document(p("正文")).encode()},
            *more,
        ]
    )


def pdf(*pages: list[str], encrypt: str = "", count: int | None = None) -> bytes:
    """A PDF whose Chinese text stands in it through a hand-made ToUnicode map."""
    chars = sorted({char for page in pages for line in page for char in line})
    codes = {char: number for number, char in enumerate(chars, 1)}
    wide = "".join(f"<{codes[c]:04x}> <{c.encode('utf-16-be').hex()}>\n" for c in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{wide}endbfchar endcmap end end"
    )
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages) if count is None else count}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        FONT,
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"<{''.join(f'{codes[c]:04x}' for c in line)}> Tj 0 -20 Td\n" for line in page)
        content = f"BT /F 12 Tf 40 800 Td\n{shown}ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * number} 0 R>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{encrypt}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


# A password nobody knows: the check string fits no key.
ENCRYPT = (
    f"/ID[<{'00' * 16}><{'00' * 16}>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4"
    f"/O<{'11' * 32}>/U<{'22' * 32}>>>"
)
