"""何人之言：`林一鸣指出`、`会议强调`、`他要求`，沿用到换人或叙事为止。

Not a speaker: a person who is only named inside a speech.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.records import Verdict
from luoshi.reading.rules.speaker import unnamed
from luoshi.reading.rules.speaker.hearing import GENERAL, NEAR, POSTED, PRONOUNS, Hearing
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import paged

_BACK = 4  # sentences over which a pronoun looks back
_OURS = re.compile("[你您]|我们|我国|中方|双方一[致同]")
_THANKS = 10  # characters in which he who speaks thanks first of all
_QUOTES = re.compile("[^,。:“]{0,40}[:,]“(?![^”。!?]{1,16}”)")
_ONLY_SAYS = re.compile("[^,。:要]{0,10}?(?:说|介绍|认为|谈到|告诉|坦言|回忆|表示)")
_OTHER = ("据悉", "据了解", "据介绍", "与会", "会上", "会后", "随后", "学校近日")
_MEETING = "会议"
_GENERALS = frozenset({"总书记", "總書記"})  # as posts are printed
_MEETINGS = frozenset({"会议", "全会", "座谈会"})
# A paragraph in which a school tells what it will do next, or in which somebody else is quoted, is not said by the one before.
_TURNS = paged(
    r"(?:下一步|下一阶段|接下来|今后|未来|后续|此后|目前|近年来|据悉|据了解)[^。要]{0,24}?(?:学校|我校|学院|我院|[^,。要]{2,10}?[处部会心团队])(?:还|也)?将"
    r"|(?:学校|我校|学院|我院)将|“"
)
_ASKS_SOON = (",希望", "\n希望", "\n我们", "\n要")
_SOON = 3  # sentences of a paragraph within which a speech asks again
_STOPS = frozenset("。!?”")
# What somebody goes on to ask for in a paragraph of its own; without it the paragraph tells of something else.
_ASKS = re.compile("(?<![主重首需必])要(?![求素点])|必须|应(?![用对急])|希望|务必|须|我们|让|不能|才能|坚持")
_ASKS_ON = paged("[^,。]{0,12}(?:要|必须|希望)")
_LAST_WORD = re.compile("提出|部署|安排|强调|要求|讲话|解读|通报|说明|发言|报告|明确")


class Voice(NamedTuple):
    """Whose words are being told, and who may take the floor with the next sentence."""

    speaker: str | None = None
    waiting: str | None = None
    last: str | None = None
    quoted: int | None = None  # quotation marks that stand open, where a speech is quoted word for word


class Ear(Hearing):
    """Follows who speaks from sentence to sentence of one document."""

    def __init__(self, scene: Scene) -> None:
        people = scene.record.people
        super().__init__(people, scene.page, news=scene.news)
        self._scene = scene
        self._essay = scene.essay
        self._general = next(
            (person.name for person in people if not _GENERALS.isdisjoint(person.posts)), None
        )
        self._persons = frozenset(self.names.values())
        self.printed: dict[str, str] = {}  # speakers who are no persons of the record, as printed
        self._cited = False  # whether the head of the party is heard only as others cite him
        self._since: tuple[str, ...] = ()  # the items in which the present voice was first heard

    def hears(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        """Return the voice in which a sentence stands that tells who speaks, and whether that was understood."""
        new, cued = self._heard_in(piece, voice)
        if new.speaker != voice.speaker:
            self._since = piece.path
            if new.speaker:
                self.printed.setdefault(new.speaker, self.as_printed(piece, new.speaker))
        return new, cued

    def as_printed(self, piece: Piece, who: str) -> str:
        """Return who is heard in a sentence as printed there or next; a meeting is called 会议 everywhere."""
        page = self._page
        at = -1 if who == _MEETING or who in self._persons else page.veil.find(who, page.starts[piece.number])
        if at < 0:
            return who
        number = page.number(at)
        start = at - page.starts[number]
        return self._scene.printed(self._scene.pieces[number], start, start + len(who))

    def _heard_in(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        number = piece.number
        heard = self.heard[number][0]
        if number in self._answered:
            return Voice(self._answered[number], None, voice.last), False
        if self._only_quoted(piece, voice):
            return voice, False
        if number in self._soft:
            return Voice(unnamed.titled(heard, self.names) or None, None, voice.last), False
        named = heard if number in self._strangers else self._meant(number) if heard in PRONOUNS else None
        named = named or (self._before(number, heard) if heard in PRONOUNS else None)
        if named:
            return Voice(named, None, named), True
        who = self._resolved(heard, voice)
        if not who:
            return voice, False
        self._cited = heard == GENERAL or (self._cited and heard in PRONOUNS)
        known = heard in self.names or (heard == GENERAL and not voice.last)
        return Voice(who, None, who if known else voice.last), True

    def _only_quoted(self, piece: Piece, voice: Voice) -> bool:
        """Tell whether a group, another meeting or a head of state is only quoted in what somebody is saying."""
        if piece.number in self._honoured and not piece.first:
            return voice.speaker is not None and voice.speaker != self.heard[piece.number][0]
        if piece.first or voice.speaker not in self._persons:
            return False
        return piece.number in self._far or self._soft.get(piece.number) is False

    def _before(self, number: int, pronoun: str) -> str | None:
        """Return who opens the sentence in which a pronoun follows in a later clause: `林一鸣致辞,他表示…`."""
        end, name = self.named.get(number, (POSTED + 1, None))
        start = self._page.starts[number]
        at = self._page.veil.find("," + pronoun, start + end, self._page.starts[number + 1])
        if name:
            return name if end <= POSTED and at >= 0 else None
        head = unnamed.at_head(self._page.veil, start, at) if at >= 0 else None
        return head[0] if head else None

    def _meant(self, number: int) -> str | None:
        """Find whom a pronoun means, if it is somebody at the head of a sentence shortly before who is no person of the record."""
        page = self._page
        for before in range(number - 1, max(number - _BACK, 0) - 1, -1):
            if before in self.named or (before in self.heard and self.heard[before][0] not in PRONOUNS):
                return None
            if head := unnamed.at_head(page.veil, page.starts[before], page.starts[before + 1] - 1):
                return head[0]
        return None

    def quoting(self, piece: Piece, voice: Voice, *, cued: bool) -> Voice:
        """Let a speech end: quoted word for word it does with the quotation, in an essay with what somebody is said to say."""
        if cued:
            told = self.told(piece)
            quotes = _QUOTES.match(piece.text, told) is not None
            if (
                not quotes
                and piece.text[-1] != ";"
                and not piece.path
                and self._essay
                and voice.speaker not in _MEETINGS
                and _ONLY_SAYS.match(piece.text, told)
            ):
                return Voice(None, None, voice.last)
            voice = voice._replace(quoted=0 if quotes else None)
        if voice.quoted is None:
            return voice
        left = voice.quoted + piece.text.count("“") - piece.text.count("”")
        more = not piece.last and self._page.text.startswith("“", self._page.starts[piece.number + 1])
        return voice._replace(quoted=left) if left > 0 or more else Voice(None, None, voice.last)

    def _resolved(self, who: str, voice: Voice) -> str | None:
        if who in self.names:
            return self.names[who]
        if who in PRONOUNS:
            return voice.last or voice.speaker
        if who == GENERAL:  # he is quoted by others, and speaks where nobody else does
            return self._general if voice.speaker in {None, self._general} else None
        if who == "文章":  # its words are those of its author
            return voice.last or who
        return "会议" if who.endswith("会议") else who

    def after(self, piece: Piece, voice: Voice, verdict: Verdict) -> Voice:
        """Return the voice that goes on to the next sentence."""
        text = piece.veil
        named = None if text[0] in PRONOUNS else self.named.get(piece.number)
        subject = named[1] if named else None
        last = subject or voice.last
        frame = verdict is Verdict.FRAME
        if self._ends(piece, voice) or (verdict is Verdict.REPORT and voice.speaker in self._bodies):
            return Voice(None, None, last)
        if piece.number in self._soft or not (frame or last or voice.speaker):
            return voice  # what many pledge is told as a deed, and yet their words go on
        if named and named[0] <= POSTED and self._opens_items(piece):
            return Voice(None, subject, last)
        if frame and voice.speaker and not piece.first and self._goes_on(piece, voice, subject):
            return voice
        if frame:
            who = subject or (
                last if "他" in text or "她" in text else "会议" if text.startswith("会议") else None
            )
            return Voice(None, who if who and _LAST_WORD.search(text) else None, last)
        reason = verdict is Verdict.REASON
        waits = not reason and voice.waiting == last and not subject
        thanks = reason and named and not self._essay and text.find("感谢", named[0], named[0] + _THANKS) >= 0
        return Voice(
            subject if thanks else voice.speaker, voice.waiting if waits else None, last, voice.quoted
        )

    def _goes_on(self, piece: Piece, voice: Voice, subject: str | None) -> bool:
        """Tell whether what looks like narration is told in an item, or by the one who speaks, to those whom he speaks to."""
        if piece.path and not subject:
            return True
        others = self.named.get(piece.number, (POSTED, None))[0] <= NEAR or piece.number in self.heard
        return not others and voice.speaker in self._persons and _OURS.search(piece.veil) is not None

    def _opens_items(self, piece: Piece) -> bool:
        """Tell whether a sentence in which nobody is heard stands before a first item."""
        after = self._page.starts[piece.number + 1]
        return piece.number not in self.heard and self._page.text.startswith(("一是", "一要"), after)

    def _ends(self, piece: Piece, voice: Voice) -> bool:
        """Tell whether what was being said ends with a sentence."""
        if piece.last and voice.speaker and self._turns(piece, voice):
            return True
        if heard := self.cued(piece):
            return piece.number in self._answered or (heard == GENERAL and piece.text[-1] == "”")
        text = piece.veil
        return text.startswith(_OTHER) or (piece.first and text.startswith("近年来"))

    def _turns(self, piece: Piece, voice: Voice) -> bool:
        """Tell whether the next paragraph is no longer what was being said."""
        page, after = self._page, piece.number + 1
        if voice.quoted or after == len(page):
            return False
        if voice.speaker not in self._persons and voice.speaker not in _MEETINGS:
            return True  # what a group says together ends with the paragraph
        if page.bodies[after]:  # who is quoted inside an item says nothing of the next
            return bool(self._since) and self._since[-1][-1] not in "是要"
        if self._cited and not _ASKS_ON.match(page.veil, page.starts[after]):
            return True
        return _TURNS.match(page.veil, page.starts[after]) is not None or self._tells(piece, voice)

    def _tells(self, piece: Piece, voice: Voice) -> bool:
        """Tell whether the next paragraph asks for nothing, neither at once nor soon."""
        page, after = self._page, piece.number + 1
        known = voice.speaker in self._persons and after not in self.heard and piece.text[-1] in _STOPS
        start = page.starts[after]
        if not known or _ASKS.search(page.veil, start, page.starts[after + 1] - 1):
            return False
        end = page.starts[min(after + _SOON, len(page))]
        return all(page.veil.find(hope, start, end) < 0 for hope in _ASKS_SOON)
