"""断句意：每句恰有一断；一句句走下去，记着谁在说话、在哪一部分、前一句是什么。

What a sentence says by itself is asked in judge.py, news.py and paper.py; here is what it takes from those before it.
"""

from __future__ import annotations

import re

from luoshi.reading.records import Sentence, Verdict, Why
from luoshi.reading.rules import report, table
from luoshi.reading.rules.people import roll
from luoshi.reading.rules.speaker import Ear, Voice
from luoshi.reading.rules.verdict import paper, reviews
from luoshi.reading.rules.verdict.judge import ALONE, STOPS, Around, Judgement
from luoshi.reading.rules.verdict.news import News, goes_on
from luoshi.reading.rules.verdict.paper import Paper
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place
from luoshi.reading.text.spans import Span
from luoshi.reading.text.tables import Cell

_FIRST = re.compile("[(第]?[一1]|首先")
_ENDS = STOPS | {":"}
_SPOKEN = (Verdict.ORDER, Verdict.REASON)
_UNWORDED = {
    rule: Why(rule) for rule in ("formula", "order", "reason", "report", "occasion", "verdict", "table")
}
_LISTED: Judgement = (Verdict.REPORT, "report", None)


def find(scene: Scene) -> tuple[Sentence, ...]:
    """Judge every sentence, in order, and carry the speaker along."""
    walk = _Walk(scene)
    tables = scene.tables if scene.tables.cells else None
    out: list[Sentence] = []
    for piece in scene.pieces:
        cell = tables.at(piece.span.start) if tables else None
        out.append(walk.in_cell(piece, cell) if cell else walk.in_prose(piece))
    return tuple(out)


class _Walk:
    """From sentence to sentence: whose words they are, what part they stand in, what stood before."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._news = scene.news
        self._ear = scene.ear = Ear(scene)
        self._heard = self._ear.heard
        self._voice = Voice()
        self._before: Verdict | None = None
        self._last: tuple[Piece, Verdict] | None = None
        self._tells = False  # whether the items tell, as what leads up to them does
        self._early = not scene.news
        self._listed: set[int] = set()
        self._narrated = False  # whether the sentence before tells of the occasion
        if scene.news:
            self._judge: News | Paper = News(scene, self._ear)
            self._review = reviews.Review(scene.page, set())
        else:
            answering = paper.answers(scene.pieces)
            self._judge = Paper(scene, self._ear, answering=answering > 0)
            told = reviews.told(scene) | paper.told(scene, answering=answering)
            self._review = reviews.Review(scene.page, told)
            self._listed = report.listed(scene.page, scene.pieces) | roll.lines(scene)

    def in_cell(self, piece: Piece, cell: Cell) -> Sentence:
        """Judge a sentence of a table, as it stands there by itself."""
        judge = self._judge
        verdict, rule, words = table.ask(self._scene, piece, cell) or table.unless_open(
            judge.plainly(piece, early=False, telling=False) or judge.among(piece, ALONE)
        )
        self._before = None
        return Sentence(piece.span, verdict, None, piece.path, _why(piece, rule, words))

    def in_prose(self, piece: Piece) -> Sentence:
        """Judge a sentence by itself and by what stands around it."""
        number = piece.number
        cued = (number in self._heard or self._voice.waiting is not None) and self._hear(piece)
        speaker = self._voice.speaker
        if self._early:
            self._early = not piece.labelled and piece.text[-1] not in _ENDS
        if self._review.turns:
            self._review.enter(piece)
        if number in self._listed:
            verdict, rule, words = _LISTED
        else:
            telling = self._news and not (speaker or cued or piece.labelled)
            verdict, rule, words = self._judge.plainly(
                piece, early=self._early, telling=telling
            ) or self._judge.among(piece, self._around(piece, cued=cued))
        if verdict is Verdict.FRAME and self._review.sums_up(piece):
            verdict, rule, words = _LISTED
        self._go_on(piece, verdict, cued=cued)
        self._narrated = rule == "occasion"
        path = piece.path
        if path and rule == "formula" and piece.first and piece.last and not piece.labelled:
            path = ()  # who signs stands in no item
        said = self._ear.printed.get(speaker, speaker) if speaker and verdict in _SPOKEN else None
        # As `Sentence(…)`, without a call in Python for each.
        return tuple.__new__(Sentence, (piece.span, verdict, said, path, _why(piece, rule, words)))

    def _around(self, piece: Piece, *, cued: bool) -> Around:
        """Gather what a sentence is to be judged by beside its own words."""
        review = self._review
        past = (review.afoot or review.going) and review.covers(piece, cued=cued)
        if piece.labelled and self._news:
            self._tells = self._led_up(piece) if _FIRST.match(piece.text) else self._tells
        last = None if cued else self._last
        return tuple.__new__(
            Around,
            (self._voice.speaker is not None, cued, self._before, past, self._narrated, last, self._tells),
        )

    def _led_up(self, piece: Piece) -> bool:
        """Tell whether a telling sentence leads up to the first of some items, so that they tell as well."""
        told = goes_on(self._last) if self._last else None
        return told is Verdict.REPORT or (told is not None and self._voice.speaker is None)

    def _hear(self, piece: Piece) -> bool:
        """Take over who speaks, and tell whether the sentence itself says so."""
        cued = False
        if piece.number in self._heard:
            self._voice, cued = self._ear.hears(piece, self._voice)
        if self._voice.waiting:
            self._voice = self._judge.floor(piece, self._voice)
        return cued

    def _go_on(self, piece: Piece, verdict: Verdict, *, cued: bool) -> None:
        """Keep what the next sentence must know."""
        voice, ear = self._voice, self._ear
        self._before = verdict if piece.text[-1] == ";" else None
        self._last = piece, verdict
        if verdict is Verdict.ORDER:
            self._tells = False
        review, speaking = self._review, voice.speaker is not None
        if speaking or cued or review.going or piece.number in review.summed:
            review.after(piece, verdict, speaking=speaking, waiting=voice.waiting is not None, cued=cued)
        if verdict is Verdict.FRAME or voice.speaker or voice.waiting or piece.number in ear.named:
            voice = ear.after(piece, voice, verdict)
            self._voice = ear.quoting(piece, voice, cued=cued) if self._news and voice.speaker else voice


def _why(piece: Piece, rule: str, words: Place | None) -> Why:
    if not words:
        return _UNWORDED[rule]
    # As `piece.where(…)`, which is asked for nearly every sentence.
    line, at = piece.line, piece.at
    span = tuple.__new__(Span, (line[at + words[0]], line[at + words[1] - 1] + 1))
    return tuple.__new__(Why, (rule, (span,)))
