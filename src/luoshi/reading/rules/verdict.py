"""断句意：每句恰有一断：套语、要求、会务、情况、说理，依次问来。

Order wins if any clause asks; what nobody asks for, tells or explains takes the verdict of its surroundings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.outline import Piece
from luoshi.reading.records import Sentence, Verdict, Why
from luoshi.reading.rules import formula, occasion, order, reason, report
from luoshi.reading.rules.speaker import Ear, Voice
from luoshi.reading.scene import Scene, veiled

_DEED = re.compile(
    r"^(?:随后,|最后,|同时,)?(?:会上|与会|全体)|^会议(?![强指要认提号])|^各[^,]{1,30}(?:参加|出席)|^[^,。]{0,40}主持会议|^[^。]{0,120}(?:参加|出席|列席)会议。?$"
    r"|^[^,。]{0,30}(?:负责人|负责同志|代表|人员)(?!要)"
)
_TELLS = re.compile(
    r"[他她](?:还|并|就|对)?[^。]{0,40}(?:进行了?|作了?|做了?|提出)[^,。]{0,10}(?:部署|要求|安排|解读)[。:]?$"
)
_GOES_ON = re.compile("^(?:着重|特别|还|并|最后|同时)*(?:强调|指出|要求|提出)")
_OWN = re.compile("^(?:学校|我校|学院|据悉|据了解|据介绍|近年来|《方案》)")
_HELD = re.compile("召开|举行|举办|主持|参加会议|参会")
_SPOKEN = (Verdict.ORDER, Verdict.REASON)
_AIM = re.compile("目标是|目标:|预期目标")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one sentence."""

    speaking: bool
    cued: bool
    plan: bool
    early: bool
    before: Verdict | None  # of the sentence before, when that ended with a semicolon


def find(scene: Scene) -> tuple[Sentence, ...]:
    """Judge every sentence, in order, and carry the speaker along."""
    ear = Ear(scene.record.people)
    voice = Voice()
    out: list[Sentence] = []
    before: Verdict | None = None
    early = not scene.news
    for piece in scene.pieces:
        voice, cued = ear.hears(piece, voice)
        voice = _floor(piece, voice)
        early = early and not piece.labelled and piece.view.text[-1] not in "。!?;:"
        around = Around(voice.speaker is not None, cued, not scene.news, early, before)
        verdict, why = judged(piece, around, ear)
        speaker = voice.speaker if verdict in _SPOKEN else None
        signed = why.rule == "formula" and piece.first and piece.last and not piece.labelled
        out.append(Sentence(piece.span, verdict, speaker, () if signed else piece.path, why))
        before = verdict if piece.view.text[-1] == ";" else None
        voice = ear.after(piece, voice, verdict)
    return tuple(out)


def judged(piece: Piece, around: Around, ear: Ear) -> tuple[Verdict, Why]:
    """Ask the rules in their order and return the first answer."""
    if why := formula.ask(piece, early=around.early):
        return Verdict.FRAME, why
    if why := order.asks(piece):
        return Verdict.ORDER, why
    if why := reason.praises(piece):
        return Verdict.REASON, why
    if (why := occasion.ask(piece)) and _narrates(piece, ear, cued=around.cued):
        return Verdict.FRAME, why
    if why := _aims(piece):
        return Verdict.ORDER, why
    speech = around.speaking or around.plan or piece.labelled
    return _in_speech(piece, around) if speech else _in_news(piece)


def _in_speech(piece: Piece, around: Around) -> tuple[Verdict, Why]:
    if why := reason.states(piece):
        return Verdict.REASON, why
    if why := report.ask(piece):
        return Verdict.REPORT, why
    owned = _OWN.match(piece.view.text) is not None
    if not owned and (why := order.opens_bare(piece)):
        return Verdict.ORDER, why
    if why := reason.ask(piece):
        return Verdict.REASON, why
    if not owned and (why := order.asks_somewhere(piece, plan=around.plan)):
        return Verdict.ORDER, why
    return _by_surroundings(piece, around, owned=owned)


def _by_surroundings(piece: Piece, around: Around, *, owned: bool) -> tuple[Verdict, Why]:
    if around.before:
        return around.before, Why("verdict")
    if piece.path and not owned:
        return Verdict.ORDER, Why("verdict")
    if around.speaking and not around.cued and (why := order.has_doer(piece)):
        return Verdict.REPORT, why
    if around.plan and piece.view.text[-1] not in "。!?;":
        return Verdict.FRAME, Why("verdict")
    return (Verdict.REPORT if owned else Verdict.REASON), Why("verdict")


def _in_news(piece: Piece) -> tuple[Verdict, Why]:
    if (why := reason.ask(piece)) and not occasion.ask(piece):
        return Verdict.REASON, why
    if (why := report.ask(piece)) or (why := _own_work(piece)):
        return Verdict.REPORT, why
    if why := occasion.ask(piece):
        return Verdict.FRAME, why
    if piece.view.text[-1] not in "。!?;":
        return Verdict.FRAME, Why("verdict")
    return Verdict.REPORT, Why("verdict")


def _own_work(piece: Piece) -> Why | None:
    """Hear a body tell of its work where it does not tell of a meeting held."""
    text = veiled(piece.view.text)
    found = _OWN.match(text)
    return Why("verdict", (piece.view.span(*found.span()),)) if found and not _HELD.search(text) else None


def _aims(piece: Piece) -> Why | None:
    text = veiled(piece.view.text)
    found = _AIM.search(text) if "目标" in text else None
    return Why("order", (piece.view.span(*found.span()),)) if found else None


def _narrates(piece: Piece, ear: Ear, *, cued: bool) -> bool:
    """Tell whether the sentence tells of a deed at the occasion, not of what was said."""
    text = veiled(piece.view.text)
    return (
        not cued
        and not piece.labelled
        and ((_DEED.match(text) or _TELLS.search(text)) is not None or ear.subject(text[:44]) is not None)
    )


def _floor(piece: Piece, voice: Voice) -> Voice:
    """Let the one who waits take the floor when his items begin."""
    if not voice.waiting or voice.speaker or _OWN.match(piece.view.text):
        return voice
    opens = piece.labelled or _GOES_ON.match(piece.view.text) or order.opens_bare(piece) or order.asks(piece)
    return Voice(voice.waiting, None, voice.last) if opens else voice
