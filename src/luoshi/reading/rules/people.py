"""人：职务之后的姓名（`党委书记林一鸣`），姓名之后的称谓（`周大川院士`），句首行事的姓名。

Not a person: a surname inside another word, a name in a byline.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.lexicon import words as listed
from luoshi.reading.names import Names
from luoshi.reading.outline import Piece
from luoshi.reading.page import paged, veiled
from luoshi.reading.records import Person
from luoshi.reading.scene import Scene
from luoshi.reading.spans import Span, plain

_HAN = r"[\u3400-\u9fff]"
_HEADS = frozenset(surname[0] for surname in listed("surnames"))
_NAME = rf"{any_of('surnames')}{_HAN}{{1,2}}?"
_NEXT = rf"(?=$|[、,;。()“\d—]|{any_of('followers')})"
_AFTER_POST = paged(
    rf"(?P<post>(?:{opening('posts')})(?:\([^()]{{1,12}}\))?)(?P<name>(?!党[员委]){_NAME}){_NEXT}"
)
# A name behind the last character of a post, or of a body between post and name: few sentences have it.
_POST_LAST = frozenset({")", *(post[-1] for post in listed("posts"))})
_BODY_LAST = frozenset("学院所司团")
_NAME_BEHIND = paged(rf"[{''.join(sorted(_POST_LAST | _BODY_LAST))}](?={_NAME}{_NEXT})")
_LIKEWISE = re.compile(rf"[、和](?P<name>{_NAME}){_NEXT}")
_TITLES = (
    "校长|书记|主任|处长|院长|部长|省长|市长|总理|主席|总经理|董事长|主委|委员长|局长|所长|站长|会长|秘书长|高级工程师|馆长|厅长|县长|区长"
    "|镇长|司长|行长|理事长|科长|队长|高级农艺师"
)
# Titles that name a person whatever follows: `林一鸣教授团队`.
_LEARNED = ("教授", "院士", "研究员", "讲师", "老师", "博士")
_STRONG = "(?:副|助理)?(?:教授(?![级会])|研究员)|院士|讲师|老师|博士(?![后生学点研])"
_CLOSED = rf"(?=$|[、,;。]|等|{any_of('followers')})"
_ANY_TITLE = paged("|".join(["委员:", "代表:", *[title + _CLOSED for title in _TITLES.split("|")]]))
_TITLE = re.compile(rf"(?P<post>{_STRONG}|(?:副?(?:{_TITLES})|总统|首相|外长){_CLOSED})")
# A member of an assembly who takes the floor: `林一鸣委员代表示例协会发言说`, of whatever people.
_MEMBER = paged(
    rf"^(?![各多几有一两三众与全该这那某不广位名同在请])(?P<name>{_HAN}{{1,6}}·{_HAN}{{1,6}}|{_HAN}{{2,3}}?)(?P<post>委员)"
    r"(?=:|(?:代表[^,。:]{2,12})?(?:发言|说|表示|认为|建议))"
)
_GENERAL = re.compile(
    rf"(?<!主)(?P<name>{_NAME})(?P<post>总书记|(?<![家团行议为习联国值同科])主席(?![团台国]))"
)
# Beside a name known from elsewhere a title needs no word of those above behind it.
_KNOWN_TITLE = re.compile(
    rf"(?P<post>{_STRONG}|副?(?:{_TITLES}|总统|首相|外长)(?![团台处级会们办]|医师|助理|委员|负责))"
)
# What a name with its title behind it may follow; `学习` is no school and a man called 习.
_AFTER = "院部处校室所心司局会才员学与和据邀实站系队团馆予了问习"
_WHOLE = rf"(?P<name>(?!(?<=[学练复])习){_NAME})"
_BEFORE_TITLE = re.compile(
    rf"(?:^|[、,:]|(?<=[{_AFTER}])){_WHOLE}等?(?P<post>副?(?:{_TITLES}){_CLOSED}|(?:委员|代表)(?=:))"
)
# Asked only at a surname that stands near such a title.
_BEFORE_STRONG = re.compile(
    rf"(?:^|(?<=[、,:;。“”》(){_AFTER}的是由从向给为对请让被受年入及到把家者人士业组目科题名市县省区国地场厂委办台厅库届位])){_WHOLE}等?(?P<post>{_STRONG})"
)
_LEARNED_AT = re.compile("|".join(_LEARNED))
_REACH = 7  # characters between the head of a name and the title behind it
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
    "主持|领学|在会上|出席|列席|陪同|参加|指出|强调|表示|认为|说[,:]|在讲话|作了|致(?:开幕|欢迎|答)?[辞词]|传达|要求|介绍了|汇报了|通报了|分享了"
    "|回顾了|讲解了|宣读了|谈到|(?:先后|分别|依次)?发言"
)
_ACTS = rf"(?P<name>{_NAME})(?=[、等和就对围从以]|结合|(?:先后|分别|依次|也|则|还)?(?:{_DEEDS}))"
_OPENS = re.compile(rf"(?:^|[,;:]){_ACTS}")
_ON_PAGE = re.compile(rf"[\n,;:](?=[{''.join(sorted(_HEADS))}]){_ACTS}", re.MULTILINE)
_OTHERS = "(?:等(?:与会)?(?:老师|教师|同志|专家|领导|代表|学者|同学)?)?(?:也|则|还)?"
_DOES = re.compile(rf"等[^,。]{{0,12}}?(?:{_DEEDS})|{_OTHERS}(?:{_DEEDS})")
_DOES_ABOUT = re.compile(
    rf"{_OTHERS}(?:分别)?(?:[就对围从以]|结合)[^,。]{{2,36}}?(?:[作做行享]了|展开|开展|带来|为例,)"
)
# Of several names others may stand before what all do: `林一鸣、周大川,各部门负责人出席`.
_DO_WITH = re.compile("等?[,和及][^。;:]{2,40}?(?:陪同|出席|参加|列席)|等?(?:出席|在主席台|[^,。]{2,12}就座)")
_PRESENT = re.compile(rf"(?:还|的)有(?P<name>{_NAME})(?=[、和])")
_ELECTED = re.compile(rf"当选(?:为)?(?P<post>[^,;。、]{{0,24}}?{any_of('posts')})(?=[,;。]|$)")
# Who is told of by a fellow's word and does something: `理学院林一鸣同学表示`.
_FELLOW = paged(
    rf"(?:^|[、,:;。“”》()]|(?<=[{_AFTER}的级班业由是]))(?P<name>{_NAME})同学(?:也|则|还)?(?:{_DEEDS}|告诉|分享|介绍|代表)"
)
_NAMED = re.compile(rf"(?:^|任命|增补|[,;:])(?P<name>{_NAME})(?=[、和为]|当选)")
_AS = re.compile("为(?P<post>[^,;。、]{3,30})")
_FREED = re.compile(rf"免去(?P<name>{_NAME})的(?P<post>[^,;。]{{3,40}})职务")
_MARK = re.compile("[、,;:。!?“”’《》]")
_POST_END = re.compile(rf"{any_of('posts')}(?:\([^()]{{1,12}}\))?$")
_VERB = re.compile(
    r".*(?:(?:讲话|报告|精神|教师|专家|人员|师生|代表|干部|学生|同学|负责人|一行|等|领导|教授|博士|老师)[与和及]|(?:成立|组建)以)"
    r"|.*(?:的|在(?![校读职])|以及|还有|并在|发表(?!人)|报道(?!员)|报请|提请|了|由|听取|特?邀请?|会上|会议(?![长室主秘常])上?|会见|带领|随后|期间|其中|参加|出席"
    r"|对于?(?!外)|关于|根据|包括|责令|按照|作为|[曾现历时担]任|聚焦|(?<=[场厅馆堂楼])为|欢迎|访问|会晤|接见|播出|跟随|转达|是(?!否)|向(?![阳导])|(?<![大合不共协相])同(?!德(?!国))(?![志济心仁学等盟事体时样位])|致[电函信])到?"
    r"|以(?!及|色列)|率|据|会[前后]|[与和及到]|\((?![^()]*\))|为(?!民)|应(?![用急届对])|经(?![济理营贸管信开纬典历办费销发])|(?:当天|当日|近日|日前|今天)|[-—]{0,3}(?:20\d\d年)?\d{1,2}月\d{1,2}日"
)
# A blank beside a Latin word is a part of what is printed; every other is the page's.
_TITLE_HEADS = frozenset(title[0] for title in (*_TITLES.split("|"), *_LEARNED, "副", "助", "总", "首", "外"))
_BLANK = re.compile(r"(?<![A-Za-z0-9])\s(?![A-Za-z0-9])")
_BYLINE = re.compile(r"^\(?(?:作者|记者|来源|供稿|通讯员|编辑|摄影|图|文)")
_NOT_NAME = re.compile(any_of("notnames"))
_JOINS = frozenset("率与和同及")
_SHORT = 16  # characters of a post without the name of its body
_LONGEST = 80  # characters of the longest post with the name of its body
_TITLES_SAID = (
    "老师",
    "同学",
    "教授",
    "院士",
    "博士",
    "经理",
    "师傅",
    "先生",
    "女士",
    "阿姨",
    "大爷",
    "大姐",
    "主席",
    "书记",
    "主任",
    "总理",
)  # `张老师` names nobody fully
# A person with the body before the name and the title behind it, whom no other pattern has found: no post of the next.
_OTHER = re.compile(
    rf"(?:大学|学院|研究院|研究所|中心|公司|集团|[局处室]|获得者|专家)"
    rf"(?!特聘|[一二三]级|讲座|客座|兼职|名誉|荣誉|终身|退休|青年|资深|长聘|博士|首席){_HAN}{{1,2}}[^系所室院部组科](?:{_STRONG})$"
)
_NOT_LAST = frozenset("总副也设党系办了会校院部委省市县们者厅局处组室长员和在等的是与及向对被")


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
    for name, beside in _again(scene, posts):
        posts[name].update(dict.fromkeys(beside))
    for name, held in posts.items():
        posts[name] = {_own(post, posts): None for post in held}
    for start, end in Names(posts).places(scene.source):
        spans[scene.source[start:end]].add(Span(start, end))
    return tuple(Person(name, tuple(posts[name]), tuple(sorted(spans[name]))) for name in posts)


def _own(post: str, names: Container[str]) -> str:
    """Leave out of a post who came before its holder: `林一鸣与工学院院长`."""
    other = next((size for size in (2, 3, 4) if post[:size] in names), 0)
    return post[other + 1 :] if other and post[other : other + 1] in _JOINS and post[other + 1 :] else post


def _again(scene: Scene, names: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find the posts that stand beside a name known from elsewhere, whatever follows: `校长林一鸣多次`, `林一鸣主席`."""
    page = scene.page
    folded = {plain(name): name for name in names}
    last = (-1, 0)  # the sentence of the name before, and where in it that name ends
    for start, end in Names(folded).places(page.text):
        if page.text.startswith("新时代", end):  # a school of thought
            continue
        number = page.number(start)
        before, last = last, (number, end)
        titled, posted = (
            page.text[end : end + 1] in _TITLE_HEADS,
            start and page.text[start - 1] in _POST_LAST,
        )
        if not titled and not posted:
            continue
        piece, at = scene.pieces[number], page.starts[number]
        left, right = start - at, end - at
        low = before[1] - at if before[0] == number else 0
        title = _KNOWN_TITLE.match(piece.text, right) if titled else None
        post = _POST_END.search(piece.text, max(low, left - _SHORT), left) if posted else None
        places = _posts(piece.text, *post.span(), low) if post and not post[0].startswith("代表") else []
        if title:
            last = (number, at + title.end())
            places.append(title.span("post"))
        if places and not _BYLINE.match(piece.text):
            yield folded[page.text[start:end]], tuple(_printed(scene, piece, *place) for place in places)


