"""人：职务之后的姓名（`党委书记林一鸣`），姓名之后的称谓（`周大川院士`），句首行事的姓名。

Not a person: a surname inside another word, a name in a byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.lexicon import words as surnames
from luoshi.reading.names import Names
from luoshi.reading.outline import Piece
from luoshi.reading.page import paged
from luoshi.reading.records import Person
from luoshi.reading.scene import Scene
from luoshi.reading.spans import Span

_HAN = r"[\u3400-\u9fff]"
_HEADS = frozenset(surname[0] for surname in surnames("surnames"))
_NAME = rf"{any_of('surnames')}{_HAN}{{1,2}}?"
_NEXT = rf"(?=$|[、,;。()“\d]|{any_of('followers')})"
_AFTER_POST = paged(rf"(?P<post>(?:{opening('posts')})(?:\([^()]{{1,12}}\))?)(?P<name>{_NAME}){_NEXT}")
# A name behind the last character of a post, or of a body between post and name: few sentences have it.
_POST_LAST = frozenset({")", *(post[-1] for post in surnames("posts"))})
_BODY_LAST = frozenset("学院所司团")
_NAME_BEHIND = paged(rf"[{''.join(sorted(_POST_LAST | _BODY_LAST))}](?={_NAME}{_NEXT})")
_LIKEWISE = re.compile(rf"[、和](?P<name>{_NAME}){_NEXT}")
_TITLES = "院士|教授|研究员|讲师|老师|校长|书记|主任|处长|院长|部长|省长|市长|总理|主席|总经理|董事长|主委|委员长|局长|所长|站长|会长|秘书长|高级工程师"
_CLOSED = rf"(?=$|[、,;。]|等|{any_of('followers')})"
_ANY_TITLE = paged("|".join(["总书记", "委员:", "代表:", *[title + _CLOSED for title in _TITLES.split("|")]]))
_TITLE = re.compile(rf"(?P<post>副?(?:{_TITLES})){_CLOSED}")
_GENERAL = re.compile(rf"(?P<name>{_NAME})(?P<post>总书记)")
_BEFORE_TITLE = re.compile(
    rf"(?:^|[、,:]|(?<=[院部处校室所心司局会才员学与和据邀实站系队团馆予了问习]))(?P<name>{_NAME})等?(?P<post>副?(?:{_TITLES}){_CLOSED}|(?:委员|代表)(?=:))"
)
# What may stand before a list whose title stands behind its last name: `学习甲、乙等院士`.
_LIST_OPENS = frozenset(",:。、和习问请予邀聘了")
_LISTED = re.compile(_NAME)
# `中国工程院院士、陈山大学林一鸣`: the body between is no post.
_PAST_BODY = paged(
    rf"(?P<post>{opening('posts')})、[^,。、;:()]{{2,20}}(?:大学|学院|研究院|研究所|公司|集团|医院)(?P<name>{_NAME}){_NEXT}"
)
# Names from abroad are spelt with few characters; a point parts given names, in the west of the country too.
_SPELT = (
    "[阿埃艾爱安昂奥巴班邦包鲍贝本比彼毕别宾波博勃伯布查茨达大戴丹当德登迪蒂丁东杜多恩尔法凡范菲费冯夫弗福伽盖甘冈戈哥格根贡古果"
    "哈海汉豪赫亨洪侯胡华怀霍基吉济加贾杰金津卡凯坎康考科可克肯孔库夸昆拉莱兰朗劳勒雷里利丽莉连列林琳卢鲁鲁伦罗洛吕马玛迈麦曼芒梅"
    "门蒙米密缅敏明莫默姆穆纳娜南内尼涅宁纽努诺欧帕潘佩彭皮平珀普契奇齐恰乔切钦琴丘日荣茹瑞若萨塞桑森沙莎尚绍舍什圣史斯苏索塔泰坦"
    "汤唐特提铁廷通托图瓦万旺维威韦温沃乌武西希锡夏谢辛欣休逊雅亚延扬耶叶伊以易因尤约泽扎詹珍朱兹佐]"
)
_ABROAD = paged(
    rf"(?P<post>总统|首相|外长|国王|女王|总理|主席|总书记|部长|司长|议长|大使|秘书长|特使|州长|省长|教授|先生)"
    rf"(?P<name>{_SPELT}{{2,7}}?|{_HAN}{{1,7}}(?:·{_HAN}{{1,7}}?){{1,3}}){_NEXT}"
)
_DEEDS = (
    "主持|领学|在会上|出席|列席|陪同|参加|指出|强调|表示|认为|说,|在讲话|作了|致(?:开幕|欢迎|答)?[辞词]|传达|要求|介绍了|汇报了|通报了|分享了"
    "|(?:先后|分别|依次)?发言"
)
_ACTS = rf"(?P<name>{_NAME})(?=[、等和就对围]|(?:先后|分别|依次)?(?:{_DEEDS}))"
_OPENS = re.compile(rf"(?:^|[,;:]){_ACTS}")
_ON_PAGE = re.compile(rf"[\n,;:](?=[{''.join(sorted(_HEADS))}]){_ACTS}", re.MULTILINE)
_DOES = re.compile(
    rf"等[^,。]{{0,12}}?(?:{_DEEDS})|(?:等(?:与会)?(?:老师|教师|同志|专家|领导|代表|学者|同学)?)?"
    rf"(?:{_DEEDS}|(?:分别)?[就对围][^,。]{{2,50}}?(?:(?:作|做|进行)了|展开|开展))"
)
_NAMED = re.compile(rf"(?:^|任命|增补|[,;])(?P<name>{_NAME})(?=[、和为])")
_AS = re.compile("为(?P<post>[^,;。、]{3,30})")
_FREED = re.compile(rf"免去(?P<name>{_NAME})的(?P<post>[^,;。]{{3,40}})职务")
_MARK = re.compile("[、,;:。!?“”’《》]")
_POST_END = re.compile(rf"{any_of('posts')}(?:\([^()]{{1,12}}\))?$")
_VERB = re.compile(
    r".*(?:(?:讲话|报告|精神)[与和及]|(?:成立|组建)以)|.*(?:的|在(?![校读职])|以及|还有|并在|发表(?!人)|报道(?!员)|报请|提请|了|由|听取|特?邀请?|会上|会议|会见|带领|随后|期间|其中|参加|出席|对(?!外)|根据)|以(?!及|色列)|率|会[前后]|[与和及]"
)
_BYLINE = re.compile(r"^\(?(?:作者|记者|来源|供稿|通讯员|编辑|摄影|图|文)")
_NOT_NAME = re.compile(any_of("notnames"))
_LONGEST = 80  # characters of the longest post with the name of its body
_TITLES_SAID = ("老师", "同学", "教授", "院士")  # `张老师` names nobody fully
_NOT_LAST = frozenset("总副也设党系办了会校院部委省市县们者厅局处组室长员和在等的是与及")


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
    for mention in mentions(scene):
        posts.setdefault(mention.name, {}).update(dict.fromkeys(mention.posts))
        spans.setdefault(mention.name, set()).add(mention.span)
    for start, end in Names(posts).places(scene.source):
        spans[scene.source[start:end]].add(Span(start, end))
    return tuple(Person(name, tuple(posts[name]), tuple(sorted(spans[name]))) for name in posts)


def mentions(scene: Scene) -> Iterator[Mention]:
    """Find the names of a document, sentence by sentence, each with its posts."""
    page = scene.page
    words = page.text
    behind = [(number, found[0]) for number, found in page.hits(_NAME_BEHIND, words)]
    asked = (
        (_PAST_BODY, page.among({n for n, last in behind if last in _BODY_LAST}, _PAST_BODY, words)),
        (_AFTER_POST, page.among({n for n, last in behind if last in _POST_LAST}, _AFTER_POST, words)),
        (_BEFORE_TITLE, page.having(_ANY_TITLE, words)),
        (_GENERAL, page.holding(words, "总书记")),
        (_ABROAD, page.holding(words, "总统", "首相", "外长", "国王", "女王", "·")),
    )
    acting = {page.number(found.start()) for found in _ON_PAGE.finditer(f"\n{words}")}
    named = page.holding(words, "任命", "增补", "免去")
    for number in sorted(acting.union(named, *[numbers for _, numbers in asked])):
        piece = scene.pieces[number]
        if _BYLINE.match(piece.text):
            continue
        yield from _posted(scene, piece, [pattern for pattern, numbers in asked if number in numbers])
        if number in acting:
            yield from _acting(scene, piece)
        if number in named:
            yield from _named(scene, piece)


def _posted(scene: Scene, piece: Piece, patterns: list[re.Pattern[str]]) -> Iterator[Mention]:
    """Find names beside posts from left to right; what was said of one person is not said of the next."""
    text = piece.text
    done = 0
    for found in sorted(_founds(text, patterns), key=_place):
        start, end = found.span("name")
        if start < done or not _sound(found["name"]):
            continue
        before = found.start("post") < start
        posts = _posts(text, *found.span("post"), done) if before else []
        title = _TITLE.match(text, end) if before else found
        own = [*posts, title.span("post")] if title else posts
        if not before and found["post"] != "总书记":
            for name in _before(text, start, done):
                yield _mention(scene, piece, name, (_printed(scene, piece, *found.span("post")),))
        yield _mention(scene, piece, (start, end), tuple(_printed(scene, piece, *place) for place in own))
        done = title.end("post") if title else end
        shared = () if title else tuple(_printed(scene, piece, *place) for place in posts)
        for name in _likewise(text, done):
            yield _mention(scene, piece, name, shared)
            done = name[1]


def _founds(text: str, patterns: list[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _place(found: re.Match[str]) -> int:
    return found.start("name")


def _likewise(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Follow a list of names that share what was said of the first."""
    while (
        (after := _LIKEWISE.match(text, end))
        and _sound(after["name"])
        and not _TITLE.match(text, after.end())
    ):
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
        if opens and _LISTED.fullmatch(text, start, end) and _sound(text[start:end]):
            return start, end
    return None


