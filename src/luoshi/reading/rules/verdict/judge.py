"""断句：依次问套语、要求、会务、情况、说理；谁都答不上的，随上下文。

Order wins if any clause asks; what nobody asks for, tells or explains takes the verdict of its surroundings.
Here is what news and papers ask alike; what only one of them asks stands in news.py and paper.py.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

from luoshi.reading.records import Verdict
from luoshi.reading.rules import formula, occasion, reason, report
from luoshi.reading.rules.order import Asking
from luoshi.reading.rules.speaker import Ear, Voice
from luoshi.reading.rules.verdict import cited, promises, reviews
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place, Places, paged

# What a school has won is told, wherever that was made known.
_WON = re.compile("(?:我校|学校|我院|学院)[^,。]{0,12}?(?:入选|荣获|荣膺|获评|获批|获得|喜获|斩获)[^,。]{4}")
_GOES_ON = re.compile("^(?:着重|特别|还|并|最后|同时)*(?:强调|指出|要求|提出)")
_OWN = re.compile(
    "(?:(?:此外|同时|另外|其间),)?(?:本[网报](?!讯)|学校|我校|我院|学院|总?公司|基地|团队|此次|本次|大会|论坛)|据悉|据了解|据介绍|近年来|《方案》"
)
_OWN_HEADS = frozenset("此同另其本学我总公基团大论据近《")
_PROFILE = re.compile("(?:(?:此外|同时|另外|其间),)?[^,。:]{0,4}简介:(?=.)")
# What comes before the body that does it does not ask by its verb (`依托…，学校为…提供…`).
_OWN_LATER = re.compile(
    "(?:从|依托|围绕|通过|针对|立足|面对|在)[^,。]{2,40},(?:学校|学院|我校|我院)(?![和及与各要应须将的、党全]|领导|师生|干部|上下|一定|必须)"
)
_LASTING = re.compile("始终|一直|历来|一贯|长期以来|高度重视")
_LASTS = re.compile(
    "(?:[^,。]{1,12}(?:表示|指出|介绍|说),|[在面从针围自作][^,。]{2,24},)?[^,。]{0,16}?(?:[学我高]校|学院|[院部]|党委|省委|政府|国务院|大学|书记|我们|中心|公司|团队|[厅局处])(?P<word>始终|一直|历来|一贯|长期以来|高度重视)"
)
_HEADS = formula.HEADS
_THANKS_AND = re.compile("[,;](?:我们|学校|我校|我院)[^,。]{0,4}将")
_AIM = paged(
    "任务是(?=:)|首要任务,是|总体要求是(?=[:,])|基本要求是(?=[:,])|目标是(?!明确|一致|什么)|目标:|预期目标(?=是|:|为)"
)
STOPS = frozenset("。!?;")
ENDS = STOPS | frozenset(":,、)")


class Around(NamedTuple):
    """What stands around one sentence."""

    speaking: bool
    cued: bool
    before: Verdict | None  # of the sentence before, when that ended with a semicolon
    past: bool  # whether the part looks back on what has been done
    narrated: bool  # whether the sentence before tells of the occasion
    last: tuple[Piece, Verdict] | None = None  # the sentence before, unless somebody begins to speak
    tells: bool = False  # whether the items among which it stands tell, as what leads up to them does


ALONE = Around(speaking=False, cued=False, before=None, past=False, narrated=False)  # as a cell stands
Judgement = tuple[Verdict, str, Place | None]  # with the rule that decided, and the words on which it did


def own(text: str) -> re.Match[str] | None:
    """Find the body that tells of its own work, or whom a profile is about."""
    found = _OWN.match(text) if text[0] in _OWN_HEADS else None
    return found or (_PROFILE.match(text) if "简介:" in text else None)


def won(text: str) -> bool:
    """Tell whether a sentence says what a school has won."""
    return ("获" in text or "入选" in text or "荣膺" in text) and _WON.search(text) is not None


def _comes_first(text: str, told: Place, weighed: Place) -> bool:
    """Tell whether what is so comes before what it is said to be; a year is weighed, whatever it was."""
    before = told[0] < weighed[0] or told[1] <= text.find("是", *weighed)
    return before and not text.endswith("的一年。")


class Judge(ABC):
    """Asks the rules of one document in their order; each has looked at the whole page once."""

    _plan: ClassVar[bool]

    def __init__(self, scene: Scene, ear: Ear) -> None:
        page = scene.page
        self._page = page
        self._ear = ear
        self._asking = Asking(page, ear.names)
        self._may = self._asking.may
        self._closes = formula.closes(page)
        self._praise = reason.praises(page)
        self._laid = cited.laid_before(page)
        self._aim = (
            page.first(_AIM, page.veil)
            if "目标" in page.veil or "要求是" in page.veil or "任务" in page.veil
            else {}
        )
        self._arrived: Places = {}  # where those who came are named
        self._ahead: set[int] = set()  # sentences with a word for what will be

    def plainly(self, piece: Piece, *, early: bool, telling: bool) -> Judgement | None:
        """Ask the rules that need not know what stands around the sentence."""
        number = piece.number
        closes = self._closes.get(number)
        if closes and ("必须" in piece.veil or formula.only_seems(piece, closes, plan=self._plan)):
            closes = None  # what must be done is said before the formula
        text = piece.text
        first = text[0]
        plain = text[-1] == "。" and "一" <= first <= "龥" and first not in _HEADS and ":" not in text
        if (
            words := self._laid.get(number)
            or closes
            or (None if plain and not piece.labelled else formula.ask(piece, early=early))
            or (self._plan and piece.labelled and self._names_part(piece))
        ):
            return Verdict.FRAME, "formula", words
        if number in self._may and (asked := self._asks(piece, telling=telling)):
            return asked
        if (words := self._praise.get(number)) and not _THANKS_AND.search(piece.veil, words[1]):
            return Verdict.REASON, "reason", words
        return None

    @abstractmethod
    def among(self, piece: Piece, around: Around) -> Judgement:
        """Ask the other rules in their order and return the first answer."""

    def floor(self, piece: Piece, voice: Voice) -> Voice:
        """Let the one who waits take the floor when his items begin."""
        if voice.speaker or own(piece.text):
            return voice
        opens = (
            piece.labelled
            or _GOES_ON.match(piece.text)
            or self._asking.opens_bare(piece)
            or self._asking.asks(piece)
            or (not piece.first and piece.number in self._ahead and promises.find(piece))
        )
        return Voice(voice.waiting, None, voice.last) if opens else voice

    def _names_part(self, piece: Piece) -> Place | None:
        """Find what only names the part that it heads; news has no parts."""
        return None

    def _asks(self, piece: Piece, *, telling: bool) -> Judgement | None:
        words = self._asking.asks(piece, telling=telling)
        if words and cited.put_forward(piece.veil, words[0]):
            return Verdict.REPORT, "report", words
        return (Verdict.ORDER, "order", words) if words else None

    def _held(self, piece: Piece, around: Around) -> bool:
        """Tell whether words of the occasion tell of it."""
        text = piece.veil
        return occasion.counts(text) or (not won(text) and self._narrates(piece, around))

    def _narrates(self, piece: Piece, around: Around) -> bool:
        """Tell whether the sentence tells of a deed at the occasion, not of what was said."""
        if around.cued or piece.labelled:
            return False
        if around.speaking and piece.path and "了" not in piece.veil:
            asked = self._asking.opens_bare(piece)
            if asked and asked[0] == piece.body:
                return False  # an item goes on
        if self._ear.subject(piece, within=44) is not None:
            return True
        arrived = piece.number in self._arrived and not self._asking.opens_bare(piece)
        return arrived or occasion.narrates(piece.veil, speaking=around.speaking)

    def _in_speech(self, piece: Piece, around: Around) -> Judgement:
        if words := self._asking.grasps(piece) or self._pledges(piece, around):
            return Verdict.ORDER, "order", words
        vow = promises.vowed(piece) if around.speaking else None
        words = vow or reason.states(piece) or self._asking.only_named(piece)
        told = None if vow else self._tells(piece, around)
        if words and not (told and _comes_first(piece.veil, told, words)):
            return Verdict.REASON, "reason", words
        if told:
            return Verdict.REPORT, "report", told
        if around.past:
            return Verdict.REPORT, "verdict", None
        return self._further(piece, around)

    def _further(self, piece: Piece, around: Around) -> Judgement:
        """Hear a bare verb, what something means, or a later clause that asks."""
        owned = self._owned(piece)
        if not owned and (words := self._asks_bare(piece)):
            told = self._goes_on_as(piece, around)
            return (told, "verdict", words) if told else (Verdict.ORDER, "order", words)
        if words := self._weighs(piece):
            return Verdict.REASON, "reason", words
        asked = None if owned else self._asks_somewhere(piece)
        if asked and piece.path and (told := self._goes_on_as(piece, around)):
            return told, "verdict", asked[2]
        return asked or self._by_surroundings(piece, around, owned=owned)

    def _pledges(self, piece: Piece, around: Around) -> Place | None:
        """Hear somebody who speaks promise what his body will do."""
        return promises.pledged(piece) if around.speaking and "将" in piece.veil else None

    def _tells(self, piece: Piece, around: Around) -> Place | None:
        """Find what a body has always done, what has been done, or what grows better."""
        if _LASTING.search(piece.veil) and (lasting := _LASTS.match(piece.veil, piece.body)):
            return lasting.span("word")
        return self._told(piece, around)

    @abstractmethod
    def _told(self, piece: Piece, around: Around) -> Place | None:
        """Find the word for what has been done, is so or grows better."""

    def _owned(self, piece: Piece) -> bool:
        """Tell whether a body tells of its own work."""
        text = piece.text
        return bool(own(text) or reviews.of_ours(text) or _OWN_LATER.match(text))

    def _asks_bare(self, piece: Piece) -> Place | None:
        return self._asking.opens_bare(piece)

    def _weighs(self, piece: Piece) -> Place | None:
        """Find the word that says what something means."""
        return reason.ask(self._page, piece.number)

    @abstractmethod
    def _asks_somewhere(self, piece: Piece) -> Judgement | None:
        """Hear a later clause ask, or only go on telling."""

    def _by_surroundings(self, piece: Piece, around: Around, *, owned: bool) -> Judgement:
        if around.before:
            return around.before, "verdict", None
        if piece.path and not owned and (judged := self._among_items(piece, around)):
            return judged
        if around.speaking and not around.cued and (words := self._asking.has_doer(piece)):
            return Verdict.REPORT, "report", words
        if self._heads(piece):
            return Verdict.FRAME, "verdict", None
        if words := self._is_due(piece):
            return Verdict.ORDER, "order", words
        words = report.situates(piece) if around.speaking and not owned else None
        reasons = around.speaking and not owned and not words
        return (Verdict.REASON if reasons else Verdict.REPORT), "report" if words else "verdict", words

    def _goes_on_as(self, piece: Piece, around: Around) -> Verdict | None:
        """Tell what a sentence that opens without a subject goes on as, if not as one that asks; papers have none."""
        return None

    def _among_items(self, piece: Piece, around: Around) -> Judgement | None:
        """Judge a sentence of an item by the item."""
        return self._in_item(piece)

    @abstractmethod
    def _heads(self, piece: Piece) -> bool:
        """Tell whether a line without a stop heads what follows."""

    def _is_due(self, piece: Piece) -> Place | None:
        """Find what a paper charges somebody with, or wants reached, without a word of duty."""
        return None

    def _in_item(self, piece: Piece) -> Judgement:
        """Judge by the item what by itself neither asks nor tells: it asks too, unless it says what is so."""
        if piece.text[-1] == "?":
            return Verdict.REASON, "verdict", None
        if words := report.states(piece):
            return Verdict.REPORT, "report", words
        return Verdict.ORDER, "verdict", None