def mentions(scene: Scene) -> Iterator[Mention]:
    """Find the names of a document, sentence by sentence, each with its posts."""
    page = scene.page
    words = page.text
    behind = [(number, found[0]) for number, found in page.hits(_NAME_BEHIND, words)]
    asked = (
        (_PAST_BODY, page.among({n for n, last in behind if last in _BODY_LAST}, _PAST_BODY, words)),
        (_AFTER_POST, page.among({n for n, last in behind if last in _POST_LAST}, _AFTER_POST, words)),
        (_BEFORE_TITLE, page.having(_ANY_TITLE, words)),
        (_BEFORE_STRONG, page.holding(words, *_LEARNED)),
        (_MEMBER, page.having(_MEMBER, words) if "委员" in words else set()),
        (_GENERAL, page.holding(words, "总书记", "主席")),
        (
            _ABROAD,
            page.holding(
                words, "总统", "首相", "外长", "国王", "女王", "·", "总理", "秘书长", "大使", "特使", "议长"
            ),
        ),
    )
    acting = {page.number(found.start()) for found in _ON_PAGE.finditer(f"\n{words}")}
    acting |= page.holding(words, "同学")
    named = page.holding(words, "任命", "增补", "免去", "当选")
    present = page.holding(words, "还有", "的有") & page.holding(words, "出席", "参加", "列席")
    for number in sorted(acting.union(named, present, *[numbers for _, numbers in asked])):
        piece = scene.pieces[number]
        if _BYLINE.match(piece.text):
            continue
        yield from _posted(scene, piece, [pattern for pattern, numbers in asked if number in numbers])
        if number in acting:
            yield from _acting(scene, piece)
        if number in named:
            yield from _named(scene, piece)
        if number in present:
            yield from _present(scene, piece)


