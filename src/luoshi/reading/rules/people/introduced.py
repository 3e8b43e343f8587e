"""简介与兼任：`人物简介：林一鸣，女，教授，博士生导师`；`周大川院士作为大会主席`；`以陈小满教授为组长的专家组`；`赵文华任秘书长`。

Not a post: what somebody once was (`曾任`), and a word for one of many (`作为七位代表之一`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from luoshi.reading.lexicon import any_of
from luoshi.reading.rules.people.posts import post_before
from luoshi.reading.rules.people.titles import HEADS, NAME, STRONG, sound
from luoshi.reading.text.page import Page, Place, paged

_CALLED = "(?:同志|先生|女士|老师|同学|(?:副?教授|副?研究员|院士|博士|副?校长|副?院长))?"
# How an introduction opens: by a word for it, or by the name alone, behind which the first thing told is a post.
_LABELLED = paged(rf"[^,。:]*(?:简介|介绍|档案):(?P<name>{NAME})(?:{STRONG})?[,、]")
_BARE = paged(rf"\n(?=[{''.join(sorted(HEADS))}])(?P<name>{NAME}),(?=[^,。]{{1,50}}[,、。])")
_PART = re.compile("[^,、;。]{1,50}")
_NOW = re.compile("(?:现|同时|目前)?(?:担?任|为|是|兼任?|当选为?)|现")
# What stands among the posts of an introduction and is none.
_FACT = re.compile(
    r"[男女]$|[^,、]{1,4}族$|中共(?:预备)?党员$|[^,、]{0,4}团员$|(?:工学|理学|农学|法学|管理学|文学)?[博硕]士$|\d+岁$|[^,、]{2,20}(?:出生|毕业|学历|学位|人)$"
)
_PAST = re.compile("师从|曾|历任|攻读|保送|考[入取]|毕业|荣?获(?!得者)|入选|评为")
# Asked for its own character, behind which nearly nothing but 主任 stands.
_OFFICE = re.compile("任(?<![主责历现曾上继前首时兼常胜升]任)(?![务命何职期教课重由性意])")
_HELD = re.compile(rf"了?(?P<post>[^\n,;。、的]{{0,24}}?{any_of('posts')})(?=$|[\n,;。、的兼])")
_NAME = re.compile(NAME)
_CALLED_BEFORE = re.compile(f"{_CALLED}$")
_BEFORE_NAME = frozenset(",、:;。由以和与院部处校所司局员长授士记席任")
_LED = paged(
    rf"以(?P<name>{NAME}){_CALLED}为(?P<post>[^,;。、的]{{0,12}}?(?:总书记|组长|主任|主席|团长|队长|带头人|负责人|首席专家|首席))(?=$|[,;。、的和与])"
)
_ROLE = re.compile(
    rf"作为(?!我校|学校|全校|全省|一[名位个]|[一二两三四五六七八九十几\d]+[名位])(?P<post>[^,;。、的]{{0,24}}?{any_of('posts')})"
    r"(?=,|作(?!为)|进行|参加|参与|出席|发[言表]|受|主持|致|交流|介绍|分享|与|就|围绕|在)"
)
_ONE_OF = ("唯一", "之一", "首位")


def introductions(page: Page, numbers: set[int]) -> Iterator[tuple[int, Place, list[Place]]]:
    """Find who is introduced, by the number of the sentence: the name, and the posts behind it; `numbers`, where a word for it stands."""
    text = f"\n{page.text}"  # the page behind a line of its own: what follows a line is found fastest
    labelled = (_LABELLED.match(text, page.starts[number] + 1) for number in sorted(numbers))
    for found in chain(filter(None, labelled), _BARE.finditer(text)):
        start, end = found.start("name") - 1, found.end("name") - 1
        if sound(found["name"]):
            number = page.number(start)
            if posts := list(_listed(page.text, found.end() - 1, page.starts[number + 1] - 1)):
                yield number, (start, end), posts


def _listed(text: str, start: int, high: int) -> Iterator[Place]:
    """Walk over the posts of an introduction, as far as the first thing that is neither a post nor a fact."""
    while start < high and (part := _PART.match(text, start, high)):
        end = part.end()
        held = _NOW.match(text, start, end)
        begin = held.end() if held else start
        if _FACT.match(text[start:end]) is None:
            if begin >= end or _PAST.search(text, begin, end) or post_before(text, begin, end) is None:
                return
            yield begin, end
        start = end + 1
        if text[end : end + 1] not in (",", "、"):
            return


def becoming(page: Page, led: set[int]) -> Iterator[tuple[int, Place, Place]]:
    """Find who is given a post by a verb behind the name, by the number of the sentence; `led`, where 以…为… may stand."""
    text = page.text
    for office in _OFFICE.finditer(text):
        verb = office.start() - (text[office.start() - 1 : office.start()] in ("担", "出"))
        number = page.number(verb)
        name = _name_before(text, page.starts[number], verb)
        if name and (held := _HELD.match(text, office.end())):
            yield number, name, held.span("post")
    for number in sorted(led):
        for found in _LED.finditer(text, page.starts[number], page.starts[number + 1] - 1):
            if sound(found["name"]):
                yield number, found.span("name"), found.span("post")


def _name_before(text: str, low: int, end: int) -> Place | None:
    """Return the name that ends right before a verb, or before a title that does."""
    called = _CALLED_BEFORE.search(text, max(low, end - 4), end)
    end = called.start() if called else end
    for start in (end - 3, end - 2):
        opens = start == low or (start > low and text[start - 1] in _BEFORE_NAME)
        if opens and _NAME.fullmatch(text, start, end) and sound(text[start:end]):
            return start, end
    return None


def role(text: str, end: int) -> Place | None:
    """Return the post that somebody acts in: `作为大会主席`."""
    found = _ROLE.match(text, end)
    if found is None or found["post"] == "代表" or any(word in found["post"] for word in _ONE_OF):
        return None
    return found.span("post")
