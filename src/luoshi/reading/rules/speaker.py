"""何人之言：`林一鸣指出`、`会议强调`、`他要求`，沿用到换人或叙事为止。

Not a speaker: a person who is only named inside a speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.lexicon import opening
from luoshi.reading.names import Names
from luoshi.reading.outline import Piece
from luoshi.reading.records import Person, Verdict
from luoshi.reading.scene import veiled
from luoshi.reading.spans import View

_CUES = rf"{opening('cues')}|要求(?<![新点项作的准等种和、]要求)"
_CUE = re.compile(_CUES)
_SPEAKS = re.compile(
    rf"[^,。;:]{{0,40}}?(?:{_CUES})(?![^,。;:]{{0,3}}的|。|[^,。;:]{{0,12}}(?:要求|希望|意见|建议|部署)(?:。|:$))"
)
_STAND_INS = ("他们", "她们", "他", "她", "会议", "全会", "座谈会")
_NEAR = 12  # characters between the head of a clause and who speaks
_OTHER = re.compile("^(?:据悉|据了解|据介绍|近年来|与会|会上|会后|随后|学校近日)")
_LAST_WORD = re.compile("提出|部署|安排|强调|要求|讲话|解读|通报|说明|发言|报告|明确")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words are being told, and who may take the floor with the next sentence."""

    speaker: str | None = None
    waiting: str | None = None
    last: str | None = None


class Ear:
    """Hears who speaks; knows the names of one document."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.names = {_folded(person.name): person.name for person in people}
        self.places = Names(self.names).places
        self._voices = Names([*self.names, *_STAND_INS])

    def hears(self, piece: Piece, voice: Voice) -> tuple[Voice, bool]:
        """Return the voice in which this sentence stands, and whether a cue opened it."""
        heard = self.cued(veiled(piece.view.text))
        if heard and (who := self._resolved(heard, voice)):
            named = who if heard in self.names else voice.last
            return Voice(who, None, named), True
        return voice, False

    def cued(self, text: str) -> str | None:
        """Return the first name or pronoun in a text that stands near the head of a clause, with a cue after it."""
        if not _CUE.search(text):
            return None
        for start, end in self._voices.readings(text, 0, len(text)):
            head = max(text.rfind(mark, 0, start) for mark in ",;:") + 1
            near = start - head <= _NEAR and text.find("。", head, start) < 0
            if near and not text.startswith("总书记", end) and _SPEAKS.match(text, end):
                return text[start:end]
        return None

    def _resolved(self, who: str, voice: Voice) -> str | None:
        if who in self.names:
            return self.names[who]
        if who in {"他", "她"}:
            return voice.last or voice.speaker
        return "会议" if who.endswith("会议") else who

    def after(self, piece: Piece, voice: Voice, verdict: Verdict) -> Voice:
        """Return the voice that goes on to the next sentence."""
        text = veiled(piece.view.text)
        subject = self.subject(text)
        last = subject or voice.last
        if _OTHER.match(text):
            return Voice(None, None, last)
        if verdict is not Verdict.FRAME and not voice.waiting and last is voice.last:
            return voice
        if verdict is not Verdict.FRAME:
            return Voice(voice.speaker, None, last)
        told = _LAST_WORD.search(text) and (subject or (last if re.search("[他她]", text) else None))
        return Voice(None, told or None, last)

    def subject(self, text: str) -> str | None:
        """Return the first person named in a sentence."""
        for start, end in self.places(text):
            if not text.startswith(("总书记", "同志", "新时代"), end):
                return self.names[text[start:end]]
        return None


def _folded(name: str) -> str:
    return View.over(name).text
