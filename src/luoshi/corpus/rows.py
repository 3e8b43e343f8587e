"""One row a document: what a line of the input must be, and what a line of the output is."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.corpus.documents import LONGEST, Document
from luoshi.reading import VERSION, Record

OPENING = b'{"file":'  # every row begins so

ERRORS = {
    "line_utf8": "这一行不是 UTF-8 编码，请转成 UTF-8 再读。",
    "line_json": "这一行不是完整的 JSON，请检查这一行。",
    "line_object": "这一行不是 JSON 对象，应写成 {…}。",
    "line_text": "这一行没有 text，或者 text 不是字符串。",
    "line_id": "id 只能是字符串或整数。",
    "line_dated": "dated 要写成 2027-06-30 这样的日期。",
    "line_long": f"这一行超过 {LONGEST // 1024**2} MiB，未读，请拆开。",
    "file_open": "打不开，请检查路径和权限。",
    "file_gzip": "压缩数据损坏或不完整，从这一行起未读，请重新取得文件。",
    "read_failed": "读的时候程序出错，请把这一份交给维护的人。",
    "read_memory": "读这一份时内存不够，请拆开再读。",
    "read_time": "读这一份超过时限，已停止，请拆开再读，或用 --seconds 放宽。",
    "read_died": "读这一份的进程意外终止（多半是内存不够），请单独再读。",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(check_circular=False, separators=(",", ":"))


class Unread(Exception):
    """A document that gives no record, with a code for programs and a sentence for people."""

    def __init__(self, code: str, message: str = "", *, id_: str | int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or ERRORS[code]
        self.id = id_


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read of one document."""

    id: str | int | None
    text: str
    dated: date | None = None


def taken(document: Document) -> Source:
    """Take a line apart into id, text and day, or say why that cannot be done."""
    given = _object(document)
    name = given.get("id")
    if type(name) not in (str, int, type(None)):
        raise Unread("line_id")
    if not isinstance(text := given.get("text"), str):
        raise Unread("line_text", id_=name)
    return Source(name, text, _day(given.get("dated"), name))


def record_row(document: Document, name: str | int | None, record: Record) -> bytes:
    """Write the row of a document that was read."""
    return _row(document, name, "record", record.dumps())


def error_row(document: Document, unread: Unread) -> bytes:
    """Write the row of a document that was not."""
    return _row(
        document, unread.id, "error", _ENCODER.encode({"code": unread.code, "message": unread.message})
    )


def _object(document: Document) -> dict[str, Any]:
    content = document.content or b""
    if document.line == 1:
        content = content.removeprefix(codecs.BOM_UTF8)
    try:
        given = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unread("line_utf8") from None
    except (ValueError, RecursionError):
        raise Unread("line_json") from None
    if not isinstance(given, dict):
        raise Unread("line_object")
    return given


def _day(given: object, name: str | int | None) -> date | None:
    """Read a day; a wrong one is not passed over in silence, since the deadlines would be."""
    if given is None:
        return None
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise Unread("line_dated", id_=name)


def _row(document: Document, name: str | int | None, kind: str, said: str) -> bytes:
    """Write one line: where the document stands, and the JSON text of what is said of it."""
    about = {"file": document.file, "line": document.line, "id": name, "version": VERSION}
    line = f'{_ENCODER.encode(about)[:-1]},"{kind}":{said}}}'
    try:
        return f"{line}\n".encode()
    except UnicodeEncodeError:  # half a surrogate pair can be escaped, but not encoded
        return f"{_ASCII.encode(json.loads(line))}\n".encode()
