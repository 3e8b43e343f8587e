"""何人之言：`林一鸣指出`、`会议强调`、`他要求`，沿用到换人或叙事为止。

Not a speaker: a person who is only named inside a speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from luoshi.reading.records import Person, Verdict
from luoshi.reading.rules.people.names import Names, apart, in_order
from luoshi.reading.rules.speaker import cues, quoted, unnamed
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, paged
from luoshi.reading.text.spans import plain

_STAND_INS = Names(("文章", "他们", "她们", "他", "她", "会议", "全会", "座谈会", "大家", "总书记"))
_PRONOUNS = frozenset({"他", "她"})
_GENERAL = "总书记"
_CHAIR = "主席"  # behind a name: so others speak of him
_NOBODY = unnamed.Group("", 0, present=True)
_THIS = (",", ";", ":", "本次", "此次", "这次")
_OWN_NAMES = ("会议", "全会")  # with other words before them they are meetings with a name of their own
_NOT_NAMED = ("总书记", "同志", "新时代", "所作", "所提")  # behind a name that is only referred to
_BACK = 4  # sentences over which a pronoun looks back
_OURS = re.compile("[你您]|我们|我国|中方|双方一[致同]")
_TOWARDS = frozenset("向对同与给请见")  # before whom somebody else speaks to
_THANKS = 10  # characters in which he who speaks thanks first of all
_AT = 6  # characters of `会上，`
_LEADS = re.compile(
    "(?:针对|围绕|结合|就|对于|关于|面对|在|通过|听取|看到|随后|最后|其间|期间|会上|会后|为)[^,。;:“]{0,24},"
)
_NAMED = re.compile("贯彻|落实|按照|根据|学习|传达|围绕|召开|举行|参加|出席|年度?")
_NEAR = 12  # characters between the head of a clause and who speaks
_POSTED = 44  # where a post with the name of its body stands there
_QUOTES = re.compile("[^,。:“]{0,40}[:,]“(?![^”。!?]{1,16}”)")
_ONLY_SAYS = re.compile("[^,。:要]{0,10}?(?:说|介绍|认为|谈到|告诉|坦言|回忆|表示)")
_OTHER = ("据悉", "据了解", "据介绍", "与会", "会上", "会后", "随后", "学校近日")
_MEETINGS = frozenset({"会议", "全会", "座谈会"})
# A paragraph in which a school tells what it will do next, or in which somebody else is quoted, is not said by the one before.
_TURNS = paged(
    r"(?:下一步|下一阶段|接下来|今后|未来|后续|此后|目前|近年来|据悉|据了解)[^。要]{0,24}?(?:学校|我校|学院|我院|[^,。要]{2,10}?[处部会心团队])(?:还|也)?将"
    r"|(?:学校|我校|学院|我院)将|“"
)
_ASKS_SOON = (",希望", "\n希望", "\n我们", "\n要")
_SOON = 3  # sentences of a paragraph within which a speech asks again
_SAID = ("表示,", "指出,", "认为,", "强调,", "提出,", "说,", "谈到,")
_PAUSES = frozenset(",。!?")
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


class Ear:
    """Hears who speaks; knows the names of one document."""

    def __init__(self, people: tuple[Person, ...], page: Page, *, news: bool, essay: bool) -> None:
        self._essay = essay
        self._page = page
        self.names = {plain(person.name): person.name for person in people}
        self._general = next((person.name for person in people if "总书记" in person.posts), None)
        self._persons = frozenset(self.names.values())
        names = Names(self.names)
        readings = names.readings(page.veil, 0, len(page.veil)) if people else []
        self.places = list(apart(readings))  # where the names stand on the page, none inside another
        self.named = self._first_named(page)
        self._strangers: set[int] = set()  # where somebody is heard who is no person of the record
        self._soft: dict[int, bool] = {}  # groups that are heard, and whether they are sure to be present
        self._bodies: set[str] = set()  # which ask in what they issue
        self._cited = False  # whether the head of the party is heard only as others cite him
        self._since: tuple[str, ...] = ()  # the items in which the present voice was first heard
        self._far: set[int] = set()  # where a meeting with a name of its own is heard
        self._honoured: set[int] = set()  # where a name is heard with the title by which others call him
        # Who is heard in a sentence, and where the words of telling end.
        self.heard = self._near_cues(page, readings)
        self.heard = self._with_items(page) | self.heard
        quotes = news and "“" in page.text
        if quotes:
            self.heard = quoted.at_once(page, self.named) | self.heard
        self._answered = quoted.named_after(page, self._tellers(), self.named) if quotes else {}
        self.heard |= {number: (who, 0) for number, who in self._answered.items() if number not in self.heard}

    def _tellers(self) -> dict[int, str | None]:
        """Return which person tells something in the sentences in which somebody does."""
        strangers, names = self._strangers, self.names
        return {
            number: names.get(who, who if number in strangers else None)
            for number, (who, _) in self.heard.items()
        }

    def _first_named(self, page: Page) -> dict[int, tuple[int, str]]:
        """Find the first person named in each sentence: where the name ends, and the name."""
        out: dict[int, tuple[int, str]] = {}
        for start, end in self.places:
            number = page.number(start)
            if number not in out and not page.veil.startswith(_NOT_NAMED, end):
                out[number] = (end - page.starts[number], self.names[page.veil[start:end]])
        return out

    def _near_cues(self, page: Page, readings: Sequence[Place]) -> dict[int, tuple[str, int]]:
        """Find in each sentence the first name or pronoun that stands near the head of a clause, with a cue after it."""
        cued = page.having(cues.CUE, page.veil)
        if not cued:
            return {}
        out = self._named_cues(page, cued, readings)
        for number in cued.difference(out):
            if heard := self._unnamed(page.veil, number, page.starts[number]):
                out[number] = heard
        return out

    def _with_items(self, page: Page) -> dict[int, tuple[str, int]]:
        """Find whose items follow a colon in a sentence that he opens: `林一鸣对值班作了安排:一是…`."""
        out = quoted.items(page, self.named)
        for number in page.holding(page.veil, "共识,一", "共识:一") if "共识" in page.veil else ():
            start, end = page.starts[number], page.starts[number + 1] - 1
            if group := unnamed.agreed(page.veil, start, end):
                out[number] = self._many(group, number, start)
        return out

    def _named_cues(
        self, page: Page, cued: set[int], readings: Sequence[Place]
    ) -> dict[int, tuple[str, int]]:
        """Find in each sentence with a cue the first name or stand-in that speaks."""
        near: dict[int, list[Place]] = {}
        for place in readings:
            near.setdefault(page.number(place[0]), []).append(place)
        out: dict[int, tuple[str, int]] = {}
        for number in cued:
            places = _STAND_INS.readings(page.veil, page.starts[number], page.starts[number + 1] - 1)
            if number in near:
                places = in_order(places + near[number])
            for start, end in places:
                if heard := self._telling(page.veil, page.starts[number], start, end):
                    out[number] = heard
                    if self._is_far(page.veil, page.starts[number], start):
                        self._far.add(number)
                    if page.veil.startswith(_CHAIR, end):
                        self._honoured.add(number)
                    break
        return out

    def _is_far(self, text: str, first: int, start: int) -> bool:
        """Tell whether a meeting has words before it that make them a name of its own."""
        named = start > first and text.startswith(_OWN_NAMES, start)
        return named and not text.endswith(_THIS, first, start)

    def _telling(self, text: str, first: int, start: int, end: int) -> tuple[str, int] | None:
        """Tell whether who stands at [start, end) speaks: who it is, and where in the sentence what he says begins."""
        low = max(first, start - _POSTED - 1)
        head = unnamed.clause(text, low, start)
        if text[head] == "□":
            head = self._past_quote(text, head, start)
        who, near = text[start:end], start - head <= _NEAR
        person = who in self.names
        if not (near or person) or text.endswith(_SAID, first, head):
            return None  # far from the head of a clause, or quoted by another
        general = text.startswith(_GENERAL, end)
        titles = who == _GENERAL and self._titles(text, end)
        if titles or (general and head != first) or text.find("。", head, start) >= 0:
            return None
        only_named = _NAMED.search(text, head, start) is not None
        if only_named and not person:
            return None  # as a meeting is to which the speech refers
        posted = start - head <= _POSTED and unnamed.has_post(text, head, start)
        if posted and not (near or only_named) and unnamed.only_posts(text, head, start):
            near = self.named.get(self._page.number(first), (0,))[0] + first > start  # nobody is named before
        speaks = near or ((posted or not only_named) and cues.AT_ONCE.match(text, end))
        if speaks and (cues.SPEAKS.match(text, end) or cues.SPEAKS_OF.match(text, end)):
            return _GENERAL if general else who, end - first
        if not ((near or posted) and self._may_go_on(text, first, head, start, who)):
            return None
        later = cues.in_a_later_clause(text, end) or cues.GREETS.match(text, end)
        return (who, later.start("cue") - first) if later else None

    def _past_quote(self, text: str, head: int, start: int) -> int:
        """Return where a clause begins that opens with what somebody is quoted with: `“要看好海图,”林一鸣说`."""
        past = start - len(text[head:start].lstrip("□"))
        return past if self._page.text[past - 2] in _PAUSES else head

    def _may_go_on(self, text: str, first: int, head: int, start: int, who: str) -> bool:
        """Tell whether somebody stands so near the head of a sentence that he may speak in a later clause of it."""
        low = first if text[head - 1] != ":" else max(first, head - _AT)  # as behind `某社消息:`
        if start > head and text[start - 1] in _TOWARDS:
            return False
        near = head - low <= _AT or _LEADS.fullmatch(text, low, head) is not None
        return start == first if who in _PRONOUNS else near and who in self.names

    def _titles(self, text: str, end: int) -> bool:
        """Tell whether a stand-in is only a title of the person named after it, at once or behind further ones."""
        return text.startswith("、", end) or any(text[end : end + n] in self.names for n in (2, 3, 4))

    def _unnamed(self, text: str, number: int, first: int) -> tuple[str, int] | None:
        """Hear a meeting, a group, a stranger, or the one who spoke before, in a sentence in which no known person speaks."""
        end = text.find("\n", first)
        end = end if end >= 0 else len(text)
        if found := cues.GOES_ON.match(text, first, end):
            return "他", found.end("cue") - first
        if known := self._stranger(text, first, end):
            self._strangers.add(number)
            return known[0], known[1] - first
        if group := unnamed.together(text, first, end):
            return self._many(group, number, first)
        if unnamed.crowd(text, first, end):
            return self._many(_NOBODY, number, first)
        return None if number in self.named else self._later(text, number, first, end)

    def _stranger(self, text: str, first: int, end: int) -> tuple[str, int] | None:
        """Hear somebody who is no person of the record, at once or in a later clause."""
        found = unnamed.stranger(text, first, end) or unnamed.known_before(text, first, end)
        if found and found[0] not in self.names:
            return found
        head = unnamed.at_head(text, first, end) if cues.LATER_CUE.search(text, first, end) else None
        later = cues.in_a_later_clause(text, head[1]) if head and head[0] not in self.names else None
        return (head[0], later.start("cue")) if head and later else None

    def _many(self, group: unnamed.Group, number: int, first: int) -> tuple[str, int]:
        self._soft[number] = group.present
        return group.who, max(group.told - first, 0)

    def _later(self, text: str, number: int, first: int, end: int) -> tuple[str, int] | None:
        """Hear a meeting or a group in a later clause of a sentence."""
        later = cues.SAYS_LATER.search(text, first, end)
        if later and (body := unnamed.issues(text, first, later.start())):
            self._soft[number] = True
            self._bodies.add(body)
            return body, later.start("cue") - first
        if not later or text.find(":", first, later.start()) >= 0:
            return None
        held = text.find("召开", first, later.start())
        if text.startswith("会议", first) or (held >= 0 and text.find("会", held, later.start()) >= 0):
            return "会议", later.start("cue") - first
        group = unnamed.before(text, first, later.start())
        if not group and cues.NO_SUBJECT.match(text, first, later.start()):
            return "他", later.start("cue") - first
        return self._many(group, number, first) if group else None

    def hears(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        """Return the voice in which a sentence stands that tells who speaks, and whether that was understood."""
        new, cued = self._heard_in(piece, voice)
        if new.speaker != voice.speaker:
            self._since = piece.path
        return new, cued

    def _heard_in(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        number = piece.number
        heard = self.heard[number][0]
        if number in self._answered:
            return Voice(self._answered[number], None, voice.last), False
        if self._only_quoted(piece, voice):
            return voice, False
        if number in self._soft:
            return Voice(unnamed.titled(heard, self.names) or None, None, voice.last), False
        named = heard if number in self._strangers else self._meant(number) if heard in _PRONOUNS else None
        named = named or (self._before(number, heard) if heard in _PRONOUNS else None)
        if named:
            return Voice(named, None, named), True
        who = self._resolved(heard, voice)
        if not who:
            return voice, False
        self._cited = heard == _GENERAL or (self._cited and heard in _PRONOUNS)
        known = heard in self.names or (heard == _GENERAL and not voice.last)
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
        end, name = self.named.get(number, (_POSTED + 1, None))
        start = self._page.starts[number]
        at = self._page.veil.find("," + pronoun, start + end, self._page.starts[number + 1])
        if name:
            return name if end <= _POSTED and at >= 0 else None
        head = unnamed.at_head(self._page.veil, start, at) if at >= 0 else None
        return head[0] if head else None

    def _meant(self, number: int) -> str | None:
        """Find whom a pronoun means, if it is somebody at the head of a sentence shortly before who is no person of the record."""
        page = self._page
        for before in range(number - 1, max(number - _BACK, 0) - 1, -1):
            if before in self.named or (before in self.heard and self.heard[before][0] not in _PRONOUNS):
                return None
            if head := unnamed.at_head(page.veil, page.starts[before], page.starts[before + 1] - 1):
                return head[0]
        return None

    def cued(self, piece: Piece) -> str | None:
        """Return who is heard to speak in a sentence."""
        heard = self.heard.get(piece.number)
        return heard[0] if heard else None

    def stranger(self, piece: Piece) -> str | None:
        """Return who is heard in a sentence though he is no person of the record."""
        heard = piece.number in self._strangers or piece.number in self._answered
        who = self.cued(piece) if heard else None
        return who if who and unnamed.may_be_name(who) else None

    def told(self, piece: Piece) -> int:
        """Return where in a sentence the telling ends and what is said begins."""
        return self.heard[piece.number][1]

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
        if who in _PRONOUNS:
            return voice.last or voice.speaker
        if who == _GENERAL:  # he is quoted by others, and speaks where nobody else does
            return self._general if voice.speaker in {None, self._general} else None
        if who == "文章":  # its words are those of its author
            return voice.last or who
        return "会议" if who.endswith("会议") else who

    def after(self, piece: Piece, voice: Voice, verdict: Verdict) -> Voice:
        """Return the voice that goes on to the next sentence."""
        text = piece.veil
        named = None if text[0] in _PRONOUNS else self.named.get(piece.number)
        subject = named[1] if named else None
        last = subject or voice.last
        frame = verdict is Verdict.FRAME
        if self._ends(piece, voice) or (verdict is Verdict.REPORT and voice.speaker in self._bodies):
            return Voice(None, None, last)
        if piece.number in self._soft or not (frame or last or voice.speaker):
            return voice  # what many pledge is told as a deed, and yet their words go on
        if named and named[0] <= _POSTED and self._opens_items(piece):
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
        others = self.named.get(piece.number, (_POSTED, None))[0] <= _NEAR or piece.number in self.heard
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
            return piece.number in self._answered or (heard == _GENERAL and piece.text[-1] == "”")
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

    def subject(self, piece: Piece, *, within: int | None = None) -> str | None:
        """Return the first person named in a sentence, or in its first characters."""
        end, name = self.named.get(piece.number, (0, None))
        return name if within is None or end <= within else None
