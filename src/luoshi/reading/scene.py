"""What a rule may look at: the sentences of one document, its kind, and what earlier rules have found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from luoshi.reading.lexicon import any_of
from luoshi.reading.records import Record, Sentence, Verdict
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page
from luoshi.reading.text.spans import Span
from luoshi.reading.text.tables import Cell, Row, Tables

if TYPE_CHECKING:
    from luoshi.reading.rules.speaker import Ear

_LEAD = re.compile(
    "召开(?!的[^,。]{0,40}通过)|举行(?!的[^,。]{0,40}通过)|(?<![持励导与会量府业体过])(?<!^)举办(?=[,。]|[^,。]{0,40}[会动式座训坛赛展班礼节])|主持会议|出席会议|参加会议|到会讲话"
)
# A day or an agency before everything else is how news begins, and no plan.
_AGENCY = re.compile(r"[^,。]{2,12}(?:消息|讯|电)[:(,]|(?:近日|日前|连日来|今天|昨天),")
_WIRE = re.compile(r"(?:新华社|人民日报|中新社|中新网|央视网|光明日报)[^,。:]{0,20}(?:电|消息|讯)")
# A number, or words that lead over to what is told or asked, are those of a paper.
_PAPER = re.compile(r"〔\d{4}〕\d{1,4}号$|收悉|(?:通知|答复|函复|批复|报告|复函)如下")
_HEADLINES = 8  # lines in which headlines may stand before the news of an agency begins
_DATELINE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日?(?:[-至—、](?:\d{1,2}月)?\d{1,2}日?)?(?<=日)(?![起前内]).{8}"
)
_ON_A_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日(?![起前内至-])(?:[上下]午|晚)?,[^,。]{2,30}(?:开展|组织|来校|来访|赴|走访|走进|参加)"
)
# What is held, opened or visited on a day is an occasion, however much is told of it.
HELD = re.compile(
    "召开|举行|举办|聆听|参观|观看|听取|开班|开讲|开幕|启动|主办|承办|来校|来访|到访|一行|赴|前往"
    "|(?:开展|组织|参加|进行)[^。]{0,60}?(?:活动|培训|仪式|调研|座谈|讲座|大赛|比赛|竞赛|研讨|交流|检查|考核|慰问|走访|宣讲|学习|会(?<![社机]会)(?=[,。]))"
)
_DAY = re.compile(r"(?<![截至止\d])\d{1,2}月\d{1,2}(?:日?[-至—、](?:\d{1,2}月)?\d{1,2})?日(?![起前内至是-])")
_NEXT = 160  # characters between the day and what was held
# What has been done lately, in one of the first whole sentences.
_LATELY = re.compile(
    r"\d{1,2}月\d{1,2}(?:日?[-至—~、](?:\d{1,2}月)?\d{1,2})?日(?![起前内至以-]|[^,。]{0,12}(?:起|前|以前|之前|印发|发布|通过|批准)[,。])(?=[^。]{4,80}(?:我校|学校|学院|研究院|教授|同学|师生|处|部|团队))|(?:近日|日前|近期|连日来),?(?=[^。]{0,60}(?:我校|学校|学院|研究院|教授|同学|师生|处|团队))"
)
_EARLY = 3  # sentences in which it is told
# Words of duty, without which a text of sentences alone sets no tasks.
_DUE = re.compile(
    r"要(?<![主重首概摘纪需必]要)(?![求素点])|将|必须|应当|确保|力争|争取|各(?:单位|学院|部门|地)|明年|下一步"
)
_TOLD = re.compile("了(?![解然])|他|她|同学|已经|近日|日前|正在|当天")
_PASSED = re.compile(
    r"了(?![解然])|已(?!备案)|以来|近日|日前|近期|同比|累计|先后|共计|截至|\d余?[多人名次篇项]|她|他(?<!其他)|同学"
)
_SPEAKS = re.compile("(?:指出|强调|表示|认为|要求|提出)[,:]")
_BARE = re.compile(any_of("imperatives"))
_MOST = 8  # sentences from which on a text shows that it asks throughout
_FEW = 6  # sentences from which on a text without items shows whether it tells or asks


@dataclass
class Scene:
    """The document as the rules see it; the record grows from rule to rule."""

    source: str
    dated: date | None
    pieces: Sequence[Piece]
    page: Page
    tables: Tables
    news: bool
    essay: bool  # news of no occasion: a portrait, a tale of deeds
    record: Record
    ear: Ear = field(init=False)  # made when the sentences are judged

    @cached_property
    def orders(self) -> list[tuple[Piece, Sentence]]:
        """The sentences that ask for something."""
        order = Verdict.ORDER
        pairs = zip(self.pieces, self.record.sentences, strict=True)
        return [(piece, sentence) for piece, sentence in pairs if sentence.verdict is order]

    @cached_property
    def cells(self) -> dict[Cell, list[Piece]]:
        """The sentences of each cell of a table."""
        out: dict[Cell, list[Piece]] = {}
        for piece in self.pieces if self.tables.cells else ():
            if cell := self.tables.at(piece.span.start):
                out.setdefault(cell, []).append(piece)
        return out

    def task(self, piece: Piece) -> Span:
        """Return the sentence that a piece speaks of: in a table the task of its row, else itself."""
        row = self.tables.row(piece.span.start)
        return (row and self.tasked(row)) or piece.span

    def tasked(self, row: Row) -> Span | None:
        """Return the first sentence of the task of a row."""
        pieces = self.cells[row.task] if row.task else ()
        return next((piece.span for piece in pieces if any(map(str.isalnum, piece.text))), None)

    def printed(self, piece: Piece, start: int, end: int) -> str:
        """Return the words of a piece as they stand in the source, blanks at line ends kept."""
        return piece.where(start, end).of(self.source)


def tells(pieces: Sequence[Piece], tables: Tables) -> tuple[bool, bool]:
    """Tell whether the text tells rather than asks as a paper does (news), and whether it does so of no occasion (an essay)."""
    if tables.cells:
        pieces = [piece for piece in pieces if not tables.at(piece.span.start)]
    if not pieces or _is_paper(pieces) or _reports(pieces):
        return False, False
    if _opens_on_occasion(pieces):
        return True, False
    essay = _is_essay(pieces)
    return essay or _is_lately(pieces), essay and not _opens_on_held(pieces[0])


def _reports(pieces: Sequence[Piece]) -> bool:
    """Tell whether a text speaks to the deputies, or asks throughout and lets nobody speak, as no news does."""
    if any(piece.text.startswith("各位代表") for piece in pieces):
        return True
    sentences = [piece for piece in pieces if piece.text[-1] in "。;"]
    if len(sentences) < _MOST or any(_SPEAKS.search(piece.veil) for piece in sentences):
        return False
    bare = sum(_BARE.match(piece.veil, piece.body) is not None for piece in sentences)
    return 5 * bare > 3 * len(sentences)


def _opens_on_occasion(pieces: Sequence[Piece]) -> bool:
    """Tell whether the first sentences tell of something held on a day, or of news that came in."""
    opening = pieces[0].text
    if not pieces[0].labelled and (_AGENCY.match(opening) or _DATELINE.match(opening)):
        return True
    if any(_WIRE.match(piece.text) for piece in pieces[:_HEADLINES]):
        return True
    if any(_ON_A_DAY.match(piece.veil) for piece in pieces[1:3] if not piece.path):
        return True
    return _ON_A_DAY.search(opening) is not None or any(
        _LEAD.search(piece.veil) for piece in pieces[:4] if not piece.path
    )


def _opens_on_held(opening: Piece) -> bool:
    """Tell whether the first sentence says on what day something was held."""
    day = None if opening.labelled or "日" not in opening.veil else _DAY.search(opening.veil)
    return day is not None and HELD.search(opening.veil, day.end(), day.end() + _NEXT) is not None


def _is_lately(pieces: Sequence[Piece]) -> bool:
    """Tell whether one of the first whole sentences tells what has been done lately, and the text is no paper."""
    opening = [piece for piece in pieces[:_EARLY] if piece.text[-1] in "。!" and not piece.labelled]
    return any(_LATELY.search(piece.veil) for piece in opening)


def _is_essay(pieces: Sequence[Piece]) -> bool:
    """Tell whether sentences with few items tell of the past or of persons, or say next to nothing of what is due."""
    items = sum(piece.labelled for piece in pieces)
    if len(pieces) < _FEW or 8 * items > len(pieces):
        return False
    if not items and 3 * sum(_TOLD.search(piece.veil) is not None for piece in pieces) > len(pieces):
        return True
    sentences = [piece for piece in pieces if piece.text[-1] in "。;!"]
    due = sum(_DUE.search(piece.veil) is not None for piece in sentences)
    if not items and len(sentences) >= _FEW and 6 * due < len(sentences):
        return True
    passed = sum(_PASSED.search(piece.veil) is not None for piece in sentences)
    return 4 * passed > len(sentences) and passed > due


def _is_paper(pieces: Sequence[Piece]) -> bool:
    """Tell whether one of the first lines bears the number of a paper, or leads over to what it says."""
    for piece in pieces[:_HEADLINES]:
        text = piece.text
        if ("〔" in text or "收悉" in text or "如下" in text) and _PAPER.search(text):
            return True
    return False
