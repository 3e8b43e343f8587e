"""From clauses to subjects: who stands before what is asked, told by the grammar of the clause and the last word of the subject."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, either, opening, words

_CLAUSE = re.compile(r"[^,:;。?!\n]+")
_OPENS = re.compile(
    r"(?:“(?![^“”]{1,20}”)|原则上|20\d\d年|未来(?!技术|科技|产业|学院|空间|网络|城市)|[一二三四五六七八九十]{1,2}[是要]|(?:首先|其次|再次|最后|同时|此外|另外|因此|所以|但是?|而且?|并且?|其中|特别是|尤其是|今后|后续|接下来|下一步|下一阶段|今年|明年|近年来|为此|现|敬))+"
)
_HEADS = frozenset("“原2未一二三四五六七八九十首其再最同此另因所但而并特尤今后接下明近为现敬")
# What calls on somebody (with a group), and what only tells that somebody speaks.
_CUE = re.compile(
    "要求()|希望()|欢迎()|期望()|期待()|号召()|建议(?<!提出建议)(?![书稿》])()|部署(?=各|有关|相关)()|呼吁()|倡导()|倡议()|勉励()|叮嘱()|嘱咐()|请(?<!申请)(?<!邀请)(?!示|假|求)()|鼓励(?=[^,:;。?!]{2,16}要(?<![主重首需必]要)(?![求素点]))()"
    rf"|{opening('cues')}"
)
_CALLS = re.compile("[^要的]{0,10}(?:要求|希望|期望|号召|呼吁|倡导|倡议)")  # a clause that only calls
# One that calls and says where or by what, before the next names whom: `希望在新的学期里,各学院…`.
_CALLS_WHERE = re.compile(
    rf"{_CALLS.pattern}(?:今后|未来)?(?:在|通过|以(?!及|[^,:;。?!]{{1,24}}为代表)|借助|随着|针对)[^,:;。?!]{{3,40}}"
)
_BODY_AT = re.compile(
    rf"(?:{opening('bodies')})(?:们|\([^()]{{1,12}}\))?"
    r"(?:(?:和|及|以及|、)(?:个人|(?:全[体校院]|广大)?(?:师生员工|师生|教职员?工|同学)|每一?[位名][^,。、]{0,4}?(?:老师|教师|同学|同志|员工|职工|党员|干部)))?"
)
_NO_PLACE = tuple("在需属有谓位稳")  # 所在, 所需, 站在, 站位: no place
# One of two sides is a body by two characters alone: 校方, and the country in talks; 各方 are everybody, 后方, 东方 places.
_SIDE = re.compile(r"[^\W\d双各多对我你他己两三四官地前后上下一大东南西北远比平立处药配方]方")
_ABOVE_ALL = re.compile("特别是|尤其是")
_LONGEST = 44  # characters of a subject
# What a body does or has at a place is not the body: `学院在海岛的支教能够…`, `学院在海岛的影响要扩大`.
_IN = "在(?![^,:;。?!的]{1,24}的[^,:;。?!的]{1,10}(?<![中上下里面时间程主重首需必])[能要应须])"
# What stands between a subject and its word of duty.
_ASIDE = (
    "“?等?(?:[也都均还更又就则既]|一定|首先|共同|今后|同时|思路|思想|态度|认识|作风|行动"
    f"|(?:{_IN}|对|就|以(?!及)|将|把|按|根据|围绕|结合|通过|面对|面临|针对|作为|利用|从|于|与|应对)[^,:;。?!]{{1,40}}?)?"
)
_MUST = re.compile(
    rf"{_ASIDE}(?<![主重首需必为只回响反相供适对效])(?:{any_of('addressed')})(?![求点素害闻]|要的|做的|(?<=应)[用届聘急变邀试])"
)
# 将 asks where it is 把 (将安全放在首位); who will do a thing (将继续深挖) is not asked.
_URGED = re.compile(
    rf"(?:[也都均还更]|能够?|可以)?(?:将(?=[^,:;。?!]{{1,30}}(?:作为|纳入|放在|摆在|列入|融入|落实到|贯穿))|(?!全面从严治党){any_of('urged')}(?!教育))"
)
# Without a word of duty a body is told of rather than asked (学校高度重视), unless it is one of many or a group of persons.
_MANY = re.compile(
    "[某]|各(?!地(?:$|[^区各方]))|有关|相关|广大|全体|(?:领导|干部|成员|负责人|同志|辅导员|班主任|导师|教师)$"
)
# One of these stands in every clause that asks without calling on somebody, or in the next: a word of duty, or one of many.
_ASKS = re.compile(
    "要(?<![主重首需必为]要)(?![求点素])|应|须|需|务必|某|各|有关|相关|广大|全体|领导|干部|成员|负责人|同志|辅导员|班主任|导师|教师"
)
_DUTIES = frozenset("要应须需务")
_CALLED = re.compile(
    rf"$|(?:对(?=[^,:;。?!]{{2,40}})|能(?![源力量])|站[在位稳]|正视|齐心|同心|携手|提前|认清|进入|投入|[也都均还更将把以能按从就为]|多(?![数年名位个家所项])|要|应|一定|今后|根据|通过|20\d\d年|在?\d{{1,2}}月[^,。]{{0,6}}前|{_IN}|(?!全面从严治党){any_of('urged')})"
)
_TOLD = re.compile(
    rf"(?!全面从严治党){any_of('imperatives')}(?!(?:工作)?(?:[部办处组局室]|小组|中心|领导小组|委员会))"
)  # some stand in names as well (培养单位), so they are asked last
# Behind a clause that asks, the next needs no word of duty; nor does one that says by when: `教务处在6月底前完成台账`.
_BY_WHEN = "(?:[在于]|(?=[0-9年月]))[^,:;。?!各]{1,12}(?<![面目当之以])(?:之|以)?前"
_SET = re.compile(
    rf"[也都均]?(?:{_BY_WHEN}(?={any_of('imperatives')})|切实|认真|严格|严肃|及时|定期|按[时期]|尽快|加[大强快]|做好|抓好|落实|负责|牵头|配合|完善|健全|积极|主动|全力)"
)
_DATED = re.compile(rf"{_BY_WHEN}(?={any_of('imperatives')})")
# A subject that is only named here: what it is to do stands in the next clause.
_TOPIC = re.compile("[也都]?是(?!否)|作为|在(?=[^,:;。?!]{1,40}(?:中|上|下|时|方面|过程|期间|之际)$)|面对")
_ALL = re.compile("$")  # a clause that holds a subject and nothing else: `各有关学院,要…`
_THEN = re.compile(r"(?:首先|更|就|也|都|还|一定)?(?:一?要|应|必须|务必|须)(?![求点素])")
_FIRST = re.compile(r"一?[是要](?!求)")
_ONE = re.compile("一[名位个所家]")
# What everybody of a kind owes, he who speaks among them, is nobody's task: `作为青年教师,要…`.
_OF_A_KIND = re.compile("[^,]{0,4}(?<!任课)(?:教师|学者|工作者|成员)")
_ON = re.compile("进一步|继续|切实|认真")
_CHARGED = re.compile(
    "(?:应当?|要|必?须|可以?|正在)?(?:全面|具体|统一|切实|分别|共同|主要|积极|密切|紧密|主动|大力|认真|予以|按分工|按职责分工)?(?:对[^,。;]{1,30}(?=负责[,。;]|负责$|负总责|负主要责任))?"
    "(?P<role>负责(?![人同]|制(?![定订作]))|负总责|负主要责任|承担|牵头|参与|配合|协助|指导)(?!的)"
)
_LEADS = re.compile(
    "(?:要|应当?|必?须)?(?:继续|切实|充分)?(?:发挥|做好|履行|落实)好?[^,。;]{0,4}牵头[^,。;]{0,2}(?:作用|工作|职责|责任)"
)
# Who is to guide may be to manage or to urge as well: `教务处依职责管理指导各学院`.
_GUIDES = re.compile(
    "(?:应当?|要|必?须)?(?:积极|主动|认真|依法|[依按]职责(?:分工)?)?(?:组织|协调|督促|监督|检查|管理|统筹)[、和]?指导(?!的)"
)
_HOUSED = re.compile("设在|设于|挂靠在|会同")
# What is said of taking part charges nobody: `企业参与办学的积极性`.
_TAKING_PART = re.compile("[^,。;]{1,20}的(?:积极|主动|热情|能力|动力|意愿|机会|渠道|途径|程度)")
# As its roles, with no group around them.
_DUTY = re.compile("负责|负总责|负主要责任|承担|牵头|参与|配合|协助|指导")
# By what rule, before the comma behind which stands the duty: `海事局要按照职责,负责清理航道`.
_BY = re.compile("(?:应当?|要|须)?(?:按照?|根据|依照|依据|在)[^,;。]{2,40}$")
_BY_DUTY = re.compile(
    "(?:应当?|要|须)?(?:按照?|根据|依照|依据|在)[^,;。]{2,30}?(?P<role>负责(?![人同的]|制(?![定订作]))|牵头(?=组织|制定|开展|建立|会同|做好|协调|推进|[,。;]))"
)
_DUTY_NEXT = re.compile(",(?:具体|分别)?(?P<role>负责(?![人同]|制(?![定订作]))|承担|牵头)(?!的)")
_NEXT = len(",具体")  # characters between the end of a clause and the duty of the next
# A verb before a subject makes it an object (加强各学院), but some open names (宣传部, 督导组), and a single character too many.
_NAMING = (
    "建设|管理|培养|培训|服务|组织|审计|监督|检查|指导|规划|推荐|承办|主办|承担|实施|执行|参与|巡察|科研|教学|改革|发展|研究"
    "|宣传|科学|督导|试点|示范|保障|创新|协同|合作|统筹|重点|处理|学习|对接|依托|招聘|公开|集中|保护|推广|促进|联动|统一|配合|协助|协调|安排|引进|整改|防控"
)
VERBS = either([word for word in words("imperatives") if len(word) > 1 or word in "抓把从让"])
_NOT_SUBJECT = re.compile(
    rf"(?!(?:{_NAMING})[^的、,]{{1,14}}$)"
    rf"(?:{VERBS}|[、与你您]|更多|和(?![平谐])|审议(?!委)|迅速|包括|欢迎|厚植|\(|要|以|将|在|从|为|由|对|把|使|让|这|是|不|只|那|我们|也|还|就|向|给|按|希望|要求|号召|请|如|若|当(?!地)|因|同(?!学|济)|能(?=[和与同够])|作为|发动|缺乏)"
)
_VERBAL = re.compile(
    "[了过着将使让对]|由(?<!自由)|愿(?<!志愿)|把(?!手)|(?<!特别)(?<!尤其)是|离不开|表现|作为|指定|委托|今后|共同|做好|可在|向(?=[^、,]{2,4}同志)|(?<!主)要|还存在|已经?|提出|取得|事关|引导|引进|带领|动员|团结|奔赴|密切|勉励|鼓励|建议|嘱咐|在(?![职校读岗编线])"
)
# A verb opens a clause of its own, unless it is the name of an office: `宣传部`.
_ACTS = re.compile(rf"(?!(?:{_NAMING})[^的、,]{{0,5}}[部处组办科]$)(?:{VERBS}|助|派|帮|共|开启|携手)")
_NOT_BODIES = words("notbodies")
_EVERYBODY = re.compile(
    r"[我本]?[校院省]?(?:(?:全[体校院党国省市县区员]|广大|在座|参会|学校)的?){0,2}(?:师生|教职员?工|教师|教工|员工|职工|干部|党员){0,2}"
    r"(?:师生|教职员?工|教工|员工|职工|同志|同学|老师|学生|校友|嘉宾|专家|代表|人才|人员)们?"
    r"|全[体校院]的?(?:共产)?(?:师生|学生|毕业生|教职工)?党员|[一二两三四五六七八九十\d]{1,3}[位名].{1,16}|.{0,12}全[体校院员](?:[^、]{0,8}(?:教师|教职工|师生|代表|专家)|(?:[参与到在][会训加座场校岗]|党员)?(?:同志|人员))|(?!各位评[委审])[各每]一?[位名].{1,16}|.{0,6}与会.{1,8}"
)
_NOT = frozenset(words("everybody"))


def is_body(unit: str) -> bool:
    """Tell whether words that end like a body are one, and neither everybody nor a single person.

    >>> is_body("各支部书记"), is_body("新发展格局"), is_body("全体教师"), is_body("全校上下")
    (True, False, False, False)
    """
    name = unit.partition("(")[0] if unit.endswith(")") else unit
    return (
        len(unit) > 1
        and unit not in _NOT
        and not name.endswith(_NOT_BODIES)
        and (_BODY.search(name) is not None or _SIDE.fullmatch(name) is not None)
        and not _EVERYBODY.fullmatch(name)
    )


_BODY = re.compile(rf"{any_of('bodies')}们?$")


def is_everybody(words: str) -> bool:
    """Tell whether words say everybody, which is nobody's task."""
    return words in _NOT or _EVERYBODY.fullmatch(words) is not None


