"""人：职务之后的姓名（`党委书记林一鸣`），姓名之后的称谓（`周大川院士`），句首行事的姓名。

Not a person: a surname inside another word, a name in a byline.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from luoshi.reading.lexicon import any_of
from luoshi.reading.records import Person
from luoshi.reading.rules.people.beside import AFTER, Beside, Cues, cues, titled
from luoshi.reading.rules.people.introduced import becoming, introductions, role
from luoshi.reading.rules.people.names import Names
from luoshi.reading.rules.people.posts import LAST, past_body, post_before, posts_before
from luoshi.reading.rules.people.roll import labelled, rows
from luoshi.reading.rules.people.titles import (
    COUNTED,
    HEADS,
    KNOWN_TITLE,
    NAME,
    NEXT,
    STRONG,
    TITLE,
    TITLE_HEADS,
    sound,
)
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, paged
from luoshi.reading.text.spans import Span, plain

_LIKEWISE = re.compile(rf"[、和](?P<name>{NAME})(?:{NEXT}|(?={COUNTED}))")
_SEVERAL = re.compile(rf"{COUNTED}(?P<post>{STRONG}|教师|校友|专家)")
# What may stand before a list whose title stands behind its last name: `学习甲、乙等院士`.
_LIST_OPENS = frozenset(",:。、和习问请予邀聘了")
_LISTED = re.compile(NAME)
_AND = frozenset("、和")
_GENERAL = ("总书记", "主席")  # which nobody shares with those before
_DEEDS = (
    "主持|领学|在会上|出席|列席|陪同|参加|指出|强调|表示|认为|说[,:。道到]|在讲话|作了|致(?:开幕|欢迎|答)?[辞词]|传达|要求|介绍了|汇报了|通报了|分享了"
    "|回顾了|讲解了|宣读了|谈到|回忆|告诉记者|直言|边[回说笑]|(?:先后|分别|依次)?发言"
)
_SOON = "(?:先后|分别|依次|也|则|还)?"
_HEADED = rf"(?=[{''.join(sorted(HEADS))}])"
# Who acts at the head of a clause, and behind the body that he belongs to: `理学院林一鸣也谈到`.
_ON_PAGE = re.compile(  # one class in front, by which `re` leaps
    rf"[\n,;:”院部处室局校所心班级]{_HEADED}(?:(?<=[\n,;:”])(?P<name>{NAME})(?=[、等和就对围从以]|结合|{_SOON}(?:{_DEEDS}))"
    rf"|(?P<member>{NAME})(?={_SOON}(?:{_DEEDS})))"
)
_OTHERS = "(?:等(?:与会)?(?:老师|教师|同志|专家|领导|代表|学者|同学)?)?(?:也|则|还)?"
_DOES = re.compile(rf"等[^,。]{{0,12}}?(?:{_DEEDS})|{_OTHERS}(?:{_DEEDS})")
_DOES_ABOUT = re.compile(
    rf"{_OTHERS}(?:分别)?(?:[就对围从以]|结合)[^,。]{{2,36}}?(?:[作做行享]了|展开|开展|带来|为例)"
)
# Of several names others may stand before what all do: `林一鸣、周大川,各部门负责人出席`.
_DO_WITH = re.compile("等?[,和及][^。;:]{2,40}?(?:陪同|出席|参加|列席)|等?(?:出席|在主席台|[^,。]{2,12}就座)")
_PRESENT = re.compile(rf"(?:还|的)有(?P<name>{NAME})(?=[、和])")
_ELECTED = re.compile(rf"当选(?:为)?(?P<post>[^,;。、]{{0,24}}?{any_of('posts')})(?=[,;。]|$)")
# Who is told of by a fellow's word and does something: `理学院林一鸣同学表示`.
_FELLOW = paged(
    rf"(?:^|[、,:;。“”》()]|(?<=[{AFTER}的级班业由是]))(?P<name>{NAME})同学(?![们会])(?:(?:也|则|还)?(?:{_DEEDS}|呼吁|告诉|代表)"
    r"|[^,。:;“”]{0,16}?(?:说(?!明|服)|表示|感[慨叹]|谈[到道]|分享|介绍|讲[述解]|回顾|坦言))"
)
_NAMED = re.compile(rf"(?:^|任命|增补|[,;:])(?P<name>{NAME})(?=[、和为]|当选)")
_AS = re.compile("为(?P<post>[^,;。、]{3,30})")
_FREED = re.compile(rf"免去(?P<name>{NAME})的(?P<post>[^,;。]{{3,40}})职务")
# A blank beside a Latin word is a part of what is printed; every other is the page's.
_BLANK = re.compile(r"(?<![A-Za-z0-9])\s(?![A-Za-z0-9])")
_BYLINE = re.compile(r"^\(?(?:作者|记者|来源|供稿|通讯员|编辑|摄影|图|文)")
_JOINS = frozenset("率与和同及为给向对请與為爲給嚮對請")  # posts are looked through as printed
# A word for many before a list whose titles stand behind the names is said of each: `课题负责人林一鸣教授、周大川教授`.
_OF_MANY = re.compile("(?:(?:课题|项目|专题)负责人|(?<!首席|岗位)专家|代表|成员|嘉宾|评委|委员|学者)$")
_MARK = re.compile("[、,;:。]")
_ADDRESS = ("老师", "老師")  # how people are spoken to: a post only of whom nothing else is said
_LONGEST_BODY = 24
_SHORT = 16  # characters of a post without the name of its body


class Mention(NamedTuple):
    """A name at one place, with the posts printed there."""

    name: str
    posts: tuple[str, ...]
    span: Span
    at: int = -1  # where on the page a name right behind a post stands,
    low: int = 0  # and how far back in its sentence the posts were looked for


def find(scene: Scene) -> tuple[Person, ...]:
    """Gather each named person once, with all posts and places."""
    posts: dict[str, dict[str, None]] = {}
    spans: dict[str, set[Span]] = {}
    asked: dict[int, int] = {}
    as_printed: dict[str, str] = {}  # names that a roll prints apart: `林　一`
    cue = cues(scene.page)
    for name, beside, span in rows(scene):
        posts.setdefault(name, {}).update(dict.fromkeys(beside))
        spans.setdefault(name, set()).add(span)
        as_printed[plain(name)] = name
    for found, beside, span, at, low in chain(mentions(scene, cue), _given(scene, cue)):
        name = as_printed.get(found, found)
        posts.setdefault(name, {}).update(dict.fromkeys(beside))
        spans.setdefault(name, set()).add(span)
        asked[at] = low
    if not posts:
        return ()
    names = Names(posts)
    for name, more in _again(scene, posts, names, asked):
        posts[name].update(dict.fromkeys(more))
    for name, held in posts.items():
        posts[name] = {_own(post, posts): None for post in held if post not in _ADDRESS or len(held) == 1}
    for start, end in names.places(scene.source):
        spans[scene.source[start:end]].add(Span(start, end))
    return tuple(Person(name, tuple(posts[name]), tuple(sorted(spans[name]))) for name in posts)


def _own(post: str, names: Container[str]) -> str:
    """Leave out of a post who came before its holder: `林一鸣与工学院院长`."""
    if _JOINS.isdisjoint(post[2:5]):
        return post
    other = next((size for size in (2, 3, 4) if post[:size] in names), 0)
    return post[other + 1 :] if other and post[other : other + 1] in _JOINS and post[other + 1 :] else post


def _again(
    scene: Scene, known: Mapping[str, object], names: Names, asked: Mapping[int, int]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the posts that stand beside a name known from elsewhere, whatever follows: `校长林一鸣多次`, `林一鸣主席`."""
    page = scene.page
    words = page.text
    folded = {plain(name): name for name in known}
    last = (-1, 0)  # the sentence of the name before, and where in it that name ends
    for start, end in (names if folded.keys() == known.keys() else Names(folded)).places(words):
        if words.startswith("新时代", end):  # a school of thought
            continue
        number = page.number(start)
        before, last = last, (number, end)
        titled = words[end : end + 1] in TITLE_HEADS
        posted = words[start - 1 : start] in LAST
        acting = words.startswith("作为", end) or (titled and words.startswith("作为", end + 2))
        if not titled and not posted and not acting:
            continue
        piece, at = scene.pieces[number], page.starts[number]
        left, right = start - at, end - at
        low = before[1] - at if before[0] == number else 0
        title = KNOWN_TITLE.match(piece.text, right) if titled else None
        # What was asked as far back before is not asked again.
        posted = posted and asked.get(start) != low
        post = post_before(piece.text, max(low, left - _SHORT), left) if posted else None
        places = (
            []
            if post is None or piece.text.startswith("代表", post)
            else posts_before(piece.text, post, left, low)
        )
        if title:
            last = (number, at + title.end())
            places.append(title.span("post"))
        if acting and (place := role(piece.text, title.end() if title else right)):
            places.append(place)
        if places and not _BYLINE.match(piece.text):
            yield folded[words[start:end]], tuple(_printed(scene, piece, *place) for place in places)


