"""From a name back to what stands before it: the posts, as far as a mark, a verb or the person before."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import words
from luoshi.reading.rules.people.titles import HAN, STRONG
from luoshi.reading.text.page import veiled

_POSTS = frozenset(words("posts"))
_SIZES = sorted({len(post) for post in _POSTS}, reverse=True)
LAST = frozenset({")", *(post[-1] for post in _POSTS)})  # what may stand right before a name
_BRACKET = 14  # characters of the longest qualifier behind a post, its brackets with it
_LONGEST = 80  # characters of the longest post with the name of its body
_MARKS = frozenset("、,;:。!?“”’《》")
# A verb, or what else leads over to a post, and is none of it.
_VERB = re.compile(
    r".*(?:(?:讲话|报告|精神|教师|专家|人员|师生|代表|干部|学生|同学|负责人|一行|等|领导|教授|博士|老师)[与和及]|(?:成立|组建)以)"
    r"|.*(?:的|在(?![校读职])|以及|还有|并在|发表(?!人)|报道(?!员)|报请|提请|了|由|听取|特?邀请?|会上|会议(?![长室主秘常])上?|会见|带领|随后|期间|其中|参加|出席"
    r"|对于?(?!外)|关于|根据|包括|责令|按照|作为|[曾现历时担]任|聚焦|(?<=[场厅馆堂楼])为|欢迎|访问|会晤|接见|播出|跟随|转达|是(?!否)|向(?![阳导])|(?<![大合不共协相])同(?!德(?!国))(?![志济心仁学等盟事体时样位])|致[电函信])到?"
    r"|以(?!及|色列)|率|据|会[前后]|[与和及到]|\((?![^()]*\))|为(?!民)|应(?![用急届对])|经(?![济理营贸管信开纬典历办费销发])|(?:当天|当日|近日|日前|今天)|[-—]{0,3}(?:20\d\d年)?\d{1,2}月\d{1,2}日"
)
# Asked before the pattern: one of these is in each of its branches that may stand anywhere, one opens each of the others.
_VERBAL = frozenset(
    "与和及的在以有并发道请了由取邀上议见领后间其加对于据括令照为曾现历时担焦迎访晤出随达是向同致月"
)
_VERBAL_HEAD = frozenset("以率据会到(应经当近日今")
_QUOTES = frozenset('《“"「')
# A person with the body before the name and the title behind it, whom no other pattern has found: no post of the next.
_OTHER = re.compile(
    rf"(?:大学|学院|研究院|研究所|中心|公司|集团|[局处室]|获得者|专家)"
    rf"(?!特聘|[一二三]级|讲座|客座|兼职|名誉|荣誉|终身|退休|青年|资深|长聘|博士|首席){HAN}{{1,2}}[^系所室院部组科](?:{STRONG})$"
)


def post_before(text: str, low: int, end: int) -> int | None:
    """Return where the longest post begins that ends at a place, its qualifier in brackets with it.

    >>> post_before("学院党委副书记(兼)林一鸣", 0, 10), post_before("学院林一鸣", 0, 2)
    (4, None)
    """
    if text.startswith(")", end - 1):
        bracket = text.rfind("(", max(low, end - _BRACKET), end - 2)
        if bracket < 0 or ")" in text[bracket : end - 1]:
            return None
        end = bracket
    for size in _SIZES:
        if text[end - size : end] in _POSTS and end - size >= low:
            return end - size
    return None


def posts_before(text: str, start: int, end: int, low: int) -> list[tuple[int, int]]:
    """Walk back from a post over the posts that stand before it, as far as the last person named."""
    out: list[tuple[int, int]] = []
    while end > low and len(out) < 12:
        left = _head(text, max(low, start - _LONGEST), start)
        if out and (post_before(text, left, end) is None or _OTHER.search(text[left:end])):
            break
        verb = _past_verb(text[left:end])
        out.insert(0, (_past_epithet(text, left + verb, end), end))
        if verb or left == 0 or text[left - 1] not in "、,":
            break
        start = end = left - 1
    return [place for place in out if place[0] < place[1]]


def _past_verb(words: str) -> int:
    """Return where a post begins behind the words that lead over to it."""
    if _VERBAL.isdisjoint(words) and words[:1] not in _VERBAL_HEAD:
        return 0
    found = _VERB.match(words if _QUOTES.isdisjoint(words) else veiled(words))
    return found.end() if found else 0


def _past_epithet(text: str, start: int, end: int) -> int:
    """Leave out a quotation that tells before a post what somebody is like: `“工地上的诗人”2027级学生`."""
    close = text.find("”", start, end) if text.startswith("“", start, end) else -1
    return close + 1 if "的" in text[start : close + 1] else start


def _head(text: str, low: int, start: int) -> int:
    """Return where the words before a post begin; a short quotation is a part of them."""
    while True:
        left = start
        while left > low and text[left - 1] not in _MARKS:
            left -= 1
        opening = {"”": "“", "》": "《"}.get(text[left - 1]) if left > low else None
        quoted = text.rfind(opening, max(low, left - 16), left) if opening else -1
        if quoted < 0:
            return left
        start = quoted