def asked(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Find the subjects of what a sentence asks; `body` is where it begins behind its number."""
    cue, asks, serves = _CUE.search(text, body), _ASKS.search(text, body), "作为" in text
    clauses = (
        [found.span() for found in _CLAUSE.finditer(text, body)]
        if cue or asks or serves or "前" in text
        else ()
    )
    goes_on = False  # whether a clause before it in its part of the sentence asks
    calls = False  # whether the clause before ends in calling on somebody
    for i, (left, right) in enumerate(clauses):
        after = clauses[i + 1] if i + 1 < len(clauses) and text[right] in ",:" else None
        if asks and asks.start() <= left:  # a word of duty that opens a clause has no subject there
            asks = _ASKS.search(text, left + (text[left] in _DUTIES))
        starts = [(left, calls)]  # where the subject may begin, and whether it is called on there
        while cue and cue.start() < right:
            starts.append((cue.end(), cue.lastindex is not None))
            cue = _CUE.search(text, cue.end())
        if serves and (place := _serving(text, left, right, after)):
            yield place
            continue
        calls = len(starts) > 1 and _calls(text, left, right, after)
        may = asks and (asks.start() < right or (after and _THEN.match(text, *after)))
        goes_on = goes_on and text[left - 1] == ","
        if not may and (place := _set(text, left, right, goes_on=goes_on)):
            yield place
            continue
        places = _places(text, (left, right), after, [start for start in starts if start[1] or may])
        if places and i and _ABOVE_ALL.match(text, left, right) and (others := _named(text, clauses[i - 1])):
            yield others
        yield from places
        goes_on = goes_on or bool(places) or _THEN.match(text, left, right) is not None


def _places(
    text: str, clause: tuple[int, int], after: tuple[int, int] | None, starts: list[tuple[int, bool]]
) -> list[tuple[int, int]]:
    """Return the subject of a clause, told from the last place where one may begin, if there is one."""
    for start, called in reversed(starts):
        if start < clause[1] and (place := _subject(text, start, clause[1], after, called=called)):
            return [place]
    return []


def _calls(text: str, left: int, right: int, after: tuple[int, int] | None) -> bool:
    """Tell whether a clause that calls leaves it to the next to say upon whom."""
    if _CALLS.fullmatch(text, left, right):
        return True
    # What the next clause begins with a verb is a wish, and calls on nobody.
    names = after is not None and not _ACTS.match(text, *after)
    return names and _CALLS_WHERE.fullmatch(text, left, right) is not None


def _named(text: str, clause: tuple[int, int]) -> tuple[int, int] | None:
    """Return who is named in a clause that holds nothing else: `各学院,特别是毕业班班主任,要…`."""
    left, right = clause
    start = _opened(text, left, right)
    for found in _CUE.finditer(text, left, right):
        start = _opened(text, found.end(), right)
    ends = _ends(text, start, right)
    return (start, right) if ends and ends[-1] == right and _noun(text, start, right) else None


def charged(text: str, body: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Find the subjects of which a sentence tells that they lead, answer for or support, and the word for it."""
    duty = _DUTY.search(text, body)
    for clause in _CLAUSE.finditer(text, body):
        left, right = clause.span()
        if duty and duty.start() < left:
            duty = _DUTY.search(text, left)
        if not duty:
            return
        if duty.start() > right + _NEXT:
            continue
        start = _opened(text, left, right)
        ends = _ends(text, start, right)
        found, role = _charge(text, ends, right)
        if found and _noun(text, start, found.start()):
            yield (start, found.start()), role


def housed(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Find who is said to sit in another body, or to do a thing with it: `办公室设在民政局`, `民政局会同教育局`."""
    for clause in _CLAUSE.finditer(text, body):
        start, right = clause.span()
        found = _first(text, _ends(text, start, right), right, _HOUSED)
        if found and _noun(text, start, found.start()):
            yield start, found.start()


def _charge(text: str, ends: list[int], right: int) -> tuple[re.Match[str] | None, str]:
    """Find what a clause charges its subject with, and the word for it."""
    if found := _first(text, ends, right, _CHARGED):
        role = found["role"]
        return (None if role == "参与" and _TAKING_PART.match(text, found.end()) else found), role
    if found := _first(text, ends, right, _LEADS):
        return found, "牵头"
    if found := _first(text, ends, right, _GUIDES):
        return found, "指导"
    if found := _first(text, ends, right, _BY_DUTY):
        return found, found["role"]
    if after := _DUTY_NEXT.match(text, right):
        return _first(text, ends, right, _BY), after["role"]
    return None, ""


def _serving(text: str, left: int, right: int, after: tuple[int, int] | None) -> tuple[int, int] | None:
    """Find who is named by what he is, and asked there or in the next clause: `作为任课教师,要…`."""
    start = _opened(text, left, right)
    if not text.startswith("作为", start):
        return None
    start += len("作为")
    ends = _ends(text, start, right)
    if not _ONE.match(text, start) and (found := _first(text, ends, right, _MUST)):
        end = found.start()
    elif after and _FIRST.match(text, *after) and ends and ends[-1] == right:
        end = right
    else:
        return None
    named = _noun(text, start, end) and not _OF_A_KIND.fullmatch(text, start, end)
    return (start, end) if named else None


def _opened(text: str, start: int, right: int) -> int:
    """Go past the words that only lead to a clause."""
    opens = _OPENS.match(text, start, right) if text[start : start + 1] in _HEADS else None
    return opens.end() if opens else start


def _subject(
    text: str, start: int, right: int, after: tuple[int, int] | None, *, called: bool
) -> tuple[int, int] | None:
    """Find who is asked in a clause, or named in it and asked in the next."""
    start = _opened(text, start, right)
    if not (ends := _ends(text, start, right)):
        return None
    found = _first(text, ends, right, _MUST)
    if found and text[found.start()] == "与":  # 牵头部门与配合部门要
        found = _first(text, [end for end in ends if end > found.start()], right, _MUST) or found
    if not found and called:
        found = _called(text, ends, right, after)
    elif not found:
        found = _first(text, ends, right, _URGED)
        if found and not _MANY.search(text, start, found.start()):
            return None
    if not found and after and _THEN.match(text, *after):
        found = _first(text, ends, right, _TOPIC)
        if not found and _MANY.search(text, start, right):
            found = _first(text, ends, right, _ALL)
    return (start, found.start()) if found and _noun(text, start, found.start()) else None


def _set(text: str, left: int, right: int, *, goes_on: bool) -> tuple[int, int] | None:
    """Find who is set to a task by a clause without a word of duty, because it goes on or says by when."""
    if not goes_on and text.find("前", left, right) < 0:
        return None
    start = _opened(text, left, right)
    found = _first(text, _ends(text, start, right), right, _SET if goes_on else _DATED)
    named = found and _noun(text, start, found.start()) and not _ACTS.match(text, start, found.start())
    return (start, found.start()) if found and named else None


def _called(text: str, ends: list[int], right: int, after: tuple[int, int] | None) -> re.Match[str] | None:
    """Find what is asked of him who is called on; where his name ends the clause, the next one must ask."""
    found = _first(text, ends, right, _CALLED) or _first(text, ends, right, _TOLD)
    if found and found.start() == right:
        asks = after and (_FIRST.match(text, *after) or _THEN.match(text, *after) or _ON.match(text, *after))
        return found if asks else None
    return found


def _ends(text: str, start: int, right: int) -> list[int]:
    """List where a word for a body ends."""
    ends: list[int] = []
    if text.startswith("方", start + 1) and _SIDE.match(text, start, right):
        ends.append(start + 2)
    for found in _BODY_AT.finditer(text, start, min(right, start + _LONGEST)):
        end = found.end()
        if not (text[end - 1] in "所站" and text.startswith(_NO_PLACE, end)):
            ends.append(end)
    return ends


def _first(text: str, ends: list[int], right: int, what: re.Pattern[str]) -> re.Match[str] | None:
    for end in ends:
        if found := what.match(text, end, right):
            return found
    return None


def _noun(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is a name and no clause of its own."""
    return not _NOT_SUBJECT.match(text, start, end) and not _VERBAL.search(text, start, end)
