"""会上之事：谁主持、讲话、汇报、传达、出席，题目是什么。

Not an act: words that resume those present (`与会人员`), the meeting itself, deeds inside a speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.records import Act, Sentence, Verdict
from luoshi.reading.rules.acts.actors import LONG, NEAR, TITLE, Actors, clauses
from luoshi.reading.rules.acts.groups import ends_in_group, group_tells, groups_of
from luoshi.reading.rules.acts.named import Named
from luoshi.reading.rules.acts.telling import Telling
from luoshi.reading.rules.acts.topics import opened
from luoshi.reading.rules.acts.verbs import TOLD, VERB, act_of
from luoshi.reading.rules.speaker import Ear
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece

# What opens a sentence without a subject: the one before goes on to speak, or to tell.
_ASKS = re.compile("(?:并|还|也|同时|此外|,)*(?:要求|指出|强调|希望|表示)")
_TELLS_ON = re.compile("(?:并|还|同时)?,?(?:就(?!业)|从|对(?!于)|传达|介绍|通报|解读|讲解|分享|汇报|宣读)")
_GOES_ON_HEADS = frozenset("并还也同此,要指强希表就从对传介通解讲分汇宣")  # with what either may begin
_IN_TURN = ("首先", "随后", "接着", "其间", "最后")
_PRONOUNS = frozenset(("他", "她", "总书记"))
_CLOSED = frozenset("。!?:")  # a list that waits for its verb ends otherwise
_MOST = 60  # rows of a list that may wait for its verb
_AT_HEAD = 6  # characters that a subject at the very beginning takes
_JUDGED = frozenset({Verdict.REPORT, Verdict.ORDER, Verdict.REASON})
# After a name: what the name only stands in (`林一鸣校长所作的报告提出`), or a noun that looks like a cue.
_NO_CUE = re.compile(
    "[^,。]{0,4}所[作做提]|[^,。]{0,4}提出的|听取(?![^,。]{0,40}[后时中])|来说|[^,。;:]{0,24}的寄语|[^,。;:指强]{0,32}?要求(?:[等、和与及]|方面|严格)"
)
_JOINTLY = re.compile("(?:(?:一致|纷纷|分别|先后)(?P<talk>发言)?(?:表示|认为|指出|建议)|表示)(?=[,:])")
_JOINT_MANNER = re.compile("(?:在[^,。:;]{2,12}中|在会上)?(?:也|则|均|都|还)?$")
_ABOUT = re.compile("围绕|结合")
_THANKS = re.compile("[^,。;:]{0,60}?表示[^,。:]{0,8}(?:欢迎|感谢|祝贺|慰问|敬意|问候)")
_HOPES = re.compile(",[并也还]?希望")  # behind thanks, which then open a speech
# Between two who say the same, and from the last of them to what all say.
_AND_ALSO = re.compile(f"(?:{TITLE})?(?:、|和)[^,。;:、]{{0,24}}$")
_ALL_SAY = re.compile(
    f"(?:{TITLE})?+(?:等[^,。]{{0,8}})?(?:一致|共同|分别|先后|均|都|也|还)?(?:在[^,。]{{1,8}}(?:中|时|会上))?"
    "(?:指出|强调|表示|认为|希望|要求|提出|建议|说)"
)
# What somebody tells before he is heard; the demands that he passes on are no cue.
_OWN_TALK = re.compile(
    "[^,。题]{0,12}题为[^。的]{1,90}的[^,。的]{0,8}(?:报告|发言|汇报|讲座)(?=中)"
    "|[^,。;:]{0,12}(?:传达|介绍|通报|汇报|解读|宣读|领学)了[^,。;:]{2,80}要求(?=,)"
    "|在(?:介绍|汇报|通报|解读|参加|出席|主持)[^,。;:]{2,40}时(?=[还也]?[指强表说谈]|发表)"
)
_SAYS = re.compile("指出|强调|表示,|认为|希望(?<!充满希望)|要求")


def find(scene: Scene) -> tuple[Act, ...]:
    """Gather who did what, one row for each person or group and act."""
    if not scene.news:
        return ()
    ear = scene.ear
    rows: dict[tuple[str, str], Act] = {}
    named = Named(scene)
    last = None  # who is meant by a pronoun
    before: Act | None = None  # what was done last, in the sentence right before
    waiting: list[Act] = []  # who is listed before the verb comes
    pairs = zip(scene.pieces, scene.record.sentences, strict=True)
    for piece, sentence in pairs:
        acts = _done(scene, named, piece, sentence, last, before)
        if (
            acts
            and last
            and (last, "report") in rows
            and ear.cued(piece) in _PRONOUNS
            and not sentence.speaker
        ):
            # What one says in one's own report is no speech.
            acts = [act for act in acts if act.act != "speak" or act.who != last]
        before = acts[-1] if acts else None
        if not acts:
            listed = _listed(scene, named, piece) if piece.text[-1] not in _CLOSED else []
            waiting = [*waiting, *listed][-_MOST:] if listed else []
        else:
            there = any(act.act == "attend" for act in acts)
            for act in [*waiting, *acts] if there else acts:
                held = rows.get((act.who, act.act))
                if held is None or (held.topic is None and act.topic):
                    rows[act.who, act.act] = act
            waiting = []
        if piece.number in ear.named:
            near = NEAR if sentence.verdict is Verdict.FRAME or piece.number in ear.heard else _AT_HEAD
            last = ear.subject(piece, within=near) or last
    return tuple(rows.values())


def _done(
    scene: Scene, named: Named, piece: Piece, sentence: Sentence, last: str | None, before: Act | None
) -> list[Act]:
    """List what is done in a sentence, by who is named in it or else by who spoke in the one before."""
    acts = [] if _silent(named, piece, sentence) else list(_of(scene, named, piece, sentence, last))
    if acts or piece.labelled or piece.text[0] not in _GOES_ON_HEADS:
        return acts
    return list(_goes_on(scene, named, piece, sentence, before))


def _silent(named: Named, piece: Piece, sentence: Sentence) -> bool:
    """Tell at little cost that a sentence has no acts."""
    if sentence.verdict is Verdict.FRAME:
        return False
    if _numbered(piece):
        return piece.number not in named.joint
    if piece.number in named.telling:
        return False
    return sentence.verdict is not Verdict.REPORT or group_tells(piece.veil, 0, len(piece.veil)) is None


def _of(scene: Scene, named: Named, piece: Piece, sentence: Sentence, last: str | None) -> Iterator[Act]:
    ear = scene.ear
    if also := named.also(piece):
        yield from _present(scene, named, piece, also)
        return
    heard = _heard(ear, piece, sentence) if piece.number in ear.heard and not _numbered(piece) else None
    if heard in ear.names and (acts := _unsaid(scene, named, piece, ear.names[heard])) is not None:
        yield from acts
        return
    if sentence.verdict is Verdict.FRAME:
        yield from _told(scene, named, piece, len(piece.text), last)
    elif heard in ear.names or (heard and (ear.subject(piece, within=NEAR) or named.pronoun(piece))):
        talk = _OWN_TALK.match(piece.veil, ear.told(piece))
        yield from _told(scene, named, piece, talk.end() if talk else ear.told(piece), last)
    elif heard is None and _narrates(ear, named, piece, sentence, last):
        colon = piece.text.find(":")
        yield from _told(scene, named, piece, colon if colon >= 0 else len(piece.text), last)
    if piece.number in named.joint:
        yield from _joint(scene, named, piece)
    if heard:
        yield from (
            Act(who, "speak", None, piece.span) for who in _speak(scene, named, piece, sentence, heard, last)
        )


def _speak(
    scene: Scene, named: Named, piece: Piece, sentence: Sentence, heard: str, last: str | None
) -> list[str]:
    """List who is heard to speak: with others beside him, by a pronoun, or as somebody of no known post."""
    ear = scene.ear
    if heard in ear.names:
        return [ear.names[heard], *_beside(scene, named, piece)]
    if heard in _PRONOUNS:
        if not named.pronoun(piece):
            # Who opens the sentence in which it follows.
            last = ear.subject(piece, within=min(NEAR, ear.told(piece))) or last
        who = sentence.speaker or (None if heard == "总书记" else last)
        return [who] if who and who in ear.names.values() else []
    stranger = ear.stranger(piece)
    heard_alone = stranger and stranger[-1] != "方" and not ends_in_group(stranger)
    return [ear.as_printed(piece, stranger)] if stranger and heard_alone else []


def _unsaid(scene: Scene, named: Named, piece: Piece, who: str) -> list[Act] | None:
    """List what is done where a cue is only thanks, or a noun that is passed on; None where it is a speech."""
    veil, told = piece.veil, scene.ear.told(piece)
    thanks = _THANKS.match(veil, told)
    hopes = _HOPES.search(veil, told) if thanks else None
    stop = told if thanks else _told_noun(veil, told)
    if stop is None:
        return None
    said = hopes or _SAYS.search(veil, stop)
    acts = list(_told(scene, named, piece, said.end() if said else len(veil)))
    return [*acts, Act(who, "speak", None, piece.span)] if hopes or (said and not thanks) else acts


def _told_noun(veil: str, told: int) -> int | None:
    """Return where a clause ends that passes on what only looks like a cue: `林一鸣传达了整体要求|,要求…`."""
    verb = VERB.match(veil, told)
    if not verb or act_of(verb) not in TOLD:
        return None
    stop = veil.find(",", told)
    return stop if veil.startswith("要求", stop - 2) else None


def _goes_on(
    scene: Scene, named: Named, piece: Piece, sentence: Sentence, before: Act | None
) -> Iterator[Act]:
    """Find what is asked or told in a sentence without a subject by who spoke in the one before."""
    if _ASKS.match(piece.text):
        if sentence.speaker and sentence.speaker in scene.ear.names.values():
            yield Act(sentence.speaker, "speak", None, piece.span)
    elif (
        before
        and _TELLS_ON.match(piece.text)
        and (piece.text[0] == "并" or scene.source[before.span.end - 1] in ";；")
    ):
        acts = Telling(scene, named, piece, before.who, goes_on=True).acts(len(piece.text))
        yield from (act for act in acts if act.act in TOLD)


def _told(scene: Scene, named: Named, piece: Piece, end: int, last: str | None = None) -> Iterator[Act]:
    """List who does what before a place of a sentence, if it has a verb at all or is cut inside a title."""
    text = piece.text
    if (
        (verb := VERB.search(piece.veil, 0, end))
        or "主持" in text
        or (end == len(text) and text[-1] != "。" and opened(text, max(0, end - LONG)) is not None)
    ):
        yield from Telling(scene, named, piece, last).acts(end, verb.start() if verb else end)


def _present(scene: Scene, named: Named, piece: Piece, start: int) -> Iterator[Act]:
    """List all who are named behind that they too were there."""
    for left, right in clauses(piece.text, start, len(piece.text)):
        for name in (names := named.within(piece, left, right)):
            yield Act(scene.ear.names[piece.text[slice(*name)]], "attend", None, piece.span)
        for place in [] if names else groups_of(piece.text, left, right):
            yield Act(scene.printed(piece, *place), "attend", None, piece.span)


def _numbered(piece: Piece) -> bool:
    """Tell whether a sentence is an item of what is said; `最后` may as well say when somebody speaks."""
    return piece.labelled and not piece.text.startswith(_IN_TURN)


def _listed(scene: Scene, named: Named, piece: Piece) -> list[Act]:
    """Read a line that is nothing but a list of who was there; the verb stands only lines later."""
    if piece.labelled:
        return []
    text = piece.text.rstrip(";、,")
    if len(text) > LONG or not ends_in_group(text):
        return []
    if VERB.search(piece.veil):
        return []
    runs = Actors(scene, named, piece).runs(0, len(text), groups=True, told=False, listens=False)
    return [Act(who, "attend", None, piece.span) for run in runs for who in run.who]


def _heard(ear: Ear, piece: Piece, sentence: Sentence) -> str | None:
    """Return who is heard in a sentence, unless he is only quoted in it or his report only named."""
    heard = ear.cued(piece)
    told = ear.told(piece)
    if heard not in ear.names:
        referred = heard == "总书记" and not sentence.speaker
        return None if referred or _NO_CUE.match(piece.veil, told) else heard
    place = piece.veil.rfind(heard, 0, told)
    cited = place > 0 and _SAYS.search(piece.veil, 0, place)
    return None if cited or _NO_CUE.match(piece.veil, told) else heard


def _beside(scene: Scene, named: Named, piece: Piece) -> list[str]:
    """List who is named behind the first of those who say the same: `林一鸣、周大川希望…`."""
    out: list[str] = []
    at, veil = scene.ear.told(piece), piece.veil
    for start, end in named.within(piece, at, at + LONG):
        if not _AND_ALSO.match(veil, at, start):
            break
        out.append(scene.ear.names[veil[start:end]])
        at = end
    return out if out and _ALL_SAY.match(veil, at) else []


def _joint(scene: Scene, named: Named, piece: Piece) -> Iterator[Act]:
    """Find a group whose words are told as those of one: `各系主任纷纷表示`."""
    veil, start = piece.veil, piece.body
    if not (found := _JOINTLY.search(veil, start, start + LONG)):
        return
    start = veil.rfind(":", start, found.start()) + 1 or start
    end = veil.find(",", start, found.start())
    if end >= 0:
        about = _ABOUT.search(veil, start, end)
        end = about.start() if about else start
    else:
        manner = _JOINT_MANNER.search(veil, max(start, found.start() - 18), found.start())
        end = manner.start() if manner else found.start()
    if end - start < 2 or named.within(piece, start, end):
        return
    act = "report" if found["talk"] else "speak"
    for place in groups_of(piece.text, start, end):
        yield Act(scene.printed(piece, *place), act, None, piece.span)


def _acts_later(named: Named, piece: Piece) -> bool:
    """Tell whether somebody acts in a clause of his own behind occasion and date: `按照安排,5月4日,林一鸣参加…`."""
    name = next(iter(named.within(piece, NEAR, LONG)), None)
    if not name:
        return False
    stop = piece.veil.find(",", name[1])
    stop = stop if stop >= 0 else len(piece.veil)
    verb = VERB.search(piece.veil, name[1], stop)
    if (
        not verb
        or piece.veil.find("的", name[1], verb.start()) >= 0
        or piece.veil.startswith("的", verb.end())
    ):
        return False
    return _SAYS.search(piece.veil, 0, name[0]) is None


def _narrates(ear: Ear, named: Named, piece: Piece, sentence: Sentence, last: str | None) -> bool:
    """Tell whether a sentence that is judged by its content opens with somebody who does something."""
    if _numbered(piece):
        return False
    if named.gathers(piece):
        return True
    if sentence.verdict not in _JUDGED:
        return False
    if ear.subject(piece, within=NEAR) or (last and named.pronoun(piece)):
        return True
    if not sentence.speaker and _acts_later(named, piece):
        return True
    return sentence.verdict is Verdict.REPORT and group_tells(piece.veil, 0, len(piece.veil)) is not None
