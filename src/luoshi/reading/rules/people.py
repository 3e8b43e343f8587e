"""人：职务之后的姓名（`党委书记林一鸣`），姓名之后的称谓（`周大川院士`），句首行事的姓名。

Not a person: a surname inside another word, a name in a byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading.lexicon import any_of
from luoshi.reading.names import Names
from luoshi.reading.outline import Piece
from luoshi.reading.records import Person
from luoshi.reading.scene import Scene
from luoshi.reading.spans import Span

_HAN = r"[\u3400-\u9fff]"
_NAME = rf"{any_of('surnames')}{_HAN}{{1,2}}?"
_NEXT = rf"(?=$|[、,;。()]|{any_of('followers')})"
_AFTER_POST = re.compile(rf"(?P<post>{any_of('posts')}(?:\([^()]{{1,12}}\))?)(?P<name>{_NAME}){_NEXT}")
_LIKEWISE = re.compile(rf"[、和](?P<name>{_NAME}){_NEXT}")
_GENERAL = re.compile(rf"(?P<name>{_NAME})(?P<post>总书记)")
_POSTS = "院士|教授|研究员|校长|书记|主任|处长|院长|部长"
_ANY_POST = re.compile(_POSTS)
_BEFORE_POST = re.compile(
    rf"(?:^|[、,])(?P<name>{_NAME})(?P<post>{_POSTS})(?=$|[、,;。]|{any_of('followers')})"
)
_ACTING = re.compile(
    rf"^(?:会上,|随后,)?(?P<name>{_NAME}(?:、{_NAME}){{0,20}})(?=主持|出席|指出|强调|表示|在讲话|作了|致辞|传达|要求)"
)
_POST_END = re.compile(rf"{any_of('posts')}(?:\([^()]{{1,12}}\))?$")
_VERB = re.compile(
    r".*(?:在(?![校读职])|以及|还有|并在|了|由|听取|邀请|会上|会议|随后|期间|其中|参加|出席|对)"
)
_BYLINE = re.compile(r"^\(?(?:作者|记者|来源|供稿|通讯员|编辑|摄影|图|文)")
_NOT_NAME = re.compile(any_of("notnames"))
_NOT_LAST = frozenset("总副也设了会校院部委省市县们者厅局处组室长员和在等的是与及")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place, with the posts printed there."""

    name: str
    posts: tuple[str, ...]
    span: Span


def find(scene: Scene) -> tuple[Person, ...]:
    """Gather each named person once, with all posts and places."""
    posts: dict[str, dict[str, None]] = {}
    spans: dict[str, set[Span]] = {}
    for piece in scene.pieces:
        for mention in mentions(scene, piece):
            posts.setdefault(mention.name, {}).update(dict.fromkeys(mention.posts))
            spans.setdefault(mention.name, set()).add(mention.span)
    for start, end in Names(posts).places(scene.source):
        spans[scene.source[start:end]].add(Span(start, end))
    return tuple(Person(name, tuple(posts[name]), tuple(sorted(spans[name]))) for name in posts)


def mentions(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Find the names of one sentence, each with its posts."""
    text = piece.view.text
    if _BYLINE.match(text):
        return
    for found in _AFTER_POST.finditer(text):
        if _sound(found["name"]):
            yield from _with_posts(scene, piece, found)
    general = _GENERAL.finditer(text) if "总书记" in text else ()
    before = _BEFORE_POST.finditer(text) if _ANY_POST.search(text) else ()
    for found in (*general, *before):
        if _sound(found["name"]):
            yield _mention(scene, piece, found.span("name"), (_printed(scene, piece, *found.span("post")),))
            yield from _likewise(scene, piece, found.end("post"), ())
    if acting := _ACTING.match(text):
        yield from _acting(scene, piece, acting)


def _with_posts(scene: Scene, piece: Piece, found: re.Match[str]) -> Iterator[Mention]:
    text = piece.view.text
    posts = tuple(
        _printed(scene, piece, *place) for place in _posts(text, found.start("post"), found.end("post"))
    )
    yield _mention(scene, piece, found.span("name"), posts)
    yield from _likewise(scene, piece, found.end("name"), posts)


def _likewise(scene: Scene, piece: Piece, end: int, posts: tuple[str, ...]) -> Iterator[Mention]:
    """Follow a list of names that share what was said of the first."""
    text = piece.view.text
    while (after := _LIKEWISE.match(text, end)) and _sound(after["name"]):
        yield _mention(scene, piece, after.span("name"), posts)
        end = after.end("name")


def _posts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Walk back from a post over the posts that stand before it."""
    out: list[tuple[int, int]] = []
    while end > 0 and len(out) < 12:
        left = max(text.rfind(mark, 0, start) for mark in "、,;:。") + 1
        if out and not _POST_END.search(text[left:end]):
            break
        verb = _VERB.match(text[left:end])
        out.insert(0, (left + (verb.end() if verb else 0), end))
        if verb or left == 0 or text[left - 1] not in "、,":
            break
        start = end = left - 1
    return [place for place in out if place[0] < place[1]]


def _acting(scene: Scene, piece: Piece, found: re.Match[str]) -> Iterator[Mention]:
    start = found.start("name")
    for name in found["name"].split("、"):
        if _sound(name):
            yield _mention(scene, piece, (start, start + len(name)), ())
        start += len(name) + 1


def _sound(name: str) -> bool:
    return name[-1] not in _NOT_LAST and not _NOT_NAME.match(name)


def _mention(scene: Scene, piece: Piece, place: tuple[int, int], posts: tuple[str, ...]) -> Mention:
    return Mention(_printed(scene, piece, *place), posts, piece.view.span(*place))


def _printed(scene: Scene, piece: Piece, start: int, end: int) -> str:
    return "".join(scene.printed(piece, start, end).split())
