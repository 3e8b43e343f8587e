"""From lines to sentences: where each begins and ends, and in which numbered items it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from luoshi.reading.lexicon import any_of
from luoshi.reading.spans import Span, View

_SENTENCE = re.compile(r"[^。!?;]*(?:[。!?;]+[”’」』》〉】\])]*|$)")
_NOTE = re.compile(r"\([^()]{0,300}\)[。]?")
_DUTY = re.compile("牵头|负责|配合|参与|承担|责任单位|协助|指导")
_CN = "[一二三四五六七八九十百]"
_KINDS = (
    rf"(第(?:{_CN}{{1,5}}|\d{{1,3}})[编章])",
    rf"(第(?:{_CN}{{1,5}}|\d{{1,3}})[节条])",
    rf"({_CN}{{1,4}})、",
    rf"(\({_CN}{{1,4}}\))",
    r"(\d{1,3})(?:[.、](?!\d)|\)(?=\D))",
    r"(\(\d{1,3}\))",
    r"([①-⑳])",
    r"((?:[一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?)[是要]|其[一二三四五](?=[,是])|第[一二三四五六七八九十]{1,2}(?=[,、:是要]))",
    r"(首先|其次|再次|最后)",
)
_INLINE = 7  # kinds from here on live inside a paragraph
_OPENING = re.compile("|".join(_KINDS))
_INNER = re.compile(rf"[,:]{_KINDS[_INLINE]}")
_CUE = re.compile(rf"(?!要)[^,:。、]{{1,16}}?(?:{any_of('cues')}|要求)(?=[,:]|[各全要学])")
_ENDED = "。!?;:”」』》)】"


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence before it is judged: its view, its span, its items and its line."""

    view: View
    span: Span
    path: tuple[str, ...]
    line: int
    first: bool  # whether it opens its line
    last: bool  # whether it closes its line
    body: int  # where in the view the words after the enumerator begin
    labelled: bool


@dataclass(frozen=True, slots=True)
class _Item:
    kind: int
    label: str


def outline(source: str) -> tuple[Piece, ...]:
    """Divide a source into sentences, each with the items that it stands in."""
    rows = [row for row in _rows(source) if row[1]]
    loose = _loose_from(rows)
    out: list[Piece] = []
    stack: list[_Item] = []
    running = False  # whether the line before breaks off in mid sentence
    for number, (_, pieces) in enumerate(rows):
        for i, (view, span) in enumerate(pieces):
            found = _OPENING.match(view.text)
            _settle(stack, found, view, source, fresh=i == 0 and not running, loose=number >= loose)
            path = tuple([item.label for item in stack])
            body = found.end() if found else 0
            last = i == len(pieces) - 1
            out.append(Piece(view, span, path, number, i == 0, last, body, found is not None))
        tail = pieces[-1][0].text
        running = len(tail) > 8 and tail[-1] not in _ENDED
    return tuple(out)


def _rows(source: str) -> Iterator[tuple[int, list[tuple[View, Span]]]]:
    start = 0
    for number, line in enumerate(source.splitlines(keepends=True)):
        yield number, list(_sentences(source, start, start + len(line)))
        start += len(line)


def _sentences(source: str, start: int, end: int) -> Iterator[tuple[View, Span]]:
    """Cut one line after each full stop, with the closing marks and notes that follow."""
    view = View.over(source, start, end)
    done = at = 0
    while at < len(view.text):
        found = _SENTENCE.match(view.text, at)
        assert found is not None
        stop = found.end()
        note = _NOTE.match(view.text, stop) if view.text.startswith("(", stop) else None
        if note and stop and view.text[stop - 1] in "。!?;”」』》)" and _DUTY.search(note[0]):
            stop = note.end()
        cut = view.origin[stop - 1] + 1 if stop < len(view.text) else end
        if span := _tight(source, start, cut):
            yield view.part(done, stop), span
            done, start = stop, cut
        at = stop
    if not view.text and (span := _tight(source, start, end)):
        yield View(" ", (span.start,)), span


def _tight(source: str, start: int, end: int) -> Span | None:
    words = source[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return Span(start + left, start + right) if left < right else None


def _kind(found: re.Match[str]) -> int:
    return (found.lastindex or 1) - 1


def _label(found: re.Match[str], view: View, source: str) -> str:
    group = found.lastindex or 1
    return "".join(view.span(found.start(group), found.end(group)).of(source).split())


def _settle(
    stack: list[_Item], found: re.Match[str] | None, view: View, source: str, *, fresh: bool, loose: bool
) -> None:
    """Bring the stack of items to where this sentence stands."""
    inner = None if found else _only_inner(view.text)
    if found and (_kind(found) <= _INLINE or found[0] == "首先" or _follows(stack)):
        _enter(stack, _Item(_kind(found), _label(found, view, source)))
        return
    if loose:
        stack.clear()
    elif fresh or (stack and stack[-1].kind >= _INLINE and _CUE.match(view.text)):
        _leave(stack, _INLINE)
    if inner:
        _enter(stack, _Item(_INLINE, _label(inner, view, source)))


def _follows(stack: list[_Item]) -> bool:
    return bool(stack) and stack[-1].kind > _INLINE


def _enter(stack: list[_Item], item: _Item) -> None:
    _leave(stack, item.kind)
    stack.append(item)


def _leave(stack: list[_Item], kind: int) -> None:
    while stack and stack[-1].kind >= kind:
        stack.pop()


def _only_inner(text: str) -> re.Match[str] | None:
    """Return the one item inside a sentence that opens with none, else nothing."""
    inner = _INNER.search(text)
    return inner if inner and not _INNER.search(text, inner.end()) else None


def _loose_from(rows: list[tuple[int, list[tuple[View, Span]]]]) -> int:
    """Find the line after the last item from which unnumbered paragraphs stand outside all items."""
    opens = [i for i, (_, pieces) in enumerate(rows) if _heads(pieces[0][0].text)]
    if len(opens) < 3:
        return len(rows)
    runs_on = any(b - a > 1 and len(rows[a][1]) > 1 for a, b in pairwise(opens))
    return len(rows) if runs_on or len(rows[opens[-1]][1]) == 1 else opens[-1] + 1


def _heads(text: str) -> bool:
    found = _OPENING.match(text)
    return found is not None and _kind(found) < _INLINE
