"""期限：`2027年6月底前`、`到2027年`、`年底前`、`印发之日起30日内`，只在要求里找。

Not a deadline: a date at which something was, a span of validity, an age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from luoshi.reading.dates import DAY, after, iso, whole
from luoshi.reading.numerals import NUMERAL, number
from luoshi.reading.outline import Piece
from luoshi.reading.records import Deadline, Verdict
from luoshi.reading.scene import Scene

_BY_DAY = re.compile(rf"{DAY.pattern}(?P<edge>底|末|上旬|中旬|下旬)?(?P<by>之?前|以前)?")
_BY_YEAR = re.compile(
    r"(?P<to>到|至|截至)?(?P<year>20\d\d)年(?P<edge>底|末)?(?P<by>之?前|以前)?(?![\d一二三四五六七八九十]{1,2}月|至|—|-|度|级|版|届|第)"
)
_BY_NAME = re.compile(
    r"(?:(?P<year>20\d\d)年|今年|本年度?|当年)?(?P<what>年底|年末|年内|第?[一二三四]季度|上半年|下半年)(?:末|底)?(?:之?前|以前)?"
)
_WITHIN = re.compile(
    rf"(?:(?:自|从)?(?:本[^,。;在自从本]{{1,6}})?(?:印发|发布|下发|公布|通知)之日起)?(?P<count>\d{{1,3}}|{NUMERAL}{{1,3}})(?P<unit>个?工作日|日|天|个月|年)(?:之|以)?内"
)
_ENDS = {"一": 3, "二": 6, "三": 9, "四": 12, "上": 6, "下": 12}
_YEAR = re.compile(r"(20\d\d)年\d{1,2}月\d{1,2}日$")


def find(scene: Scene) -> tuple[Deadline, ...]:
    """Find the days by which something is to be done."""
    printed = printed_on(scene)
    out: list[Deadline] = []
    for piece, _ in scene.orders():
        out += sorted(_of(piece, printed), key=lambda row: row.span)
    return tuple(out)


def printed_on(scene: Scene) -> date | None:
    """Return the day that the document itself bears, else the day it is known to be of."""
    for piece, sentence in zip(scene.pieces, scene.record.sentences, strict=True):
        if (
            sentence.verdict is Verdict.FRAME
            and piece.first
            and piece.last
            and _YEAR.fullmatch(piece.view.text)
        ):
            parts = [int(part) for part in re.findall(r"\d+", piece.view.text)]
            if said := iso(parts[0], parts[1], parts[2]) if 1 <= parts[1] <= 12 else None:
                return date.fromisoformat(said)
    day = scene.record.meeting.date
    if day and day.iso and day.iso[0] != "-":
        return date.fromisoformat(day.iso)
    return scene.dated


def _of(piece: Piece, printed: date | None) -> Iterator[Deadline]:
    text = piece.view.text
    year = printed.year if printed else None
    if "年" in text or "月" in text or "季度" in text:
        yield from _by_name(piece, year)
    if "内" in text:
        yield from _within(piece, printed)


def _by_name(piece: Piece, year: int | None) -> Iterator[Deadline]:
    text = piece.view.text
    for found in _BY_DAY.finditer(text) if "月" in text else ():
        edge, by = found["edge"], found["by"]
        if (by or edge in {"底", "末"}) and (said := _day(found, year)):
            yield Deadline(piece.view.span(*found.span()), said)
    for found in _BY_YEAR.finditer(text):
        if found["to"] or found["by"] or found["edge"]:
            start = found.end("to") if found["to"] else found.start()
            yield Deadline(piece.view.span(start, found.end()), f"{found['year']}-12-31")
    for found in _BY_NAME.finditer(text):
        if not (found.start() and text[found.start() - 1].isdigit()):
            yield Deadline(piece.view.span(*found.span()), _named(found, year))


def _day(found: re.Match[str], year: int | None) -> str | None:
    month = whole(found["month"]) or 0
    third = {"上旬": 10, "中旬": 20}.get(found["edge"] or "")
    return iso(whole(found["year"]) or year, month, third or whole(found["day"]))


def _named(found: re.Match[str], year: int | None) -> str:
    key = next((c for c in found["what"] if c in _ENDS), "四")
    return iso(whole(found["year"]) or year, _ENDS[key], None) or ""


def _within(piece: Piece, printed: date | None) -> Iterator[Deadline]:
    for found in _WITHIN.finditer(piece.view.text):
        count = number(found["count"])
        if printed is None or count is None or "工作日" in found["unit"]:
            continue
        if due := after(printed, int(count), found["unit"]):
            yield Deadline(piece.view.span(*found.span()), due.isoformat())
