"""From sentences to those who speak in them and are no persons of the record: groups as printed, and people whom only their words bring in."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.text.page import paged

_HAN = r"[\u3400-\u9fff]"
_NAME = rf"(?P<name>{any_of('surnames')}{_HAN}{{1,2}}?)"
_TITLE = "(?:委员|代表|同学|老师|教授|博士|硕士|院士)?"
_GROUP_WORDS = rf"{any_of('group_ends', 'voices')}们?"
SAYING = "表示|认为|指出|强调|要求|提出|建议|希望|谈到|倡议|呼吁|坦言|说(?=[,:])"
_CUES = f"{SAYING}|告诫|提醒|号召|勉励|寄语|叮嘱|说道|谈道"
_SAYS = paged(rf"(?:{_CUES})(?![的、。])")
_SAYS_SO = paged(rf"(?:{_CUES})(?![的、。])(?![^,。;:]{{0,3}}的)")
_NAME_BEFORE = re.compile(rf"{_NAME}[^,。:;“”的]{{0,20}}$")  # to be asked as far as the verb
_NAME_REACH = 24  # its longest
_OBJECT = re.compile(r"[^,。;:]{0,3}的|[^,。;:]{0,12}(?:要求|希望|意见|建议|部署)(?:。|:?$)")  # and no words
_TELLS = ("表示", "指出", "强调", "认为", "提出", "说")
_TELLS_AT_ONCE = re.compile("|".join(f"{verb}[,:“□]" for verb in _TELLS))
# A post tells a name also where its surname is rare: `副书记彧一鸣表示,…`.
_POST_REACH = 20  # characters of the post, the name and a place before the verb
_POST_SAYS = paged(
    rf"{any_of('posts')}(?P<name>(?!{any_of('followers')}|[们纷组会团一都均也等长])(?!.{{0,2}}[致纷]){_HAN}{{2,3}}?)(?:在{_HAN}{{1,8}})?(?:{'|'.join(_TELLS)})(?=[,:“□])"
)
_HEAD_SAYS = paged(
    rf"(?P<name>{_HAN}{{2,8}}?)(?:在{_HAN}{{1,8}})?(?:还|则|也)?(?:表示|指出|强调|认为|说)(?=[,:])"
)
_POST = re.compile(rf"{any_of('posts')}$")
_POST_LAST = frozenset(post[-1] for post in words("posts"))
_POST_LONG = 6
_MORE_THAN_POSTS = re.compile("[的了在对向由与和是“]")
_FURTHER_UP = 4000  # characters in which a name has been printed with its post
_ONE = re.compile(rf"{_NAME}{_TITLE}")
_ONE_SOMEHOW = re.compile(rf"{_NAME}(?:{_TITLE}|(?:同学|老师|教授)[^的]{{0,8}})")
_NAME_DOES = paged(
    rf"{_NAME}{_TITLE}(?=[以是从就围则]|提到了|谈到了|反映了|结合|作为|通过|首先|分享|介绍|讲述|带来|开展|传达|通报|汇报|解读|总结|讲授|主讲|领学|宣读|带领|作[了为题]|发言)"
)
# What a name stands by, where it is that of somebody: `某级研究生林一鸣`, `文学院的林一鸣`.
_DESIGNATED = re.compile(
    rf"(?:{any_of('posts')}|{_GROUP_WORDS}|本科生|毕业生|级|班|(?:学院|专业|大学|[班系部处室])的)$"
)
# The last characters of these, and what parts clauses.
_BEFORE_NAME = frozenset(
    {*",;:们生级班的", *(word[-1] for name in ("posts", "group_ends", "voices") for word in words(name))}
)
_LONGEST = 41  # characters of a designation with the name of its body
_LINK = re.compile(
    r"(?:[都也还均则]|先后|分别|发言|激动地?|高兴地?|由衷地?|(?<=[\u3400-\u9fff])代表[^,。:;“的]{2,16}|在[^,。:;“]{1,12}[中时上后]|(?P<joint>一致|纷纷|普遍|共同))$"
)
_LINKS = 3  # such words that may follow each other
_OPENER = re.compile(
    "[^,。:;“]{1,16}[中后上时间场节],|(?:经|为)[^,。:;“]{1,24},|(?:对此|为此|日前|近日|当天|同时|此外|当前|目前),|[^,。:;“]{0,8}消息[^,。:;“]{0,8}:(?:[^,。:;“]{1,16},)?"
)
# A body speaks as one, but for that which tells the document.
_OFFICE = re.compile("(?:部|委|局|总局|委员会|公司|集团|协会|专家团|[检督调评]..?组|项目组|工作组|大使馆)$")
_AT_ONCE = frozenset(",:要将应")
_ASIDE = re.compile("会后|会上|最后|随后|同时|此外")
# No verb stands in a group as printed, and it begins with none of these.
_VERBAL = re.compile(
    "(?<!政)要|(?<=.)被|[的将是以经为由成了请过对就围向“□]|召集|听取|结合|部署|展示|落实|鼓励|呼吁|缺乏|总书记|习主席|面向|属于|总有|符合|履行|讲述"
    "|带领|组织全|吸引|推动|推荐|选出|搭建|建立|希望|共有"
)
_NOT_FIRST = (
    "让",
    "使",
    "从",
    "和",
    "并",
    "还",
    "也",
    "据",
    "最终",
    "一一",
    "党员要求",
    "会议",
    "会上",
    "会后",
)
_BODY_END = re.compile("[院部处室系校会]$")
_ONE_ALONE = ("总书记", "主席")
_GROUP_END = re.compile(rf"{_GROUP_WORDS}$")
_GROUP = paged(rf"[^,。:;“的将要是以经为由成了被请过对就围向在]{{0,24}}{_GROUP_WORDS}(?![、和与的要应将是])")
_FAR = 90  # characters within which a group speaks
_LONG = 26  # characters of the longest group
_ISSUES = re.compile(
    r"(?<=[\u3400-\u9fff])(?:[今昨当]天(?:\([^()]{1,8}\))?|近日|日前|\d{1,2}日)?[已又]?(?:联合)?(?:[印下]发|发[布出表])(?!的)"
)
_ISSUER = re.compile("(?:部|委|办|办公厅|[国常]务院|总?局|署|院|委员会|指挥部|中央|理事会|协会|会)$")
_PRESENT = re.compile("与会|参会|在座|到会|[一二两三四五六七八九十][位名]")
_ITEMS = paged("达成[^,。:;]{0,6}共识[,:]一[是要]")
_ALL_SAY = re.compile("纷纷表示|纷纷认为|一致表示|一致认为")
_CROWD = paged(f"[^,。:;“][^。:;“]{{8,120}}?(?:{_ALL_SAY.pattern})")
_NOT_NAME = re.compile(
    rf"{any_of('notnames')}|郑重|严苛|庄严|严正|严肃|殷切|殷殷|温情|温馨|高兴|成绩|成果|古人|信中|来信|率先|华西|那种|那么|尤其|习作|向大家"
    "|.(?:同志|教授|老师|主席|同学|博士|院士|院长|书记|[老总])$"
)
_NOT_LAST = frozenset(
    "总副也设党系办了会校院部委省市县们者厅局处组室长员和在等的是与及还则不就且只曾仍已将要来"
)
_TITLED_NAME = re.compile(
    rf".{{0,40}}?(?:专业|学院|[系班级届]|代表|嘉宾|主任|导演){_NAME}(?:同学|教授|委员|博士|院士)"
)
_TITLED = re.compile(rf"(?P<surname>{any_of('surnames')})(?:教授|老师|院士|书记|院长|校长|主任|处长|部长)")


class Group(NamedTuple):
    """A group that speaks, as printed; where what it says begins; whether it is sure to be present."""

    who: str
    told: int
    present: bool


def may_be_name(word: str) -> bool:
    """Tell whether a word that opens with a surname may be a name.

    >>> may_be_name("林一鸣"), may_be_name("成绩"), may_be_name("林书记")
    (True, False, False)
    """
    return word[-1] not in _NOT_LAST and not _NOT_NAME.match(word)


def clause(text: str, low: int, end: int, marks: str = ",;:") -> int:
    """Find where the clause begins that goes on at a place, looking back as far as another place.

    >>> clause("会上,林一鸣说", 0, 6)
    3
    """
    head = low
    for mark in marks:
        place = text.rfind(mark, head, end)
        if place >= 0:
            head = place + 1
    return head


def has_post(text: str, low: int, end: int) -> bool:
    """Tell whether a post stands right before a place.

    >>> has_post("副书记林一鸣说", 0, 3), has_post("副书记林一鸣说", 0, 6)
    (True, False)
    """
    return end > low and text[end - 1] in _POST_LAST and _POST.search(text, low, end) is not None


def only_posts(text: str, head: int, start: int) -> bool:
    """Tell whether nothing but posts can stand before a name in its clause."""
    return not _MORE_THAN_POSTS.search(text, head, start)


def stranger(text: str, first: int, end: int) -> tuple[str, int] | None:
    """Find in a sentence a name with a verb of telling after it, at the head of a clause or beside what its bearer is.

    >>> stranger("文学院研究生林一鸣激动地说:要早做准备。", 0, 20)
    ('林一鸣', 14)
    """
    rare = _with_post(text, first, end)
    low = first
    for cue in _SAYS.finditer(text, first, end):
        verb = cue.start()
        while found := _NAME_BEFORE.search(text, max(low, verb - _NAME_REACH), verb):
            if rare and rare[1] < cue.end():
                return rare  # who is quoted further on does not speak
            start = found.start()
            low = start + 1
            apart = _stands_apart(text, first, start)
            who = _ONE.fullmatch(_unlinked(text[start:verb])[0]) if apart else None
            if who and may_be_name(who["name"]) and not _OBJECT.match(text, cue.end(), end):
                return who["name"], cue.end()
    return rare


def just_before(text: str, low: int, verb: int) -> str | None:
    """Find the name of somebody between a place and his verb, at the head of the clause or beside what he is.

    >>> just_before("来自文学院的林一鸣同学激动地说。", 0, 14)
    '林一鸣'
    """
    first = low
    while found := _NAME_BEFORE.search(text, max(low, verb - _NAME_REACH), verb):
        start = found.start()
        low = start + 1
        apart = _stands_apart(text, first, start)
        who = _ONE_SOMEHOW.fullmatch(_unlinked(text[start:verb])[0]) if apart else None
        if who and may_be_name(who["name"]):
            return who["name"]
    return None


def _with_post(text: str, first: int, end: int) -> tuple[str, int] | None:
    """Find a name that only the post before it tells, where words follow the verb at once."""
    for verb in _TELLS_AT_ONCE.finditer(text, first, end):
        if found := _POST_SAYS.search(text, max(first, verb.start() - _POST_REACH), verb.end()):
            return (found["name"], found.end()) if may_be_name(found["name"]) else None
    return None


def known_before(text: str, first: int, end: int) -> tuple[str, int] | None:
    """Find who opens a sentence and speaks, if a post stood before his name further up: names from abroad have no surname.

    >>> text = "总统彭达斯来访。\n彭达斯表示,愿早做准备。"
    >>> known_before(text, 9, len(text))
    ('彭达斯', 14)
    """
    found = _HEAD_SAYS.match(text, first, end)
    low = max(first - _FURTHER_UP, 0)
    at = text.find(found["name"], low, first) if found else -1
    while found and at > 0:
        if has_post(text, max(at - _POST_LONG, 0), at):
            return found["name"], found.end()
        at = text.find(found["name"], at + 1, first)
    return None


def at_head(text: str, first: int, end: int) -> tuple[str, int] | None:
    """Find a name that opens a sentence, with what its bearer is, and where it ends.

    >>> at_head("文学院研究生林一鸣以自己为例,谈了体会。", 0, 20)
    ('林一鸣', 9)
    """
    end = min(end, first + _LONGEST + 4)
    found = _NAME_DOES.search(text, first, end)
    while found:
        start = found.start()
        clear = _stands_apart(text, first, start) and clause(text, first, start) == first
        if clear and may_be_name(found["name"]):
            return found["name"], found.end("name")
        found = _NAME_DOES.search(text, start + 1, end)
    return None


def _stands_apart(text: str, first: int, start: int) -> bool:
    """Tell whether a name stands at the head of a clause, or right after what its bearer is."""
    if start > first and text[start - 1] not in _BEFORE_NAME:
        return False
    before = text[clause(text, max(first, start - _LONGEST), start) : start]
    if "。" in before or "”" in before or "的" in before[:-1]:
        return False
    return not before.lstrip("□") or before.endswith("的") or _DESIGNATED.search(before) is not None


def together(text: str, first: int, end: int) -> Group | None:
    """Find a group that speaks, or a body all of whose members do.

    >>> together("会上,与会专家一致认为,要早做准备。", 0, 18)
    Group(who='与会专家', told=11, present=True)
    """
    for found in _SAYS_SO.finditer(text, first, min(end, first + _FAR)):
        head = clause(text, first, found.start(), ",;:“。")
        if head > first and not _OPENER.fullmatch(text, first, head):
            return None
        who, joint = _unlinked(text[head : found.start()])
        if aside := _ASIDE.match(who):
            who = who[aside.end() :]
        if (
            _is_group(who)
            or (joint in {"一致", "纷纷"} and _is_body(who))
            or (
                found[0] in _TELLS
                and text[found.end() : found.end() + 1] in _AT_ONCE
                and _OFFICE.search(who)
                and _is_body(who)
            )
        ):
            present = bool(joint) or found[0] == "表示" or _PRESENT.search(who) is not None
            return Group(who, found.end(), present)
    return None


def before(text: str, first: int, end: int) -> Group | None:
    """Find the group at the head of the nearest clause before a place where somebody speaks."""
    head = end
    while head > first:
        head = max(text.rfind(",", first, head), first - 1) + 1
        if (found := _GROUP.match(text, head, end)) and _is_group(found[0]):
            who = found[0]
            asked = text.find("要", found.end(), end) >= 0
            return None if asked else Group(who, end, _PRESENT.search(who) is not None)
        head -= 1
    return None


def issues(text: str, first: int, end: int) -> str | None:
    """Find the body that issues what then asks for something: `渔港局已下发通知,要求…`.

    >>> issues("为此,渔港局已下发通知,要求船队早归。", 0, 11)
    '渔港局'
    """
    verb = _ISSUES.search(text, first, end)
    if not verb:
        return None
    who = text[clause(text, first, verb.start()) : verb.start()]
    return who if _is_body(who) and _ISSUER.search(who) else None


def agreed(text: str, first: int, end: int) -> Group | None:
    """Find a group that agrees on items: `与会人员就下列问题达成共识:一是…`.

    >>> agreed("与会人员讨论热烈,并达成共识,一是早做准备;", 0, 21)
    Group(who='与会人员', told=14, present=True)
    """
    at = text.find("达成", first, end)
    found = _GROUP.match(text, first, at) if at > 0 and _ITEMS.match(text, at, end) else None
    return Group(found[0], text.find("共识", at), present=True) if found and _is_group(found[0]) else None


def crowd(text: str, first: int, end: int) -> bool:
    """Tell whether many speak for whom no short word is printed."""
    all_say = _ALL_SAY.search(text, first, end)
    return all_say is not None and _CROWD.match(text, first, end) is not None


def _unlinked(words: str) -> tuple[str, str]:
    """Strip what may stand between who speaks and the verb, and return what joins many."""
    joint = ""
    for _ in range(_LINKS):
        if not (found := _LINK.search(words)):
            break
        words = words[: found.start()]
        joint = joint or found["joint"] or ("均" if found[0] in "都均" else "")
    return words, joint


def _is_group(who: str) -> bool:
    body, of, members = who.partition("的")
    if of and _BODY_END.search(body):
        who = members
    found = _GROUP_END.search(who) if 1 < len(who) <= _LONG else None
    if who.endswith(_ONE_ALONE):
        return False
    return found is not None and not who.startswith(_NOT_FIRST) and not _VERBAL.search(who, 0, found.start())


def _is_body(who: str) -> bool:
    return 1 < len(who) <= _LONG and not who.startswith(_NOT_FIRST) and not _VERBAL.search(who)


def titled(who: str, names: dict[str, str]) -> str:
    """Return the person whom a group word means that is no group: a name with a title, or a surname with one.

    >>> titled("林老师", {"林一鸣": "林一鸣"}), titled("各位老师", {"林一鸣": "林一鸣"})
    ('林一鸣', '各位老师')
    """
    if (found := _TITLED_NAME.fullmatch(who)) and (found["name"] in names or may_be_name(found["name"])):
        return names.get(found["name"], found["name"])
    found = _TITLED.fullmatch(who)
    meant = [printed for name, printed in names.items() if name.startswith(found["surname"])] if found else ()
    return meant[0] if len(meant) == 1 else who