def mentions(scene: Scene, cue: Cues) -> Iterator[Mention]:
    """Find the names of a document, sentence by sentence, each with its posts."""
    page = scene.page
    words = page.text
    posted = titled(page, cue)
    acting = _acting(page)
    fellows = page.holding(words, "同学")
    present = cue.present & page.holding(words, "出席", "参加", "列席") if cue.present else cue.present
    for number in sorted(fellows.union(posted, acting, cue.named, present)):
        piece = scene.pieces[number]
        if _BYLINE.match(piece.text):
            continue
        if number in posted:
            yield from _posted(scene, piece, posted[number])
        if number in acting:
            yield from _doing(scene, piece, acting[number])
        if number in fellows:
            yield from _fellows(scene, piece)
        if number in cue.named:
            yield from _named(scene, piece)
        if number in present:
            yield from _present(scene, piece)


def _given(scene: Scene, cue: Cues) -> Iterator[Mention]:
    """Find who is introduced, and who is given a post by a verb behind the name."""
    page = scene.page
    for number, name, places in introductions(page, cue.introduced):
        yield _found(scene, number, name, *places)
    for number, name, post in labelled(page):
        yield _found(scene, number, name, post)
    for number, name, post in becoming(page, cue.led):
        piece, low = scene.pieces[number], page.starts[number]
        for start, end in _before(piece.text, name[0] - low, 0):
            yield _found(scene, number, (start + low, end + low), post)
        yield _found(scene, number, name, post)


