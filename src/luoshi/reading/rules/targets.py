"""指标：要达到或保持的数量（`增长5%以上`、`选派300名`），只在要求里找。

Not a target: past figures, dates, caps of benefits, counts of organisational items (`三个方面`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.numerals import number
from luoshi.reading.outline import Piece
from luoshi.reading.records import Target
from luoshi.reading.scene import Scene

_BEFORE = (
    (">=", "不低于|不少于|不得低于|不得少于|达到|达|至少|突破|提高到|提升到|提高至|提升至|增加到|增至|确保"),
    ("<=", "不超过|不高于|不得超过|控制在|压缩至|压减至|降至|降到|压缩到"),
    (">", "超过|高于"),
    ("<", "低于|少于"),
    ("~", "约|大约"),
)
_AFTER = {"以上": ">=", "以内": "<=", "以下": "<=", "之内": "<=", "左右": "~"}
_FIGURE = r"\d[\d,]{0,12}(?:\.\d{1,4})?"
_DIGIT = re.compile(r"\d")
_QUANTITY = re.compile(
    rf"(?P<cmp>{'|'.join(signs for _, signs in _BEFORE)})?(?:了)?(?P<low>{_FIGURE}[~至—-])?(?P<value>{_FIGURE})"
    rf"(?P<unit>{any_of('units')})(?!月|年|日)(?P<edge>以上|以内|以下|之内|左右)?"
)
_NOUN = re.compile(r"[^,、。;:()]{1,24}?(?=[,、。;:()]|$|建立|建设|开展|实施|提供|进行)|[^,、。;:()]{1,24}")
_NOT_NOUN = re.compile(rf"{any_of('counters')}|^(?:方面|点|年|月)")
_BENEFIT = re.compile(
    "贷款|补贴|补助|返还|奖补|保险费|标准按|条件|最高|资助|罚款|年龄|周岁|每人|每生|企业达到|职工人数|劳动合同|参保"
)
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要])?(?:到20\d\d年底?|全年|今年|明年|力争|确保|实现|完成|使|要|推动|将|进一步|持续|实施|选派|新增(?!就业)|其中|加快|推进|保持|努力|打造|建设|培育|引进)*"
)
_COUNTED = frozenset(words("counted"))
_GROWTH = re.compile(
    "增长|增速|率|额|量|值|收入|涨幅|比重|占比|面积|数|就业|投资|平均|以上|人次|项|专项|项目|成本|强度|浓度|规模|指标|时间|人数|水平$"
)


def find(scene: Scene) -> tuple[Target, ...]:
    """Find the quantities that are to be reached or kept."""
    out: list[Target] = []
    dues = scene.record.deadlines
    starts = [row.span.start for row in dues]
    for piece, _ in scene.orders():
        inside = dues[bisect_left(starts, piece.span.start) : bisect_left(starts, piece.span.end)]
        out += _of(scene, piece, inside[0].date if len(inside) == 1 else None)
    return tuple(out)


def _of(scene: Scene, piece: Piece, due: str | None) -> Iterator[Target]:
    text = piece.view.text
    if not _DIGIT.search(text):
        return
    for found in _QUANTITY.finditer(text):
        left = max(text.rfind(mark, 0, found.start()) for mark in ",;:。(、") + 1
        stop = text.find(",", found.end())
        clause = text[left : stop if stop >= 0 else len(text)]
        if _BENEFIT.search(clause) or (found.start() and text[found.start() - 1] in "第.〔(-—~"):
            continue
        if placed := _subject(text, left, found):
            start, end, subject = placed
            yield from _rows(scene, piece, found, (start, end), (subject, due))


def _subject(text: str, left: int, found: re.Match[str]) -> tuple[int, int, tuple[int, int]] | None:
    """Find what is counted: the words before the figure, or the noun after it."""
    lead = _LEAD.match(text[left : found.start()])
    start = left + (lead.end() if lead else 0)
    noun = _NOUN.match(text, found.end())
    if noun and not found["edge"] and text[found.end()] not in "的":
        if _NOT_NOUN.search(noun[0]) or not _counts(found["unit"]):
            return None
        return (found.start(), noun.end(), noun.span())
    if start < found.start() and (
        _GROWTH.search(text[start : found.start()]) or found["edge"] or found["cmp"] or _counts(found["unit"])
    ):
        return (start, found.end(), (start, found.start()))
    return None


def _counts(unit: str) -> bool:
    return unit in _COUNTED


def _rows(
    scene: Scene,
    piece: Piece,
    found: re.Match[str],
    place: tuple[int, int],
    said: tuple[tuple[int, int], str | None],
) -> Iterator[Target]:
    span = piece.view.span(*place)
    subject = scene.printed(piece, *said[0])
    high = number(found["value"])
    low = number(found["low"][:-1]) if found["low"] else None
    if high is None:
        return
    if low is not None:
        yield Target(span, subject, ">=", low, found["unit"], said[1])
    yield Target(span, subject, "<=" if low is not None else _comparator(found), high, found["unit"], said[1])


def _comparator(found: re.Match[str]) -> str:
    if found["edge"]:
        return _AFTER[found["edge"]]
    word = found["cmp"]
    return next(
        (sign for sign, words in _BEFORE if word and word in words.split("|") and word != "确保"), "="
    )
