"""From a name back to what stands before it: the posts, as far as a mark, a verb or the person before."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import words
from luoshi.reading.rules.people.titles import HAN, NAME, STRONG
from luoshi.reading.text.page import veiled

_POSTS = frozenset(words("posts"))
_SIZES = sorted({len(post) for post in _POSTS}, reverse=True)
LAST = frozenset({")", *(post[-1] for post in _POSTS)})  # what may stand right before a name
_BRACKET = 14  # characters of the longest qualifier behind a post, its brackets with it
_LONGEST = 80  # characters of the longest post with the name of its body
_MARKS = frozenset("、,;:。!?“”’《》】")
# A verb, or what else leads over to a post, and is none of it.
_VERB = re.compile(
    r".*(?:(?:讲话|报告|精神|教师|专家|人员|师生|代表|干部|学生|同学|负责人|一行|等|领导|教授|博士|老师)[与和及]|(?:成立|组建)以)"
    r"|.*(?:的(?!二十[一二]?大|十[六七八九]大)|在(?![校读职])|以及|还有|并在|发表(?!人)|报道(?!员)|报请|提请|了|由|听取|特?邀请?|会上|会议(?![长室主秘常])上?|会见|带领|随后|期间|其中|参加|出席"
    r"|对于?(?!外)|关于|根据|包括|责令|按照|作为|[曾现历时担]任|聚焦|(?<=[场厅馆堂楼])为|(?<=讲人)为|欢迎|访问|会晤|接见|播出|跟随|转达|是(?!否)|向(?![阳导])|(?<![大合不共协相])同(?!德(?!国))(?![志济心仁学等盟事体时样位])|致[电函信]|看[望过]|慰问(?!团)|专访|释放|围绕|[来源出]自于?|与(?=[^与]{2,8}(?:总统|总理|首相|外长|国王|国防部长|外交部长)$)|师从|[诸比例]如|成为|\.{3}|[两三四五六七八九\d][位名]|[得受]到|要求|正如|被(?!巡|告))到?"
    r"|[他她]?以(?!及|色列)|率|据|会[前后]|[并他她]?[与和及到]|\((?![^()]*\))|为(?!民)|应(?![用急届对])|经(?![济理营贸管信开纬典历办费销发])|(?:当天|当日|近日|日前|今天|目前|[-—]{0,3}(?:20\d\d年)?\d{1,2}月\d{1,2}日)(?:[上下]午)?|[上下]午"
)
# Asked before the pattern: one of these is in each of its branches that may stand anywhere, one opens each of the others.
_VERBAL = frozenset(
    "与和及的在以有并发道请了由取邀上议见领后间其加对于据括令照为曾现历时担焦迎访晤出随达是向同致月看慰从得受要如被放绕自诸位名."
)
_VERBAL_HEAD = frozenset("以率据会并他她到(应经当近日今目上下")
_QUOTES = frozenset('《“"「')
# What a body may end in that stands between a post and a name, and the longest such body.
_BODY_LAST = frozenset("学院系所室心站部局司团校社会")
_BETWEEN = 24
# Nothing but a body between: `岗位专家农学院林一鸣教授`.
_DIRECT = re.compile("(?:专家|主任|院长|所长|组长|会长|委员|负责人|成员|获得者|科学家)(?![组团会处室们助制])")
_PLAIN_BODY = re.compile(rf"(?:(?![与和及对率带由为以担包是]){HAN}){{4,24}}")
_BODIES = ("大学", "学院", "研究院", "研究所", "科学院", "公司", "集团", "医院")
# A name before what would be the post: `育种办林一鸣副处长、水稻所周大川教授`.
_ANOTHER = re.compile(rf"[院部处校室所司局会站办心]{NAME}副?$")
# Words for many before a body are no post of who is named behind it: `学生代表、工学院林一鸣教授`.
_NOT_BEFORE_BODY = (
    "代表",
    "学生",
    "教师",
    "干部",
    "党员",
    "研究生",
    "本科生",
    "校友",
    "队员",
    "学者",
    "教授",
    "研究员",
    "讲师",
    "辅导员",
    "班主任",
)
_MANY = re.compile(r"[各等]|相关|有关|全体|部分|与会|[两多几\d](?:[名位]|余[名位])|们")
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


def past_body(text: str, low: int, end: int) -> list[tuple[int, int]]:
    """Walk back from a name over the body that stands before it to the posts before that: `首席专家、园艺学院林一鸣教授`."""
    if text[end - 1 : end] not in _BODY_LAST:
        return []
    left = _head(text, max(low, end - _LONGEST), end)
    at = end
    if (direct := _past_post(text, left, end)) is not None:
        at = direct
    elif left > low and text[left - 1] == "、" and end - left <= _BETWEEN and not _past_verb(text[left:end]):
        at = left - 1
    start = post_before(text, low, at) if at < end else None
    if start is None or text.startswith(_NOT_BEFORE_BODY, start):
        return []
    if _ANOTHER.search(text, max(low, start - 6), start):
        return []
    places = posts_before(text, start, at, low)
    return [] if _MANY.search(text, places[0][0] if places else low, at) else places


def _past_post(text: str, left: int, end: int) -> int | None:
    """Return where the last post ends that has nothing but a body behind it."""
    if not text.endswith(_BODIES, left, end):
        return None
    at = max((found.end() for found in _DIRECT.finditer(text, left, end)), default=None)
    return at if at is not None and _PLAIN_BODY.fullmatch(text, at, end) else None


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