def _posted(scene: Scene, piece: Piece, found: list[Beside]) -> Iterator[Mention]:
    """Find names beside posts from left to right; what was said of one person is not said of the next."""
    text = piece.text
    done = 0
    many: tuple[str, ...] = ()  # what a list is called that is going on
    for one in found:
        start, end, post, post_end = one
        # A post that belongs to the title of the one before is none of this.
        if start < done or (post < done and post < start) or not sound(text[start:end]):
            continue
        low = done
        posts, shared, done = _posts(scene, piece, one, low)
        if many and len(posts) == 1 and not shared and _goes_on(text, low, start):
            posts = (*many, *posts)
        else:
            many = () if shared else tuple(name for name in posts[:-1] if _OF_MANY.search(plain(name)))
        if start < post and not text.startswith(_GENERAL, post):
            for name in _before(text, start, low):
                yield _mention(scene, piece, name, posts[-1:])
        mention = _mention(scene, piece, (start, end), posts)
        if post_end == start:
            mention = Mention(*mention[:3], scene.page.starts[piece.number] + start, low)
        yield mention
        names = [(start, end), *_likewise(text, done)]
        done = max(done, names[-1][1])
        several = _SEVERAL.match(text, done)
        yield from _others(scene, piece, names, shared, several)
        done = several.end() if several else done


def _others(
    scene: Scene,
    piece: Piece,
    names: list[tuple[int, int]],
    shared: tuple[str, ...],
    several: re.Match[str] | None,
) -> Iterator[Mention]:
    """Give the names of a list what is shared, and each what they are called behind the last: `…两位教授`."""
    for name in names[1:]:
        yield _mention(scene, piece, name, shared)
    if several:
        title = _printed(scene, piece, *several.span("post"))
        yield from (_mention(scene, piece, name, (title,)) for name in names)


def _goes_on(text: str, end: int, start: int) -> bool:
    """Tell whether a list goes on from one person to the next, with nothing but a body between."""
    return (
        text[end : end + 1] in _AND
        and start - end <= _LONGEST_BODY
        and _MARK.search(text, end + 1, start) is None
    )


