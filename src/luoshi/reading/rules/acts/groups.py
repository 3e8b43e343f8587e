"""From lists to groups: where a list of those without names is divided, and what only says how they came and how many they are."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import opening, words

# What a word for many stands before is a group by its last character: `各代表团团长`, `全体导师`.
_MANY = "各[^、,了]{0,16}|全体[^、,了]{0,16}|相关[^、,了]{0,8}|有关[^、,了]{0,8}|部分[^、,了]{0,16}"
_GROUP = re.compile(
    rf"(?:(?:{opening('group_ends')})(?:代表)?|(?:{_MANY})(?:长(?<![成增延生]长)|[员师者生手]))$"
)
_GROUP_CLOSES = frozenset(word[-1] for word in (*words("group_ends"), "代表", *"长员师者生手"))
# Bodies stand alone beside bodies; before a word for persons they only say whose persons (`各学院、机关负责人`).
_BODIES = re.compile(
    r"(?:学院|部门|高校|单位|企业|大学|研究院|研究所|公司|集团|委员会|支部|党委|党总支|协会|学会|侨联|同学会|联谊会|分会|工会|团委|银行|(?:研究生|本科生|科研|农科)院|支队|[厅局](?<![布格结]局)|(?:^|[、和及与等]|以及)[近约超]?[0-9两三四五六七八九十百余多数]{1,6}[个所家名位](?:[^、,在今昨()随“]|在校){2,12}(?<!方面)(?<!问题)(?<!维度)(?<!层面)(?<!环节)(?<!部分)(?<!主题)(?<!报告)(?<!墙报))$"
)
_BARE_POST = re.compile(
    "^(?:副?[书院处部校科组][记长]$|联络员$|(?:纪检|组织|宣传)?委员$|主任$|秘书$|工作人员$|分管|就业秘书$|[^各]{1,3}办(?:公室)?主任)"
)
# `各学院党委书记、副院长`: who is named by the office alone is of the same bodies.
_OF_EACH = re.compile(
    "(?:各|两个?|[三四五六七八九十]个?|[0-9]{1,3}个)[^、]{0,6}?(?:学院|单位|部门|院系|支部|高校)[^、]{2,}"
)
# `甲校、乙校等5个单位的负责人、教师`: so are those who stand behind the bodies.
_OF_COUNTED = re.compile("[0-9两三四五六七八九十]余?多?[个家所](?:单位|高校|院校|学校|学院|企业|公司|部门)的")
# Who is counted, or told by where they come from, is so to the end of the list: `70余位理事、委员`.
_OF_ALL = re.compile("来自|(?:[约近超共]|超过)?(?:[0-9]{1,5}|[两三四五六七八九十百千]{1,3})余?多?[名位]")
_OF_ITS_OWN = re.compile(
    "各|全体|相关|有关|部分|其他|来自|[约近超]?(?:[0-9]{1,5}|[两三四五六七八九十百千]{1,3})余?多?[名位个家所]"
)
_COUNTED_LAST = re.compile("[^0-9]{2,24}?(?:[0-9]{1,3}|[两三四五六七八九十])[位名]代表$")
_OFFICE = re.compile(
    "(?:党委|党总支|党支部|党政|分管|主要|领导|两委|团委|教学|科研|学工|办公室|师生|教师|学生|教工|专职|组织|纪检|招生|就业|常务|副)*"
    "(?:书记|院长|主任|班子成员|委员|秘书|代表|负责人|联络员|辅导员|专员)"
    "(?:(?:[和与及]|以及)[^各、]+)?"
)
_TELLS = re.compile(
    rf"(?:{opening('group_ends')}|部门|单位|支部|学院|公司|集团)(?:代表)?(?:逐一|也?分别|依次)?(?=从|就(?!业)|对|围绕|分别|关于|所作|作的|向|以[《“□]|结合|首先|受[^,]{{2,12}}委托|(?:介绍|汇报|通报|解读|讲解|讲述|分享|交流|反馈|宣读)了|发了言|[作做]了?[^,。]{{0,4}}发言)"
)
# Whose clause tells only on what ground or by what means; what they tell stands in the next.
_ON_GROUND = re.compile(
    rf"(?:{opening('group_ends')}|部门|单位|支部)(?=(?:根据|按照|依据|通过)[^,]{{2,24}}$)"
)
_THEN_TELLS = re.compile(
    ",(?:逐[一项]|分别|详细|重点|全面|系统)?(?:地|[向为就对](?!了)|传达|介绍|通报|汇报|解读|讲解|宣读)"
)
_THEN_HEADS = frozenset("逐分详重全系地向为就对传介通汇解讲宣")  # with what it may begin behind the comma
# No word need stand before them.
_TEAMS = (
    *("专家组", "督导组", "检查组", "调研组", "巡察组", "巡视组"),
    *("答辩人", "竞聘者", "竞聘人", "申报人", "汇报人", "述职人", "候选人", "考核对象"),
)
_TEAM_OPENS = frozenset(word[0] for word in _TEAMS)
_MANNERS = 3  # words or phrases of manner behind each other
_LEAD = 48  # characters between the head of a clause and the last word of a group that tells
_LEFT = re.compile(
    r"(?:有(?![关色机])|来自[^,。]{2,200}?等(?=\d{1,5}余?多?[位名])|会上|会议|以及|共有|共(?=[0-9])|和|及|其中|同时|随后|推进会上)"
)
_CALLED = re.compile("[^,。、]{0,40}?(?:特?邀请[了到]?|吸引了?)|(?:大会|会议|活动|学校|学院)特邀")
MANNER = re.compile(
    r"(?:一同|一起|共同|分别|也|还|先后)?(?:依次|逐一|纷纷)?(?:线[上下](?:[和与、]?线[上下])?|在(?:会上|线上|线下|线|[^,。、]{0,8}会场|[^,。、]{1,16}(?:室|厅|楼|校区|中心|会议|馆|堂|校|院|地|(?:发言|交流|汇报|讨论)中))|以[^,。、]{2,16}(?:方式|形式)|通过[^,。]{2,16}(?:方式|形式|平台|视频|直播|会议)|应邀|受邀|作为[^,、]{2,10}|到[会场校]|亲临|现场|集中|全程|陪同)?(?:(?:[作做]|进行)了?(?:交流|大会|典型|表态|现场)?)?$"
)
# The last characters of manner, but for `作为…`, which may end in any.
_MANNER_CLOSES = frozenset("同起别也还后次一纷上下线场室厅楼区心议馆堂校院地式台频播邀会临中程作做行了流型态")
# How they came or spoke, word behind word: `教师踊跃|分别|线上`.
_HOW = re.compile(
    "(?:积极|主动|轮流|一一|逐[个一]|依次|分别|先后|全[员部]|共同|一[同起]|同步|[受应]邀|报名|也|还|均)$"
)
_RIGHT = re.compile(
    r"等?(?:(?:共|计|约|近|共约|总计|共计)?(?:\d{1,5}余?多?|百余|千余)(?:人|[家名位个]))?$"
    r"|(?:等|共|计)(?:约|近)?\d{1,5}余?多?[家名位个](?:单位|高校|企业|师生|代表|人员)$"
)
_RIGHT_CLOSES = frozenset("等人家名位个业师生表员校")
_TOLD_TO = re.compile("[为向给](?<![方作成称].)(?!对象|主|首)[^,、为向给]{1,14}$")
# A list of names that the counted word behind it says to be bodies: `甲公司、乙集团等20家企业`.
_COUNTED = re.compile(
    r"(?:等|(?<=[司团院所局厅学社站场]))(?:\d{1,5}|[两三四五六七八九十]{1,3})余?多?[家所个](?:[^、,]{0,8}(?:企业|单位|高校|院校|公司|集团|机构|部门|事务所|学校|协会|媒体|社团))$"
)
_COUNTED_CLOSES = frozenset("业位校司团构门所会体")
# A clause of its own, and no name of a group.
_CLAUSE_OF = re.compile(
    "了|吸引|(?<!曾)担任|确定|(?<![效频])率(?!先)|成立|正在|召集|作为|(?<!方)向|赴|邀请|结合|(?<!其)[他她]|现[为任]|曾任|举行|举办|没有|报名|应邀|来到|前往|开展|涵盖|[的地]为|总书记|于\\d|[为给](?:现场|同学|大家|学生|师生|我们)"
)
_VAGUE = ("业内人士", "各界人士", "有关人士", "相关人士")
_NO_GROUP = re.compile(
    "[与和应对向率并由使让可如请为将以]|被(?![巡审评帮督考])|满足|同(?!学|济)|来校|大力|鼓励|选派|聚合|任(?![课职])|感谢|欢迎|带领|组织(?![各员])|作为|分别为"
)
_NAMED = re.compile("[^、]{2}$")
_LISTED = re.compile("、|以及")  # between bodies; between persons `以及` joins
_EVERYBODY = re.compile(
    "我校是|学校是|与会|参会|到场|^全体人员|会议(?!组成)|大家|他们|全体与会|在场|双方|各方"
)


def ends_in_group(text: str) -> bool:
    """Tell whether a text ends in a word for a group, as a list of who was there does."""
    return text[-1:] in _GROUP_CLOSES and _GROUP.search(text) is not None


def group_tells(veil: str, start: int, end: int) -> int | None:
    """Return where a group ends that tells of something at the head of a clause: `各学院负责人|围绕…`."""
    if veil.startswith(",", start + 2) and veil.startswith(("会上,", "随后,"), start, end):
        start += 3
    head = veil[start : start + 1]
    if (
        head in _TEAM_OPENS
        and veil.startswith(_TEAMS, start, end)
        and (found := _TELLS.match(veil, start, end))
    ):
        return found.end()
    comma = veil.find(",", start, min(end, start + 2 * _LEAD))
    first = start + (1 if head == "各" else 2)
    found = _TELLS.search(veil, first, comma if comma >= 0 else min(end, start + 2 * _LEAD))
    stop = comma if comma >= 0 else end
    if not found and veil[stop + 1 : stop + 2] in _THEN_HEADS and _THEN_TELLS.match(veil, stop):
        found = _ON_GROUND.search(veil, first, stop)
    return (
        found.end()
        if found and found.start() <= start + (2 if veil.startswith("来自", start) else 1) * _LEAD
        else None
    )


def groups_of(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Divide a list of groups where the parts stand alone."""
    left, right, counted = _bare(text, left, right)
    words = text[left:right]
    ends = _NAMED if counted and "、" in words and "(" not in words and "的" not in words else _ends_of(words)
    if not words or not ends or _EVERYBODY.search(words) or _NO_GROUP.match(words):
        return []
    if _CLAUSE_OF.search(words) or ("、" not in words and words.endswith(_VAGUE)):
        return []
    if words.endswith(("位代表", "名代表")) and _COUNTED_LAST.match(words.rpartition("、")[2]):
        return [(left, right)]
    out: list[tuple[int, int]] = []
    at = left
    for part in _LISTED.split(words) if ends is _BODIES else words.split("、"):
        stop = at + len(part)
        alone = out and ends.search(text[slice(*out[-1])]) and not _BARE_POST.match(part)
        if alone and _of_the_same(text, *out[-1], part):
            alone = False
        if out and not alone:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((at, stop))
        at = stop + (2 if text.startswith("以及", stop) else 1)
    return out