def _posted(scene: Scene, piece: Piece, patterns: list[re.Pattern[str]]) -> Iterator[Mention]:
    """Find names beside posts from left to right; what was said of one person is not said of the next."""
    text = piece.text
    done = 0
    for found in sorted(_founds(text, patterns), key=_place):
        start, end = found.span("name")
        if start < done or not _sound(found["name"]):
            continue
        before = found.start("post") < start
        if before and found.start("post") < done:  # the title of the one before
            continue
        posts = _posts(text, *found.span("post"), done) if before else []
        title = _TITLE.match(text, end) if before else found
        own = [*posts, title.span("post")] if title else posts
        if not before and found["post"] not in {"总书记", "主席"}:
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
        yield from _near_titles(text) if pattern is _BEFORE_STRONG else pattern.finditer(text)


def _near_titles(text: str) -> Iterator[re.Match[str]]:
    """Find the names before titles that need no word behind them, from the titles back."""
    for title in _LEARNED_AT.finditer(text):
        end = title.start() - 1
        for start in range(max(0, end - _REACH), end):
            found = _BEFORE_STRONG.match(text, start) if text[start] in _HEADS else None
            if found and found.end("post") == title.end():
                yield found
                break


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
        if out and (not _POST_END.search(text[left:end]) or _OTHER.search(text[left:end])):
            break
        verb = _VERB.match(veiled(text[left:end]))
        out.insert(0, (_past_epithet(text, left + (verb.end() if verb else 0), end), end))
        if verb or left == 0 or text[left - 1] not in "、,":
            break
        start = end = left - 1
    return [place for place in out if place[0] < place[1]]


