"""From lines to sentences: where each begins and ends, and in which numbered items it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from luoshi.reading.lexicon import any_of
from luoshi.reading.text.apart import APPENDED, ENDED, INLINE, Cut, kind_of, outside
from luoshi.reading.text.columns import Kind
from luoshi.reading.text.page import Page, Place
from luoshi.reading.text.spans import ODD, Span, View, curled, flat
from luoshi.reading.text.tables import Cell, Tables

# What closes a sentence: full stops, the closing marks that follow, and a note of who shall do it.
_NOTE = r"\((?=[^()]{0,300}?(?:牵头|负责|配合|参与|承担|责任单位|协助|指导))[^()]{0,300}\)。?"
_STOP = re.compile(rf"[。!?;][。!?;]*[”’」』》〉】\])]*(?:{_NOTE})?")
_CN = "[一二三四五六七八九十百]"
_KINDS = (
    rf"(第(?:{_CN}{{1,5}}|\d{{1,3}})[编章])",
    rf"(第(?:{_CN}{{1,5}}|\d{{1,3}})[节条])",
    rf"({_CN}{{1,4}})、",
    rf"(\({_CN}{{1,4}}\))",
    r"(\d{1,3})(?:[.、](?!\d)|\)(?=\D))",
    r"(\d{1,2}\.\d{1,2})(?=[\u4e00-\u9fff])",
    r"(\d{1,2}\.\d{1,2}\.\d{1,2})(?=[\u4e00-\u9fff])",
    r"(\(\d{1,3}\))",
    r"([①-⑳])",
    r"((?:[一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?)[是要]|其[一二三四五](?=[,是])|第[一二三四五六七八九十]{1,2}(?=[,、:是要]))",
    r"(首先|其次|再次|最后)",
)
_OPENING = re.compile("|".join(_KINDS))
# A paper numbered `3.1` throughout prints its chapters as bare figures: `3 预警`. Elsewhere `8.6个` is a quantity.
_DECIMALS = frozenset((6, 7))  # groups of the pattern above
_DECIMAL_LINES = 3
_CHAPTER = re.compile(r"()()()()([1-9]\d?)(?=[\u4e00-\u9fff]{2,20}$)")
_HEADS = frozenset("第(首其再最一二三四五六七八九十百0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# As `[,:]` and the kind that lives inside a paragraph, with the rarer characters in front.
_INNER = re.compile(
    r"([一二三四五六七八九十其第](?<=[,:].)(?:(?<=[一二三四五六七八九])[是要]|(?<=[一二三])十[一二三四五六七八九]?[是要]|(?<=十)[一二三四五六七八九]?[是要]"
    r"|(?<=其)[一二三四五](?=[,是])|(?<=第)[一二三四五六七八九十]{1,2}(?=[,、:是要])))"
)
# A first item may follow its verb at once where the next sentence is the second: `强调课程一是建好；二是用好。`
_FIRSTS = (("一是", "二是"), ("一要", "二要"))
_CUE = re.compile(
    rf"(?!要|习近平总书记|总书记)(?:[^,:。、]{{1,16}}?(?:{any_of('cues')}|要求)(?=[,:]|[各全要学])|[他她][还也]?(?:{any_of('cues')}|要求))"
)
_SECONDS = ("其次", "再次", "最后", "第二,", "然后", "接着", "随后")
_BARE = 5  # characters of the longest label inside a paragraph with its mark


class Piece(NamedTuple):
    """One sentence before it is judged: its folded text, its span, its items and its line."""

    number: int
    text: str
    veil: str  # the text with quoted words blanked out
    span: Span
    path: tuple[str, ...]
    first: bool  # whether it opens its line
    last: bool  # whether it closes its line
    body: int  # where the words after the enumerator begin
    labelled: bool
    line: Sequence[int]  # where each character of its line stands in the source
    at: int  # where in its line it begins

    def where(self, start: int, end: int) -> Span:
        """Return where in the source the characters [start, end) of this sentence stand."""
        line, at = self.line, self.at
        return Span.within(line[at + start], line[at + end - 1] + 1)


class _Item(NamedTuple):
    kind: int
    label: str


def outline(source: str, tables: Tables) -> tuple[tuple[Piece, ...], Page]:
    """Divide a source into sentences, each with the items that it stands in."""
    rows = _rows(curled(tables.text))
    cuts = [cut for row in rows for cut in row]
    texts = [cut[0] for cut in cuts]
    opened = [_OPENING.match(text) if text[0] in _HEADS else None for text in texts]
    if "首先" in source and not any(word in source for word in _SECONDS):
        opened = [None if found and found[0] == "首先" else found for found in opened]
    if any(found and found.lastindex in _DECIMALS for found in opened):
        opened = _decimal(cuts, opened)
    page = Page(texts, [found.end() if found else 0 for found in opened])
    walk = partial(_paths_beside, tables) if tables.cells else _paths
    paths = walk(source, rows, opened, _inner(page))
    return _pieces(rows, cuts, paths, opened, page), page


def _decimal(cuts: Sequence[Cut], opened: Sequence[re.Match[str] | None]) -> list[re.Match[str] | None]:
    """Keep labels as `3.1` only where a blank stands behind each and several show that the paper is numbered so."""
    apart = [
        found if not found or found.lastindex not in _DECIMALS or _blank_after(cut, found.end()) else None
        for cut, found in zip(cuts, opened, strict=True)
    ]
    if sum(found is not None and found.lastindex in _DECIMALS for found in apart) < _DECIMAL_LINES:
        return [found if found and found.lastindex not in _DECIMALS else None for found in opened]
    out: list[re.Match[str] | None] = []
    for cut, found in zip(cuts, apart, strict=True):
        chapter = None if found or cut[3] else _CHAPTER.match(cut[0])
        out.append(chapter if chapter and _blank_after(cut, chapter.end()) else found)
    return out


def _blank_after(cut: Cut, end: int) -> bool:
    _, _, line, at = cut
    return line[at + end] - line[at + end - 1] > 1


def _pieces(
    rows: Sequence[Sequence[Cut]],
    cuts: Sequence[Cut],
    paths: Sequence[tuple[str, ...]],
    opened: Sequence[re.Match[str] | None],
    page: Page,
) -> tuple[Piece, ...]:
    firsts = [False] * len(cuts)
    lasts = [False] * len(cuts)
    number = 0
    for row in rows:
        firsts[number] = True
        number += len(row)
        lasts[number - 1] = True
    veils = page.veil.split("\n")
    texts, spans, lines, places = zip(*cuts, strict=True) if cuts else ((), (), (), ())
    labelled = [found is not None for found in opened]
    numbers = range(len(cuts))
    fields = zip(
        numbers, texts, veils, spans, paths, firsts, lasts, page.bodies, labelled, lines, places, strict=False
    )
    # As `Piece(*row)`, without a call in Python for each sentence.
    return tuple([tuple.__new__(Piece, row) for row in fields])


def _rows(source: str) -> list[list[Cut]]:
    """Cut a source into lines, and each that is not empty into sentences."""
    text = flat(source)
    if " " in text or ODD in text:
        return [row for row in _rows_with_blanks(source, text) if row]
    out: list[list[Cut]] = []
    start = 0
    for row in text.split("\n"):  # as most are: nothing but line ends to leave out
        end = start + len(row)
        if row:
            out.append(_cuts(row, range(start, end)))
        start = end + 1
    return out


def _rows_with_blanks(source: str, text: str) -> Iterator[list[Cut]]:
    start = 0
    for line in source.splitlines(keepends=True):
        end = start + len(line)
        row = text[start:end].lstrip()
        left = end - len(row)
        row = row.rstrip()
        if ODD in row:
            yield list(_cuts_apart(source, start, end))
        elif " " in row:
            yield _cuts(*_joined(row, left))
        else:
            yield _cuts(row, range(left, left + len(row)))
        start = end


def _joined(row: str, left: int) -> tuple[str, Sequence[int]]:
    """Leave the blanks out of a line, but for those between Latin words, and tell where each character stands."""
    words: list[str] = []
    places: list[int] = []
    before = ""
    for word in row.split(" "):
        if word:
            if before and _latin(before) and _latin(word[0]):
                words.append(" ")
                places.append(left - 1)
            words.append(word)
            places += range(left, left + len(word))
            before = word[-1]
        left += len(word) + 1
    return "".join(words), places


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _cuts(row: str, places: Sequence[int]) -> list[Cut]:
    """Cut a line at the ends of its sentences."""
    ends = [found.end() for found in _STOP.finditer(row)]
    if row and (not ends or ends[-1] < len(row)):
        ends.append(len(row))
    out: list[Cut] = []
    new = tuple.__new__  # as `Span.within(…)`, without a call in Python for each
    a = 0
    for b in ends:
        out.append((row[a:b], new(Span, (places[a], places[b - 1] + 1)), places, a))
        a = b
    return out


def _cuts_apart(source: str, start: int, end: int) -> Iterator[Cut]:
    """Cut a line some of whose characters are read as none or as several; what is read as none goes with what follows."""
    view = View.over(source, start, end)
    for text, span, places, at in _cuts(view.text, view.origin):
        cut = span.end if at + len(text) < len(view.text) else end
        if whole := _tight(source, start, cut):
            yield text, whole, places, at
            start = cut
    if not view.text and (whole := _tight(source, start, end)):
        yield " ", whole, (whole.start,), 0


def _tight(source: str, start: int, end: int) -> Span | None:
    words = source[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return Span(start + left, start + right) if left < right else None


def _paths(
    source: str,
    rows: Sequence[Sequence[Cut]],
    opened: Sequence[re.Match[str] | None],
    inner: dict[int, Place | None],
) -> list[tuple[str, ...]]:
    """Return the labels of the items in which each sentence stands."""
    if not inner and not any(opened):
        return [()] * len(opened)
    loose = outside(rows, opened)
    stack: list[_Item] = []
    path: tuple[str, ...] = ()
    out: list[tuple[str, ...]] = []
    running = False  # whether the line before breaks off in mid sentence
    listed = False  # whether the last item goes on with a list divided by semicolons
    ended = ""  # how the line before ends
    for line, row in enumerate(rows):
        if stack and row[0][0].startswith("附件") and APPENDED.match(row[0][0]):
            stack.clear()
            path = ()
        for i, cut in enumerate(row):
            number = len(out)
            found, place = opened[number], inner.get(number)
            # What opens with no item leaves only items inside a paragraph, the list that a full stop has closed,
            # or all items where it is loose.
            closed = listed and i == 0 and ended == "。" and not found
            if found or place or (stack and (stack[-1].kind >= INLINE or closed or line in loose)):
                fresh = i == 0 and not running
                outer = stack[-1].kind if closed and stack else None
                _settle(stack, found, cut, source, place, fresh=fresh, loose=loose.get(line, outer))
                path = tuple([item.label for item in stack])
            if found or closed:
                listed = i == 0 and ended == ";" and len(cut[0]) > _BARE and not closed
            out.append(path)
        tail = row[-1][0]
        ended = tail[-1]
        # A label that stands on a line by itself has its item in the next.
        bare = len(row) == 1 and len(tail) <= _BARE and _is_bare(opened[len(out) - 1], tail)
        running = bare or (len(tail) > 8 and tail[-1] not in ENDED)
    return out


def _paths_beside(
    tables: Tables,
    source: str,
    rows: Sequence[Sequence[Cut]],
    opened: Sequence[re.Match[str] | None],
    inner: dict[int, Place | None],
) -> list[tuple[str, ...]]:
    """Walk the prose as if no table stood in it, and each cell by itself under the label of its row."""
    firsts = [0, *accumulate(map(len, rows))]
    groups: dict[Cell | None, list[int]] = {}
    for line, row in enumerate(rows):
        groups.setdefault(tables.at(row[0][1].start), []).append(line)
    out: list[tuple[str, ...]] = [()] * firsts[-1]
    for cell, lines in groups.items():
        if cell and cell.kind in {Kind.HEAD, Kind.NUMBER}:
            continue
        numbers = [number for line in lines for number in range(firsts[line], firsts[line + 1])]
        places = {i: inner[number] for i, number in enumerate(numbers) if number in inner}
        said = _paths(source, [rows[line] for line in lines], [opened[n] for n in numbers], places)
        for number, path in zip(numbers, said, strict=True):
            out[number] = path
    above: tuple[str, ...] = ()
    since = 0
    for line, row in enumerate(rows):
        if cell := tables.at(row[0][1].start):
            label = tables.path(cell, above, since)
            for number in range(firsts[line], firsts[line + 1]):
                out[number] = label + out[number]
        else:
            above, since = out[firsts[line + 1] - 1], row[-1][1].end
    return out


def _inner(page: Page) -> dict[int, Place | None]:
    """Find the sentences that hold an item without opening with it: its place where it is alone, else nothing."""
    out: dict[int, Place | None] = {}
    for number, found in page.hits(_INNER, page.text):
        group = found.lastindex or 1
        start = page.starts[number]
        out[number] = None if number in out else (found.start(group) - start, found.end(group) - start)
    for first, second in _FIRSTS:
        for number in page.holding(page.text, f"\n{second}"):
            if number not in out and (place := _alone(page, number, first)):
                out[number] = place
    return out


def _alone(page: Page, number: int, label: str) -> Place | None:
    """Find a label inside a sentence that holds it once and opens with no item."""
    start, end = page.starts[number], page.starts[number + 1]
    at = page.text.find(label, start, end)
    if page.bodies[number] or at <= start or page.text.find(label, at + 1, end) >= 0:
        return None
    return at - start, at - start + len(label)


def _label(cut: Cut, source: str, start: int, end: int) -> str:
    _, _, line, at = cut
    return "".join(source[line[at + start] : line[at + end - 1] + 1].split())


def _settle(
    stack: list[_Item],
    found: re.Match[str] | None,
    cut: Cut,
    source: str,
    inner: Place | None,
    *,
    fresh: bool,
    loose: int | None,
) -> None:
    """Bring the stack of items to where this sentence stands."""
    if found and (kind_of(found) <= INLINE or found[0] == "首先" or _follows(stack)):
        label = _label(cut, source, *found.span(found.lastindex or 1))
        _enter(stack, _Item(kind_of(found), label))
        return
    if loose is not None:
        _leave(stack, loose)
    elif fresh or (stack and stack[-1].kind >= INLINE and _CUE.match(cut[0])):
        _leave(stack, INLINE)
    if inner and not found:
        _enter(stack, _Item(INLINE, _label(cut, source, *inner)))


def _is_bare(found: re.Match[str] | None, line: str) -> bool:
    return found is not None and found.end() >= len(line.rstrip(",、:."))


def _follows(stack: list[_Item]) -> bool:
    return bool(stack) and stack[-1].kind > INLINE


def _enter(stack: list[_Item], item: _Item) -> None:
    _leave(stack, item.kind)
    stack.append(item)


def _leave(stack: list[_Item], kind: int) -> None:
    while stack and stack[-1].kind >= kind:
        stack.pop()
