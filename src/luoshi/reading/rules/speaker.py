"""何人之言：`林一鸣指出`、`会议强调`、`他要求`，沿用到换人或叙事为止。

Not a speaker: a person who is only named inside a speech.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.names import Names
from luoshi.reading.outline import Piece
from luoshi.reading.page import Page, paged
from luoshi.reading.records import Person, Verdict
from luoshi.reading.spans import plain

_CUES = rf"{opening('cues')}|说(?=[,:])|决定(?=[,将由])|要求(?<![新点项作的准等种和、]要求)"
_CUE = paged(_CUES)
_SPEAKS = paged(
    rf"[^,。;:]{{0,32}}?(?:{_CUES})(?![^,。;:]{{0,3}}的|。|[^,。;:]{{0,12}}(?:要求|希望|意见|建议|部署)(?:。|:$))"
)
# Who is the subject of a sentence speaks in a later clause of it: `林一鸣介绍了安排，要求学校…`.
_LATER = paged(
    r"[^。;:]{0,120}?(?P<cue>,(?:并|还|同时|也|着重|最后|他|她)?(?:强调|指出|要求|希望|号召|勉励|寄语)(?![的和与、。])"
    r"|提出[^,。:]{0,8}(?:要求|希望|意见|建议):)"
)
# Who is not named speaks in a later clause: a meeting, or a group as printed; or goes on without being named again.
_SAYS_LATER = paged(",(?:并|还|同时)?(?P<cue>要求|强调|指出|号召|希望|鼓励(?=大家|同学|各))(?![的和与、。])")
_GROUP = paged("[^,。:;]{2,20}?(?:负责人|负责同志|[一二两三四五六七八九十]位(?:同学|老师|专家))")
_GOES_ON = paged(r"(?:并|还|同时|也){0,2}(?P<cue>指出|强调|要求)(?=[,:各全要])")
_STAND_INS = ("文章", "他们", "她们", "他", "她", "会议", "全会", "座谈会", "大家", "总书记")
_GENERAL = "总书记"
_AT = 6  # characters of `会上，`
_NAMED = re.compile("贯彻|落实|按照|根据|学习|传达|围绕|召开|举行|参加|出席|年度?")
_NEAR = 12  # characters between the head of a clause and who speaks
_POSTED = 44  # where a post with the name of its body stands there
_POST = re.compile(rf"{any_of('posts')}$")
_QUOTES = re.compile("[^,。:“]{0,10}[:,]“(?![^”。!?]{1,16}”)")
_ONLY_SAYS = re.compile("[^,。:要]{0,10}?(?:说|介绍|认为|谈到|告诉|坦言|回忆|表示)")
_AT_ONCE = re.compile(rf"(?:还|也|则|同时|进一步|激动地)?(?:{_CUES})")
_OTHER = ("据悉", "据了解", "据介绍", "近年来", "与会", "会上", "会后", "随后", "学校近日")
_LAST_WORD = re.compile("提出|部署|安排|强调|要求|讲话|解读|通报|说明|发言|报告|明确")


class Voice(NamedTuple):
    """Whose words are being told, and who may take the floor with the next sentence."""

    speaker: str | None = None
    waiting: str | None = None
    last: str | None = None
    quoted: int | None = None  # quotation marks that stand open, where a speech is quoted word for word


class Ear:
    """Hears who speaks; knows the names of one document."""

    def __init__(self, people: tuple[Person, ...], page: Page, *, essay: bool) -> None:
        self._essay = essay
        self.names = {plain(person.name): person.name for person in people}
        self._general = next((person.name for person in people if "总书记" in person.posts), None)
        names = Names(self.names)
        self.places = names.places
        self.named = self._first_named(page)
        self.heard = self._near_cues(page)  # who is heard, and where the words of telling end

    def _first_named(self, page: Page) -> dict[int, tuple[int, str]]:
        """Find the first person named in each sentence: where the name ends, and the name."""
        out: dict[int, tuple[int, str]] = {}
        for start, end in self.places(page.veil):
            number = page.number(start)
            if number not in out and not page.veil.startswith(
                ("总书记", "同志", "新时代", "所作", "所提"), end
            ):
                out[number] = (end - page.starts[number], self.names[page.veil[start:end]])
        return out

    def _near_cues(self, page: Page) -> dict[int, tuple[str, int]]:
        """Find in each sentence the first name or pronoun that stands near the head of a clause, with a cue after it."""
        cued = page.having(_CUE, page.veil)
        if not cued:
            return {}
        out = self._named_cues(page, cued)
        for number in cued.difference(out):
            if heard := self._unnamed(page.veil, number, page.starts[number]):
                out[number] = heard
        return out

    def _named_cues(self, page: Page, cued: set[int]) -> dict[int, tuple[str, int]]:
        out: dict[int, tuple[str, int]] = {}
        text = page.veil
        for start, end in Names([*self.names, *_STAND_INS]).readings(text, 0, len(text)):
            number = page.number(start)
            if number in out or number not in cued:
                continue
            first = page.starts[number]
            low = max(first, start - _POSTED - 1)
            head = max(text.rfind(mark, low, start) for mark in ",;:") + 1 or low
            posted = start - head <= _POSTED and _POST.search(text, head, start) and _AT_ONCE.match(text, end)
            near = (start - head <= _NEAR or posted) and text.find("。", head, start) < 0
            if not near or (text.startswith(_GENERAL, end) and head != first):
                continue
            if text[start:end] not in self.names and _NAMED.search(text, head, start):
                continue  # a meeting that is only named
            if _SPEAKS.match(text, end):
                general = text.startswith(_GENERAL, end)
                out[number] = (_GENERAL if general else text[start:end], end - first)
            elif head - first <= _AT and text[start:end] in self.names and (later := _LATER.match(text, end)):
                out[number] = (text[start:end], later.start("cue") - first)
        return out

    def _unnamed(self, text: str, number: int, first: int) -> tuple[str, int] | None:
        """Hear a meeting, a group, or the one who spoke before, in a sentence that names nobody who speaks."""
        end = text.find("\n", first)
        end = end if end >= 0 else len(text)
        if found := _GOES_ON.match(text, first, end):
            return "他", found.end("cue") - first
        later = None if number in self.named else _SAYS_LATER.search(text, first, end)
        if not later or text.find(":", first, later.start()) >= 0:
            return None
        held = text.find("召开", first, later.start())
        if text.startswith("会议", first) or (held >= 0 and text.find("会", held, later.start()) >= 0):
            return "会议", later.start("cue") - first
        group = _GROUP.match(text, first, end)
        asks = group and text.find("要", group.end(), later.start()) < 0
        return (group[0], later.start("cue") - first) if group and asks else None

    def hears(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        """Return the voice in which a sentence stands that tells who speaks, and whether that was understood."""
        heard = self.heard[piece.number][0]
        if who := self._resolved(heard, voice):
            named = who if heard in self.names else voice.last
            return Voice(who, None, named), True
        return voice, False

    def cued(self, piece: Piece) -> str | None:
        """Return who is heard to speak in a sentence."""
        heard = self.heard.get(piece.number)
        return heard[0] if heard else None

    def told(self, piece: Piece) -> int:
        """Return where in a sentence the telling ends and what is said begins."""
        return self.heard[piece.number][1]

    def quoting(self, piece: Piece, voice: Voice, *, cued: bool) -> Voice:
        """Let a speech end: quoted word for word it does with the quotation, in an essay with what somebody is said to say."""
        if cued:
            told = self.told(piece)
            quotes = _QUOTES.match(piece.text, told) is not None
            if not quotes and self._essay and _ONLY_SAYS.match(piece.text, told):
                return Voice(None, None, voice.last)
            voice = voice._replace(quoted=0 if quotes else None)
        if voice.quoted is None:
            return voice
        left = voice.quoted + piece.text.count("“") - piece.text.count("”")
        return voice._replace(quoted=left) if left > 0 else Voice(None, None, voice.last)

    def _resolved(self, who: str, voice: Voice) -> str | None:
        if who in self.names:
            return self.names[who]
        if who in {"他", "她"}:
            return voice.last or voice.speaker
        if who == _GENERAL:  # he is quoted by others, and speaks where nobody else does
            return self._general if voice.speaker in {None, self._general} else None
        if who == "文章":  # its words are those of its author
            return voice.last or who
        return "会议" if who.endswith("会议") else who

    def after(self, piece: Piece, voice: Voice, verdict: Verdict) -> Voice:
        """Return the voice that goes on to the next sentence."""
        subject = self.named[piece.number][1] if piece.number in self.named else None
        last = subject or voice.last
        if last is None and voice.speaker is None and verdict is not Verdict.FRAME:
            return voice  # nobody has been named who could go on
        text = piece.veil
        if text.startswith(_OTHER) and piece.number not in self.heard:
            return Voice(None, None, last)
        if verdict is not Verdict.FRAME and not voice.waiting and last is voice.last:
            return voice
        if verdict is not Verdict.FRAME:
            return voice._replace(waiting=None, last=last)
        told = _LAST_WORD.search(text) and (
            subject or (last if "他" in text or "她" in text else "会议" if text.startswith("会议") else None)
        )
        return Voice(None, told or None, last)

    def subject(self, piece: Piece, *, within: int | None = None) -> str | None:
        """Return the first person named in a sentence, or in its first characters."""
        end, name = self.named.get(piece.number, (0, None))
        return name if within is None or end <= within else None