def _past_epithet(text: str, start: int, end: int) -> int:
    """Leave out a quotation that tells before a post what somebody is like: `“工地上的诗人”2027级学生`."""
    close = text.find("”", start, end) if text.startswith("“", start, end) else -1
    return close + 1 if "的" in text[start : close + 1] else start


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
        if _sound(found["name"]) and _does(piece.text, names[-1][1], len(names)):
            yield from (_mention(scene, piece, name, ()) for name in names)
    for found in _FELLOW.finditer(piece.text) if "同学" in piece.text else ():
        if _sound(found["name"]):
            yield _mention(scene, piece, found.span("name"), ())


def _does(text: str, end: int, names: int) -> bool:
    if _DOES.match(text, end) or _DOES_ABOUT.match(text, end):
        return True
    return names > 1 and _DO_WITH.match(text, end) is not None


def _present(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Follow the list of those who were there besides: `出席会议的还有林一鸣、周大川`."""
    for found in _PRESENT.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        if _sound(found["name"]) and len(names) > 1:
            yield from (_mention(scene, piece, name, ()) for name in names)


def _named(scene: Scene, piece: Piece) -> Iterator[Mention]:
    """Find who is given a post or relieved of it."""
    for found in _NAMED.finditer(piece.text):
        names = [found.span("name"), *_likewise(piece.text, found.end("name"))]
        end = names[-1][1]
        if _sound(found["name"]) and (named := _AS.match(piece.text, end) or _ELECTED.match(piece.text, end)):
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
    return _BLANK.sub("", scene.printed(piece, start, end).replace("\n", ""))