def _posts(scene: Scene, piece: Piece, one: Beside, low: int) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the posts of a name, those that it shares with the names after it, and where the last of them ends."""
    start, end, post, post_end = one
    if start < post:
        places = [*past_body(piece.text, low, start), (post, post_end)]
        return tuple(_printed(scene, piece, *place) for place in places), (), post_end
    own = tuple(_printed(scene, piece, *place) for place in posts_before(piece.text, post, post_end, low))
    if title := _title(piece.text, end):
        return (*own, _printed(scene, piece, *title.span("post"))), (), title.end("post")
    return own, own, end


def _title(text: str, end: int) -> re.Match[str] | None:
    return TITLE.match(text, end) if text[end : end + 1] in TITLE_HEADS else None


def _likewise(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Follow a list of names that share what was said of the first."""
    while text[end : end + 1] in _AND:
        after = _LIKEWISE.match(text, end)
        if after is None or not sound(after["name"]) or _title(text, after.end()):
            return
        yield after.span("name")
        end = after.end("name")


def _before(text: str, start: int, low: int) -> list[tuple[int, int]]:
    """Walk back over the names that share a title behind the last of them, as nothing else is said of them."""
    out: list[tuple[int, int]] = []
    while start > low and text[start - 1] in "、和" and (place := _one_before(text, start - 1, low)):
        out.insert(0, place)
        start = place[0]
    return out


def _one_before(text: str, end: int, low: int) -> tuple[int, int] | None:
    for start in (end - 3, end - 2):
        opens = start >= low and (start == 0 or text[start - 1] in _LIST_OPENS)
        if opens and _LISTED.fullmatch(text, start, end) and sound(text[start:end]):
            return start, end
    return None


def _acting(page: Page) -> dict[int, list[tuple[int, int]]]:
    """Find the names at the heads of clauses, before what may be a deed, by the number of their sentence."""
    out: dict[int, list[tuple[int, int]]] = {}
    for found in _ON_PAGE.finditer(f"\n{page.text}"):
        start, end = found.span(found.lastgroup or 0)
        number = page.number(start - 1)
        low = page.starts[number] + 1  # the page is searched behind a line of its own
        out.setdefault(number, []).append((start - low, end - low))
    return out


def _doing(scene: Scene, piece: Piece, places: list[tuple[int, int]]) -> Iterator[Mention]:
    """Find who acts at the head of a clause, without a post."""
    for start, end in places:
        names = [(start, end), *_likewise(piece.text, end)]
        if sound(piece.text[start:end]) and _does(piece.text, names[-1][1], len(names)):
            yield from (_mention(scene, piece, name, ()) for name in names)


def _fellows(scene: Scene, piece: Piece) -> Iterator[Mention]:
    for found in _FELLOW.finditer(piece.text):
        if sound(found["name"]):
            yield _mention(scene, piece, found.span("name"), ())


def _does(text: str, end: int, names: int) -> bool:
    if _DOES.match(text, end) or _DOES_ABOUT.match(text, end):
        return True
    return names > 1 and _DO_WITH.match(text, end) is not None


def _present(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Follow the list of those who were there besides: `出席会议的还有林一鸣、周大川`."""
    for found in _PRESENT.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        if sound(found["name"]) and len(names) > 1:
            yield from (_mention(scene, piece, name, ()) for name in names)


def _named(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Find who is given a post or relieved of it."""
    for found in _NAMED.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        end = names[-1][1]
        if sound(found["name"]) and (named := _AS.match(piece.text, end) or _ELECTED.match(piece.text, end)):
            post = _printed(scene, piece, *named.span("post"))
            yield from (_mention(scene, piece, name, (post,)) for name in names)
    for found in _FREED.finditer(piece.text):
        if sound(found["name"]):
            places = _parts(piece.text, *found.span("post"))
            posts = tuple(_printed(scene, piece, *place) for place in places)
            yield _mention(scene, piece, found.span("name"), posts)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for part in re.split("[、和]", text[start:end]):
        yield start, start + len(part)
        start += len(part) + 1


def _mention(scene: Scene, piece: Piece, place: tuple[int, int], posts: tuple[str, ...]) -> Mention:
    return Mention(_printed(scene, piece, *place), posts, piece.where(*place))


def _found(scene: Scene, number: int, name: Place, *posts: Place) -> Mention:
    """Tell of a name and its posts by their places on the page."""
    piece, low = scene.pieces[number], scene.page.starts[number]
    said = tuple(_printed(scene, piece, start - low, end - low) for start, end in posts)
    return _mention(scene, piece, (name[0] - low, name[1] - low), said)


def _printed(scene: Scene, piece: Piece, start: int, end: int) -> str:
    words = scene.printed(piece, start, end)
    return words if words.isalnum() else _BLANK.sub("", words.replace("\n", ""))
