"""From lines to tables (任务分解表): a heading row that names tasks, and who or when, makes a table of the rows below it.

A cell is read like a line of its own. A text without tabs and bars is looked at three times for them and no further.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.reading.text.columns import OWNERS, TOLD, Kind, Label, below, columns, label
from luoshi.reading.text.spans import View

_RULE = re.compile(r"[|\s:+-]+")  # a line drawn under a heading
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、]|第[一二三四五六七八九十]{1,3}[章节部]")
_LABELLED = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}[)、]|第[一二三四五六七八九十\d]{1,3}[章节条部]|\d{1,2}[.、](?!\d)"
)
_TITLED = re.compile("表|清单|台账|任务|分工|附件|计划|安排|责任")
_YEAR = re.compile(r"(?<![\d至~～—–-])(20\d\d)年")
_REMARK = re.compile("(?:备?注|说明)[^:]{0,4}:|(?:合计|总计|小计|共计)$")
_SIGNED = re.compile("(?:填[报表](?:人|单位|部门|日期)|制表人?|审核人?|联系(?:人|电话))[^:]{0,4}:")
# Paragraphs of one cell share its line; those with numbers of their own are parted again.
_ITEM = re.compile(r"[ \u3000](?=(?:\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]))")
_ABOVE = 3  # lines that a title may take
_LONGEST_LINE = 60
_SHORT = 40
_LONGEST_AGAIN = 300  # characters that are read again for each row that goes on


class Cell(NamedTuple):
    """One filled cell: where it stands, what its column holds, and the number of its row."""

    start: int
    end: int
    kind: Kind
    row: int


@dataclass(slots=True)
class Row:
    """One row with a task: its cells, and what it has from itself or from the row above it."""

    begins: int  # from where on prose counts as standing above this row
    path: tuple[str, ...]
    year: int | None
    cells: list[Cell] = field(default_factory=list)
    task: Cell | None = None
    owners: list[Cell] = field(default_factory=list)
    dues: list[Cell] = field(default_factory=list)
    part: bool = False  # a heading over the rows below


class Place(NamedTuple):
    """Where a cell stands, filled or not, and what it says when folded."""

    start: int
    end: int
    words: str


class _Line(NamedTuple):
    start: int
    end: int
    places: tuple[Place, ...]  # its cells; one where nothing parts them
    bars: bool

    @property
    def words(self) -> list[str]:
        """Return what its cells say."""
        return [place.words for place in self.places]


class Tables:
    """The tables of one text: its cells in their order, its rows, and the text with each cell on a line of its own."""

    def __init__(self, text: str, cells: Sequence[Cell] = (), rows: Sequence[Row] = ()) -> None:
        self.text = text
        self.cells = sorted(cells)
        self.rows = rows
        self._starts = [cell.start for cell in self.cells]
        self._first: dict[int, int] = {}

    def at(self, place: int) -> Cell | None:
        """Return the cell that stands at a place of the text."""
        number = bisect_right(self._starts, place) - 1
        cell = self.cells[number] if number >= 0 else None
        return cell if cell and place < cell.end else None

    def row(self, place: int) -> Row | None:
        """Return the row that stands at a place of the text."""
        cell = self.at(place) if self.cells else None
        return self.rows[cell.row] if cell and cell.row >= 0 else None

    def path(self, cell: Cell, above: tuple[str, ...], since: int) -> tuple[str, ...]:
        """Return the labels under which a cell stands, below those of the prose that ended at a place above it."""
        if cell.row < 0:
            return ()
        row = self.rows[cell.row]
        return (above if since >= row.begins else ()) + row.path


def tables(source: str) -> Tables:
    r"""Find the tables of a text.

    >>> found = tables("工作任务\t责任单位\n建设两个基地\t教务处")
    >>> found.text, [cell.kind.name for cell in found.cells]
    ('工作任务\n责任单位\n建设两个基地\n教务处', ['HEAD', 'HEAD', 'TASK', 'DUTY'])
    """
    if "\t" not in source and "|" not in source and "｜" not in source:
        return Tables(source)
    finder = _Finder(source)
    finder.look()
    return finder.found()


def _lines(source: str) -> Iterator[_Line]:
    """Yield the lines that are not empty, each with its cells."""
    start = 0
    for line in source.splitlines(keepends=True):
        if line.strip():
            tabbed = "\t" in line.strip("\r\n")
            bars = not tabbed and ("|" in line or "｜" in line)
            yield _Line(start, start + len(line), tuple(_places(source, start, line, bars=bars)), bars)
        start += len(line)


def _places(source: str, start: int, line: str, *, bars: bool) -> Iterator[Place]:
    mark = "|" if bars else "\t"
    line = line.replace("｜", "|") if bars else line
    end = len(line.rstrip())
    if bars and line[end - 1] == "|":
        end -= 1
    at = len(line) - len(line.lstrip()) + 1 if bars and line.lstrip()[0] == "|" else 0
    while at <= end:
        stop = line.find(mark, at, end)
        stop = end if stop < 0 else stop
        yield Place(
            start + at, start + stop, View.over(source, start + at, start + stop).text if at < stop else ""
        )
        at = stop + 1


class _Table:
    """One table while its rows are found."""

    def __init__(self, kinds: list[Kind], *, bars: bool, begins: int, year: int | None) -> None:
        self.kinds = kinds
        self.bars = bars
        self.begins = begins
        self.year = year
        self.above: Row | None = None
        self.labels: list[tuple[int, str]] = []
        self.numbered = Kind.NUMBER in kinds
        self.layered = kinds.count(Kind.TASK) > 1
        self.empty = True

    def kind(self, column: int) -> Kind:
        """Return what a column holds."""
        return self.kinds[column] if column < len(self.kinds) else Kind.OTHER

    def enter(self, depth: int, label: str) -> None:
        """Bring the labels of rows to that of the next."""
        while self.labels and self.labels[-1][0] >= depth:
            self.labels.pop()
        self.labels.append((depth, label))


class _Finder:
    """Goes through a text line by line, with at most one table open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = list(_lines(source))
        self._text: dict[int, str] = {}  # what stands elsewhere than in the source
        self._cells: list[Cell] = []
        self._rows: list[Row] = []
        self._taken = 0  # the line after the last one that belongs to a table

    def found(self) -> Tables:
        """Return what was found."""
        if not self._cells:
            return Tables(self._source)
        text = list(self._source)
        for place, char in self._text.items():
            text[place] = char
        return Tables("".join(text), self._cells, self._rows)

    def look(self) -> None:
        """Find every table."""
        table: _Table | None = None
        for number, line in enumerate(self._lines):
            kinds = columns(line.words, within=table is not None)
            if kinds and self._followed(number, line):
                table = self._opened(number, line, kinds)
            elif table is None or (len(line.places) > 1 and line.bars != table.bars):
                continue
            elif self._drawn(line) or self._remarked(line):
                self._taken = number + 1
            elif self._ends(table, number, line):
                table = None
            elif self._headed(table, line) or self._rowed(table, line):
                self._taken = number + 1

    def _followed(self, number: int, line: _Line) -> bool:
        """Tell whether rows stand below a heading, at once or under that of a part."""
        below = self._lines[number + 1 : number + 3]
        return any(len(one.places) > 1 and one.bars == line.bars for one in below)

    def _opened(self, number: int, line: _Line, kinds: list[Kind]) -> _Table:
        titles = list(self._titles(number))
        years = {year for title in titles for year in _YEAR.findall(self._source[title.start : title.end])}
        self._take(line, [Kind.HEAD] * len(kinds), -1)
        for title in titles:
            self._take(title, [Kind.HEAD] * len(title.places), -1)
        self._taken = number + 1
        begins = titles[-1].start if titles else 0
        return _Table(kinds, bars=line.bars, begins=begins, year=int(*years) if len(years) == 1 else None)

    def _titles(self, number: int) -> Iterator[_Line]:
        """Yield the lines above a heading, upwards, as far as one that names the table."""
        above: list[_Line] = []
        kept = 0
        for line in reversed(self._lines[max(self._taken, number - _ABOVE) : number]):
            words = "".join(place.words for place in line.places)
            if len(words) > _LONGEST_LINE or re.search("[。;!?]", words) or _LABELLED.match(words):
                break
            above.append(line)
            kept = len(above) if _TITLED.search(words) else kept
        yield from above[:kept]

    def _ends(self, table: _Table, number: int, line: _Line) -> bool:
        """Tell whether a line without cells ends the table: a heading of a part stands between two rows."""
        if len(line.places) > 1:
            return False
        words = line.places[0].words if line.places else ""  # a bar that stands alone has no cell
        after = self._lines[number + 1] if number + 1 < len(self._lines) else None
        goes_on = (
            after is not None
            and len(after.places) > 1
            and after.bars == table.bars
            and not columns(after.words, within=True)
        )
        return not goes_on or len(words) > _SHORT or words[-1:] in {"。", ";", ":"}

    def _drawn(self, line: _Line) -> bool:
        """Take in a line that is only drawn."""
        if not (line.bars and _RULE.fullmatch(self._source, line.start, line.end)):
            return False
        self._text.update(dict.fromkeys(range(line.start, line.end - 1), " "))
        if not self._source[line.end - 1].isspace():
            self._text[line.end - 1] = " "
        return True

    def _remarked(self, line: _Line) -> bool:
        """Take in a remark, a sum, or a line that says who filled the table in."""
        first = next((place.words for place in line.places if place.words), "")
        kind = Kind.ASIDE if _SIGNED.match(first) else Kind.OTHER if _REMARK.match(first) else None
        if kind:
            self._take(line, [kind] * len(line.places), -1)
        return kind is not None

    def _headed(self, table: _Table, line: _Line) -> bool:
        """Take in a second line of headings."""
        if not table.empty:
            return False
        kinds = below(table.kinds, line.words)
        if kinds is None:
            return False
        table.kinds, table.empty = kinds, False
        self._take(line, [Kind.HEAD] * len(line.places), -1)
        return True

    def _rowed(self, table: _Table, line: _Line) -> bool:
        """Take in a row, or leave what is none: a line that stands where a number should."""
        alone = len(line.places) == 1
        if alone and (table.kind(0) is not Kind.TASK or _SECTION.match(line.places[0].words)):
            table.above = None  # a heading of a part is prose, and its rows are counted below it
            table.labels.clear()
            return False
        place = next((p for i, p in enumerate(line.places) if table.kind(i) is Kind.NUMBER), None)
        said = label(place.words) if place else None
        if place and place.words and not said:
            return False
        if place and said:
            printed = "".join(self._source[place.start : place.end].split())
            table.enter(said.depth, printed[: said.length])
        table.empty = False
        row = Row(table.begins, tuple(printed for _, printed in table.labels), table.year)
        kinds = [table.kind(column) for column in range(len(line.places))]
        row.cells = self._take(line, kinds, len(self._rows))
        self._rows.append(row)
        _filled(row, table, said)
        table.above = row
        return True

    def _take(self, line: _Line, kinds: Sequence[Kind], row: int) -> list[Cell]:
        """Put each cell of a line on a line of its own."""
        out = []
        for place, kind in zip(line.places, kinds, strict=True):
            if line.bars and place.start > line.start and self._source[place.start - 1] in "|｜":
                self._text[place.start - 1] = "\n"
            if place.end < line.end and self._source[place.end] in "\t|｜":
                self._text[place.end] = "\n"
            if place.words:
                blank = kind is Kind.TASK and not any(map(str.isalnum, place.words))
                out.append(Cell(place.start, place.end, Kind.ASIDE if blank else kind, row))
            if kind is Kind.TASK:
                items = _ITEM.finditer(self._source, place.start, place.end)
                self._text.update((item.start(), "\n") for item in items)
        self._cells += out
        return out


def _filled(row: Row, table: _Table, said: Label | None) -> None:
    """Settle what a row has of its own, and what it has from the row above that it goes on from."""
    row.owners = [cell for cell in row.cells if cell.kind in OWNERS]
    row.dues = [cell for cell in row.cells if cell.kind is Kind.DUE]
    tasks = [cell for cell in row.cells if cell.kind is Kind.TASK]
    told = any(cell.kind in TOLD for cell in row.cells)
    row.part = said is not None and said.part and not told
    row.task = tasks[-1] if tasks and not row.part else None
    above = table.above
    if above is None or above.part or row.part:
        return
    row.task = row.task or above.task
    fresh = said is not None if table.numbered else table.layered and len(tasks) > 1
    short = sum(cell.end - cell.start for cell in (*above.owners, *above.dues)) <= _LONGEST_AGAIN
    if short and not fresh and not row.owners and not row.dues:
        row.owners, row.dues = above.owners, above.dues