def _of_the_same(text: str, left: int, right: int, part: str) -> bool:
    """Tell whether what is said of the members of a list before is said of the next as well."""
    if _OF_EACH.match(text, left, right) and _OFFICE.fullmatch(part):
        return True  # an office in each of the same bodies
    if _OF_COUNTED.search(text, left, right):
        return True  # persons of the same bodies
    return _OF_ALL.match(text, left, right) is not None and not _OF_ITS_OWN.match(part)


def _ends_of(words: str) -> re.Pattern[str] | None:
    """Tell by which words the parts of a list end: groups, or bodies."""
    if words[-1:] in _GROUP_CLOSES and _GROUP.search(words):
        return _GROUP
    return _BODIES if _BODIES.search(words) else None


def before_manner(text: str, left: int, right: int) -> int:
    """Return where a stretch of text ends without the words of manner that close it."""
    if text[right - 1] not in _MANNER_CLOSES and text.find("作为", left, right) < 0:
        return right
    found = MANNER.search(text, left, right)
    return found.start() if found else right


def _who_only(text: str, left: int, right: int) -> int:
    """Return where a list of groups ends without the words that only say how they came or spoke."""
    for _ in range(_MANNERS):
        low = max(left, right - _LEAD)
        end = before_manner(text, low, right)
        while how := _HOW.search(text, max(low, end - 2), end):
            end = how.start()
        if end == right:
            break
        right = end
    return right


def _bare(text: str, left: int, right: int) -> tuple[int, int, bool]:
    """Leave out how they came and how many they are; tell whether a count of bodies closed the list."""
    if text.find("邀", left, right) >= 0 or text.find("吸引", left, right) >= 0:
        called = _CALLED.match(text, left, right)
        left = called.end() if called else left
    if lead := _LEFT.match(text, left, right):
        left = lead.end()
    if told_to := _TOLD_TO.search(text, max(left + 2, right - 16), right):
        right = told_to.start()
    right = _who_only(text, left, right)
    words = text[left:right]
    counted = _COUNTED.search(words) if words[-1:] in _COUNTED_CLOSES else None
    # `来自各校600名代表` is told by its number.
    told = words.startswith("来自") and words[-1] in "表生工员" and words[-3:] != "等代表"
    if found := counted or (None if told or words[-1:] not in _RIGHT_CLOSES else _RIGHT.search(words)):
        right = left + found.start()
    return left, right, counted is not None
