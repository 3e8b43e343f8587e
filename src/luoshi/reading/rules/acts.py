"""会上之事：谁主持、讲话、汇报、传达、出席，题目是什么。

Not an act: words that resume those present (`与会人员`), the meeting itself, deeds inside a speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Act, Sentence, Verdict
from luoshi.reading.rules.speaker import Ear
from luoshi.reading.scene import Scene, veiled

_VERBS = (
    ("host", "主持(?!工作)"),
    ("convey", "传达"),
    ("report", "汇报|通报|介绍|解读|作[^,。]{0,60}?报告|作了?□+|发言|说明|宣布|宣读"),
    ("attend", "出席|列席|参会|到会(?!讲话|并)|参加(?=会议|会|座谈|活动|培训|。|,|$)"),
    (
        "speak",
        "讲话|致辞|致词|指出|强调|表示(?!热烈|衷心)|提出[^,。]{0,12}(?:要求|希望)|部署|要求[,:]|充分肯定",
    ),
    ("sign", "签署|签订"),
)
_VERB = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _VERBS))
_TOLD = frozenset({"report", "convey"})
_GROUPS_DO = _TOLD | {"attend"}
_BY = re.compile("由(?P<who>[^,。由]{2,30}?)(?P<host>主持)")
_GROUP = re.compile(rf"{any_of('group_ends')}(?:代表)?$")
_BARE_POST = re.compile("^(?:副?[书院处部校科][记长]|主任|秘书|分管.{1,8}|就业秘书|[^各]{1,3}办主任)$")
_TELLS = re.compile("[^,]{2,60}?(?:负责人|负责同志|代表)(?=从|就|对|围绕|分别)")
_LEFT = re.compile("^(?:会上|会议|以及在?|以及|和|及|其中|同时|随后|推进会上)")
_RIGHT = re.compile(r"(?:等)?(?:共?计?\d+余?多?人|等)?(?:一同|共同|分别|也|还|先后)?$")
_EVERYBODY = re.compile("与会|参会人员|全体人员|会议|大家|他们|全体与会")
_TOPICS = (
    re.compile("[作以](?:了)?(?:题为)?[《“](?P<topic>[^《》“”]+)[》”]"),
    re.compile(
        "(?:(?<![成生])就(?!业)|对|围绕|从)(?P<topic>[^,。]{2,160}?)(?:等?[一二三四五六七八九十\\d]个?方面|等方面|等)?(?:进行|(?<!工)作|做)(?:了)?[^,。]{0,12}?(?:通报|汇报|说明|解读|介绍|发言)"
    ),
    re.compile("所作(?P<topic>[^,。]{2,60}?)的?(?:汇报|报告)"),
    re.compile("(?:分别)?围绕(?P<topic>[^,。]{2,160}?)(?:等方面|的|等)?(?:汇报|进行|(?<!工)作|做|交流)"),
    re.compile(
        "(?:通报|汇报|介绍|解读|传达|传达学习|宣布|宣读)(?:了)?(?:学习|全面落实|贯彻落实)?(?P<topic>[^,。;]{2,200})"
    ),
)


def find(scene: Scene) -> tuple[Act, ...]:
    """Gather who did what, one row for each person or group and act."""
    if not scene.news:
        return ()
    ear = Ear(scene.record.people)
    rows: dict[tuple[str, str], Act] = {}
    pairs = zip(scene.pieces, scene.record.sentences, strict=True)
    for piece, sentence in pairs:
        for act in _of(scene, ear, piece, sentence):
            held = rows.get((act.who, act.act))
            if held is None or (held.topic is None and act.topic):
                rows[act.who, act.act] = act
    return tuple(rows.values())


def _of(scene: Scene, ear: Ear, piece: Piece, sentence: Sentence) -> Iterator[Act]:
    if sentence.verdict is Verdict.FRAME:
        yield from _told(scene, ear, piece)
    heard = None if piece.labelled else ear.cued(piece.view.text)
    if heard in ear.names:
        yield Act(ear.names[heard], "speak", None, piece.span)


def _told(scene: Scene, ear: Ear, piece: Piece) -> Iterator[Act]:
    """Read one sentence of the occasion from verb to verb."""
    text = piece.view.text
    if by := _BY.search(text):
        hosts = ear.places(text, *by.span("who"))
        yield from (Act(ear.names[text[slice(*host)]], "host", None, piece.span) for host in hosts)
    done = 0
    who: list[str] = []
    for found in _VERB.finditer(veiled(text)):
        if found.start() < done:
            continue  # a verb inside what is reported
        act = found.lastgroup or ""
        who = _doers(scene, ear, piece, done, found.start(), groups=act in _GROUPS_DO) or who
        yield from _rows(scene, ear, piece, act, who, found)
        stop = text.find(",", found.end()) if act in _TOLD else found.end()
        done = stop if stop >= 0 else len(text)


def _rows(
    scene: Scene, ear: Ear, piece: Piece, act: str, who: list[str], found: re.Match[str]
) -> Iterator[Act]:
    topics = _topics(scene, ear, piece, len(who), found) if act in _TOLD else [None]
    for i, one in enumerate(who):
        yield Act(one, act, topics[min(i, len(topics) - 1)], piece.span)


def _topics(scene: Scene, ear: Ear, piece: Piece, count: int, verb: re.Match[str]) -> list[str | None]:
    """Find the subject reported on; deal a list out where several report in turn."""
    text = piece.view.text
    after = max((end for _, end in ear.places(text, 0, verb.start())), default=0)
    for pattern in _TOPICS:
        for found in pattern.finditer(text, after):
            if found.start() <= verb.end() and (found.end() >= verb.start() or pattern is _TOPICS[0]):
                whole = scene.printed(piece, *found.span("topic"))
                parts = re.split("[、和]", whole)
                shared = count > 1 and "分别" in text and len(parts) == count
                return [*parts] if shared else [_untitled(whole)]
    return [None]


def _untitled(topic: str) -> str:
    alone = topic.count("《") == 1 and topic[0] == "《" and topic[-1] == "》"
    return topic[1:-1] if alone else topic


def _doers(scene: Scene, ear: Ear, piece: Piece, start: int, end: int, *, groups: bool) -> list[str]:
    """List the persons and groups that stand as subject in a stretch of text."""
    out: list[str] = []
    text = piece.view.text
    for left, right in _clauses(text, start, end):
        names = list(ear.places(text, left, right))
        if names and (groups or not out):
            out += [ear.names[text[slice(*name)]] for name in names]
        start = names[-1][1] if names else left
        if groups and (not names or text[start : start + 1] in {"、", "和", "以"}):
            told = _TELLS.match(text, start, right)
            places = _groups(
                text, start + (text[start : start + 1] in {"、", "和"}), told.end() if told else right
            )
            out += [scene.printed(piece, *place) for place in places]
    return out


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for found in re.finditer("[,;:。]", text[start:end]):
        yield left, start + found.start()
        left = start + found.end()
    yield left, end


def _groups(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Divide a list of groups where the parts stand alone."""
    if lead := _LEFT.match(text[left:right]):
        left += lead.end()
    tail = _RIGHT.search(text[left:right])
    right = left + tail.start() if tail else right
    words = text[left:right]
    if not words or not _GROUP.search(words) or _EVERYBODY.search(words):
        return []
    out: list[tuple[int, int]] = []
    at = left
    for part in words.split("、"):
        stop = at + len(part)
        alone = out and _GROUP.search(text[slice(*out[-1])]) and not _BARE_POST.match(part)
        if out and not alone:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((at, stop))
        at = stop + 1
    return out