def _posts(text: str, start: int, end: int, low: int) -> list[tuple[int, int]]:
    """Walk back from a post over the posts that stand before it, as far as the last person named."""
    out: list[tuple[int, int]] = []
    while end > low and len(out) < 12:
        left = _head(text, max(low, start - _LONGEST), start)
        if out and not _POST_END.search(text[left:end]):
            break
        verb = _VERB.match(text[left:end])
        out.insert(0, (left + (verb.end() if verb else 0), end))
        if verb or left == 0 or text[left - 1] not in "、,":
            break
        start = end = left - 1
    return [place for place in out if place[0] < place[1]]


def _head(text: str, low: int, start: int) -> int:
    """Return where the words before a post begin; a short quotation is a part of them."""
    while True:
        mark = _MARK.search(text[low:start][::-1])  # the nearest before
        left = start - mark.start() if mark else low
        opening = {"”": "“", "》": "《"}.get(text[left - 1]) if left > low else None
        quoted = text.rfind(opening, max(low, left - 16), left) if opening else -1
        if quoted < 0:
            return left
        start = quoted


def _acting(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Find who acts at the head of a clause, without a post."""
    for found in _OPENS.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        if _sound(found["name"]) and _DOES.match(piece.text, names[-1][1]):
            yield from (_mention(scene, piece, name, ()) for name in names)


def _named(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Find who is given a post or relieved of it."""
    for found in _NAMED.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        if _sound(found["name"]) and (named := _AS.match(piece.text, names[-1][1])):
            post = _printed(scene, piece, *named.span("post"))
            yield from (_mention(scene, piece, name, (post,)) for name in names)
    for found in _FREED.finditer(piece.text):
        if _sound(found["name"]):
            places = _parts(piece.text, *found.span("post"))
            posts = tuple(_printed(scene, piece, *place) for place in places)
            yield _mention(scene, piece, found.span("name"), posts)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for part in re.split("[、和]", text[start:end]):
        yield start, start + len(part)
        start += len(part) + 1


def _sound(name: str) -> bool:
    return name[-1] not in _NOT_LAST and not name.endswith(_TITLES_SAID) and not _NOT_NAME.match(name)


def _mention(scene: Scene, piece: Piece, place: tuple[int, int], posts: tuple[str, ...]) -> Mention:
    return Mention(_printed(scene, piece, *place), posts, piece.where(*place))


def _printed(scene: Scene, piece: Piece, start: int, end: int) -> str:
    return "".join(scene.printed(piece, start, end).split())
