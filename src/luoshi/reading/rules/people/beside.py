"""From posts and titles to names: who stands behind a post, or before a title, on one page.

Each is looked for from the rarer of the two: a name from the last character of a post, a title from its own last one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from luoshi.reading.rules.people.posts import LAST, post_before
from luoshi.reading.rules.people.titles import (
    CLOSED,
    COUNTED,
    HAN,
    HEADS,
    LEARNED,
    NAME,
    NEXT,
    STRONG,
    TITLES,
)
from luoshi.reading.text.page import Page, paged

# A name behind the last character of a post, or of a body between post and name: few sentences have it.
_BODY_LAST = frozenset("学院所司团")
_NAME_BEHIND = paged(
    rf"[{''.join(sorted(LAST | _BODY_LAST))}](?=[{''.join(sorted(HEADS))}])(?=(?P<name>{NAME}){NEXT})"
)
_PARTY = ("党员", "党委")  # `研究生党员向前`: no man called 党
_BODIES = ("大学", "学院", "研究院", "研究所", "公司", "集团", "医院")
_BETWEEN = 24  # characters of the longest body between post and name, its mark with it
# `中国工程院院士、陈山大学林一鸣`: the body between is no post.
_BODY = re.compile(rf"[^,。、;:()\n]{{2,20}}(?:{'|'.join(_BODIES)})")
# What a name with its title behind it may follow; `学习` is no school and a man called 习.
AFTER = "院部厅办处校室所心司局会才员学与和据邀实站系队团馆予了问习"
_WHOLE = rf"(?P<name>(?!(?<=[学练复])习){NAME})"
_BEFORE_TITLE = paged(
    rf"(?:^|(?<=[、,:{AFTER}委在由从向给为对请让被受的])){_WHOLE}等?(?P<post>副?(?:{TITLES}){CLOSED}|(?:委员|代表)(?=:))"
)
# Asked only at a surname that stands near such a title.
_BEFORE_LEARNED = paged(
    rf"(?:^|(?<=[、,:;。“”》(){AFTER}的是由从向给为对请让被受年入及到把家者人士业组目科题名市县省区国地场厂委办台厅库届位在])){_WHOLE}(?:{COUNTED}|等)?(?P<post>{STRONG}|(?<=位)(?:教师|校友))"
)
_REACH = 7  # characters between the head of a name and the learned title behind it
_REACH_CLOSED = 11  # and to the end of any other title
# A member of an assembly who takes the floor: `林一鸣委员代表示例协会发言说`, of whatever people.
_MEMBER = paged(
    rf"^(?![各多几有一两三众与全该这那某不广位名同在请])(?P<name>{HAN}{{1,6}}·{HAN}{{1,6}}|{HAN}{{2,3}}?)(?P<post>委员)"
    r"(?=:|(?:代表[^,。:]{2,12})?(?:发言|说|表示|认为|建议|告诉|介绍|指出))"
)
_GENERAL = re.compile(
    rf"(?<!主)(?P<name>{NAME})(?P<post>总书记|(?<![家团行议为习联国值同科])主席(?![团台国]))"
)
# Names from abroad are spelt with few characters; a point parts given names, in the west of the country too.
_SPELT = (
    "[阿埃艾爱安昂奥巴班邦包鲍贝本比彼毕别宾波博勃伯布查茨达大戴丹当德登迪蒂丁东杜多恩尔法凡范菲费冯夫弗福伽盖甘冈戈哥格根贡古果"
    "哈海汉豪赫亨洪侯胡华怀霍基吉济加贾杰金津卡凯坎康考科可克肯孔库夸昆拉莱兰朗劳勒雷里利丽莉连列林琳卢鲁伦罗洛吕马玛迈麦曼芒梅"
    "门蒙米密缅敏明莫默姆穆纳娜南内尼涅宁纽努诺欧帕潘佩彭皮平珀普契奇齐恰乔切钦琴丘日荣茹瑞若萨塞桑森沙莎尚绍舍什圣史斯苏索塔泰坦"
    "汤唐特提铁廷通托图瓦万旺维威韦温沃乌武西希锡夏谢辛欣休逊雅亚延扬耶叶伊以易因尤约泽扎詹珍朱兹佐京申隆龙朔罕茂圭楚娃滕]"
)
_ABROAD = paged(
    rf"(?P<post>总统|首相|外长|国王|女王|总理|主席|总书记|部长|司长|议长|大使|秘书长|特使|州长|省长|教授|先生|发言人|总裁|干事|专员(?!公署)|司令(?!部|发言)|局长|市长|代表(?!大会|[处团])|主任|新闻秘书)"
    rf"(?P<name>{_SPELT}{{2,7}}?(?:[·-]{_SPELT}{{2,6}}?)?|{HAN}{{1,7}}(?:·{HAN}{{1,7}}?){{1,3}}){NEXT}"
)
# Whom somebody meets is called by name and title, and no name stands behind: `愿同巴洛索总统一道努力`.
_MET = paged(
    rf"(?:(?<=[同与])|(?<=[席理记]和))(?P<name>{_SPELT}{{2,7}})(?P<post>总统|首相|总理|国王)(?!{_SPELT}|[团府办])"
)


def _by_last(words: Iterable[str]) -> Iterator[str]:
    """Give patterns that find words by their last character and look back from there, a leap from one to the next.

    >>> list(_by_last(["总理", "经理", "总经理", "主席"]))
    ['理(?:(?<=总理|经理)|(?<=总经理))', '席(?:(?<=主席))']
    """
    ends: dict[str, dict[int, list[str]]] = {}
    for word in words:
        ends.setdefault(word[-1], {}).setdefault(len(word), []).append(word)
    for last, sizes in ends.items():
        before = "|".join(f"(?<={'|'.join(like)})" for like in sizes.values())
        yield f"{last}(?:{before})"


# A title that nothing but a known word follows.
_TITLE_END = paged(
    "|".join([*(branch + CLOSED for branch in _by_last(TITLES.split("|"))), ":(?<=委员:|代表:)"])
)


# Words that few sentences have, each found by its rarest character, and what they are asked for.
_LEARNED, _GENERAL_TITLE, _STATE, _NAMED, _PRESENT, _INTRODUCED, _LED = range(7)
_CUES = {
    _LEARNED: (*LEARNED, "位教师", "位校友"),
    _GENERAL_TITLE: ("总书记", "主席"),
    _STATE: (
        "总统",
        "首相",
        "外长",
        "国王",
        "女王",
        "总理",
        "秘书长",
        "大使",
        "特使",
        "议长",
        "外交部长",
        "国防部长",
        "·",
    ),
    _NAMED: ("任命", "增补", "免去", "当选"),
    _PRESENT: ("还有", "的有"),
}
_RARE = {
    _STATE: "言(?<=发言)(?=人)|干(?<=总干)(?=事)|专(?=员)|司(?=令)|裁(?<=总裁)|驻(?<=常驻)",
    _INTRODUCED: "简(?=介:)|绍(?<=介绍)(?=:)|档(?=案:)",
    _LED: "志(?<=同志)(?=为)|组(?<=为组)(?=长)|团(?<=为团)(?=长)|队(?<=为队)(?=长)",
}
_BRANCHES = [
    *((kind, branch) for kind, words in _CUES.items() for branch in _by_last(words)),
    *((kind, branch) for kind, branches in _RARE.items() for branch in branches.split("|")),
]
_CUE = re.compile("|".join(f"{branch}()" for _, branch in _BRANCHES))
_KINDS = (0, *(kind for kind, _ in _BRANCHES))  # by the group that ends a branch


class Cues(NamedTuple):
    """Where on a page words stand that names are looked for beside, and in which sentences others do."""

    learned: list[int]  # where such a title ends
    general: list[int]
    state: set[int]
    named: set[int]
    present: set[int]
    introduced: set[int]
    led: set[int]


def cues(page: Page) -> Cues:
    """Ask a page once for all words that few sentences have."""
    ends: tuple[list[int], ...] = ([], [], [], [], [], [], [])
    for found in _CUE.finditer(page.text):
        ends[_KINDS[found.lastindex or 0]].append(found.end())
    learned, general, *others = ends
    starts = page.starts
    numbers = [{bisect_right(starts, end - 1) - 1 for end in of_kind} for of_kind in others]
    # `以林一鸣教授为组长`: where the title stands already.
    numbers[-1].update(page.number(end) for end in learned if page.text.startswith("为", end))
    return Cues(learned, general, *numbers)


class Beside(NamedTuple):
    """Where in its sentence a name stands, and where the post or title beside it."""

    start: int
    end: int
    post: int
    post_end: int


def titled(page: Page, cues: Cues) -> dict[int, list[Beside]]:
    """Find the names beside posts and titles, sentence by sentence, from left to right."""
    words, starts = page.text, page.starts
    places = [
        *_behind_posts(words),
        *_before_titles(words),
        *_before_learned(words, cues.learned),
        *_members(page),
        *_general(words, cues.general),
        *_abroad(page, cues.state),
    ]
    places.sort(key=itemgetter(0))
    out: dict[int, list[Beside]] = {}
    low, high, number = 0, 0, 0
    for start, end, post, post_end in places:
        if start >= high:
            number = bisect_right(starts, start) - 1
            low, high = starts[number], starts[number + 1]
        out.setdefault(number, []).append(Beside(start - low, end - low, post - low, post_end - low))
    return out


_Place = tuple[int, int, int, int]  # of a name and of what stands beside it, on the page


def _behind_posts(words: str) -> list[_Place]:
    """Find `党委书记林一鸣`, and `院士、陈山大学林一鸣`."""
    past: list[_Place] = []
    close: list[_Place] = []
    for found in _NAME_BEHIND.finditer(words):
        end, name_end = found.span("name")
        last = found[0]
        if last in LAST and not words.startswith(_PARTY, end):
            start = post_before(words, 0, end)
            if start is not None:
                close.append((end, name_end, start, end))
        if last in _BODY_LAST and words.endswith(_BODIES, 0, end):
            mark = words.rfind("、", max(0, end - _BETWEEN), end)
            start = post_before(words, 0, mark) if mark > 0 and words[mark - 1] != ")" else None
            if start is not None and _BODY.fullmatch(words, mark + 1, end):
                past.append((end, name_end, start, mark))
    return [*_apart(past), *_apart(close)]


def _apart(places: list[_Place]) -> Iterator[_Place]:
    """Leave out of places from left to right what begins inside the one before."""
    done = 0
    for place in sorted(places, key=_from_post):
        if place[2] >= done:
            yield place
            done = place[1]


def _from_post(place: _Place) -> tuple[int, int]:
    return place[2], -place[3]


def _before_titles(words: str) -> Iterator[_Place]:
    """Find `林一鸣校长` where nothing but a known word follows."""
    done = 0
    for title in _TITLE_END.finditer(words):
        end = title.end() - title[0].startswith(":")
        low = max(done, end - _REACH_CLOSED)
        if place := _ending(_BEFORE_TITLE, words, range(low, end - 3), end):
            yield place
            done = end


def _before_learned(words: str, ends: list[int]) -> Iterator[_Place]:
    """Find `林一鸣教授`, whatever follows."""
    for end in ends:
        start = end - (3 if words.startswith("研究员", end - 3) else 2)
        if place := _ending(_BEFORE_LEARNED, words, range(max(0, start - 1 - _REACH), start - 1), end):
            yield place


def _general(words: str, ends: list[int]) -> Iterator[_Place]:
    """Find `林一鸣总书记`, `林一鸣主席`, whatever stands before."""
    done = 0
    for end in ends:
        start = end - (3 if words[end - 1] == "记" else 2)
        if place := _ending(_GENERAL, words, range(max(done, start - 4), start - 1), end):
            yield place
            done = end


def _ending(pattern: re.Pattern[str], words: str, starts: Iterable[int], end: int) -> _Place | None:
    """Return the first name whose title ends at a place."""
    for start in starts:
        if words[start] in HEADS and (found := pattern.match(words, start)) and found.end("post") == end:
            return *found.span("name"), *found.span("post")
    return None


def _members(page: Page) -> Iterator[_Place]:
    for number in sorted(page.holding(page.text, "委员")):
        if found := _MEMBER.match(page.text, page.starts[number]):
            yield *found.span("name"), *found.span("post")


def _abroad(page: Page, numbers: set[int]) -> Iterator[_Place]:
    for number in sorted(numbers):
        low, high = page.starts[number], page.starts[number + 1] - 1
        for found in chain(_ABROAD.finditer(page.text, low, high), _MET.finditer(page.text, low, high)):
            yield *found.span("name"), *found.span("post")
